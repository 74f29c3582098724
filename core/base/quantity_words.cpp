// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/quantity_words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace paretoscope {

namespace {

constexpr std::array kDecimal{UnitPrefix{1e-15, "f"}, UnitPrefix{1e-12, "p"}, UnitPrefix{1e-9, "n"},
                              UnitPrefix{1e-6, "µ"},  UnitPrefix{1e-3, "m"},  UnitPrefix{1.0, ""},
                              UnitPrefix{1e3, "k"},   UnitPrefix{1e6, "M"},   UnitPrefix{1e9, "G"},
                              UnitPrefix{1e12, "T"}};
constexpr std::array kBinary{UnitPrefix{1.0, ""}, UnitPrefix{1024.0, "Ki"}, UnitPrefix{1048576.0, "Mi"},
                             UnitPrefix{1073741824.0, "Gi"}, UnitPrefix{1099511627776.0, "Ti"}};
constexpr std::array kNoPrefix{UnitPrefix{1.0, ""}};
constexpr std::array<std::string_view, 13> kDecimalUnits{
    "J", "W", "Hz", "J·s", "B/s", "FLOP/s", "MAC/s", "OP/s", "OP/J", "V", "A", "OP/W", "J·s²"};

} // namespace

std::span<const UnitPrefix> prefixesOf(std::string_view unit)
{
    if (unit == "B" || unit == "bytes")
        return kBinary;
    if (unit == "s")
        return std::span(kDecimal).first(6);
    const bool decimal = std::find(kDecimalUnits.begin(), kDecimalUnits.end(), unit) != kDecimalUnits.end();
    return decimal ? std::span<const UnitPrefix>(kDecimal) : std::span<const UnitPrefix>(kNoPrefix);
}

double roundedTo(double value, int digits)
{
    if (value == 0.0)
        return 0.0;
    const double scale = std::pow(10.0, digits - 1 - std::floor(std::log10(std::abs(value))));
    return std::isfinite(scale) && scale > 0.0 ? std::round(value * scale) / scale : value;
}

const UnitPrefix& prefixFor(double magnitude, std::string_view unit, int digits)
{
    const std::span<const UnitPrefix> prefixes = prefixesOf(unit);
    const UnitPrefix* best = &prefixes.front();
    if (magnitude == 0.0)
        best = &*std::find_if(prefixes.begin(), prefixes.end(),
                              [](const UnitPrefix& prefix) { return prefix.factor == 1.0; });
    for (const UnitPrefix& prefix : prefixes)
        if (roundedTo(magnitude / prefix.factor, digits) >= 1.0)
            best = &prefix;
    return *best;
}

std::string quantityWords(double value, std::string_view unit)
{
    constexpr int kDigits = 3;
    const UnitPrefix& prefix = prefixFor(std::isfinite(value) ? std::abs(value) : 0.0, unit, kDigits);
    char number[32];
    std::snprintf(number, sizeof number, "%.*g", kDigits, value / prefix.factor);
    std::string text = number;
    if (!unit.empty())
        text.append(" ").append(prefix.text).append(unit == "bytes" ? "B" : unit);
    return text;
}

} // namespace paretoscope
