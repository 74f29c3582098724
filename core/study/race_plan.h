// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/study/race_snapshot.h"

#include <memory>
#include <string>
#include <vector>

namespace paretoscope::study {

/// The named methods, with the study's own options where it is the study's own method, from the study's seed.
[[nodiscard]] RacePlan racePlanFor(const Study& study, const std::vector<std::string>& methods);

/// Gives NSGA-II a population that breeds at least four times within the budget (a fifth of it, 12 for 60
/// evaluations; our choice), where its usual one would draw most of the budget at random and the plan says
/// nothing else. \param keep a method that stays as it is: the study's own
void suitPopulation(RacePlan& plan, const std::string& keep);

/// Gives grid search its coarse grid where visiting every design is out of the question. \param keep as above
void suitGrid(RacePlan& plan, const problem::Problem& problem, const std::string& keep);

/// Errors, InvalidInput: no method, one named twice, numbers out of range, a reference that does not fit.
[[nodiscard]] Status checkRacePlan(const RacePlan& plan, const problem::Problem& problem);

/// Everyone who takes part, ready to go.
struct RaceField
{
    struct Starter
    {
        std::size_t method = 0; ///< position in `methods`
        Study study;            ///< with the method and the seed of this lane
        std::unique_ptr<optimizer::Optimizer> optimizer;
    };
    std::vector<std::string> methods;
    std::vector<LeftOut> leftOut;
    std::vector<Starter> starters; ///< method by method, seeds ascending
};
/// Errors, InvalidInput: no method can search this problem.
[[nodiscard]] Result<RaceField> fieldOf(const Study& study, const RacePlan& plan);

} // namespace paretoscope::study
