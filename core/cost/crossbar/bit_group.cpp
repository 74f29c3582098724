// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/crossbar/bit_group.h"

#include "core/base/counts.h"
#include "core/hardware/crossbar_components.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::cost::crossbar {

namespace {

/// A tree of 8-way switches over `ways` inputs.
double switchTime_s(std::int64_t ways, double stage_s)
{
    return (2.0 + std::floor(std::log2(number(ways)) / 3.0)) * stage_s;
}

std::int64_t rowParts(const BitGroupArray& array, const BitGroupLayer& layer)
{
    return ceilDivide(layer.usedRows, array.dacs);
}

std::int64_t columnParts(const BitGroupArray& array, const BitGroupLayer& layer)
{
    return ceilDivide(layer.usedColumns * array.subarrays, array.adcs);
}

/// Steps of one output position: input slices, parts of the rows, parts of the columns.
double turns(const BitGroupArray& array, const BitGroupLayer& layer)
{
    return number(layer.inputSlices * rowParts(array, layer) * columnParts(array, layer));
}

} // namespace

std::int64_t BitGroupArray::rowsPerDac() const
{
    return ceilDivide(rows, dacs);
}

std::int64_t BitGroupArray::columnsPerAdc() const
{
    return ceilDivide(columns * subarrays, adcs);
}

std::int64_t bitGroupElements(std::int64_t weightBits, std::int64_t groups, std::int64_t rowTiles,
                              std::int64_t columnTiles)
{
    return ceilDivide(weightBits, groups) * rowTiles * columnTiles;
}

BitGroupTime bitGroupTime(const BitGroupArray& array, const BitGroupLayer& layer, std::int64_t elements)
{
    using namespace hardware::mnsim;
    const double steps = turns(array, layer);
    const double columns = number(columnParts(array, layer));
    const double joints = ceilLog2(std::min(elements, array.elementsPerTile));
    const double periods = number(rowParts(array, layer)) * columns + steps // input register
                           + steps                                          // shift register
                           + columns * ceilLog2(array.groups) + columns + joints;
    return {steps * array.dac_s, steps * array.array_s, steps * array.adc_s,
            periods * array.period_s
                + steps
                      * (switchTime_s(array.rowsPerDac(), kDemuxStage_s)
                         + switchTime_s(array.columnsPerAdc(), kMuxStage_s))};
}

BitGroupEvents bitGroupEvents(const BitGroupArray& array, const BitGroupLayer& layer)
{
    const std::int64_t tiles = ceilDivide(layer.elements, array.elementsPerTile);
    const double busy = number(tiles * std::min(layer.elements, array.elementsPerTile)
                               * std::min(layer.weightBits, array.groups))
                        * turns(array, layer);
    const double rowShare = number(array.rowsPerDac());
    const double columnShare = number(array.columnsPerAdc());
    const double arrays = array.differential ? 2.0 : 1.0;
    BitGroupEvents events;
    events.cellReads = busy * arrays * number(layer.usedRows * layer.usedColumns) / rowShare / columnShare;
    events.conversions = busy * std::ceil(number(layer.usedColumns) / columnShare);
    events.dacs = busy * std::ceil(number(layer.usedRows) / rowShare);
    return events;
}

double mergedBits(const BitGroupArray& array, std::int64_t elements, std::int64_t usedColumns, int adcBits)
{
    const double levels = ceilLog2(array.elementsPerTile);
    const double used = ceilLog2(std::min(elements, array.elementsPerTile));
    return (levels * (adcBits + used) - used * (used + 1.0) / 2.0) * number(usedColumns);
}

double gatheredBits(const BitGroupArray& array, std::int64_t elements, std::int64_t usedColumns,
                    int outputBits)
{
    return number(std::min(elements, array.elementsPerTile) * usedColumns) * outputBits;
}

double portAccesses(double bits)
{
    constexpr double kPort_bits = 64.0;
    return std::ceil(bits / kPort_bits);
}

double bufferAccesses(const BitGroupArray& array, const BitGroupLayer& layer, std::int64_t elements,
                      const LineBuffer& line, int inputBits, int adcBits)
{
    const std::int64_t used = std::min(elements, array.elementsPerTile);
    const double sum_bits = adcBits + inputBits + ceilLog2(used);
    const double rows = number(line.rows);
    const double columns = number(line.columns);
    const double sums = rows * columns * portAccesses(number(used * layer.usedColumns) * sum_bits);
    const double kernel = number(line.kernel);
    const double stride = number(line.stride);
    const double channel_bits = number(layer.usedRows) / (kernel * kernel) * inputBits;
    const double below = std::max(kernel - number(line.padding), 0.0);
    const double filled_bits = channel_bits * (number(line.inputWidth) * std::max(below - 1.0, 0.0) + below);
    const double window = portAccesses(channel_bits * kernel * kernel);
    return sums + portAccesses(filled_bits) + window
           + (rows - 1.0) * (portAccesses(channel_bits * stride * below) + window)
           + rows * (columns - 1.0)
                 * (portAccesses(channel_bits * stride * stride)
                    + portAccesses(channel_bits * stride * kernel));
}

} // namespace paretoscope::cost::crossbar
