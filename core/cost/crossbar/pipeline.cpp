// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/crossbar/pipeline.h"

#include <algorithm>

namespace paretoscope::cost::crossbar {

std::vector<StageTimes> pipelined(std::span<const Stage> stages)
{
    std::vector<StageTimes> times;
    times.reserve(stages.size());
    std::vector<double> before; // when each row of the previous stage is there
    std::vector<double> here;
    for (const Stage& stage : stages) {
        here.assign(static_cast<std::size_t>(stage.rows), 0.0);
        const std::int64_t inputRows = std::max<std::int64_t>(1, (stage.rows - 1) * stage.stride
                                                                     + stage.kernel - 2 * stage.padding);
        const auto there = [&](std::int64_t inputRow) {
            if (before.empty())
                return 0.0;
            const auto last = static_cast<std::int64_t>(before.size()) - 1;
            const std::int64_t row = std::clamp<std::int64_t>(inputRow, 0, inputRows - 1);
            // Row r of the input is there when as large a share of the previous output is.
            return before[static_cast<std::size_t>(
                std::clamp<std::int64_t>(((row + 1) * (last + 1) + inputRows - 1) / inputRows - 1, 0, last))];
        };
        const double position_s = stage.row_s / static_cast<double>(stage.columns);
        double begin = 0.0;
        for (std::int64_t row = 0; row < stage.rows; ++row) {
            const std::int64_t needed = row * stage.stride + stage.kernel - 1 - stage.padding;
            const double earlier = needed > 0 && stage.columns > 1 ? there(needed - 1) : there(needed);
            const double ready = before.empty() ? 0.0 : earlier;
            const double free = row > 0 ? here[static_cast<std::size_t>(row - 1)] : ready;
            if (row == 0)
                begin = ready;
            // Its last position needs the whole input row.
            here[static_cast<std::size_t>(row)] = std::max(std::max(ready, free) + stage.row_s,
                                                           there(needed) + position_s);
        }
        times.push_back({begin, here.back()});
        before.swap(here);
    }
    return times;
}

} // namespace paretoscope::cost::crossbar
