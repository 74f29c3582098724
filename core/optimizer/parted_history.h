// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include "core/optimizer/history.h"

#include <optional>
#include <vector>

namespace paretoscope::optimizer {

/// The rows of a history in two parts: the `count` best, and the rest. Whole ranks while they fit, infeasible
/// ones by violation behind the feasible; of the rank that is cut in two those go first that dominate much
/// volume together, which keeps them apart along the front (Ozaki, Tanigaki, Watanabe, Onishi 2020, "Multi-
/// objective tree-structured Parzen estimator for computationally expensive optimization problems"). Both
/// parts are in the order of the history.
struct Parted
{
    std::vector<std::size_t> best;
    std::vector<std::size_t> rest;
};
/// \param reference  bounds the volume, where some row lies inside it; else the rank's own worst values do
[[nodiscard]] Parted partedByQuality(const History& history, std::size_t count,
                                     const std::optional<std::vector<double>>& reference);

} // namespace paretoscope::optimizer
