// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace paretoscope::pareto {

/// The places of `values` in ascending order of value, equal values in order of place. -0 and 0 are equal,
/// and any NaN stands at one of the ends. \cost O(n): radix sort by bytes (Knuth, TAOCP 3, 5.2.5) on keys
/// that order as the doubles do; comparison sort below a few hundred values. Sorting is most of what the
/// sweeps of this folder cost, and the passes of a radix sort have no branch to mispredict.
[[nodiscard]] std::vector<std::uint32_t> ascendingOrder(std::span<const double> values);

/// The same for rows of k values, row-major, by the first value, then the second, and so on.
[[nodiscard]] std::vector<std::uint32_t> lexicographicOrder(std::span<const double> rows, std::size_t k);

} // namespace paretoscope::pareto
