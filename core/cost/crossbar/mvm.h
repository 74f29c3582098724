// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

/// One matrix-vector product on one logical array, the arrays that together hold the slices of a weight. As
/// the PUMA simulator counts it (commit a206f75; A); the same functions serve the chip that reference cases
/// check and every machine whose arrays work that way.
namespace paretoscope::cost::crossbar {

struct MvmCounts
{
    double arrayActivations = 0.0;
    double conversions = 0.0; ///< and samples held
    double dacEvents = 0.0;
    double shiftAdds = 0.0;
    double inputReads = 0.0; ///< of all rows at once
    double inputWrites = 0.0;
    double outputAccesses = 0.0;
};
/// \param arrays  physical ones of the logical array
[[nodiscard]] MvmCounts mvmCounts(double arrays, double inputSlices, double rows, double columns);

/// A pipeline of three stages, each as long as an ADC takes for all columns of its array; narrower weights
/// than 16 bits leave arrays, and their time, out.
[[nodiscard]] double mvmTime(double stage, int inputSlices, int weightSlices, int cellBits);

/// Periods to bring `words` values to or from the memory of a tile, 16 in three periods.
[[nodiscard]] double transferPeriods(double words);

/// Between transfers and product, of each vector.
inline constexpr double kVectorPeriods = 2.0;
/// Until the first value has arrived, and from the last vector's end until all has left.
inline constexpr double kStartPeriods = 100.0;

} // namespace paretoscope::cost::crossbar
