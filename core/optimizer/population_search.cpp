// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/population_search.h"

#include "core/pareto/dominance.h"
#include "core/pareto/front_archive.h"

#include <algorithm>
#include <numeric>

namespace paretoscope::optimizer {

namespace {

/// The ids of a front, or the `most` of them with the most room around them.
std::vector<std::size_t> leastCrowded(const pareto::FrontArchive& front, std::size_t most)
{
    std::vector<std::size_t> order(front.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    if (order.size() > most) {
        const std::vector<double> room = pareto::crowdingDistances(front.points(), front.objectives(), order);
        std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            return room[a] != room[b] ? room[a] > room[b] : a < b;
        });
        order.resize(most);
    }
    for (std::size_t& row : order)
        row = front.ids()[row];
    return order;
}

} // namespace

PopulationSearch::PopulationSearch(const SearchProblem& problem, std::uint64_t seed)
    : m_candidates(problem)
    , m_history(problem.objectives)
    , m_variation(problem.space)
    , m_seed(seed)
{ }

std::optional<space::Design> PopulationSearch::ask(std::uint64_t id)
{
    constexpr int kAttempts = 50; // then the neighbourhood of the population is as good as used up
    Rng rng(m_seed, id);
    std::optional<space::Design> design;
    for (int attempt = 0; breeds() && attempt < kAttempts && !design; ++attempt) {
        space::Design child = bred(id, rng);
        m_candidates.space().activate(child, &rng);
        m_candidates.settle(child, rng);
        if (m_candidates.isNew(child) && m_candidates.isLegal(child))
            design = std::move(child);
    }
    m_last = design ? Last::Bred : Last::Drawn;
    if (!design)
        design = m_candidates.fresh(rng);
    if (design)
        m_candidates.asked(id, *design);
    return design;
}

Thought PopulationSearch::thought() const
{
    if (m_last == Last::None)
        return {};
    Thought thought;
    thought.phase = m_last == Last::Bred ? "Breeding" : "First designs";
    if (m_last == Last::Drawn)
        thought.sentences.emplace_back(breeds()
                                           ? "Breeding found nothing new, so a design was drawn at random."
                                           : "Too few designs to breed from: one drawn at random.");
    const auto idsOf = [this](const std::vector<std::size_t>& rows) {
        std::vector<std::uint64_t> ids;
        for (const std::size_t row : rows)
            ids.push_back(m_history.id(row));
        return ids;
    };
    thought.population = idsOf(breeders());
    if (m_last == Last::Bred)
        thought.parents = idsOf(lastParents());
    return thought;
}

void PopulationSearch::tell(std::span<const Observation> observations)
{
    for (const Observation& observation : observations) {
        m_candidates.told(observation);
        if (m_history.learn(observation, m_candidates))
            learnt(m_history.size() - 1);
    }
}

void PopulationSearch::withdraw(std::span<const std::uint64_t> ids)
{
    for (const std::uint64_t id : ids)
        m_candidates.withdrawn(id);
}

void PopulationSearch::constrain(const Steering& steering)
{
    // Even for the same question once more: what follows must depend on the last call alone, not on those
    // before it that nothing was told under.
    m_candidates.constrain(steering);
    m_history.judgeAnew(m_candidates);
    askedAnew();
}

std::vector<std::size_t> bestRows(const History& history, std::size_t count)
{
    std::vector<std::size_t> feasible;
    std::vector<std::size_t> others;
    for (std::size_t row = 0; row < history.size(); ++row)
        (history.violation(row) > 0.0 ? others : feasible).push_back(row);
    // Better sums first: they evict fewer, so that an archive stays as small as the front it ends as.
    const auto sum = [&](std::size_t row) {
        const auto objectives = history.objectives(row);
        return std::accumulate(objectives.begin(), objectives.end(), 0.0);
    };
    std::sort(feasible.begin(), feasible.end(),
              [&](std::size_t a, std::size_t b) { return sum(a) != sum(b) ? sum(a) < sum(b) : a < b; });
    std::vector<std::size_t> best;
    while (!feasible.empty() && best.size() < count) {
        pareto::FrontArchive front(history.objectiveCount());
        for (const std::size_t row : feasible)
            front.insert(row, history.objectives(row));
        std::vector<bool> taken(history.size(), false);
        for (const std::size_t row : leastCrowded(front, count - best.size())) {
            taken[row] = true;
            best.push_back(row);
        }
        std::erase_if(feasible, [&](std::size_t row) { return taken[row]; });
    }
    std::sort(others.begin(), others.end(), [&](std::size_t a, std::size_t b) {
        return history.violation(a) != history.violation(b) ? history.violation(a) < history.violation(b)
                                                            : a < b;
    });
    for (std::size_t i = 0; i < others.size() && best.size() < count; ++i)
        best.push_back(others[i]);
    std::sort(best.begin(), best.end());
    return best;
}

} // namespace paretoscope::optimizer
