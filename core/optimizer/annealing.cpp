// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/annealing.h"

#include "core/optimizer/simplex_lattice.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::optimizer {

namespace {

constexpr std::uint64_t kStream = 0x616e6e65616cULL; // of the decision to step, apart from the design's
constexpr std::size_t kDirections = 100;
constexpr std::uint64_t kEra = 50; // trials of a chain under the same weights (our choice)

} // namespace

Annealing::Annealing(const SearchProblem& problem, std::uint64_t seed, AnnealingOptions options)
    : PopulationSearch(problem, seed)
    , m_options(options)
    , m_directions(simplexLattice(problem.objectives, kDirections))
    , m_scale(problem.objectives)
{ }

/// The weights of the chain that trial `id` belongs to, drawn from the trial's number.
const std::vector<double>& Annealing::weightsAt(std::uint64_t id) const
{
    const std::uint64_t chain = id % m_options.chains;
    const std::uint64_t era = id / m_options.chains / kEra;
    return m_directions[Rng(seed() ^ ~kStream, era * m_options.chains + chain).below(m_directions.size())];
}

double Annealing::temperature() const
{
    const double share = std::min(
        static_cast<double>(history().size()) / static_cast<double>(m_options.cooling), 1.0);
    return m_options.hottest * std::pow(m_options.coldest / m_options.hottest, share);
}

double Annealing::energy(std::size_t row, std::span<const double> weights) const
{
    const double violation = history().violation(row);
    const double scalar = history().measured(row) ? m_scale.tchebycheff(history().objectives(row), weights)
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
    std::size_t& present = m_present[id % m_options.chains];
    const double loss = energy(row, weightsAt(id)) - energy(present, weightsAt(id));
    if (loss <= 0.0 || Rng(seed() ^ kStream, id).chance(std::exp(-loss / temperature())))
        present = row;
}

void Annealing::askedAnew()
{
    m_scale.cover(history());
    if (!breeds())
        return;
    m_present = bestRows(history(), m_options.chains);
}

space::Design Annealing::bred(std::uint64_t id, Rng& rng) const
{
    space::Design child = history().design(m_present[id % m_options.chains]);
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
           .fallback = 4,
           .minimum = 1,
           .maximum = 500,
           .help = "Walks side by side; more cover a front better and converge later.",
           .whole = true},
          {.name = "hottest",
           .label = "First temperature",
           .fallback = 0.003,
           .minimum = 1e-6,
           .maximum = 100,
           .help = "A loss of this share of an objective's range is accepted with probability 1/e at first."},
          {.name = "coldest",
           .label = "Last temperature",
           .fallback = 0.0001,
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
