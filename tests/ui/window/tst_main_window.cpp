// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/race_plan.h"
#include "tests/ui/session/study_file.h"
#include "ui/panels/exchange_page.h"
#include "ui/panels/search_dialog.h"
#include "ui/session/race_desk.h"
#include "ui/session/reference_shelf.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QFileInfo>
#include <QLineEdit>
#include <QListWidget>
#include <QMessageBox>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>
#include <QTest>
#include <QToolButton>

using namespace paretoscope;
using namespace paretoscope::ui;
using study::RunState;

namespace {

std::unique_ptr<QSettings> settingsIn(const QTemporaryDir& folder)
{
    return std::make_unique<QSettings>(folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
}

template <class Widget> Widget* named(const QWidget& parent, const QString& start)
{
    QCoreApplication::processEvents(); // new widgets are shown at the end of a turn
    for (Widget* widget : parent.findChildren<Widget*>()) {
        if (widget->accessibleName().startsWith(start) && widget->isVisible())
            return widget;
    }
    return nullptr;
}

RunState stateOf(const window::MainWindow& window)
{
    return window.document() == nullptr ? RunState::Idle : window.document()->snapshot()->state;
}

} // namespace

class TestMainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_settings = std::make_unique<QTemporaryDir>(); }
    void cleanupTestCase() { m_shared.reset(); }
    void opened_runsPausesStopsAndExtends();
    void closedAndReopened_goesOn();
    void deletedSession_isSaidAndGoesOnUnderAnotherName();
    void deletedSession_isAskedAboutBeforeItIsLost();
    void dropped_opens();
    void commandOfAStudy_runsOnlyAfterItWasAllowed();
    void searchedAgain_opensBesideTheOld();
    void theme_isKept();
    // These share a window, made last: it would be restyled with every other one.
    void typedPin_filtersAndUndoes();
    void nonsensePin_isRefusedInPlace();
    void badFile_saysSoAndKeepsWhatIsOpen();
    void everyFocusableWidget_hasAName();
    void tabKey_reachesEveryControl();
    void keys_areUnique();

private:
    /// A window with a finished study of 50 trials, for those that leave it as it is.
    window::MainWindow& finished();

    OwnDataFolder m_data;
    std::unique_ptr<QTemporaryDir> m_settings;
    struct Shared
    {
        QTemporaryDir settings;
        StudyFile file{50};
        window::MainWindow window{settingsIn(settings)};
    };
    std::unique_ptr<Shared> m_shared;
};

