// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/crossbar/mapping.h"
#include "core/cost/crossbar/tile_distance.h"
#include "core/hardware/crossbar_array.h"

#include <cstdint>

/// What the vectors of a layer do on a machine, by the machine's layout: the equations are those of mvm.h and
/// bit_group.h, which the chips of the reference cases share.
namespace paretoscope::cost::crossbar {

/// One vector through one copy. Where reads and conversions overlap, the sum is less than its parts.
struct VectorTime
{
    double dac_s = 0.0, array_s = 0.0, adc_s = 0.0, digital_s = 0.0;
    double buffer_s = 0.0;
    double transfer_s = 0.0; ///< of sums and results inside a tile and between tiles
    double sum_s = 0.0;      ///< until a copy takes the next vector
};
/// \param distance  between the layer's tiles, where tiles serve single layers
[[nodiscard]] VectorTime vectorTime(const LayerShape& shape, const LayerMapping& mapping,
                                    const hardware::CrossbarArray& machine, TileDistance distance);

/// From the last vector's end to its output. \param vector_s  time of a vector
[[nodiscard]] double fillTime_s(const hardware::CrossbarArray& machine, double vector_s);

/// All vectors through all copies: copies share them, so that none of this depends on how many there are.
struct LayerEvents
{
    double activations = 0.0; ///< of physical arrays
    double arrayReads = 0.0;  ///< whole arrays' worth of cells read
    double conversions = 0.0, dacs = 0.0, shiftAdds = 0.0;
    double inputReads = 0.0, inputWrites = 0.0, outputAccesses = 0.0; ///< of registers
    double partialSums = 0.0; ///< additions of sums of different row tiles
};
[[nodiscard]] LayerEvents eventsOf(const LayerShape& shape, const LayerMapping& mapping,
                                   const hardware::CrossbarArray& machine);

/// Tiles of all copies of a layer in bit groups.
[[nodiscard]] std::int64_t bitGroupTiles(const hardware::CrossbarArray& machine, const LayerMapping& mapping);

} // namespace paretoscope::cost::crossbar
