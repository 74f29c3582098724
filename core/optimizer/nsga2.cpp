// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/nsga2.h"

#include "core/optimizer/variation.h"
#include "core/pareto/dominance.h"
#include "core/pareto/front_archive.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace paretoscope::optimizer {

namespace {

/// Maps [0, infinity] onto [0, 1], keeping the order.
double squashed(double violation)
{
    return std::isinf(violation) ? 1.0 : violation / (1.0 + violation);
}

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

Nsga2::Nsga2(const SearchProblem& problem, std::uint64_t seed, Nsga2Options options)
    : m_candidates(problem)
    , m_objectives(problem.objectives)
    , m_seed(seed)
    , m_options(options)
{ }

/// 0 for what answers the present question; up to 1 for what was measured but breaks a bound; from 1 to 2 for
/// what has no objectives at all, which so ranks behind everything measured. A design outside the pinned
/// parameters counts as one bound broken by its whole width (our choice).
double Nsga2::violationNow(const Observation& observation) const
{
    const auto known = [](double violation) {
        return std::isnan(violation) ? INFINITY : std::max(violation, 0.0);
    };
    const Steering& steering = m_candidates.steering();
    const bool measured = observation.objectives.size() == m_objectives
                          && std::all_of(observation.objectives.begin(), observation.objectives.end(),
                                         [](double objective) { return std::isfinite(objective); });
    if (!measured)
        return 1.0 + squashed(known(observation.violation));
    const double outside = steering.allows(m_candidates.space(), observation.design) ? 0.0 : 1.0;
    return squashed(known(observation.violation) + steering.violation(observation.metrics) + outside);
}

std::vector<Nsga2::Member> Nsga2::ranked(const std::vector<std::size_t>& told) const
{
    std::vector<double> objectives;
    std::vector<double> violations;
    for (const std::size_t index : told) {
        const auto& row = m_told[index].objectives;
        for (std::size_t j = 0; j < m_objectives; ++j) // what is unmeasured is never compared by objectives
            objectives.push_back(j < row.size() && std::isfinite(row[j]) ? row[j] : 0.0);
        violations.push_back(m_violations[index]);
    }
    const std::vector<int> ranks = pareto::nonDominatedRanks(objectives, m_objectives, violations);
    const int worst = ranks.empty() ? -1 : *std::max_element(ranks.begin(), ranks.end());
    std::vector<std::vector<std::size_t>> fronts(static_cast<std::size_t>(worst + 1));
    for (std::size_t i = 0; i < told.size(); ++i)
        fronts[static_cast<std::size_t>(ranks[i])].push_back(i);
    std::vector<Member> members;
    for (const auto& front : fronts) {
        const std::vector<double> crowding = pareto::crowdingDistances(objectives, m_objectives, front);
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

/// The first fronts of everything told, until they fill the population; then the least violated. Peeling
/// fronts off costs a pass each instead of comparing all with all.
std::vector<std::size_t> Nsga2::bestOfAll() const
{
    std::vector<std::size_t> feasible;
    std::vector<std::size_t> others;
    for (std::size_t i = 0; i < m_told.size(); ++i)
        (m_violations[i] > 0.0 ? others : feasible).push_back(i);
    // Better sums first: they evict fewer, so that an archive stays as small as the front it ends as.
    const auto sum = [&](std::size_t i) {
        return std::accumulate(m_told[i].objectives.begin(), m_told[i].objectives.end(), 0.0);
    };
    std::sort(feasible.begin(), feasible.end(),
              [&](std::size_t a, std::size_t b) { return sum(a) != sum(b) ? sum(a) < sum(b) : a < b; });
    std::vector<std::size_t> best;
    while (!feasible.empty() && best.size() < m_options.population) {
        pareto::FrontArchive front(m_objectives);
        for (const std::size_t i : feasible)
            front.insert(i, m_told[i].objectives);
        std::vector<bool> taken(m_told.size(), false);
        for (const std::size_t id : leastCrowded(front, m_options.population - best.size())) {
            taken[id] = true;
            best.push_back(id);
        }
        std::erase_if(feasible, [&](std::size_t i) { return taken[i]; });
    }
    std::sort(others.begin(), others.end(), [&](std::size_t a, std::size_t b) {
        return m_violations[a] != m_violations[b] ? m_violations[a] < m_violations[b] : a < b;
    });
    for (std::size_t i = 0; i < others.size() && best.size() < m_options.population; ++i)
        best.push_back(others[i]);
    std::sort(best.begin(), best.end());
    return best;
}

const space::Design& Nsga2::parent(Rng& rng) const
{
    const Member& a = m_population[rng.below(m_population.size())];
    const Member& b = m_population[rng.below(m_population.size())];
    const bool second = b.rank < a.rank || (b.rank == a.rank && b.crowding > a.crowding);
    return m_told[second ? b.told : a.told].design;
}

std::optional<space::Design> Nsga2::bred(Rng& rng) const
{
    constexpr int kAttempts = 50; // then the neighbourhood of the population is as good as used up
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        const space::Design& first = parent(rng);
        space::Design child = rng.chance(m_options.crossover) ? crossed(
                                  m_candidates.space(), first, parent(rng), m_options.crossoverIndex, rng)
                                                              : first;
        mutate(m_candidates.space(), child, m_options.mutation, rng);
        m_candidates.space().activate(child, &rng);
        m_candidates.settle(child, rng);
        if (m_candidates.isNew(child) && m_candidates.isLegal(child))
            return child;
    }
    return {};
}

std::optional<space::Design> Nsga2::ask(std::uint64_t id)
{
    Rng rng(m_seed, id);
    std::optional<space::Design> design;
    if (!m_population.empty())
        design = bred(rng);
    if (!design)
        design = m_candidates.fresh(rng);
    if (design)
        m_candidates.asked(id, *design);
    return design;
}

void Nsga2::tell(std::span<const Observation> observations)
{
    for (const Observation& observation : observations) {
        m_candidates.told(observation);
        if (observation.design.row().size() != m_candidates.space().slotCount())
            continue; // not of this space: nothing to breed from
        m_offspring.push_back(m_told.size());
        m_violations.push_back(violationNow(observation));
        m_told.push_back(observation);
        if (m_offspring.size() < m_options.population)
            continue;
        std::vector<std::size_t> all = m_offspring;
        for (const Member& member : m_population)
            all.push_back(member.told);
        select(std::move(all));
    }
}

void Nsga2::withdraw(std::span<const std::uint64_t> ids)
{
    for (const std::uint64_t id : ids)
        m_candidates.withdrawn(id);
}

void Nsga2::constrain(const Steering& steering)
{
    // Even for the same question once more: what follows must depend on the last call alone, not on those
    // before it that nothing was told under.
    m_candidates.constrain(steering);
    for (std::size_t i = 0; i < m_told.size(); ++i)
        m_violations[i] = violationNow(m_told[i]);
    if (!m_population.empty())
        select(bestOfAll());
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
