// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>
#include <vector>

/// What people type to find designs, cut into words. Unlike a constraint (see space/predicate_syntax.h),
/// which is a formula, this is a search: units, texts and names in quotes, "and" left out.
namespace paretoscope::study {

struct FilterWord
{
    enum class Kind { Name, Text, Number, Sign };
    Kind kind = Kind::Sign;
    std::string text;      ///< without quotes; a sign in its plain form ("≤" reads as "<=")
    std::size_t place = 0; ///< of its first byte, from 0
    bool joined = false;   ///< no space before it
    double number = 0.0;   ///< of a Number
};

/// Errors: InvalidInput with the place of a character that has no meaning, an open quote, or a text of more
/// than 1,000 bytes.
[[nodiscard]] Result<std::vector<FilterWord>> filterWords(std::string_view text);

/// Equal but for the case of ASCII letters.
[[nodiscard]] bool sameWord(std::string_view a, std::string_view b);
/// `part` is somewhere in `whole`, whatever the case of ASCII letters.
[[nodiscard]] bool containsWord(std::string_view whole, std::string_view part);

} // namespace paretoscope::study
