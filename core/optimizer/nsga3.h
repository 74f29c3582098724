// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include "core/optimizer/breeding.h"
#include "core/optimizer/population_search.h"

#include <vector>

namespace paretoscope::optimizer {

/// NSGA-III (Deb, Jain 2014) with constraint domination (Jain, Deb 2014): NSGA-II's fronts, of which the last
/// that fits in part is filled so that all reference directions have company. For three objectives and more.
class Nsga3 final : public PopulationSearch
{
public:
    Nsga3(const SearchProblem& problem, std::uint64_t seed, Breeding breeding);

    [[nodiscard]] std::string name() const override { return "nsga3"; }

private:
    struct Niche
    {
        std::size_t direction = 0;
        double distance = 0.0;
    };
    [[nodiscard]] bool breeds() const override { return !m_population.empty(); }
    [[nodiscard]] space::Design bred(std::uint64_t id, Rng& rng) const override;
    void learnt(std::size_t row) override;
    void askedAnew() override;
    void select(std::vector<std::size_t> rows);
    [[nodiscard]] std::vector<Niche> niches(const std::vector<std::size_t>& rows, std::size_t first) const;
    void fill(const std::vector<std::size_t>& last, const std::vector<Niche>& nicheOf);

    Breeding m_breeding;
    std::vector<std::vector<double>> m_directions;
    std::vector<std::size_t> m_population; ///< rows of the history; empty until enough has been told
    std::vector<std::size_t> m_offspring;  ///< told since the last selection
};

[[nodiscard]] Method nsga3Method();

} // namespace paretoscope::optimizer
