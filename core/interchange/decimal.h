// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Changes of unit in decimal text. J to pJ as a multiplication rounds, and rounding twice does not come
/// back; moving the decimal point does.
namespace paretoscope::interchange {

/// The shortest decimal that means `value`, times 10^exponent. \param value finite
[[nodiscard]] std::string shiftedText(double value, int exponent = 0);

/// The number nearest to what the text says, times 10^exponent. Nothing for text that is no finite number.
[[nodiscard]] std::optional<double> shiftedNumber(std::string_view text, int exponent = 0);

} // namespace paretoscope::interchange
