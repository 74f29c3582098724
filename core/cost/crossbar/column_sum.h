// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <limits>
#include <span>

/// What happens to one column of a crossbar, as small pure functions: whoever executes a trained network on
/// crossbars calls them per cell, per column sum and per slice. Nothing here keeps state or allocates.
namespace paretoscope::cost::crossbar {

// ------------------------------------------------------------------------------------------- quantization

/// Weights: round(value / largest * (2^(bits-1) - 1)), clipped; 0 where `largest` is 0.
/// \source  PABO, section on crossbar inference (first-hand).
[[nodiscard]] std::int64_t quantizedWeight(double value, double largest, int bits);

/// Inputs, not negative: round(value / largest * (2^bits - 1)), clipped; 0 where `largest` is 0.
[[nodiscard]] std::int64_t quantizedInput(double value, double largest, int bits);

// ------------------------------------------------------------------------------------------------ slicing

/// ceil(bits / sliceBits): cells of one weight, or steps of one input. Both at least 1.
[[nodiscard]] constexpr int sliceCount(int bits, int sliceBits)
{
    return (bits + sliceBits - 1) / sliceBits;
}

/// Slice `index` (0 = least significant) of a number that is not negative: in [0, 2^sliceBits - 1]. The
/// number is the sum of slice(i) * 2^(i * sliceBits).
[[nodiscard]] constexpr std::int64_t slice(std::int64_t value, int index, int sliceBits)
{
    return (value >> (index * sliceBits)) & ((std::int64_t{1} << sliceBits) - 1);
}

/// The same for a two's complement number of `bits` bits: its last slice counts negative where the sign bit
/// is set, so that the same sum restores the number.
[[nodiscard]] std::int64_t twosComplementSlice(std::int64_t value, int index, int sliceBits, int bits);

/// How a signed weight becomes cells, which only hold numbers that are not negative.
enum class SignedWeights {
    Biased,         ///< value + 2^(bits-1), and a unit column that takes the bias off again (ISAAC)
    Differential,   ///< one array for positive weights, one for negative ones (MNSIM)
    TwosComplement, ///< the last slice is subtracted (PUMA)
};

/// What the two arrays of a differential pair hold for a weight; one of the two is 0.
struct DifferentialPair
{
    std::int64_t positive = 0, negative = 0;
};
[[nodiscard]] constexpr DifferentialPair differentialPair(std::int64_t weight)
{
    return weight >= 0 ? DifferentialPair{weight, 0} : DifferentialPair{0, -weight};
}

/// 2^(bits-1), the bias of SignedWeights::Biased: sum(w x) = sum((w + bias) x) - bias * sum(x).
[[nodiscard]] constexpr std::int64_t weightBias(int bits)
{
    return std::int64_t{1} << (bits - 1);
}

// -------------------------------------------------------------------------------------------------- cells

/// What is wrong with a cell. All off is an ideal one.
struct CellDevice
{
    double sigma_relative = 0.0; ///< of the resistance: R becomes R + N(0, sigma R)
    /// Highest over lowest conductance; level 0 keeps 1/onOff of the highest.
    double onOff = std::numeric_limits<double>::infinity();
    double stuckOff = 0.0; ///< probability of a cell that always reads as level 0 of an ideal device
    double stuckOn = 0.0;  ///< probability of a cell that always reads as the top level

    [[nodiscard]] bool ideal() const;
};

/// What a cell programmed to `level` in [0, 2^cellBits - 1] contributes per unit of input, in levels: `level`
/// itself for an ideal device. Conductances are spaced evenly from 1/onOff to 1 (our choice); the variation
/// is of the resistance, and a resistance never falls below a tenth of its nominal value (our choice; keeps
/// large sigmas finite).
/// \param seed  of the chip
/// \param cell  which cell: the same cell of the same chip is the same in every read, in any order of calls
/// \source  MNSIM 2.0's device model (first-hand); stuck cells as there, each with its own probability.
[[nodiscard]] double cellLevel(std::int64_t level, int cellBits, const CellDevice& device, std::uint64_t seed,
                               std::uint64_t cell);

/// Subtracts what level 0 conducts: the digital correction for a finite on/off ratio in one-sided arrays, per
/// unit of the sum of inputs. A differential pair cancels it by itself.
[[nodiscard]] double offsetOfLevelZero(int cellBits, const CellDevice& device);

// -------------------------------------------------------------------------------------------------- ADC

/// An ADC: the column sum is rounded to a multiple of `step` and cut at the largest code.
struct AdcTransfer
{
    double step = 1.0;
    std::int64_t largestCode = 0;

    /// code * step; a sum below 0 (noise) gives 0.
    [[nodiscard]] double convert(double columnSum) const;
    [[nodiscard]] std::int64_t code(double columnSum) const;
    /// Whether a sum of that size is cut.
    [[nodiscard]] bool clips(double columnSum) const;
};

/// step = max(1, rangeShare * rows * (2^dac - 1) * (2^cell - 1) / 2^adc).
/// \param rows        that contribute to the sum: min(rows of an array, inputs of the layer)
/// \param rangeShare  1 spans the whole range of sums, rounding everywhere and cutting almost nothing; PABO
///                    uses 0.5 with a 1-bit DAC, rounding half as much and cutting the rare large sums.
[[nodiscard]] AdcTransfer adcTransfer(std::int64_t rows, int dacBits, int cellBits, int adcBits,
                                      double rangeShare = 1.0);

/// Bits that convert every sum of `rows` products exactly: ceil(log2(rows (2^dac-1)(2^cell-1) + 1)).
[[nodiscard]] int losslessAdcBits(std::int64_t rows, int dacBits, int cellBits);

// --------------------------------------------------------------------------------------------- whole sums

/// How a weight matrix and its inputs go through arrays.
struct ColumnSetup
{
    std::int64_t arrayRows = 128;
    int weightBits = 8, cellBits = 2, inputBits = 8, dacBits = 1, adcBits = 8;
    double adcRangeShare = 1.0;
    CellDevice device;
    std::uint64_t seed = 1;
};

/// One output, sum of weights[i] * inputs[i], as differential pairs of arrays compute it: weights cut into
/// ceil((weightBits - 1) / cellBits) slices, inputs (not negative) into slices of dacBits, rows into blocks
/// of arrayRows, every column sum converted, shifted and added. Exact where the ADC has losslessAdcBits() and
/// the device is ideal. Kept plain: the reference for a faster execution.
/// \param column  number of the output, so that other outputs have other cells
[[nodiscard]] double columnOutput(std::span<const std::int64_t> weights, std::span<const std::int64_t> inputs,
                                  const ColumnSetup& setup, std::uint64_t column);

} // namespace paretoscope::cost::crossbar
