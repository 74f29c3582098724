// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/auto_search.h"

#include <algorithm>

namespace paretoscope::optimizer {

namespace {

constexpr const char* kOpening = "bayesian"; // where there is such a method
constexpr const char* kGoingOn = "portfolio";

bool exists(const std::string& name)
{
    return std::any_of(methods().begin(), methods().end(),
                       [&](const MethodDoc& method) { return method.name == name; });
}

} // namespace

AutoSearch::AutoSearch(const SearchProblem& problem, std::uint64_t seed,
                       std::vector<std::unique_ptr<Optimizer>> members, std::uint64_t opening)
    : TeamSearch(problem, seed, std::move(members))
    , m_opening(opening)
{ }

/// Our choice. A model-based method learns more from each trial and takes a thousand times longer to think;
/// its lead is gone after a few hundred trials. Where nobody knows the budget, it gets as many as a patient
/// person would wait for.
std::uint64_t openingTrials(const SearchProblem& problem)
{
    constexpr std::uint64_t kSmallBudget = 300;
    constexpr std::uint64_t kOpeningTrials = 200;
    if (problem.budget == 0)
        return kOpeningTrials;
    return problem.budget <= kSmallBudget ? problem.budget : std::min(kOpeningTrials, problem.budget / 2);
}

Method autoMethod()
{
    return {
        {"auto",
         "Automatic",
         "Opens with Bayesian optimization where that is available, then goes on with the portfolio. What we "
         "recommend unless you know better.",
         {}},
        [](const SearchProblem& problem, const ChosenOptions&, std::uint64_t seed) -> Method::Made {
            std::vector<std::unique_ptr<Optimizer>> members;
            for (const char* name : {kOpening, kGoingOn}) {
                if (!exists(name))
                    continue;
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
