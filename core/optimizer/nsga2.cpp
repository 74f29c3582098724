// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/nsga2.h"

#include "core/pareto/dominance.h"

#include <algorithm>

namespace paretoscope::optimizer {

Nsga2::Nsga2(const SearchProblem& problem, std::uint64_t seed, Breeding breeding)
    : PopulationSearch(problem, seed)
    , m_breeding(breeding)
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
    members.resize(std::min(members.size(), m_breeding.population));
    m_population = std::move(members);
    m_offspring.clear();
}

/// Row of the history of the winner of a contest between two of the population.
std::size_t Nsga2::parent(Rng& rng) const
{
    const Member& a = m_population[rng.below(m_population.size())];
    const Member& b = m_population[rng.below(m_population.size())];
    const bool second = b.rank < a.rank || (b.rank == a.rank && b.crowding > a.crowding);
    return second ? b.told : a.told;
}

space::Design Nsga2::bred(std::uint64_t, Rng& rng) const
{
    const std::size_t first = parent(rng);
    const std::size_t second = parent(rng);
    m_parents = {first, second};
    return m_breeding.child(variation(), history().design(first), history().design(second), rng);
}

std::vector<std::size_t> Nsga2::breeders() const
{
    std::vector<std::size_t> rows;
    for (const Member& member : m_population)
        rows.push_back(member.told);
    return rows;
}

Thought Nsga2::thought() const
{
    Thought thought = PopulationSearch::thought();
    if (thought.parents.size() != 2)
        return thought;
    thought.sentences.push_back("Of the " + std::to_string(m_population.size())
                                + " designs that breed, two contests are held between two drawn at random "
                                  "each: what is dominated less "
                                  "wins, and among equals what has more room around it on the front.");
    thought.sentences.push_back("The winners #" + std::to_string(thought.parents[0]) + " and #"
                                + std::to_string(thought.parents[1])
                                + " are the parents: the child takes after both and mutates a little.");
    const std::size_t missing = m_breeding.population - m_offspring.size();
    thought.sentences.push_back(missing > 1
                                    ? "After " + std::to_string(missing)
                                          + " more results the best of parents and children survive."
                                    : "With this result the generation is complete: the best of parents "
                                      "and children survive.");
    return thought;
}

void Nsga2::learnt(std::size_t row)
{
    m_offspring.push_back(row);
    if (m_offspring.size() < m_breeding.population)
        return;
    std::vector<std::size_t> all = m_offspring;
    for (const Member& member : m_population)
        all.push_back(member.told);
    select(std::move(all));
}

void Nsga2::askedAnew()
{
    if (!m_population.empty())
        select(bestRows(history(), m_breeding.population));
}

Method nsga2Method()
{
    return {
        {"nsga2", "NSGA-II",
         "Breeds new designs from the best so far, ranked by dominance and kept apart along the front (Deb, "
         "Pratap, Agarwal, Meyarivan 2002).",
         breedingOptions(64)},
        [](const SearchProblem& problem, const ChosenOptions& options, std::uint64_t seed) -> Method::Made {
            return std::unique_ptr<Optimizer>(std::make_unique<Nsga2>(problem, seed, breedingFrom(options)));
        }};
}

} // namespace paretoscope::optimizer
