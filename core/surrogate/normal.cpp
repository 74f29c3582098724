// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/surrogate/normal.h"

#include "core/base/normal_draw.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace paretoscope::surrogate::normal {

namespace {

constexpr double kLogRoot2Pi = 0.91893853320467274;
/// Below, erfc underflows and the asymptotic series is exact to rounding.
constexpr double kFar = -36.0;

} // namespace

double density(double t)
{
    return std::exp(-0.5 * t * t - kLogRoot2Pi);
}

double cumulative(double t)
{
    return 0.5 * std::erfc(-t / std::numbers::sqrt2);
}

double logCumulative(double t)
{
    if (t > 5.0)
        return std::log1p(-cumulative(-t));
    if (t > kFar)
        return std::log(cumulative(t));
    const double inverse = 1.0 / (t * t); // Abramowitz, Stegun 26.2.12
    return -0.5 * t * t - kLogRoot2Pi - std::log(-t) + std::log1p(-inverse * (1.0 - 3.0 * inverse));
}

double expectedExcess(double t)
{
    // Cancellation costs a factor t^2 of precision, three digits of sixteen where the result underflows.
    return std::max(density(t) + t * cumulative(t), 0.0);
}

double logExpectedExcess(double t)
{
    if (t > kFar)
        return std::log(expectedExcess(t));
    const double inverse = 1.0 / (t * t);
    return -0.5 * t * t - kLogRoot2Pi + std::log(inverse) + std::log1p(-inverse * (3.0 - 15.0 * inverse));
}

double quantile(double p)
{
    // The logarithm is concave, so Newton steps on it converge from anywhere.
    if (p > 0.5)
        return -quantile(1.0 - p);
    double t = p > 0.02 ? std::log(p / (1.0 - p)) / 1.702 : -std::sqrt(-2.0 * std::log(p));
    for (int step = 0; step < 60; ++step) {
        const double change = (logCumulative(t) - std::log(p)) * cumulative(t) / density(t);
        t -= change;
        if (std::abs(change) < 1e-13 * std::max(1.0, std::abs(t)))
            break;
    }
    return t;
}

double draw(Rng& rng)
{
    return normalDraw(rng);
}

} // namespace paretoscope::surrogate::normal
