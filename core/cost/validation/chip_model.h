// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/spatial/row_stationary.h"

#include <optional>

namespace paretoscope::cost::validation {

/// A row-stationary chip as Eyeriss was measured (JSSC 2017; A unless marked).
struct RowStationaryChip
{
    spatial::RowStationaryMachine array;
    double core_Hz = 200e6;
    double link_Hz = 60e6;
    double voltage_V = 1.0;
    double node_nm = 65.0;
    int word_bits = 16;
};

/// What one layer, or a network of them, costs on the chip, all images of the batch.
struct ChipFigures
{
    double macs = 0.0; ///< of the layer itself, nothing rounded up
    double activePes = 0.0;
    double processing_s = 0.0;
    double total_s = 0.0;
    double buffer_bytes = 0.0;
    double dram_bytes = 0.0;
    double energy_J = 0.0; ///< of the chip, without its DRAM

    /// Sums; active PEs weighted by time.
    ChipFigures& operator+=(const ChipFigures& other);
};

/// \param zeroInputs  share of zeros among the inputs, in [0, 1]: a property of the images, measured.
///
/// - Time: compute cycles; then results leave over the 64-bit link (B), which nothing hides (C: our reading
/// of
///   the difference between the published processing and total latencies).
/// - DRAM: inputs run-length coded, three words of 16 bits in 64 bits (A), where that is shorter; outputs as
///   they are, because their zeros are not known.
/// - Energy: the relative costs of ISCA 2016 (A) times a 16-bit MAC of 1 pJ at 45 nm (C, interpolated between
///   Horowitz's 8 and 32 bits), by node and voltage squared (C); zero inputs gate the MAC and all registers
///   but their own (A); a clock network of 108 mW at 200 MHz and 1 V, a third of CONV1's power (B).
[[nodiscard]] Result<ChipFigures> predict(const workload::Convolution& layer, const RowStationaryChip& chip,
                                          double zeroInputs, const spatial::RowStationary& mapping);

/// The same by the mapping that searchRowStationary() finds. Errors: as predict(); Unsupported where there is
/// none.
[[nodiscard]] Result<ChipFigures> predict(const workload::Convolution& layer, const RowStationaryChip& chip,
                                          double zeroInputs);

} // namespace paretoscope::cost::validation
