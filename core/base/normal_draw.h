// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/rng.h"

#include <cmath>
#include <numbers>

namespace paretoscope {

/// A draw from the standard normal distribution (Box, Muller 1958, from memory); takes two numbers of the
/// stream.
[[nodiscard]] inline double drawNormal(Rng& rng)
{
    const double radius = std::sqrt(-2.0 * std::log1p(-rng.uniform()));
    return radius * std::cos(2.0 * std::numbers::pi * rng.uniform());
}

} // namespace paretoscope
