// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/nsga3.h"

#include "core/optimizer/simplex_lattice.h"
#include "core/pareto/dominance.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace paretoscope::optimizer {

namespace {

/// Where the hyperplane through k points meets the axes; empty when it does not, or not beyond 0. Gaussian
/// elimination of E a = 1, with a = 1 / intercept. \param rows  k points of k numbers
std::vector<double> intercepts(std::vector<std::vector<double>> rows)
{
    const std::size_t k = rows.size();
    for (auto& row : rows)
        row.push_back(1.0);
    for (std::size_t c = 0; c < k; ++c) {
        const auto pivot = std::max_element(
            rows.begin() + static_cast<std::ptrdiff_t>(c), rows.end(),
            [c](const auto& a, const auto& b) { return std::abs(a[c]) < std::abs(b[c]); });
        std::swap(rows[c], *pivot);
        if (std::abs(rows[c][c]) < 1e-12)
            return {};
        for (std::size_t r = 0; r < k; ++r) {
            const double factor = rows[r][c] / rows[c][c];
            for (std::size_t j = c; r != c && j <= k; ++j)
                rows[r][j] -= factor * rows[c][j];
        }
    }
    std::vector<double> found;
    for (std::size_t c = 0; c < k; ++c) {
        found.push_back(rows[c][c] / rows[c][k]);
        if (!(found.back() > 1e-9) || !std::isfinite(found.back()))
            return {};
    }
    return found;
}

/// The point that lies nearest to each axis, by the achievement function of section IV C.
std::vector<std::vector<double>> extremes(const std::vector<std::vector<double>>& points)
{
    constexpr double kOff = 1e6;
    const std::size_t k = points.front().size();
    std::vector<std::vector<double>> found;
    for (std::size_t axis = 0; axis < k; ++axis) {
        const auto achieved = [&](const std::vector<double>& point) {
            double worst = 0.0;
            for (std::size_t j = 0; j < k; ++j)
                worst = std::max(worst, j == axis ? point[j] : kOff * point[j]);
            return worst;
        };
        found.push_back(*std::min_element(points.begin(), points.end(), [&](const auto& a, const auto& b) {
            return achieved(a) < achieved(b);
        }));
    }
    return found;
}

} // namespace

Nsga3::Nsga3(const SearchProblem& problem, std::uint64_t seed, Breeding breeding)
    : PopulationSearch(problem, seed)
    , m_breeding(breeding)
    , m_directions(simplexLattice(problem.objectives, breeding.population))
{ }

/// The direction that each row lies nearest to, after normalisation (section IV B and C).
/// \param first  of them, those of the first front, tell the range
std::vector<Nsga3::Niche> Nsga3::niches(const std::vector<std::size_t>& rows, std::size_t first) const
{
    const std::size_t k = history().objectiveCount();
    std::vector<double> ideal(k, INFINITY);
    for (const std::size_t row : rows)
        for (std::size_t j = 0; j < k; ++j)
            ideal[j] = std::min(ideal[j], history().objectives(row)[j]);
    std::vector<std::vector<double>> points;
    for (const std::size_t row : rows) {
        const auto values = history().objectives(row);
        std::vector<double>& point = points.emplace_back(values.begin(), values.end());
        for (std::size_t j = 0; j < k; ++j)
            point[j] -= ideal[j];
    }
    std::vector<double> range = intercepts(
        extremes({points.begin(), points.begin() + static_cast<std::ptrdiff_t>(first)}));
    if (range.empty()) {
        range.assign(k, 1e-12);
        for (std::size_t i = 0; i < first; ++i)
            for (std::size_t j = 0; j < k; ++j)
                range[j] = std::max(range[j], points[i][j]);
    }
    std::vector<Niche> found;
    for (auto& point : points) {
        for (std::size_t j = 0; j < k; ++j)
            point[j] /= range[j];
        Niche nearest{0, INFINITY};
        for (std::size_t d = 0; d < m_directions.size(); ++d) {
            const auto& direction = m_directions[d];
            const double along = std::inner_product(point.begin(), point.end(), direction.begin(), 0.0)
                                 / std::inner_product(direction.begin(), direction.end(), direction.begin(),
                                                      0.0);
            double square = 0.0;
            for (std::size_t j = 0; j < k; ++j)
                square += (point[j] - along * direction[j]) * (point[j] - along * direction[j]);
            if (square < nearest.distance)
                nearest = {d, square};
        }
        found.push_back(nearest);
    }
    return found;
}

