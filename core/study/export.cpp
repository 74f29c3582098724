// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/export.h"

#include "core/accuracy/training_record.h"
#include "core/study/run_bookkeeping.h"

#include <nlohmann/json.hpp>

#include <charconv>
#include <cmath>
#include <utility>

namespace paretoscope::study {

namespace {

using nlohmann::json;

/// Quotes what would break a line of CSV (RFC 4180).
std::string field(const std::string& text)
{
    if (text.find_first_of(",\"\r\n") == std::string::npos)
        return text;
    std::string quoted = "\"";
    for (const char c : text)
        quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + '"';
}

std::string replaced(std::string text, const std::string& what, const std::string& with)
{
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
    return text;
}

json numberOrNull(double value)
{
    return std::isfinite(value) ? json(value) : json();
}

const char* verdictName(problem::Verdict verdict)
{
    switch (verdict) {
    case problem::Verdict::Feasible:
        return "feasible";
    case problem::Verdict::Infeasible:
        return "infeasible";
    case problem::Verdict::Failed:
        break;
    }
    return "failed";
}

json parametersOf(const space::Space& space, const space::Design& design)
{
    json values = json::object();
    for (std::size_t i = 0; i < space.size(); ++i) {
        if (design.empty() || !space.isActive(design, i))
            continue;
        const space::Parameter& parameter = space.parameter(i);
        const auto value = space.value(design, i);
        const bool isNumber = parameter.kind() == space::ParameterKind::Real
                              || parameter.kind() == space::ParameterKind::Integer
                              || parameter.kind() == space::ParameterKind::Ordinal;
        values[columnName(parameter.name(), parameter.unit())] = isNumber ? json(value[0])
                                                                          : json(parameter.print(value));
    }
    return values;
}

} // namespace

std::string exactNumber(double value)
{
    char text[40];
    const auto end = std::to_chars(text, text + sizeof text, value).ptr;
    return {text, end};
}

std::string columnName(const std::string& name, const std::string& unit)
{
    if (unit.empty())
        return name;
    std::string suffix = replaced(unit, "²", "2");
    suffix = replaced(std::move(suffix), "·", "");
    suffix = replaced(std::move(suffix), "/", "_per_");
    return name + '_' + replaced(std::move(suffix), " ", "_");
}

std::string trialsToCsv(const Study& study, const TrialLog& log, std::span<const std::uint64_t> ids,
                        std::span<const Reference> references)
{
    const space::Space& space = study.problem->space();
    std::string text = "trial";
    for (std::size_t i = 0; i < space.size(); ++i)
        text += ',' + field(columnName(space.parameter(i).name(), space.parameter(i).unit()));
    for (const problem::Metric& metric : study.problem->metrics())
        text += ',' + field(columnName(metric.name, metric.unit));
    text += '\n';
    const auto line = [&](const std::string& name, const Trial& trial) {
        text += field(name);
        for (std::size_t i = 0; i < space.size(); ++i) {
            text += ',';
            if (!trial.design.empty() && space.isActive(trial.design, i))
                text += field(space.parameter(i).print(space.value(trial.design, i)));
        }
        for (const double metric : trial.outcome.metrics)
            text += ',' + exactNumber(metric);
        text += '\n';
    };
    for (const std::uint64_t id : ids)
        line(std::to_string(id), log[id]);
    for (const Reference& reference : references)
        if (reference.evaluated)
            line("reference: " + reference.name, reference.trial);
    return text;
}

std::string curvesToCsv(const TrialLog& log)
{
    std::string text = "trial,epoch,state,loss_nat,training_accuracy,validation_accuracy,training_time_s\n";
    for (std::size_t i = 0; i < log.size(); ++i) {
        const auto& record = log[i].outcome.record;
        const auto curve = record ? accuracy::fromRecord(*record) : std::nullopt;
        if (!curve)
            continue;
        for (const accuracy::EpochRecord& epoch : curve->epochs) {
            text += std::to_string(log[i].id) + ',' + std::to_string(epoch.epoch) + ','
                    + accuracy::stateName(curve->state);
            for (const double value :
                 {epoch.loss, epoch.trainingAccuracy, epoch.validationAccuracy, epoch.cpu_s})
                text += ',' + exactNumber(value);
            text += '\n';
        }
    }
    return text;
}

json trialToJson(const Study& study, const Trial& trial)
{
    json metrics = json::object();
    for (std::size_t i = 0; i < trial.outcome.metrics.size(); ++i) {
        const problem::Metric& metric = study.problem->metrics()[i];
        metrics[columnName(metric.name, metric.unit)] = numberOrNull(trial.outcome.metrics[i]);
    }
    json object{{"trial", trial.id},
                {"verdict", verdictName(trial.outcome.verdict)},
                {"parameters", parametersOf(study.problem->space(), trial.design)},
                {"metrics", std::move(metrics)}};
    if (!trial.outcome.reason.empty())
        object["reason"] = trial.outcome.reason;
    return object;
}

json referenceToJson(const Study& study, const Reference& reference)
{
    json object = trialToJson(study, reference.trial);
    object.erase("trial");
    object["reference"] = reference.name;
    if (!reference.note.empty())
        object["note"] = reference.note;
    return object;
}

json frontToJson(const Study& study, const TrialLog& log, std::span<const Reference> references)
{
    Bookkeeping books(study);
    for (std::size_t i = 0; i < log.size(); ++i)
        books.add(log[i]);
    json front = json::array();
    for (const std::uint64_t id : books.front())
        front.push_back(trialToJson(study, log[id]));
    json objectives = json::array();
    for (const problem::Objective& objective : study.problem->objectives()) {
        const problem::Metric& metric = study.problem->metrics()[objective.metric];
        const bool minimise = metric.better == problem::Direction::Minimize;
        objectives.push_back(
            {{"metric", columnName(metric.name, metric.unit)}, {"better", minimise ? "lower" : "higher"}});
    }
    const auto knee = books.knee();
    json known = json::array();
    for (const Reference& reference : references)
        if (reference.evaluated)
            known.push_back(referenceToJson(study, reference));
    json answer{{"format", "paretoscope-front"},
                {"version", 1},
                {"study", study.name},
                {"evaluations", log.size()},
                {"feasible", books.feasible()},
                {"objectives", std::move(objectives)},
                {"hypervolume", numberOrNull(books.hypervolume())},
                {"reference", books.reference()},
                {"knee", knee ? json(*knee) : json()},
                {"front", std::move(front)}};
    if (!known.empty())
        answer["references"] = std::move(known);
    return answer;
}

} // namespace paretoscope::study
