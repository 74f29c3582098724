// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/smsemoa.h"

#include "core/pareto/contributions.h"
#include "core/pareto/dominance.h"

#include <algorithm>

namespace paretoscope::optimizer {

SmsEmoa::SmsEmoa(const SearchProblem& problem, std::uint64_t seed, Breeding breeding)
    : PopulationSearch(problem, seed)
    , m_breeding(breeding)
{ }

bool SmsEmoa::beats(std::size_t a, std::size_t b) const
{
    return pareto::constrainedDominates(history().objectives(a), history().violation(a),
                                        history().objectives(b), history().violation(b));
}

void SmsEmoa::enter(std::size_t row)
{
    Member entering{row, 0};
    for (Member& member : m_population) {
        if (beats(row, member.row))
            ++member.dominators;
        else if (beats(member.row, row))
            ++entering.dominators;
    }
    m_population.push_back(entering);
}

void SmsEmoa::leave(std::size_t index)
{
    const std::size_t row = m_population[index].row;
    m_population.erase(m_population.begin() + static_cast<std::ptrdiff_t>(index));
    for (Member& member : m_population)
        if (beats(row, member.row))
            --member.dominators;
}

/// Objectives are normalised to the population's range and bounded at twice that range, so that the ends of
/// the front stay (our choice; the paper adds 1 to the worst values).
std::size_t SmsEmoa::leastMissed() const
{
    const std::size_t k = history().objectiveCount();
    std::vector<double> points;
    for (const Member& member : m_population) {
        const auto row = history().objectives(member.row);
        points.insert(points.end(), row.begin(), row.end());
    }
    for (std::size_t j = 0; j < k; ++j) {
        double low = points[j];
        double high = points[j];
        for (std::size_t i = j; i < points.size(); i += k) {
            low = std::min(low, points[i]);
            high = std::max(high, points[i]);
        }
        for (std::size_t i = j; i < points.size(); i += k)
            points[i] = high > low ? (points[i] - low) / (high - low) : 0.0;
    }
    const auto least = pareto::leastContributor(points, std::vector<double>(k, 2.0));
    return least ? *least : m_population.size() - 1; // more objectives than are measured: the newcomer
}

void SmsEmoa::learnt(std::size_t row)
{
    enter(row);
    if (m_population.size() <= m_breeding.population)
        return;
    const auto worst = std::max_element(
        m_population.begin(), m_population.end(),
        [](const Member& a, const Member& b) { return a.dominators < b.dominators; });
    leave(worst->dominators > 0 ? static_cast<std::size_t>(worst - m_population.begin()) : leastMissed());
}

void SmsEmoa::askedAnew()
{
    const std::vector<std::size_t> rows = bestRows(history(), m_breeding.population);
    m_population.clear();
    for (const std::size_t row : rows)
        enter(row);
}

space::Design SmsEmoa::bred(std::uint64_t, Rng& rng) const
{
    const space::Design& first = history().design(m_population[rng.below(m_population.size())].row);
    const space::Design& second = history().design(m_population[rng.below(m_population.size())].row);
    return m_breeding.child(variation(), first, second, rng);
}

Method smsEmoaMethod()
{
    return {
        {"smsemoa", "SMS-EMOA",
         "Keeps the designs that together dominate the most hypervolume and breeds from them (Beume, "
         "Naujoks, Emmerich 2007).",
         breedingOptions(64)},
        [](const SearchProblem& problem, const ChosenOptions& options, std::uint64_t seed) -> Method::Made {
            return std::unique_ptr<Optimizer>(
                std::make_unique<SmsEmoa>(problem, seed, breedingFrom(options)));
        }};
}

} // namespace paretoscope::optimizer
