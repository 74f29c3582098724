// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/auto_search.h"

#include <algorithm>

namespace paretoscope::optimizer {

namespace {

constexpr std::uint64_t kSmallBudget = 300;
constexpr std::uint64_t kOpeningTrials = 100;
constexpr const char* kGoingOn = "portfolio";

} // namespace

const char* recommendedMethod(std::uint64_t budget)
{
    return budget > 0 && budget <= kSmallBudget ? "bayesian" : "auto";
}

AutoSearch::AutoSearch(const SearchProblem& problem, std::uint64_t seed,
                       std::vector<std::unique_ptr<Optimizer>> members, std::uint64_t opening)
    : TeamSearch(problem, seed, std::move(members))
    , m_opening(opening)
{ }

std::uint64_t openingTrials(const SearchProblem& problem)
{
    if (problem.budget == 0)
        return kOpeningTrials;
    return problem.budget <= kSmallBudget ? problem.budget : std::min(kOpeningTrials, problem.budget / 2);
}

Method autoMethod()
{
    return {{"auto",
             "Automatic",
             "Opens with Bayesian optimization, which gets the most out of few trials, and goes on with the "
             "portfolio after 100; up to 300 evaluations are all left to the former. What we recommend "
             "unless you "
             "know better.",
             {}},
            [](const SearchProblem& problem, const ChosenOptions&, std::uint64_t seed) -> Method::Made {
                std::vector<std::unique_ptr<Optimizer>> members;
                for (const char* name : {recommendedMethod(kSmallBudget), kGoingOn}) {
                    auto made = makeOptimizer({name, {}}, problem, seed);
                    if (!made)
                        return made.error();
                    members.push_back(std::move(made).value());
                }
                return std::unique_ptr<Optimizer>(
                    std::make_unique<AutoSearch>(problem, seed, std::move(members), openingTrials(problem)));
            }};
}

} // namespace paretoscope::optimizer
