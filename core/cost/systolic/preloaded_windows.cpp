// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/systolic/preloaded_windows.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::cost::systolic {

namespace {

struct Link
{
    double wordsPerCycle;
    std::int64_t word_bits;

    [[nodiscard]] std::int64_t capacity_words(const hardware::SystolicMemory& memory) const
    {
        return memory.size_bytes * 8 / word_bits;
    }

    /// Cycles until the last window is in. A window is 50 sets of a hundredth of the memory, rounded up.
    [[nodiscard]] double reading(const hardware::SystolicMemory& memory, std::int64_t traffic_words) const
    {
        const std::int64_t capacity = capacity_words(memory);
        const std::int64_t window = std::max<std::int64_t>(50 * ((capacity + 99) / 100), 1);
        const std::int64_t moves = std::max<std::int64_t>(traffic_words - 1, 0) / window;
        return static_cast<double>(moves)
               * (std::ceil(static_cast<double>(capacity / 2) / wordsPerCycle) + 1.0);
    }

    /// Cycles until the rest fits the memory.
    [[nodiscard]] double writing(const hardware::SystolicMemory& memory, std::int64_t traffic_words) const
    {
        return static_cast<double>(std::max<std::int64_t>(traffic_words - capacity_words(memory), 0))
               / wordsPerCycle;
    }
};

} // namespace

std::int64_t preloadedWindowsCycles(const Evaluation& layer, const hardware::SystolicArray& array)
{
    if (!array.bandwidth_bytesPerCycle)
        return layer.folds.cycles;
    const Link link{*array.bandwidth_bytesPerCycle * 8.0 / static_cast<double>(array.word_bits),
                    array.word_bits};
    const double slowest = std::max({link.reading(array.inputs, layer.traffic.inputReads),
                                     link.reading(array.weights, layer.traffic.weightReads),
                                     link.writing(array.outputs, layer.traffic.outputWrites)});
    return std::max(layer.folds.cycles, static_cast<std::int64_t>(std::ceil(slowest)));
}

} // namespace paretoscope::cost::systolic
