// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/safe_evaluation.h"

#include <chrono>
#include <cmath>
#include <exception>
#include <limits>
#include <utility>

namespace paretoscope::study {

using problem::Outcome;
using problem::Problem;
using problem::Verdict;

namespace {

constexpr double kNotMeasured = std::numeric_limits<double>::quiet_NaN();
constexpr double kNothingKnown = std::numeric_limits<double>::infinity();

Outcome failed(std::string reason, std::size_t metrics, const Outcome& found)
{
    return {Verdict::Failed, std::vector<double>(metrics, kNotMeasured),
            kNothingKnown,   std::move(reason),
            found.cost_s,    found.record};
}

} // namespace

std::vector<double> minimisedObjectives(const Problem& problem, const std::vector<double>& metrics)
{
    std::vector<double> values;
    values.reserve(problem.objectives().size());
    for (const problem::Objective& objective : problem.objectives()) {
        const bool minimise = problem.metrics()[objective.metric].better == problem::Direction::Minimize;
        values.push_back(minimise ? metrics[objective.metric] : -metrics[objective.metric]);
    }
    return values;
}

Outcome madeReliable(Outcome outcome, const Problem& problem)
{
    const auto& metrics = problem.metrics();
    if (outcome.verdict == Verdict::Failed)
        return failed(outcome.reason.empty() ? "failed without a reason" : std::move(outcome.reason),
                      metrics.size(), outcome);
    if (outcome.metrics.size() != metrics.size())
        return failed("the evaluator returned " + std::to_string(outcome.metrics.size())
                          + " metrics instead of " + std::to_string(metrics.size()),
                      metrics.size(), outcome);
    if (outcome.verdict == Verdict::Infeasible) {
        if (!(outcome.violation > 0.0))
            outcome.violation = kNothingKnown;
        if (outcome.reason.empty())
            outcome.reason = "infeasible without a reason";
        return outcome;
    }
    for (std::size_t i = 0; i < metrics.size(); ++i)
        if (!std::isfinite(outcome.metrics[i]))
            return failed("the evaluator returned no finite number for " + metrics[i].name, metrics.size(),
                          outcome);
    outcome.violation = 0.0;
    outcome.reason.clear();
    return outcome;
}

std::optional<Outcome> evaluateSafely(const Problem& problem, const space::Design& design,
                                      const std::stop_token& stop)
{
    return measureSafely(
        problem, [&](const std::stop_token& token) { return problem.evaluate(design, token); }, stop);
}

std::optional<Outcome> evaluateTrialSafely(const Problem& problem, std::uint64_t number,
                                           const space::Design& design, const std::stop_token& stop)
{
    return measureSafely(
        problem, [&](const std::stop_token& token) { return problem.evaluateTrial(number, design, token); },
        stop);
}

std::optional<Outcome> measureSafely(const Problem& problem,
                                     const std::function<Outcome(const std::stop_token&)>& measure,
                                     const std::stop_token& stop)
{
    const auto began = std::chrono::steady_clock::now();
    Outcome outcome;
    try {
        outcome = measure(stop);
    } catch (const std::exception& exception) {
        outcome.reason = std::string("the evaluator failed: ") + exception.what();
    } catch (...) {
        outcome.reason = "the evaluator failed";
    }
    if (stop.stop_requested() && outcome.verdict == Verdict::Failed)
        return std::nullopt;
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    if (!(outcome.cost_s > 0.0) || !std::isfinite(outcome.cost_s))
        outcome.cost_s = took.count();
    return madeReliable(std::move(outcome), problem);
}

} // namespace paretoscope::study
