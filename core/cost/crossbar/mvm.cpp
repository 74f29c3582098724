// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/crossbar/mvm.h"

#include "core/cost/crossbar/column_sum.h"

namespace paretoscope::cost::crossbar {

MvmCounts mvmCounts(double arrays, double inputSlices, double rows, double columns)
{
    const double activations = arrays * inputSlices;
    return {activations,
            activations * columns,
            inputSlices * rows,
            activations * columns + inputSlices * columns,
            inputSlices,
            rows,
            (2.0 * inputSlices + 1.0) * columns};
}

double mvmTime(double stage, int inputSlices, int weightSlices, int cellBits)
{
    constexpr double kStages = 3.0;
    constexpr int kFullWeight_bits = 16;
    return stage * (inputSlices + kStages - 1.0) * weightSlices / sliceCount(kFullWeight_bits, cellBits);
}

double transferPeriods(double words)
{
    constexpr double kPacketWords = 16.0;
    constexpr double kPacketPeriods = 3.0;
    return kPacketPeriods * words / kPacketWords;
}

} // namespace paretoscope::cost::crossbar
