// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

namespace paretoscope::cost::validation {

/// Agreement in the sense of a tolerance: lowest * theirs <= ours <= highest * theirs.
struct Agreement
{
    double lowest = 0.0;
    double highest = 0.0; ///< infinite where any larger value agrees
    [[nodiscard]] bool onlyBounds() const { return lowest <= 0.0; } ///< ours may be as small as it likes
};

/// What a tolerance's words depend on besides themselves.
struct ToleranceContext
{
    std::string network;           ///< as the case names it; clauses may be for one network
    bool publishedMapping = false; ///< the case gives its mapping
};

/// The tolerance that words state. Remarks in parentheses are passed over; clauses stand between ";" or ",",
/// all that apply hold together. A clause is "exact", "N %", "N-M % below", "factor F", "lower bound";
/// "Name: clause" and "Name N %" apply to networks whose name begins so, "... with the published mapping"
/// and "... for a mapper" to cases with and without a mapping. Nothing where no clause applies.
[[nodiscard]] std::optional<Agreement> agreementFrom(const std::string& words,
                                                     const ToleranceContext& context);

} // namespace paretoscope::cost::validation
