// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/crossbar/sense_circuit.h"

#include "core/base/counts.h"
#include "core/cost/crossbar/column_sum.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::cost::crossbar {

namespace {

// Where the laws are anchored: the simulator's own defaults.
constexpr double kNode_nm = 22.0;
constexpr double kSide = 128.0;
constexpr double kColumnsPerAdc = 8.0;
constexpr double kLevels = 32.0;
constexpr double kOn_ohm = 6000.0;

} // namespace

std::int64_t SenseCircuit::tileSide() const
{
    constexpr std::int64_t kArrays = 4;
    constexpr std::int64_t kLeast = 512;
    return std::max(kArrays * side, ceilDivide(kLeast, side) * side);
}

double SenseCircuit::clock_s() const
{
    const double wires = 0.1964 * (std::pow(number(side) / kSide, 2.476) - 1.0);
    const double levels = 0.2 * std::log2(adcLevels / kLevels);
    const double sharing = 0.1865 * (std::pow(kColumnsPerAdc / number(columnsPerAdc), 1.57) - 1.0);
    const double current = 0.115 * std::log10(onResistance_ohm / kOn_ohm);
    return 1e-9 * std::max(0.1, 2.039 + wires + levels + sharing + current)
           * std::pow(node_nm / kNode_nm, 0.377);
}

double SenseCircuit::cellArrayArea_mm2() const
{
    constexpr double kCell = 4.0 * 12.0; // in squares of the node
    return kCell * node_nm * node_nm * 1e-12 * number(side) * number(side);
}

double SenseCircuit::adcArea_mm2() const
{
    return 378.8e-6 * std::pow((adcLevels - 1.0) / (kLevels - 1.0), 1.137)
           * std::pow(node_nm / kNode_nm, 1.165);
}

double SenseCircuit::peripheryArea_mm2() const
{
    return 66e-6 * number(side) * std::pow(node_nm / kNode_nm, 1.24);
}

double SenseCircuit::conversion_J() const
{
    const double comparing = 0.0018 * adcLevels + 0.0075;
    const double column = 0.18 * (kOn_ohm / onResistance_ohm) * (number(side) / kSide)
                          * std::pow(number(columnsPerAdc) / kColumnsPerAdc, 0.4);
    return 1e-12 * (comparing + column) * std::pow(node_nm / kNode_nm, 0.82);
}

double SenseCircuit::aroundConversion_J(double rows) const
{
    // Rows stay on while the columns of an ADC are read one after the other.
    const double drivers = 0.5e-3 * rows * number(columnsPerAdc) / kColumnsPerAdc;
    return 1e-12 * (0.105 + drivers) * std::pow(node_nm / kNode_nm, 0.5);
}

SenseCost senseCost(const SenseCircuit& circuit, const SenseLayer& layer)
{
    const std::int64_t tile = circuit.tileSide();
    const std::int64_t columns = layer.outputs * sliceCount(circuit.weightBits, circuit.cellBits);
    const std::int64_t arraysPerSide = tile / circuit.side;
    const auto copiesAlong = [&](std::int64_t extent) {
        return extent > tile ? 1 : arraysPerSide / ceilDivide(extent, circuit.side);
    };
    SenseCost cost;
    cost.tiles = ceilDivide(layer.inputs, tile) * ceilDivide(columns, tile);
    cost.copies = copiesAlong(layer.inputs) * copiesAlong(columns);
    cost.memoryUtilization = number(cost.copies * layer.inputs * columns) / number(cost.tiles * tile * tile);
    const double turns = number(layer.positions) / number(cost.copies);
    const double clock = circuit.clock_s();
    const double readCycles = number(circuit.inputBits * circuit.columnsPerAdc);
    cost.adcLatency_s = turns * readCycles * clock;
    // Around every read: sums and wires. Per output position: buffers that bring the inputs to every row of
    // arrays, and sums that come from every tile of a column.
    const std::int64_t tileRows = ceilDivide(layer.inputs, tile);
    const std::int64_t tileColumns = ceilDivide(columns, tile);
    const std::int64_t arrayRows = ceilDivide(std::min(layer.inputs, tile), circuit.side);
    // More ADCs empty the buffers sooner; fewer do not slow them.
    const double sooner = std::min(1.0, std::pow(number(circuit.columnsPerAdc) / kColumnsPerAdc, 0.3));
    const double bufferCycles = sooner
                                * (0.516 * number(cost.copies * layer.outputs * tileRows)
                                   + 42.6 * number(cost.copies * arrayRows) / number(tileColumns));
    const double sumCycles = 1.79 * number(arrayRows * circuit.inputBits);
    cost.latency_s = turns * (2.35 * readCycles + sumCycles + bufferCycles) * clock;
    const std::int64_t rowParts = ceilDivide(layer.inputs, circuit.side);
    const double conversions = number(layer.positions * circuit.inputBits * rowParts * columns);
    cost.dynamic_J = conversions
                     * (circuit.conversion_J()
                        + circuit.aroundConversion_J(number(layer.inputs) / number(rowParts)));
    return cost;
}

} // namespace paretoscope::cost::crossbar
