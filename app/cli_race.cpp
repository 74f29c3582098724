// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli_race.h"

#include "app/cli_commands.h"
#include "app/cli_signals.h"
#include "core/base/atomic_file.h"
#include "core/base/json_reader.h"
#include "core/study/export.h"
#include "core/study/race.h"
#include "core/study/race_curves.h"
#include "core/study/race_plan.h"
#include "core/study/race_store.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <memory>
#include <optional>
#include <unistd.h>
#include <utility>

namespace paretoscope::cli {

namespace {

using namespace study;
using nlohmann::json;

struct RaceOptions
{
    std::string study;
    std::vector<std::string> methods{"auto", "nsga2", "random"};
    unsigned seeds = 3;
    std::optional<std::uint64_t> firstSeed;
    std::uint64_t evaluations = 500;
    unsigned lookahead = 8;
    unsigned workers = 0;
    std::string out;
    bool json = false;
    bool quiet = false;
    bool allowCommand = false;
};

std::string formatted(const char* format, double value)
{
    if (std::isnan(value))
        return "-";
    char text[64];
    std::snprintf(text, sizeof text, format, value);
    return text;
}

std::string quartileText(const Quartiles& quartiles)
{
    if (std::isnan(quartiles.median))
        return "-";
    return formatted("%.5g", quartiles.median) + " [" + formatted("%.5g", quartiles.lower) + ", "
           + formatted("%.5g", quartiles.upper) + ']';
}

std::string objectiveColumn(const problem::Problem& problem, std::size_t objective)
{
    const problem::Metric& metric = problem.metrics()[problem.objectives()[objective].metric];
    return columnName(metric.name, metric.unit);
}

/// Left-aligned columns, two spaces apart.
std::string table(const std::vector<std::vector<std::string>>& rows)
{
    std::vector<std::size_t> widths(rows.front().size());
    for (const auto& row : rows)
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], row[i].size());
    std::string text;
    for (const auto& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i)
            line += row[i] + std::string(i + 1 < row.size() ? widths[i] - row[i].size() + 2 : 0, ' ');
        text += line + '\n';
    }
    return text;
}

std::string standingsText(const RaceSnapshot& race, const problem::Problem& problem)
{
    std::vector<std::vector<std::string>> rows{{"method", "budget", "evaluations", "hypervolume", "front",
                                                "seconds", "method seconds", "model fits", "acquisitions"}};
    for (std::size_t k = 0; k < problem.objectives().size(); ++k)
        rows.front().push_back("best " + objectiveColumn(problem, k));
    bool anyCounts = false;
    for (const RaceStanding& standing : raceStandings(race, problem)) {
        std::vector<std::string> row{
            race.methods[standing.method],        formatted("%.0f %%", 100.0 * standing.share),
            std::to_string(standing.evaluations), quartileText(standing.hypervolume),
            quartileText(standing.front),         quartileText(standing.seconds),
            quartileText(standing.method_s),      quartileText(standing.modelFits),
            quartileText(standing.acquisitions)};
        for (const Quartiles& best : standing.best)
            row.push_back(quartileText(best));
        anyCounts = anyCounts || !std::isnan(standing.modelFits.median);
        rows.push_back(std::move(row));
    }
    std::string text = "median [lower quartile, upper quartile] over " + std::to_string(race.seeds)
                       + " seeds from " + std::to_string(race.firstSeed) + "\n" + table(rows);
    if (anyCounts)
        text += "model fits and acquisitions: hyper-parameter fits, and designs of which an acquisition "
                "function was "
                "computed; - where a method does not count\n";
    text += std::to_string(race.done()) + " evaluations, " + std::to_string(race.saved)
            + " of them saved because another search had made them\n";
    for (const LeftOut& left : race.leftOut)
        text += "left out: " + left.method + ": " + left.reason + '\n';
    return text;
}

json quartileJson(const Quartiles& quartiles)
{
    const auto number = [](double value) { return std::isfinite(value) ? json(value) : json(); };
    return {{"lower", number(quartiles.lower)},
            {"median", number(quartiles.median)},
            {"upper", number(quartiles.upper)}};
}

json standingsJson(const RaceSnapshot& race, const problem::Problem& problem)
{
    json standings = json::array();
    for (const RaceStanding& standing : raceStandings(race, problem)) {
        json best = json::object();
        for (std::size_t k = 0; k < standing.best.size(); ++k)
            best[objectiveColumn(problem, k)] = quartileJson(standing.best[k]);
        standings.push_back({{"method", race.methods[standing.method]},
                             {"share", standing.share},
                             {"evaluations", standing.evaluations},
                             {"hypervolume", quartileJson(standing.hypervolume)},
                             {"best", std::move(best)},
                             {"front", quartileJson(standing.front)},
                             {"seconds_s", quartileJson(standing.seconds)},
                             {"method_s", quartileJson(standing.method_s)},
                             {"model_fits", quartileJson(standing.modelFits)},
                             {"acquisition_evaluations", quartileJson(standing.acquisitions)}});
    }
    json left = json::array();
    for (const LeftOut& item : race.leftOut)
        left.push_back({{"method", item.method}, {"reason", item.reason}});
    return {
        {"seeds", race.seeds},         {"first_seed", race.firstSeed}, {"evaluations", race.budget},
        {"lookahead", race.lookahead}, {"reference", race.reference},  {"done", race.done()},
        {"saved", race.saved},         {"left_out", std::move(left)},  {"standings", std::move(standings)}};
}

