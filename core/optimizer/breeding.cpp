// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/breeding.h"

namespace paretoscope::optimizer {

space::Design Breeding::child(const Variation& variation, const space::Design& first,
                              const space::Design& second, Rng& rng) const
{
    space::Design child = rng.chance(crossover) ? variation.crossed(first, second, crossoverIndex, rng)
                                                : first;
    variation.mutate(child, mutation, rng);
    return child;
}

std::vector<OptionDoc> breedingOptions(double population)
{
    const std::string paper = "Deb, Pratap, Agarwal, Meyarivan 2002, section IV B (first-hand)";
    return {
        {.name = "population",
         .label = "Population",
         .fallback = population,
         .minimum = 4,
         .maximum = 2'000,
         .help = "Designs that breed. Papers use about 100; fewer suit budgets of a few thousand trials.",
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
         .help = "How close children stay to their parents in real, integer and ordinal parameters; larger "
                 "is closer.",
         .source = paper},
        {.name = "mutation",
         .label = "Mutations per child",
         .fallback = 1,
         .minimum = 0,
         .maximum = 200,
         .help = "Parameters of a child that mutate, on average; 1 is the probability 1/n per parameter "
                 "of the paper.",
         .source = paper}};
}

Breeding breedingFrom(const ChosenOptions& options)
{
    return {options.count("population"), options.number("crossover"), options.number("crossover_index"),
            options.number("mutation")};
}

} // namespace paretoscope::optimizer
