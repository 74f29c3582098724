// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/interchange/decimal.h"

#include <array>
#include <charconv>
#include <cmath>

namespace paretoscope::interchange {

namespace {

/// Beyond these powers of ten zeros would fill the line.
constexpr int kSmallestPlain = -7;
constexpr int kLargestPlain = 17;
/// An exponent no honest figure has; keeps the sum of two from overflowing.
constexpr int kLargestExponent = 10'000;

std::optional<int> exponentOf(std::string_view text)
{
    if (text.starts_with('+'))
        text.remove_prefix(1);
    int exponent = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), exponent);
    if (code != std::errc() || end != text.data() + text.size() || std::abs(exponent) > kLargestExponent)
        return {};
    return exponent;
}

/// 0.digits * 10^(exponent + 1), written out.
std::string plain(const std::string& digits, int exponent)
{
    if (exponent < 0)
        return "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
    const auto whole = static_cast<std::size_t>(exponent) + 1;
    if (digits.size() <= whole)
        return digits + std::string(whole - digits.size(), '0') + ".0";
    return digits.substr(0, whole) + '.' + digits.substr(whole);
}

} // namespace

std::string shiftedText(double value, int exponent)
{
    if (value == 0.0)
        return "0.0";
    std::array<char, 40> buffer{};
    const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::abs(value),
                                      std::chars_format::scientific);
    const std::string_view text(buffer.data(), static_cast<std::size_t>(result.ptr - buffer.data()));
    const std::size_t e = text.find('e');
    std::string digits(text.substr(0, e));
    if (digits.size() > 1)
        digits.erase(1, 1); // the point
    const int power = exponentOf(text.substr(e + 1)).value_or(0) + exponent;
    const std::string sign = value < 0.0 ? "-" : "";
    if (power >= kSmallestPlain && power <= kLargestPlain)
        return sign + plain(digits, power);
    // YAML 1.1 reads an exponent only after a point and with its sign.
    return sign + plain(digits, 0) + (power < 0 ? "e-" : "e+") + std::to_string(std::abs(power));
}

std::optional<double> shiftedNumber(std::string_view text, int exponent)
{
    if (text.starts_with('+'))
        text.remove_prefix(1);
    const std::size_t e = text.find_first_of("eE");
    const auto power = e == std::string_view::npos ? std::optional<int>(0) : exponentOf(text.substr(e + 1));
    if (!power)
        return {};
    const std::string shifted = std::string(text.substr(0, e)) + 'e' + std::to_string(*power + exponent);
    double value = 0.0;
    const char* const end = shifted.data() + shifted.size();
    const auto [stop, code] = std::from_chars(shifted.data(), end, value);
    if (code != std::errc() || stop != end || !std::isfinite(value))
        return {};
    return value;
}

} // namespace paretoscope::interchange
