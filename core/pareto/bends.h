// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace paretoscope::pareto {

/// Where a front of two objectives bends: the inner corners of its convex hull towards the ideal point, the
/// sharpest turn first, both objectives scaled to the front's own range. The angle as a measure of a knee is
/// that of Branke, Deb, Dierolf and Osswald (2004), from memory; taking it at the hull's corners, so that the
/// steps of a sampled front are no knees, is our choice.
/// \param first, second minimised, equal lengths, finite; any order
/// \returns positions, at most `most`; empty below three points or without extent
/// \cost O(n log n)
[[nodiscard]] std::vector<std::size_t> bends(std::span<const double> first, std::span<const double> second,
                                             std::size_t most);

} // namespace paretoscope::pareto
