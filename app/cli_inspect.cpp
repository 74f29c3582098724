// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli_commands.h"

#include "core/base/json_reader.h"
#include "core/cost/crossbar/reference_cases.h"
#include "core/cost/spatial/reference_cases.h"
#include "core/cost/systolic/reference_cases.h"
#include "core/cost/validation/chip_cases.h"
#include "core/problem/command_problem.h"
#include "core/study/explanation_export.h"
#include "core/study/export.h"
#include "core/study/run_bookkeeping.h"
#include "core/study/session.h"

#include <nlohmann/json.hpp>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>
#include <vector>

namespace paretoscope::cli {

namespace {

using namespace study;
using nlohmann::json;

struct Opened
{
    std::unique_ptr<Session> session;
    TrialLog log;
};

Result<Opened> readSession(const std::string& file)
{
    Result<std::unique_ptr<Session>> session = Session::open(file, Session::Access::ReadOnly);
    if (!session)
        return session.error();
    Result<TrialLog> log = session.value()->trials();
    if (!log)
        return log.error();
    return Opened{std::move(session).value(), std::move(log).value()};
}

std::string pretty(const json& value)
{
    return value.dump(2, ' ', false, json::error_handler_t::replace) + '\n';
}

/// Which model a reference file is about: those of one family of machines say so, others their format.
Result<std::vector<cost::CaseResult>> checkFile(const std::string& file)
{
    const auto document = readJsonFile(file);
    if (!document)
        return document.error();
    const json family = document->is_object() ? document->value("family", json()) : json();
    if (family == "systolic")
        return cost::systolic::checkReferenceFile(file);
    if (family == "crossbar")
        return cost::crossbar::checkReferenceFile(file);
    if (family == "eyeriss_and_others")
        return cost::validation::checkChipFile(file, PARETOSCOPE_NETWORKS);
    const auto results = cost::spatial::checkReferenceFile(file);
    if (!results)
        return results.error();
    return std::vector<cost::CaseResult>(results->begin(), results->end());
}

} // namespace

Result<int> print(const std::string& text)
{
    const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size()
                         && std::fflush(stdout) == 0;
    if (written || errno == EPIPE)
        return kOk;
    return Error{ErrorCode::Io,
                 std::string("cannot be written: ") + std::strerror(errno) + '.',
                 "standard output",
                 {}};
}

Result<int> front(const std::string& file, const std::string& format)
{
    Result<Opened> opened = readSession(file);
    if (!opened)
        return opened.error();
    const Study& study = opened->session->study();
    const References references = referencesFromJson(opened->session->get(kReferencesKey), study);
    if (format == "json")
        return print(pretty(frontToJson(study, opened->log, references)));
    Bookkeeping books(study);
    for (std::size_t i = 0; i < opened->log.size(); ++i)
        books.add(opened->log[i]);
    return print(trialsToCsv(study, opened->log, books.front(), references));
}

Result<int> curves(const std::string& file)
{
    const Result<Opened> opened = readSession(file);
    if (!opened)
        return opened.error();
    return print(curvesToCsv(opened->log));
}

Result<OpenedTrial> openTrial(const std::string& file, std::uint64_t id)
{
    Result<Opened> opened = readSession(file);
    if (!opened)
        return opened.error();
    if (id < opened->log.size())
        return OpenedTrial{std::move(opened.value().session), opened->log[id]};
    const std::string allowed = opened->log.empty() ? "it has none yet."
                                                    : "its trials count from 0 to "
                                                          + std::to_string(opened->log.size() - 1) + '.';
    return Error{ErrorCode::InvalidInput, "has no trial " + std::to_string(id) + "; " + allowed, file, {}};
}

Result<int> explain(const std::string& file, std::uint64_t id, const std::string& format)
{
    const Result<OpenedTrial> opened = openTrial(file, id);
    if (!opened)
        return opened.error();
    const Study& study = opened->session->study();
    const Trial& trial = opened->trial;
    const auto explanation = study.problem->explain(trial.design, {});
    if (!explanation)
        return explanation.error();
    const json facts = trialToJson(study, trial);
    if (format == "json") {
        json document = facts;
        document["explanation"] = explanationToJson(*explanation);
        return print(pretty(document));
    }
    std::string text = "trial " + std::to_string(id) + " (" + facts["verdict"].get<std::string>() + ")\n"
                       + study.problem->space().print(trial.design) + "\n\nmetrics\n";
    for (const auto& [name, value] : facts["metrics"].items())
        text += "  " + name + "  " + (value.is_null() ? "unknown" : exactNumber(value.get<double>())) + '\n';
    if (!trial.outcome.reason.empty())
        text += "reason: " + trial.outcome.reason + '\n';
    return print(text + '\n' + explanationToText(*explanation));
}

Result<int> validate(const std::string& file)
{
    const Result<Study> study = readStudy(file);
    if (!study)
        return study.error();
    const space::Space& space = study->problem->space();
    const auto count = space.count();
    std::string text = "ok\n" + study->name + ": " + std::to_string(space.size()) + " parameters, "
                       + (count ? std::to_string(*count) + " designs" : "more designs than can be counted");
    if (!space.constraints().empty())
        text += " before " + std::to_string(space.constraints().size()) + " constraints";
    text += "\nobjectives:";
    for (const problem::Objective& objective : study->problem->objectives())
        text += ' ' + study->problem->metrics()[objective.metric].name;
    if (const auto terms = problem::commandTermsOf(*study->problem))
        text += "\ncommand: " + problem::commandText(terms->command) + " in " + terms->command.folder.string()
                + " (not run)";
    return print(text + "\nmethod: " + study->method.name + ", " + std::to_string(study->evaluations)
                 + " evaluations, seed " + std::to_string(study->seed) + '\n');
}

Result<int> check(const std::string& file)
{
    const auto results = checkFile(file);
    if (!results)
        return results.error();
    std::size_t failed = 0;
    std::size_t figures = 0;
    std::string text;
    for (const cost::CaseResult& result : *results) {
        failed += result.agrees ? 0U : 1U;
        figures += static_cast<std::size_t>(result.figures);
        text += (result.agrees ? "ok    " : "FAIL  ") + result.id + "  worst relative deviation "
                + exactNumber(result.worstDeviation) + (result.worst.empty() ? "" : ": " + result.worst)
                + '\n';
        for (const std::string& sentence : result.unpredicted)
            text += "      not predicted, " + sentence + '\n';
    }
    text += std::to_string(figures) + " figures compared\n" + std::to_string(results->size() - failed)
            + " passed, " + std::to_string(failed) + " failed\n";
    const Result<int> printed = print(text);
    return printed && failed > 0 ? Result<int>(kFailed) : printed;
}

} // namespace paretoscope::cli
