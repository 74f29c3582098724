// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/surrogate/output_transform.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace paretoscope::surrogate {

namespace {

/// ((1 + y)^p - 1) / p for y >= 0, exact where p is nearly 0.
double powered(double y, double p)
{
    const double logarithm = std::log1p(y);
    return std::abs(p) < 1e-12 ? logarithm : std::expm1(p * logarithm) / p;
}

/// The other way; a transform of a negative power is bounded, and what no value is taken to comes from very
/// far.
double unpowered(double bent, double p)
{
    constexpr double kFar = 690.0; // its exponential is still a double
    if (std::abs(p) < 1e-12)
        return std::expm1(std::min(bent, kFar));
    return std::expm1(std::min(std::log(std::max(1.0 + p * bent, 1e-300)) / p, kFar));
}

} // namespace

double PowerTransform::apply(double value) const
{
    const double y = (value - m_offset) / m_scale;
    return y >= 0.0 ? powered(y, m_power) : -powered(-y, 2.0 - m_power);
}

double PowerTransform::invert(double bent) const
{
    const double y = bent >= 0.0 ? unpowered(bent, m_power) : -unpowered(-bent, 2.0 - m_power);
    return m_offset + m_scale * y;
}

double PowerTransform::logSlope(double value) const
{
    const double y = (value - m_offset) / m_scale;
    return (y >= 0.0 ? m_power - 1.0 : 1.0 - m_power) * std::log1p(std::abs(y)) - std::log(m_scale);
}

Result<PowerTransform> PowerTransform::fitted(const Vector& values)
{
    if (values.size() == 0 || !values.allFinite())
        return Error{
            ErrorCode::InvalidInput, "a transform needs values that are finite numbers.", "surrogate", {}};
    const double mean = values.mean();
    const double spread = std::sqrt((values.array() - mean).square().mean());
    const double scale = spread > 0.0 ? spread : 1.0;
    const auto likelihood = [&](double power) {
        const PowerTransform transform(power, mean, scale);
        double sum = 0.0;
        double squares = 0.0;
        double slopes = 0.0;
        for (const double value : values) {
            const double bent = transform.apply(value);
            sum += bent;
            squares += bent * bent;
            slopes += transform.logSlope(value);
        }
        const double n = static_cast<double>(values.size());
        const double variance = squares / n - (sum / n) * (sum / n);
        return variance > 0.0 ? slopes - 0.5 * n * std::log(variance)
                              : -std::numeric_limits<double>::infinity();
    };
    // Golden section search; the likelihood has one top in the power.
    const double ratio = 0.5 * (std::sqrt(5.0) - 1.0);
    double low = -2.0;
    double high = 3.0;
    while (high - low > 1e-4) {
        const double left = high - ratio * (high - low);
        const double right = low + ratio * (high - low);
        if (likelihood(left) >= likelihood(right))
            high = right;
        else
            low = left;
    }
    return PowerTransform(spread > 0.0 ? 0.5 * (low + high) : 1.0, mean, scale);
}

} // namespace paretoscope::surrogate
