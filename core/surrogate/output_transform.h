// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include "core/base/result.h"
#include "core/surrogate/kernel.h"

namespace paretoscope::surrogate {

/// A bend of the values that makes them look more normal before they are modelled. Yeo-Johnson's power
/// transform (2000): of standardized values y >= 0 it is ((1 + y)^p - 1) / p, of the others -((1 - y)^(2 - p)
/// - 1) / (2 - p); p = 1 leaves all as they are, p < 1 draws a long upper tail in, p > 1 a long lower one.
class PowerTransform
{
public:
    /// The power in [-2, 3] under which the values, as independent normal numbers, are most likely.
    /// \errors InvalidInput: no values, or one that is not finite
    [[nodiscard]] static Result<PowerTransform> fitted(const Vector& values);
    /// \param power  \param offset, scale  of the standardization, scale > 0
    PowerTransform(double power, double offset, double scale)
        : m_power(power)
        , m_offset(offset)
        , m_scale(scale)
    { }

    [[nodiscard]] double power() const { return m_power; }
    [[nodiscard]] double apply(double value) const;
    /// The value that apply() takes here; of what no value is taken to, the nearest end.
    [[nodiscard]] double invert(double bent) const;
    /// Logarithm of the slope of apply(), to compare likelihoods before and after.
    [[nodiscard]] double logSlope(double value) const;

private:
    double m_power;
    double m_offset;
    double m_scale;
};

} // namespace paretoscope::surrogate
