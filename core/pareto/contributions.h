// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include "core/base/result.h"

#include <cstddef>
#include <span>
#include <vector>

namespace paretoscope::pareto {

/// What each point alone dominates of the box below the reference: what the hypervolume would lose with it. A
/// point that another one dominates or equals, or that is not strictly better than the reference everywhere,
/// contributes 0.
/// \param points n rows of k, row-major, k = 2 to 6
/// \errors as hypervolume()
/// \cost k = 2 on a front: sorting and one pass. Else n times the part of the front that reaches into a
/// point's own box (VolumeMeter::exclusive)
[[nodiscard]] Result<std::vector<double>> exclusiveContributions(std::span<const double> points,
                                                                 std::span<const double> reference);

/// Place of the point that the hypervolume misses least, the first of several: what SMS-EMOA discards (Beume,
/// Naujoks, Emmerich 2007). \errors as hypervolume(), and for no points
[[nodiscard]] Result<std::size_t> leastContributor(std::span<const double> points,
                                                   std::span<const double> reference);

} // namespace paretoscope::pareto
