// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hardware/crossbar_array.h"

#include "core/hardware/crossbar_components.h"

#include <algorithm>
#include <cmath>

/// The three tables of components as events and instances of a machine of any size. Where a table knows one
/// size, cells scale with rows times columns and an ADC's cost with 2 to its bits (C).
namespace paretoscope::hardware {

namespace {

constexpr double kUm2PerMm2 = 1e6;
constexpr double kIsaacNode_nm = 32.0;
constexpr double kMnsimNode_nm = 65.0;

void derivePuma(const CrossbarArray& array, CrossbarFigures& figures)
{
    using namespace puma;
    const auto rows = static_cast<double>(array.rows);
    const auto columns = static_cast<double>(array.columns);
    const double side = std::sqrt(rows * columns);
    const double cells = rows * columns / (128.0 * 128.0);
    const ArrayRegister input = arrayRegister(rows);
    const ArrayRegister output = arrayRegister(columns);
    const ComponentFigures memory = edram(array.buffer_bytes / 1024.0);
    figures.arrayRead_J = kArrayRead_J * cells;
    figures.arrayRead_s = 0.0; // hidden in the conversion of the slice before
    figures.array_mm2 = arrayArea_mm2(side);
    figures.conversion_J = array.adcBits * kAdcPerBit_W * kCycle_s;
    figures.conversion_s = kAdcTimePerBit_s * array.adcBits / 128.0;
    figures.adc_mm2 = kAdc_mm2;
    figures.dac_J = kDac.dynamic_W * kCycle_s;
    figures.dac_mm2 = kDac.area_mm2;
    figures.sampleHold_J = kSampleAndHold.dynamic_W * kCycle_s;
    figures.sampleHold_mm2 = kSampleAndHold.area_mm2;
    figures.shiftAdd_J = kShiftAndAdd.dynamic_W * kCycle_s;
    figures.shiftAdd_mm2 = kShiftAndAdd.area_mm2;
    figures.inputRegisterRead_J = input.read_J;
    figures.inputRegisterWrite_J = input.write_J;
    figures.outputRegister_J = output.write_J;
    figures.registers_mm2 = input.area_mm2 + output.area_mm2;
    figures.add_J = kAluAdd_W * kCycle_s;
    figures.activation_J = kActivation.dynamic_W * kCycle_s;
    // Bytes are counted where a layer takes them in and where it gives them out: half of the way each.
    constexpr double kWord_bytes = 2.0;
    constexpr double kAccesses = (kAccessesIn + kAccessesOut) / 2.0 / kWordsPerAccess / kWord_bytes;
    figures.buffer_JPerByte = kAccesses * kCycle_s
                              * (memory.dynamic_W + kEdramController.dynamic_W + kCounterBuffer.dynamic_W);
    figures.buffer_mm2 = memory.area_mm2 + kEdramController.area_mm2;
    figures.network_JPerByte = kCycle_s
                               * (kAccesses * kEdramBus.dynamic_W
                                  + kReceiveAccesses / 2.0 / kWordsPerAccess / kWord_bytes
                                        * kReceiveBuffer.dynamic_W
                                  + kNetworkCycles / kNetworkWords / kWord_bytes * kRouter.dynamic_W);
    figures.network_mm2 = kEdramBus.area_mm2 + kReceiveBuffer.area_mm2 + kRouter.area_mm2 / kTilesPerRouter;
    const ComponentFigures instructions = instructionMemory(512.0);
    const ComponentFigures data = registerFile(2048.0);
    figures.coreRest_mm2 = instructions.area_mm2 + data.area_mm2 + kAlu.area_mm2 + kActivation.area_mm2
                           + kCoreControl.area_mm2;
    figures.tileRest_mm2 = kCounterBuffer.area_mm2 + kTileInstructions.area_mm2 + kTileControl_mm2;
    figures.chip_mm2 = kChipLink_mm2;
    const auto arrays = static_cast<double>(array.arraysPerCore);
    const double logical = arrays / static_cast<double>(array.arraysPerLogical());
    figures.coreLeakage_W = arrays * static_cast<double>(array.adcsPerArray) * array.adcBits
                                * kAdcLeakagePerBit_W
                            + logical * (rows * kDac.leakage_W + input.leakage_W + output.leakage_W)
                            + arrays * (columns * kSampleAndHold.leakage_W + kShiftAndAdd.leakage_W)
                            + instructions.leakage_W + data.leakage_W + kAlu.leakage_W + kActivation.leakage_W
                            + kTileControl_W; // control runs while they do
    figures.tileLeakage_W = kCoreControl.dynamic_W + kCounterBuffer.leakage_W + kEdramController.leakage_W
                            + kReceiveBuffer.leakage_W + kTileInstructions.leakage_W + memory.leakage_W
                            + kRouter.leakage_W / kTilesPerRouter;
}

void deriveIsaac(const CrossbarArray& array, CrossbarFigures& figures)
{
    using namespace isaac;
    const double rows = static_cast<double>(array.rows) / kRows;
    const double columns = static_cast<double>(array.columns) / kRows;
    const double adcs = std::exp2(array.adcBits - kAdcBits);
    const double dacs = std::exp2(array.dacBits - 1);
    const auto event_J = [](const ComponentFigures& group) { return group.dynamic_W / kPerIma * kCycle_s; };
    figures.arrayRead_J = event_J(kArrays) * rows * columns;
    figures.arrayRead_s = kCycle_s;
    figures.array_mm2 = kArrays.area_mm2 / kPerIma * rows * columns;
    figures.conversion_J = event_J(kAdcs) / kRows * adcs;
    figures.conversion_s = 1.0 / kAdcRate_Hz;
    figures.adc_mm2 = kAdcs.area_mm2 / kPerIma * adcs;
    figures.dac_J = event_J(kDacs) / kRows * dacs;
    figures.dac_mm2 = kDacs.area_mm2 / kPerIma / kRows * dacs;
    figures.sampleHold_J = event_J(kSampleAndHolds) / kRows;
    figures.sampleHold_mm2 = kSampleAndHolds.area_mm2 / kPerIma / kRows;
    figures.shiftAdd_J = event_J(kShiftAndAdds) / kRows;
    figures.shiftAdd_mm2 = kShiftAndAdds.area_mm2 / kPerIma;
    figures.inputRegisterRead_J = event_J(kInputRegister) * rows;
    figures.outputRegister_J = event_J(kOutputRegister) / kRows;
    figures.registers_mm2 = (kInputRegister.area_mm2 + kOutputRegister.area_mm2) / kPerIma;
    const double buffers = array.buffer_bytes / 1024.0 / kEdram_KiB;
    figures.buffer_JPerByte = kBuffer_JPerByte;
    figures.buffer_mm2 = kEdram.area_mm2 * buffers;
    figures.network_JPerByte = kBus_JPerByte + kHop_JPerByte;
    figures.network_mm2 = kBus.area_mm2 + kRouter.area_mm2 / kTilesPerRouter;
    figures.tileRest_mm2 = kTileArithmetic.area_mm2;
    figures.tileLeakage_W = kTileArithmetic.dynamic_W; // runs while the tile does
    figures.chip_mm2 = puma::kChipLink_mm2;            // the same HyperTransport
}

/// The table has converters of 4, 6, 8 and 10 bits, those of 6 bits larger than those of 8; others cost the
/// geometric mean of their neighbours, and twice as much for every bit beyond the table.
mnsim::Converter mnsimAdc(int bits)
{
    using namespace mnsim;
    constexpr int kFewest = 4;
    constexpr int kMost = 10;
    static constexpr int kChoices[] = {7, 6, 2, 1}; // of 4, 6, 8, 10 bits
    const int known = std::clamp(bits, kFewest, kMost);
    const auto lower = static_cast<std::size_t>(known - kFewest) / 2;
    Converter converter = *adc(kChoices[lower]);
    converter.bits = bits;
    const auto scale = [&](double area, double power) {
        converter.area_um2 *= area;
        converter.power_W *= power;
    };
    if (known % 2 == 1) {
        const Converter upper = *adc(kChoices[lower + 1]);
        scale(std::sqrt(upper.area_um2 / converter.area_um2), std::sqrt(upper.power_W / converter.power_W));
        converter.rate_Hz = std::sqrt(converter.rate_Hz * upper.rate_Hz);
    }
    scale(std::exp2(bits - known), std::exp2(bits - known));
    return converter;
}

void deriveMnsim(const CrossbarArray& array, CrossbarFigures& figures)
{
    using namespace mnsim;
    const auto rows = static_cast<double>(array.rows);
    const auto columns = static_cast<double>(array.columns);
    const Converter adcs = mnsimAdc(array.adcBits);
    const double dacScale = std::exp2(array.dacBits - 1);
    constexpr double kRead_s = 3.16e-9;
    constexpr double kCell_um2 = 1.44;
    constexpr double kClock_Hz = 500e6;
    const double wires_s = wireDelay_s(rows, columns);
    figures.arrayRead_s = kRead_s + wires_s;
    figures.arrayRead_J = rows * columns * cellPower_W(0.0, 0.15, 1e6, 1e4) * figures.arrayRead_s;
    figures.array_mm2 = rows * (columns * kCell_um2 + kRowDriver_um2) / kUm2PerMm2;
    figures.conversion_s = adcs.time_s();
    figures.conversion_J = adcs.power_W * figures.conversion_s;
    figures.adc_mm2 = adcs.area_um2 / kUm2PerMm2;
    figures.dac_s = (array.dacBits + 2) * 1e-9;
    figures.dac_J = 0.0039e-3 * dacScale * figures.dac_s;
    figures.dac_mm2 = 0.166 * dacScale / kUm2PerMm2;
    constexpr double kShift_W = 0.81e-6;
    constexpr double kRegister_W = 18.8e-9;
    figures.shiftAdd_J = kShift_W / kClock_Hz;
    figures.outputRegister_J = kRegister_W / kClock_Hz;
    const auto elements = static_cast<double>(array.coresPerTile);
    const double dacs = static_cast<double>(array.dacs());
    const auto converters = static_cast<double>(array.adcsPerArray);
    figures.coreRest_mm2 = digitalArea_um2({dacs, converters, std::ceil(rows / dacs),
                                            std::ceil(columns / converters),
                                            static_cast<double>(array.groupsPerCore()), 1.0, elements})
                           / kUm2PerMm2;
    constexpr double kAccess_bytes = 8.0;
    figures.buffer_JPerByte = (kBufferRead_J + kBufferWrite_J) / 2.0 / kAccess_bytes;
    constexpr double kBuffer_bytes = 2048.0; // of the table's buffer, one for each element and the tile
    figures.buffer_mm2 = kBuffer_um2 / kUm2PerMm2 * std::max(1.0, array.buffer_bytes / kBuffer_bytes);
    figures.network_JPerByte = isaac::kHop_JPerByte; // the simulator has none (C)
    figures.tileRest_mm2 = kPooling_um2 / kUm2PerMm2;
    figures.tileLeakage_W = 1.006e-3;
    figures.period_s = 1.0 / kClock_Hz;
    figures.bufferAccess_s = kBufferAccess_s;
    figures.tileLink_sPerBit = 1.0 / kTileLink_bitsPerSecond;
    figures.coreLink_sPerBit = 1.0 / kCoreLink_bitsPerSecond;
}

/// The same circuits in another technology.
void scale(CrossbarFigures& figures, double from_nm, double to_nm)
{
    const double energy = to_nm / from_nm;
    const double area = energy * energy;
    for (double* each :
         {&figures.arrayRead_J, &figures.conversion_J, &figures.dac_J, &figures.sampleHold_J,
          &figures.shiftAdd_J, &figures.inputRegisterRead_J, &figures.inputRegisterWrite_J,
          &figures.outputRegister_J, &figures.add_J, &figures.activation_J, &figures.buffer_JPerByte,
          &figures.network_JPerByte, &figures.coreLeakage_W, &figures.tileLeakage_W})
        *each *= energy;
    for (double* each : {&figures.array_mm2, &figures.adc_mm2, &figures.dac_mm2, &figures.sampleHold_mm2,
                         &figures.shiftAdd_mm2, &figures.registers_mm2, &figures.buffer_mm2,
                         &figures.network_mm2, &figures.coreRest_mm2, &figures.tileRest_mm2})
        *each *= area; // links off the chip do not shrink
}

} // namespace

void deriveFigures(CrossbarArray& array)
{
    array.figures = {};
    switch (array.components) {
    case CrossbarComponents::Puma:
        derivePuma(array, array.figures);
        break;
    case CrossbarComponents::Isaac:
        deriveIsaac(array, array.figures);
        break;
    case CrossbarComponents::Mnsim:
        deriveMnsim(array, array.figures);
        break;
    }
    scale(array.figures, array.components == CrossbarComponents::Mnsim ? kMnsimNode_nm : kIsaacNode_nm,
          array.node_nm);
}

} // namespace paretoscope::hardware
