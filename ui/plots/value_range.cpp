// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/value_range.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace paretoscope::ui::plots {

namespace {

constexpr double kAir = 0.04; ///< share of the span kept free at either end

} // namespace

bool deservesLogarithm(double low, double high)
{
    return low > 0.0 && high >= 10.0 * low;
}

double roundStep(double span, double parts)
{
    const double rough = span / parts;
    const double decade = std::pow(10.0, std::floor(std::log10(rough)));
    for (const double mantissa : {1.0, 2.0, 5.0}) {
        if (mantissa * decade >= rough)
            return mantissa * decade;
    }
    return 10.0 * decade;
}

ValueRange roundedAround(double low, double high, bool logarithmic)
{
    if (low > high)
        std::swap(low, high);
    if (logarithmic && low > 0.0) {
        // In the logarithm a step of a tenth of the span is a round ratio, and the ends stay apart from the
        // data.
        const ValueRange exponents = roundedAround(std::log10(low), std::log10(high), false);
        return {std::pow(10.0, exponents.low), std::pow(10.0, exponents.high)};
    }
    double span = high - low;
    if (!(span > 1e-9 * std::max(std::abs(low), std::abs(high))))
        span = high != 0.0 ? std::abs(high) * 0.2 : 1.0;
    const double step = roundStep(span, 10.0);
    ValueRange range{std::floor((low - kAir * span) / step) * step,
                     std::ceil((high + kAir * span) / step) * step};
    // Amounts that cannot be negative should not suggest that they could.
    if (low >= 0.0)
        range.low = std::max(range.low, 0.0);
    return range;
}

double shareOf(ValueRange range, double value, bool logarithmic)
{
    if (logarithmic && range.low > 0.0 && range.high > 0.0)
        return value <= 0.0 ? -1.0 : std::log(value / range.low) / std::log(range.high / range.low);
    return (value - range.low) / (range.high - range.low);
}

double valueAt(ValueRange range, double share, bool logarithmic)
{
    if (logarithmic && range.low > 0.0 && range.high > 0.0)
        return range.low * std::pow(range.high / range.low, share);
    return range.low + share * (range.high - range.low);
}

} // namespace paretoscope::ui::plots
