// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codesign/lite_evaluator.h"

#include "core/codesign/machine_energy.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::codesign {

namespace {

/// Share of a row of the global buffer that a run of neighbouring columns uses.
double rowEfficiency(const LayerShape& layer, const Machine& machine, const TiledMapping& mapping)
{
    const Sizes tile = mapping.spatialTile();
    const double run = (tile[kP] - 1.0) * layer.stride + tile[kR];
    const double width = machine.rowWords();
    return run / (std::ceil(run / width) * width);
}

} // namespace

LiteReport liteReport(const LayerShape& layer, const Machine& machine, const TiledMapping& mapping)
{
    const Traffic t = trafficOf(layer, mapping);
    const double macs = layer.macs();
    const auto used = static_cast<double>(mapping.usedColumns() * mapping.usedRows());
    const double readInputs = t.inputVisits * t.inputArray;
    const double writtenOutputs = t.outputVisits * t.outputArray;
    const double readOutputs = (t.outputVisits - t.outputDistinct) * t.outputArray;
    const double memoryInputs = t.bufferInputVisits * t.inputBuffer;
    const double memoryWeights = t.weightVisits * t.weightArray;
    const double leavingOutputs = t.bufferOutputVisits * t.outputBuffer;
    const double returningOutputs = (t.bufferOutputVisits - t.bufferOutputDistinct) * t.outputBuffer;

    LiteReport report;
    report.arithmetic_J = kMac_J * macs;
    report.inputPad_J = (macs / t.inputReuse + t.inputVisits * t.inputLocal * used)
                        * scratchpadAccess_J(machine.inputWords);
    report.weightPad_J = (macs / t.weightReuse + t.weightVisits * t.weightLocal * used)
                         * scratchpadAccess_J(machine.weightWords);
    report.outputPad_J = (2.0 * macs / t.outputReuse
                          + (2.0 * t.outputVisits - t.outputDistinct) * t.outputLocal * used)
                         * scratchpadAccess_J(machine.outputWords);

    const double wordsAnAccess = machine.rowWords() * rowEfficiency(layer, machine, mapping);
    const double word_J = bufferRow_J(machine) / wordsAnAccess;
    report.bufferInputs_J = (readInputs + kWriteShare * memoryInputs) * word_J;
    report.bufferOutputs_J = (readOutputs + leavingOutputs
                              + kWriteShare * (writtenOutputs + returningOutputs))
                             * word_J;
    report.memoryInputs_J = kMemoryWord_J * memoryInputs;
    report.memoryWeights_J = kMemoryWord_J * memoryWeights;
    report.memoryOutputs_J = kMemoryWord_J * (leavingOutputs + returningOutputs);
    report.wires_J = (readInputs + writtenOutputs + readOutputs + memoryWeights) * hop_J(machine);

    report.memoryWords = memoryInputs + memoryWeights + leavingOutputs + returningOutputs;
    report.computeCycles = macs / used;
    report.bufferCycles = (readInputs + readOutputs + leavingOutputs + writtenOutputs + memoryInputs
                           + returningOutputs)
                          / (machine.banks * wordsAnAccess);
    report.memoryCycles = report.memoryWords / kMemoryWordsPerCycle;
    return report;
}

MappingCost LiteReport::total() const
{
    return {arithmetic_J + inputPad_J + weightPad_J + outputPad_J + bufferInputs_J + bufferOutputs_J
                + memoryInputs_J + memoryWeights_J + memoryOutputs_J + wires_J,
            std::max({computeCycles, bufferCycles, memoryCycles})};
}

const char* LiteReport::bound() const
{
    if (computeCycles >= bufferCycles && computeCycles >= memoryCycles)
        return "compute";
    return bufferCycles >= memoryCycles ? "global_buffer" : "DRAM";
}

} // namespace paretoscope::codesign
