// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/rng.h"
#include "core/codesign/layer_shape.h"
#include "core/codesign/machine_space.h"

#include <array>
#include <cstdint>

namespace paretoscope::codesign {

/// Where a factor of a dimension runs, from the inside out.
enum Slot : std::uint8_t { kLocal, kAcrossX, kAcrossY, kBuffer, kMemory };
inline constexpr std::size_t kSlots = 5;
/// The levels that have loops in time, by their place in TiledMapping::order.
enum OrderLevel : std::uint8_t { kLocalOrder, kBufferOrder, kMemoryOrder };
inline constexpr std::size_t kOrders = 3;

/// A mapping as the paper's inner search varies it (S1-S9, from memory): five factors of each dimension and
/// three loop orders.
struct TiledMapping
{
    std::array<std::array<std::int32_t, kSlots>, kDims> factor{};
    std::array<std::array<std::uint8_t, kDims>, kOrders> order{}; ///< dimensions, outermost first

    [[nodiscard]] Sizes localTile() const;   ///< in a PE
    [[nodiscard]] Sizes spatialTile() const; ///< of the whole array at a time
    [[nodiscard]] Sizes bufferTile() const;  ///< in the global buffer
    [[nodiscard]] std::int64_t usedColumns() const;
    [[nodiscard]] std::int64_t usedRows() const;
    friend bool operator==(const TiledMapping&, const TiledMapping&) = default;
};

/// A number that names the mapping, to tell those met before.
[[nodiscard]] std::uint64_t fingerprint(const TiledMapping& mapping);

/// The known constraints on mappings, in the order in which they are tested.
enum class Rule : std::uint8_t {
    None,
    Array,        ///< factors along an axis multiply to more than its PEs
    Dataflow,     ///< R is not all inside a PE, or S not all along the rows, on a machine that asks for it
    Scratchpads,  ///< a local tile does not fit
    GlobalBuffer, ///< the buffer's tiles of inputs and outputs do not fit
};
inline constexpr std::size_t kRules = 4; ///< without None
[[nodiscard]] const char* ruleName(Rule rule);

/// The first rule that the mapping breaks. Loop orders never matter.
[[nodiscard]] Rule brokenRule(const TiledMapping& mapping, const LayerShape& layer, const Machine& machine);

/// The rules one by one.
[[nodiscard]] bool fitsArray(const TiledMapping& mapping, const Machine& machine);
[[nodiscard]] bool keepsDataflow(const TiledMapping& mapping, const LayerShape& layer,
                                 const Machine& machine);
[[nodiscard]] bool fitsScratchpads(const TiledMapping& mapping, const LayerShape& layer,
                                   const Machine& machine);
[[nodiscard]] bool fitsBuffer(const TiledMapping& mapping, const LayerShape& layer);

} // namespace paretoscope::codesign
