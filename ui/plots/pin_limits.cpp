// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/pin_limits.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace paretoscope::ui::plots {

bool limitIsUpper(const session::Axis& axis, double share)
{
    return axis.isParameter ? share >= 0.5 : axis.better == problem::Direction::Minimize;
}

double tidyLimit(const session::Axis& axis, double value, double resolution)
{
    if (!axis.categories.isEmpty())
        return std::clamp(std::round(value), 0.0, static_cast<double>(axis.categories.size() - 1));
    if (!axis.values.empty()) {
        return *std::min_element(axis.values.begin(), axis.values.end(), [value](double a, double b) {
            return std::abs(a - value) < std::abs(b - value);
        });
    }
    if (!(std::abs(resolution) > 0.0))
        return value;
    const double step = std::pow(10.0, std::floor(std::log10(std::abs(resolution))));
    return std::round(value / step) * step;
}

study::Pin withLimit(const study::Pin* existing, const session::Axis& axis, bool upper, double value)
{
    study::Pin pin;
    if (existing)
        pin = *existing;
    pin.axis = axis.name.toStdString();
    if (upper)
        pin.maximum = std::isfinite(value) ? std::max(value, pin.minimum)
                                           : std::numeric_limits<double>::infinity();
    else
        pin.minimum = std::isfinite(value) ? std::min(value, pin.maximum)
                                           : -std::numeric_limits<double>::infinity();
    return pin;
}

QString limitText(const session::Axis& axis, bool upper, double value)
{
    return (upper ? QStringLiteral("≤ %1") : QStringLiteral("≥ %1")).arg(axis.text(value, 4));
}

} // namespace paretoscope::ui::plots
