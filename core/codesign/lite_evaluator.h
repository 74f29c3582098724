// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/codesign/cost_model.h"
#include "core/codesign/traffic.h"

namespace paretoscope::codesign {

/// What a layer costs by the light model, part by part; the parts of the energy sum to it.
struct LiteReport
{
    double arithmetic_J = 0.0;
    double inputPad_J = 0.0, weightPad_J = 0.0, outputPad_J = 0.0; ///< accesses and fills
    double bufferInputs_J = 0.0, bufferOutputs_J = 0.0;
    double memoryInputs_J = 0.0, memoryWeights_J = 0.0, memoryOutputs_J = 0.0;
    double wires_J = 0.0; ///< between the global buffer and the PEs
    double computeCycles = 0.0, bufferCycles = 0.0, memoryCycles = 0.0;
    double memoryWords = 0.0;

    [[nodiscard]] MappingCost total() const;
    [[nodiscard]] const char* bound() const; ///< "compute", "global_buffer" or "DRAM"
};

/// The light model, all of it our choice: tiles move when a loop outside them moves them, partial sums return
/// to where they were left, rows of the global buffer are used as far as a run of neighbouring columns fills
/// them, delays overlap. It is meant to rank mappings in a microsecond and to calibrate search methods; it
/// rewards wide rows and flexible buffers more than the exact model does.
/// \param mapping  breaks no rule
[[nodiscard]] LiteReport liteReport(const LayerShape& layer, const Machine& machine,
                                    const TiledMapping& mapping);

} // namespace paretoscope::codesign
