// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizer/method.h"
#include "core/optimizer/population_search.h"
#include "core/optimizer/scalarization.h"

#include <vector>

namespace paretoscope::optimizer {

struct AnnealingOptions
{
    std::size_t chains = 8;
    double hottest = 0.3;        ///< temperature at the start, in ranges of an objective
    double coldest = 0.001;      ///< and in the end
    std::size_t cooling = 2'000; ///< trials between them
};

/// Simulated annealing (Kirkpatrick, Gelatt, Vecchi 1983), several chains side by side, each of which weighs
/// the objectives differently (after Czyzak, Jaszkiewicz 1998). A chain steps to a mutation of its design
/// when that is better, or else with probability exp(-loss / temperature); violation counts as loss. A trial
/// belongs to the chain that its number names.
class Annealing final : public PopulationSearch
{
public:
    Annealing(const SearchProblem& problem, std::uint64_t seed, AnnealingOptions options);

    [[nodiscard]] std::string name() const override { return "annealing"; }

private:
    [[nodiscard]] bool breeds() const override { return m_present.size() == m_weights.size(); }
    [[nodiscard]] space::Design bred(std::uint64_t id, Rng& rng) const override;
    void learnt(std::size_t row) override;
    void askedAnew() override;
    [[nodiscard]] double temperature() const;
    [[nodiscard]] double energy(std::size_t row, std::size_t chain) const;

    AnnealingOptions m_options;
    std::vector<std::vector<double>> m_weights; ///< one row per chain
    Scalarization m_scale;
    std::vector<std::size_t> m_present; ///< rows, one per chain
};

[[nodiscard]] Method annealingMethod();

} // namespace paretoscope::optimizer
