// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace paretoscope::cost::spatial {

struct Loop
{
    std::size_t dimension = 0; ///< index into Operation::dimensions
    std::int64_t factor = 1;   ///< >= 1
    friend bool operator==(const Loop&, const Loop&) = default;
};

/// What one memory level does: the tensors it stores and the loops it runs. The spatial loops of a level
/// stand below its temporal loops and spread work over the instances of the next level. Outermost loop first.
struct LevelMapping
{
    std::vector<bool> keeps; ///< per tensor of the Operation
    std::vector<Loop> temporal;
    std::vector<Loop> spatialX;
    std::vector<Loop> spatialY;
    friend bool operator==(const LevelMapping&, const LevelMapping&) = default;
};

/// A mapping of one Operation on one SpatialArchitecture: one entry a memory level, outermost (DRAM) first.
///
/// It is *ragged* where the factors of a dimension multiply to more than its size. Loop bounds are then those
/// of the padded dimension, but execution stops at the true size: a loop runs only the iterations that begin
/// inside the extent it was given, and the last of them may be partial, in time and in space, where the
/// trailing elements of an array are idle or partly filled. A product below the size is illegal, and so is an
/// outermost loop whose last iteration would begin beyond the size and hence never run.
struct Mapping
{
    std::vector<LevelMapping> levels;
    friend bool operator==(const Mapping&, const Mapping&) = default;
};

} // namespace paretoscope::cost::spatial
