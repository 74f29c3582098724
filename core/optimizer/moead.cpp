// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/moead.h"

#include "core/optimizer/simplex_lattice.h"

#include <algorithm>
#include <numeric>

namespace paretoscope::optimizer {

namespace {

constexpr double kAmongNeighbours = 0.9;                 // Li, Zhang 2009, section IV
constexpr std::size_t kReplaced = 2;                     // the same
constexpr std::uint64_t kCircleStream = 0x6d6f656164ULL; // of a trial's circle, apart from its design's

} // namespace

Moead::Moead(const SearchProblem& problem, std::uint64_t seed, MoeadOptions options)
    : PopulationSearch(problem, seed)
    , m_options(options)
    , m_directions(simplexLattice(problem.objectives, options.breeding.population))
    , m_scale(problem.objectives)
{
    for (const auto& direction : m_directions) {
        std::vector<std::pair<double, std::size_t>> byDistance;
        for (std::size_t other = 0; other < m_directions.size(); ++other) {
            double square = 0.0;
            for (std::size_t j = 0; j < direction.size(); ++j)
                square += (direction[j] - m_directions[other][j]) * (direction[j] - m_directions[other][j]);
            byDistance.emplace_back(square, other);
        }
        std::sort(byDistance.begin(), byDistance.end());
        auto& near = m_neighbours.emplace_back();
        for (std::size_t i = 0; i < std::min(m_options.neighbours, byDistance.size()); ++i)
            near.push_back(byDistance[i].second);
    }
}

std::vector<std::size_t> Moead::circle(std::uint64_t id) const
{
    Rng rng(seed() ^ kCircleStream, id);
    if (rng.chance(kAmongNeighbours))
        return m_neighbours[id % m_directions.size()];
    std::vector<std::size_t> all(m_directions.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    return all;
}

double Moead::scalar(std::size_t row, std::size_t problem) const
{
    const auto objectives = history().objectives(row);
    return m_options.boundaryIntersection ? m_scale.boundaryIntersection(objectives, m_directions[problem])
                                          : m_scale.tchebycheff(objectives, m_directions[problem]);
}

bool Moead::better(std::size_t row, std::size_t problem) const
{
    const std::size_t incumbent = m_incumbents[problem];
    if (history().violation(row) != history().violation(incumbent))
        return history().violation(row) < history().violation(incumbent);
    return history().measured(row) && scalar(row, problem) < scalar(incumbent, problem);
}

void Moead::replace(std::size_t row, Rng& rng)
{
    std::vector<std::size_t> problems = circle(history().id(row));
    std::size_t replaced = 0;
    for (std::size_t left = problems.size(); left > 0 && replaced < kReplaced; --left) {
        std::swap(problems[rng.below(left)], problems[left - 1]);
        if (better(row, problems[left - 1])) {
            m_incumbents[problems[left - 1]] = row;
            ++replaced;
        }
    }
}

void Moead::learnt(std::size_t row)
{
    if (history().violation(row) == 0.0)
        m_scale.include(history().objectives(row));
    if (m_incumbents.size() < m_directions.size()) {
        m_incumbents.push_back(row);
        return;
    }
    Rng rng(seed() ^ ~kCircleStream, history().id(row));
    replace(row, rng);
}

/// Every problem takes the best of what is known for the new question.
void Moead::askedAnew()
{
    m_scale.cover(history());
    if (!breeds())
        return;
    const std::vector<std::size_t> rows = bestRows(history(), m_directions.size());
    for (std::size_t problem = 0; problem < m_incumbents.size(); ++problem) {
        m_incumbents[problem] = rows.front();
        for (const std::size_t row : rows)
            if (better(row, problem))
                m_incumbents[problem] = row;
    }
}

space::Design Moead::bred(std::uint64_t id, Rng& rng) const
{
    const std::vector<std::size_t> problems = circle(id);
    const auto parent = [&]() -> const space::Design& {
        return history().design(m_incumbents[problems[rng.below(problems.size())]]);
    };
    const space::Design& first = parent();
    return m_options.breeding.child(variation(), first, parent(), rng);
}

Method moeadMethod()
{
    std::vector<OptionDoc> options = breedingOptions(100);
    options.push_back({.name = "neighbours",
                       .label = "Neighbours",
                       .fallback = 20,
                       .minimum = 2,
                       .maximum = 500,
                       .help = "Weighted problems whose designs breed with each other.",
                       .source = "Zhang, Li 2007, section V (second-hand)",
                       .whole = true});
    options.push_back(
        {.name = "scalarization",
         .label = "Scalarization",
         .help = "How the objectives become one number: the largest weighted distance to the ideal "
                 "point, or the distance along a direction with a penalty for the distance from it.",
         .source = "Zhang, Li 2007, section II (second-hand)",
         .choices = {"tchebycheff", "boundary_intersection"}});
    return {
        {"moead", "MOEA/D",
         "Solves many weighted versions of the problem side by side, neighbours helping each other (Zhang, "
         "Li 2007).",
         std::move(options)},
        [](const SearchProblem& problem, const ChosenOptions& chosen, std::uint64_t seed) -> Method::Made {
            const MoeadOptions moead{breedingFrom(chosen), chosen.count("neighbours"),
                                     chosen.count("scalarization") == 1};
            return std::unique_ptr<Optimizer>(std::make_unique<Moead>(problem, seed, moead));
        }};
}

} // namespace paretoscope::optimizer
