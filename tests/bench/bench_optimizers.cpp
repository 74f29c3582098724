// SPDX-License-Identifier: GPL-3.0-or-later
// Races the search methods on fixed problems and prints them beside what other optimizers reached there at
// the same numbers of evaluations. The figure is the hypervolume of all feasible designs evaluated so far,
// objectives normalised, reference 1.1 in each. "table" holds what we recommend against all else in one go.
#include "bench_race.h"
#include "bench_table.h"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <cstdlib>
#include <map>

namespace {

using namespace paretoscope;
using namespace paretoscope::bench;

struct Settings : RaceSettings
{
    std::uint64_t from = 1'000; ///< first checkpoint that is printed, unless the budget is smaller
    std::vector<std::string> methods{"auto"};
    std::vector<std::string> problems;
    bool allPeers = false;
};

void print(const std::string& problem, std::uint64_t checkpoint, const std::string& method,
           const Quartiles& ours, const std::vector<Peer>* peers, bool allPeers, Tally& tally)
{
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
        const auto problem = benchProblem(name, shared / "data");
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
                const bool raced = peers && peers->contains({name, checkpoints[c]});
                print(name, checkpoints[c], method, quartilesAt(results, c),
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
    TableSettings table;
    table.others = {"bayesian", "portfolio", "tpe", "nsga2", "nsga3", "smsemoa", "moead", "p3bo"};
    CLI::App* all = app.add_subcommand("table", "Prints what we recommend, the automatic choice and the best "
                                                "of our others beside the best of other optimizers");
    all->add_option("--others", table.others, "Our methods beside those; those that model take long")
        ->delimiter(',');
    all->add_option("--problems", table.problems, "Names of the problems")->delimiter(',');
    all->add_option("--seeds", table.seeds, "Runs of each, seeds 1 to this")->check(CLI::Range(1, 1000));
    all->add_option("--jobs", table.jobs, "Runs at a time")->check(CLI::Range(1, 2));
    CLI11_PARSE(app, argc, argv);
    settings.known = !ignoreKnown;
    if (settings.problems.empty())
        settings.problems = settings.budget <= 200 ? expensiveProblems() : cheapProblems();
    const char* shared = std::getenv("PARETOSCOPE_SHARED");
    const std::filesystem::path folder = shared == nullptr ? "." : shared;
    return all->parsed() ? printTable(table, folder) : run(settings, folder);
}
