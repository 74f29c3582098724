// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench_race.h"

#include "core/base/json_reader.h"
#include "core/pareto/front_archive.h"
#include "core/pareto/hypervolume.h"

#include <algorithm>
#include <atomic>
#include <ctime>
#include <thread>

namespace paretoscope::bench {

Quartiles quartilesOf(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    const auto at = [&](double share) {
        const double place = share * static_cast<double>(values.size() - 1);
        const auto below = static_cast<std::size_t>(place);
        const std::size_t above = std::min(below + 1, values.size() - 1);
        return values[below] + (place - static_cast<double>(below)) * (values[above] - values[below]);
    };
    return {at(0.25), at(0.5), at(0.75)};
}

Quartiles quartilesAt(std::span<const Race> races, std::size_t checkpoint)
{
    std::vector<double> volumes;
    for (const Race& race : races)
        volumes.push_back(race.volumes[checkpoint]);
    return quartilesOf(std::move(volumes));
}

Result<Peers> readPeers(const std::filesystem::path& file)
{
    const auto document = readJsonFile(file);
    if (!document)
        return document.error();
    Peers peers;
    for (const auto& row : document->at("results")) {
        const auto volume = row.at("hv_q25_median_q75").get<std::vector<double>>();
        peers[{row.at("problem").get<std::string>(), row.at("evals").get<std::uint64_t>()}].push_back(
            {row.at("peer").get<std::string>(),
             row.at("seeds").get<std::size_t>(),
             {volume.at(0), volume.at(1), volume.at(2)}});
    }
    for (auto& [key, rows] : peers)
        std::stable_sort(rows.begin(), rows.end(),
                         [](const Peer& a, const Peer& b) { return a.volume.median > b.volume.median; });
    return peers;
}

namespace {

double threadSeconds()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// Says what is wrong with a proposal; nothing should be.
struct Referee
{
    const BenchProblem& problem;
    bool known;
    std::string check(const space::Design& design) const
    {
        if (const Status status = problem.search.space.check(design); !status)
            return status.error().text();
        if (known && problem.search.known) {
            for (const double value : problem.search.known(design))
                if (value > 0.0)
                    return "a known constraint is broken";
        }
        return {};
    }
};

/// Fills in the results of a design; feasible ones enter the front, normalised.
void evaluate(const BenchProblem& problem, optimizer::Observation& seen, pareto::FrontArchive& front)
{
    Evaluation found = problem.evaluate(seen.design);
    for (const double value : found.constraints)
        seen.violation += std::max(0.0, value);
    if (seen.violation == 0.0) {
        std::vector<double> point = found.objectives;
        for (std::size_t i = 0; i < point.size(); ++i)
            point[i] = (point[i] - problem.ideal[i]) / (problem.nadir[i] - problem.ideal[i]);
        front.insert(seen.id, point);
    }
    seen.metrics = found.objectives;
    seen.objectives = std::move(found.objectives);
    seen.constraints = std::move(found.constraints);
}

Race race(const BenchProblem& problem, const std::string& method, std::uint64_t seed,
          const std::vector<std::uint64_t>& checkpoints, const RaceSettings& settings)
{
    Race result;
    optimizer::SearchProblem search = problem.search;
    search.budget = settings.budget;
    search.initial = settings.initial;
    search.batch = settings.batch;
    if (!settings.known)
        search.known = {};
    auto made = optimizer::makeOptimizer({method, {}}, search, seed);
    if (!made)
        return {{}, 0.0, made.error().text()};
    optimizer::Optimizer& optimizer = *made.value();
    const Referee referee{problem, settings.known};
    pareto::FrontArchive front(problem.ideal.size());
    const std::vector<double> reference(problem.ideal.size(), 1.1);
    const auto volume = [&] { return pareto::hypervolume(front.points(), reference).value(); };
    std::uint64_t id = 0;
    std::vector<optimizer::Observation> told;
    while (id < settings.budget) {
        told.clear();
        double began = threadSeconds();
        const bool early = id < settings.initial;
        const std::uint64_t end = std::min(early ? settings.initial : id + settings.batch, settings.budget);
        for (; id < end; ++id) {
            auto design = optimizer.ask(id);
            if (!design)
                break;
            told.push_back({id, std::move(*design), {}, {}, 0.0, {}});
        }
        result.method_s += threadSeconds() - began;
        if (told.empty())
            break;
        for (optimizer::Observation& seen : told) {
            if (result.mistake.empty())
                result.mistake = referee.check(seen.design);
            evaluate(problem, seen, front);
            if (result.volumes.size() < checkpoints.size()
                && seen.id + 1 == checkpoints[result.volumes.size()])
                result.volumes.push_back(volume());
        }
        began = threadSeconds();
        optimizer.tell(told);
        result.method_s += threadSeconds() - began;
    }
    while (result.volumes.size() < checkpoints.size())
        result.volumes.push_back(volume());
    return result;
}

} // namespace

std::vector<Race> races(const BenchProblem& problem, const std::string& method,
                        const std::vector<std::uint64_t>& checkpoints, const RaceSettings& settings)
{
    std::vector<Race> results(settings.seeds);
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        for (std::size_t i = next++; i < settings.seeds; i = next++)
            results[i] = race(problem, method, i + 1, checkpoints, settings);
    };
    std::vector<std::jthread> others;
    for (unsigned job = 1; job < settings.jobs; ++job)
        others.emplace_back(work);
    work();
    others.clear(); // joins
    return results;
}

} // namespace paretoscope::bench
