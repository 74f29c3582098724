// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include "core/base/result.h"

#include <cstddef>
#include <span>
#include <vector>

namespace paretoscope::pareto {

/// Places of `count` points, or of all if there are fewer, that dominate much volume together: one after the
/// other the point that adds most to those chosen before it (the first of several). At least 1 - 1/e, 63 %,
/// of what the best subset of that size dominates, since hypervolume is submodular (Guerreiro, Fonseca,
/// Paquete 2016, "Greedy hypervolume subset selection in low dimensions"). Points that add nothing come last,
/// in their order. \errors as hypervolume() \cost about (n + count) volumes of up to `count` points: a gain
/// that was larger once is only computed anew when it might win (Minoux 1978)
[[nodiscard]] Result<std::vector<std::size_t>>
greedySubset(std::span<const double> points, std::span<const double> reference, std::size_t count);

} // namespace paretoscope::pareto
