// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lesson/own_units.h"

#include <utility>

namespace paretoscope::lesson {

namespace {

bool isTurned(const problem::Problem& problem, std::size_t objective)
{
    return objective < problem.objectives().size()
           && problem.metrics()[problem.objectives()[objective].metric].better
                  == problem::Direction::Maximize;
}

} // namespace

void toOwnUnits(std::vector<optimizer::OutcomeBelief>& outcomes, const problem::Problem& problem)
{
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        if (!isTurned(problem, i))
            continue;
        optimizer::OutcomeBelief& belief = outcomes[i];
        std::swap(belief.low, belief.high);
        for (std::vector<double>* values : {&belief.median, &belief.low, &belief.high})
            for (double& value : *values)
                value = -value;
    }
}

void toOwnUnits(optimizer::PaboTurn& turn, const problem::Problem& problem)
{
    for (optimizer::PartnerView& view : turn.views) {
        if (!isTurned(problem, view.objective))
            continue;
        std::swap(view.low, view.high);
        for (double* value : {&view.median, &view.low, &view.high, &view.optimistic})
            *value = -*value;
    }
    if (turn.known && isTurned(problem, turn.owner))
        turn.known = -*turn.known;
    for (std::size_t i = 0; i < turn.marks.size(); ++i)
        if (isTurned(problem, i))
            turn.marks[i] = -turn.marks[i];
}

} // namespace paretoscope::lesson
