// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/latest_job.h"
#include "ui/session/race_desk.h"
#include "ui/session/study_document.h"

#include <QComboBox>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>
#include <QToolButton>
#include <QWidget>

namespace paretoscope::ui::plots {
class RaceCurvesView;
class RaceFrontsView;
} // namespace paretoscope::ui::plots

namespace paretoscope::ui::panels {

class RaceEfforts;
class RaceSetup;

/// Methods side by side on the open study's problem: set up, start, watch, pause, go step by step. The fronts
/// of all methods above, how they improve below; pointing at a moment below shows the fronts of that moment.
class RacePanel : public QWidget
{
    Q_OBJECT

public:
    RacePanel(session::StudyDocument& document, QWidget* parent);

    [[nodiscard]] RaceSetup& setup() { return *m_setup; }
    [[nodiscard]] plots::RaceFrontsView& fronts() { return *m_fronts; }
    [[nodiscard]] plots::RaceCurvesView& curves() { return *m_curves; }

private:
    void buildControls();
    void buildViews();
    void restoreChoices();
    void rememberChoices();
    void refresh();
    void showState(const study::RaceSnapshot& race);
    void showNotes(const study::RaceSnapshot* race);
    void askExport();
    void exportTo(const QString& file);

    session::StudyDocument& m_document;
    session::RaceDesk& m_desk;
    RaceSetup* m_setup;
    QWidget* m_controls = nullptr;
    QPushButton* m_toggle = nullptr;
    QPushButton* m_stop = nullptr;
    QToolButton* m_steps[2] = {};
    QComboBox* m_pace = nullptr;
    QProgressBar* m_progress = nullptr;
    QToolButton* m_export = nullptr;
    QLabel* m_note = nullptr;
    QLabel* m_error = nullptr;
    QStackedWidget* m_pages = nullptr;
    plots::RaceFrontsView* m_fronts = nullptr;
    plots::RaceCurvesView* m_curves = nullptr;
    RaceEfforts* m_efforts = nullptr;
    plots::LatestJob m_writing;
};

} // namespace paretoscope::ui::panels
