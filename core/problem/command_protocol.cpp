// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/command_protocol.h"

#include "core/base/json_reader.h"
#include "core/problem/command_words.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>
#include <span>
#include <utility>

namespace paretoscope::problem {

namespace {

using nlohmann::json;

constexpr double kNotTold = std::numeric_limits<double>::quiet_NaN();

json numberFrom(double value)
{
    constexpr double kExact = 9007199254740992.0; // 2^53
    if (std::trunc(value) == value && std::abs(value) <= kExact)
        return static_cast<std::int64_t>(value);
    return value;
}

json valueFrom(const space::Parameter& parameter, std::span<const double> slots)
{
    const std::vector<std::string> labels = space::labelsOf(parameter);
    switch (parameter.kind()) {
    case space::ParameterKind::Real:
        return slots[0];
    case space::ParameterKind::Integer:
    case space::ParameterKind::Ordinal:
        return numberFrom(slots[0]);
    case space::ParameterKind::Categorical:
        return labels[static_cast<std::size_t>(slots[0])];
    case space::ParameterKind::Factorization:
    case space::ParameterKind::Permutation:
        break;
    }
    json list = json::array();
    for (const double slot : slots)
        list.push_back(labels.empty() ? numberFrom(slot) : json(labels[static_cast<std::size_t>(slot)]));
    return list;
}

/// Reads one answer; the first thing that is wrong with it counts.
class AnswerReading
{
public:
    AnswerReading(const std::vector<Metric>& metrics)
        : m_metrics(metrics)
    {
        m_answer.outcome.metrics.assign(metrics.size(), kNotTold);
    }

    CommandAnswer read(const std::string& line, std::uint64_t id)
    {
        const json said = json::parse(line, nullptr, false);
        if (!said.is_object())
            return outOfStep(line, said.is_discarded());
        if (const auto told = said.find("id"); told != said.end() && *told != id)
            return wrong("the answer has the id " + describe(*told) + " instead of " + std::to_string(id),
                         false);
        if (const auto failed = said.find("failed"); failed != said.end())
            return readFailure(*failed);
        if (const auto cost = said.find("cost_s"); cost != said.end()) {
            if (!cost->is_number() || !(cost->get<double>() >= 0.0) || !std::isfinite(cost->get<double>()))
                return wrong("the answer's cost_s is " + describe(*cost)
                             + "; a number of seconds, at least 0, is expected");
            m_answer.outcome.cost_s = cost->get<double>();
        }
        const bool isInfeasible = said.contains("infeasible");
        if (isInfeasible && !readInfeasibility(said))
            return m_answer;
        if (!readMetrics(said.value("metrics", json(nullptr)), isInfeasible))
            return m_answer;
        m_answer.outcome.verdict = isInfeasible ? Verdict::Infeasible : Verdict::Feasible;
        return m_answer;
    }

private:
    CommandAnswer wrong(std::string what, bool isInStep = true)
    {
        m_answer.outcome.verdict = Verdict::Failed;
        m_answer.outcome.reason = std::move(what);
        m_answer.isUnderstood = false;
        m_answer.isInStep = isInStep;
        return m_answer;
    }

    CommandAnswer outOfStep(const std::string& line, bool isText)
    {
        const std::string shown = beginningOf(readableText(line), 60);
        if (!isText)
            return wrong("the answer " + shown + " is no JSON object", false);
        const bool isNotNumber = line.find("NaN") != std::string::npos
                                 || line.find("Infinity") != std::string::npos;
        if (isNotNumber && line.front() == '{')
            return wrong("the answer holds NaN or Infinity, which are no JSON numbers: " + shown);
        return wrong("the answer \"" + shown + "\" is not JSON", false);
    }

    CommandAnswer readFailure(const json& sentence)
    {
        if (!sentence.is_string())
            return wrong("the answer's \"failed\" is " + describe(sentence) + "; a sentence is expected");
        m_answer.outcome.reason = reasonFrom(sentence, "the evaluator failed without a reason");
        return m_answer;
    }

    bool readInfeasibility(const json& said)
    {
        const json& sentence = said.at("infeasible");
        if (!sentence.is_string()) {
            wrong("the answer's \"infeasible\" is " + describe(sentence) + "; a sentence is expected");
            return false;
        }
        m_answer.outcome.reason = reasonFrom(sentence, "infeasible without a reason");
        const json violation = said.value("violation", json(nullptr));
        if (violation.is_null())
            return true;
        if (!violation.is_number() || !(violation.get<double>() > 0.0)) {
            wrong("the answer's violation is " + describe(violation) + "; a number above 0 is expected");
            return false;
        }
        m_answer.outcome.violation = violation.get<double>();
        return true;
    }

    bool readMetrics(const json& told, bool mayLack)
    {
        if (!told.is_object() && !(mayLack && told.is_null())) {
            wrong(told.is_null()
                      ? "the answer has no \"metrics\""
                      : "the answer's \"metrics\" is " + describe(told) + "; an object is expected");
            return false;
        }
        for (std::size_t i = 0; i < m_metrics.size(); ++i) {
            const auto value = told.is_object() ? told.find(m_metrics[i].name) : told.end();
            const bool isThere = value != told.end() && !value->is_null();
            if (isThere && value->is_number() && std::isfinite(value->get<double>())) {
                m_answer.outcome.metrics[i] = value->get<double>();
            } else if (isThere || !mayLack) {
                wrong(isThere ? "the answer's " + m_metrics[i].name + " is " + describe(*value)
                                    + "; a number is expected"
                              : "the answer has no " + m_metrics[i].name);
                return false;
            }
        }
        return true;
    }

    static std::string reasonFrom(const json& sentence, const char* fallback)
    {
        const std::string text = lastLineOf(sentence.get<std::string>());
        return text.empty() ? fallback : text;
    }

    const std::vector<Metric>& m_metrics;
    CommandAnswer m_answer;
};

} // namespace

std::string questionLine(std::uint64_t id, const space::Space& space, const space::Design& design)
{
    json parameters = json::object();
    for (std::size_t i = 0; i < space.size(); ++i)
        if (space.isActive(design, i))
            parameters[space.parameter(i).name()] = valueFrom(space.parameter(i), space.value(design, i));
    return json{{"id", id}, {"parameters", std::move(parameters)}}.dump(-1, ' ', false,
                                                                        json::error_handler_t::replace);
}

CommandAnswer readAnswer(const std::string& line, std::uint64_t id, const std::vector<Metric>& metrics)
{
    return AnswerReading(metrics).read(line, id);
}

} // namespace paretoscope::problem