window::MainWindow& TestMainWindow::finished()
{
    if (!m_shared) {
        m_shared = std::make_unique<Shared>();
        m_shared->window.show();
        m_shared->window.openFile(m_shared->file.study, m_shared->file.session);
    }
    m_shared->window.activateWindow(); // it takes keys only then
    const auto isReady = [this] {
        return stateOf(m_shared->window) == RunState::Finished
               && QApplication::activeWindow() == &m_shared->window;
    };
    if (!QTest::qWaitFor(isReady, 20'000))
        qWarning("the window with the study of 50 trials is not ready");
    return m_shared->window;
}

void TestMainWindow::opened_runsPausesStopsAndExtends()
{
    const StudyFile file(100'000, 0.001);
    window::MainWindow window(settingsIn(*m_settings));
    window.show();
    QVERIFY(!window.actions().run->isEnabled());
    window.openFile(file.study, file.session);
    QTRY_COMPARE(stateOf(window), RunState::Running);
    QTest::keyClick(&window, Qt::Key_F6);
    QTRY_COMPARE(stateOf(window), RunState::Paused);
    QTRY_VERIFY(window.stripSentence().startsWith(QStringLiteral("Paused at")));
    QTest::keyClick(&window, Qt::Key_F5);
    QTRY_COMPARE(stateOf(window), RunState::Running);
    QTRY_VERIFY(window.stripSentence().isEmpty());
    QTest::keyClick(&window, Qt::Key_F5, Qt::ShiftModifier);
    QTRY_COMPARE(stateOf(window), RunState::Stopped);
    window.actions().extend->trigger();
    QTRY_COMPARE(window.document()->snapshot()->budget, 150'000U);
}

void TestMainWindow::typedPin_filtersAndUndoes()
{
    window::MainWindow& window = finished();
    QTest::mouseClick(named<QPushButton>(window, QStringLiteral("Add a pin")), Qt::LeftButton);
    auto* line = named<QLineEdit>(window, QStringLiteral("Pin, for example"));
    QVERIFY(line != nullptr);
    QTest::keyClicks(line, QStringLiteral("f1 <= 0.5"));
    QTest::keyClick(line, Qt::Key_Return);
    QCOMPARE(window.document()->pins().size(), std::size_t(1));
    QTRY_VERIFY(window.document()->passing() < window.document()->snapshot()->feasible);
    QTest::mouseClick(named<QToolButton>(window, QStringLiteral("Steer the search")), Qt::LeftButton);
    QVERIFY(window.document()->pins().front().steer);
    QTest::keyClick(&window, Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(!window.document()->pins().front().steer);
    QTest::keyClick(&window, Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(window.document()->pins().empty());
    QTest::keyClick(&window, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(window.document()->pins().size(), std::size_t(1));
    QTest::mouseClick(named<QToolButton>(window, QStringLiteral("Remove pin")), Qt::LeftButton);
    QVERIFY(window.document()->pins().empty());
}

void TestMainWindow::nonsensePin_isRefusedInPlace()
{
    window::MainWindow& window = finished();
    QTest::mouseClick(named<QPushButton>(window, QStringLiteral("Add a pin")), Qt::LeftButton);
    auto* line = named<QLineEdit>(window, QStringLiteral("Pin, for example"));
    QTest::keyClicks(line, QStringLiteral("weight <= 3"));
    QTest::keyClick(line, Qt::Key_Return);
    QVERIFY(line->isVisible());
    QVERIFY(window.document()->pins().empty());
    QTest::keyClick(line, Qt::Key_Escape);
    QVERIFY(!line->isVisible());
}

void TestMainWindow::closedAndReopened_goesOn()
{
    const StudyFile file(100'000, 0.001);
    std::size_t trials = 0;
    {
        window::MainWindow window(settingsIn(*m_settings));
        window.show();
        window.openFile(file.study, file.session);
        QTRY_VERIFY(window.document() != nullptr && window.document()->snapshot()->trials.size() > 10);
        window.document()->setPin({"f1", 0.0, 0.5});
        trials = window.document()->snapshot()->trials.size();
        window.close();
    }
    window::MainWindow window(settingsIn(*m_settings));
    window.show();
    window.openFile(file.session);
    QTRY_COMPARE(stateOf(window), RunState::Running);
    QVERIFY(window.document()->snapshot()->trials.size() >= trials);
    QCOMPARE(window.document()->pins().size(), std::size_t(1));
    QTRY_VERIFY(window.stripSentence().startsWith(QStringLiteral("Going on")));
}

void TestMainWindow::deletedSession_isSaidAndGoesOnUnderAnotherName()
{
    const StudyFile file(100'000, 0.001);
    const QString other = file.folder.filePath(QStringLiteral("other.pscope"));
    std::size_t trials = 0;
    {
        window::MainWindow window(settingsIn(*m_settings));
        window.show();
        window.openFile(file.study, file.session);
        QTRY_VERIFY(window.document() != nullptr && window.document()->snapshot()->trials.size() > 10);
        QVERIFY(QFile::remove(file.session));
        QTRY_COMPARE(stateOf(window), RunState::Failed);
        QTRY_VERIFY2(window.stripSentence().contains(QStringLiteral("\"study.pscope\" was deleted")),
                     qPrintable(window.stripSentence()));
        trials = window.document()->snapshot()->trials.size();
        QVERIFY(trials > 10);
        QVERIFY(named<QPushButton>(window, QStringLiteral("Save as")) != nullptr);
        window.document()->saveAs(other);
        QTRY_COMPARE(stateOf(window), RunState::Running);
        QCOMPARE(window.document()->sessionFile(), other);
        QTRY_VERIFY(window.stripSentence().isEmpty());
        QVERIFY(window.close());
    }
    window::MainWindow window(settingsIn(*m_settings));
    window.openFile(other);
    QTRY_VERIFY(window.document() != nullptr && window.document()->snapshot()->trials.size() >= trials);
}

void TestMainWindow::deletedSession_isAskedAboutBeforeItIsLost()
{
    const StudyFile file(20);
    window::MainWindow window(settingsIn(*m_settings));
    window.show();
    window.openFile(file.study, file.session);
    QTRY_COMPARE(stateOf(window), RunState::Finished);
    QVERIFY(QFile::remove(file.session));
    QVERIFY(!window.close());
    auto* box = window.findChild<QMessageBox*>();
    QVERIFY(box != nullptr);
    QVERIFY(window.document() != nullptr);
    QTest::mouseClick(named<QPushButton>(*box, QStringLiteral("Discard")), Qt::LeftButton);
    QTRY_VERIFY(!window.isVisible());
}

void TestMainWindow::badFile_saysSoAndKeepsWhatIsOpen()
{
    const StudyFile bad(20);
    StudyFile::write(bad.study, QStringLiteral("{"));
    window::MainWindow& window = finished();
    window.openFile(bad.study, bad.session);
    QTRY_VERIFY(window.stripSentence().startsWith(QStringLiteral("Cannot open \"study.json\".")));
    QCOMPARE(window.document()->snapshot()->trials.size(), std::size_t(50));
}

void TestMainWindow::dropped_opens()
{
    const StudyFile file(20);
    window::MainWindow window(settingsIn(*m_settings));
    window.show();
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(file.study)});
    QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &drop);
    QTRY_VERIFY2(window.document() != nullptr, qPrintable(window.stripSentence()));
    QVERIFY(window.document()->sessionFile().endsWith(QStringLiteral(".pscope")));
    const QString session = window.document()->sessionFile();
    window.closeStudy();
    QVERIFY(QFile::remove(session));
}

void TestMainWindow::commandOfAStudy_runsOnlyAfterItWasAllowed()
{
    const StudyFile file(12);
    const QString script = QStringLiteral(
        R"(touch started; while read -r l; do echo '{\"metrics\": {\"time\": 3}}'; done)");
    StudyFile::write(file.study,
                     QStringLiteral(R"({"format": "paretoscope-study", "version": 1, "name": "Foreign", )"
                                    R"("evaluations": 12, "method": {"name": "random"}, )"
                                    R"("objectives": ["time"], "parameters": [{"name": "x", "kind": "real", )"
                                    R"("min": 0, "max": 1}], "references": [{"name": "Old", "parameters": )"
                                    R"({"x": 0.5}}], "problem": {"model": "command", "command": )"
                                    R"(["sh", "-c", "%1"], "metrics": [{"name": "time", "unit": "s"}]}})")
                         .arg(script));
    const QString trace = file.folder.filePath(QStringLiteral("started"));
    const auto question = [](const window::MainWindow& window) {
        QCoreApplication::processEvents();
        const auto boxes = window.findChildren<QMessageBox*>();
        return boxes.isEmpty() ? nullptr : boxes.front();
    };
    {
        window::MainWindow window(settingsIn(*m_settings));
        window.show();
        window.skipTour();
        window.openFile(file.study, file.session);
        QTRY_VERIFY2(question(window) != nullptr, qPrintable(window.stripSentence()));
        QVERIFY(question(window)->text().contains(QStringLiteral("touch started; while read")));
        QVERIFY(question(window)->text().contains(QFileInfo(file.study).absolutePath()));
        QTest::keyClick(question(window), Qt::Key_Escape);
        QTRY_VERIFY(window.stripSentence().contains(QStringLiteral("may not run")));
        QTRY_VERIFY(question(window) == nullptr);
        QVERIFY(window.document()->snapshot()->trials.empty());
        QCOMPARE(window.document()->references().waiting(), std::size_t(1)); // it waits with the rest
        QVERIFY(!QFileInfo::exists(trace));
        window.document()->race().begin(study::racePlanFor(window.document()->study(), {"random"}));
        QTRY_VERIFY(question(window) != nullptr); // whoever wants to evaluate has to ask
        QVERIFY(!window.document()->race().isBeginning());
        QTest::keyClick(question(window), Qt::Key_Escape);
        QTRY_VERIFY(question(window) == nullptr);
        QVERIFY(window.actions().run->isEnabled());
        window.actions().run->trigger();
        QTRY_VERIFY(question(window) != nullptr);
        QTest::mouseClick(question(window)->buttons().front(), Qt::LeftButton);
        QTRY_COMPARE(stateOf(window), RunState::Finished);
        QVERIFY(QFileInfo::exists(trace));
        QCOMPARE(window.document()->snapshot()->feasible, std::uint64_t(12));
        QTRY_COMPARE(window.document()->references().waiting(), std::size_t(0));
        panels::ExchangePage page(*window.document());
        page.show();
        window.document()->selection().setFocus(3);
        const auto box = [&page](const char* start) {
            const auto* found = named<QPlainTextEdit>(page, QLatin1String(start));
            return found == nullptr ? QString() : found->toPlainText();
        };
        QTRY_VERIFY(box("What the command answered").contains(QStringLiteral("\"time\": 3")));
        QVERIFY(box("What the command was asked").contains(QStringLiteral("\"x\": 0.")));
        QCOMPARE(box("The end of what"), QString());
    }
    window::MainWindow again(settingsIn(*m_settings)); // the answer is remembered
    again.show();
    again.openFile(file.study, file.session);
    QTRY_VERIFY(again.document() != nullptr);
    again.document()->extendTo(20);
    again.document()->start();
    QTRY_COMPARE(again.document()->snapshot()->trials.size(), std::size_t(20));
    QVERIFY(question(again) == nullptr);
}

void TestMainWindow::searchedAgain_opensBesideTheOld()
{
    const StudyFile file(60);
    window::MainWindow window(settingsIn(*m_settings));
    window.show();
    window.openFile(file.study, file.session);
    QTRY_COMPARE(stateOf(window), RunState::Finished);
    QTest::keyClick(&window, Qt::Key_M, Qt::ControlModifier | Qt::ShiftModifier);
    auto* dialog = window.findChild<panels::SearchDialog*>();
    QVERIFY(dialog != nullptr);
    dialog->setFile(file.folder.filePath(QStringLiteral("again.json")));
    auto* methods = named<QListWidget>(*dialog, QStringLiteral("Search methods"));
    QTest::keyClick(methods, Qt::Key_Down); // whatever follows random search
    const std::string wanted = dialog->search().method.name;
    QVERIFY(wanted != "random");
    QTest::keyClick(dialog, Qt::Key_Return);
    QTRY_VERIFY(window.document() != nullptr && window.document()->study().method.name == wanted);
    QVERIFY(window.document()->sessionFile() != file.session);
    const auto old = study::Session::open(file.session.toStdString());
    QVERIFY(old && old.value()->trials()->size() == 60);
}

void TestMainWindow::theme_isKept()
{
    {
        window::MainWindow window(settingsIn(*m_settings));
        window.setTheme(look::Theme::Dark);
        QVERIFY(look::coloursFor(window.palette()).dark);
    }
    window::MainWindow window(settingsIn(*m_settings));
    QVERIFY(look::coloursFor(window.palette()).dark);
    window.setTheme(look::Theme::Light);
    QVERIFY(!look::coloursFor(window.palette()).dark);
}

void TestMainWindow::everyFocusableWidget_hasAName()
{
    const window::MainWindow& window = finished();
    QStringList nameless;
    for (const QWidget* widget : window.findChildren<QWidget*>()) {
        const auto* button = qobject_cast<const QAbstractButton*>(widget);
        const bool said = !widget->accessibleName().isEmpty()
                          || (button != nullptr && !button->text().isEmpty());
        if (widget->isVisible() && (widget->focusPolicy() & Qt::TabFocus) != 0 && !said)
            nameless << QString::fromLatin1(widget->metaObject()->className());
    }
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QLatin1Char(' '))));
}

void TestMainWindow::tabKey_reachesEveryControl()
{
    const StudyFile file(20);
    window::MainWindow window(settingsIn(*m_settings));
    window.skipTour();
    window.resize(1280, 800);
    window.show();
    window.openFile(file.study, file.session);
    QTRY_COMPARE(stateOf(window), RunState::Finished);
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    const auto takesTab = [](const QWidget& widget) {
        return (widget.focusPolicy() & Qt::TabFocus) != 0 && widget.isVisible() && widget.isEnabled()
               && widget.focusProxy() == nullptr;
    };
    QList<QWidget*> reached;
    QWidget* now = QApplication::focusWidget();
    int stayed = 0; // Tab goes from axis to axis within the parallel axes before it leaves them
    for (int presses = 0; presses < 300; ++presses) {
        QTest::keyClick(now == nullptr ? &window : now, Qt::Key_Tab);
        QWidget* next = QApplication::focusWidget();
        QVERIFY(next != nullptr);
        stayed = next == now ? stayed + 1 : 0;
        QVERIFY2(stayed < 20, qPrintable(next->accessibleName()));
        if (stayed == 0 && reached.contains(next))
            break;
        if (stayed == 0)
            reached << next;
        now = next;
    }
    QStringList missed;
    for (QWidget* widget : window.findChildren<QWidget*>())
        if (widget->window() == &window && takesTab(*widget) && !reached.contains(widget))
            missed << QStringLiteral("%1 \"%2\"")
                          .arg(QString::fromLatin1(widget->metaObject()->className()),
                               widget->accessibleName());
    QVERIFY2(missed.isEmpty(), qPrintable(missed.join(QStringLiteral("; "))));
}

void TestMainWindow::keys_areUnique()
{
    const window::MainWindow& window = finished();
    QSet<QKeySequence> seen;
    for (const QAction* action : window.actions().all()) {
        for (const QKeySequence& key : action->shortcuts()) {
            QVERIFY2(!seen.contains(key), qPrintable(key.toString()));
            seen.insert(key);
        }
    }
    QVERIFY(seen.size() > 15);
}

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
