// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstdint>

/// Arithmetic with numbers of things.
namespace paretoscope {

/// How many parts of `b` cover `a`. \param a  not negative. \param b  at least 1.
[[nodiscard]] constexpr std::int64_t ceilDivide(std::int64_t a, std::int64_t b)
{
    return (a + b - 1) / b;
}

/// The count as a factor of a formula.
[[nodiscard]] constexpr double number(std::int64_t count)
{
    return static_cast<double>(count);
}

/// Levels of a binary tree over `n` leaves; 0 for one leaf.
[[nodiscard]] inline double ceilLog2(std::int64_t n)
{
    return n > 1 ? std::ceil(std::log2(number(n))) : 0.0;
}

} // namespace paretoscope
