// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/explanation_pages.h"
#include "ui/panels/loop_nest_view.h"
#include "ui/panels/mapping_editor.h"

#include <QComboBox>
#include <QLabel>
#include <QStackedWidget>
#include <QToolButton>

namespace paretoscope::ui::panels {

/// How is a layer mapped? Read as a loop nest, or edited where the study searches mappings.
class MappingPage : public QWidget
{
    Q_OBJECT

public:
    explicit MappingPage(session::StudyDocument& document, QWidget* parent = nullptr);
    void setDesign(session::TrialId trial, const ExplanationPtr& explanation);
    void setLayer(int layer);
    void setEditing(bool editing);
    [[nodiscard]] bool isEditing() const { return m_edit->isChecked(); }
    [[nodiscard]] LoopNestView& nest() { return *m_nest; }

Q_SIGNALS:
    void layerChosen(int layer);
    void revisited(quint64 trial, const QString& layer); ///< see MappingEditing

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void describeLayer();
    void showNest();

    ExplanationPtr m_explanation;
    session::TrialId m_trial = 0;
    QComboBox* m_layers;
    QToolButton* m_edit;
    QLabel* m_shape;
    QStackedWidget* m_views;
    LoopNestView* m_nest;
    MappingEditor* m_editor;
    int m_layer = 0;
};

} // namespace paretoscope::ui::panels
