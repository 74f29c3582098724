// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accuracy/bit_planes.h"

#include "core/accuracy/bit_plane_loops.h"

namespace paretoscope::accuracy::bits {

void accumulateBaseline(const Block& block, const std::uint64_t* inputs, int inputBits, int positions,
                        std::int64_t* sums)
{
    runAll(block, inputs, inputBits, positions, sums);
}

Accumulate accumulate()
{
#ifdef PARETOSCOPE_HAS_POPCNT_VARIANT
    static const bool kCountsBits = __builtin_cpu_supports("popcnt") != 0;
    if (kCountsBits)
        return accumulatePopcnt;
#endif
    return accumulateBaseline;
}

} // namespace paretoscope::accuracy::bits
