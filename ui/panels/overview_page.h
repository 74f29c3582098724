// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/responsive_box.h"
#include "ui/session/study_document.h"

#include <QLabel>
#include <QWidget>

#include <vector>

namespace paretoscope::ui::panels {

/// All numbers of one design: what was measured, beside what was chosen. Objectives stand out and say how far
/// they are from the best on the front.
class OverviewPage : public QWidget
{
    Q_OBJECT

public:
    explicit OverviewPage(session::StudyDocument& document, QWidget* parent = nullptr);

    void setTrial(const study::Trial& trial);
    void setNotes(const std::vector<std::string>& notes);         ///< assumptions behind the numbers
    [[nodiscard]] QString valueText(const QString& axis) const;   ///< as shown
    [[nodiscard]] QString contextText(const QString& axis) const; ///< as shown
    /// "★ 0.62 × Eyeriss (Energy × delay) · Latency 0.8 ×", of a reference its note; empty without
    /// references.
    [[nodiscard]] QString ratioText() const;

private:
    struct Row
    {
        std::size_t axis = 0;
        QLabel* name = nullptr;
        QLabel* value = nullptr;
        QLabel* context = nullptr;
    };
    [[nodiscard]] QString ratioTextOf(const study::Trial& trial) const;
    QWidget* makeSection(const QString& title, bool parameters);
    QLabel* makeCaption(QWidget* section);
    void restyle();
    [[nodiscard]] QString contextOf(const session::Axis& axis, double value) const;
    [[nodiscard]] QString contextHelp(const session::Axis& axis, const QString& context) const;

    session::StudyDocument& m_document;
    std::vector<Row> m_rows;
    std::vector<QLabel*> m_titles;
    QLabel* m_caption = nullptr; ///< of the column that compares with the front
    QLabel* m_notes;
    QLabel* m_ratio;       ///< against the reference design; of a reference, its note
    bool m_isNote = false; ///< what the line above holds
};

} // namespace paretoscope::ui::panels
