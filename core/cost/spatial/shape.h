// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/spatial/nest.h"
#include "core/workload/operation.h"

#include <array>
#include <cstdint>

namespace paretoscope::cost::spatial {

/// How far something extends, or moves, along every dimension of the iteration space.
using Extents = std::array<std::int64_t, kMaxDimensions>;
/// The same along every axis of one tensor.
using Coordinates = std::array<std::int64_t, kMaxAxes>;

/// A tensor's addressing, compiled: dimensions of one iteration are dropped, since they neither move nor
/// widen a tile.
struct TensorShape
{
    struct Axis
    {
        std::array<std::uint8_t, kMaxDimensions> dimension{};
        std::array<std::int64_t, kMaxDimensions> coefficient{};
        std::uint8_t terms = 0;
    };
    std::array<Axis, kMaxAxes> axes{};
    std::uint8_t axisCount = 0;
    std::uint8_t dimensions = 0; ///< bit per dimension that addresses it
    bool output = false;
    bool sliding = false;  ///< some axis is a sum, so tiles may overlap
    bool separable = true; ///< no dimension addresses two axes

    [[nodiscard]] bool uses(std::size_t dimension) const { return ((dimensions >> dimension) & 1U) != 0; }

    /// Length of the bounding box along an axis: 1 + sum coefficient * (extent - 1).
    [[nodiscard]] std::int64_t length(std::size_t axis, const Extents& extents) const
    {
        const Axis& a = axes[axis];
        std::int64_t length = 1;
        for (std::size_t i = 0; i < a.terms; ++i)
            length += a.coefficient[i] * (extents[a.dimension[i]] - 1);
        return length;
    }

    /// Words of the bounding box of a tile.
    [[nodiscard]] std::int64_t words(const Extents& extents) const
    {
        std::int64_t words = 1;
        for (std::size_t a = 0; a < axisCount; ++a)
            words *= length(a, extents);
        return words;
    }
};

/// The parts of an operation the model needs, in fixed arrays.
struct OperationShape
{
    std::array<TensorShape, kMaxTensors> tensors{};
    Extents sizes{};
    std::size_t dimensionCount = 0;
    std::size_t tensorCount = 0;
    std::int64_t macs = 1;
};

/// Errors: Unsupported beyond the limits of nest.h, InvalidInput for a negative coefficient, and for anything
/// that has more than 2^53 points or a tensor of more than 2^53 words: counts stay exact in a double.
[[nodiscard]] Result<OperationShape> compileShape(const workload::Operation& operation);

} // namespace paretoscope::cost::spatial
