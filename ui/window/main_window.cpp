// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/main_window.h"

#include "ui/report/figures.h"
#include "ui/session/pool_task.h"

#include "ui/look/quantity.h"
#include "ui/panels/inspector_panel.h"
#include "ui/panels/pin_bar.h"
#include "ui/panels/pin_text.h"
#include "ui/panels/run_bar.h"
#include "ui/panels/study_panel.h"
#include "ui/plots/front_view.h"
#include "ui/window/sample_studies.h"
#include "ui/window/shortcuts_dialog.h"
#include "ui/window/theme_switch.h"

#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QPointer>
#include <QStatusBar>

#include <cmath>

namespace paretoscope::ui::window {

using study::RunState;

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
    , m_actions(new Actions(this))
    , m_start(new StartPage(this))
    , m_centre(new QStackedWidget(this))
    , m_runTools(bar(this, QStringLiteral("run"), tr("Run")))
    , m_pinTools(bar(this, QStringLiteral("pins"), tr("Pins")))
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
    connect(m_strip, &StatusStrip::dismissed, m_strip, &QWidget::hide);
    connect(m_strip, &StatusStrip::actionRequested, this, [this] {
        if (m_runBar != nullptr)
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

void MainWindow::buildMenus()
{
    QMenu* file = menuBar()->addMenu(tr("&File"));
    buildSampleMenu(file->addMenu(tr("&New from sample")));
    file->addAction(m_actions->open);
    m_recentMenu = file->addMenu(tr("Open &recent"));
    file->addAction(m_actions->exportReport);
    file->addAction(m_actions->closeStudy);
    file->addSeparator();
    file->addAction(m_actions->quit);

    QMenu* edit = menuBar()->addMenu(tr("&Edit"));
    edit->addActions({m_actions->undo, m_actions->redo});
    QMenu* run = menuBar()->addMenu(tr("&Run"));
    run->addActions({m_actions->run, m_actions->pause, m_actions->stop, m_actions->extend});
    QMenu* design = menuBar()->addMenu(tr("&Design"));
    design->addActions({m_actions->knee, m_actions->previous, m_actions->next});
    design->addSeparator();
    design->addActions({m_actions->compare, m_actions->showComparison, m_actions->clearTray, m_actions->pin,
                        m_actions->back});
    design->addSeparator();
    design->addAction(m_actions->editMapping);

    m_viewMenu = menuBar()->addMenu(tr("&View"));
    for (const QDockWidget* dock : m_views->docks())
        m_viewMenu->addAction(dock->toggleViewAction());
    m_viewMenu->addSeparator();
    m_viewMenu->addAction(m_actions->fit);
    m_viewMenu->addAction(m_actions->resetLayout);
    m_viewMenu->addAction(m_actions->fullScreen);
    buildThemeMenu(m_viewMenu->addMenu(tr("&Theme")));
    QMenu* help = menuBar()->addMenu(tr("&Help"));
    help->addActions({m_actions->keys, m_actions->about});
}

void MainWindow::buildSampleMenu(QMenu* menu)
{
    bool first = true;
    for (const SampleStudy& sample : sampleStudies()) {
        QAction* action = menu->addAction(sample.name, this, [this, file = sample.file] { openFile(file); });
        action->setToolTip(sample.description);
        if (std::exchange(first, false))
            action->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_N));
    }
    menu->setEnabled(!first);
}

void MainWindow::buildThemeMenu(QMenu* menu)
{
    auto* group = new QActionGroup(menu);
    const std::pair<look::Theme, QString> themes[]{{look::Theme::System, tr("&System")},
                                                   {look::Theme::Light, tr("&Light")},
                                                   {look::Theme::Dark, tr("&Dark")}};
    for (const auto& [theme, text] : themes) {
        QAction* action = menu->addAction(text, this, [this, chosen = theme] { setTheme(chosen); });
        action->setCheckable(true);
        action->setChecked(m_settings.theme() == theme);
        group->addAction(action);
    }
}

void MainWindow::setTheme(look::Theme theme)
{
    m_settings.setTheme(theme);
    applyTheme(theme);
}

void MainWindow::connectActions()
{
    const auto on = [this](QAction* action, auto act) { connect(action, &QAction::triggered, this, act); };
    on(m_actions->open, [this] { browse(); });
    on(m_actions->closeStudy, [this] { closeStudy(); });
    on(m_actions->quit, [this] { close(); });
    on(m_actions->fullScreen, [this](bool full) { full ? showFullScreen() : showNormal(); });
    on(m_actions->resetLayout, [this] { resetLayout(); });
    on(m_actions->undo, [this] { m_document->undoStack().undo(); });
    on(m_actions->redo, [this] { m_document->undoStack().redo(); });
    on(m_actions->run, [this] { m_document->start(); });
    on(m_actions->pause, [this] { m_runBar->toggle(); });
    on(m_actions->stop, [this] { m_document->stop(); });
    on(m_actions->extend, [this] { m_runBar->extendByHalf(); });
    on(m_actions->clearTray, [this] { m_document->clearTray(); });
    on(m_actions->keys, [this] {
        QList<QAction*> shown = m_actions->all();
        for (const QDockWidget* dock : m_views->docks())
            shown << dock->toggleViewAction();
        auto* dialog = new ShortcutsDialog(shown, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    });
    on(m_actions->about, [this] {
        QMessageBox::about(this, tr("About Paretoscope"),
                           tr("Paretoscope explores neural networks and the accelerators that run them, "
                              "together.\n\nFree software under the GNU General Public License, version 3 or "
                              "later."));
    });
    addAction(m_actions->keys);
}

void MainWindow::connectPlotActions()
{
    const auto on = [this](QAction* action, auto act) { connect(action, &QAction::triggered, this, act); };
    on(m_actions->compare, [this] {
        if (const auto focus = m_document->selection().focus())
            m_document->addToTray(*focus);
    });
    on(m_actions->showComparison,
       [this] { m_views->show(m_views->currentTab() == comparisonName() ? frontName() : comparisonName()); });
    on(m_actions->editMapping, [this] {
        if (auto* inspector = qobject_cast<panels::InspectorPanel*>(m_views->show(inspectorName())))
            inspector->toggleMappingEditing();
    });
    on(m_actions->exportReport, [this] { exportReport(); });
    on(m_actions->pin, [this] { pinActiveAxis(); });
    on(m_actions->knee, [this] { front()->focusKnee(); });
    on(m_actions->previous, [this] { front()->walkFront(-1); });
    on(m_actions->next, [this] { front()->walkFront(1); });
    on(m_actions->fit, [this] { front()->fit(); });
    on(m_actions->back, [this] { stepBack(); });
}

void MainWindow::browse()
{
    auto* dialog = new QFileDialog(this, tr("Open a study or a session"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Studies and sessions (*.json *.pscope)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) { openFile(file); });
    dialog->open();
}

void MainWindow::exportReport()
{
    const QString folder = QFileDialog::getExistingDirectory(this,
                                                             tr("Folder for the report and its figures"));
    if (folder.isEmpty() || m_document == nullptr)
        return;
    statusBar()->showMessage(tr("Writing the report…"));
    auto content = std::make_shared<report::ReportContent>(report::contentOf(*m_document));
    const QPointer<MainWindow> self(this);
    session::startInPool([self, content, folder] {
        report::explainHighlighted(*content);
        const Status written = report::writeReport(*content, folder);
        const QString problem = written ? QString() : QString::fromStdString(written.error().text());
        QMetaObject::invokeMethod(
            qApp,
            [self, problem, folder] {
                if (self)
                    self->reportWritten(problem, folder);
            },
            Qt::QueuedConnection);
    });
}

void MainWindow::reportWritten(const QString& problem, const QString& folder)
{
    if (problem.isEmpty()) {
        statusBar()->showMessage(tr("Report written to %1.").arg(folder), 8000);
        return;
    }
    statusBar()->clearMessage();
    QMessageBox::warning(this, tr("Export report"), problem);
}

void MainWindow::openFile(const QString& file, const QString& session)
{
    const QString full = QFileInfo(file).absoluteFilePath();
    if (m_document != nullptr && QFileInfo(m_document->sessionFile()) == QFileInfo(full))
        return; // it is open here
    statusBar()->showMessage(tr("Opening %1…").arg(QFileInfo(file).fileName()));
    m_opener.open(full, session);
}

void MainWindow::adopt(const session::StudyOpener::OpenedPtr& opened, const QString& file)
{
    statusBar()->clearMessage();
    closeStudy();
    m_document = std::make_unique<session::StudyDocument>(std::move(*opened));
    m_settings.addRecentFile(file);
    showRecentFiles();
    buildViews();
    if (m_settings.docks().isEmpty() || !restoreState(m_settings.docks(), Settings::kVersion))
        m_views->defaultLayout();
    m_runTools->show();
    m_pinTools->show();
    m_actions->setStudyOpen(true);
    QUndoStack& undo = m_document->undoStack();
    const auto showUndo = [this, &undo] {
        m_actions->undo->setEnabled(undo.canUndo());
        m_actions->redo->setEnabled(undo.canRedo());
        m_actions->undo->setText(undo.canUndo() ? tr("&Undo %1").arg(undo.undoText()) : tr("&Undo"));
        m_actions->redo->setText(undo.canRedo() ? tr("&Redo %1").arg(undo.redoText()) : tr("&Redo"));
    };
    connect(&undo, &QUndoStack::indexChanged, this, showUndo);
    showUndo();
    session::StudyDocument* document = m_document.get();
    connect(document, &session::StudyDocument::stateChanged, this, &MainWindow::showState);
    connect(document, &session::StudyDocument::snapshotChanged, this, &MainWindow::showTitle);
    connect(document, &session::StudyDocument::writeFailed, this, [this](const QString& sentence) {
        m_strip->say(StatusStrip::Kind::Failed, tr("The session cannot be written. %1").arg(sentence));
        m_strip->show();
    });
    using Left = session::StudyDocument::Left;
    m_sayReopened = document->left() == Left::Died || document->left() == Left::Running;
    showState();
    document->startAsLeft();
}

void MainWindow::refuse(const Error& error, const QString& file)
{
    statusBar()->clearMessage();
    // A loader says what is wrong of the place it names ("is missing"), so the place makes the sentence
    // whole.
    const QString where = QString::fromStdString(error.where);
    const QString inside = where.section(QLatin1Char('#'), 1);
    QString what = QString::fromStdString(error.what);
    if (!what.isEmpty() && what.front().isLower())
        what.prepend((inside.isEmpty() ? QFileInfo(where.isEmpty() ? file : where).fileName() : inside)
                     + QLatin1Char(' '));
    QStringList lines{tr("Cannot open \"%1\".").arg(QFileInfo(file).fileName()), what};
    if (!error.hint.empty())
        lines << QString::fromStdString(error.hint);
    m_strip->say(StatusStrip::Kind::Failed, lines.join(QLatin1Char(' ')));
    m_strip->show();
}

void MainWindow::closeStudy()
{
    if (m_document == nullptr)
        return;
    keepLayout();
    m_document->disconnect(this);
    m_document->undoStack().disconnect(this);
    destroyViews();
    m_document.reset();
    m_actions->setStudyOpen(false);
    m_strip->clear();
    m_strip->hide();
    showTitle();
}

void MainWindow::showState()
{
    const study::SnapshotPtr snapshot = m_document->snapshot();
    showStrip();
    showTitle();
    session::Selection& selection = m_document->selection();
    if (snapshot->state == RunState::Finished && !selection.focus() && snapshot->knee)
        selection.setFocus(snapshot->knee);
}

void MainWindow::showStrip()
{
    using Kind = StatusStrip::Kind;
    const study::SnapshotPtr snapshot = m_document->snapshot();
    const QString done = look::count(snapshot->trials.size());
    const QString message = QString::fromStdString(snapshot->message);
    switch (snapshot->state) {
    case RunState::Paused:
        m_strip->say(Kind::Paused, tr("Paused at %1 evaluations.").arg(done), tr("Resume"));
        break;
    case RunState::Stopped:
        m_strip->say(Kind::Paused, tr("Stopped at %1 evaluations.").arg(done), tr("Resume"));
        break;
    case RunState::Failed:
        m_strip->say(Kind::Failed, tr("The run failed: %1 %2 designs are safe.").arg(message, done),
                     tr("Retry"));
        break;
    case RunState::Finished: {
        const QString volume = panels::hypervolumeText(*snapshot);
        m_strip->say(Kind::Done,
                     tr("Finished: %1 designs, %2 on the front%3. %4")
                         .arg(done, look::count(snapshot->front.size()),
                              volume.isEmpty() ? QString() : tr(", hypervolume %1").arg(volume), message)
                         .simplified(),
                     tr("Continue"));
        break;
    }
    case RunState::Idle:
    case RunState::Running:
    case RunState::Stopping:
        if (m_sayReopened) {
            const bool died = m_document->left() == session::StudyDocument::Left::Died;
            m_strip->say(Kind::Note,
                         died ? tr("Recovered %1 designs from an unfinished run; it goes on.").arg(done)
                              : tr("Going on from %1 designs.").arg(done));
        } else if (snapshot->state == RunState::Idle && !snapshot->trials.empty()) {
            m_strip->say(Kind::Paused, tr("%1 evaluations so far; the search rests.").arg(done),
                         tr("Resume"));
        } else {
            m_strip->clear();
        }
        break;
    }
    if (snapshot->state != RunState::Idle && snapshot->state != RunState::Running)
        m_sayReopened = false;
    m_strip->setVisible(!m_strip->sentence().isEmpty());
}

void MainWindow::showTitle()
{
    if (m_document == nullptr) {
        setWindowTitle(tr("Paretoscope"));
        return;
    }
    const study::SnapshotPtr snapshot = m_document->snapshot();
    const QString name = QString::fromStdString(m_document->study().name);
    if (snapshot->state == RunState::Running && snapshot->budget > 0)
        setWindowTitle(
            tr("%1 % – %2 – Paretoscope").arg(snapshot->trials.size() * 100 / snapshot->budget).arg(name));
    else
        setWindowTitle(tr("%1 – Paretoscope").arg(name));
}

void MainWindow::showRecentFiles()
{
    const QStringList files = m_settings.recentFiles();
    m_start->setRecentFiles(files);
    m_recentMenu->clear();
    for (const QString& file : files)
        m_recentMenu->addAction(QFileInfo(file).fileName(), this, [this, file] { openFile(file); })
            ->setToolTip(file);
    m_recentMenu->setEnabled(!files.isEmpty());
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
    if (!selection.brush().empty())
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
    m_pinBar = new panels::PinBar(document, this);
    m_pinTools->addWidget(m_pinBar);
    m_runTools->show();
    m_pinTools->show();
    front()->setFocus();
}

/// What the window adds to a view that has just been made.
void MainWindow::welcome(const QString& name, QWidget* view)
{
    // These keys are the view's own as well; here they are bound so that menu and key cannot differ.
    if (name == frontName())
        view->addAction(m_actions->pin);
    if (name == inspectorName())
        view->addAction(m_actions->editMapping);
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
    m_views->close();
    m_runTools->clear();
    m_pinTools->clear();
    m_runTools->hide();
    m_pinTools->hide();
    delete m_runBar;
    delete m_pinBar;
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
        m_views->defaultLayout();
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    keepLayout();
    closeStudy();
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    if (urls.size() == 1 && urls.front().isLocalFile())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    openFile(event->mimeData()->urls().front().toLocalFile());
}

} // namespace paretoscope::ui::window
