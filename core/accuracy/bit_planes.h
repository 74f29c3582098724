// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

/// Column sums of crossbars whose cells hold whole numbers. An input bit drives a row or not, so the sum of a
/// column is counted with AND and population counts over the bits of its cells, 64 rows at a time. Compiled
/// twice, for every processor and for those that count bits in one instruction; both give the same numbers.
namespace paretoscope::accuracy::bits {

/// A block of rows of a layer: as many as an array has, or what is left of them.
struct Block
{
    int words = 1;    ///< of 64 rows
    int slices = 1;   ///< arrays side by side that hold the digits of a weight
    int cellBits = 1; ///< of a digit
    int outputs = 1;
    /// [output][slice][positive, negative][bit of the cell][word]
    const std::uint64_t* cells = nullptr;
    /// What the converter makes of a column sum; as long as the largest sum + 1.
    const std::uint16_t* codes = nullptr;
};

/// Adds to sums[position][output] the sum over input bits t and slices j of
/// 2^(t + cellBits j) (code of the positive column - code of the negative column).
/// \param inputs [t][position][word]
using Accumulate = void (*)(const Block& block, const std::uint64_t* inputs, int inputBits, int positions,
                            std::int64_t* sums);

/// The faster of the two that this processor can run. Thread-safe.
[[nodiscard]] Accumulate accumulate();

void accumulateBaseline(const Block& block, const std::uint64_t* inputs, int inputBits, int positions,
                        std::int64_t* sums);
void accumulatePopcnt(const Block& block, const std::uint64_t* inputs, int inputBits, int positions,
                      std::int64_t* sums);

} // namespace paretoscope::accuracy::bits
