// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/optimizer.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::optimizer {

namespace {

/// How far `value` lies outside, as a share of the bound it misses; of 1 where the bound is 0.
double relativeExcess(double value, const Steering::Bound& bound)
{
    const auto share = [](double excess, double limit) {
        return excess / (limit != 0.0 ? std::abs(limit) : 1.0);
    };
    if (bound.excluded) {
        // Out of a region leads the nearer edge; on the edge itself the way is short but not nothing.
        constexpr double kLeast = 1e-9;
        const double up = share(bound.maximum - value, bound.maximum);
        const double down = share(value - bound.minimum, bound.minimum);
        return bound.holds(value) ? 0.0 : std::max(std::min(up, down), kLeast);
    }
    if (value < bound.minimum)
        return share(bound.minimum - value, bound.minimum);
    return value > bound.maximum ? share(value - bound.maximum, bound.maximum) : 0.0;
}

} // namespace

/// A parameter that is inactive has no position on its axis, so a pin there does not hold; the same as what a
/// pin shows and hides.
bool Steering::allows(const space::Space& space, const space::Design& design) const
{
    return std::all_of(parameters.begin(), parameters.end(), [&](const Bound& bound) {
        if (bound.index >= space.size() || !space.isActive(design, bound.index))
            return false;
        const double position = space.parameter(bound.index).axisPosition(space.value(design, bound.index));
        return bound.holds(position);
    });
}

/// A metric that is not known cannot be said to hold: it is infinitely violated.
double Steering::violation(std::span<const double> metricValues) const
{
    double sum = 0.0;
    for (const Bound& bound : metrics) {
        if (bound.index >= metricValues.size() || std::isnan(metricValues[bound.index]))
            return std::numeric_limits<double>::infinity();
        sum += relativeExcess(metricValues[bound.index], bound);
    }
    return sum;
}

} // namespace paretoscope::optimizer
