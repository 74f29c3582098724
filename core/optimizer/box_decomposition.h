// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace paretoscope::optimizer {

/// The region where a new point would be an improvement, cut into boxes that do not overlap: everything below
/// the reference that no point of the front dominates. It reaches down to minus infinity.
///
/// Corners are kept as places in a sorted list of levels per objective, since boxes share them: what is
/// costly to compute per corner is computed once per level. levels[j] starts with minus infinity and ends
/// with the reference.
struct BoxDecomposition
{
    struct Box
    {
        std::uint32_t low[3]{};
        std::uint32_t high[3]{};
    };
    std::size_t objectives = 0;
    std::vector<std::vector<double>> levels;
    std::vector<Box> boxes;
};

/// \param points     n rows of k, row-major, minimised; dominated ones and ones beyond the reference do no
/// harm \param reference  k = 1, 2 or 3 finite numbers \returns at most 1, n + 1 or 3 n + 1 boxes \cost O(n
/// log n) for k <= 2, O(n^2) at worst for k = 3
[[nodiscard]] BoxDecomposition decompose(std::span<const double> points, std::span<const double> reference);

} // namespace paretoscope::optimizer
