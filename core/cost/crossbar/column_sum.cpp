// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/crossbar/column_sum.h"

#include "core/base/rng.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace paretoscope::cost::crossbar {

namespace {

std::int64_t largestOf(int bits)
{
    return (std::int64_t{1} << bits) - 1;
}

std::int64_t scaled(double value, double largest, std::int64_t lowest, std::int64_t highest)
{
    if (!(largest > 0.0))
        return 0;
    const double number = std::round(value / largest * static_cast<double>(highest));
    return static_cast<std::int64_t>(
        std::clamp(number, static_cast<double>(lowest), static_cast<double>(highest)));
}

/// One standard normal number (Box and Muller 1958); cells are drawn one by one, so the second is not kept.
double normal(Rng& rng)
{
    const double radius = std::sqrt(-2.0 * std::log(1.0 - rng.uniform()));
    return radius * std::cos(2.0 * std::numbers::pi * rng.uniform());
}

} // namespace

std::int64_t quantizedWeight(double value, double largest, int bits)
{
    const std::int64_t top = largestOf(bits - 1);
    return scaled(value, largest, -top, top);
}

std::int64_t quantizedInput(double value, double largest, int bits)
{
    return scaled(value, largest, 0, largestOf(bits));
}

std::int64_t twosComplementSlice(std::int64_t value, int index, int sliceBits, int bits)
{
    const bool last = index == sliceCount(bits, sliceBits) - 1;
    // Shifting a negative number keeps its sign, so what is left above the last slice's place is that slice.
    return last ? value >> (index * sliceBits) : slice(value, index, sliceBits);
}

bool CellDevice::ideal() const
{
    return sigma_relative == 0.0 && std::isinf(onOff) && stuckOff == 0.0 && stuckOn == 0.0;
}

double cellLevel(std::int64_t level, int cellBits, const CellDevice& device, std::uint64_t seed,
                 std::uint64_t cell)
{
    constexpr double kLeastResistance = 0.1; // of the nominal one
    if (device.ideal())
        return static_cast<double>(level);
    const auto top = static_cast<double>(largestOf(cellBits));
    Rng rng(seed, cell);
    const double fate = rng.uniform();
    if (fate < device.stuckOff)
        return 0.0;
    if (fate < device.stuckOff + device.stuckOn)
        return top;
    const double least = 1.0 / device.onOff;
    const double conductance = least + (1.0 - least) * static_cast<double>(level) / top;
    const double change = device.sigma_relative == 0.0 ? 1.0 : 1.0 + device.sigma_relative * normal(rng);
    return top * conductance / std::max(change, kLeastResistance);
}

double offsetOfLevelZero(int cellBits, const CellDevice& device)
{
    return static_cast<double>(largestOf(cellBits)) / device.onOff;
}

std::int64_t AdcTransfer::code(double columnSum) const
{
    const double number = std::floor(columnSum / step + 0.5);
    return static_cast<std::int64_t>(std::clamp(number, 0.0, static_cast<double>(largestCode)));
}

double AdcTransfer::convert(double columnSum) const
{
    return static_cast<double>(code(columnSum)) * step;
}

bool AdcTransfer::clips(double columnSum) const
{
    return std::floor(columnSum / step + 0.5) > static_cast<double>(largestCode);
}

AdcTransfer adcTransfer(std::int64_t rows, int dacBits, int cellBits, int adcBits, double rangeShare)
{
    const auto largestSum = static_cast<double>(rows * largestOf(dacBits) * largestOf(cellBits));
    const double step = rangeShare * largestSum / std::exp2(adcBits);
    return {std::max(1.0, step), largestOf(adcBits)};
}

int losslessAdcBits(std::int64_t rows, int dacBits, int cellBits)
{
    const std::int64_t largestSum = rows * largestOf(dacBits) * largestOf(cellBits);
    int bits = 0;
    while (largestOf(bits) < largestSum)
        ++bits;
    return bits;
}

namespace {

/// Both sides of the pair for one block of rows, one slice of the weights, one slice of the inputs.
double pairSum(std::span<const std::int64_t> weights, std::span<const std::int64_t> inputs,
               const ColumnSetup& setup, const AdcTransfer& adc, int weightSlice, int inputSlice,
               std::uint64_t firstCell)
{
    double positive = 0.0;
    double negative = 0.0;
    for (std::size_t row = 0; row < weights.size(); ++row) {
        const auto input = static_cast<double>(slice(inputs[row], inputSlice, setup.dacBits));
        const DifferentialPair pair = differentialPair(weights[row]);
        const std::uint64_t cell = firstCell + 2 * row;
        const auto level = [&](std::int64_t side, std::uint64_t which) {
            return cellLevel(slice(side, weightSlice, setup.cellBits), setup.cellBits, setup.device,
                             setup.seed, which);
        };
        positive += input * level(pair.positive, cell);
        negative += input * level(pair.negative, cell + 1);
    }
    return adc.convert(positive) - adc.convert(negative);
}

} // namespace

double columnOutput(std::span<const std::int64_t> weights, std::span<const std::int64_t> inputs,
                    const ColumnSetup& setup, std::uint64_t column)
{
    const int weightSlices = sliceCount(std::max(1, setup.weightBits - 1), setup.cellBits);
    const int inputSlices = sliceCount(setup.inputBits, setup.dacBits);
    const std::size_t rows = std::min(weights.size(), inputs.size());
    const auto block = static_cast<std::size_t>(std::max<std::int64_t>(1, setup.arrayRows));
    // The last block may have fewer rows, but its ADCs are set like all others.
    const AdcTransfer adc = adcTransfer(static_cast<std::int64_t>(std::min(block, rows)), setup.dacBits,
                                        setup.cellBits, setup.adcBits, setup.adcRangeShare);
    double sum = 0.0;
    for (std::size_t first = 0; first < rows; first += block) {
        const std::size_t count = std::min(block, rows - first);
        for (int j = 0; j < weightSlices; ++j) {
            // Every cell of the layer has a number of its own: column, slice, row, side.
            const auto cells = static_cast<std::uint64_t>(weightSlices) * column + static_cast<unsigned>(j);
            const std::uint64_t firstCell = 2 * (cells * rows + first);
            for (int t = 0; t < inputSlices; ++t)
                sum += std::exp2(t * setup.dacBits + j * setup.cellBits)
                       * pairSum(weights.subspan(first, count), inputs.subspan(first, count), setup, adc, j,
                                 t, firstCell);
        }
    }
    return sum;
}

} // namespace paretoscope::cost::crossbar
