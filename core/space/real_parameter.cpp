// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/parameter_support.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::space {

namespace {

/// An interval. All moves are made in the unit coordinate, in which a linear and a logarithmic interval look
/// the same.
class RealParameter final : public Parameter
{
public:
    RealParameter(ParameterName name, double low, double high, bool logarithmic)
        : Parameter(std::move(name.name), std::move(name.label), std::move(name.unit),
                    std::move(name.condition))
        , m_extent{low, high, logarithmic}
    { }

    [[nodiscard]] ParameterKind kind() const override { return ParameterKind::Real; }
    void sample(Rng& rng, std::span<double> value) const override { value[0] = fromUnit(rng.uniform()); }
    [[nodiscard]] std::optional<std::uint64_t> count() const override { return {}; }
    void at(std::uint64_t, std::span<double> value) const override { value[0] = m_extent.low; }

    void mutate(Rng& rng, double reach, std::span<double> value) const override
    {
        const double before = value[0];
        const double u = toUnit(before);
        const double step = std::clamp(reach, 1e-9, 1.0);
        value[0] = fromUnit(rng.uniform(std::max(0.0, u - step), std::min(1.0, u + step)));
        if (value[0] == before) // rounding, or one chance in 2^53
            value[0] = std::nextafter(before, before < m_extent.high ? m_extent.high : m_extent.low);
    }

    [[nodiscard]] std::vector<double> neighbours(std::span<const double> value) const override
    {
        constexpr double kStep = 0.01;
        std::vector<double> near;
        for (const double step : {-kStep, kStep}) {
            const double moved = fromUnit(std::clamp(toUnit(value[0]) + step, 0.0, 1.0));
            if (moved != value[0])
                near.push_back(moved);
        }
        return near;
    }

    void features(std::span<const double> value, std::span<double> out) const override
    {
        out[0] = toUnit(value[0]);
    }

    [[nodiscard]] std::string print(std::span<const double> value) const override
    {
        return printNumber(value[0]);
    }

    [[nodiscard]] Result<std::vector<double>> parse(const std::string& text) const override
    {
        const auto number = parseNumber(text);
        if (!number || !contains({&*number, 1})) {
            return refusal(name(),
                           "\"" + text.substr(0, 40) + "\" is none of its values; allowed are numbers from "
                               + printNumber(m_extent.low) + " to " + printNumber(m_extent.high) + ".");
        }
        return std::vector<double>{*number};
    }

    [[nodiscard]] bool contains(std::span<const double> value) const override
    {
        return value.size() == 1 && value[0] >= m_extent.low && value[0] <= m_extent.high;
    }

    [[nodiscard]] double axisPosition(std::span<const double> value) const override { return value[0]; }
    [[nodiscard]] Extent axisExtent() const override { return m_extent; }

private:
    [[nodiscard]] double toUnit(double value) const
    {
        const auto& [low, high, logarithmic] = m_extent;
        const double u = logarithmic ? std::log(value / low) / std::log(high / low)
                                     : (value - low) / (high - low);
        return std::clamp(u, 0.0, 1.0);
    }

    [[nodiscard]] double fromUnit(double u) const
    {
        const auto& [low, high, logarithmic] = m_extent;
        const double value = logarithmic ? low * std::pow(high / low, u) : low + (high - low) * u;
        return std::clamp(value, low, high) + 0.0;
    }

    Extent m_extent;
};

} // namespace

Result<ParameterPtr> makeReal(ParameterName name, double low, double high, bool logarithmic)
{
    if (const Status named = complete(name); !named)
        return named.error();
    if (!std::isfinite(low) || !std::isfinite(high))
        return refusal(name.name, "the ends of the interval must be finite numbers.");
    if (!(low < high)) {
        return refusal(name.name, "the interval from " + printNumber(low) + " to " + printNumber(high)
                                      + " is empty; the minimum must be below the maximum.");
    }
    if (logarithmic && low <= 0.0) {
        return refusal(name.name, "the minimum is " + printNumber(low)
                                      + "; a logarithmic scale allows numbers above 0.");
    }
    if (!std::isfinite(logarithmic ? high / low : high - low))
        return refusal(name.name, "the interval is wider than a floating-point number can tell.");
    return ParameterPtr(std::make_shared<RealParameter>(std::move(name), low + 0.0, high + 0.0, logarithmic));
}

} // namespace paretoscope::space
