// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench_table.h"

#include "core/optimizer/auto_search.h"

#include <algorithm>
#include <cstdio>
#include <set>

namespace paretoscope::bench {

namespace {

/// The runs that serve some classes of budgets: a run goes on beyond the smaller ones, which changes nothing
/// of what it has done by then.
struct Setting
{
    std::uint64_t budget = 0;
    std::size_t initial = 0;
    std::vector<std::uint64_t> classes;
    const std::vector<std::string>& problems;
};

struct Line
{
    std::string problem;
    std::uint64_t evaluations = 0;
    std::map<std::string, Quartiles> ours; ///< by method
    const Peer* peer = nullptr;            ///< the best, where any was raced
};

struct Summary
{
    Tally named, automatic;
    int lines = 0;
    int automaticFallsShort = 0; ///< more than 5 % below the best of ours
};

void print(const Line& line, Summary& summary)
{
    const std::string named = optimizer::recommendedMethod(line.evaluations);
    std::string best = named;
    for (const auto& [method, volume] : line.ours)
        if (volume.median > line.ours.at(best).median)
            best = method;
    const Quartiles& ours = line.ours.at(named);
    const double automatic = line.ours.at("auto").median;
    const double most = line.ours.at(best).median;
    const double share = most > 0.0 ? automatic / most : 1.0;
    std::printf("%-18s %6llu  %-9s %.4f (%.4f-%.4f)  auto %.4f = %5.1f %% of %-9s %.4f", line.problem.c_str(),
                static_cast<unsigned long long>(line.evaluations), named.c_str(), ours.median, ours.low,
                ours.high, automatic, 100.0 * share, best.c_str(), most);
    if (line.peer != nullptr) {
        const Quartiles& theirs = line.peer->volume;
        std::printf("  %-17s %.4f (%.4f-%.4f)  %s", line.peer->name.c_str(), theirs.median, theirs.low,
                    theirs.high, summary.named.count(ours.median, theirs));
        summary.automatic.count(automatic, theirs);
    }
    std::printf("\n");
    std::fflush(stdout);
    ++summary.lines;
    summary.automaticFallsShort += share < 0.95 ? 1 : 0;
}

/// One line per class. \returns false after a mistake, which is printed
bool race(const BenchProblem& problem, const Setting& setting, const RaceSettings& how,
          const TableSettings& settings, const Peers& peers, std::map<std::uint64_t, Summary>& summaries)
{
    std::set<std::string> methods(settings.others.begin(), settings.others.end());
    methods.insert("auto");
    std::vector<Line> lines;
    for (const std::uint64_t evaluations : setting.classes) {
        methods.insert(optimizer::recommendedMethod(evaluations));
        lines.push_back({problem.name, evaluations, {}, nullptr});
        const auto found = peers.find({problem.name, evaluations});
        if (found != peers.end())
            lines.back().peer = &found->second.front();
    }
    for (const std::string& method : methods) {
        const std::vector<Race> results = races(problem, method, setting.classes, how);
        for (const Race& result : results) {
            if (!result.mistake.empty()) {
                std::fprintf(stderr, "%s on %s: %s\n", method.c_str(), problem.name.c_str(),
                             result.mistake.c_str());
                return false;
            }
        }
        for (std::size_t i = 0; i < lines.size(); ++i)
            lines[i].ours[method] = quartilesAt(results, i);
    }
    for (const Line& line : lines)
        print(line, summaries[line.evaluations]);
    return true;
}

void print(const std::map<std::uint64_t, Summary>& summaries)
{
    for (const auto& [evaluations, summary] : summaries)
        std::printf("%6llu evaluations: %s above %d, within the interquartile range %d, below %d; auto above "
                    "%d, within %d, below %d, and short of 95 %% of the best of ours on %d of %d\n",
                    static_cast<unsigned long long>(evaluations), optimizer::recommendedMethod(evaluations),
                    summary.named.above, summary.named.near, summary.named.below, summary.automatic.above,
                    summary.automatic.near, summary.automatic.below, summary.automaticFallsShort,
                    summary.lines);
}

} // namespace

int printTable(const TableSettings& settings, const std::filesystem::path& shared)
{
    const auto peers = readPeers(shared / "reference" / "optimizers" / "results.json");
    if (!peers)
        std::fprintf(stderr, "no peers beside ours: %s\n", peers.error().text().c_str());
    const Setting expensive{100, 20, {100}, expensiveProblems()};
    const Setting cheap{10'000, 0, {1'000, 2'000, 10'000}, cheapProblems()};
    for (const bool known : {true, false}) {
        std::printf(known ? "Known constraints are asked.\n"
                          : "Known constraints are learnt like any other, where there are any.\n");
        std::map<std::uint64_t, Summary> summaries;
        for (const Setting* setting : {&expensive, &cheap}) {
            const auto& names = settings.problems.empty() ? setting->problems : settings.problems;
            for (const std::string& name : names) {
                const auto problem = benchProblem(name, shared / "data");
                if (!problem) {
                    std::fprintf(stderr, "%s\n", problem.error().text().c_str());
                    return 2;
                }
                if (!known && !problem->search.known)
                    continue;
                RaceSettings how;
                how.budget = setting->budget;
                how.initial = setting->initial;
                how.seeds = settings.seeds;
                how.jobs = settings.jobs;
                how.known = known;
                if (!race(*problem, *setting, how, settings, peers ? *peers : Peers(), summaries))
                    return 1;
            }
        }
        print(summaries);
    }
    return 0;
}

} // namespace paretoscope::bench
