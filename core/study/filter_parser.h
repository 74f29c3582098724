// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/filter_tree.h"
#include "core/study/filter_words.h"

#include <vector>

namespace paretoscope::study {

struct ParsedFilter
{
    FilterTree root;
    bool asksForFront = false; ///< or for the knee
};

/// Makes words into terms, see TrialFilter. \param words at least one
/// Errors: those of TrialFilter::compile().
[[nodiscard]] Result<ParsedFilter> parseFilter(std::vector<FilterWord> words, const problem::Problem& problem,
                                               const TrialFilter::ReadQuantity& quantity);

} // namespace paretoscope::study
