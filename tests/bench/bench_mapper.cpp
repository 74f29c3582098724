// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/spatial/mapper.h"
#include "core/cost/spatial/reference_cases.h"
#include "core/hardware/spatial_architecture.h"
#include "core/problem/spatial_evaluation.h"
#include "core/workload/network.h"
#include "tests/core/cost/every_mapping.h"
#include "tests/core/cost/spatial_examples.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <pthread.h>
#include <string>
#include <thread>

/// How good the mappings are that the mapper finds in a given processor time of one thread: against the best
/// of the reference simulator's own searches, against the optimum of problems small enough to list every
/// mapping, and, for whole networks, against a search a thousand times as long. And what a second thread
/// adds.

using namespace paretoscope;
using namespace paretoscope::cost::spatial;

namespace {

double seconds(clockid_t clock)
{
    timespec now{};
    clock_gettime(clock, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

double threadSeconds()
{
    return seconds(CLOCK_THREAD_CPUTIME_ID);
}

/// Asks for a stop once the thread that made it has used so much processor time.
class ProcessorTimer
{
public:
    explicit ProcessorTimer(double budget_s)
    {
        clockid_t clock{};
        pthread_getcpuclockid(pthread_self(), &clock);
        m_thread = std::jthread([this, clock, end = seconds(clock) + budget_s](const std::stop_token& given) {
            while (!given.stop_requested() && seconds(clock) < end)
                std::this_thread::sleep_for(std::chrono::microseconds(200));
            m_stop.request_stop();
        });
    }
    [[nodiscard]] std::stop_token token() const { return m_stop.get_token(); }

private:
    std::stop_source m_stop;
    std::jthread m_thread;
};

constexpr std::int64_t kEndless = 1'000'000'000;

double edp(const MapperResult& result)
{
    return result.best ? result.report.energy_J * static_cast<double>(result.report.cycles) : INFINITY;
}

double search(const workload::Operation& operation, const hardware::SpatialArchitecture& machine,
              std::uint64_t seed, double budget_s)
{
    MapperOptions options;
    options.evaluations = kEndless;
    options.seed = seed;
    const ProcessorTimer timer(budget_s);
    return edp(searchMapping(operation, machine, options, timer.token()));
}

/// One row per layer and machine: energy-delay product over the best the reference's search found.
void printLayers(const std::vector<SearchReference>& references, int seeds)
{
    for (const double budget_s : {0.1, 1.0}) {
        std::printf("\n%.1f s on one thread, %d seeds: EDP / best of all the reference's runs\n", budget_s,
                    seeds);
        std::printf("%-14s %-20s %8s %8s %8s\n", "machine", "layer", "mean", "best", "worst");
        double logSum = 0.0;
        for (const SearchReference& reference : references) {
            double sum = 0.0, best = INFINITY, worst = 0.0;
            for (int seed = 1; seed <= seeds; ++seed) {
                const double ratio = search(reference.operation, reference.architecture,
                                            static_cast<std::uint64_t>(seed), budget_s)
                                     / reference.bestEdp_JCycles;
                sum += std::log(ratio) / seeds;
                best = std::min(best, ratio);
                worst = std::max(worst, ratio);
            }
            std::printf("%-14s %-20s %8.4f %8.4f %8.4f\n", reference.architecture.name.c_str(),
                        reference.layer.c_str(), std::exp(sum), best, worst);
            logSum += sum / static_cast<double>(references.size());
        }
        std::printf("geometric mean %.4f, %.2f times better\n", std::exp(logSum), std::exp(-logSum));
    }
}

struct SmallProblem
{
    std::string name;
    workload::Operation operation;
    hardware::SpatialArchitecture machine;
};

std::vector<SmallProblem> smallProblems()
{
    using hardware::Residency;
    hardware::SpatialArchitecture grid = examples::machine({{1, 1}, {1, 1}, {2, 2}, {2, 2}});
    grid.levels[1].capacity_words = 24;
    grid.levels[2].capacity_words = 6;
    for (const char* tensor : {"inputs", "weights", "outputs"})
        grid.levels[0].residency.emplace_back(tensor, Residency::Keeps);
    hardware::SpatialArchitecture row = examples::machine({{1, 1}, {1, 1}, {4, 1}, {4, 1}});
    row.levels = grid.levels;
    row.levels[2].meshX = row.macMeshX = 4;
    row.levels[2].meshY = row.macMeshY = 1;
    return {{"product 4 x 4 x 4 on 2 x 2", examples::product(4, 4, 4, 1), grid},
            {"product 6 x 2 x 8 on 2 x 2", examples::product(6, 2, 8, 1), grid},
            {"convolution 3 x 1, 4 outputs, 2 channels, 4 filters on 4 x 1",
             examples::convolution({3, 1, 4, 1, 2, 4, 1}), row}};
}

void printOptimum(int seeds)
{
    std::printf("\nSmall problems: how far from the best of all mappings, %d seeds\n", seeds);
    for (const SmallProblem& problem : smallProblems()) {
        Result<Evaluator> evaluator = Evaluator::compile(problem.operation, problem.machine);
        Counts counts;
        double best = INFINITY;
        std::int64_t mappings = 0;
        EveryMapping(problem.operation, problem.machine).visit([&](const Nest& nest) {
            if (evaluator.value().evaluate(nest, {}, counts))
                return;
            ++mappings;
            best = std::min(best, counts.energy_J * static_cast<double>(counts.cycles));
        });
        std::printf("%-62s %10lld legal mappings", problem.name.c_str(), static_cast<long long>(mappings));
        for (const double budget_s : {0.01, 0.1, 1.0}) {
            double worst = 0.0;
            for (int seed = 1; seed <= seeds; ++seed)
                worst = std::max(worst, search(problem.operation, problem.machine,
                                               static_cast<std::uint64_t>(seed), budget_s)
                                            / best);
            std::printf("  worst after %g s %+.2f %%", budget_s, 100.0 * (worst - 1.0));
        }
        std::printf("\n");
    }
}

struct NetworkCase
{
    std::string network;
    hardware::SpatialArchitecture machine;
    double budget_s;
};

std::vector<NetworkCase> networkCases(const std::vector<SearchReference>& references)
{
    const std::filesystem::path resources = PARETOSCOPE_RESOURCE_DIR;
    std::vector<NetworkCase> cases;
    std::vector<hardware::SpatialArchitecture> machines;
    for (const char* name : {"eyeriss_class", "tpu_class", "simba_class", "nvdla_class", "output_stationary"})
        if (const auto read = hardware::SpatialTemplate::read(resources / "hardware"
                                                              / (std::string(name) + ".json")))
            if (const auto machine = read->instantiate({})) {
                machines.push_back(*machine);
                machines.back().name = name;
            }
    for (const SearchReference& reference : references)
        if (std::none_of(machines.begin(), machines.end(),
                         [&](const auto& m) { return m.name == reference.architecture.name; }))
            machines.push_back(reference.architecture);
    for (const hardware::SpatialArchitecture& machine : machines)
        for (const auto& [network, budget_s] : {std::pair{"resnet18", 0.05}, std::pair{"dqn", 0.02}})
            cases.push_back({network, machine, budget_s});
    return cases;
}

struct NetworkRun
{
    double edp = INFINITY;
    double time_s = 0.0;
};

NetworkRun runNetwork(const workload::Network& network, const hardware::SpatialArchitecture& machine,
                      std::int64_t evaluations, std::uint64_t seed)
{
    MapperOptions options;
    options.evaluations = evaluations;
    options.seed = seed;
    problem::MappingCache cache;
    const double start = threadSeconds();
    const problem::MappedNetwork mapped = problem::mapNetwork(network, machine, options, {}, cache);
    NetworkRun run;
    run.time_s = threadSeconds() - start;
    double energy_J = 0.0, cycles = 0.0;
    for (const auto& part : mapped.parts)
        if (part.mapped->best) {
            energy_J += part.mapped->report.energy_J * static_cast<double>(part.layer.occurrences);
            cycles += static_cast<double>(part.mapped->report.cycles)
                      * static_cast<double>(part.layer.occurrences);
        }
    if (mapped.complete)
        run.edp = energy_J * cycles;
    return run;
}

/// Whole networks: the number of evaluations is set so that the time is about the budget.
void printNetworks(const std::vector<SearchReference>& references, int seeds, double long_s)
{
    std::printf("\nWhole networks on one thread: network EDP over that of a search of %.0f s, %d seeds\n",
                long_s, seeds);
    std::printf("%-18s %-10s %9s %9s %8s %8s %8s\n", "machine", "network", "evals", "ms", "mean", "best",
                "worst");
    const std::filesystem::path resources = PARETOSCOPE_RESOURCE_DIR;
    for (const NetworkCase& each : networkCases(references)) {
        const auto network = workload::readNetwork(resources / "networks" / (each.network + ".json"));
        if (!network)
            continue;
        constexpr std::int64_t kProbe = 1'000;
        const double perEvaluation_s = runNetwork(*network, each.machine, kProbe, 99).time_s / kProbe;
        const auto within = [&](double time_s) {
            return std::max<std::int64_t>(50, std::llround(time_s / perEvaluation_s));
        };
        const double target = runNetwork(*network, each.machine, within(long_s), 100).edp;
        double sum = 0.0, best = INFINITY, worst = 0.0, time_s = 0.0;
        for (int seed = 1; seed <= seeds; ++seed) {
            const NetworkRun run = runNetwork(*network, each.machine, within(each.budget_s),
                                              static_cast<std::uint64_t>(seed));
            sum += std::log(run.edp / target) / seeds;
            best = std::min(best, run.edp / target);
            worst = std::max(worst, run.edp / target);
            time_s += run.time_s / seeds;
        }
        std::printf("%-18s %-10s %9lld %9.1f %8.4f %8.4f %8.4f\n", each.machine.name.c_str(),
                    each.network.c_str(), static_cast<long long>(within(each.budget_s)), 1e3 * time_s,
                    std::exp(sum), best, worst);
        std::fflush(stdout);
    }
}

/// Mappings evaluated in a second of wall time, by one thread and by two side by side.
void printThreads(const SearchReference& reference)
{
    const auto rate = [&](int threads) {
        std::atomic<std::int64_t> evaluated{0};
        constexpr auto kTime = std::chrono::milliseconds(500);
        {
            std::vector<std::jthread> running;
            for (int t = 0; t < threads; ++t)
                running.emplace_back([&, t] {
                    std::stop_source stop;
                    MapperOptions options;
                    options.evaluations = kEndless;
                    options.seed = static_cast<std::uint64_t>(t) + 1;
                    const std::jthread timer([&] {
                        std::this_thread::sleep_for(kTime);
                        stop.request_stop();
                    });
                    evaluated += searchMapping(reference.operation, reference.architecture, options,
                                               stop.get_token())
                                     .evaluated;
                });
        }
        return static_cast<double>(evaluated) / std::chrono::duration<double>(kTime).count();
    };
    std::vector<double> ones, ratios;
    for (int round = 0; round < 9; ++round) {
        const double one = rate(1);
        ones.push_back(one);
        ratios.push_back(rate(2) / one);
    }
    std::sort(ones.begin(), ones.end());
    std::sort(ratios.begin(), ratios.end());
    std::printf("\nSearching %s on %s: %.0f mappings a second on one thread, %.2f times as many on two "
                "(medians of 9, from %.2f to %.2f)\n",
                reference.layer.c_str(), reference.architecture.name.c_str(), ones[ones.size() / 2],
                ratios[ratios.size() / 2], ratios.front(), ratios.back());
}

} // namespace

int main(int argc, char** argv)
{
    CLI::App app("How good the mapper is, and how fast.");
    std::vector<std::string> parts;
    int seeds = 8;
    double long_s = 60.0;
    app.add_option("parts", parts, "layers, optimum, networks, threads; all if none is named");
    app.add_option("--seeds", seeds, "Searches a row");
    app.add_option("--long", long_s, "Seconds of the long search of a network");
    CLI11_PARSE(app, argc, argv);
    const auto wanted = [&](const char* part) {
        return parts.empty() || std::find(parts.begin(), parts.end(), part) != parts.end();
    };
    const char* shared = std::getenv("PARETOSCOPE_SHARED");
    const auto references = readSearchReference(
        std::filesystem::path(shared != nullptr ? shared : "../shared") / "reference" / "timeloop"
        / "mapper.json");
    if (!references)
        std::printf("%s\n", references.error().text().c_str());
    if (wanted("layers") && references)
        printLayers(*references, seeds);
    if (wanted("optimum"))
        printOptimum(seeds);
    if (wanted("networks"))
        printNetworks(references ? *references : std::vector<SearchReference>{}, seeds, long_s);
    if (wanted("threads") && references && !references->empty())
        printThreads(references->front());
    return 0;
}
