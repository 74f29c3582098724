// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/filter_tree.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace paretoscope::study {

/// One thing that a search can compare with something.
struct FilterAxis
{
    TrialFilter::Node::Axis kind = TrialFilter::Node::Axis::Design;
    std::size_t index = 0;
    std::string name;
    std::string label;
    std::string unit;
    std::vector<std::string> categories;
};

/// The parameters, the metrics, and the number of the design.
[[nodiscard]] std::vector<FilterAxis> filterAxesOf(const problem::Problem& problem);

/// The category that people mean: by its name, the start of it, or its initials, where that leaves one.
[[nodiscard]] std::optional<std::size_t> categoryCalled(const std::string& text,
                                                        const std::vector<std::string>& categories);

} // namespace paretoscope::study
