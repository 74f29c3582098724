// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <string>
#include <vector>

/// What a known constraint may look like, before the expression library sees it. The library accepts much
/// that is no predicate (assignments, texts, lists, chains such as a < b < c); a person who wrote one of
/// those meant something else, so they are refused with their place.
namespace paretoscope::space {

struct PredicateToken
{
    enum class Kind { Name, Function, Number, Operator };
    Kind kind = Kind::Operator;
    std::string text;
    std::size_t place = 0; ///< of the first character, from 0
};

/// Splits an expression of at most 1,000 characters. Errors: a character or an operator that is not known.
[[nodiscard]] Result<std::vector<PredicateToken>> tokenize(const std::string& expression);

/// Success where the whole is true or false: comparisons, joined by && || ! ?: and parentheses.
[[nodiscard]] Status checkPredicate(const std::vector<PredicateToken>& tokens);

/// An InvalidInput whose sentence ends with the place, counted from 1.
[[nodiscard]] Error syntaxError(std::string what, std::size_t place);

} // namespace paretoscope::space
