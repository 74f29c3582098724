// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include "core/base/result.h"

#include <cstddef>
#include <vector>

namespace paretoscope::pareto {

/// Directions that cover the positive orthant evenly: all points of the unit simplex whose coordinates are
/// multiples of 1 / divisions, (divisions + k - 1 choose k - 1) of them, in lexicographic order.
/// \returns rows of k, row-major, each of sum 1 (up to rounding)
/// \errors InvalidInput: k = 0, no divisions, more than a million rows
/// \source Das, Dennis 1998, "Normal-boundary intersection"
[[nodiscard]] Result<std::vector<double>> dasDennisDirections(std::size_t k, std::size_t divisions);

/// Two layers, the inner one shrunk halfway to the centre: with many objectives one layer puts hardly a
/// direction inside the simplex.
/// \errors as above for either layer
/// \source Deb, Jain 2014, "An evolutionary many-objective optimization algorithm using reference-point-based
/// nondominated sorting approach, part I", section V
[[nodiscard]] Result<std::vector<double>> twoLayerDirections(std::size_t k, std::size_t outerDivisions,
                                                             std::size_t innerDivisions);

/// The largest number of divisions whose directions are at most `most`; at least 1.
[[nodiscard]] std::size_t divisionsFor(std::size_t k, std::size_t most);

} // namespace paretoscope::pareto
