// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/nsga2.h"

#include "core/pareto/dominance.h"

#include <algorithm>

namespace paretoscope::optimizer {

Nsga2::Nsga2(const SearchProblem& problem, std::uint64_t seed, Nsga2Options options)
    : PopulationSearch(problem, seed)
    , m_options(options)
{ }

std::vector<Nsga2::Member> Nsga2::ranked(const std::vector<std::size_t>& told) const
{
    std::vector<double> objectives;
    std::vector<double> violations;
    for (const std::size_t index : told) {
        const auto row = history().objectives(index);
        objectives.insert(objectives.end(), row.begin(), row.end());
        violations.push_back(history().violation(index));
    }
    const std::vector<int> ranks = pareto::nonDominatedRanks(objectives, history().objectiveCount(),
                                                             violations);
    const int worst = ranks.empty() ? -1 : *std::max_element(ranks.begin(), ranks.end());
    std::vector<std::vector<std::size_t>> fronts(static_cast<std::size_t>(worst + 1));
    for (std::size_t i = 0; i < told.size(); ++i)
        fronts[static_cast<std::size_t>(ranks[i])].push_back(i);
    std::vector<Member> members;
    for (const auto& front : fronts) {
        const std::vector<double> crowding = pareto::crowdingDistances(objectives, history().objectiveCount(),
                                                                       front);
        for (std::size_t i = 0; i < front.size(); ++i)
            members.push_back({told[front[i]], ranks[front[i]], crowding[i]});
    }
    return members;
}

/// Environmental selection (section III C of the paper): whole fronts while they fit, of the next the least
/// crowded.
void Nsga2::select(std::vector<std::size_t> told)
{
    std::vector<Member> members = ranked(told);
    std::sort(members.begin(), members.end(), [](const Member& a, const Member& b) {
        if (a.rank != b.rank)
            return a.rank < b.rank;
        return a.crowding != b.crowding ? a.crowding > b.crowding : a.told < b.told;
    });
    members.resize(std::min(members.size(), m_options.population));
    m_population = std::move(members);
    m_offspring.clear();
}

const space::Design& Nsga2::parent(Rng& rng) const
{
    const Member& a = m_population[rng.below(m_population.size())];
    const Member& b = m_population[rng.below(m_population.size())];
    const bool second = b.rank < a.rank || (b.rank == a.rank && b.crowding > a.crowding);
    return history().design(second ? b.told : a.told);
}

space::Design Nsga2::bred(std::uint64_t, Rng& rng) const
{
    const space::Design& first = parent(rng);
    space::Design child = rng.chance(m_options.crossover)
                              ? variation().crossed(first, parent(rng), m_options.crossoverIndex, rng)
                              : first;
    variation().mutate(child, m_options.mutation, rng);
    return child;
}

void Nsga2::learnt(std::size_t row)
{
    m_offspring.push_back(row);
    if (m_offspring.size() < m_options.population)
        return;
    std::vector<std::size_t> all = m_offspring;
    for (const Member& member : m_population)
        all.push_back(member.told);
    select(std::move(all));
}

void Nsga2::askedAnew()
{
    if (!m_population.empty())
        select(bestRows(history(), m_options.population));
}

Method nsga2Method()
{
    const std::string paper = "Deb, Pratap, Agarwal, Meyarivan 2002, section IV B (A)";
    return {
        {"nsga2",
         "NSGA-II",
         "Breeds new designs from the best so far, ranked by dominance and kept apart along the front (Deb, "
         "Pratap, Agarwal, Meyarivan 2002).",
         {{.name = "population",
           .label = "Population",
           .fallback = 64,
           .minimum = 4,
           .maximum = 2'000,
           .help = "Designs that breed. The paper uses 100; 64 suits budgets of a few thousand trials.",
           .whole = true},
          {.name = "crossover",
           .label = "Crossover probability",
           .fallback = 0.9,
           .minimum = 0,
           .maximum = 1,
           .help = "Share of children with two parents.",
           .source = paper},
          {.name = "crossover_index",
           .label = "Crossover index",
           .fallback = 20,
           .minimum = 0,
           .maximum = 200,
           .help = "How close children stay to their parents in real, integer and ordinal parameters; "
                   "larger is closer.",
           .source = paper},
          {.name = "mutation",
           .label = "Mutations per child",
           .fallback = 1,
           .minimum = 0,
           .maximum = 200,
           .help = "Parameters of a child that mutate, on average; 1 is the probability 1/n per "
                   "parameter of the paper.",
           .source = paper}}},
        [](const SearchProblem& problem, const ChosenOptions& options, std::uint64_t seed) -> Method::Made {
            Nsga2Options chosen;
            chosen.population = options.count("population");
            chosen.crossover = options.number("crossover");
            chosen.crossoverIndex = options.number("crossover_index");
            chosen.mutation = options.number("mutation");
            return std::unique_ptr<Optimizer>(std::make_unique<Nsga2>(problem, seed, chosen));
        }};
}

} // namespace paretoscope::optimizer
