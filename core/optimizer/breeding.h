// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizer/method.h"
#include "core/optimizer/variation.h"

#include <vector>

namespace paretoscope::optimizer {

/// How the classical evolutionary methods make a child of two parents.
struct Breeding
{
    std::size_t population = 64;
    double crossover = 0.9;     ///< probability that a child has two parents
    double crossoverIndex = 20; ///< eta_c of simulated binary crossover
    double mutation = 1.0;      ///< parameters of a child that mutate, on average

    [[nodiscard]] space::Design child(const Variation& variation, const space::Design& first,
                                      const space::Design& second, Rng& rng) const;
};

/// The options of all of them, and what was chosen.
[[nodiscard]] std::vector<OptionDoc> breedingOptions(double population);
[[nodiscard]] Breeding breedingFrom(const ChosenOptions& options);

} // namespace paretoscope::optimizer
