// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <limits>

namespace paretoscope::workload {

/// Counts that stop at the largest integer instead of wrapping round, so that an absurd layer is seen to be
/// absurd. For operands that are not negative; a size below 1 is refused elsewhere and never hidden here.
[[nodiscard]] inline std::int64_t saturatingProduct(std::int64_t a, std::int64_t b) noexcept
{
    std::int64_t product = 0;
    return __builtin_mul_overflow(a, b, &product) ? std::numeric_limits<std::int64_t>::max() : product;
}

[[nodiscard]] inline std::int64_t saturatingSum(std::int64_t a, std::int64_t b) noexcept
{
    std::int64_t sum = 0;
    return __builtin_add_overflow(a, b, &sum) ? std::numeric_limits<std::int64_t>::max() : sum;
}

} // namespace paretoscope::workload
