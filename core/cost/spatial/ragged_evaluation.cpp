// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/spatial/evaluator.h"

#include <algorithm>
#include <cmath>

/// The part of the evaluator that nests with clipped tiles need.
namespace paretoscope::cost::spatial {

namespace {

/// Accesses of all instances, in blocks.
/// \param first words of the first instance \param shortfall what the others together move less
double blocks(std::int64_t first, std::int64_t shortfall, std::int64_t instances, std::int64_t block)
{
    const auto count = static_cast<double>(instances);
    const double words = static_cast<double>(first) * count - static_cast<double>(shortfall);
    return block == 1 ? words : std::ceil(words / count / static_cast<double>(block)) * count;
}

} // namespace

/// Checks the products of the factors and cuts tiles to the true sizes. Strides stay those of whole tiles.
std::optional<Misfit> Evaluator::clip(const Nest& nest)
{
    m_padded = m_extents[0];
    const std::size_t loops = nest.levels[m_levelCount - 1].end;
    for (std::size_t d = 0; d < kMaxDimensions; ++d) {
        const std::int64_t size = m_shape.sizes[d];
        if (m_padded[d] == size)
            continue;
        const auto outermost = std::find_if(nest.loops.begin(), nest.loops.begin() + loops,
                                            [d](const NestLoop& loop) { return loop.dimension == d; });
        if (m_padded[d] < size || m_padded[d] - m_padded[d] / outermost->factor >= size)
            return Misfit{IllegalReason::FactorProduct, d, size, m_padded[d]};
        for (std::size_t l = 0; l < m_levelCount; ++l) {
            m_extents[l][d] = std::min(m_extents[l][d], size);
            m_spread[l][d] = std::min(m_spread[l][d], size);
        }
    }
    return {};
}

void Evaluator::countRagged(const Nest& nest, const EvaluationOptions& options, Counts& counts)
{
    for (std::size_t l = 0; l < m_levelCount; ++l)
        describe(nest, l, m_boundaries[l]);
    RaggedFlows flows{};
    m_raggedCounter.count(m_shape, nest, {m_boundaries.data(), m_levelCount}, m_padded,
                          options.peerForwarding, flows);
    counts.computeCycles = whole(m_raggedCounter.steps());
    counts.padded = m_padded;
    counts.usedMacs = m_usedX[m_levelCount] * m_usedY[m_levelCount];
    for (std::size_t t = 0; t < m_shape.tensorCount; ++t) {
        partition(nest, t, counts);
        const TensorShape& tensor = m_shape.tensors[t];
        for (std::size_t l = 0; l < m_levelCount; ++l) {
            RaggedFlow& flow = flows[l][t];
            TensorCounts& figures = counts.levels[l].tensors[t];
            if (tensor.output && !tensor.sliding) {
                figures.partition = whole(flow.ownedFirst);
            } else {
                flow.ownedFirst = static_cast<double>(figures.partition);
                flow.owned = flow.ownedFirst * static_cast<double>(counts.levels[l].instances);
            }
        }
    }
    accountRagged(nest, flows, counts);
}

void Evaluator::accountRagged(const Nest& nest, const RaggedFlows& flows, Counts& counts) const
{
    for (std::size_t t = 0; t < m_shape.tensorCount; ++t) {
        const bool output = m_shape.tensors[t].output;
        bool outermost = true;
        for (std::size_t l = 0; l < m_levelCount; ++l) {
            if (((nest.levels[l].keeps >> t) & 1U) == 0)
                continue;
            const RaggedFlow& flow = flows[l][t];
            LevelCounts& level = counts.levels[l];
            TensorCounts& tensor = level.tensors[t];
            Shortfall& shortfall = counts.shortfall[l][t];
            const auto instances = static_cast<double>(level.instances);
            const double sentLess = flow.outFirst * instances - flow.out;
            const double receivedLess = flow.shareFirst * instances - flow.share;
            const double owned = output ? flow.ownedFirst : 0.0;
            const double ownedLess = output ? flow.ownedFirst * instances - flow.owned : 0.0;
            tensor.tile = m_tile[l][t];
            tensor.reads = whole(std::round(flow.outFirst + flow.peer - owned));
            const double fills = flow.shareFirst + flow.peer - owned;
            tensor.fills = outermost ? 0 : whole(output ? std::round(fills) : std::trunc(fills));
            tensor.updates = output ? whole(std::round(flow.outFirst)) : 0;
            tensor.temporalReductions = output ? whole(std::round(flow.outFirst - owned)) : 0;
            shortfall.reads = whole(std::round(sentLess - ownedLess));
            shortfall.fills = outermost ? 0 : whole(std::round(receivedLess - ownedLess));
            shortfall.updates = output ? whole(std::round(sentLess)) : 0;
            outermost = false;
            const Level& hardware = m_levels[l];
            const auto accesses = [&](std::int64_t first, std::int64_t less) {
                return blocks(first, std::min(less, first * level.instances), level.instances,
                              hardware.block);
            };
            tensor.energy_J = accesses(tensor.reads, shortfall.reads) * hardware.energy.read_J
                              + accesses(tensor.fills, shortfall.fills) * hardware.energy.fill_J
                              + accesses(tensor.updates, shortfall.updates) * hardware.energy.update_J;
        }
    }
}

} // namespace paretoscope::cost::spatial
