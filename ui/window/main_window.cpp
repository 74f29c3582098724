// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/main_window.h"

#include "core/problem/spatial_problem.h"
#include "ui/panels/mark_bar.h"
#include "ui/panels/pin_bar.h"
#include "ui/panels/pin_text.h"
#include "ui/panels/run_bar.h"
#include "ui/panels/search_box.h"
#include "ui/panels/study_panel.h"
#include "ui/plots/front_view.h"
#include "ui/report/report_job.h"
#include "ui/window/network_opener.h"
#include "ui/window/table_opener.h"
#include "ui/window/theme_switch.h"
#include "ui/window/tour.h"

#include <QCloseEvent>
#include <QHBoxLayout>

#include <cmath>
#include <utility>

namespace paretoscope::ui::window {

namespace {

QToolBar* bar(QMainWindow* window, const QString& name, const QString& title)
{
    auto* made = new QToolBar(title, window);
    made->setObjectName(name);
    made->setMovable(false);
    made->setFloatable(false);
    made->setContextMenuPolicy(Qt::PreventContextMenu);
    made->toggleViewAction()->setVisible(false);
    window->addToolBar(Qt::TopToolBarArea, made);
    window->addToolBarBreak(Qt::TopToolBarArea);
    made->hide();
    return made;
}

} // namespace

MainWindow::MainWindow(std::unique_ptr<QSettings> store, QWidget* parent)
    : QMainWindow(parent)
    , m_settings(std::move(store))
    , m_tables(new TableOpener(*this))
    , m_networks(new NetworkOpener(this))
    , m_actions(new Actions(this))
    , m_start(new StartPage(this))
    , m_centre(new QStackedWidget(this))
    , m_runTools(bar(this, QStringLiteral("run"), tr("Run")))
    , m_pinTools(bar(this, QStringLiteral("pins"), tr("Pins")))
    , m_markTools(bar(this, QStringLiteral("marks"), tr("Searches and sets")))
    , m_strip(new StatusStrip(this))
    , m_views(new ViewHost(*this))
{
    applyTheme(m_settings.theme());
    setAcceptDrops(true);
    resize(1280, 800);
    m_centre->addWidget(m_start);
    setCentralWidget(centreWithStrip());
    connect(m_views, &ViewHost::made, this, &MainWindow::welcome);
    buildMenus();
    connectActions();
    connectPlotActions();
    connect(m_start, &StartPage::openRequested, this, [this](const QString& file) { openFile(file); });
    connect(m_start, &StartPage::browseRequested, this, &MainWindow::browse);
    connect(&m_opener, &session::StudyOpener::opened, this, &MainWindow::adopt);
    connect(&m_opener, &session::StudyOpener::failed, this, &MainWindow::refuse);
    connect(m_tables, &TableOpener::ready, this, [this](const QString& session) { openFile(session); });
    connect(m_tables, &TableOpener::failed, this, &MainWindow::refuse);
    connect(m_networks, &NetworkOpener::recognised, this, &MainWindow::offerNetwork);
    connect(m_networks, &NetworkOpener::ready, this, [this](const QString& study) { openFile(study); });
    connect(m_networks, &NetworkOpener::failed, this, &MainWindow::refuse);
    connect(m_strip, &StatusStrip::dismissed, m_strip, &QWidget::hide);
    connect(m_strip, &StatusStrip::actionRequested, this, [this] {
        if (m_stripAction)
            std::exchange(m_stripAction, {})();
        else if (m_runBar != nullptr)
            m_runBar->toggle();
    });
    showRecentFiles();
    showTitle();
    restoreGeometry(m_settings.geometry());
}

/// The strip stands over the plots and takes its line from them, so that the window keeps its size.
QWidget* MainWindow::centreWithStrip()
{
    auto* centre = new QWidget(this);
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(m_strip);
    column->addWidget(m_centre, 1);
    m_strip->hide();
    return centre;
}

MainWindow::~MainWindow()
{
    if (m_document != nullptr)
        destroyViews();
}

void MainWindow::pinActiveAxis()
{
    const int place = session::axisNamed(m_document->axes(), front()->activeAxis());
    if (place < 0)
        return m_pinBar->type({});
    const session::Axis& axis = m_document->axes()[static_cast<std::size_t>(place)];
    if (const study::Pin* former = m_document->pinOn(axis.name))
        return m_pinBar->type(panels::typedPin(axis, *former));
    study::Pin pin{axis.name.toStdString()};
    const auto focus = m_document->selection().focus();
    const study::Trial* trial = focus ? m_document->trial(*focus) : nullptr;
    const double value = trial == nullptr ? std::nan("") : axis.value(*trial, m_document->problem());
    (axis.better == problem::Direction::Maximize ? pin.minimum : pin.maximum) = value;
    m_pinBar->type(std::isnan(value) ? axis.name + QStringLiteral(" <= ") : panels::typedPin(axis, pin));
}

void MainWindow::stepBack()
{
    session::Selection& selection = m_document->selection();
    if (selection.isDrawn())
        selection.setBrush({});
    else
        selection.setFocus(std::nullopt);
}

void MainWindow::buildViews()
{
    session::StudyDocument& document = *m_document;
    QTabWidget* tabs = m_views->open(document);
    m_centre->addWidget(tabs);
    m_centre->setCurrentWidget(tabs);
    connect(&document.selection(), &session::Selection::trayChanged, this, &MainWindow::showComparisonCount);
    showComparisonCount();
    m_actions->editMapping->setVisible(problem::hasMappings(document.problem()));
    m_runBar = new panels::RunBar(document, this);
    m_runTools->addWidget(m_runBar);
    buildFilterBars();
    m_runTools->show();
    m_pinTools->show();
    front()->setFocus();
}

/// Pins and the search in one row; what is searched, brushed and kept below it, once there is any.
void MainWindow::buildFilterBars()
{
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    m_pinBar = new panels::PinBar(*m_document, row);
    m_searchBox = new panels::SearchBox(*m_document, row);
    layout->addWidget(m_pinBar, 3);
    layout->addWidget(m_searchBox, 1);
    m_pinTools->addWidget(row);
    m_markBar = new panels::MarkBar(*m_document, this);
    m_markTools->addWidget(m_markBar);
    connect(m_searchBox, &panels::SearchBox::complained, m_markBar, &panels::MarkBar::complain);
    connect(m_searchBox, &panels::SearchBox::left, this, [this] { front()->setFocus(); });
    connect(m_markBar, &panels::MarkBar::keepRequested, this, &MainWindow::keepSet);
    const auto show = [this] { m_markTools->setVisible(!m_markBar->isEmpty()); };
    connect(m_markBar, &panels::MarkBar::emptied, this, show);
    show();
}

/// What the window adds to a view that has just been made.
void MainWindow::welcome(const QString& name, QWidget* view)
{
    // These keys are the view's own as well; here they are bound so that menu and key cannot differ.
    if (name == frontName())
        view->addAction(m_actions->pin);
    if (name == inspectorName())
        view->addAction(m_actions->editMapping);
    else // there, T makes a loop temporal
        view->addActions({m_actions->tag, m_actions->note});
    if (const auto* study = qobject_cast<panels::StudyPanel*>(view))
        connect(study, &panels::StudyPanel::openRequested, this,
                [this](const QString& file) { openFile(file); });
}

plots::FrontView* MainWindow::front() const
{
    return qobject_cast<plots::FrontView*>(m_views->view(frontName()));
}

void MainWindow::showComparisonCount()
{
    const auto designs = static_cast<int>(m_document->selection().tray().size());
    m_views->setTabTitle(comparisonName(), designs == 0 ? tr("Compare") : tr("Compare (%1)").arg(designs));
}

void MainWindow::destroyViews()
{
    delete std::exchange(m_report, nullptr);
    delete std::exchange(m_tour, nullptr);
    if (m_presenting)
        m_actions->present->trigger();
    m_views->close();
    for (QToolBar* tools : {m_runTools, m_pinTools, m_markTools}) {
        tools->clear();
        tools->hide();
    }
    QWidget* filterRow = m_pinBar == nullptr ? nullptr : m_pinBar->parentWidget(); // with the search
    delete std::exchange(m_runBar, nullptr);
    delete std::exchange(m_markBar, nullptr);
    delete filterRow;
    m_pinBar = nullptr;
    m_searchBox = nullptr;
    m_centre->setCurrentWidget(m_start);
}

void MainWindow::keepLayout()
{
    m_settings.setGeometry(saveGeometry());
    if (m_document == nullptr)
        return;
    m_views->bringBack();
    m_views->release();
    m_settings.setDocks(saveState(Settings::kVersion));
}

void MainWindow::resetLayout()
{
    m_settings.forgetLayout();
    if (m_document != nullptr)
        m_views->defaultLayout();
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (!m_mayDiscard && !isKept()) {
        event->ignore();
        return askBeforeLosing([this] {
            m_mayDiscard = true;
            close();
        });
    }
    keepLayout();
    closeStudy();
    event->accept();
}

} // namespace paretoscope::ui::window
