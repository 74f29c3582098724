// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/crossbar/mnsim_chip.h"

#include "core/base/counts.h"
#include "core/cost/crossbar/column_sum.h"
#include "core/cost/crossbar/mapping.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::cost::crossbar {

namespace {

using Kind = MnsimLayer::Kind;

constexpr double kUm2PerMm2 = 1e6;

bool hasArrays(const MnsimLayer& layer)
{
    return layer.kind == Kind::Convolution || layer.kind == Kind::FullyConnected;
}

std::int64_t effectiveBits(const MnsimChip& chip, const MnsimLayer& layer)
{
    return std::max(1, chip.differential ? layer.weightBits - 1 : layer.weightBits);
}

/// \param elements  of the copies that are meant
BitGroupLayer bitsOf(const MnsimChip& chip, const MnsimLayer& layer, const MnsimPlacement& placement,
                     std::int64_t elements)
{
    return {elements, effectiveBits(chip, layer), sliceCount(layer.inputBits, chip.dac.bits),
            placement.usedRows, placement.usedColumns};
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
    if (layer.kind == Kind::Pooling) {
        // Windows and results, each written and read.
        const double outputs = number(layer.outputs) * layer.inputBits;
        return kBufferCycle_s * layer.positions() * 2.0
               * (portAccesses(outputs * number(layer.kernel * layer.kernel)) + portAccesses(outputs));
    }
    LineBuffer line;
    if (layer.kind == Kind::Convolution)
        line = {layer.kernel,       layer.stride,     layer.padding,
                layer.inputWidth(), layer.outputRows, layer.outputColumns};
    return kBufferCycle_s
           * bufferAccesses(chip.array(), bitsOf(chip, layer, placement, placement.elements),
                            placement.elements, line, layer.inputBits, chip.adc.bits);
}

} // namespace

std::int64_t MnsimChip::subarrays() const
{
    return subarrayRows > 0 ? std::max<std::int64_t>(1, rows / subarrayRows) : 1;
}

BitGroupArray MnsimChip::array() const
{
    BitGroupArray array;
    array.rows = rows;
    array.columns = columns;
    array.dacs = dacs;
    array.adcs = adcs;
    array.subarrays = subarrays();
    array.groups = groups;
    array.differential = differential;
    array.elementsPerTile = elementsPerTile;
    array.period_s = 1.0 / clock_Hz;
    array.dac_s = dac.time_s();
    array.array_s = read_s + hardware::mnsim::wireDelay_s(number(rows), number(columns));
    array.adc_s = adc.time_s();
    return array;
}

std::int64_t MnsimLayer::inputHeight() const
{
    return inputRows > 0 ? inputRows : (outputRows - 1) * stride + kernel - 2 * padding;
}

std::int64_t MnsimLayer::inputWidth() const
{
    return inputColumns > 0 ? inputColumns : (outputColumns - 1) * stride + kernel - 2 * padding;
}

double MnsimLayer::positions() const
{
    return kind == Kind::FullyConnected ? 1.0 : number(outputRows * outputColumns);
}

MnsimPlacement mnsimPlacement(const MnsimChip& chip, const MnsimLayer& layer)
{
    MnsimPlacement placement;
    if (layer.kind == Kind::Sum)
        return {0, 0, 0, 0, 0, 0};
    if (layer.kind == Kind::Pooling)
        return placement; // one element of one tile, without arrays at work
    const std::int64_t window = layer.kind == Kind::FullyConnected ? 1 : layer.kernel * layer.kernel;
    const Tiling tiling = tilingOf(layer.inputs * window, layer.outputs, window, chip.rows, chip.columns);
    placement.elementColumns = bitGroupElements(effectiveBits(chip, layer), chip.groups, 1,
                                                tiling.columnTiles);
    placement.elementRows = tiling.rowTiles;
    placement.usedRows = tiling.usedRows;
    placement.usedColumns = tiling.usedColumns;
    placement.elements = placement.elementColumns * placement.elementRows * layer.replicas;
    placement.tiles = ceilDivide(placement.elements, chip.elementsPerTile);
    return placement;
}

MnsimBusyTime mnsimBusyTime(const MnsimChip& chip, const MnsimLayer& layer)
{
    const MnsimPlacement placement = mnsimPlacement(chip, layer);
    const double positions = layer.positions();
    MnsimBusyTime time;
    if (layer.kind == Kind::Sum)
        return time;
    time.buffer_s = bufferTime_s(chip, layer, placement);
    if (layer.kind == Kind::Pooling) {
        time.pooling_s = positions * poolingTime_s(layer);
        return time;
    }
    const BitGroupTime each = bitGroupTime(chip.array(), bitsOf(chip, layer, placement, placement.elements),
                                           placement.elements);
    time.dac_s = positions * each.dac_s;
    time.adc_s = positions * each.adc_s;
    time.array_s = positions * each.array_s;
    time.digital_s = positions * each.digital_s;
    time.merging_s = positions
                     * mergedBits(chip.array(), placement.elements, placement.usedColumns, chip.adc.bits)
                     / chip.intraTile_bitsPerSecond;
    return time;
}

MnsimEnergy mnsimEnergy(const MnsimChip& chip, const MnsimLayer& layer)
{
    if (!hasArrays(layer))
        return {};
    const MnsimPlacement placement = mnsimPlacement(chip, layer);
    const BitGroupArray array = chip.array();
    const BitGroupEvents events = bitGroupEvents(array, bitsOf(chip, layer, placement, placement.elements));
    const double positions = layer.positions();
    const double cell_W = hardware::mnsim::cellPower_W(chip.lowVoltage_V, chip.highVoltage_V,
                                                       chip.offResistance_ohm, chip.onResistance_ohm);
    return {positions * events.cellReads * cell_W * array.array_s,
            positions * events.conversions * chip.adc.power_W * array.adc_s,
            positions * events.dacs * chip.dac.power_W * array.dac_s};
}

MnsimArea mnsimTileArea(const MnsimChip& chip)
{
    using namespace hardware::mnsim;
    const double elements = number(chip.elementsPerTile);
    const double converters = elements * number(chip.groups);
    const double arrays = converters * (chip.differential ? 2.0 : 1.0);
    const BitGroupArray array = chip.array();
    MnsimArea area;
    area.arrays = arrays * number(chip.rows) * (number(chip.columns) * chip.cell_um2 + kRowDriver_um2)
                  / kUm2PerMm2;
    area.adcs = converters * number(chip.adcs) * chip.adc.area_um2 / kUm2PerMm2;
    area.dacs = converters * number(chip.dacs) * chip.dac.area_um2 / kUm2PerMm2;
    area.digital = elements
                   * digitalArea_um2({number(chip.dacs), number(chip.adcs), number(array.rowsPerDac()),
                                      number(array.columnsPerAdc()), number(chip.groups),
                                      number(array.subarrays), elements})
                   / kUm2PerMm2;
    area.buffers = (elements + 1.0) * kBuffer_um2 / kUm2PerMm2;
    area.pooling = kPooling_um2 / kUm2PerMm2;
    return area;
}

} // namespace paretoscope::cost::crossbar
