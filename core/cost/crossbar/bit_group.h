// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

/// Processing elements whose arrays hold single bits of the weights, as MNSIM 2.0 counts them (commit
/// ca39ccb; A for every formula unless marked otherwise). One set of equations for the chip that reference
/// cases check and for any machine with this layout.
namespace paretoscope::cost::crossbar {

struct BitGroupArray
{
    std::int64_t rows = 256, columns = 256;
    std::int64_t dacs = 128, adcs = 128; ///< of one array
    std::int64_t subarrays = 1; ///< an array's rows in as many parts, each with its share of the converters
    std::int64_t groups = 1;    ///< weight bits one processing element holds
    bool differential = true;   ///< every bit has a positive and a negative array
    std::int64_t elementsPerTile = 4;
    double period_s = 2e-9; ///< of the digital clock
    double dac_s = 0.0, array_s = 0.0, adc_s = 0.0;

    /// Rows that a DAC, and columns that an ADC, serves one after the other when the array is full.
    [[nodiscard]] std::int64_t rowsPerDac() const;
    [[nodiscard]] std::int64_t columnsPerAdc() const;
};

/// One copy of a layer.
struct BitGroupLayer
{
    std::int64_t elements = 1; ///< processing elements
    std::int64_t weightBits = 1;
    int inputSlices = 1;
    std::int64_t usedRows = 1, usedColumns = 1; ///< of the fullest array
};

/// Processing elements of a matrix that is `rowTiles` by `columnTiles` arrays large.
[[nodiscard]] std::int64_t bitGroupElements(std::int64_t weightBits, std::int64_t groups,
                                            std::int64_t rowTiles, std::int64_t columnTiles);

/// One output position, its parts one after the other.
struct BitGroupTime
{
    double dac_s = 0.0, array_s = 0.0, adc_s = 0.0, digital_s = 0.0;

    [[nodiscard]] double sum_s() const { return dac_s + array_s + adc_s + digital_s; }
};
/// \param elements  of all copies: the sums of those that share a tile are joined
[[nodiscard]] BitGroupTime bitGroupTime(const BitGroupArray& array, const BitGroupLayer& layer,
                                        std::int64_t elements);

/// Of one output position. Two properties of the reference are kept: a tile that is partly used counts as if
/// full, and an array with fewer used rows than DACs is on for its share of the time only.
struct BitGroupEvents
{
    double cellReads = 0.0;
    double conversions = 0.0;
    double dacs = 0.0;
};
[[nodiscard]] BitGroupEvents bitGroupEvents(const BitGroupArray& array, const BitGroupLayer& layer);

/// Bits that the sums of one position move on their way up the tree of a tile: one more at every level that
/// is used. \param elements  of all copies
[[nodiscard]] double mergedBits(const BitGroupArray& array, std::int64_t elements, std::int64_t usedColumns,
                                int adcBits);
/// And those that every step between the layer's tiles carries: the columns of all elements of a tile.
[[nodiscard]] double gatheredBits(const BitGroupArray& array, std::int64_t elements, std::int64_t usedColumns,
                                  int outputBits);

/// Accesses of a buffer with a port of 64 bits.
[[nodiscard]] double portAccesses(double bits);

/// The buffer of an element, filled once, moved on by every row of the output and by every position.
struct LineBuffer
{
    std::int64_t kernel = 1, stride = 1, padding = 0;
    std::int64_t inputWidth = 1;
    std::int64_t rows = 1, columns = 1; ///< of the output
};
/// To the buffers of elements and tile, over all positions. (C for rows that begin; its
/// source was read in another version than its runs were made with.)
[[nodiscard]] double bufferAccesses(const BitGroupArray& array, const BitGroupLayer& layer,
                                    std::int64_t elements, const LineBuffer& line, int inputBits,
                                    int adcBits);

} // namespace paretoscope::cost::crossbar
