// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizer/method.h"
#include "core/optimizer/team_search.h"

namespace paretoscope::optimizer {

/// The program's own choice: a method that gets the most out of few trials opens, a fast one that gets the
/// most out of many goes on from there. Both hear of every result.
class AutoSearch final : public TeamSearch
{
public:
    /// \param members  one, or the opening one and the one that goes on after `opening` trials
    AutoSearch(const SearchProblem& problem, std::uint64_t seed,
               std::vector<std::unique_ptr<Optimizer>> members, std::uint64_t opening);

    [[nodiscard]] std::string name() const override { return "auto"; }

private:
    [[nodiscard]] std::size_t due(std::uint64_t id) const override
    {
        return id < m_opening ? 0 : memberCount() - 1;
    }
    void learnt(const Observation&) override { }
    void askedAnew() override { }

    std::uint64_t m_opening;
};

/// The one of our methods that gets the most out of a budget: "bayesian" up to 300 evaluations, "auto"
/// beyond, where it is more than its opening, or when the budget is not known (0). Our choice, from what
/// `bench_optimizers table` prints.
[[nodiscard]] const char* recommendedMethod(std::uint64_t budget);

/// How many trials of a problem the opening method gets: all of a small budget; else 100, at most half. A
/// method with models learns more from each trial and takes a thousand times longer to think, and most of its
/// lead is made by then (our choice).
[[nodiscard]] std::uint64_t openingTrials(const SearchProblem& problem);

[[nodiscard]] Method autoMethod();

} // namespace paretoscope::optimizer
