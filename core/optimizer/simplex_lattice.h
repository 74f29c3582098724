// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include <cstddef>
#include <vector>

namespace paretoscope::optimizer {

/// Evenly spread directions of non-negative numbers that sum to 1 (Das, Dennis 1998): all multiples of 1/p,
/// for the largest p with at most `most` of them, at least the axes. \returns rows of `objectives` numbers
[[nodiscard]] std::vector<std::vector<double>> simplexLattice(std::size_t objectives, std::size_t most);

} // namespace paretoscope::optimizer
