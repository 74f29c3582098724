// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/scales.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::optimizer {

using space::ParameterKind;

Scales::Scales(const space::Space& space)
{
    std::size_t slot = 0;
    for (std::size_t i = 0; i < space.size(); ++i) {
        const space::Parameter& parameter = space.parameter(i);
        Scale scale;
        scale.slot = slot;
        slot += parameter.width();
        const auto count = parameter.count();
        if (parameter.kind() == ParameterKind::Real) {
            const auto [low, high, logarithmic] = parameter.axisExtent();
            scale.kind = logarithmic ? Kind::Logarithmic : Kind::Linear;
            scale.low = logarithmic ? std::log(low) : low;
            scale.high = logarithmic ? std::log(high) : high;
            scale.lowest = low;
            scale.highest = high;
        } else if (parameter.kind() == ParameterKind::Integer && count && *count > 1) {
            scale.kind = Kind::Integer;
            parameter.at(0, {&scale.low, 1});
            parameter.at(*count - 1, {&scale.high, 1});
            scale.last = static_cast<double>(*count - 1);
        } else if (parameter.kind() == ParameterKind::Ordinal && *count > 1) {
            scale.kind = Kind::Ordinal;
            scale.values = space::valuesOf(parameter);
            scale.last = static_cast<double>(*count - 1);
        }
        m_scales.push_back(std::move(scale));
    }
}

double Scales::place(std::size_t parameter, double slotValue) const
{
    const Scale& scale = m_scales[parameter];
    if (scale.kind == Kind::Ordinal) {
        const auto at = std::lower_bound(scale.values.begin(), scale.values.end(), slotValue);
        return static_cast<double>(at - scale.values.begin()) / scale.last;
    }
    const double value = scale.kind == Kind::Logarithmic ? std::log(slotValue) : slotValue;
    return (value - scale.low) / (scale.high - scale.low);
}

double Scales::valueAt(std::size_t parameter, double place) const
{
    const Scale& scale = m_scales[parameter];
    const double u = std::clamp(place, 0.0, 1.0);
    switch (scale.kind) {
    case Kind::Ordinal:
        return scale.values[static_cast<std::size_t>(std::lround(u * scale.last))];
    case Kind::Integer:
        return scale.low + (scale.high - scale.low) / scale.last * std::round(u * scale.last);
    case Kind::Logarithmic:
        return std::clamp(std::exp(scale.low + (scale.high - scale.low) * u), scale.lowest, scale.highest);
    case Kind::Linear:
        return std::clamp(scale.low + (scale.high - scale.low) * u, scale.lowest, scale.highest) + 0.0;
    case Kind::None:
        break;
    }
    return 0.0;
}

} // namespace paretoscope::optimizer
