// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lesson/growth.h"

#include "core/pareto/hypervolume.h"
#include "core/study/safe_evaluation.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::lesson {

namespace {

/// Shares and other bare numbers stay as they are: an error is read by its size, an energy by its order.
bool reachesOverDecades(const Lesson& lesson, std::size_t objective)
{
    const std::size_t metric = lesson.setup.problem->objectives()[objective].metric;
    if (lesson.setup.problem->metrics()[metric].unit.empty())
        return false;
    double low = INFINITY;
    // From the reference on, so that two lanes of a scene decide alike.
    const std::vector<double>& reference = lesson.setup.reference;
    double high = objective < reference.size() ? reference[objective] : 0.0;
    for (const LessonStep& step : lesson.steps) {
        const problem::Outcome& outcome = step.trial.outcome;
        if (metric >= outcome.metrics.size() || !std::isfinite(outcome.metrics[metric]))
            continue;
        low = std::min(low, outcome.metrics[metric]);
        high = std::max(high, outcome.metrics[metric]);
    }
    constexpr double kDecade = 10.0;
    return low > 0.0 && high >= kDecade * low && std::isfinite(low);
}

/// Own values of the objectives, as they count: minimised, by decades where it is said so.
std::vector<double> counted(const Lesson& lesson, const std::vector<double>& metrics)
{
    std::vector<double> values = metrics;
    for (std::size_t i = 0; i < lesson.byDecades.size(); ++i) {
        double& value = values[lesson.setup.problem->objectives()[i].metric];
        if (lesson.byDecades[i])
            value = std::log10(value);
    }
    return study::minimisedObjectives(*lesson.setup.problem, values);
}

} // namespace

void measureGrowth(Lesson& lesson)
{
    const problem::Problem& problem = *lesson.setup.problem;
    const std::size_t objectives = problem.objectives().size();
    for (std::size_t i = 0; i < objectives; ++i)
        lesson.byDecades.push_back(
            reachesOverDecades(lesson, i)
            && (lesson.setup.reference.size() != objectives || lesson.setup.reference[i] > 0.0));
    if (lesson.setup.reference.size() != objectives)
        return;
    std::vector<double> reference(problem.metrics().size(), 0.0);
    for (std::size_t i = 0; i < objectives; ++i)
        reference[problem.objectives()[i].metric] = lesson.setup.reference[i];
    pareto::IncrementalHypervolume volume(counted(lesson, reference));
    for (LessonStep& step : lesson.steps) {
        if (step.trial.outcome.verdict == problem::Verdict::Feasible)
            (void)volume.add(counted(lesson, step.trial.outcome.metrics));
        step.hypervolume = volume.value();
    }
}

} // namespace paretoscope::lesson
