// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codesign/traffic.h"

namespace paretoscope::codesign {

namespace {

// Dimensions that move a tensor's tile, as bits.
constexpr unsigned kOfInputs = (1U << kR) | (1U << kS) | (1U << kP) | (1U << kQ) | (1U << kC);
constexpr unsigned kOfWeights = (1U << kR) | (1U << kS) | (1U << kC) | (1U << kK);
constexpr unsigned kOfOutputs = (1U << kP) | (1U << kQ) | (1U << kK);

/// Loops in time, outermost first, as they are met.
class Visits
{
public:
    explicit Visits(unsigned relevant)
        : m_relevant(relevant)
    { }
    void enter(std::size_t dim, std::int32_t factor)
    {
        if (factor == 1)
            return;
        m_all *= factor;
        if ((m_relevant >> dim & 1U) == 0)
            return; // the tile stays put, unless a loop inside moves it
        m_distinct *= factor;
        m_visits = m_all;
    }
    [[nodiscard]] double visits() const { return m_visits; }
    [[nodiscard]] double distinct() const { return m_distinct; }

private:
    unsigned m_relevant;
    double m_all = 1, m_visits = 1, m_distinct = 1;
};

/// Iterations of the innermost loops of a PE that use the same word.
double reuse(const TiledMapping& mapping, unsigned relevant)
{
    double product = 1.0;
    for (std::size_t i = kDims; i-- > 0;) {
        const std::uint8_t dim = mapping.order[kLocalOrder][i];
        const std::int32_t factor = mapping.factor[dim][kLocal];
        if (factor > 1 && (relevant >> dim & 1U) != 0)
            break;
        product *= factor;
    }
    return product;
}

} // namespace

Traffic trafficOf(const LayerShape& layer, const TiledMapping& mapping)
{
    Visits inputs(kOfInputs);
    Visits weights(kOfWeights);
    Visits outputs(kOfOutputs);
    const auto enter = [&](OrderLevel level, Slot slot) {
        for (const std::uint8_t dim : mapping.order[level]) {
            inputs.enter(dim, mapping.factor[dim][slot]);
            weights.enter(dim, mapping.factor[dim][slot]);
            outputs.enter(dim, mapping.factor[dim][slot]);
        }
    };
    Traffic traffic;
    enter(kMemoryOrder, kMemory);
    traffic.bufferInputVisits = inputs.visits();
    traffic.bufferOutputVisits = outputs.visits();
    traffic.bufferOutputDistinct = outputs.distinct();
    enter(kBufferOrder, kBuffer);
    traffic.inputVisits = inputs.visits();
    traffic.weightVisits = weights.visits();
    traffic.outputVisits = outputs.visits();
    traffic.outputDistinct = outputs.distinct();

    traffic.inputReuse = reuse(mapping, kOfInputs);
    traffic.weightReuse = reuse(mapping, kOfWeights);
    traffic.outputReuse = reuse(mapping, kOfOutputs);

    const Sizes local = mapping.localTile();
    const Sizes array = mapping.spatialTile();
    const Sizes buffer = mapping.bufferTile();
    traffic.inputLocal = static_cast<double>(inputWords(local, layer.stride));
    traffic.weightLocal = static_cast<double>(weightWords(local));
    traffic.outputLocal = static_cast<double>(outputWords(local));
    traffic.inputArray = static_cast<double>(inputWords(array, layer.stride));
    traffic.weightArray = static_cast<double>(weightWords(array));
    traffic.outputArray = static_cast<double>(outputWords(array));
    traffic.inputBuffer = static_cast<double>(inputWords(buffer, layer.stride));
    traffic.outputBuffer = static_cast<double>(outputWords(buffer));
    return traffic;
}

} // namespace paretoscope::codesign
