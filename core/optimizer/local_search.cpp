// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/local_search.h"

#include <algorithm>

namespace paretoscope::optimizer {

namespace {

constexpr std::size_t kNearFront = 200; // our choice: enough to tell neighbours apart

} // namespace

LocalSearch::LocalSearch(const SearchProblem& problem, std::uint64_t seed, std::size_t initial, double afresh)
    : PopulationSearch(problem, seed)
    , m_initial(initial)
    , m_afresh(afresh)
    , m_front(problem.objectives, problem.reference, kNearFront)
{ }

void LocalSearch::learnt(std::size_t row)
{
    if (history().violation(row) == 0.0)
        m_front.insert(row, history().objectives(row));
    if (!m_leastViolated || history().violation(row) < history().violation(*m_leastViolated))
        m_leastViolated = row;
}

void LocalSearch::askedAnew()
{
    m_front.clear();
    m_leastViolated.reset();
    for (std::size_t row = 0; row < history().size(); ++row)
        learnt(row);
}

/// One step in one parameter, as the parameter itself defines it; for those that are finer than a step, half
/// of the time of any length.
void LocalSearch::stepTo(space::Design& design, Rng& rng) const
{
    const std::size_t parameter = rng.below(space().size());
    if (!space().isActive(design, parameter))
        return;
    const std::span<double> value = space().value(design, parameter);
    const std::vector<double> near = space().parameter(parameter).neighbours(value);
    if (near.empty())
        return;
    if (variation().scales().isScale(parameter) && rng.chance(0.75)) {
        variation().mutateSome(design, 1.0, rng);
        return;
    }
    const std::size_t chosen = rng.below(near.size() / value.size());
    std::copy_n(near.begin() + static_cast<std::ptrdiff_t>(chosen * value.size()), value.size(),
                value.begin());
}

space::Design LocalSearch::bred(std::uint64_t, Rng& rng) const
{
    if (rng.chance(m_afresh))
        return space::Design(std::vector<double>(space().slotCount(), space::kInactive)); // drawn at random
    std::size_t row = *m_leastViolated;
    if (m_front.size() > 0)
        row = m_front[rng.chance(0.5) ? m_front.roomy(rng) : rng.below(m_front.size())].row;
    space::Design child = history().design(row);
    stepTo(child, rng);
    return child;
}

Method localSearchMethod()
{
    return {
        {"local",
         "Local search",
         "Steps from the best designs so far to their neighbours, one parameter at a time (Paquete, "
         "Chiarandini, Stutzle 2004).",
         {{.name = "initial",
           .label = "Random designs at first",
           .fallback = 10,
           .minimum = 1,
           .maximum = 100'000,
           .help = "Designs drawn at random before the first step.",
           .whole = true},
          {.name = "afresh",
           .label = "Fresh starts",
           .fallback = 0.05,
           .minimum = 0,
           .maximum = 1,
           .help = "Share of the trials that are drawn at random."}}},
        [](const SearchProblem& problem, const ChosenOptions& options, std::uint64_t seed) -> Method::Made {
            return std::unique_ptr<Optimizer>(std::make_unique<LocalSearch>(
                problem, seed, options.count("initial"), options.number("afresh")));
        }};
}

} // namespace paretoscope::optimizer
