// SPDX-License-Identifier: GPL-3.0-or-later
// What a person feels: how soon the first design is drawn, how long the window ever stands still while a
// search runs and the mouse moves, and how soon a session of 50,000 trials stands there complete;
// how long each view takes to open, in the running study and in the large one.
//     QT_QPA_PLATFORM=offscreen build/release/tests/bin/bench_window [SECONDS] [STUDY.json] [TRIALS]
// Everything is the program's own window, driven by mouse events; the slowest events are named.
#include "core/study/runner.h"
#include "ui/plots/front_view.h"
#include "ui/window/main_window.h"
#include "ui/window/view_catalogue.h"

#include <nlohmann/json.hpp>

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QMouseEvent>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <map>
#include <numbers>
#include <string>
#include <vector>

#include <unistd.h>

namespace {

using namespace paretoscope;
using namespace paretoscope::ui;

/// Since the kernel started the process, to a hundredth of a second.
double sinceProcessStart_s()
{
    QFile file(QStringLiteral("/proc/self/stat"));
    if (!file.open(QIODevice::ReadOnly))
        return std::nan("");
    // The name in parentheses may hold anything; the start time is the 20th field behind it.
    const QByteArray stat = file.readAll();
    const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec)
           - fields.value(19).toDouble() / static_cast<double>(sysconf(_SC_CLK_TCK));
}

/// Times every event that the application delivers, so that a long turn has a name.
class TimedApplication : public QApplication
{
public:
    using QApplication::QApplication;

    bool notify(QObject* receiver, QEvent* event) override
    {
        if (m_depth > 0) // only the outermost: what it sends on is its own doing
            return QApplication::notify(receiver, event);
        const std::string what = std::string(receiver->metaObject()->className()) + " "
                                 + qPrintable(receiver->objectName()) + " event "
                                 + std::to_string(static_cast<int>(event->type()));
        QElapsedTimer timer;
        timer.start();
        ++m_depth;
        const bool result = QApplication::notify(receiver, event);
        --m_depth;
        double& slowest = slowest_ms[what];
        slowest = std::max(slowest, static_cast<double>(timer.nsecsElapsed()) * 1e-6);
        return result;
    }

    void printSlowest() const
    {
        std::vector<std::pair<double, std::string>> sorted;
        for (const auto& [what, took_ms] : slowest_ms)
            sorted.emplace_back(took_ms, what);
        std::sort(sorted.rbegin(), sorted.rend());
        for (std::size_t i = 0; i < std::min<std::size_t>(6, sorted.size()); ++i)
            std::printf("    %7.1f ms  %s\n", sorted[i].first, sorted[i].second.c_str());
    }

    std::map<std::string, double> slowest_ms;

private:
    int m_depth = 0;
};

void printPercentiles(const char* what, std::vector<double> gaps_ms)
{
    std::sort(gaps_ms.begin(), gaps_ms.end());
    std::printf("%s, %zu of them [ms]:", what, gaps_ms.size());
    for (const double share : {0.5, 0.9, 0.99, 0.999, 1.0}) {
        if (gaps_ms.empty())
            break;
        const auto rank = static_cast<std::size_t>(share * static_cast<double>(gaps_ms.size() - 1));
        std::printf("  %g%% %.1f", share * 100.0, gaps_ms[rank]);
    }
    std::printf("\n");
}

/// What this thread has worked: unlike the time that passed, the same on a busy machine.
double threadWork_ms()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return 1e3 * static_cast<double>(now.tv_sec) + 1e-6 * static_cast<double>(now.tv_nsec);
}

/// Asks for a turn of the event loop every millisecond and keeps how long each took to come, and how much of
/// that the thread worked; and watches a widget being painted.
class Probe : public QObject
{
public:
    Probe()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        connect(&m_timer, &QTimer::timeout, this, [this] {
            note(m_sinceTurn, turns_ms);
            work_ms.push_back(threadWork_ms() - m_workedBefore_ms);
            m_workedBefore_ms = threadWork_ms();
        });
    }
    void start()
    {
        turns_ms.clear();
        work_ms.clear();
        m_workedBefore_ms = threadWork_ms();
        paints_ms.clear();
        m_sinceTurn.start();
        m_sincePaint.start();
        m_timer.start(1);
    }
    void stop() { m_timer.stop(); }

    std::vector<double> turns_ms;
    std::vector<double> work_ms;
    std::vector<double> paints_ms;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::Paint)
            note(m_sincePaint, paints_ms);
        return QObject::eventFilter(watched, event);
    }

