// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/mapping_canvas.h"
#include "ui/panels/mapping_costs.h"
#include "ui/panels/mapping_editing.h"

#include <QComboBox>
#include <QLabel>
#include <QMenu>
#include <QStackedWidget>
#include <QToolButton>
#include <QWidget>

namespace paretoscope::ui::panels {

/// A layer's mapping under the hand, with what it costs above it and what can be done with it between.
class MappingEditor : public QWidget
{
    Q_OBJECT

public:
    explicit MappingEditor(session::StudyDocument& document, QWidget* parent = nullptr);

    void open(session::TrialId trial, const QString& layer);
    void close();
    void copy() const; ///< the draft as text
    [[nodiscard]] MappingEditing& editing() { return m_editing; }
    [[nodiscard]] MappingCanvas& canvas() { return *m_canvas; }
    [[nodiscard]] MappingCosts& costs() { return *m_costs; }

    /// The draft as a file of the kind that its ending names: ".yaml" = Timeloop's (architecture, problem and
    /// mapping in one file), otherwise JSON. Errors: what the format cannot say; Io.
    [[nodiscard]] Status exportTo(const QString& file) const;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    [[nodiscard]] QWidget* makeTools();
    void fillMenu(QMenu* menu);
    void showState();
    void showCosts();
    void showChoices();
    void choose(int choice);
    void askForName();
    void askForFile(const QString& filter, const QString& ending);
    void compare();
    void refuse(const QString& sentence);

    session::StudyDocument& m_document;
    MappingEditing m_editing;
    QStackedWidget* m_states; ///< a sentence, or the editor
    QLabel* m_sentence;
    MappingCosts* m_costs;
    QComboBox* m_choices;
    QToolButton* m_reset;
    QAction* m_forget = nullptr;
    MappingCanvas* m_canvas;
};

} // namespace paretoscope::ui::panels
