// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include <span>
#include <vector>

namespace paretoscope::pareto {

/// All objectives minimised, equal lengths. True if a is nowhere worse than b and somewhere better. A strict
/// partial order; NaN neither dominates nor is dominated.
[[nodiscard]] bool dominates(std::span<const double> a, std::span<const double> b);

/// Constraint domination (Deb et al. 2002, section VI): feasible beats infeasible, less violation beats more,
/// between feasible ones dominates() decides. Violations >= 0, 0 = feasible.
[[nodiscard]] bool constrainedDominates(std::span<const double> a, double violationA,
                                        std::span<const double> b, double violationB);

/// Non-dominated sorting under constraint domination (what Deb et al. 2002, section III A, define). Feasible
/// rows with a NaN are of rank 0, since nothing dominates them; a violation that is NaN counts as infinite.
/// \param objectives n rows of k, row-major; \param violations n values
/// \returns rank per row, 0 = best front
/// \cost sorting, then per row a binary search over the fronts: k = 2 O(n log n); k = 3 a binary search in
/// each of log n fronts' staircases; more: a search in their trees
[[nodiscard]] std::vector<int> nonDominatedRanks(std::span<const double> objectives, std::size_t k,
                                                 std::span<const double> violations);

/// Crowding distance (Deb et al. 2002, section III B) among `rows` (indices of one rank); ends get infinity.
/// \returns one value per entry of `rows`.
[[nodiscard]] std::vector<double> crowdingDistances(std::span<const double> objectives, std::size_t k,
                                                    std::span<const std::size_t> rows);

} // namespace paretoscope::pareto