private:
    static void note(QElapsedTimer& timer, std::vector<double>& gaps_ms)
    {
        gaps_ms.push_back(static_cast<double>(timer.nsecsElapsed()) * 1e-6);
        timer.start();
    }

    QTimer m_timer;
    QElapsedTimer m_sinceTurn;
    QElapsedTimer m_sincePaint;
    double m_workedBefore_ms = 0.0;
};

/// A hand that wanders over the front and, every other second, drags a limit in from the lower axis.
class Hand : public QObject
{
public:
    explicit Hand(plots::FrontView* front)
        : m_front(front)
    {
        connect(&m_timer, &QTimer::timeout, this, [this] { move(); });
        m_timer.start(16);
    }

private:
    void send(QEvent::Type type, QPointF at, Qt::MouseButton button, Qt::MouseButtons buttons)
    {
        QWidget* canvas = m_front->canvas();
        QMouseEvent event(type, at, canvas->mapToGlobal(at), button, buttons, Qt::NoModifier);
        QApplication::sendEvent(canvas, &event);
    }
    void move()
    {
        constexpr int kPeriod = 250; // moves: 4 s
        const QRectF area = m_front->plane().area;
        const int step = m_moves++ % kPeriod;
        const double share = step / static_cast<double>(kPeriod);
        if (step < kPeriod / 2) { // hover along a winding path
            const double angle = 4.0 * std::numbers::pi * share;
            send(QEvent::MouseMove,
                 area.center()
                     + QPointF(0.45 * area.width() * std::cos(angle),
                               0.45 * area.height() * std::sin(3 * angle)),
                 Qt::NoButton, Qt::NoButton);
        } else if (step == kPeriod / 2) {
            send(QEvent::MouseButtonPress, {area.center().x(), area.bottom() + 12}, Qt::LeftButton,
                 Qt::LeftButton);
        } else if (step < kPeriod - 1) {
            const double across = 0.5 + 0.45 * std::sin(8.0 * std::numbers::pi * share);
            send(QEvent::MouseMove, {area.left() + across * area.width(), area.center().y()}, Qt::NoButton,
                 Qt::LeftButton);
        } else {
            send(QEvent::MouseButtonRelease, area.center(), Qt::LeftButton, Qt::NoButton);
        }
    }

    plots::FrontView* m_front;
    QTimer m_timer;
    int m_moves = 0;
};

/// Turns the event loop until `done` or the time is over.
template <class Done> bool turnUntil(double limit_s, Done done)
{
    QElapsedTimer timer;
    timer.start();
    while (!done() && static_cast<double>(timer.elapsed()) < limit_s * 1e3)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents);
    return done();
}

/// True once the canvas has been painted with at least one point of the newest front on it.
class DrawnFront : public QObject
{
public:
    explicit DrawnFront(window::MainWindow& window)
        : m_window(window)
    { }
    [[nodiscard]] bool drawn(std::size_t trials)
    {
        const session::StudyDocument* document = m_window.document();
        auto* front = m_window.findChild<plots::FrontView*>();
        if (document == nullptr || front == nullptr)
            return false;
        if (m_front != front) {
            m_front = front;
            m_painted = false;
            front->canvas()->installEventFilter(this);
        }
        const study::SnapshotPtr snapshot = document->snapshot();
        const bool placed = snapshot->trials.size() >= trials && !snapshot->front.empty()
                            && front->pixelOf(snapshot->front.front()).has_value();
        if (!placed)
            m_painted = false;
        return placed && m_painted;
    }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        m_painted = m_painted || event->type() == QEvent::Paint;
        return QObject::eventFilter(watched, event);
    }

private:
    window::MainWindow& m_window;
    plots::FrontView* m_front = nullptr;
    bool m_painted = false;
};

/// A session of DTLZ2 under NSGA-II: cheap trials, a large front.
bool fabricate(const QString& file, std::uint64_t trials)
{
    const nlohmann::json document{{"format", "paretoscope-study"},
                                  {"version", 1},
                                  {"name", "A large front"},
                                  {"problem", {{"model", "test"}, {"function", "dtlz2"}, {"variables", 10}}},
                                  {"method", {{"name", "nsga2"}}},
                                  {"evaluations", trials},
                                  {"seed", 1}};
    const auto study = study::studyFromDocument(document, "bench_window");
    if (!study)
        return false;
    auto session = study::Session::create(file.toStdString(), *study);
    if (!session)
        return false;
    auto runner = study::Runner::make(**session, {});
    if (!runner)
        return false;
    (*runner)->start();
    return (*runner)->waitUntilQuiet(600);
}

