// SPDX-License-Identifier: GPL-3.0-or-later
// What the pictures of many axes cost: a brush until it is shown, principal components, an arrangement by
// neighbours. Arguments: numbers of designs (10000 100000 when there are none).
#include "core/projection/neighbourhood_quality.h"
#include "tests/ui/plots/fabricated_document.h"
#include "ui/plots/parallel_axes_view.h"
#include "ui/plots/projection_work.h"
#include "ui/plots/scatter_matrix_view.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QTextStream>
#include <QTimer>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <vector>

using namespace paretoscope;
using namespace paretoscope::ui::plots;

namespace {

QTextStream out(stdout);

double cpu_ms(clockid_t clock)
{
    timespec time{};
    clock_gettime(clock, &time);
    return 1e3 * static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_nsec);
}

struct Cost
{
    std::vector<double> wall_ms, ui_ms, all_ms;
    void print(const char* what)
    {
        const auto median = [](std::vector<double>& values) {
            std::sort(values.begin(), values.end());
            return QString::number(values[values.size() / 2], 'f', 1).rightJustified(9);
        };
        out << QString::fromLatin1(what).leftJustified(44) << median(wall_ms) << median(ui_ms)
            << median(all_ms) << '\n';
        out.flush();
    }
};

/// Repeats `work`, which waits for its own end.
template <class Work> void measure(const char* what, int repeats, Work work)
{
    Cost cost;
    for (int i = 0; i < repeats; ++i) {
        QElapsedTimer wall;
        wall.start();
        const double ui_ms = cpu_ms(CLOCK_THREAD_CPUTIME_ID);
        const double all_ms = cpu_ms(CLOCK_PROCESS_CPUTIME_ID);
        work(i);
        cost.wall_ms.push_back(1e-6 * static_cast<double>(wall.nsecsElapsed()));
        cost.ui_ms.push_back(cpu_ms(CLOCK_THREAD_CPUTIME_ID) - ui_ms);
        cost.all_ms.push_back(cpu_ms(CLOCK_PROCESS_CPUTIME_ID) - all_ms);
    }
    cost.print(what);
}

/// Sleeps between events, so that waiting does not count as work.
template <class View> void settle(View& view)
{
    QTimer heartbeat;
    heartbeat.start(20);
    do
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    while (!view.isSettled());
}

/// A tenth of the designs, another one each time.
std::vector<std::uint64_t> someDesigns(std::uint64_t designs, int turn)
{
    std::vector<std::uint64_t> ids;
    for (std::uint64_t id = designs / 20 * static_cast<std::uint64_t>(turn); ids.size() < designs / 10; ++id)
        ids.push_back(id % designs);
    return ids;
}

template <class View>
void brushUntilShown(test::FabricatedDocument& made, const char* name, std::uint64_t designs)
{
    View view(made.document());
    view.resize(1100, 600);
    view.show();
    measure(qPrintable(QStringLiteral("%1: first picture").arg(QLatin1String(name))), 1,
            [&](int) { settle(view); });
    measure(qPrintable(QStringLiteral("%1: brush until shown").arg(QLatin1String(name))), 9, [&](int i) {
        made.document().selection().setBrush(someDesigns(designs, i));
        settle(view);
        view.grab(); // what the screen would be given
    });
    made.document().selection().setBrush({});
    settle(view);
}

void projections(test::FabricatedDocument& made)
{
    DesignFieldKeeper& keeper = DesignFieldKeeper::of(made.document());
    ProjectionRequest request{
        keeper.field(), made.document().study().problem, ProjectionMethod::Components, {}};
    ProjectionPtr done;
    const auto take = [&done](const ProjectionStep& step) { done = step.done ? step.done : done; };
    const auto never = [] { return false; };
    measure("principal components, all designs", 3, [&](int) { project(request, never, take); });
    request.method = ProjectionMethod::Neighbours;
    measure("arrangement by neighbours, first", 1, [&](int) { project(request, never, take); });
    out << "    arranged " << done->representatives.size() << ", placed " << done->placed << ", kept "
        << QString::number(100.0 * done->kept, 'f', 0) << " % of 10 nearest neighbours\n";
    auto former = std::make_shared<Projection>(*done);
    former->fittedTo = 1; // as if many designs had come
    request.former = former;
    measure("arrangement by neighbours, going on", 1, [&](int) { project(request, never, take); });
}

} // namespace

int main(int argc, char** argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    QStringList sizes = app.arguments().mid(1);
    if (sizes.isEmpty())
        sizes = QStringList{QStringLiteral("10000"), QStringLiteral("100000")};
    for (const QString& size : sizes) {
        const std::uint64_t designs = size.toULongLong();
        test::FabricatedDocument made(designs);
        out << size << " designs; medians in ms" << QString(30 - size.size(), QLatin1Char(' '))
            << "wall UI thread   all CPU\n";
        brushUntilShown<ScatterMatrixView>(made, "scatter matrix", designs);
        brushUntilShown<ParallelAxesView>(made, "parallel axes", designs);
        projections(made);
    }
    return 0;
}
