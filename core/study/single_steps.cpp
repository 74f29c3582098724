// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/single_steps.h"

#include "core/space/value_choices.h"
#include "core/study/safe_evaluation.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::study {

namespace {

/// How much better `to` is than `from`, both minimised, relative to `from`; negative where it is worse.
double relativeGain(double from, double to)
{
    if (from == to)
        return 0.0;
    return from == 0.0 ? (to < from ? 1.0 : -1.0) : (from - to) / std::abs(from);
}

} // namespace

std::vector<SingleStep> singleSteps(const space::Space& space, const space::Design& design)
{
    std::vector<SingleStep> steps;
    for (std::size_t i = 0; i < space.size(); ++i) {
        if (!space.isActive(design, i))
            continue;
        const std::size_t width = space.parameter(i).width();
        const std::vector<double> values = space.parameter(i).neighbours(space.value(design, i));
        for (std::size_t at = 0; at + width <= values.size(); at += width) {
            space::Design changed = space::withValue(space, design, i, std::span(values).subspan(at, width));
            if (space.satisfiesConstraints(changed))
                steps.push_back({i, std::move(changed), {}});
        }
    }
    return steps;
}

bool evaluateSteps(std::vector<SingleStep>& steps, const problem::Problem& problem,
                   const std::stop_token& stop, const std::function<void(std::size_t)>& told)
{
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const std::optional<problem::Outcome> outcome = evaluateSafely(problem, steps[i].design, stop);
        if (!outcome || stop.stop_requested())
            return false;
        steps[i].outcome = *outcome;
        told(i + 1);
    }
    return true;
}

std::vector<HelpfulStep> helpfulSteps(std::span<const SingleStep> steps, const problem::Outcome& from,
                                      const problem::Problem& problem, std::size_t objective)
{
    const std::vector<double> before = minimisedObjectives(problem, from.metrics);
    std::vector<HelpfulStep> helpful;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (steps[i].outcome.verdict != problem::Verdict::Feasible)
            continue;
        const std::vector<double> after = minimisedObjectives(problem, steps[i].outcome.metrics);
        HelpfulStep step{i, relativeGain(before[objective], after[objective]), 0.0};
        for (std::size_t k = 0; k < after.size(); ++k)
            if (k != objective)
                step.price += std::max(0.0, -relativeGain(before[k], after[k]));
        if (step.gain > 0.0)
            helpful.push_back(step);
    }
    std::stable_sort(helpful.begin(), helpful.end(), [](const HelpfulStep& a, const HelpfulStep& b) {
        const double left = a.price / a.gain, right = b.price / b.gain;
        return left != right ? left < right : a.gain > b.gain;
    });
    return helpful;
}

} // namespace paretoscope::study
