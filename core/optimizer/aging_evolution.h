// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include "core/optimizer/method.h"
#include "core/optimizer/population_search.h"

namespace paretoscope::optimizer {

/// Regularized evolution (Real, Aggarwal, Huang, Le 2019): the population is whatever was told last, so every
/// design dies of age, good or not. A child is a mutation of the best of a random sample of it. With several
/// objectives the best is any design of the sample that no other of it dominates under the constraints (our
/// extension).
class AgingEvolution final : public PopulationSearch
{
public:
    AgingEvolution(const SearchProblem& problem, std::uint64_t seed, std::size_t population,
                   std::size_t sample);

    [[nodiscard]] std::string name() const override { return "aging"; }

private:
    [[nodiscard]] bool breeds() const override { return history().size() >= m_population; }
    [[nodiscard]] space::Design bred(std::uint64_t id, Rng& rng) const override;
    void learnt(std::size_t) override { }
    void askedAnew() override { }

    std::size_t m_population;
    std::size_t m_sample;
};

[[nodiscard]] Method agingEvolutionMethod();

} // namespace paretoscope::optimizer
