// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/study_document.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QToolButton;

namespace paretoscope::ui::panels {

/// The strip under the menu that runs a study: start or pause, stop, extend; method and seed; how far, how
/// fast, how long still, and whether the front still improves.
class RunBar : public QWidget
{
    Q_OBJECT

public:
    explicit RunBar(session::StudyDocument& document, QWidget* parent = nullptr);

private:
    void showState();
    void showNumbers();
    void startOrPause();
    void askForBudget();
    [[nodiscard]] QString hypervolumeText() const;

    session::StudyDocument& m_document;
    QToolButton* m_startPause;
    QToolButton* m_stop;
    QToolButton* m_extend;
    QLabel* m_method;
    QProgressBar* m_progress;
    QLabel* m_rate;
    QLabel* m_remaining;
    QLabel* m_hypervolume;
};

} // namespace paretoscope::ui::panels
