// SPDX-License-Identifier: GPL-3.0-or-later
// Where the views stand: docks around the front, and what fills them while a study is open.
#include "ui/window/main_window.h"

#include "core/problem/spatial_problem.h"
#include "ui/panels/compare_panel.h"
#include "ui/panels/inspector_panel.h"
#include "ui/panels/pin_bar.h"
#include "ui/panels/reasons_panel.h"
#include "ui/panels/run_bar.h"
#include "ui/panels/study_panel.h"
#include "ui/panels/trial_table.h"
#include "ui/plots/convergence_view.h"
#include "ui/plots/front_view.h"
#include "ui/plots/parallel_axes_view.h"

#include <QTabBar>
#include <QTabWidget>

#include <algorithm>

namespace paretoscope::ui::window {

namespace {

const QString kStudy = QStringLiteral("study");
const QString kReasons = QStringLiteral("reasons");
const QString kInspector = QStringLiteral("inspector");
const QString kParallel = QStringLiteral("parallel");
const QString kConvergence = QStringLiteral("convergence");
const QString kTable = QStringLiteral("table");

} // namespace

void MainWindow::buildDocks()
{
    const std::vector<std::tuple<QString, QString, Qt::DockWidgetArea>> docks{
        {kStudy, tr("Study"), Qt::LeftDockWidgetArea},
        {kReasons, tr("Reasons"), Qt::LeftDockWidgetArea},
        {kInspector, tr("Design"), Qt::RightDockWidgetArea},
        {kParallel, tr("Parallel axes"), Qt::BottomDockWidgetArea},
        {kConvergence, tr("Convergence"), Qt::BottomDockWidgetArea},
        {kTable, tr("Table"), Qt::BottomDockWidgetArea}};
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    int number = 1;
    for (const auto& [name, title, area] : docks) {
        auto* dock = new QDockWidget(title, this);
        dock->setObjectName(name);
        dock->setAccessibleName(title);
        addDockWidget(area, dock);
        dock->toggleViewAction()->setShortcut(
            QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_0 + number++)));
        dock->hide();
        connect(dock, &QDockWidget::dockLocationChanged, this, &MainWindow::nameTabBars);
        m_docks.push_back(dock);
    }
}

void MainWindow::nameTabBars()
{
    // Qt makes the tab bars of docks as they are needed and leaves them nameless.
    for (QTabBar* tabs : findChildren<QTabBar*>(QString(), Qt::FindDirectChildrenOnly))
        tabs->setAccessibleName(tr("Views that share this place"));
}

void MainWindow::defaultLayout()
{
    const auto dock = [this](const QString& name) { return findChild<QDockWidget*>(name); };
    for (QDockWidget* each : m_docks) {
        each->setFloating(false);
        each->show();
    }
    splitDockWidget(dock(kStudy), dock(kReasons), Qt::Vertical);
    tabifyDockWidget(dock(kParallel), dock(kConvergence));
    tabifyDockWidget(dock(kConvergence), dock(kTable));
    dock(kParallel)->raise();
    const int side = std::clamp(width() / 5, 240, 440);
    resizeDocks({dock(kStudy), dock(kInspector)}, {side, std::clamp(width() / 4, 300, 560)}, Qt::Horizontal);
    resizeDocks({dock(kParallel)}, {height() / 3}, Qt::Vertical);
    resizeDocks({dock(kStudy), dock(kReasons)}, {height() * 3 / 5, height() / 4}, Qt::Vertical);
}

void MainWindow::place(const QString& dock, QWidget* view)
{
    findChild<QDockWidget*>(dock)->setWidget(view);
}

void MainWindow::buildViews()
{
    session::StudyDocument& document = *m_document;
    m_front = new plots::FrontView(document, this);
    m_views = new QTabWidget(this);
    m_views->setDocumentMode(true);
    m_views->setAccessibleName(tr("Front and comparison"));
    m_views->tabBar()->setAccessibleName(tr("Front and comparison"));
    m_views->addTab(m_front, tr("Front"));
    m_views->addTab(new panels::ComparePanel(document, m_views), QString());
    connect(&document.selection(), &session::Selection::trayChanged, this, &MainWindow::showComparisonCount);
    showComparisonCount();
    m_centre->addWidget(m_views);
    m_centre->setCurrentWidget(m_views);
    place(kStudy, new panels::StudyPanel(document, this));
    place(kReasons, new panels::ReasonsPanel(document, this));
    auto* inspector = new panels::InspectorPanel(document, this);
    place(kInspector, inspector);
    inspector->addAction(m_actions->editMapping);
    m_actions->editMapping->setVisible(problem::hasMappings(document.problem()));
    connect(m_actions->editMapping, &QAction::triggered, inspector, [this, inspector] {
        QDockWidget* dock = findChild<QDockWidget*>(kInspector);
        dock->show();
        dock->raise();
        inspector->toggleMappingEditing();
    });
    place(kParallel, new plots::ParallelAxesView(document, this));
    place(kConvergence, new plots::ConvergenceView(document, this));
    place(kTable, new panels::TrialTable(document, this));
    m_runBar = new panels::RunBar(document, this);
    m_runTools->addWidget(m_runBar);
    m_pinBar = new panels::PinBar(document, this);
    m_pinTools->addWidget(m_pinBar);
    m_runTools->show();
    m_pinTools->show();
    // These keys are the front's own as well; here they are bound so that menu and key cannot differ.
    m_front->addAction(m_actions->pin);
    m_front->setFocus();
}

void MainWindow::showComparisonCount()
{
    const auto designs = static_cast<int>(m_document->selection().tray().size());
    m_views->setTabText(1, designs == 0 ? tr("Compare") : tr("Compare (%1)").arg(designs));
}

void MainWindow::destroyViews()
{
    for (QDockWidget* dock : m_docks) {
        delete dock->widget();
        dock->hide();
    }
    m_runTools->clear();
    m_pinTools->clear();
    m_runTools->hide();
    m_pinTools->hide();
    delete m_views; // and with it the front and the comparison
    m_views = nullptr;
    delete m_runBar;
    delete m_pinBar;
    m_front = nullptr;
    m_runBar = nullptr;
    m_pinBar = nullptr;
    m_centre->setCurrentWidget(m_start);
}

void MainWindow::keepLayout()
{
    m_settings.setGeometry(saveGeometry());
    if (m_document != nullptr)
        m_settings.setDocks(saveState(Settings::kVersion));
}

void MainWindow::resetLayout()
{
    m_settings.forgetLayout();
    if (m_document != nullptr)
        defaultLayout();
}

} // namespace paretoscope::ui::window
