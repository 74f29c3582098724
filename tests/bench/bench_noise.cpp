// SPDX-License-Identifier: GPL-3.0-or-later
// Bayesian optimization of noisy versions of the raced problems, with and without being told of the noise.
// Every objective has normal noise with a deviation of some share of its range from ideal to nadir. Printed
// is the hypervolume of true values, objectives normalised, reference 1.1 in each: of the designs that a
// method would hand over (on the front of its models' means, at the designs it evaluated), and of all that it
// evaluated; quartiles over the seeds, and how often either was better with the same seed and initial design.
//
//   bench_noise [problem [noise [seeds [evaluations]]]]
#include "bench_problems.h"

#include "core/optimizer/bayesian_search.h"
#include "core/pareto/front_archive.h"
#include "core/pareto/hypervolume.h"
#include "core/surrogate/normal.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>

using namespace paretoscope;
using bench::BenchProblem;

namespace {

struct Setting
{
    double noise = 0.1;
    std::uint64_t seeds = 10;
    std::uint64_t evaluations = 60;
};

struct Outcome
{
    double chosen = 0.0;
    double evaluated = 0.0;
    double cpu_s = 0.0;
};

double cpu_s()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

double volumeOf(const BenchProblem& problem, const std::vector<space::Design>& designs)
{
    const std::size_t k = problem.ideal.size();
    pareto::IncrementalHypervolume volume(std::vector<double>(k, 1.1));
    double sum = 0.0;
    for (const space::Design& design : designs) {
        const bench::Evaluation truth = problem.evaluate(design);
        std::vector<double> point(k);
        for (std::size_t j = 0; j < k; ++j)
            point[j] = (truth.objectives[j] - problem.ideal[j]) / (problem.nadir[j] - problem.ideal[j]);
        if (std::all_of(truth.constraints.begin(), truth.constraints.end(),
                        [](double value) { return value <= 0.0; }))
            sum = volume.add(point);
    }
    return sum;
}

/// The evaluated designs on the front of the models' means.
std::vector<space::Design> chosenBy(optimizer::BayesianSearch& search)
{
    std::vector<space::Design> designs;
    if (!search.updateModels())
        return designs;
    const optimizer::OutcomeModels& models = search.models();
    std::vector<space::Design> told;
    for (const optimizer::Observation& seen : models.told())
        if (models.isFeasible(seen))
            told.push_back(seen.design);
    const surrogate::Matrix rows = models.features().encode(told);
    std::vector<surrogate::Vector> means;
    for (const optimizer::OutcomeModel& objective : models.objectives())
        means.push_back(objective.model().predictMean(rows));
    pareto::FrontArchive front(means.size());
    std::vector<double> point(means.size());
    for (std::size_t i = 0; i < told.size(); ++i) {
        for (std::size_t j = 0; j < point.size(); ++j)
            point[j] = models.objectives()[j].fromModel(means[j](static_cast<surrogate::Index>(i)));
        front.insert(i, point);
    }
    for (const std::uint64_t i : front.ids())
        designs.push_back(told[i]);
    return designs;
}

Outcome run(const BenchProblem& problem, const Setting& setting, std::uint64_t seed, bool told,
            std::size_t truths)
{
    optimizer::SearchProblem stated = problem.search;
    stated.initial = 20;
    optimizer::BayesianOptions options;
    options.models.noisy = told;
    options.truths = truths;
    optimizer::BayesianSearch search(stated, seed, options);
    Rng noise(seed, 77);
    std::vector<space::Design> designs;
    const double start_s = cpu_s();
    for (std::uint64_t id = 0; id < setting.evaluations; ++id) {
        const auto design = search.ask(id);
        if (!design)
            break;
        bench::Evaluation truth = problem.evaluate(*design);
        optimizer::Observation seen;
        seen.id = id;
        seen.design = *design;
        for (std::size_t j = 0; j < truth.objectives.size(); ++j)
            seen.objectives.push_back(truth.objectives[j]
                                      + setting.noise * (problem.nadir[j] - problem.ideal[j])
                                            * surrogate::normal::draw(noise));
        seen.metrics = seen.objectives;
        for (const double value : truth.constraints)
            seen.violation += std::max(0.0, value);
        seen.constraints = std::move(truth.constraints);
        search.tell({&seen, 1});
        designs.push_back(*design);
    }
    Outcome outcome;
    outcome.cpu_s = cpu_s() - start_s;
    outcome.chosen = volumeOf(problem, chosenBy(search));
    outcome.evaluated = volumeOf(problem, designs);
    return outcome;
}

void print(const char* what, std::vector<double> blind, std::vector<double> told)
{
    std::size_t better = 0;
    for (std::size_t i = 0; i < blind.size(); ++i)
        better += told[i] > blind[i] ? 1 : 0;
    const std::size_t seeds = blind.size();
    const auto quartile = [seeds](std::vector<double>& values, std::size_t quarter) {
        std::sort(values.begin(), values.end());
        return values[quarter * (seeds - 1) / 4];
    };
    std::printf("  %-10s not told %.4f (%.4f-%.4f)   told %.4f (%.4f-%.4f)   better %zu of %zu\n", what,
                quartile(blind, 2), quartile(blind, 1), quartile(blind, 3), quartile(told, 2),
                quartile(told, 1), quartile(told, 3), better, seeds);
}

void compare(const BenchProblem& problem, const Setting& setting)
{
    std::vector<double> chosen[2];
    std::vector<double> evaluated[2];
    double spent_s[2]{};
    for (std::uint64_t seed = 1; seed <= setting.seeds; ++seed)
        for (const bool told : {false, true}) {
            const Outcome outcome = run(problem, setting, seed, told, optimizer::BayesianOptions().truths);
            chosen[told].push_back(outcome.chosen);
            evaluated[told].push_back(outcome.evaluated);
            spent_s[told] += outcome.cpu_s;
        }
    const double proposals = static_cast<double>(setting.seeds * (setting.evaluations - 20));
    std::printf("%s, noise %g of the range, %llu evaluations; %.0f and %.0f ms a proposal\n",
                problem.name.c_str(), setting.noise, static_cast<unsigned long long>(setting.evaluations),
                1e3 * spent_s[0] / proposals, 1e3 * spent_s[1] / proposals);
    print("chosen", chosen[0], chosen[1]);
    print("evaluated", evaluated[0], evaluated[1]);
    std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv)
{
    const char* shared = std::getenv("PARETOSCOPE_SHARED");
    const std::filesystem::path tables = std::filesystem::path(shared == nullptr ? "." : shared) / "data";
    Setting setting;
    if (argc > 2)
        setting.noise = std::atof(argv[2]);
    if (argc > 3)
        setting.seeds = static_cast<std::uint64_t>(std::max(std::atoi(argv[3]), 1));
    if (argc > 4)
        setting.evaluations = static_cast<std::uint64_t>(std::max(std::atoi(argv[4]), 21));
    std::vector<std::string> names{"re21", "zdt1_d8", "bnh"};
    if (argc > 1)
        names = {argv[1]};
    for (const std::string& name : names) {
        const auto problem = bench::benchProblem(name, tables);
        if (!problem) {
            std::fprintf(stderr, "%s\n", problem.error().text().c_str());
            return 1;
        }
        compare(*problem, setting);
    }
    return 0;
}
