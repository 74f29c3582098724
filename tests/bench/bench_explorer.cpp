// SPDX-License-Identifier: GPL-3.0-or-later
// What exploring costs: frames of the front view, a brush that four views follow, trials that keep arriving,
// and memory.
//     QT_QPA_PLATFORM=offscreen build/release/tests/bin/bench_explorer [frames|linked|append|memory]
//     [DESIGNS...]
// A frame lasts from the event to the finished paint. Wall time counts what the person sees, CPU time of the
// UI thread what the program does; on a busy machine only the second one repeats.
#include "tests/ui/plots/fabricated_document.h"
#include "ui/panels/trial_table.h"
#include "ui/plots/front_view.h"
#include "ui/plots/parallel_axes_view.h"

#include <QApplication>
#include <QComboBox>
#include <QElapsedTimer>
#include <QFile>
#include <QMouseEvent>
#include <QThreadPool>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <malloc.h>

using namespace paretoscope;
using ui::plots::FrontView;

namespace {

constexpr int kFrames = 200;
constexpr QSize kSize(1280, 800);

double threadCpu_ms()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return 1e3 * static_cast<double>(now.tv_sec) + 1e-6 * static_cast<double>(now.tv_nsec);
}

/// Notes when a widget, or one inside it, is painted.
class PaintWatch : public QObject
{
public:
    explicit PaintWatch(QWidget& widget)
    {
        widget.installEventFilter(this);
        for (QWidget* child : widget.findChildren<QWidget*>())
            child->installEventFilter(this);
    }
    bool eventFilter(QObject*, QEvent* event) override
    {
        paints += event->type() == QEvent::Paint ? 1 : 0;
        return false;
    }
    int paints = 0;
};

void settle()
{
    for (int i = 0; i < 10; ++i) {
        QThreadPool::globalInstance()->waitForDone(5000);
        QCoreApplication::processEvents(QEventLoop::AllEvents, 30);
    }
}

/// One column of times, told as median, 99th percentile and worst.
class Times
{
public:
    void add(double wall_ms, double cpu_ms)
    {
        m_wall_ms.push_back(wall_ms);
        m_cpu_ms.push_back(cpu_ms);
    }
    void print(std::uint64_t designs, const char* what)
    {
        std::printf("%9llu  %-34s", static_cast<unsigned long long>(designs), what);
        for (std::vector<double>* times : {&m_wall_ms, &m_cpu_ms}) {
            std::sort(times->begin(), times->end());
            std::printf("  %8.2f %8.2f %8.2f", share(*times, 0.5), share(*times, 0.99), times->back());
        }
        std::printf("\n");
        std::fflush(stdout);
    }

private:
    static double share(const std::vector<double>& sorted, double share)
    {
        const double last = static_cast<double>(sorted.size() - 1);
        return sorted[static_cast<std::size_t>(std::ceil(share * last))];
    }
    std::vector<double> m_wall_ms, m_cpu_ms;
};

void printHead()
{
    std::printf("%9s  %-34s  %-26s  %-26s\n", "designs", "", "wall ms: median, 99 %, max",
                "UI CPU ms: median, 99 %, max");
}

/// Runs `act` and waits until the canvas is painted after it.
void frame(PaintWatch& watch, Times& times, const std::function<void()>& act)
{
    const int before = watch.paints;
    QElapsedTimer clock;
    clock.start();
    const double cpu_ms = threadCpu_ms();
    act();
    while (watch.paints == before && clock.elapsed() < 2000)
        QCoreApplication::processEvents();
    times.add(static_cast<double>(clock.nsecsElapsed()) * 1e-6, threadCpu_ms() - cpu_ms);
}

void mouse(QWidget* on, QEvent::Type type, QPointF at, Qt::MouseButton button, Qt::MouseButtons buttons,
           Qt::KeyboardModifiers modifiers = {})
{
    QMouseEvent event(type, at, on->mapToGlobal(at), button, buttons, modifiers);
    QCoreApplication::sendEvent(on, &event);
}

