// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/crossbar/mnsim_chip.h"

#include <cstdint>
#include <span>
#include <vector>

/// All layers of a network at work on a MNSIM chip: where their tiles lie, and when each position is ready.
namespace paretoscope::cost::crossbar {

/// Steps from tile to tile.
struct TileDistance
{
    std::int64_t inside = 0; ///< from a layer's farthest tile to the one that gathers its sums
    std::int64_t onward = 0; ///< from there to the farthest tile of the next layer
};

/// Layers take tiles in turn along square shells around a corner; of a layer's tiles that one gathers which
/// makes the sum of both distances least. \param tiles  per layer; a layer without tiles is passed over
/// \source MNSIM 2.0, its default connection of tiles (A). \cost O(tiles)
[[nodiscard]] std::vector<TileDistance> tileDistances(std::span<const std::int64_t> tiles);

/// Gathering a position's sums in one tile and sending the result on, in all positions. (C: solved from the
/// runs, which it reproduces: every step inside a layer carries the columns of all elements of a tile.)
[[nodiscard]] double mnsimTransfer_s(const MnsimChip& chip, const MnsimLayer& layer, TileDistance distance);

/// Finish of the last layer when all run at once: a position starts when its window of the previous layer is
/// there and the copy that takes it is free; each copy has columns of its own. Fully connected layers wait
/// for everything. \param buffer_s  per layer, where somebody knows better than the estimate; empty otherwise
/// \cost O(positions)
[[nodiscard]] double mnsimPipelined_s(const MnsimChip& chip, std::span<const MnsimLayer> layers,
                                      std::span<const double> buffer_s = {});

} // namespace paretoscope::cost::crossbar
