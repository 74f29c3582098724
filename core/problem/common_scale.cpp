// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/common_scale.h"

#include <cmath>
#include <limits>

namespace paretoscope::problem {

std::vector<double> sharesOfBest(std::span<const double> values, Direction better)
{
    constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
    double best = kUnknown;
    for (const double value : values)
        if (value >= 0.0 && std::isfinite(value)
            && (std::isnan(best) || (better == Direction::Minimize ? value < best : value > best)))
            best = value;
    std::vector<double> shares;
    for (const double value : values) {
        if (!(value >= 0.0) || !std::isfinite(value))
            shares.push_back(kUnknown);
        else if (value == best)
            shares.push_back(1.0);
        else
            shares.push_back(better == Direction::Minimize ? best / value : value / best);
    }
    return shares;
}

} // namespace paretoscope::problem
