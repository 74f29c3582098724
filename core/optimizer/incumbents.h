// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizer/outcome_models.h"
#include "core/surrogate/noiseless_draws.h"

namespace paretoscope::optimizer {

/// What a new design has to improve on.
///
/// Where evaluations are exact that is the front of what was observed. Where they are noisy, the best values
/// observed are the luckiest ones, and improvements on them look rarer than they are. Then the improvement is
/// averaged over what the observed designs may truly be worth: the noisy expected improvement (Letham,
/// Karrer, Ottoni, Bakshy 2019), of several objectives that of the hypervolume (Daulton, Balandat, Bakshy
/// 2021; both from memory). Given one possible truth the expectation has a closed form, so only the truths
/// are drawn. Designs that are being evaluated are part of them, so batches spread.
struct Incumbents
{
    /// One per possible truth: objectives of the feasible designs, row by row; dominated ones may be among
    /// them. Exactly one where evaluations are exact.
    std::vector<std::vector<double>> fronts;
    /// The objectives' beliefs under each truth; empty where evaluations are exact.
    std::vector<surrogate::NoiselessDraws> draws;
    /// Of OutcomeModels::told(): those on the front, or, the likeliest first, those that may be.
    std::vector<std::size_t> rows;
};

/// \param believed  objectives of designs that are being evaluated, as far as they are believed feasible
[[nodiscard]] Incumbents observedFront(const OutcomeModels& models,
                                       const std::vector<std::vector<double>>& believed);

/// \param pending  designs that are being evaluated
/// \param count    how many truths are drawn
/// Absent where the models do not allow it; the observed front is all there is then.
[[nodiscard]] std::optional<Incumbents> possibleFronts(const OutcomeModels& models,
                                                       std::span<const space::Design> pending,
                                                       std::size_t count, Rng& rng);

} // namespace paretoscope::optimizer
