// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accuracy/bit_plane_loops.h"

namespace paretoscope::accuracy::bits {

void accumulatePopcnt(const Block& block, const std::uint64_t* inputs, int inputBits, int positions,
                      std::int64_t* sums)
{
    runAll(block, inputs, inputBits, positions, sums);
}

} // namespace paretoscope::accuracy::bits
