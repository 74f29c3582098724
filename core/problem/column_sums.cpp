// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/column_sums.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace paretoscope::problem {

namespace {

constexpr double kBins = 48.0;

/// Mean and mean square of a number uniform over 0 .. 2^bits - 1.
std::pair<double, double> uniformMoments(int bits)
{
    const double top = std::exp2(bits) - 1.0;
    return {top / 2.0, top * (2.0 * top + 1.0) / 6.0};
}

double normalBelow(double z)
{
    return 0.5 * std::erfc(-z / std::numbers::sqrt2);
}

/// All but the histogram.
ColumnSums rangeOf(const SumSetup& setup)
{
    const std::int64_t rows = std::max<std::int64_t>(1, setup.rows);
    ColumnSums sums;
    sums.largest = static_cast<double>(rows) * (std::exp2(setup.dacBits) - 1.0)
                   * (std::exp2(setup.cellBits) - 1.0);
    sums.adc = cost::crossbar::adcTransfer(rows, setup.dacBits, setup.cellBits, setup.adcBits,
                                           setup.rangeShare);
    return sums;
}

struct Bins
{
    double width = 1.0; ///< whole, so that as many sums fall into each
    std::size_t count = 1;
};

/// The ADC's range and the sums that occur, with room to see where the one ends.
Bins binsFor(ColumnSums& sums, double highest)
{
    const double wanted = std::min(sums.largest, std::max(1.1 * highest, 1.25 * sums.adcReach()));
    const double width = std::max(1.0, std::ceil(wanted / kBins));
    const double count = std::floor(wanted / width) + 1.0;
    sums.reach = width * count;
    return {width, static_cast<std::size_t>(count)};
}

} // namespace

ColumnSums expectedSums(const SumSetup& setup)
{
    ColumnSums sums = rangeOf(setup);
    const auto rows = static_cast<double>(std::max<std::int64_t>(1, setup.rows));
    const auto [cellMean, cellSquare] = uniformMoments(setup.cellBits);
    const auto [inputMean, inputSquare] = uniformMoments(setup.dacBits);
    const double written = setup.differential ? 0.5 : 1.0;
    const double mean = written * cellMean * inputMean;
    const double variance = written * cellSquare * inputSquare - mean * mean;
    const double center = rows * mean;
    const double deviation = std::sqrt(std::max(rows * variance, 1e-12));
    const auto below = [&](double sum) {
        if (sum >= sums.largest + 0.5)
            return 1.0;
        return sum <= -0.5 ? 0.0 : normalBelow((sum - center) / deviation);
    };
    const Bins bins = binsFor(sums, center + 4.0 * deviation);
    for (std::size_t bin = 0; bin < bins.count; ++bin) {
        // A sum is whole and stands for half a step on either side.
        const double from = static_cast<double>(bin) * bins.width - 0.5;
        const double to = bin + 1 == bins.count ? sums.largest + 1.0 : from + bins.width;
        sums.shares.push_back(below(to) - below(from));
    }
    sums.clipped = 1.0 - below(sums.adcReach() + 0.5 * sums.adc.step);
    return sums;
}

ColumnSums countedSums(std::span<const std::uint64_t> counts, const SumSetup& setup)
{
    ColumnSums sums = rangeOf(setup);
    sums.measured = true;
    std::uint64_t total = 0, clipped = 0;
    std::size_t highest = 0;
    for (std::size_t sum = 0; sum < counts.size(); ++sum) {
        total += counts[sum];
        if (counts[sum] > 0)
            highest = sum;
        if (sums.adc.clips(static_cast<double>(sum)))
            clipped += counts[sum];
    }
    if (total == 0)
        return sums;
    const Bins bins = binsFor(sums, static_cast<double>(highest));
    sums.shares.assign(bins.count, 0.0);
    for (std::size_t sum = 0; sum <= highest; ++sum) {
        const auto bin = static_cast<std::size_t>(static_cast<double>(sum) / bins.width);
        sums.shares[std::min(bin, sums.shares.size() - 1)] += static_cast<double>(counts[sum])
                                                              / static_cast<double>(total);
    }
    sums.clipped = static_cast<double>(clipped) / static_cast<double>(total);
    return sums;
}

} // namespace paretoscope::problem
