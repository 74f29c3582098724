// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include "core/optimizer/method.h"
#include "core/optimizer/population_search.h"
#include "core/optimizer/scalarization.h"

#include <vector>

namespace paretoscope::optimizer {

struct AnnealingOptions
{
    std::size_t chains = 4;
    double hottest = 0.003;      ///< temperature at the start, in ranges of an objective
    double coldest = 0.0001;     ///< and in the end
    std::size_t cooling = 2'000; ///< trials between them
};

/// Simulated annealing (Kirkpatrick, Gelatt, Vecchi 1983), several chains side by side. Each weighs the
/// objectives differently, and every now and then anew, so that it walks along the front in time (after
/// Czyzak, Jaszkiewicz 1998). A chain steps to a mutation of its design when that is better, or else with
/// probability exp(-loss / temperature); violation counts as loss. A trial belongs to the chain that its
/// number names.
class Annealing final : public PopulationSearch
{
public:
    Annealing(const SearchProblem& problem, std::uint64_t seed, AnnealingOptions options);

    [[nodiscard]] std::string name() const override { return "annealing"; }

private:
    [[nodiscard]] bool breeds() const override { return m_present.size() == m_options.chains; }
    [[nodiscard]] space::Design bred(std::uint64_t id, Rng& rng) const override;
    void learnt(std::size_t row) override;
    void askedAnew() override;
    [[nodiscard]] double temperature() const;
    [[nodiscard]] double energy(std::size_t row, std::span<const double> weights) const;
    [[nodiscard]] const std::vector<double>& weightsAt(std::uint64_t id) const;

    AnnealingOptions m_options;
    std::vector<std::vector<double>> m_directions; ///< that weights are drawn from
    Scalarization m_scale;
    std::vector<std::size_t> m_present; ///< rows, one per chain
};

[[nodiscard]] Method annealingMethod();

} // namespace paretoscope::optimizer
