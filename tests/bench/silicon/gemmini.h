// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/cost/spatial/mapping.h"
#include "core/hardware/spatial_architecture.h"
#include "core/workload/layer.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace paretoscope::silicon {

/// Sizes of one Gemmini-like array: a square of PEs with a weight register each, an accumulator per column
/// for outputs, a scratchpad for weights and inputs.
struct GemminiSizes
{
    std::int64_t side = 16;            ///< PEs in a row and in a column
    std::int64_t accumulator_rows = 0; ///< of 32-bit words, in each column
    std::int64_t scratchpad_words = 0; ///< of 8 bits
};

/// The hierarchy, widths, shared bandwidths (DRAM 8, scratchpad 2 * side, accumulator 2 words a cycle) and
/// energies of the description that the data set was made with (repository ucb-bar/dosa,
/// dataset/hw/gemmini/arch/arch.yaml and gemmini_config.py; energies by the lines through Accelergy's figures
/// at 40 nm in dataset/dse/energy_model.py; all A): MAC 0.5608 pJ, register 0.48746 pJ, accumulator 1.94 pJ +
/// 0.1005 pJ per KB a column, scratchpad 0.49 pJ + 0.02513 pJ per KB, DRAM 100 pJ, each for one word.
[[nodiscard]] hardware::SpatialArchitecture gemmini(const GemminiSizes& sizes);

/// Reads "L3[WIO] K8 Q28 - L2[WI] N1 K4X - L1[O] ... - L0[W] P16": levels DRAM, scratchpad, accumulator,
/// register; outermost loop first; X marks a loop over PEs. Errors: InvalidInput, in one sentence.
[[nodiscard]] Result<cost::spatial::Mapping> gemminiMapping(std::string_view text,
                                                            const workload::Operation& operation);

/// One row of the data set.
struct GemminiPoint
{
    std::string layer;
    GemminiSizes sizes;
    workload::Operation operation;
    cost::spatial::Mapping mapping;
    double cycles = 0.0;
    double energy_J = 0.0;
};

/// The rows made with the loop-nest simulator, timeloop.csv.gz with its layers.csv.
[[nodiscard]] Result<std::vector<GemminiPoint>> readGemminiModel(const std::filesystem::path& folder);
/// The rows made by simulating the RTL, firesim_rtl.csv; their energy is from the model.
[[nodiscard]] Result<std::vector<GemminiPoint>> readGemminiRtl(const std::filesystem::path& folder);

} // namespace paretoscope::silicon
