// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizer/acquisition.h"
#include "core/optimizer/candidates.h"

#include <optional>

namespace paretoscope::optimizer {

/// How hard to look; all our choice, measured with bench_optimizers.
struct SearchEffort
{
    std::size_t random = 300; ///< designs drawn anywhere
    std::size_t around = 600; ///< variations of the parents, and mixtures of two of them
    std::size_t starts = 6;   ///< of these, how many are improved
    int gradients = 30;       ///< evaluations of the acquisition with its gradient per climb
    int rounds = 12;          ///< climbs and steps to the best neighbour per start, at most,
    int allRounds = 24;       ///< and of all starts together, the best first
    std::size_t jumps = 25;   ///< random variations beside the neighbours in a step
};

/// The design that maximizes an acquisition over a mixed space: many designs are looked at, drawn anywhere
/// and around and between `parents` (the front), where the acquisition is high but narrow; the best of them
/// climb by turns along the gradient in their real parameters and to the best neighbour in the others. What
/// is proposed is always legal and new. \returns absent where nothing legal and new was met \cost see
/// bench_optimizers
[[nodiscard]] std::optional<space::Design>
maximize(const Acquisition& acquisition, const surrogate::FeatureMap& features, Candidates& candidates,
         std::span<const space::Design> parents, const SearchEffort& effort, Rng& rng);

/// The designs that a search would look at first, legal and new, in no order.
[[nodiscard]] std::vector<space::Design> pool(Candidates& candidates, std::span<const space::Design> parents,
                                              const SearchEffort& effort, Rng& rng);

} // namespace paretoscope::optimizer
