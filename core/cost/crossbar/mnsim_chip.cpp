// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/crossbar/mnsim_chip.h"

#include "core/cost/crossbar/column_sum.h"
#include "core/cost/crossbar/pipeline.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::cost::crossbar {

namespace {

using Kind = MnsimLayer::Kind;

constexpr double kUm2PerMm2 = 1e6;

std::int64_t ceilDivide(std::int64_t a, std::int64_t b)
{
    return (a + b - 1) / b;
}

double ceilLog2(std::int64_t n)
{
    return n > 1 ? std::ceil(std::log2(static_cast<double>(n))) : 0.0;
}

double number(std::int64_t value)
{
    return static_cast<double>(value);
}

std::int64_t effectiveBits(const MnsimChip& chip, const MnsimLayer& layer)
{
    return std::max(1, chip.differential ? layer.weightBits - 1 : layer.weightBits);
}

/// A tree of 8-way switches over `ways` inputs.
double switchTime_s(std::int64_t ways, double stage_s)
{
    return (2.0 + std::floor(std::log2(number(ways)) / 3.0)) * stage_s;
}

/// Steps of one output position: input bits, parts of the rows, parts of the columns.
std::int64_t steps(const MnsimChip& chip, const MnsimLayer& layer, const MnsimPlacement& placement)
{
    return sliceCount(layer.inputBits, chip.dac.bits) * ceilDivide(placement.usedRows, chip.dacs)
           * ceilDivide(placement.usedColumns, chip.adcs);
}

double poolingTime_s(const MnsimLayer& layer)
{
    constexpr double kUnits = 64.0;
    constexpr double kWindow = 9.0;
    return 100e-9 * std::ceil(number(layer.outputs) / kUnits)
           * std::ceil(number(layer.kernel * layer.kernel) / kWindow);
}

double bufferTime_s(const MnsimChip& chip, const MnsimLayer& layer, const MnsimPlacement& placement)
{
    using hardware::mnsim::kBufferCycle_s;
    constexpr double kPort_bits = 64.0;
    const bool fullyConnected = layer.kind == Kind::FullyConnected;
    const auto accesses = [](double bits) { return std::ceil(bits / kPort_bits); };
    if (layer.kind == Kind::Pooling)
        return layer.positions()
               * accesses(number(layer.outputs * layer.kernel * layer.kernel * layer.inputBits))
               * kBufferCycle_s;
    const double fresh = fullyConnected ? number(placement.usedRows)
                                        : number(placement.usedRows) / number(layer.kernel)
                                              * number(std::min(layer.stride, layer.kernel));
    const double used = number(std::min(placement.elements, chip.elementsPerTile));
    const double sum_bits = chip.adc.bits + layer.inputBits + ceilLog2(chip.groups) + 2.0;
    return layer.positions()
           * (accesses(fresh * layer.inputBits) + 1.0
              + accesses(used * number(placement.usedColumns) * sum_bits))
           * kBufferCycle_s;
}

double transferTime_s(const MnsimChip& chip, const MnsimLayer& layer, const MnsimPlacement& placement)
{
    const double period = 1.0 / chip.clock_Hz;
    const double levels = ceilLog2(chip.elementsPerTile);
    const double used = ceilLog2(std::min(placement.elements, chip.elementsPerTile));
    const double merge_bits = (levels * (chip.adc.bits + used) - used * (used + 1.0) / 2.0)
                              * number(placement.usedColumns);
    // A layer's tiles fill about a square. Sums gather across it and go on to the far end of the next
    // layer's: about five sides, a factor fitted to the simulator's runs (C).
    constexpr double kSides = 4.8;
    const double hops = std::ceil(kSides * std::sqrt(number(placement.tiles)));
    const double result_bits = number(layer.outputs) * layer.outputBits;
    return layer.positions()
           * (merge_bits / chip.intraTile_bitsPerSecond
              + hops * (period + result_bits / chip.interTile_bitsPerSecond));
}

} // namespace

double MnsimLayer::positions() const
{
    return kind == Kind::FullyConnected ? 1.0 : number(outputRows * outputColumns);
}

MnsimPlacement mnsimPlacement(const MnsimChip& chip, const MnsimLayer& layer)
{
    MnsimPlacement placement;
    if (layer.kind == Kind::Pooling)
        return placement; // one element of one tile, without arrays at work
    placement.elementColumns = ceilDivide(effectiveBits(chip, layer), chip.groups)
                               * ceilDivide(layer.outputs, chip.columns);
    placement.usedColumns = std::min(layer.outputs, chip.columns);
    const std::int64_t window = layer.kernel * layer.kernel;
    if (layer.kind == Kind::FullyConnected || window > chip.rows) {
        // A window larger than the array is cut where it must be (our choice; the simulator refuses it).
        const std::int64_t all = layer.kind == Kind::FullyConnected ? layer.inputs : layer.inputs * window;
        placement.elementRows = ceilDivide(all, chip.rows);
        placement.usedRows = std::min(all, chip.rows);
    } else {
        const std::int64_t channels = chip.rows / window;
        placement.elementRows = ceilDivide(layer.inputs, channels);
        placement.usedRows = std::min(layer.inputs, channels) * window;
    }
    placement.elements = placement.elementColumns * placement.elementRows * layer.replicas;
    placement.tiles = ceilDivide(placement.elements, chip.elementsPerTile);
    return placement;
}

