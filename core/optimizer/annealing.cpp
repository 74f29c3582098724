// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/annealing.h"

#include "core/optimizer/simplex_lattice.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::optimizer {

namespace {

constexpr std::uint64_t kStream = 0x616e6e65616cULL; // of the decision to step, apart from the design's

} // namespace

Annealing::Annealing(const SearchProblem& problem, std::uint64_t seed, AnnealingOptions options)
    : PopulationSearch(problem, seed)
    , m_options(options)
    , m_scale(problem.objectives)
{
    const auto directions = simplexLattice(problem.objectives, std::max(options.chains, problem.objectives));
    for (std::size_t chain = 0; chain < options.chains; ++chain)
        m_weights.push_back(directions[chain % directions.size()]);
}

double Annealing::temperature() const
{
    const double share = std::min(
        static_cast<double>(history().size()) / static_cast<double>(m_options.cooling), 1.0);
    return m_options.hottest * std::pow(m_options.coldest / m_options.hottest, share);
}

double Annealing::energy(std::size_t row, std::size_t chain) const
{
    const double violation = history().violation(row);
    const double scalar = history().measured(row)
                              ? m_scale.tchebycheff(history().objectives(row), m_weights[chain])
                              : 0.0;
    return violation > 0.0 ? 1.0 + violation : std::min(scalar, 1.0); // no feasible design is worse
}

void Annealing::learnt(std::size_t row)
{
    if (history().violation(row) == 0.0)
        m_scale.include(history().objectives(row));
    if (!breeds()) {
        m_present.push_back(row);
        return;
    }
    const std::uint64_t id = history().id(row);
    const std::size_t chain = id % m_weights.size();
    const double loss = energy(row, chain) - energy(m_present[chain], chain);
    if (loss <= 0.0 || Rng(seed() ^ kStream, id).chance(std::exp(-loss / temperature())))
        m_present[chain] = row;
}

void Annealing::askedAnew()
{
    m_scale.clear();
    for (std::size_t row = 0; row < history().size(); ++row)
        if (history().violation(row) == 0.0)
            m_scale.include(history().objectives(row));
    if (!breeds())
        return;
    const std::vector<std::size_t> rows = bestRows(history(), m_weights.size());
    for (std::size_t chain = 0; chain < m_present.size(); ++chain)
        m_present[chain] = *std::min_element(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) {
            return energy(a, chain) < energy(b, chain);
        });
}

space::Design Annealing::bred(std::uint64_t id, Rng& rng) const
{
    space::Design child = history().design(m_present[id % m_weights.size()]);
    variation().mutateSome(child, 1.0, rng);
    return child;
}

Method annealingMethod()
{
    return {
        {"annealing",
         "Simulated annealing",
         "Several walks through the space that accept losses early and few later (Kirkpatrick, Gelatt, "
         "Vecchi 1983), each with its own weights of the objectives.",
         {{.name = "chains",
           .label = "Chains",
           .fallback = 8,
           .minimum = 1,
           .maximum = 500,
           .help = "Walks side by side; more cover a front better and converge later.",
           .whole = true},
          {.name = "hottest",
           .label = "First temperature",
           .fallback = 0.3,
           .minimum = 1e-6,
           .maximum = 100,
           .help = "A loss of this share of an objective's range is accepted with probability 1/e at first."},
          {.name = "coldest",
           .label = "Last temperature",
           .fallback = 0.001,
           .minimum = 1e-9,
           .maximum = 100,
           .help = "The same in the end."},
          {.name = "cooling",
           .label = "Cooling trials",
           .fallback = 0,
           .minimum = 0,
           .maximum = 100'000'000,
           .help = "Trials from the first temperature to the last; 0 is the budget where it is known, else "
                   "2,000.",
           .unit = "trials",
           .whole = true}}},
        [](const SearchProblem& problem, const ChosenOptions& options, std::uint64_t seed) -> Method::Made {
            AnnealingOptions chosen;
            chosen.chains = options.count("chains");
            chosen.hottest = options.number("hottest");
            chosen.coldest = options.number("coldest");
            if (options.count("cooling") > 0)
                chosen.cooling = options.count("cooling");
            else if (problem.budget > 0)
                chosen.cooling = problem.budget;
            return std::unique_ptr<Optimizer>(std::make_unique<Annealing>(problem, seed, chosen));
        }};
}

} // namespace paretoscope::optimizer
