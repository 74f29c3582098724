// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/front_place.h"

#include "core/pareto/dominance.h"
#include "core/pareto/hypervolume.h"
#include "core/study/safe_evaluation.h"

namespace paretoscope::study {

namespace {

/// The reference in the terms of minimisedObjectives().
std::vector<double> minimisedReference(const problem::Problem& problem, std::vector<double> reference)
{
    for (std::size_t i = 0; i < reference.size(); ++i)
        if (problem.metrics()[problem.objectives()[i].metric].better == problem::Direction::Maximize)
            reference[i] = -reference[i];
    return reference;
}

} // namespace

FrontPlace placeInFront(const problem::Outcome& outcome, const Snapshot& snapshot,
                        const problem::Problem& problem)
{
    FrontPlace place;
    if (outcome.verdict != problem::Verdict::Feasible)
        return place;
    place.feasible = true;
    const std::vector<double> point = minimisedObjectives(problem, outcome.metrics);
    std::vector<double> rows;
    for (const std::uint64_t id : snapshot.front) {
        const Trial& trial = snapshot.trials[static_cast<std::size_t>(id)];
        const std::vector<double> other = minimisedObjectives(problem, trial.outcome.metrics);
        if (other == point)
            place.equals = id;
        else if (pareto::dominates(other, point))
            place.dominatedBy.push_back(id);
        else if (pareto::dominates(point, other))
            place.dominates.push_back(id);
        rows.insert(rows.end(), other.begin(), other.end());
    }
    if (snapshot.reference.size() != point.size())
        return place;
    const std::vector<double> reference = minimisedReference(problem, snapshot.reference);
    const Result<double> before = pareto::hypervolume(rows, reference);
    if (!before || *before <= 0.0)
        return place;
    if (!place.onFront()) {
        place.hypervolumeGain = 0.0;
        return place;
    }
    rows.insert(rows.end(), point.begin(), point.end());
    if (const Result<double> after = pareto::hypervolume(rows, reference))
        place.hypervolumeGain = *after / *before - 1.0;
    return place;
}

} // namespace paretoscope::study
