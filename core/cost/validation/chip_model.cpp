// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/validation/chip_model.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::cost::validation {

namespace {

constexpr double kByte_bits = 8.0;
constexpr double kLink_bits = 64.0;
constexpr double kCodedWord_bits = 64.0 / 3.0;
constexpr double kMac45_J = 1.0e-12;
constexpr double kMacNode_nm = 45.0, kMacVoltage_V = 0.9;
constexpr double kClock_W = 0.108, kClockFrequency_Hz = 200e6, kClockVoltage_V = 1.0;

double macEnergy_J(const RowStationaryChip& chip)
{
    return kMac45_J * chip.node_nm / kMacNode_nm * std::pow(chip.voltage_V / kMacVoltage_V, 2.0);
}

double clock_W(const RowStationaryChip& chip)
{
    return kClock_W * chip.core_Hz / kClockFrequency_Hz * std::pow(chip.voltage_V / kClockVoltage_V, 2.0);
}

} // namespace

ChipFigures& ChipFigures::operator+=(const ChipFigures& other)
{
    const double time_s = processing_s + other.processing_s;
    if (time_s > 0.0)
        activePes = (activePes * processing_s + other.activePes * other.processing_s) / time_s;
    macs += other.macs;
    processing_s = time_s;
    total_s += other.total_s;
    buffer_bytes += other.buffer_bytes;
    dram_bytes += other.dram_bytes;
    energy_J += other.energy_J;
    return *this;
}

Result<ChipFigures> predict(const workload::Convolution& layer, const RowStationaryChip& chip,
                            double zeroInputs, const spatial::RowStationary& mapping)
{
    const Result<spatial::RowStationaryCounts> counts = countRowStationary(layer, chip.array, mapping);
    if (!counts)
        return counts.error();
    const workload::Operation operation = workload::toOperation(layer);
    const double word_bytes = chip.word_bits / kByte_bits;
    const double working = 1.0 - zeroInputs;
    const double coded = std::min(1.0, working * kCodedWord_bits / chip.word_bits);
    // toOperation() names the output last.
    const double outputs_bytes = static_cast<double>(operation.words(2)) * word_bytes;

    ChipFigures figures;
    figures.macs = static_cast<double>(operation.macs());
    figures.activePes = static_cast<double>(counts->activePes);
    figures.processing_s = counts->cycles / chip.core_Hz;
    figures.total_s = figures.processing_s + outputs_bytes * kByte_bits / (kLink_bits * chip.link_Hz);
    figures.buffer_bytes = counts->bufferAccesses * word_bytes;
    figures.dram_bytes = (counts->dramWeights + counts->dramOutputs + counts->dramInputs * coded)
                         * word_bytes;
    const spatial::MovementCost cost;
    const double onChip = working * (counts->macs * cost.mac + counts->otherRegisters * cost.registerFile)
                          + counts->inputRegister * cost.registerFile + counts->interPe * cost.interPe
                          + counts->bufferAccesses * cost.globalBuffer;
    figures.energy_J = onChip * macEnergy_J(chip) + clock_W(chip) * figures.total_s;
    return figures;
}

Result<ChipFigures> predict(const workload::Convolution& layer, const RowStationaryChip& chip,
                            double zeroInputs)
{
    const auto mapping = searchRowStationary(layer, chip.array);
    if (!mapping)
        return Error{ErrorCode::Unsupported,
                     "no row-stationary mapping of the layer fits the array and its buffers.",
                     {},
                     {}};
    return predict(layer, chip, zeroInputs, *mapping);
}

} // namespace paretoscope::cost::validation
