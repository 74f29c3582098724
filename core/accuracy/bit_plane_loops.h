// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accuracy/bit_planes.h"

// The loops of bit_planes.h, compiled once for each kind of processor. Everything here has internal linkage,
// so that the linker cannot take one kind's code for the other's.
namespace paretoscope::accuracy::bits {

namespace {

/// Words and CellBits are those of the block, known to the compiler where they are not 0.
template <int Words, int CellBits> struct Loops
{
    static std::uint32_t columnSum(const std::uint64_t* input, const std::uint64_t* cells, int words,
                                   int cellBits)
    {
        const int wordCount = Words > 0 ? Words : words;
        const int bitCount = CellBits > 0 ? CellBits : cellBits;
        std::uint32_t sum = 0;
        for (int bit = 0; bit < bitCount; ++bit)
            for (int word = 0; word < wordCount; ++word)
                sum += static_cast<std::uint32_t>(
                           __builtin_popcountll(input[word] & cells[bit * wordCount + word]))
                       << bit;
        return sum;
    }

    static void run(const Block& block, const std::uint64_t* inputs, int inputBits, int positions,
                    std::int64_t* sums)
    {
        const int words = Words > 0 ? Words : block.words;
        const int cellBits = CellBits > 0 ? CellBits : block.cellBits;
        const int column = words * cellBits;
        for (int t = 0; t < inputBits; ++t)
            for (int p = 0; p < positions; ++p, inputs += words) {
                std::uint64_t any = 0;
                for (int word = 0; word < words; ++word)
                    any |= inputs[word];
                if (any == 0) // all sums are 0, and so are their codes
                    continue;
                const std::uint64_t* cells = block.cells;
                std::int64_t* sum = sums + static_cast<std::int64_t>(p) * block.outputs;
                for (int o = 0; o < block.outputs; ++o) {
                    std::int64_t total = 0;
                    for (int j = 0; j < block.slices; ++j, cells += 2 * column) {
                        const int positive = block.codes[columnSum(inputs, cells, words, cellBits)];
                        const int negative = block.codes[columnSum(inputs, cells + column, words, cellBits)];
                        total += static_cast<std::int64_t>(positive - negative)
                                 * (std::int64_t{1} << (cellBits * j));
                    }
                    sum[o] += total * (std::int64_t{1} << t);
                }
            }
    }
};

template <int Words>
void runWords(const Block& block, const std::uint64_t* inputs, int inputBits, int positions,
              std::int64_t* sums)
{
    switch (block.cellBits) {
    case 1:
        Loops<Words, 1>::run(block, inputs, inputBits, positions, sums);
        return;
    case 2:
        Loops<Words, 2>::run(block, inputs, inputBits, positions, sums);
        return;
    case 4:
        Loops<Words, 4>::run(block, inputs, inputBits, positions, sums);
        return;
    default:
        Loops<Words, 0>::run(block, inputs, inputBits, positions, sums);
        return;
    }
}

void runAll(const Block& block, const std::uint64_t* inputs, int inputBits, int positions, std::int64_t* sums)
{
    switch (block.words) {
    case 1:
        runWords<1>(block, inputs, inputBits, positions, sums);
        return;
    case 2:
        runWords<2>(block, inputs, inputBits, positions, sums);
        return;
    case 4:
        runWords<4>(block, inputs, inputBits, positions, sums);
        return;
    default:
        runWords<0>(block, inputs, inputBits, positions, sums);
        return;
    }
}

} // namespace

} // namespace paretoscope::accuracy::bits
