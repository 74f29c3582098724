// SPDX-License-Identifier: GPL-3.0-or-later
// Races the search methods on fixed problems and prints them beside what other optimizers reached there at
// the same numbers of evaluations. The figure is the hypervolume of all feasible designs evaluated so far,
// objectives normalised, reference 1.1 in each.
#include "bench_problems.h"

#include "core/base/json_reader.h"
#include "core/pareto/front_archive.h"
#include "core/pareto/hypervolume.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <map>
#include <thread>

namespace {

using namespace paretoscope;
using bench::BenchProblem;

struct Settings
{
    std::uint64_t budget = 1'000;
    std::uint64_t from = 1'000; ///< first checkpoint that is printed, unless the budget is smaller
    std::size_t seeds = 10;
    std::size_t initial = 0;
    std::size_t batch = 1;
    unsigned jobs = 1;
    std::vector<std::string> methods{"auto"};
    std::vector<std::string> problems;
    bool known = true;
    bool allPeers = false;
};

struct Quartiles
{
    double low = 0.0, median = 0.0, high = 0.0;
};

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

struct Peer
{
    std::string name;
    std::size_t seeds = 0;
    Quartiles volume;
};
using Peers = std::map<std::pair<std::string, std::uint64_t>, std::vector<Peer>>; ///< best first

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

double threadSeconds()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

struct Race
{
    std::vector<double> volumes; ///< one per checkpoint
    double method_s = 0.0;       ///< processor time of asking and telling, known constraints included
    std::string mistake;
};

/// Counts how often something is asked for that no explorer should propose.
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

Race race(const BenchProblem& problem, const std::string& method, std::uint64_t seed,
          const std::vector<std::uint64_t>& checkpoints, const Settings& settings)
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
            bench::Evaluation found = problem.evaluate(seen.design);
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

std::vector<Race> races(const BenchProblem& problem, const std::string& method,
                        const std::vector<std::uint64_t>& checkpoints, const Settings& settings)
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

/// How a median stands against the best peer's: above, equal or below by less than its interquartile range,
/// or below.
struct Tally
{
    int above = 0, near = 0, below = 0;

    const char* count(double median, const Quartiles& best)
    {
        if (median > best.median + 5e-5) // the peers' figures have five digits
            return ++above, "above";
        if (median >= best.median - (best.high - best.low) - 5e-5)
            return ++near, "near";
        return ++below, "BELOW";
    }
};

void print(const std::string& problem, std::uint64_t checkpoint, const std::string& method,
           const std::vector<double>& volumes, const std::vector<Peer>* peers, bool allPeers, Tally& tally)
{
    const Quartiles ours = quartilesOf(volumes);
    std::printf("%-18s %6llu  %-12s %.4f (%.4f-%.4f)", problem.c_str(),
                static_cast<unsigned long long>(checkpoint), method.c_str(), ours.median, ours.low,
                ours.high);
    if (peers != nullptr) {
        const Peer& best = peers->front();
        std::printf("   %-18s %.4f (%.4f-%.4f) %2zu seeds  %s", best.name.c_str(), best.volume.median,
                    best.volume.low, best.volume.high, best.seeds, tally.count(ours.median, best.volume));
        for (std::size_t i = 1; allPeers && i < peers->size(); ++i)
            std::printf("\n%59s%-18s %.4f (%.4f-%.4f) %2zu seeds", "", (*peers)[i].name.c_str(),
                        (*peers)[i].volume.median, (*peers)[i].volume.low, (*peers)[i].volume.high,
                        (*peers)[i].seeds);
    }
    std::printf("\n");
    std::fflush(stdout);
}

int run(const Settings& settings, const std::filesystem::path& shared)
{
    const auto peers = readPeers(shared / "reference" / "optimizers" / "results.json");
    if (!peers)
        std::fprintf(stderr, "no peers beside ours: %s\n", peers.error().text().c_str());
    std::map<std::pair<std::string, std::uint64_t>, Tally> tallies;
    for (const std::string& name : settings.problems) {
        const auto problem = bench::benchProblem(name, shared / "data");
        if (!problem) {
            std::fprintf(stderr, "%s\n", problem.error().text().c_str());
            return 2;
        }
        std::vector<std::uint64_t> checkpoints;
        for (const std::uint64_t point : {20, 40, 60, 80, 100, 200, 500, 1'000, 2'000, 5'000, 10'000})
            if (point == settings.budget
                || (point >= settings.from && point < settings.budget && peers
                    && peers->contains({name, point})))
                checkpoints.push_back(point);
        if (checkpoints.empty() || checkpoints.back() != settings.budget)
            checkpoints.push_back(settings.budget);
        for (const std::string& method : settings.methods) {
            const std::vector<Race> results = races(*problem, method, checkpoints, settings);
            double method_s = 0.0;
            for (const Race& result : results) {
                method_s += result.method_s;
                if (!result.mistake.empty()) {
                    std::fprintf(stderr, "%s on %s: %s\n", method.c_str(), name.c_str(),
                                 result.mistake.c_str());
                    return 1;
                }
            }
            for (std::size_t c = 0; c < checkpoints.size(); ++c) {
                std::vector<double> volumes;
                for (const Race& result : results)
                    volumes.push_back(result.volumes[c]);
                const bool raced = peers && peers->contains({name, checkpoints[c]});
                print(name, checkpoints[c], method, volumes,
                      raced ? &peers->at({name, checkpoints[c]}) : nullptr, settings.allPeers,
                      tallies[{method, checkpoints[c]}]);
            }
            std::printf("%-18s         %-12s %.2f us of processor time an evaluation\n", name.c_str(),
                        method.c_str(),
                        1e6 * method_s / static_cast<double>(settings.seeds * settings.budget));
        }
    }
    for (const auto& [key, tally] : tallies)
        std::printf("%-12s at %6llu: above %d, within the interquartile range %d, below %d\n",
                    key.first.c_str(), static_cast<unsigned long long>(key.second), tally.above, tally.near,
                    tally.below);
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    Settings settings;
    bool ignoreKnown = false;
    CLI::App app("Races the search methods beside the recorded results of other optimizers.");
    app.add_option("--budget", settings.budget, "Evaluations of a run");
    app.add_option("--from", settings.from, "First checkpoint that is printed before the budget");
    app.add_option("--methods", settings.methods, "Names of our methods")->delimiter(',');
    app.add_option("--problems", settings.problems, "Names of the problems")->delimiter(',');
    app.add_option("--seeds", settings.seeds, "Runs of each, seeds 1 to this")->check(CLI::Range(1, 1000));
    app.add_option("--initial", settings.initial, "Evaluations meant for an initial design");
    app.add_option("--batch", settings.batch, "Designs asked for at once")->check(CLI::Range(1, 10'000));
    app.add_option("--jobs", settings.jobs, "Runs at a time")->check(CLI::Range(1, 2));
    app.add_flag("--no-known", ignoreKnown, "Methods must learn the known constraints like any other");
    app.add_flag("--all-peers", settings.allPeers, "Print every peer, not only the best");
    CLI11_PARSE(app, argc, argv);
    settings.known = !ignoreKnown;
    if (settings.problems.empty())
        settings.problems = settings.budget <= 200 ? bench::expensiveProblems() : bench::cheapProblems();
    const char* shared = std::getenv("PARETOSCOPE_SHARED");
    return run(settings, shared == nullptr ? "." : shared);
}
