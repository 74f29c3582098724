// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/reference_ratio.h"

#include <cmath>
#include <limits>
#include <string>

namespace paretoscope::study {

namespace {

double metricOf(const Trial& trial, std::size_t metric)
{
    return metric < trial.outcome.metrics.size() ? trial.outcome.metrics[metric]
                                                 : std::numeric_limits<double>::quiet_NaN();
}

bool isProductUnit(const std::string& unit, const std::string& a, const std::string& b)
{
    return !a.empty() && !b.empty() && (unit == a + "·" + b || unit == b + "·" + a);
}

} // namespace

std::size_t judgedMetric(const problem::Problem& problem)
{
    const auto& metrics = problem.metrics();
    const auto& objectives = problem.objectives();
    for (std::size_t i = 0; i < metrics.size(); ++i)
        for (const problem::Objective& a : objectives)
            for (const problem::Objective& b : objectives)
                if (isProductUnit(metrics[i].unit, metrics[a.metric].unit, metrics[b.metric].unit))
                    return i;
    return objectives.empty() ? 0 : objectives.front().metric;
}

std::optional<std::size_t> productOf(const problem::Problem& problem, std::size_t a, std::size_t b,
                                     const Trial& example)
{
    constexpr double kAgreement = 1e-6;
    const auto& metrics = problem.metrics();
    for (std::size_t i = 0; i < metrics.size(); ++i) {
        const double product = metricOf(example, a) * metricOf(example, b);
        if (isProductUnit(metrics[i].unit, metrics[a].unit, metrics[b].unit)
            && std::abs(metricOf(example, i) - product) <= kAgreement * std::abs(product))
            return i;
    }
    return std::nullopt;
}

std::optional<double> ratioTo(const Trial& reference, const Trial& trial, std::size_t metric)
{
    const double whole = metricOf(reference, metric);
    const double ratio = metricOf(trial, metric) / whole;
    return whole > 0.0 && std::isfinite(whole) && std::isfinite(ratio) ? std::optional(ratio) : std::nullopt;
}

BestTrial::BestTrial(const problem::Problem& problem, std::size_t metric)
    : m_metric(metric)
    , m_sign(problem.metrics()[metric].better == problem::Direction::Minimize ? 1.0 : -1.0)
{ }

void BestTrial::follow(const TrialLog& log)
{
    if (log.size() < m_seen) {
        m_seen = 0;
        m_best.reset();
    }
    for (; m_seen < log.size(); ++m_seen) {
        const Trial& trial = log[m_seen];
        const double value = m_sign * metricOf(trial, m_metric);
        if (trial.outcome.verdict == problem::Verdict::Feasible && std::isfinite(value)
            && (!m_best || value < m_value)) {
            m_best = trial.id;
            m_value = value;
        }
    }
}

} // namespace paretoscope::study