/// A drag along a circle, a frame per step; the release is a row of its own.
void timeDrag(FrontView& view, std::uint64_t designs, const char* what, Qt::MouseButton button)
{
    QWidget* canvas = view.canvas();
    PaintWatch watch(*canvas);
    const QRectF area = view.plane().area;
    const auto at = [&area](int step) {
        const double angle = 0.05 * step;
        return area.center() + QPointF(std::cos(angle) * area.width(), std::sin(angle) * area.height()) * 0.3;
    };
    Times moves, releases;
    for (int round = 0; round < 10; ++round) {
        mouse(canvas, QEvent::MouseButtonPress, area.center() - QPointF(200, 100), button, button);
        for (int step = 0; step < kFrames / 10; ++step)
            frame(watch, moves,
                  [&] { mouse(canvas, QEvent::MouseMove, at(step + round), Qt::NoButton, button); });
        frame(watch, releases,
              [&] { mouse(canvas, QEvent::MouseButtonRelease, at(20 + round), button, Qt::NoButton); });
    }
    moves.print(designs, what);
    if (button == Qt::LeftButton)
        releases.print(designs, "  and its release");
}

void timeZoom(FrontView& view, std::uint64_t designs)
{
    QWidget* canvas = view.canvas();
    PaintWatch watch(*canvas);
    const QPointF at = view.plane().area.center() + QPointF(-80, 60);
    Times times;
    for (int i = 0; i < kFrames; ++i) {
        const int turn = (i / 10) % 2 == 0 ? 120 : -120;
        frame(watch, times, [&] {
            QWheelEvent wheel(at, canvas->mapToGlobal(at), {}, QPoint(0, turn), Qt::NoButton, {},
                              Qt::NoScrollPhase, false);
            QCoreApplication::sendEvent(canvas, &wheel);
        });
    }
    times.print(designs, "zoom");
}

void timePin(FrontView& view, ui::session::StudyDocument& document, std::uint64_t designs)
{
    PaintWatch watch(*view.canvas());
    Times times;
    for (int i = 0; i < kFrames / 2; ++i) {
        study::Pin pin;
        pin.axis = "energy";
        pin.maximum = 0.003 + 1e-5 * i;
        frame(watch, times, [&] { document.setPin(pin, 1); });
    }
    times.print(designs, "limit dragged");
    document.removePin(QStringLiteral("energy"));
}

/// From one design of the front to another: what is under the pointer changes with every move.
void timeHover(FrontView& view, ui::session::StudyDocument& document, std::uint64_t designs)
{
    QWidget* canvas = view.canvas();
    PaintWatch watch(*canvas);
    view.fit();
    settle();
    const std::vector<std::uint64_t>& front = document.snapshot()->front;
    Times times;
    for (std::size_t i = 0; i < kFrames / 2; ++i) {
        const std::optional<QPoint> at = view.pixelOf(
            front[(i % 2 == 0 ? i : front.size() / 2 + i) % front.size()]);
        if (at)
            frame(watch, times, [&] { mouse(canvas, QEvent::MouseMove, *at, Qt::NoButton, Qt::NoButton); });
    }
    times.print(designs, "hover");
}

void timeFrames(std::uint64_t designs)
{
    test::FabricatedDocument made(designs);
    FrontView view(made.document());
    view.resize(kSize);
    view.show();
    settle();
    timeDrag(view, designs, "pan", Qt::MiddleButton);
    view.fit();
    timeZoom(view, designs);
    view.fit();
    settle();
    timeDrag(view, designs, "brush", Qt::LeftButton);
    made.document().selection().setBrush({});
    timePin(view, made.document(), designs);
    timeHover(view, made.document(), designs);
}

/// From the brush to the last of four views that has painted it, and until nothing is refined any more.
void timeLinked(std::uint64_t designs)
{
    test::FabricatedDocument made(designs);
    FrontView front(made.document());
    FrontView other(made.document());
    other.setAxes(QStringLiteral("area"), QStringLiteral("latency"), QStringLiteral("energy"));
    ui::plots::ParallelAxesView parallel(made.document());
    ui::panels::TrialTable table(made.document());
    auto* listed = table.findChild<QComboBox*>();
    listed->setCurrentIndex(listed->count() - 1); // the brushed ones
    std::vector<std::unique_ptr<PaintWatch>> watches;
    for (QWidget* view : std::initializer_list<QWidget*>{&front, &other, &parallel, &table}) {
        view->resize(kSize / 2);
        view->show();
        watches.push_back(std::make_unique<PaintWatch>(*view));
    }
    settle();
    Times shown, final;
    for (int i = 0; i < 30; ++i) {
        std::vector<ui::session::TrialId> ids;
        for (std::uint64_t id = static_cast<std::uint64_t>(i); id < designs; id += 3)
            ids.push_back(id);
        std::vector<int> before;
        for (const auto& watch : watches)
            before.push_back(watch->paints);
        QElapsedTimer clock;
        clock.start();
        const double cpu_ms = threadCpu_ms();
        made.document().selection().setBrush(std::move(ids));
        const auto allPainted = [&] {
            for (std::size_t k = 0; k < watches.size(); ++k)
                if (watches[k]->paints == before[k])
                    return false;
            return true;
        };
        while (!allPainted() && clock.elapsed() < 3000)
            QCoreApplication::processEvents();
        shown.add(static_cast<double>(clock.nsecsElapsed()) * 1e-6, threadCpu_ms() - cpu_ms);
        QThreadPool::globalInstance()->waitForDone(5000);
        QCoreApplication::processEvents();
        final.add(static_cast<double>(clock.nsecsElapsed()) * 1e-6, threadCpu_ms() - cpu_ms);
        settle();
    }
    shown.print(designs, "brush shown by four views");
    final.print(designs, "  and refined");
}

