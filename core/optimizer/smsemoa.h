// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include "core/optimizer/breeding.h"
#include "core/optimizer/population_search.h"

#include <vector>

namespace paretoscope::optimizer {

/// SMS-EMOA (Beume, Naujoks, Emmerich 2007): every result enters the population, and one design leaves it. As
/// long as some are dominated, that is the one dominated by the most others (section 3.3 of the paper);
/// otherwise the one whose loss costs the least hypervolume. Constraint domination takes the place of
/// dominance.
class SmsEmoa final : public PopulationSearch
{
public:
    SmsEmoa(const SearchProblem& problem, std::uint64_t seed, Breeding breeding);

    [[nodiscard]] std::string name() const override { return "smsemoa"; }

private:
    struct Member
    {
        std::size_t row = 0;
        std::size_t dominators = 0; ///< members that dominate it
    };
    [[nodiscard]] bool breeds() const override { return m_population.size() >= m_breeding.population; }
    [[nodiscard]] space::Design bred(std::uint64_t id, Rng& rng) const override;
    void learnt(std::size_t row) override;
    void askedAnew() override;
    void enter(std::size_t row);
    void leave(std::size_t index);
    [[nodiscard]] std::size_t leastMissed() const;
    [[nodiscard]] bool beats(std::size_t a, std::size_t b) const;

    Breeding m_breeding;
    std::vector<Member> m_population;
};

[[nodiscard]] Method smsEmoaMethod();

} // namespace paretoscope::optimizer
