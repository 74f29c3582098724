// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace paretoscope::cost::crossbar {

/// Steps from tile to tile.
struct TileDistance
{
    std::int64_t inside = 0; ///< from a layer's farthest tile to the one that gathers its sums
    std::int64_t onward = 0; ///< from there to the farthest tile of the next layer
};

/// Layers take tiles in turn along square shells around a corner; of a layer's tiles that one gathers which
/// makes the sum of both distances least. \param tiles  per layer; a layer without tiles is passed over
/// \source MNSIM 2.0, its default connection of tiles (A). \cost O(sqrt(tiles) log(tiles))
[[nodiscard]] std::vector<TileDistance> tileDistances(std::span<const std::int64_t> tiles);

/// One result: a clock period and `gathered_bits` for every step inside, `result_bits` for every step onward.
/// (C: solved from MNSIM's runs, which it reproduces.)
[[nodiscard]] double tileTransfer_s(TileDistance distance, double period_s, double gathered_bits,
                                    double result_bits, double link_sPerBit);

} // namespace paretoscope::cost::crossbar
