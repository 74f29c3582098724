// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/reference.h"
#include "ui/session/study_document.h"
#include "ui/session/study_opener.h"
#include "ui/window/actions.h"
#include "ui/window/command_list.h"
#include "ui/window/settings.h"
#include "ui/window/start_page.h"
#include "ui/window/status_strip.h"
#include "ui/window/view_host.h"

#include <QMainWindow>
#include <QMenu>
#include <QStackedWidget>
#include <QToolBar>

#include <functional>
#include <memory>

namespace paretoscope::ui::panels {
class MarkBar;
class PinBar;
class RunBar;
class SearchBox;
} // namespace paretoscope::ui::panels

namespace paretoscope::ui::report {
class ReportJob;
} // namespace paretoscope::ui::report

namespace paretoscope::ui::plots {
class FrontView;
} // namespace paretoscope::ui::plots

namespace paretoscope::ui::window {

class NetworkOpener;
class TableOpener;
class Tour;

/// The window: one study at a time, its views in docks around the front, commands, and strips that say how
/// things stand. It decides nothing about studies; that is the document's affair.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    /// \param store where the program's own settings live
    explicit MainWindow(std::unique_ptr<QSettings> store, QWidget* parent = nullptr);
    ~MainWindow() override;

    /// Opens in the background; the study at hand stays until the new one is there.
    void openFile(const QString& file, const QString& session = {});
    void closeStudy();
    [[nodiscard]] session::StudyDocument* document() const { return m_document.get(); }
    [[nodiscard]] const Actions& actions() const { return *m_actions; }
    [[nodiscard]] QString stripSentence() const { return m_strip->sentence(); }
    /// See ViewHost::show().
    QWidget* showView(const QString& name) { return m_views->show(name); }
    /// The tour does not start by itself in this window.
    void skipTour() { m_tourWanted = false; }
    /// Applies and remembers a theme.
    void setTheme(look::Theme theme);

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    static constexpr int kHint_ms = 5000; ///< in the status bar

    // Menus and what their actions do: main_window_menus.cpp.
    void buildMenus();
    void buildEditMenus();
    void buildViewMenu();
    void buildSampleMenu(QMenu* menu);
    void buildThemeMenu(QMenu* menu);
    void connectActions();
    void connectStudyActions();
    void connectPlotActions();
    void showKeys();
    void startTour();
    void arrange(const QStringList& docks, const QString& tab, double type, bool withRun);
    void present(bool on);

    // What is asked for by name: main_window_palettes.cpp.
    void findCommand();
    void goTo();
    void tagFocus();
    void makeFocusReference();
    void nameFocusedReference();
    /// The reference in focus, or the one made of the design in focus; null when there is none.
    [[nodiscard]] const study::Reference* focusedReference() const;
    void removeFocusedReference();
    void keepSet();
    void savePins();
    void applySavedPins();
    void ask(const QString& title, const QString& prompt, const QList<Command>& commands,
             const CommandList::Extra& extra = {});

    // Where the session is kept: main_window_saving.cpp.
    void askSaveAs();
    void savedAs(const QString& file, const QString& problem); ///< empty problem = it worked
    void sayUnwritten(const QString& sentence);
    [[nodiscard]] bool isKept() const; ///< nothing is lost when the study is closed
    /// \param goOn what to do when the person lets the designs go
    void askBeforeLosing(const std::function<void()>& goOn);

    // Figures and reports: main_window_figures.cpp.
    void exportFigure();
    void copyFigure();
    void writeInBackground(const QString& file, const QByteArray& bytes);
    void exportReport();
    void reportWritten(const QString& problem, const QString& folder); ///< empty problem = it worked

    // How a study comes into the window and leaves it: main_window_opening.cpp.
    void browse();
    void adopt(const session::StudyOpener::OpenedPtr& opened, const QString& file);
    void refuse(const Error& error, const QString& file);
    void offerNetwork(const QString& file);
    void showRecentFiles();

    // How things stand with the run: main_window_standing.cpp.
    void showState();
    void showStrip();
    void sayFinished(const study::Snapshot& snapshot);
    void showTitle();

    // The window itself and its views.
    [[nodiscard]] QWidget* centreWithStrip();
    void buildViews();
    void buildFilterBars();
    void destroyViews();
    void welcome(const QString& name, QWidget* view);
    [[nodiscard]] plots::FrontView* front() const;
    void resetLayout();
    void keepLayout();
    void showComparisonCount();
    void pinActiveAxis();
    void stepBack();

    Settings m_settings;
    std::unique_ptr<session::StudyDocument> m_document; ///< outlives the views, see destroyViews()
    session::StudyOpener m_opener;
    TableOpener* m_tables;
    NetworkOpener* m_networks;
    std::function<void()> m_stripAction; ///< what the strip's button does; empty = run control
    Actions* m_actions;
    StartPage* m_start;
    QStackedWidget* m_centre;
    QMenu* m_recentMenu = nullptr;
    QMenu* m_viewMenu = nullptr;
    QToolBar* m_runTools;
    QToolBar* m_pinTools;
    QToolBar* m_markTools;
    StatusStrip* m_strip;
    ViewHost* m_views;
    bool m_presenting = false;
    bool m_tourWanted = true;
    bool m_mayDiscard = false;  ///< the person said so, on closing
    bool m_sayReopened = false; ///< until the run changes its state again
    // Of the document at hand; null while nothing is open.
    panels::RunBar* m_runBar = nullptr;
    panels::PinBar* m_pinBar = nullptr;
    panels::SearchBox* m_searchBox = nullptr;
    panels::MarkBar* m_markBar = nullptr;
    Tour* m_tour = nullptr;
    report::ReportJob* m_report = nullptr; ///< while one is being made
};

} // namespace paretoscope::ui::window
