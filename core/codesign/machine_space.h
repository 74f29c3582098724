// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/rng.h"
#include "core/space/space.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace paretoscope::codesign {

/// Words of a PE's three scratchpads together: 12 + 192 + 16, as in Eyeriss (first-hand: the reference
/// simulator's example files).
inline constexpr std::int32_t kLocalWords = 220;
/// 128 KiB of 16-bit words (first-hand: the same files).
inline constexpr std::int32_t kBufferWords = 65'536;
inline constexpr std::int32_t kWidestRow = 16; ///< words of one access of the global buffer; our choice

/// A machine of the Eyeriss class on fixed resources: what the outer search chooses. The list is the paper's
/// from memory, the ranges are our choice. The defaults are Eyeriss: 14 x 12 PEs, row-stationary (first-hand:
/// the reference simulator's example files).
struct Machine
{
    std::int32_t columns = 14, rows = 12;                              ///< of the PE array
    std::int32_t inputWords = 12, weightWords = 192, outputWords = 16; ///< scratchpads of a PE
    std::int32_t banks = 1, bankColumns = 1, bankRows = 1;             ///< of the global buffer
    std::int32_t blockWords = 4, clusterBlocks = 1; ///< a row of the buffer: cluster of blocks of words
    bool filterWidthInside = true;                  ///< all of R runs inside a PE; else it is tiled freely
    bool filterHeightAcross = true;                 ///< all of S runs along the rows; else it is tiled freely

    [[nodiscard]] std::int32_t rowWords() const { return blockWords * clusterBlocks; }
    [[nodiscard]] std::int32_t pes() const { return columns * rows; }
    friend bool operator==(const Machine&, const Machine&) = default;
};

/// Numbers of PEs that experiments fix: 168, or 256 for the Transformer (from memory).
[[nodiscard]] const std::vector<std::int32_t>& peBudgets();
/// The hand-made machine of the same resources. \param pes one of peBudgets()
[[nodiscard]] Machine eyeriss(std::int32_t pes);

/// All machines of so many PEs. What follows from the rest is no parameter: the rows of the array, the words
/// for outputs, the rows of banks. Known constraints: the scratchpads share kLocalWords, banks divide the
/// array, a row of the buffer has at most kWidestRow words.
[[nodiscard]] space::Space machineSpace(std::int32_t pes);
/// Of a design that breaks a known constraint, something that can be computed with but not built.
[[nodiscard]] Machine machineOf(const space::Space& space, const space::Design& design, std::int32_t pes);
[[nodiscard]] space::Design designOf(const space::Space& space, const Machine& machine);

/// A machine that keeps all known constraints by construction (our choice of distribution): columns uniform
/// over the divisors, the split of scratchpads uniform over all splits, banks, blocks and clusters uniform,
/// redrawn until they fit.
[[nodiscard]] Machine sampleMachine(std::int32_t pes, Rng& rng);

/// What a model of machines goes by (our choice): log2 of columns, rows, the three scratchpads, banks, their
/// columns and rows, words a row, PEs per bank along both axes; and the two dataflow switches.
inline constexpr std::size_t kMachineFeatures = 13;
[[nodiscard]] std::array<double, kMachineFeatures> machineFeatures(const Machine& machine);
[[nodiscard]] const std::array<const char*, kMachineFeatures>& machineFeatureNames();

} // namespace paretoscope::codesign
