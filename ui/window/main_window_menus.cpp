// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/inspector_panel.h"
#include "ui/panels/mark_bar.h"
#include "ui/panels/run_bar.h"
#include "ui/panels/search_box.h"
#include "ui/plots/front_view.h"
#include "ui/session/design_filter.h"
#include "ui/session/reference_shelf.h"
#include "ui/window/main_window.h"
#include "ui/window/sample_studies.h"
#include "ui/window/shortcuts_dialog.h"
#include "ui/window/theme_switch.h"
#include "ui/window/tour.h"

#include <QActionGroup>
#include <QMenuBar>
#include <QMessageBox>
#include <QStatusBar>

#include <utility>

namespace paretoscope::ui::window {

namespace {

constexpr double kReviewType = 1.2;   ///< of the usual size: read from across a table (our choice)
constexpr double kPresentType = 1.35; ///< read from the back of a room (our choice)

} // namespace

void MainWindow::buildMenus()
{
    QMenu* file = menuBar()->addMenu(tr("&File"));
    buildSampleMenu(file->addMenu(tr("&New from sample")));
    file->addAction(m_actions->open);
    m_recentMenu = file->addMenu(tr("Open &recent"));
    file->addAction(m_actions->saveAs);
    file->addSeparator();
    file->addActions({m_actions->exportFigure, m_actions->exportReport});
    file->addSeparator();
    file->addActions({m_actions->closeStudy, m_actions->quit});
    buildEditMenus();
    buildViewMenu();
    QMenu* help = menuBar()->addMenu(tr("&Help"));
    help->addActions({m_actions->palette, m_actions->keys, m_actions->tour, m_actions->about});
}

void MainWindow::buildEditMenus()
{
    QMenu* edit = menuBar()->addMenu(tr("&Edit"));
    edit->addActions({m_actions->undo, m_actions->redo});
    edit->addSeparator();
    edit->addActions({m_actions->copyFigure});
    edit->addSeparator();
    edit->addActions({m_actions->search, m_actions->goTo, m_actions->keepSet, m_actions->clearBrush});
    edit->addSeparator();
    edit->addActions({m_actions->savePins, m_actions->applyPins, m_actions->clearPins});
    QMenu* run = menuBar()->addMenu(tr("&Run"));
    run->addActions({m_actions->run, m_actions->pause, m_actions->stop, m_actions->extend});
    QMenu* design = menuBar()->addMenu(tr("&Design"));
    design->addActions({m_actions->knee, m_actions->previous, m_actions->next});
    design->addSeparator();
    design->addActions({m_actions->compare, m_actions->showComparison, m_actions->clearTray});
    design->addSeparator();
    design->addActions({m_actions->tag, m_actions->note, m_actions->pin, m_actions->back});
    design->addSeparator();
    design->addActions({m_actions->makeReference, m_actions->nameReference, m_actions->removeReference});
    design->addSeparator();
    design->addAction(m_actions->editMapping);
}

void MainWindow::buildViewMenu()
{
    m_viewMenu = menuBar()->addMenu(tr("&View"));
    for (const QDockWidget* dock : m_views->docks())
        m_viewMenu->addAction(dock->toggleViewAction());
    m_viewMenu->addSeparator();
    QMenu* layouts = m_viewMenu->addMenu(tr("&Layout"));
    layouts->addActions({m_actions->explore, m_actions->compareLayout, m_actions->review, m_actions->teach});
    layouts->addSeparator();
    layouts->addAction(m_actions->resetLayout);
    m_viewMenu->addActions({m_actions->fit, m_actions->present, m_actions->fullScreen});
    buildThemeMenu(m_viewMenu->addMenu(tr("&Theme")));
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
    on(m_actions->saveAs, [this] { askSaveAs(); });
    on(m_actions->closeStudy,
       [this] { isKept() ? closeStudy() : askBeforeLosing([this] { closeStudy(); }); });
    on(m_actions->quit, [this] { close(); });
    on(m_actions->palette, [this] { findCommand(); });
    on(m_actions->fullScreen, [this](bool full) { full ? showFullScreen() : showNormal(); });
    on(m_actions->resetLayout, [this] { resetLayout(); });
    on(m_actions->keys, [this] { showKeys(); });
    on(m_actions->tour, [this] {
        if (m_document != nullptr)
            return startTour();
        if (const QList<SampleStudy> samples = sampleStudies(); !samples.isEmpty()) {
            m_settings.setTourDone(false); // it starts with the study
            openFile(samples.front().file);
        }
    });
    on(m_actions->about, [this] {
        QMessageBox::about(this, tr("About Paretoscope"),
                           tr("Paretoscope explores neural networks and the accelerators that run them, "
                              "together.\n\nFree software under the GNU General Public License, version 3 or "
                              "later."));
    });
    addActions({m_actions->keys, m_actions->palette, m_actions->present, m_actions->fullScreen});
    connectStudyActions();
}

void MainWindow::connectStudyActions()
{
    const auto on = [this](QAction* action, auto act) { connect(action, &QAction::triggered, this, act); };
    on(m_actions->undo, [this] { m_document->undoStack().undo(); });
    on(m_actions->redo, [this] { m_document->undoStack().redo(); });
    on(m_actions->goTo, [this] { goTo(); });
    on(m_actions->search, [this] {
        m_searchBox->setFocus(Qt::ShortcutFocusReason);
        m_searchBox->selectAll();
    });
    on(m_actions->run, [this] { m_document->start(); });
    on(m_actions->pause, [this] { m_runBar->toggle(); });
    on(m_actions->stop, [this] { m_document->stop(); });
    on(m_actions->extend, [this] { m_runBar->extendByHalf(); });
    on(m_actions->clearTray, [this] { m_document->clearTray(); });
    on(m_actions->keepSet, [this] { keepSet(); });
    on(m_actions->clearBrush, [this] {
        m_document->selection().setBrush({});
        (void)m_document->filter().set({});
    });
    on(m_actions->savePins, [this] { savePins(); });
    on(m_actions->applyPins, [this] { applySavedPins(); });
    on(m_actions->clearPins, [this] { m_document->setPins({}, tr("remove all pins")); });
    on(m_actions->exportFigure, [this] { exportFigure(); });
    on(m_actions->copyFigure, [this] { copyFigure(); });
    on(m_actions->exportReport, [this] { exportReport(); });
    on(m_actions->present, [this](bool presenting) { present(presenting); });
    const QString front = frontName(), inspector = inspectorName();
    on(m_actions->explore, [this, front] {
        arrange({}, front, 1.0, true);
        m_views->defaultLayout();
    });
    on(m_actions->compareLayout, [this, inspector] {
        arrange({inspector, tableName()}, comparisonName(), 1.0, true);
    });
    on(m_actions->review, [this, front, inspector] {
        arrange({inspector, studyName()}, front, kReviewType, false);
    });
    on(m_actions->teach, [this] { arrange({}, teachName(), kReviewType, false); });
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
    on(m_actions->makeReference, [this] { makeFocusReference(); });
    on(m_actions->nameReference, [this] { nameFocusedReference(); });
    on(m_actions->removeReference, [this] { removeFocusedReference(); });
    on(m_actions->tag, [this] { tagFocus(); });
    on(m_actions->note, [this] {
        if (!m_document->selection().focus())
            return statusBar()->showMessage(tr("Click a design first; the note is written on it."), 5000);
        if (auto* inspector = qobject_cast<panels::InspectorPanel*>(m_views->show(inspectorName())))
            inspector->editNote();
    });
    on(m_actions->pin, [this] { pinActiveAxis(); });
    on(m_actions->knee, [this] { front()->focusKnee(); });
    on(m_actions->previous, [this] { front()->walkFront(-1); });
    on(m_actions->next, [this] { front()->walkFront(1); });
    on(m_actions->fit, [this] { front()->fit(); });
    on(m_actions->back, [this] { stepBack(); });
}

void MainWindow::showKeys()
{
    QList<QAction*> views;
    for (const QDockWidget* dock : m_views->docks())
        views << dock->toggleViewAction();
    QList<QAction*> program;
    for (QAction* action : m_actions->all())
        if (!m_actions->ofStudy().contains(action) && !m_actions->ofPlots().contains(action))
            program << action;
    auto* dialog = new ShortcutsDialog({{tr("Program"), keysOf(program)},
                                        {tr("Study"), keysOf(m_actions->ofStudy())},
                                        {tr("Docks"), keysOf(views)},
                                        {tr("Plots and the table"), keysOf(m_actions->ofPlots())},
                                        {tr("Plots, by hand"), plotGestures()},
                                        {tr("Mapping editor"), mappingKeys()}},
                                       this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::startTour()
{
    delete m_tour;
    m_views->show(frontName());
    m_tour = new Tour(*m_document, *m_actions, m_centre);
    connect(m_tour, &Tour::ended, this, [this] {
        m_settings.setTourDone(true);
        m_tour->deleteLater();
        m_tour = nullptr;
    });
}

/// \param type of the usual size of texts
void MainWindow::arrange(const QStringList& docks, const QString& tab, double type, bool withRun)
{
    if (m_presenting)
        m_actions->present->trigger();
    setTypeScale(type);
    m_views->arrange(docks, tab);
    m_runTools->setVisible(withRun);
}

/// Larger type and nothing around the views; everything they show stays as it is.
void MainWindow::present(bool on)
{
    m_presenting = on;
    setTypeScale(on ? kPresentType : 1.0);
    menuBar()->setVisible(!on);
    m_runTools->setVisible(!on);
    m_pinTools->setVisible(!on);
    m_markTools->setVisible(!on && !m_markBar->isEmpty());
    statusBar()->setVisible(!on);
    m_strip->setVisible(!on && !m_strip->sentence().isEmpty());
    on ? showFullScreen() : showNormal();
}

} // namespace paretoscope::ui::window
