// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/shuffle.h"

#include "core/base/rng.h"

namespace paretoscope::optimizer {

std::uint64_t shuffled(std::uint64_t index, std::uint64_t count, std::uint64_t key)
{
    unsigned halfBits = 1;
    while (std::uint64_t{1} << (2 * halfBits) < count)
        ++halfBits;
    const std::uint64_t mask = (std::uint64_t{1} << halfBits) - 1;
    do {
        std::uint64_t left = index >> halfBits;
        std::uint64_t right = index & mask;
        for (std::uint64_t round = 0; round < 4; ++round) {
            const std::uint64_t mixed = left ^ (scatter(key ^ scatter(right ^ (round << 32U))) & mask);
            left = right;
            right = mixed;
        }
        index = left << halfBits | right;
    } while (index >= count);
    return index;
}

} // namespace paretoscope::optimizer
