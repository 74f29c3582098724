// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/reference_ratio.h"
#include "ui/session/study_document.h"

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>
#include <QWidget>

namespace paretoscope::ui::panels {

/// How the search goes, and the hand on it: start, pause, stop, extend.
class RunBar : public QWidget
{
    Q_OBJECT

public:
    RunBar(session::StudyDocument& document, QWidget* parent);

    /// Start, pause or resume, whichever the state allows.
    void toggle();
    /// Half as much budget again.
    void extendByHalf();
    /// "best so far 0.55 × Eyeriss (Energy × delay)"; what hinders it; empty without references.
    [[nodiscard]] QString referenceText() const;

private:
    void refresh();
    void showButtons(const study::Snapshot& snapshot);
    void askBudget();
    void showReference(const study::TrialLog& trials);
    session::StudyDocument& m_document;
    QPushButton* m_toggle;
    QPushButton* m_stop;
    QToolButton* m_extend;
    QLabel* m_method;
    QProgressBar* m_progress;
    QLabel* m_rate;
    QLabel* m_left;
    QLabel* m_hypervolume;
    QLabel* m_reference; ///< the best against the reference design
    study::BestTrial m_best;
};

/// It came to its end, now or before it was opened again.
[[nodiscard]] bool isOver(const study::Snapshot& snapshot);
/// "0.713, +0.3 % in the last fifth"; empty before there is a hypervolume.
[[nodiscard]] QString hypervolumeText(const study::Snapshot& snapshot);
/// "NSGA-II"
[[nodiscard]] QString methodLabel(const study::Study& study);

} // namespace paretoscope::ui::panels
