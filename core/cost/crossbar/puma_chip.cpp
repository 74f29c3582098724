// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/crossbar/puma_chip.h"

#include "core/base/counts.h"
#include "core/cost/crossbar/column_sum.h"
#include "core/hardware/crossbar_components.h"

namespace paretoscope::cost::crossbar {

using namespace hardware::puma;
using hardware::ComponentFigures;

int PumaChip::weightSlices() const
{
    return sliceCount(weightBits, cellBits);
}

int PumaChip::inputSlices() const
{
    return sliceCount(inputBits, dacBits);
}

AreaAndPower pumaCore(const PumaChip& chip)
{
    const double m = number(chip.matrices);
    const double s = number(chip.size);
    const double rowSets = chip.trainingArrays ? 11.0 : 1.0;
    const double arrays = chip.trainingArrays ? 4.0 : 1.0;
    const double registers = chip.trainingArrays ? 3.0 : 1.0;
    const double columnSets = chip.trainingArrays ? 2.0 : 1.0;
    const auto adcs = number(chip.adcsPerCore);
    const double bits = chip.adcBits;
    const auto array = arrayRegister(s);
    const ComponentFigures instructions = instructionMemory(number(chip.instructions));
    const ComponentFigures data = registerFile(number(chip.dataMemory_bytes));
    AreaAndPower core;
    core.area_mm2 = rowSets * m * s * kDac.area_mm2 + columnSets * m * s * kSampleAndHold.area_mm2
                    + columnSets * m * kShiftAndAdd.area_mm2 + adcs * kAdc_mm2
                    + 2.0 * registers * m * array.area_mm2
                    + arrays * m * chip.weightSlices() * arrayArea_mm2(s) + instructions.area_mm2
                    + data.area_mm2 + kAlu.area_mm2 + kActivation.area_mm2 + kCoreControl.area_mm2;
    core.leakage_W = rowSets * m * s * kDac.leakage_W + columnSets * m * s * kSampleAndHold.leakage_W
                     + columnSets * m * kShiftAndAdd.leakage_W + adcs * bits * kAdcLeakagePerBit_W
                     + 2.0 * registers * m * array.leakage_W + instructions.leakage_W + data.leakage_W
                     + kAlu.leakage_W + kActivation.leakage_W;
    // At its peak an input register reads one of its rows and writes one value a cycle.
    const double inputRegister_W = (array.read_J / s + array.write_J) / kCycle_s;
    core.peak_W = rowSets * m * s * kDac.dynamic_W + columnSets * m * s * kSampleAndHold.dynamic_W
                  + columnSets * m * kShiftAndAdd.dynamic_W + adcs * bits * kAdcPerBit_W
                  + registers * m * (array.write_J / kCycle_s + inputRegister_W) + arrays * m * kArray_W
                  + instructions.dynamic_W + data.dynamic_W + kAlu.dynamic_W + kActivation.dynamic_W;
    return core;
}

double pumaTileLeakageWithoutCores_W(const PumaChip& chip)
{
    return kCounterBuffer.leakage_W + kEdramBus.leakage_W + kEdramController.leakage_W
           + kReceiveBuffer.leakage_W + kTileInstructions.leakage_W + edram(number(chip.edram_KiB)).leakage_W;
}

AreaAndPower pumaTile(const PumaChip& chip)
{
    const AreaAndPower core = pumaCore(chip);
    const ComponentFigures memory = edram(number(chip.edram_KiB));
    const double cores = number(chip.cores);
    AreaAndPower tile;
    tile.area_mm2 = cores * core.area_mm2 + kCounterBuffer.area_mm2 + kEdramBus.area_mm2
                    + kEdramController.area_mm2 + kReceiveBuffer.area_mm2 + kTileInstructions.area_mm2
                    + memory.area_mm2 + kTileControl_mm2;
    tile.leakage_W = cores * core.leakage_W + pumaTileLeakageWithoutCores_W(chip);
    tile.peak_W = cores * core.peak_W + kCounterBuffer.dynamic_W + kEdramBus.dynamic_W
                  + kEdramController.dynamic_W + kReceiveBuffer.dynamic_W + kTileInstructions.dynamic_W
                  + memory.dynamic_W;
    return tile;
}

AreaAndPower pumaNode(const PumaChip& chip, double mappedTiles)
{
    const AreaAndPower tile = pumaTile(chip);
    AreaAndPower node;
    node.area_mm2 = kTilesOfNode * (tile.area_mm2 + kRouter.area_mm2 / kTilesPerRouter) + kChipLink_mm2;
    node.leakage_W = mappedTiles * (tile.leakage_W + kRouter.leakage_W / kTilesPerRouter);
    node.peak_W = mappedTiles * (tile.peak_W + kRouter.dynamic_W / kTilesPerRouter) + node.leakage_W;
    return node;
}

MvmCounts pumaMvmCounts(const PumaChip& chip)
{
    return mvmCounts(chip.weightSlices(), chip.inputSlices(), number(chip.size), number(chip.size));
}

double pumaMvmEnergy_J(const PumaChip& chip)
{
    const MvmCounts counts = pumaMvmCounts(chip);
    const auto array = arrayRegister(number(chip.size));
    return counts.arrayActivations * kArrayRead_J
           + counts.conversions * (chip.adcBits * kAdcPerBit_W + kSampleAndHold.dynamic_W) * kCycle_s
           + counts.dacEvents * kDac.dynamic_W * kCycle_s
           + counts.shiftAdds * kShiftAndAdd.dynamic_W * kCycle_s + counts.inputReads * array.read_J
           + (counts.inputWrites + counts.outputAccesses) * array.write_J;
}

double pumaMvmCycles(const PumaChip& chip)
{
    return mvmTime(kAdcTimePerBit_s * chip.adcBits / kCycle_s, chip.inputSlices(), chip.weightSlices(),
                   chip.cellBits);
}

} // namespace paretoscope::cost::crossbar
