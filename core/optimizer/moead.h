// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include "core/optimizer/breeding.h"
#include "core/optimizer/population_search.h"
#include "core/optimizer/scalarization.h"

#include <vector>

namespace paretoscope::optimizer {

struct MoeadOptions
{
    Breeding breeding;
    std::size_t neighbours = 20;
    bool boundaryIntersection = false; ///< else Tchebycheff
};

/// MOEA/D (Zhang, Li 2007): one weighted problem for each of many directions, the incumbents of neighbouring
/// problems breed and learn of each other's children. A trial works on the problem that its number names. A
/// child replaces two incumbents at most (Li, Zhang 2009), those it is better than: less violated, or equally
/// and of the smaller scalar.
class Moead final : public PopulationSearch
{
public:
    Moead(const SearchProblem& problem, std::uint64_t seed, MoeadOptions options);

    [[nodiscard]] std::string name() const override { return "moead"; }

private:
    [[nodiscard]] bool breeds() const override { return m_incumbents.size() == m_directions.size(); }
    [[nodiscard]] space::Design bred(std::uint64_t id, Rng& rng) const override;
    void learnt(std::size_t row) override;
    void askedAnew() override;
    void replace(std::size_t row, Rng& rng);
    [[nodiscard]] double scalar(std::size_t row, std::size_t problem) const;
    [[nodiscard]] bool better(std::size_t row, std::size_t problem) const;
    /// The problems that breed with trial `id`'s: its neighbours, now and then all.
    [[nodiscard]] std::vector<std::size_t> circle(std::uint64_t id) const;

    MoeadOptions m_options;
    std::vector<std::vector<double>> m_directions;
    std::vector<std::vector<std::size_t>> m_neighbours; ///< of each problem, itself first
    Scalarization m_scale;
    std::vector<std::size_t> m_incumbents; ///< rows, one per problem
};

[[nodiscard]] Method moeadMethod();

} // namespace paretoscope::optimizer