/// Watches the race to its end, or stops it when a signal comes.
void watch(Race& race, bool quiet)
{
    constexpr double kPoll_s = 0.05;
    const bool tell = !quiet && isatty(STDERR_FILENO) != 0;
    std::chrono::steady_clock::time_point told = std::chrono::steady_clock::now();
    bool stopping = false;
    while (!race.waitUntilQuiet(kPoll_s)) {
        if (interrupted() && !std::exchange(stopping, true))
            race.stop();
        if (tell && std::chrono::steady_clock::now() - told >= std::chrono::milliseconds(500)) {
            told = std::chrono::steady_clock::now();
            const RaceSnapshotPtr now = race.snapshot();
            std::cerr << '\r' << now->done() << '/' << now->total() << " evaluations, " << now->saved
                      << " saved\x1b[K" << std::flush;
        }
    }
    if (tell)
        std::cerr << std::endl;
}

Result<int> runRace(const RaceOptions& options)
{
    const Result<Study> study = readStudy(options.study);
    if (!study)
        return study.error();
    if (const Status permitted = permitCommand(*study->problem, options.study, options.allowCommand);
        !permitted)
        return permitted.error();
    RacePlan plan = racePlanFor(*study, options.methods);
    plan.seeds = options.seeds;
    plan.firstSeed = options.firstSeed.value_or(plan.firstSeed);
    plan.evaluations = options.evaluations;
    plan.lookahead = options.lookahead;
    Race::Options settings;
    settings.workers = options.workers;
    Result<std::unique_ptr<Race>> made = Race::make(*study, plan, settings);
    if (!made)
        return made.error();
    Race& race = *made.value();
    stopOnSignals();
    race.start();
    watch(race, options.quiet);
    const RaceSnapshotPtr after = race.snapshot();
    if (after->state == RunState::Failed)
        return Error{ErrorCode::Internal, after->message, {}, {}};
    if (!options.out.empty()) {
        if (Status written = writeFileAtomically(options.out, raceToCsv(*after, *study)); !written)
            return written.error();
    }
    const problem::Problem& problem = *study->problem;
    const Result<int> printed = print(options.json ? standingsJson(*after, problem).dump(2) + '\n'
                                                   : standingsText(*after, problem));
    return after->state == RunState::Stopped ? Result<int>(kStopped) : printed;
}

} // namespace

void addRaceCommand(CLI::App& app, std::function<Result<int>()>& chosen)
{
    const auto options = std::make_shared<RaceOptions>();
    CLI::App* const race = app.add_subcommand(
        "race", "Compare search methods on a study: equal budgets, equal seeds, one reference point");
    race->add_option("study", options->study, "Study file (JSON)")->required();
    race->add_option("--methods", options->methods, "Names of the methods, separated by commas")
        ->delimiter(',')
        ->capture_default_str();
    race->add_option("--seeds", options->seeds, "Searches of every method, each from a seed of its own")
        ->check(CLI::Range(1U, Race::kMostSeeds))
        ->capture_default_str();
    race->add_option("--first-seed", options->firstSeed, "Seed of the first search instead of the study's")
        ->check(CLI::Range(std::uint64_t{0}, std::uint64_t{1'000'000'000}));
    race->add_option("--evaluations", options->evaluations, "Designs that every search evaluates")
        ->check(CLI::Range(std::uint64_t{1}, Race::kMostEvaluations))
        ->capture_default_str();
    race->add_option("--lookahead", options->lookahead,
                     "Designs proposed ahead of the results, as a run does; 1 is strictly one by one")
        ->check(CLI::Range(1U, 65'536U))
        ->capture_default_str();
    race->add_option("--workers", options->workers, "Searches that run at a time; 0 is one per core")
        ->check(CLI::Range(0U, 1024U));
    race->add_option("--out", options->out, "File for every step of every search (CSV)");
    race->add_flag("--json", options->json, "Print the standings as JSON");
    race->add_flag("--quiet", options->quiet, "No progress on stderr");
    race->add_flag("--allow-command", options->allowCommand, "Run the command that the study names");
    race->callback([options, &chosen] { chosen = [options] { return runRace(*options); }; });
}

} // namespace paretoscope::cli
