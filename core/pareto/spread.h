// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include "core/base/result.h"

#include <cstddef>
#include <span>

namespace paretoscope::pareto {

/// How unevenly a front of two objectives is spread (Delta): gaps between neighbours against their mean, plus
/// how far the ends are from the extremes of the reference set. 0 is even and complete; smaller is better. A
/// front of one point has no gaps and gets 1. Says nothing about how good the points are.
/// \param front, reference  rows of 2, row-major, all objectives minimised; both are taken as they are, so
/// filter what is dominated and normalise first
/// \errors InvalidInput: an empty set, sizes that disagree, a value that is not finite
/// \source Deb, Pratap, Agarwal, Meyarivan 2002, section V B
[[nodiscard]] Result<double> spread(std::span<const double> front, std::span<const double> reference);

/// The same for any number of objectives: the distance to the nearest other point takes the place of the gap.
/// \param front, reference  rows of k, row-major, as above
/// \errors as above, and k = 0 \cost every point of the front with every other
/// \source Zhou, Jin, Zhang, Sendhoff, Tsang 2006, "Combining model-based and genetics-based offspring
/// generation for multi-objective optimization using a convergence criterion", with the sum over the front
/// itself, as its common implementations have it
[[nodiscard]] Result<double> generalizedSpread(std::span<const double> front,
                                               std::span<const double> reference, std::size_t k);

} // namespace paretoscope::pareto
