// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/crossbar/precision.h"

#include "core/cost/crossbar/column_sum.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::cost::crossbar {

namespace {

constexpr double kPerfect_dB = 200.0;

/// Mean square of a number uniform over 0 .. 2^bits - 1.
double meanSquare(int bits)
{
    const double top = std::exp2(bits) - 1.0;
    return top * (2.0 * top + 1.0) / 6.0;
}

/// Sum of 4^(i * width) over the slices: how much the noise of one conversion weighs in the output.
double noiseGain(int slices, int width)
{
    double sum = 0.0;
    for (int i = 0; i < slices; ++i)
        sum += std::exp2(2.0 * i * width);
    return sum;
}

} // namespace

int isaacAdcBits(std::int64_t rows, int dacBits, int cellBits, bool flippedWeights)
{
    const int sum = static_cast<int>(std::ceil(std::log2(static_cast<double>(rows)))) + dacBits + cellBits;
    return sum - (dacBits > 1 && cellBits > 1 ? 0 : 1) - (flippedWeights ? 1 : 0);
}

Precision precisionOf(const PrecisionSetup& setup)
{
    const std::int64_t rows = std::max<std::int64_t>(1, std::min(setup.rows, setup.reduction));
    Precision precision;
    precision.adcBitsNeeded = losslessAdcBits(rows, setup.dacBits, setup.cellBits)
                              - (setup.flippedWeights ? 1 : 0);
    precision.adcBitsLost = std::max(0, precision.adcBitsNeeded - setup.adcBits);
    const double gain = noiseGain(sliceCount(setup.weightBits, setup.cellBits), setup.cellBits)
                        * noiseGain(sliceCount(setup.inputBits, setup.dacBits), setup.dacBits);
    const double blocks = std::ceil(static_cast<double>(setup.reduction) / static_cast<double>(rows));
    // A flipped column sums at most half, so the same codes make half the steps.
    const AdcTransfer adc = adcTransfer(rows, setup.dacBits, setup.cellBits, setup.adcBits,
                                        setup.flippedWeights ? 0.5 : 1.0);
    const double rounding = precision.adcBitsLost > 0 ? adc.step * adc.step / 12.0 * blocks * gain : 0.0;
    const double terms = static_cast<double>(setup.reduction);
    const double variation = setup.sigma_relative * setup.sigma_relative * terms * meanSquare(setup.cellBits)
                             * meanSquare(setup.dacBits) * gain;
    // Signed weights are uniform over both signs, so that products of different terms do not add up.
    const double signal = terms * std::exp2(2.0 * (setup.weightBits - 1)) / 3.0 * meanSquare(setup.inputBits);
    const double noise = rounding + variation;
    precision.sqnr_dB = noise > 0.0 ? std::min(kPerfect_dB, 10.0 * std::log10(signal / noise)) : kPerfect_dB;
    return precision;
}

} // namespace paretoscope::cost::crossbar
