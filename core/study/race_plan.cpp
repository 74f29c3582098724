// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/race_plan.h"

#include "core/optimizer/candidates.h"
#include "core/study/proposals.h"
#include "core/study/race.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace paretoscope::study {

namespace {

Error refusedPlan(std::string what)
{
    return {ErrorCode::InvalidInput, std::move(what), "race", {}};
}

} // namespace

RacePlan racePlanFor(const Study& study, const std::vector<std::string>& methods)
{
    RacePlan plan;
    plan.firstSeed = study.seed;
    for (const std::string& name : methods) {
        optimizer::MethodChoice choice;
        choice.name = name;
        plan.methods.push_back(name == study.method.name ? study.method : std::move(choice));
    }
    return plan;
}

void suitPopulation(RacePlan& plan, const std::string& keep)
{
    constexpr std::uint64_t kGenerations = 5;
    constexpr std::uint64_t kUsual = 100; // NSGA-II's own default
    constexpr std::uint64_t kFewest = 8;
    if (plan.evaluations >= kGenerations * kUsual)
        return;
    for (optimizer::MethodChoice& method : plan.methods)
        if (method.name == "nsga2" && method.name != keep && method.options.empty())
            method.options.emplace_back("population", static_cast<double>(std::max(
                                                          kFewest, plan.evaluations / kGenerations / 4 * 4)));
}

void suitGrid(RacePlan& plan, const problem::Problem& problem, const std::string& keep)
{
    const auto count = problem.space().count();
    if (count && *count <= optimizer::Candidates::kMostEnumerated)
        return;
    for (optimizer::MethodChoice& method : plan.methods)
        if (method.name == "grid" && method.name != keep && method.choices.empty())
            method.choices.emplace_back("points", "ends and middles");
}

Status checkRacePlan(const RacePlan& plan, const problem::Problem& problem)
{
    if (plan.methods.empty())
        return refusedPlan("a race needs at least one method.");
    std::set<std::string> names;
    for (const optimizer::MethodChoice& method : plan.methods)
        if (!names.insert(method.name).second)
            return refusedPlan("the method \"" + method.name + "\" is named twice.");
    if (plan.seeds < 1 || plan.seeds > Race::kMostSeeds)
        return refusedPlan(std::to_string(plan.seeds) + " seeds are asked for; 1 to "
                           + std::to_string(Race::kMostSeeds) + " are possible.");
    if (plan.evaluations < 1 || plan.evaluations > Race::kMostEvaluations)
        return refusedPlan(std::to_string(plan.evaluations) + " evaluations are asked for; 1 to "
                           + std::to_string(Race::kMostEvaluations) + " are possible.");
    if (!plan.reference)
        return success();
    if (plan.reference->size() != problem.objectives().size())
        return refusedPlan("the reference point has " + std::to_string(plan.reference->size())
                           + " numbers; one per objective is expected.");
    if (!std::all_of(plan.reference->begin(), plan.reference->end(),
                     [](double value) { return std::isfinite(value); }))
        return refusedPlan("the reference point holds a number that is not finite.");
    return success();
}

Result<RaceField> fieldOf(const Study& study, const RacePlan& plan)
{
    RaceField field;
    std::string reasons;
    for (const optimizer::MethodChoice& method : plan.methods) {
        std::vector<RaceField::Starter> starters;
        std::string refused;
        for (unsigned k = 0; k < plan.seeds && refused.empty(); ++k) {
            Study own = study;
            own.method = method;
            own.seed = plan.firstSeed + k;
            auto made = optimizer::makeOptimizer(own.method, searchProblemOf(own), own.seed);
            if (made)
                starters.push_back({field.methods.size(), std::move(own), std::move(made).value()});
            else
                refused = made.error().what;
        }
        if (refused.empty()) {
            field.methods.push_back(method.name);
            std::move(starters.begin(), starters.end(), std::back_inserter(field.starters));
            continue;
        }
        field.leftOut.push_back({method.name, refused});
        reasons += (reasons.empty() ? "" : " ") + method.name + ": " + refused;
    }
    if (field.starters.empty())
        return refusedPlan("no method can search this problem. " + reasons);
    return field;
}

} // namespace paretoscope::study
