// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include "core/optimizer/elites.h"
#include "core/optimizer/method.h"
#include "core/optimizer/population_search.h"

namespace paretoscope::optimizer {

/// Pareto local search (Paquete, Chiarandini, Stutzle 2004) with one neighbour at a time: a design of the
/// best front so far, those with room around them more often, and one step away from it in one parameter.
/// While nothing is feasible, steps are taken from the least violated. Now and then a random design starts
/// afresh.
class LocalSearch final : public PopulationSearch
{
public:
    LocalSearch(const SearchProblem& problem, std::uint64_t seed, std::size_t initial, double afresh);

    [[nodiscard]] std::string name() const override { return "local"; }

private:
    [[nodiscard]] bool breeds() const override { return history().size() >= m_initial; }
    [[nodiscard]] space::Design bred(std::uint64_t id, Rng& rng) const override;
    void learnt(std::size_t row) override;
    void askedAnew() override;
    void stepTo(space::Design& design, Rng& rng) const;

    std::size_t m_initial;
    double m_afresh;
    Elites m_front;
    std::optional<std::size_t> m_leastViolated;
};

[[nodiscard]] Method localSearchMethod();

} // namespace paretoscope::optimizer