/// Takes from `last` until the population is full: for the direction with the least company the nearest
/// design, or any where it has some already (section IV E).
void Nsga3::fill(const std::vector<std::size_t>& last, const std::vector<Niche>& nicheOf)
{
    Rng rng(seed(), ~history().size());
    const std::size_t chosen = m_population.size();
    std::vector<std::size_t> company(m_directions.size(), 0);
    for (std::size_t i = 0; i < chosen; ++i)
        ++company[nicheOf[i].direction];
    std::vector<std::vector<std::size_t>> waiting(m_directions.size());
    for (std::size_t i = 0; i < last.size(); ++i)
        waiting[nicheOf[chosen + i].direction].push_back(i);
    while (m_population.size() < m_breeding.population) {
        std::vector<std::size_t> loneliest;
        for (std::size_t d = 0; d < waiting.size(); ++d) {
            if (waiting[d].empty())
                continue;
            if (!loneliest.empty() && company[d] < company[loneliest.front()])
                loneliest.clear();
            if (loneliest.empty() || company[d] == company[loneliest.front()])
                loneliest.push_back(d);
        }
        const std::size_t d = loneliest[rng.below(loneliest.size())];
        std::size_t taken = rng.below(waiting[d].size());
        if (company[d] == 0) {
            for (std::size_t i = 0; i < waiting[d].size(); ++i)
                if (nicheOf[chosen + waiting[d][i]].distance < nicheOf[chosen + waiting[d][taken]].distance)
                    taken = i;
        }
        m_population.push_back(last[waiting[d][taken]]);
        waiting[d].erase(waiting[d].begin() + static_cast<std::ptrdiff_t>(taken));
        ++company[d];
    }
}

void Nsga3::select(std::vector<std::size_t> rows)
{
    m_offspring.clear();
    m_population.clear();
    std::vector<double> objectives;
    std::vector<double> violations;
    for (const std::size_t row : rows) {
        const auto values = history().objectives(row);
        objectives.insert(objectives.end(), values.begin(), values.end());
        violations.push_back(history().violation(row));
    }
    const std::vector<int> ranks = pareto::nonDominatedRanks(objectives, history().objectiveCount(),
                                                             violations);
    std::vector<std::vector<std::size_t>> fronts;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto rank = static_cast<std::size_t>(ranks[i]);
        fronts.resize(std::max(fronts.size(), rank + 1));
        fronts[rank].push_back(rows[i]);
    }
    for (const auto& front : fronts) {
        if (m_population.size() + front.size() <= m_breeding.population) {
            m_population.insert(m_population.end(), front.begin(), front.end());
            continue;
        }
        std::vector<std::size_t> considered = m_population;
        considered.insert(considered.end(), front.begin(), front.end());
        fill(front, niches(considered, fronts.front().size()));
        break;
    }
}

space::Design Nsga3::bred(std::uint64_t, Rng& rng) const
{
    const auto parent = [&]() -> const space::Design& {
        const std::size_t a = m_population[rng.below(m_population.size())];
        const std::size_t b = m_population[rng.below(m_population.size())];
        return history().design(history().violation(b) < history().violation(a) ? b : a);
    };
    const space::Design& first = parent();
    return m_breeding.child(variation(), first, parent(), rng);
}

void Nsga3::learnt(std::size_t row)
{
    m_offspring.push_back(row);
    if (m_offspring.size() < m_breeding.population)
        return;
    std::vector<std::size_t> all = m_population;
    all.insert(all.end(), m_offspring.begin(), m_offspring.end());
    select(std::move(all));
}

void Nsga3::askedAnew()
{
    if (!m_population.empty())
        select(bestRows(history(), m_breeding.population));
}

Method nsga3Method()
{
    return {
        {"nsga3", "NSGA-III",
         "NSGA-II with reference directions instead of crowding, for three objectives and more (Deb, Jain "
         "2014).",
         breedingOptions(92)},
        [](const SearchProblem& problem, const ChosenOptions& options, std::uint64_t seed) -> Method::Made {
            return std::unique_ptr<Optimizer>(std::make_unique<Nsga3>(problem, seed, breedingFrom(options)));
        }};
}

} // namespace paretoscope::optimizer
