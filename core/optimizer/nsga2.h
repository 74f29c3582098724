// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include "core/optimizer/breeding.h"
#include "core/optimizer/population_search.h"

#include <vector>

namespace paretoscope::optimizer {

/// NSGA-II (Deb, Pratap, Agarwal, Meyarivan 2002) for mixed spaces and for results that arrive one by one.
/// The first `population` trials are drawn at random. From then on children are bred from the present
/// population, and whenever as many of them have been told as the population has members, the best of both
/// survive; told one at a time this is the algorithm of the paper.
///
/// Steering changes the question: metrics beyond their bounds count as constraint violation. The new question
/// is put to everything ever told, so the population that breeds the very next child is the best known for
/// it.
class Nsga2 final : public PopulationSearch
{
public:
    Nsga2(const SearchProblem& problem, std::uint64_t seed, Breeding breeding);

    [[nodiscard]] std::string name() const override { return "nsga2"; }
    [[nodiscard]] Thought thought() const override;

private:
    struct Member
    {
        std::size_t told = 0; ///< row of the history
        int rank = 0;
        double crowding = 0.0;
    };
    [[nodiscard]] bool breeds() const override { return !m_population.empty(); }
    [[nodiscard]] space::Design bred(std::uint64_t id, Rng& rng) const override;
    [[nodiscard]] std::vector<std::size_t> breeders() const override;
    [[nodiscard]] std::vector<std::size_t> lastParents() const override { return m_parents; }
    void learnt(std::size_t row) override;
    void askedAnew() override;
    [[nodiscard]] std::vector<Member> ranked(const std::vector<std::size_t>& told) const;
    void select(std::vector<std::size_t> told);
    [[nodiscard]] std::size_t parent(Rng& rng) const;

    Breeding m_breeding;
    std::vector<Member> m_population;           ///< empty until enough has been told
    std::vector<std::size_t> m_offspring;       ///< told since the last selection
    mutable std::vector<std::size_t> m_parents; ///< of the last child; for thought() alone
};

[[nodiscard]] Method nsga2Method();

} // namespace paretoscope::optimizer
