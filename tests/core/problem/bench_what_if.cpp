// SPDX-License-Identifier: GPL-3.0-or-later
// How long one step of a slider takes: the exact evaluation of a design, and a shorter search from a known
// one. Walks from one design through the values of each parameter, as a hand would. Thread CPU time, so that
// a busy machine does not show. Prints one JSON line.
#include "core/problem/spatial_problem.h"
#include "core/space/value_choices.h"
#include "core/study/front_place.h"
#include "core/study/study.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>

using namespace paretoscope;

namespace {

double cpu_s()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

struct Times
{
    std::vector<double> all_s;
    void add(double began_s) { all_s.push_back(cpu_s() - began_s); }
    double at(double share)
    {
        std::sort(all_s.begin(), all_s.end());
        return all_s.empty() ? 0.0
                             : all_s[static_cast<std::size_t>(share * static_cast<double>(all_s.size() - 1))];
    }
};

/// Every legal value of every parameter, the others as they are: at most `each` a parameter.
std::vector<space::Design> walk(const space::Space& space, const space::Design& from, std::size_t each)
{
    std::vector<space::Design> steps;
    for (std::size_t i = 0; i < space.size(); ++i)
        for (const space::ValueChoice& choice : space::choicesFor(space, from, i, each))
            if (choice.breaks == nullptr)
                steps.push_back(space::withValue(space, from, i, choice.value));
    return steps;
}

} // namespace

int main(int argc, char** argv)
{
    const auto read = study::readStudy(argc > 1 && *argv[1] != 0 ? argv[1]
                                                                 : std::string(PARETOSCOPE_RESOURCE_DIR)
                                                                       + "/studies/eyeriss-resnet18.json");
    if (!read) {
        std::fprintf(stderr, "%s\n", read.error().text().c_str());
        return 2;
    }
    const problem::Problem& problem = *read->problem;
    const std::int64_t shortened = argc > 2 ? std::atoll(argv[2]) : 100;
    Rng rng(5);
    space::Design known = *problem.space().sample(rng);
    while (problem.evaluate(known, {}).verdict != problem::Verdict::Feasible)
        known = *problem.space().sample(rng);
    Times quick, exact, told;
    std::vector<double> excess;
    for (const space::Design& design : walk(problem.space(), known, 4)) {
        double began_s = cpu_s();
        const auto shorter = problem::withShorterSearch(problem, known, shortened);
        const problem::Outcome fast = (shorter ? *shorter : problem).evaluate(design, {});
        quick.add(began_s);
        began_s = cpu_s();
        (void)(shorter ? *shorter : problem).explain(design, {});
        told.add(began_s);
        began_s = cpu_s();
        const problem::Outcome slow = problem.evaluate(design, {});
        exact.add(began_s);
        if (fast.verdict == problem::Verdict::Feasible && slow.verdict == problem::Verdict::Feasible)
            excess.push_back(fast.metrics[3] / slow.metrics[3] - 1.0);
    }
    std::sort(excess.begin(), excess.end());
    std::printf("{\"steps\": %zu, \"evaluations\": %lld, \"exact_median_ms\": %.1f, \"exact_p95_ms\": %.1f, "
                "\"short_median_ms\": %.1f, \"short_p95_ms\": %.1f, \"explain_median_ms\": %.1f, "
                "\"edp_excess_median\": %.4f, \"edp_excess_p95\": %.4f}\n",
                exact.all_s.size(), static_cast<long long>(shortened), 1e3 * exact.at(0.5),
                1e3 * exact.at(0.95), 1e3 * quick.at(0.5), 1e3 * quick.at(0.95), 1e3 * told.at(0.5),
                excess.empty() ? 0.0 : excess[excess.size() / 2],
                excess.empty() ? 0.0 : excess[excess.size() * 95 / 100]);
    return 0;
}
