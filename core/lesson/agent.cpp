// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lesson/agent.h"

#include "core/study/safe_evaluation.h"

#include <cmath>

namespace paretoscope::lesson {

namespace {

const std::string& labelOf(const problem::Problem& problem, std::size_t objective)
{
    return problem.metrics()[problem.objectives()[objective].metric].label;
}

} // namespace

const optimizer::PaboTurn* ownTurn(const LessonStep& step)
{
    return step.turns.empty() ? nullptr : &step.turns.back();
}

Knowledge knowledgeOf(const LessonStep& step, std::size_t objective)
{
    const optimizer::PaboTurn* turn = ownTurn(step);
    if (turn == nullptr)
        return Knowledge::First;
    if (turn->owner == objective)
        return Knowledge::Owned;
    return turn->shared ? Knowledge::Shared : Knowledge::None;
}

std::optional<std::uint64_t> incumbentOf(const Lesson& lesson, const LessonStep& step)
{
    const optimizer::PaboTurn* turn = ownTurn(step);
    if (turn == nullptr)
        return {};
    if (turn->anchor)
        return turn->anchor;
    std::optional<std::uint64_t> best;
    double least = INFINITY;
    for (std::uint64_t id = 0; id < step.trial.id && id < lesson.steps.size(); ++id) {
        const problem::Outcome& outcome = lesson.steps[id].trial.outcome;
        if (outcome.verdict != problem::Verdict::Feasible)
            continue;
        const double value = study::minimisedObjectives(*lesson.setup.problem, outcome.metrics)[turn->owner];
        if (value < least) {
            least = value;
            best = id;
        }
    }
    return best;
}

std::vector<std::string> agentWords(const LessonStep& step, const problem::Problem& problem)
{
    const optimizer::PaboTurn* turn = ownTurn(step);
    if (turn == nullptr || !turn->told)
        return {};
    const std::string owner = labelOf(problem, turn->owner);
    std::vector<std::string> words;
    if (turn->shared)
        words.push_back("All models learn of it.");
    else
        words.push_back("Only the model of " + owner
                        + " learns of it: another design is better in "
                          "everything, so "
                        + std::to_string(turn->updatesSkipped)
                        + (turn->updatesSkipped == 1 ? " update of another model is spared."
                                                     : " updates of other models are spared."));
    if (turn->acquisitionsSkipped > 0)
        words.push_back(std::to_string(turn->acquisitionsSkipped)
                        + (turn->acquisitionsSkipped == 1
                               ? " acquisition function was not computed in this turn."
                               : " acquisition functions were not computed in this turn."));
    return words;
}

} // namespace paretoscope::lesson
