// SPDX-License-Identifier: GPL-3.0-or-later
// Processor time that Bayesian optimization takes for one proposal: after n random designs of the raced
// problems have been told, the first proposal (which fits every model, as after a resumed search) and the
// next twenty (which share the work of refitting), their median and the longest.
#include "bench_problems.h"

#include "core/optimizer/candidates.h"
#include "core/optimizer/optimizer.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>

using namespace paretoscope;
using bench::BenchProblem;

namespace {

double cpu_s()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

optimizer::Observation observed(const BenchProblem& problem, std::uint64_t id, const space::Design& design)
{
    bench::Evaluation found = problem.evaluate(design);
    optimizer::Observation seen;
    seen.id = id;
    seen.design = design;
    seen.metrics = found.objectives;
    seen.objectives = std::move(found.objectives);
    for (const double value : found.constraints)
        seen.violation += std::max(0.0, value);
    seen.constraints = std::move(found.constraints);
    return seen;
}

void measure(const BenchProblem& problem, std::uint64_t n)
{
    optimizer::SearchProblem search = problem.search;
    search.initial = 20;
    const auto method = std::move(optimizer::makeOptimizer({"bayesian", {}}, search, 1).value());
    optimizer::Candidates candidates(search);
    Rng rng(1);
    std::vector<optimizer::Observation> told;
    for (std::uint64_t id = 0; id < n; ++id)
        told.push_back(observed(problem, id, *candidates.fresh(rng)));
    method->tell(told);
    std::vector<double> times;
    for (std::uint64_t id = n; id < n + 21; ++id) {
        const double start = cpu_s();
        const auto design = method->ask(id);
        times.push_back(cpu_s() - start);
        const optimizer::Observation seen = observed(problem, id, *design);
        method->tell({&seen, 1});
    }
    const double first_s = times.front();
    times.erase(times.begin());
    std::sort(times.begin(), times.end());
    std::printf(
        "%-14s %2zu parameters %zu objectives %zu constraints  n = %4llu   first %7.1f ms   then %6.1f ms, "
        "at most %6.1f ms\n",
        problem.name.c_str(), search.space.size(), search.objectives, search.constraints.size(),
        static_cast<unsigned long long>(n), 1e3 * first_s, 1e3 * times[times.size() / 2], 1e3 * times.back());
}

} // namespace

int main(int argc, char** argv)
{
    std::vector<std::uint64_t> sizes{100, 300, 1000};
    std::vector<std::string> problems{"zdt1_d8", "osy", "accel_a", "dtlz2_d6", "accel_b"};
    CLI::App app("Measures how long Bayesian optimization thinks about a proposal.");
    app.add_option("--sizes", sizes, "Designs told before the first proposal")->delimiter(',');
    app.add_option("--problems", problems, "Names of the problems")->delimiter(',');
    CLI11_PARSE(app, argc, argv);
    const char* shared = std::getenv("PARETOSCOPE_SHARED");
    const std::filesystem::path tables = std::filesystem::path(shared == nullptr ? "." : shared) / "data";
    for (const std::uint64_t n : sizes) {
        for (const std::string& name : problems) {
            const auto problem = bench::benchProblem(name, tables);
            if (!problem) {
                std::fprintf(stderr, "%s\n", problem.error().text().c_str());
                return 2;
            }
            measure(*problem, n);
        }
    }
    return 0;
}
