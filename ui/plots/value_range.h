// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace paretoscope::ui::plots {

/// What an axis shows, from low to high.
struct ValueRange
{
    double low = 0.0;
    double high = 1.0;
    friend bool operator==(const ValueRange&, const ValueRange&) = default;

    [[nodiscard]] bool contains(double value) const { return value >= low && value <= high; }
};

/// The range that grows in 1-2-5 steps: the smallest one with ends on round numbers around [low, high] and a
/// little air. So a live picture stays still until something really leaves it. Takes any finite values, in
/// any order; a logarithmic range needs both positive and otherwise falls back to linear.
[[nodiscard]] ValueRange roundedAround(double low, double high, bool logarithmic);

/// Whether values from `low` to `high` are better told apart on a logarithmic scale: all positive, and a
/// factor of 10 or more between them (our choice).
[[nodiscard]] bool deservesLogarithm(double low, double high);

/// The step of 1, 2 or 5 times a power of ten that divides `span` into at most `parts` steps.
[[nodiscard]] double roundStep(double span, double parts);

/// Where a value stands between the ends, 0 to 1 inside, beyond them outside. A logarithmic scale with ends
/// that are not positive is read as linear. NaN stays NaN.
[[nodiscard]] double shareOf(ValueRange range, double value, bool logarithmic);
/// The value at a share; the inverse of shareOf().
[[nodiscard]] double valueAt(ValueRange range, double share, bool logarithmic);

} // namespace paretoscope::ui::plots
