// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lesson/narration.h"

#include "core/base/quantity_words.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::lesson {

namespace {

const problem::Metric& metricOf(const problem::Problem& problem, std::size_t objective)
{
    return problem.metrics()[problem.objectives()[objective].metric];
}

double valueOf(const LessonStep& step, const problem::Problem& problem, std::size_t objective)
{
    return step.trial.outcome.metrics[problem.objectives()[objective].metric];
}

std::string sentenceOfExpectation(const optimizer::OutcomeBelief& belief, const problem::Metric& metric)
{
    return metric.label + " is expected between " + quantityWords(belief.low[0], metric.unit) + " and "
           + quantityWords(belief.high[0], metric.unit) + " (two times in three).";
}

std::string listed(const std::vector<std::uint64_t>& trials)
{
    constexpr std::size_t kMost = 3;
    std::string text;
    for (std::size_t i = 0; i < trials.size() && i < kMost; ++i)
        text += (i == 0 ? "#" : ", #") + std::to_string(trials[i]);
    return trials.size() > kMost ? text + " and " + std::to_string(trials.size() - kMost) + " more" : text;
}

std::string oneObjective(const LessonStep& step, const Before& before)
{
    const problem::Metric& metric = metricOf(before.problem, 0);
    const double value = valueOf(step, before.problem, 0);
    const double sign = metric.better == problem::Direction::Minimize ? 1.0 : -1.0;
    const std::string came = metric.label + " is " + quantityWords(value, metric.unit);
    if (!before.best)
        return came + ": the first result.";
    const std::string best = quantityWords(sign * *before.best, metric.unit);
    return sign * value < *before.best ? came + ": the best so far; before it was " + best + "."
                                       : came + ". The best so far stays " + best + ".";
}

std::string severalObjectives(const Before& before)
{
    if (!before.onFront)
        return before.beatenBy.empty() ? "It repeats values that are on the front already."
                                       : "Beaten in every respect by " + listed(before.beatenBy) + ".";
    if (before.beats == 0)
        return "On the front: nothing so far is as good in one respect and better in another.";
    return "On the front: it beats " + std::to_string(before.beats)
           + (before.beats == 1 ? " design that was on it." : " designs that were on it.");
}

/// How the result lies to what was expected, in units of the expectation's own doubt.
std::string surprise(const LessonStep& step, const problem::Problem& problem)
{
    std::size_t within = 0;
    std::size_t judged = 0;
    for (std::size_t i = 0; i < problem.objectives().size() && i < step.expected.outcomes.size(); ++i) {
        const optimizer::OutcomeBelief& belief = step.expected.outcomes[i];
        const double value = valueOf(step, problem, i);
        ++judged;
        within += value >= std::min(belief.low[0], belief.high[0])
                          && value <= std::max(belief.low[0], belief.high[0])
                      ? 1
                      : 0;
    }
    if (judged == 0)
        return {};
    if (within == judged)
        return "As the model expected.";
    return within == 0 ? "Not what the model expected: it learns most from such results."
                       : "Partly as the model expected.";
}

} // namespace

std::vector<std::string> whyWords(const LessonStep& step, const problem::Problem& problem)
{
    std::vector<std::string> words = step.thought.sentences;
    for (std::size_t i = 0; i < problem.objectives().size() && i < step.expected.outcomes.size(); ++i)
        words.push_back(sentenceOfExpectation(step.expected.outcomes[i], metricOf(problem, i)));
    if (words.empty())
        words.emplace_back("This method does not say why it proposes a design.");
    return words;
}

std::vector<std::string> whatWords(const LessonStep& step, const Before& before)
{
    const problem::Outcome& outcome = step.trial.outcome;
    if (outcome.verdict == problem::Verdict::Failed)
        return {"It could not be evaluated: " + outcome.reason + "."};
    if (outcome.verdict == problem::Verdict::Infeasible)
        return {"It is not allowed: " + outcome.reason + "."};
    std::vector<std::string> words{before.problem.objectives().size() == 1 ? oneObjective(step, before)
                                                                           : severalObjectives(before)};
    if (std::string surprised = surprise(step, before.problem); !surprised.empty())
        words.push_back(std::move(surprised));
    return words;
}

} // namespace paretoscope::lesson
