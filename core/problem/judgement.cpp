// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/judgement.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::problem {

namespace {

Error refusal(std::string what, std::string hint = {})
{
    return {ErrorCode::InvalidInput, std::move(what), {}, std::move(hint)};
}

Result<std::size_t> metricNamed(const std::vector<Metric>& metrics, const std::string& name)
{
    std::string known;
    for (std::size_t i = 0; i < metrics.size(); ++i) {
        if (metrics[i].name == name)
            return i;
        known += (known.empty() ? "" : ", ") + metrics[i].name;
    }
    return refusal("\"" + name + "\" is not a metric of this model.", "Known are: " + known + ".");
}

} // namespace

std::vector<Limit> readLimits(JsonReader& study)
{
    std::vector<Limit> limits;
    for (JsonReader& item : study.objects("limits", true)) {
        Limit limit;
        limit.metric = item.string("metric");
        if (!item.has("minimum") && !item.has("maximum"))
            item.fail({}, "limits nothing; \"minimum\", \"maximum\" or both are expected.");
        limit.minimum = item.number("minimum", Range{}, limit.minimum);
        limit.maximum = item.number("maximum", Range{}, limit.maximum);
        if (limit.minimum > limit.maximum)
            item.fail({}, "cannot be met: its minimum is above its maximum.");
        limits.push_back(std::move(limit));
    }
    return limits;
}

Result<Judgement> judgementOf(const std::vector<Metric>& metrics, const std::vector<std::string>& objectives,
                              const std::vector<Limit>& limits)
{
    Judgement judgement;
    for (const std::string& name : objectives) {
        const auto metric = metricNamed(metrics, name);
        if (!metric)
            return metric.error();
        const auto isSame = [&](const Objective& other) { return other.metric == metric.value(); };
        if (std::any_of(judgement.objectives.begin(), judgement.objectives.end(), isSame))
            return refusal("The objective \"" + name + "\" is named twice.");
        judgement.objectives.push_back({metric.value()});
    }
    const std::size_t count = judgement.objectives.size();
    if (count < 1 || count > 4)
        return refusal("A study has from 1 to 4 objectives; this one has " + std::to_string(count) + ".");
    for (const Limit& limit : limits) {
        const auto metric = metricNamed(metrics, limit.metric);
        if (!metric)
            return metric.error();
        if (!(limit.minimum <= limit.maximum))
            return refusal("The limit on \"" + limit.metric
                           + "\" cannot be met: its minimum is above its maximum.");
        judgement.constraints.push_back({metric.value(), limit.minimum, limit.maximum});
    }
    return judgement;
}

void judge(const Judgement& judgement, const std::vector<Metric>& metrics, Outcome& outcome)
{
    for (const MetricConstraint& limit : judgement.constraints) {
        const double value = outcome.metrics[limit.metric];
        if (value >= limit.minimum && value <= limit.maximum)
            continue;
        const bool tooLarge = value > limit.maximum;
        const double bound = tooLarge ? limit.maximum : limit.minimum;
        const double excess = std::abs(value - bound) / (bound == 0.0 ? 1.0 : std::abs(bound));
        outcome.violation += std::isnan(excess) ? 1.0 : excess;
        if (outcome.reason.empty())
            outcome.reason = metrics[limit.metric].label
                             + (tooLarge ? " above the study's limit" : " below the study's limit");
    }
    outcome.verdict = outcome.violation > 0.0 ? Verdict::Infeasible : Verdict::Feasible;
}

} // namespace paretoscope::problem
