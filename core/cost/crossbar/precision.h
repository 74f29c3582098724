// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace paretoscope::cost::crossbar {

/// ADC bits that ISAAC asks for (section 6 of its paper; A): log2(rows) + dac + cell, one less unless both
/// are above 1, one less again where weights are stored flipped so that the top bit of a sum is always 0.
[[nodiscard]] int isaacAdcBits(std::int64_t rows, int dacBits, int cellBits, bool flippedWeights);

/// What a layer's outputs pass through.
struct PrecisionSetup
{
    std::int64_t rows = 128;      ///< that one column sums at most
    std::int64_t reduction = 128; ///< terms of one output
    int weightBits = 8, cellBits = 2, inputBits = 8, dacBits = 1, adcBits = 8;
    bool flippedWeights = false;
    double sigma_relative = 0.0; ///< of a cell's conductance
};

struct Precision
{
    int adcBitsNeeded = 0;
    int adcBitsLost = 0;
    /// Signal over noise of one output, dB: rounding of every conversion (step^2 / 12) and independent
    /// variation of cells, for uniformly distributed weights and inputs. A proxy of ours (C): no published
    /// way leads from here to accuracy. At most 200, where nothing is lost.
    double sqnr_dB = 0.0;
};
[[nodiscard]] Precision precisionOf(const PrecisionSetup& setup);

} // namespace paretoscope::cost::crossbar
