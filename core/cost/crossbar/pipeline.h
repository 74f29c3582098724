// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace paretoscope::cost::crossbar {

/// A layer that keeps its weights, as a stage that produces its output map row by row.
struct Stage
{
    std::int64_t rows = 1, columns = 1; ///< of the output
    std::int64_t kernel = 1, stride = 1, padding = 0;
    double row_s = 0.0; ///< one output row, all copies at work
};

struct StageTimes
{
    double begin_s = 0.0;
    double finish_s = 0.0;
};

/// Layers run at the same time: a row of the output starts when the last input row it needs has come and the
/// row before it is done (row-major order, as in MNSIM 2.0, which follows single positions; A for the rule,
/// rows instead of positions are our choice). Inputs between two stages that nobody lists, such as pooling,
/// are taken in proportion. \cost O(sum of rows)
[[nodiscard]] std::vector<StageTimes> pipelined(std::span<const Stage> stages);

} // namespace paretoscope::cost::crossbar
