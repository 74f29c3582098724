// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/trial_filter.h"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace paretoscope::study {

/// One term of a search for designs, with its parts.
struct TrialFilter::Node
{
    enum class Kind { And, Or, Not, Compare, Word, Tag, Set, Note, Reason };
    Kind kind = Kind::Word;
    std::vector<std::shared_ptr<const Node>> parts;
    std::string text; ///< the word, or what a tag, set, note or reason must be
    // A comparison.
    enum class Axis { Design, Parameter, Metric };
    Axis axis = Axis::Design;
    std::size_t index = 0;
    std::string sign;
    double value = 0.0;
};
using FilterTree = std::shared_ptr<const TrialFilter::Node>;

/// Whether a trial is one that the search is for.
[[nodiscard]] bool holds(const TrialFilter::Node& node, const Trial& trial, const FilterFacts& facts,
                         const problem::Problem& problem);

} // namespace paretoscope::study
