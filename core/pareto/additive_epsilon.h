// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include "core/base/result.h"

#include <cstddef>
#include <span>

namespace paretoscope::pareto {

/// Additive epsilon indicator: the least amount by which the front must be moved, in every objective at once,
/// for it to be nowhere worse than any point of the reference set. 0 or below when the front already is as
/// good. Weakly Pareto compliant. In the unit of the objectives: normalise first.
/// \param front, reference  rows of k, row-major, all objectives minimised
/// \errors InvalidInput: k = 0, an empty set, sizes that disagree, a value that is not finite
/// \cost every reference point with every point of the front
/// \source Zitzler, Thiele, Laumanns, Fonseca, Grunert da Fonseca 2003, "Performance assessment of
/// multiobjective optimizers: an analysis and review", additive variant
[[nodiscard]] Result<double> additiveEpsilon(std::span<const double> front, std::span<const double> reference,
                                             std::size_t k);

} // namespace paretoscope::pareto