/// Opens one view after the other, each for the first time, while the run goes on: how long the window stands
/// still, and how much of that its thread worked.
void openEachView(window::MainWindow& window, Probe& probe)
{
    std::printf("opening each view once [ms]: longest gap, most work in a gap\n");
    for (const window::ViewKind& kind : window::viewCatalogue()) {
        if (!window::suits(kind, *window.document()))
            continue;
        probe.start();
        (void)window.showView(kind.name);
        (void)turnUntil(1.5, [] { return false; });
        probe.stop();
        const auto most = [](const std::vector<double>& of) {
            return of.empty() ? 0.0 : *std::max_element(of.begin(), of.end());
        };
        std::printf("    %7.1f %7.1f  %s\n", most(probe.turns_ms), most(probe.work_ms),
                    qPrintable(kind.name));
    }
    (void)window.showView(window::frontName());
}

/// Nothing behind tabs: what is hidden does not refresh, and would flatter the figures.
void showEveryDock(window::MainWindow& window)
{
    QDockWidget* above = nullptr;
    for (QDockWidget* dock : window.findChildren<QDockWidget*>()) {
        if (dock->widget() == nullptr)
            continue;
        dock->show();
        if (window.dockWidgetArea(dock) == Qt::BottomDockWidgetArea) {
            if (above != nullptr)
                window.splitDockWidget(above, dock, Qt::Horizontal);
            above = dock;
        }
    }
}

} // namespace

int main(int argc, char** argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    TimedApplication application(argc, argv);
    QStandardPaths::setTestModeEnabled(true);
    const QStringList arguments = QCoreApplication::arguments();
    const double seconds = arguments.value(1, QStringLiteral("20")).toDouble();
    const QString study = arguments.value(
        2, QStringLiteral(PARETOSCOPE_RESOURCE_DIR "/studies/eyeriss-resnet18.json"));
    const auto trials = static_cast<std::size_t>(arguments.value(3, QStringLiteral("50000")).toULongLong());
    const QTemporaryDir folder;

    window::MainWindow window(
        std::make_unique<QSettings>(folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat));
    window.resize(1600, 1000);
    window.show();
    window.openFile(study, folder.filePath(QStringLiteral("run.pscope")));
    DrawnFront front(window);
    if (!turnUntil(60, [&] { return front.drawn(1); }))
        return 4;
    std::printf("process start to first drawn design   %8.2f s\n", sinceProcessStart_s());

    Probe probe;
    openEachView(window, probe);
    showEveryDock(window);
    (void)turnUntil(1, [] { return false; });
    auto* view = window.findChild<plots::FrontView*>();
    view->canvas()->installEventFilter(&probe);
    application.slowest_ms.clear();
    {
        Hand hand(view);
        probe.start();
        (void)turnUntil(seconds, [] { return false; });
        probe.stop();
    }
    std::printf("running for %.0f s: %zu designs\n", seconds, window.document()->snapshot()->trials.size());
    printPercentiles("gaps between turns", probe.turns_ms);
    printPercentiles("work of the window's thread in them", probe.work_ms);
    printPercentiles("gaps between paints of the front", probe.paints_ms);
    application.printSlowest();

    (void)window.showView(window::frontName());
    window.closeStudy();
    const QString large = folder.filePath(QStringLiteral("large.pscope"));
    if (!fabricate(large, trials))
        return 4;
    application.slowest_ms.clear();
    probe.start();
    QElapsedTimer opening;
    opening.start();
    window.openFile(large);
    if (!turnUntil(60, [&] { return front.drawn(trials); }))
        return 4;
    std::printf("open %zu trials until drawn        %8.2f s\n", trials,
                static_cast<double>(opening.elapsed()) * 1e-3);
    (void)turnUntil(2, [] { return false; }); // what follows in the background
    {
        const Hand hand(window.findChild<plots::FrontView*>());
        (void)turnUntil(8, [] { return false; });
    }
    probe.stop();
    printPercentiles("gaps between turns, opening and 10 s after", probe.turns_ms);
    printPercentiles("work of the window's thread in them", probe.work_ms);
    application.printSlowest();
    application.slowest_ms.clear();
    openEachView(window, probe);
    application.printSlowest();
    return 0;
}
