// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/spatial/ragged_emulation.h"
#include "core/cost/spatial/ragged_walk.h"
#include "core/cost/spatial/shape.h"
#include "core/cost/spatial/traffic.h"

#include <array>

namespace paretoscope::cost::spatial {

/// One tensor at one level that keeps it, words over the whole run. Where tiles are clipped in space the
/// instances differ: the first one never does less than another, so it stands for the bandwidth they need.
struct RaggedFlow
{
    double out = 0.0, outFirst = 0.0; ///< sent below, a multicast group once: by all instances, by the first
    double share = 0.0, shareFirst = 0.0; ///< received from above: by all instances, by the first
    double owned = 0.0, ownedFirst = 0.0; ///< different words held: the sum of all instances, the first
    double peer = 0.0;                    ///< received from a neighbour, mean of all instances
};
using RaggedFlows = std::array<std::array<RaggedFlow, kMaxTensors>, kMaxLevels>;

/// Words that move under a ragged nest (see evaluate.h).
///
/// For a tensor without sums, tiles are the same or disjoint, and a tile is fetched when a visit is not of
/// the tile before. That is so unless all loops that address the tensor, inside the loop that stepped on,
/// have a single iteration there. Since each dimension says for itself how far out that is so, the number of
/// fetches is a sum of products over dimensions, exact, whatever the nest. Tensors with sums, and neighbours,
/// are emulated.
class RaggedCounter
{
public:
    /// \param boundaries one a level, their tensor still open; tiles are those of the clipped nest
    void count(const OperationShape& shape, const Nest& nest, std::span<Boundary> boundaries,
               const Extents& padded, bool forwarding, RaggedFlows& flows);

    /// Cycles of the first element of every array: tiles are largest there, and all run in step.
    [[nodiscard]] double steps() const;

private:
    void walk(const Nest& nest, const Extents& padded);
    void standing(std::size_t tensor, RaggedFlows& flows);
    void sliding(std::size_t tensor, RaggedFlows& flows);
    [[nodiscard]] double fetches(const TensorShape& tensor, std::size_t level, LevelRange addressing,
                                 LevelRange other);
    [[nodiscard]] double starts(const TensorShape& tensor, int loop) const;
    [[nodiscard]] double operands(const TensorShape& tensor, LevelRange addressing, LevelRange other);
    [[nodiscard]] double held(const TensorShape& tensor, std::size_t level, LevelRange instances);
    [[nodiscard]] double distinctOperands(const TensorShape& tensor, bool all);
    void tally(std::size_t dimension, const TensorShape& tensor, std::size_t level, LevelRange summed);
    [[nodiscard]] RaggedEmulation::Outcome emulate(std::size_t tensor, std::size_t level);
    [[nodiscard]] bool keeps(std::size_t level, std::size_t tensor) const
    {
        return ((m_nest->levels[level].keeps >> tensor) & 1U) != 0;
    }
    /// To a single child that does not keep the tensor: whatever that one asks for.
    [[nodiscard]] bool passesOn(std::size_t level, std::size_t tensor) const
    {
        return level + 1 < levelCount() && m_boundaries[level].fanout.used() == 1
               && !keeps(level + 1, tensor);
    }
    [[nodiscard]] std::int64_t instances(std::size_t level) const;
    [[nodiscard]] std::size_t levelCount() const { return m_boundaries.size(); }

    const OperationShape* m_shape = nullptr;
    const Nest* m_nest = nullptr;
    std::span<Boundary> m_boundaries;
    bool m_forwarding = false;
    std::array<DimensionWalk, kMaxDimensions> m_walks;
    std::array<WalkTally, kMaxDimensions> m_tallies;
    RaggedEmulation m_emulation;
};

} // namespace paretoscope::cost::spatial
