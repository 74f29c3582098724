// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/cost_report.h"
#include "core/cost/systolic/dram_traffic.h"

namespace paretoscope::cost::systolic {

/// One layer on one array: how it is cut, what crosses the chip's boundary, and the whole cost.
struct Evaluation
{
    Gemm gemm;
    Folds folds;         ///< of one product
    DramTraffic traffic; ///< of one product
    LayerReport report;  ///< of all repeats, one after the other; levels named as below
};

/// Names of the levels of a report, outermost first: DRAM, input_sram, weight_sram, output_sram.
inline constexpr const char* kDram = "DRAM";
inline constexpr const char* kInputSram = "input_sram";
inline constexpr const char* kWeightSram = "weight_sram";
inline constexpr const char* kOutputSram = "output_sram";

/// Cycles, accesses and energy in closed form:
/// cycles = max(compute, traffic of each operand / bandwidth), plus the first fill if that is charged (our
/// choice, in place of the simulator's stalls: those were measured up to 23 times above this bound where it
/// refetches, and far below it where everything fits). Energy = MACs + words in and out of the memories,
/// fills and drains included (our choice) + words over the chip's boundary + leakage. Registers of the PEs
/// are part of a multiply-accumulate's energy, as in the table it comes from (Bit Fusion's arrays, A).
/// Thread-safe, deterministic. Errors: as toGemm() and dramTraffic().
[[nodiscard]] Result<Evaluation> evaluate(const workload::Operation& operation,
                                          const hardware::SystolicArray& array,
                                          Following following = Following::BySegment);
[[nodiscard]] Result<Evaluation> evaluate(const Gemm& gemm, const hardware::SystolicArray& array,
                                          Following following = Following::BySegment);

} // namespace paretoscope::cost::systolic
