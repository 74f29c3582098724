// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/problem.h"

#include <stop_token>
#include <vector>

namespace paretoscope::lesson {

/// Where a lesson is drawn: designs laid out along one parameter, or over two, at which the method is asked
/// what it believes and the problem what is true. Empty where a problem has more parameters than can be
/// drawn, or other kinds than numbers.
struct Stage
{
    std::vector<space::Design> designs; ///< row by row: the first parameter runs along a row
    std::size_t columns = 0;
    std::size_t rows = 0;
    std::size_t parameter = 0; ///< that runs along a row
    std::vector<double> truth; ///< of the first objective; NaN where infeasible

    [[nodiscard]] bool empty() const { return designs.empty(); }
    [[nodiscard]] bool isLine() const { return rows == 1; }
};

/// The stage of a problem with one or two real parameters, or of one that searches machines and mappings:
/// then a line along the words of the input scratchpad, the rest as in the hand-made machine. Otherwise an
/// empty one.
[[nodiscard]] Stage stageOf(const problem::Problem& problem, const std::stop_token& stop);

} // namespace paretoscope::lesson
