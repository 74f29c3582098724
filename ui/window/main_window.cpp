// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/main_window.h"

#include "core/problem/spatial_problem.h"
#include "ui/look/quantity.h"
#include "ui/panels/mark_bar.h"
#include "ui/panels/pin_bar.h"
#include "ui/panels/pin_text.h"
#include "ui/panels/run_bar.h"
#include "ui/panels/search_box.h"
#include "ui/panels/study_panel.h"
#include "ui/plots/front_view.h"
#include "ui/report/report_job.h"
#include "ui/window/command_question.h"
#include "ui/window/network_opener.h"
#include "ui/window/sample_studies.h"
#include "ui/window/table_opener.h"
#include "ui/window/theme_switch.h"
#include "ui/window/tour.h"

#include <nlohmann/json.hpp>

#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QMimeData>
#include <QStatusBar>

#include <cmath>
#include <utility>

namespace paretoscope::ui::window {

using study::RunState;

namespace {

constexpr const char* kMachineSample = "eyeriss-resnet18.json"; ///< whose machine a bare network is given

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

void MainWindow::browse()
{
    auto* dialog = new QFileDialog(this, tr("Open a study or a session"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters(
        {tr("Studies, sessions and tables of results (*.json *.pscope *.csv *.tsv)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) { openFile(file); });
    dialog->open();
}

void MainWindow::openFile(const QString& file, const QString& session)
{
    const QString full = QFileInfo(file).absoluteFilePath();
    if (m_document != nullptr && QFileInfo(m_document->sessionFile()) == QFileInfo(full))
        return; // it is open here
    if (TableOpener::looksLikeTable(full))
        return m_tables->open(full);
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
    m_views->withhold();
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
    connect(document, &session::StudyDocument::snapshotChanged, this, [this] {
        showTitle();
        // What was under way when it paused still comes in.
        const RunState state = m_document->snapshot()->state;
        if (m_strip->isVisible() && (state == RunState::Paused || state == RunState::Stopped))
            showStrip();
    });
    connect(document, &session::StudyDocument::writeFailed, this, [this](const QString& sentence) {
        m_strip->say(StatusStrip::Kind::Failed, tr("The session cannot be written. %1").arg(sentence));
        m_strip->show();
    });
    const auto* question = new CommandQuestion(m_settings, *document, this);
    connect(question, &CommandQuestion::refused, this, [this] {
        m_strip->say(StatusStrip::Kind::Note, tr("The study's command may not run, so nothing is evaluated."),
                     tr("Ask again"));
        m_strip->show();
        m_stripAction = [this] { m_document->start(); };
    });
    using Left = session::StudyDocument::Left;
    m_sayReopened = document->left() == Left::Died || document->left() == Left::Running;
    showState();
    document->startAsLeft();
    if (m_tourWanted && !m_settings.isTourDone())
        startTour();
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
    m_stripAction = {};
    m_strip->say(StatusStrip::Kind::Failed, lines.join(QLatin1Char(' ')));
    m_strip->show();
    if (file.endsWith(QLatin1String(".json"), Qt::CaseInsensitive))
        m_networks->consider(file);
}

/// A network is no question yet; the machine and the objectives of a study make one of it.
void MainWindow::offerNetwork(const QString& file)
{
    const bool hasMachine = m_document != nullptr
                            && m_document->study().document->contains(
                                nlohmann::json::json_pointer("/problem/network"));
    const auto like = hasMachine ? m_document->study().document : nullptr;
    QString sample;
    for (const SampleStudy& each : sampleStudies())
        if (each.file.endsWith(QLatin1String(kMachineSample)))
            sample = each.file;
    if (like == nullptr && sample.isEmpty())
        return;
    m_strip->say(StatusStrip::Kind::Note,
                 hasMachine
                     ? tr("\"%1\" is a network. It can take the place of the one in this study.")
                           .arg(QFileInfo(file).fileName())
                     : tr("\"%1\" is a network. A search for an Eyeriss-class machine can begin with it.")
                           .arg(QFileInfo(file).fileName()),
                 tr("Search a machine for it"));
    m_strip->show();
    m_stripAction = [this, file, like, sample] { m_networks->make(file, like, sample); };
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
    if (panels::isOver(*snapshot) && !selection.focus() && !snapshot->front.empty())
        selection.setFocus(snapshot->knee.value_or(snapshot->front.front())); // a front of two has no knee
}

void MainWindow::showStrip()
{
    using Kind = StatusStrip::Kind;
    m_stripAction = {};
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
    case RunState::Finished:
        sayFinished(*snapshot);
        break;
    case RunState::Idle:
    case RunState::Running:
    case RunState::Stopping:
        if (m_sayReopened) {
            const bool died = m_document->left() == session::StudyDocument::Left::Died;
            m_strip->say(Kind::Note,
                         died ? tr("Recovered %1 designs from an unfinished run; it goes on.").arg(done)
                              : tr("Going on from %1 designs.").arg(done));
        } else if (panels::isOver(*snapshot)) {
            sayFinished(*snapshot);
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

void MainWindow::sayFinished(const study::Snapshot& snapshot)
{
    const QString volume = panels::hypervolumeText(snapshot);
    m_strip->say(StatusStrip::Kind::Done,
                 tr("Finished: %1 designs, %2 on the front%3. %4")
                     .arg(look::count(snapshot.trials.size()), look::count(snapshot.front.size()),
                          volume.isEmpty() ? QString() : tr(", hypervolume %1").arg(volume),
                          QString::fromStdString(snapshot.message))
                     .simplified(),
                 tr("Continue"));
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
