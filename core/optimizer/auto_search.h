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

/// How many trials of a problem the opening method gets.
[[nodiscard]] std::uint64_t openingTrials(const SearchProblem& problem);

[[nodiscard]] Method autoMethod();

} // namespace paretoscope::optimizer