/// Thirty times a second the trials of a thirtieth of a second arrive, and the hand pans.
void timeAppending(std::uint64_t designs)
{
    constexpr std::uint64_t kPerFrame = 34;
    test::FabricatedDocument made(designs);
    FrontView view(made.document());
    view.resize(kSize);
    view.show();
    settle();
    PaintWatch watch(*view.canvas());
    Times times;
    QWidget* canvas = view.canvas();
    mouse(canvas, QEvent::MouseButtonPress, {400, 400}, Qt::MiddleButton, Qt::MiddleButton);
    for (int i = 0; i < 150; ++i) {
        QElapsedTimer clock;
        clock.start();
        made.growTo(designs + kPerFrame * static_cast<std::uint64_t>(i + 1));
        frame(watch, times, [&] {
            mouse(canvas, QEvent::MouseMove, {400.0 + i % 50, 400.0}, Qt::NoButton, Qt::MiddleButton);
        });
        while (clock.elapsed() < 34) {
            QElapsedTimer turn;
            turn.start();
            const double cpu_ms = threadCpu_ms();
            QCoreApplication::processEvents();
            if (turn.elapsed() > 0)
                times.add(static_cast<double>(turn.nsecsElapsed()) * 1e-6, threadCpu_ms() - cpu_ms);
        }
    }
    times.print(designs, "1,000 trials a second arrive, pan");
}

double resident_MB()
{
    malloc_trim(0);
    QFile file(QStringLiteral("/proc/self/status"));
    if (!file.open(QIODevice::ReadOnly))
        return std::nan("");
    for (const QByteArray& line : file.readAll().split('\n'))
        if (line.startsWith("VmRSS:"))
            return line.mid(6).trimmed().split(' ').front().toDouble() / 1024.0;
    return std::nan("");
}

void measureMemory(std::uint64_t designs)
{
    const auto print = [designs](const char* what) {
        std::printf("%9llu  %-34s  %8.0f MB resident\n", static_cast<unsigned long long>(designs), what,
                    resident_MB());
        std::fflush(stdout);
    };
    print("empty program");
    constexpr std::size_t kFillers = 8; // twelve parameters in all
    test::FabricatedDocument made(designs, {}, kFillers);
    print("document");
    FrontView front(made.document());
    front.resize(kSize);
    front.show();
    settle();
    print("document, front");
    timeZoom(front, designs);
    front.fit();
    timeHover(front, made.document(), designs);
    print("document, front that was used");
    ui::plots::ParallelAxesView parallel(made.document());
    parallel.resize(kSize);
    parallel.show();
    ui::panels::TrialTable table(made.document());
    table.show();
    settle();
    print("document, front, parallel, table");
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    std::set<std::string> wanted;
    std::vector<std::uint64_t> sizes;
    for (int i = 1; i < argc; ++i) {
        const auto number = static_cast<std::uint64_t>(QByteArray(argv[i]).toULongLong());
        number > 0 ? sizes.push_back(number) : static_cast<void>(wanted.insert(argv[i]));
    }
    if (sizes.empty())
        sizes = {10'000, 100'000, 1'000'000};
    const std::vector<std::pair<std::string, void (*)(std::uint64_t)>> parts = {
        {"memory", measureMemory}, {"frames", timeFrames}, {"linked", timeLinked}, {"append", timeAppending}};
    printHead();
    for (const auto& [name, measure] : parts)
        for (const std::uint64_t designs : sizes)
            if (wanted.empty() || wanted.contains(name))
                measure(designs);
    return 0;
}
