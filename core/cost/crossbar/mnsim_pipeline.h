// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/crossbar/mnsim_chip.h"
#include "core/cost/crossbar/tile_distance.h"

#include <cstdint>
#include <span>
#include <vector>

/// All layers of a network at work on a MNSIM chip: where their tiles lie, and when each position is ready.
namespace paretoscope::cost::crossbar {

/// Gathering every position's sums in one tile and sending the results on.
[[nodiscard]] double mnsimTransfer_s(const MnsimChip& chip, const MnsimLayer& layer, TileDistance distance);

/// Finish of the last layer when all run at once: a position starts when its window of the previous layer is
/// there and the copy that takes it is free; each copy has columns of its own. Fully connected layers wait
/// for everything. \param buffer_s  per layer, where somebody knows better than the estimate; empty otherwise
/// \cost O(positions)
[[nodiscard]] double mnsimPipelined_s(const MnsimChip& chip, std::span<const MnsimLayer> layers,
                                      std::span<const double> buffer_s = {});

} // namespace paretoscope::cost::crossbar