MnsimBusyTime mnsimBusyTime(const MnsimChip& chip, const MnsimLayer& layer)
{
    using namespace hardware::mnsim;
    const MnsimPlacement placement = mnsimPlacement(chip, layer);
    MnsimBusyTime time;
    time.buffer_s = bufferTime_s(chip, layer, placement);
    time.transfer_s = transferTime_s(chip, layer, placement);
    if (layer.kind == Kind::Pooling)
        return time;
    const double turns = number(steps(chip, layer, placement));
    const double positions = layer.positions();
    time.dac_s = positions * turns * chip.dac.time_s();
    time.adc_s = positions * turns * chip.adc.time_s();
    time.array_s = positions * turns * (chip.read_s + wireDelay_s(number(chip.rows), number(chip.columns)));
    const double rowParts = number(ceilDivide(placement.usedRows, chip.dacs));
    const double columnParts = number(ceilDivide(placement.usedColumns, chip.adcs));
    const double joints = ceilLog2(
        std::min(placement.elementColumns * placement.elementRows, chip.elementsPerTile));
    const double periods = rowParts * columnParts + turns // input register
                           + turns                        // shift register
                           + columnParts * ceilLog2(chip.groups) + columnParts + joints;
    time.digital_s = positions
                     * (periods / chip.clock_Hz
                        + turns * switchTime_s(ceilDivide(chip.rows, chip.dacs), kDemuxStage_s)
                        + turns * switchTime_s(ceilDivide(chip.columns, chip.adcs), kMuxStage_s));
    return time;
}

MnsimEnergy mnsimEnergy(const MnsimChip& chip, const MnsimLayer& layer)
{
    const MnsimPlacement placement = mnsimPlacement(chip, layer);
    const MnsimBusyTime time = mnsimBusyTime(chip, layer);
    const double rowShare = number(ceilDivide(chip.rows, chip.dacs));
    const double columnShare = number(ceilDivide(chip.columns, chip.adcs));
    const double busy = number(placement.tiles * std::min(placement.elements, chip.elementsPerTile)
                               * std::min(effectiveBits(chip, layer), chip.groups));
    const double arrays = chip.differential ? 2.0 : 1.0;
    const double cells = number(placement.usedRows * placement.usedColumns) / rowShare / columnShare;
    MnsimEnergy energy;
    energy.array_J = busy * arrays * cells * time.array_s
                     * hardware::mnsim::cellPower_W(chip.lowVoltage_V, chip.highVoltage_V,
                                                    chip.offResistance_ohm, chip.onResistance_ohm);
    energy.adc_J = busy * std::ceil(number(placement.usedColumns) / columnShare) * chip.adc.power_W
                   * time.adc_s;
    energy.dac_J = busy * std::ceil(number(placement.usedRows) / rowShare) * chip.dac.power_W * time.dac_s;
    return energy;
}

MnsimArea mnsimTileArea(const MnsimChip& chip)
{
    using namespace hardware::mnsim;
    const double elements = number(chip.elementsPerTile);
    const double arrays = elements * number(chip.groups) * (chip.differential ? 2.0 : 1.0);
    const double converters = elements * number(chip.groups);
    MnsimArea area;
    area.arrays = arrays * number(chip.rows) * (number(chip.columns) * chip.cell_um2 + kRowDriver_um2)
                  / kUm2PerMm2;
    area.adcs = converters * number(chip.adcs) * chip.adc.area_um2 / kUm2PerMm2;
    area.dacs = converters * number(chip.dacs) * chip.dac.area_um2 / kUm2PerMm2;
    area.digital = elements
                   * digitalArea_um2(number(chip.dacs), number(chip.adcs), number(chip.groups), elements)
                   / kUm2PerMm2;
    area.buffers = (elements + 1.0) * kBuffer_um2 / kUm2PerMm2;
    area.pooling = kPooling_um2 / kUm2PerMm2;
    return area;
}

double mnsimPipelined_s(const MnsimChip& chip, std::span<const MnsimLayer> layers,
                        std::span<const double> buffer_s)
{
    std::vector<Stage> stages;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const MnsimLayer& layer = layers[i];
        MnsimBusyTime time = mnsimBusyTime(chip, layer);
        if (i < buffer_s.size())
            time.buffer_s = buffer_s[i];
        Stage stage;
        const bool map = layer.kind != Kind::FullyConnected;
        stage.rows = map ? layer.outputRows : 1;
        stage.columns = map ? layer.outputColumns : 1;
        stage.kernel = map ? layer.kernel : 1;
        stage.stride = map ? layer.stride : 1;
        stage.padding = map ? layer.padding : 0;
        const double pooling_s = layer.kind == Kind::Pooling ? layer.positions() * poolingTime_s(layer) : 0.0;
        // A position's own time; copies take positions in turn.
        const double position_s = (time.computing_s() + time.digital_s + time.buffer_s + time.transfer_s
                                   + pooling_s)
                                  / layer.positions();
        const double turns = std::ceil(number(stage.columns) / number(layer.replicas));
        stage.row_s = position_s * turns;
        stages.push_back(stage);
    }
    const std::vector<StageTimes> times = pipelined(stages);
    return times.empty() ? 0.0 : times.back().finish_s;
}

} // namespace paretoscope::cost::crossbar
