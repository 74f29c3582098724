// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include "core/base/result.h"

#include <cstddef>
#include <span>

namespace paretoscope::pareto {

/// Modified inverted generational distance IGD+: the mean over the reference set of the distance to the
/// nearest point of the front, where only those objectives count in which the front's point is worse. Smaller
/// is better; 0 if and only if every reference point is reached. Unlike plain IGD it never prefers a
/// dominated front (it is weakly Pareto compliant). In the unit of the objectives: normalise first. \param
/// front, reference  rows of k, row-major, all objectives minimised \errors InvalidInput: k = 0, an empty
/// set, sizes that disagree, a value that is not finite \cost every reference point with every point of the
/// front \source Ishibuchi, Masuda, Tanigaki, Nojima 2015, "Modified distance calculation in generational
/// distance and inverted generational distance"
[[nodiscard]] Result<double> igdPlus(std::span<const double> front, std::span<const double> reference,
                                     std::size_t k);

} // namespace paretoscope::pareto
