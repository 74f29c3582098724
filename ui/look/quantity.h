// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace paretoscope::ui::look {

/// A number in base units as people read it: 0.00391 J -> "3.91 mJ", 131072 B -> "128 KiB", 0.42 with no unit
/// -> "0.42". Locale decimals, `digits` significant digits. NaN -> "–".
[[nodiscard]] QString quantity(double value, const QString& unit, int digits = 3);

/// Significant digits with which a hundredth of the way from `low` to `high` is still seen: 3 where the ends
/// differ much, at most 8.
[[nodiscard]] int digitsToTell(double low, double high);

/// One prefix for a whole axis: the factor to multiply base values with and the unit to print.
struct DisplayUnit
{
    double factor = 1.0;
    QString unit; ///< "mJ"; empty for counts
};
/// \param largest the largest magnitude shown
[[nodiscard]] DisplayUnit displayUnit(double largest, const QString& unit);

/// "128 KiB", "3.9 mJ" or "0.0039" back to base units. False if it is not a number with a prefix of this
/// unit.
[[nodiscard]] bool parseQuantity(const QString& text, const QString& unit, double& value);

/// True where a change from a to b is told in percent: up to tenfold. Beside a base near zero a percentage
/// is large whatever happens, and says nothing (the bound is our choice).
[[nodiscard]] bool isToldInPercent(double a, double b);
/// b against a: "+12 %", "−31 %", "=", or the difference, "+3.2 mJ", where percent would not do. "–" where
/// either is not a number.
/// \param unit of both, in base units; empty for none
[[nodiscard]] QString relativeChange(double a, double b, const QString& unit);
/// Thousands grouped by thin spaces of the locale: "41 200".
[[nodiscard]] QString count(quint64 n);
/// "2 min 23 s", "0.4 s".
[[nodiscard]] QString duration(double seconds);

} // namespace paretoscope::ui::look
