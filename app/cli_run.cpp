// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli_commands.h"
#include "app/cli_references.h"
#include "app/cli_signals.h"

#include "core/problem/command_problem.h"
#include "core/study/runner.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <unistd.h>
#include <utility>

namespace paretoscope::cli {

namespace {

using namespace study;
using nlohmann::json;

/// The study's document with what the command line says instead.
Result<Study> studyFor(const RunOptions& options)
{
    Result<Study> study = readStudy(options.study);
    if (!study || (!options.evaluations && !options.seed))
        return study;
    json document = *study->document;
    if (options.evaluations)
        document["evaluations"] = *options.evaluations;
    if (options.seed)
        document["seed"] = *options.seed;
    return studyFromDocument(document, options.study);
}

/// What makes two studies the same question. The budget may differ; so may the seed, unless it was asked for.
std::uint64_t question(const Study& study, bool withSeed)
{
    json document = *study.document;
    document.erase("evaluations");
    if (!withSeed)
        document.erase("seed");
    return fingerprint(document);
}

Result<std::unique_ptr<Session>> createOrContinue(const RunOptions& options, const Study& study)
{
    if (!std::filesystem::exists(options.session))
        return Session::create(options.session, study);
    Result<std::unique_ptr<Session>> session = Session::open(options.session);
    const bool withSeed = options.seed.has_value();
    if (session && question(session.value()->study(), withSeed) != question(study, withSeed))
        return Error{ErrorCode::InvalidInput, "belongs to another study than " + options.study + ".",
                     options.session, "Choose another session file, or the study it was made from."};
    return session;
}

std::string counted(std::uint64_t count, const char* what)
{
    return std::to_string(count) + ' ' + what;
}

std::string fixed(const char* format, double value)
{
    char text[64];
    std::snprintf(text, sizeof text, format, value);
    return text;
}

std::string hypervolumeText(const Snapshot& now)
{
    return now.hypervolume.empty() ? "unknown" : fixed("%.6g", now.hypervolume.back().value);
}

std::string progressText(const Snapshot& now)
{
    std::string text = std::to_string(now.trials.size()) + '/' + counted(now.budget, "evaluations") + ", "
                       + counted(now.feasible, "feasible") + ", front of " + std::to_string(now.front.size())
                       + ", hypervolume " + hypervolumeText(now) + ", "
                       + fixed("%.1f evaluations/s", now.evaluationsPerSecond);
    return now.remaining_s ? text + fixed(", %.0f s left", *now.remaining_s) : text;
}

std::string progressJson(const Snapshot& now)
{
    return json{{"evaluations", now.trials.size()},
                {"budget", now.budget},
                {"feasible", now.feasible},
                {"front", now.front.size()},
                {"hypervolume", now.hypervolume.empty() ? json() : json(now.hypervolume.back().value)},
                {"running_s", now.running_s},
                {"evaluations_per_second", now.evaluationsPerSecond},
                {"remaining_s", now.remaining_s ? json(*now.remaining_s) : json()}}
        .dump();
}

void report(const RunOptions& options, const Snapshot& now)
{
    if (options.progress == "json")
        std::cerr << progressJson(now) << std::endl;
    else if (options.progress == "text" && isatty(STDERR_FILENO) != 0)
        std::cerr << '\r' << progressText(now) << "\x1b[K" << std::flush;
    else if (options.progress == "text")
        std::cerr << progressText(now) << std::endl;
}

/// Watches the run to its end, or stops it when a signal comes.
void watch(Runner& runner, const RunOptions& options)
{
    constexpr double kPoll_s = 0.05;
    constexpr auto kBetweenReports = std::chrono::milliseconds(500);
    std::chrono::steady_clock::time_point reported = std::chrono::steady_clock::now();
    bool stopping = false;
    while (!runner.waitUntilQuiet(kPoll_s)) {
        if (interrupted() && !std::exchange(stopping, true))
            runner.stop();
        if (std::chrono::steady_clock::now() - reported >= kBetweenReports) {
            reported = std::chrono::steady_clock::now();
            report(options, *runner.snapshot());
        }
    }
    report(options, *runner.snapshot());
    if (options.progress == "text" && isatty(STDERR_FILENO) != 0)
        std::cerr << std::endl;
}

std::string summary(const Snapshot& before, const Snapshot& after)
{
    const double took_s = after.running_s - before.running_s;
    const auto evaluations = static_cast<double>(after.trials.size() - before.trials.size());
    return counted(after.trials.size(), "evaluations, ") + counted(after.feasible, "feasible, front of ")
           + std::to_string(after.front.size()) + ", hypervolume " + hypervolumeText(after)
           + fixed(", %.2f s", after.running_s)
           + fixed(", %.1f evaluations/s", took_s > 0.0 ? evaluations / took_s : 0.0);
}

} // namespace

Status permitCommand(const problem::Problem& problem, const std::string& study, bool allowed)
{
    const auto terms = problem::commandTermsOf(problem);
    if (!terms || allowed) {
        problem::allowCommand(problem);
        return success();
    }
    return Error{ErrorCode::Unsupported,
                 "runs the command \"" + problem::commandText(terms->command) + "\" in \""
                     + terms->command.folder.string() + "\".",
                 study, "Say --allow-command if you know where the study comes from."};
}

Result<int> run(const RunOptions& options)
{
    const Result<Study> study = studyFor(options);
    if (!study)
        return study.error();
    if (const Status permitted = permitCommand(*study->problem, options.study, options.allowCommand);
        !permitted)
        return permitted.error();
    Result<std::unique_ptr<Session>> session = createOrContinue(options, *study);
    if (!session)
        return session.error();
    problem::allowCommand(*session.value()->study().problem); // the session's own, of the same document
    Runner::Options settings;
    settings.workers = options.workers;
    Result<std::unique_ptr<Runner>> made = Runner::make(*session.value(), settings);
    if (!made)
        return made.error();
    Runner& runner = *made.value();
    const SnapshotPtr before = runner.snapshot();
    stopOnSignals();
    if (options.evaluations)
        runner.extendTo(*options.evaluations);
    ReferenceMeasuring references(*session.value());
    runner.start();
    watch(runner, options);
    references.finish(interrupted());
    const SnapshotPtr after = runner.snapshot();
    if (after->state == RunState::Failed)
        return Error{ErrorCode::Io, after->message, {}, "What was evaluated before is kept."};
    if (!after->message.empty())
        std::cerr << "paretoscope-cli: " << after->message << '\n';
    const Result<int> printed = print(summary(*before, *after) + references.comparedWith(*after) + '\n');
    return after->state == RunState::Stopped ? kStopped : printed;
}

} // namespace paretoscope::cli
