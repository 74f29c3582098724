// SPDX-License-Identifier: GPL-3.0-or-later
// What the search itself costs beside the evaluations, at 50,000 trials:
//     build/release/tests/bin/bench_engine
// Microseconds per ask and per tell over the last 1,000 trials, milliseconds to steer, and microseconds per
// point of a front archive and an incremental hypervolume of three objectives. And what it costs to ask a
// command that answers at once, microseconds an evaluation: as time passes, and of this program's own
// processor.
#include "core/base/cpu_time.h"
#include "core/optimizer/optimizer.h"
#include "core/pareto/front_archive.h"
#include "core/pareto/hypervolume.h"
#include "core/problem/command_problem.h"

#include <chrono>
#include <cmath>
#include <cstdio>
#include <utility>

namespace {

using namespace paretoscope;

constexpr std::uint64_t kTrials = 50'000;

double secondsSince(std::chrono::steady_clock::time_point began)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

space::Space accelerator()
{
    auto space = space::Space::make(
        {*space::makeInteger({"columns", "", "", {}}, 1, 64),
         *space::makeInteger({"rows", "", "", {}}, 1, 64),
         *space::makeOrdinal({"buffer", "", "", {}}, {1, 2, 4, 8, 16, 32, 64, 128, 256}),
         *space::makeReal({"frequency", "", "", {}}, 1e8, 1e9, true),
         *space::makeCategorical({"dataflow", "", "", {}}, {"any", "fixed"}),
         *space::makeFactorization({"tile", "", "", {}}, 64, 3)});
    (void)space.value().constrain("fits", "columns * rows <= 1024");
    return std::move(space).value();
}

/// Three objectives in conflict, cheap to compute.
optimizer::Observation evaluated(const space::Design& design, std::uint64_t id)
{
    const auto x = design.row();
    optimizer::Observation seen;
    seen.id = id;
    seen.design = design;
    const double pes = x[0] * x[1];
    seen.objectives = {1e9 / (pes * x[3]) + 1.0 / x[2],
                       pes * (1.0 + 0.1 * x[4]) + x[2] + std::abs(x[5] - 8.0),
                       x[3] / 1e8 * std::sqrt(pes) + std::abs(x[6] - 4.0)};
    seen.metrics = seen.objectives;
    return seen;
}

void search(const char* method)
{
    const space::Space space = accelerator();
    auto made = optimizer::makeOptimizer({method, {}}, {space, 3}, 1);
    auto& search = *made.value();
    double ask_s = 0.0;
    double tell_s = 0.0;
    std::uint64_t id = 0;
    for (; id < kTrials; ++id) {
        const bool measured = id + 1'000 >= kTrials;
        auto began = std::chrono::steady_clock::now();
        const auto design = search.ask(id);
        ask_s += measured ? secondsSince(began) : 0.0;
        if (!design)
            break;
        const optimizer::Observation seen = evaluated(*design, id);
        began = std::chrono::steady_clock::now();
        search.tell({&seen, 1});
        tell_s += measured ? secondsSince(began) : 0.0;
    }
    optimizer::Steering steering;
    steering.metrics = {{1, 0.0, 300.0}};
    const auto began = std::chrono::steady_clock::now();
    search.constrain(steering);
    std::printf("%-7s %6llu trials: ask %7.1f us   tell %7.1f us   steer %7.1f ms\n", method,
                static_cast<unsigned long long>(id), ask_s * 1e3, tell_s * 1e3, secondsSince(began) * 1e3);
}

/// Points of the unit cube; `onFront` on a sphere about its far corner, where none dominates another.
void geometry(const char* label, bool onFront, std::uint64_t points)
{
    Rng rng(1);
    pareto::FrontArchive archive(3);
    pareto::IncrementalHypervolume volume({1.1, 1.1, 1.1});
    double archive_s = 0.0;
    double volume_s = 0.0;
    for (std::uint64_t id = 0; id < points; ++id) {
        double point[] = {rng.uniform(), rng.uniform(), rng.uniform()};
        const double length = std::hypot(point[0], point[1], point[2]);
        for (double& x : point)
            x = onFront ? 1.0 - x / length : x;
        auto began = std::chrono::steady_clock::now();
        archive.insert(id, point);
        archive_s += secondsSince(began);
        began = std::chrono::steady_clock::now();
        volume.add(point);
        volume_s += secondsSince(began);
    }
    const double each = 1e6 / static_cast<double>(points);
    std::printf("%-22s %6llu points, front of %5zu: archive %7.2f us   hypervolume %7.2f us a point\n", label,
                static_cast<unsigned long long>(points), archive.size(), archive_s * each, volume_s * each);
}

void askedCommand()
{
    constexpr int kQuestions = 5'000;
    problem::CommandQuestion question;
    question.name = "asked";
    question.command = {{"sh", "-c", R"(while read -r l; do echo '{"metrics": {"cost": 1}}'; done)"}, "/"};
    question.space = accelerator();
    question.metrics = {{"cost", "Cost", "", problem::Direction::Minimize, problem::Scale::Linear, ""}};
    question.objectives = {"cost"};
    const auto made = problem::makeCommandProblem(std::move(question));
    problem::allowCommand(**made);
    Rng rng(1);
    int feasible = 0;
    (void)made.value()->evaluate(*made.value()->space().sample(rng), {}); // starts it
    const auto began = std::chrono::steady_clock::now();
    const double cpu_s = threadCpu_s();
    for (int i = 0; i < kQuestions; ++i)
        if (made.value()->evaluate(*made.value()->space().sample(rng), {}).verdict
            == problem::Verdict::Feasible)
            ++feasible;
    std::printf("a command that answers at once: %.1f us an evaluation, %.1f us of our processor, %d of %d "
                "answered\n",
                1e6 * secondsSince(began) / kQuestions, 1e6 * (threadCpu_s() - cpu_s) / kQuestions, feasible,
                kQuestions);
}

} // namespace

int main()
{
    search("random");
    search("nsga2");
    geometry("uniform in the cube", false, kTrials);
    geometry("all on the front", true, 2'000);
    askedCommand();
    return 0;
}
