// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/spatial/evaluate.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <variant>

namespace paretoscope::cost::spatial {

/// What one evaluation can hold without touching the heap. A convolution has eight dimensions and three
/// tensors of at most five axes; the deepest machine we describe has five levels.
inline constexpr std::size_t kMaxDimensions = 8;
inline constexpr std::size_t kMaxTensors = 4;
inline constexpr std::size_t kMaxLevels = 7;
inline constexpr std::size_t kMaxAxes = 8;
/// Factors are at least 2 and multiply to at most 2^53, so no nest is deeper.
inline constexpr std::size_t kMaxLoops = 56;

struct NestLoop
{
    std::int64_t factor = 1;
    std::uint8_t dimension = 0;
};

/// The loops of one level: [temporal, spatialY) run in time, [spatialY, spatialX) along the rows of the
/// array, [spatialX, end) along its columns.
struct NestLevel
{
    std::uint8_t temporal = 0, spatialY = 0, spatialX = 0, end = 0;
    std::uint8_t keeps = 0; ///< bit per tensor
};

/// A mapping as one flat list of loops, outermost first, without loops of one iteration. This is the order in
/// which the reference simulator nests them.
struct Nest
{
    std::array<NestLoop, kMaxLoops> loops;
    std::array<NestLevel, kMaxLevels> levels;
};

/// Checks that the mapping fits the operation and the machine in shape, that the factors of every dimension
/// multiply to its size, and that every tensor is stored where the machine lets it be.
/// \param ragged  factors may multiply to more than the size, if every iteration runs at least once
[[nodiscard]] std::variant<Nest, Illegal> flatten(const Mapping& mapping,
                                                  const workload::Operation& operation,
                                                  const hardware::SpatialArchitecture& architecture,
                                                  bool ragged = false);

/// The residency the machine prescribes for a tensor ("weights", "inputs", "outputs") at a level.
[[nodiscard]] hardware::Residency residency(const hardware::MemoryLevel& level, const std::string& tensor);

} // namespace paretoscope::cost::spatial
