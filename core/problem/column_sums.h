// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/crossbar/column_sum.h"

#include <cstdint>
#include <span>
#include <vector>

namespace paretoscope::problem {

/// What the columns of a layer's arrays add up to, one slice of the inputs at a time, against what its ADCs
/// can tell apart. Unit: one cell's smallest step times one input step.
struct ColumnSums
{
    bool measured = false; ///< counted while images ran through a trained network; otherwise expected
    double largest = 0.0;  ///< that the cells could give
    cost::crossbar::AdcTransfer adc;
    double reach = 0.0;         ///< the histogram's end; nothing lies above
    std::vector<double> shares; ///< of all sums, in equal parts of [0, reach]; empty: unknown
    double clipped = 0.0;       ///< share of the sums that the ADC cuts

    /// The largest sum that is not cut.
    [[nodiscard]] double adcReach() const { return adc.step * static_cast<double>(adc.largestCode); }
};

/// The width of weights and inputs, and how a column sums them.
struct SumSetup
{
    std::int64_t rows = 1; ///< that one column sums
    int cellBits = 1, dacBits = 1, adcBits = 1;
    bool differential = false;
    double rangeShare = 1.0; ///< of the largest sum that the ADC spans
};

/// What is to be expected of cells and inputs that are independent and uniform; of a pair of arrays every
/// weight leaves one cell at 0. A normal distribution of their mean and variance, cut off at 0 and at the
/// largest sum (our choice: no network's weights are uniform, so it is only a first idea).
[[nodiscard]] ColumnSums expectedSums(const SumSetup& setup);

/// What was counted. \param counts how often every whole sum was seen, from 0
[[nodiscard]] ColumnSums countedSums(std::span<const std::uint64_t> counts, const SumSetup& setup);

} // namespace paretoscope::problem
