// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>

/// Numbers in base units as people read them.
namespace paretoscope {

/// "n" for 1e-9.
struct UnitPrefix
{
    double factor = 1.0;
    std::string_view text;
};

/// The prefixes that people put before a unit, ascending; at least the empty one. Nobody says kiloseconds,
/// and mm² cannot take any.
[[nodiscard]] std::span<const UnitPrefix> prefixesOf(std::string_view unit);

/// \param digits that are shown: 999.96 nJ are 1 µJ where there are four of them
[[nodiscard]] const UnitPrefix& prefixFor(double magnitude, std::string_view unit, int digits);

/// Rounded to so many significant digits.
[[nodiscard]] double roundedTo(double value, int digits);

/// 3.91e-3 with "J" -> "3.91 mJ", 0.0523 -> "0.0523": three digits and the unit, for sentences.
[[nodiscard]] std::string quantityWords(double value, std::string_view unit);

} // namespace paretoscope
