// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/aging_evolution.h"

#include "core/pareto/dominance.h"

#include <algorithm>

namespace paretoscope::optimizer {

AgingEvolution::AgingEvolution(const SearchProblem& problem, std::uint64_t seed, std::size_t population,
                               std::size_t sample)
    : PopulationSearch(problem, seed)
    , m_population(population)
    , m_sample(sample)
{ }

/// One pass over the sample keeps a design until another one dominates it: it ends at one that is dominated
/// by none that came later, and was drawn at random to begin with.
space::Design AgingEvolution::bred(std::uint64_t, Rng& rng) const
{
    const std::size_t oldest = history().size() - m_population;
    std::size_t best = oldest + rng.below(m_population);
    for (std::size_t i = 1; i < m_sample; ++i) {
        const std::size_t rival = oldest + rng.below(m_population);
        if (pareto::constrainedDominates(history().objectives(rival), history().violation(rival),
                                         history().objectives(best), history().violation(best)))
            best = rival;
    }
    space::Design child = history().design(best);
    variation().mutateSome(child, 1.0, rng);
    return child;
}

Method agingEvolutionMethod()
{
    const std::string paper = "Real, Aggarwal, Huang, Le 2019, section 3 (second-hand)";
    return {
        {"aging",
         "Regularized evolution",
         "Mutates the best of a sample of the latest designs; every design ages out (Real, Aggarwal, Huang, "
         "Le 2019).",
         {{.name = "population",
           .label = "Population",
           .fallback = 100,
           .minimum = 2,
           .maximum = 10'000,
           .help = "Latest designs that are alive.",
           .source = paper,
           .whole = true},
          {.name = "sample",
           .label = "Sample",
           .fallback = 25,
           .minimum = 1,
           .maximum = 10'000,
           .help = "Designs among which a parent is chosen; more means more pressure.",
           .source = paper,
           .whole = true}}},
        [](const SearchProblem& problem, const ChosenOptions& options, std::uint64_t seed) -> Method::Made {
            return std::unique_ptr<Optimizer>(std::make_unique<AgingEvolution>(
                problem, seed, options.count("population"), options.count("sample")));
        }};
}

} // namespace paretoscope::optimizer
