// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/crossbar/sense_circuit.h"

#include "core/base/counts.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace paretoscope::cost::crossbar {

namespace {

// Where the laws are anchored: the simulator's own defaults.
constexpr double kNode_nm = 22.0;
constexpr double kSide = 128.0;
constexpr double kColumnsPerAdc = 8.0;
constexpr double kLevels = 32.0;
constexpr double kOn_ohm = 6000.0;
constexpr double kOnOff = 150.0;

/// Of transistors for low standby power: what one comparator draws, what a column draws per siemens, and the
/// supply (the simulator's tables, A).
struct Node
{
    double node_nm, comparator_uW, column_WPerS, supply_V;
};
constexpr Node kNodes[] = {{7, 0.35, 0.0235, 0.7},    {10, 0.55, 0.0315, 0.75},  {14, 1.0, 0.0508, 0.8},
                           {22, 1.7, 0.0631, 0.85},   {32, 3.0875, 0.0649, 0.9}, {45, 6.3162, 0.075, 1.0},
                           {65, 8.4147, 0.0972, 1.1}, {90, 12.612, 0.1023, 1.2}, {130, 18.09, 0.138, 1.3}};

/// Between two nodes of the table on logarithmic axes (C); exact at a node.
Node nodeOf(double node_nm)
{
    const double nm = std::clamp(node_nm, kNodes[0].node_nm, std::end(kNodes)[-1].node_nm);
    std::size_t upper = 1;
    while (kNodes[upper].node_nm < nm)
        ++upper;
    const Node& a = kNodes[upper - 1];
    const Node& b = kNodes[upper];
    const double share = std::log(nm / a.node_nm) / std::log(b.node_nm / a.node_nm);
    const auto between = [&](double x, double y) { return x * std::pow(y / x, share); };
    return {nm, between(a.comparator_uW, b.comparator_uW), between(a.column_WPerS, b.column_WPerS),
            between(a.supply_V, b.supply_V)};
}

/// Nodes above 22 nm are planar and scale as their table's transistors do (A); below, fins take over and one
/// run tells (C).
double scaled(double node_nm, double below, double above)
{
    const double ratio = node_nm / kNode_nm;
    return std::pow(ratio, ratio < 1.0 ? below : above);
}

/// Tiles of one size for some layers, rows by columns of cells.
struct Plan
{
    std::int64_t tileSide = 0;
    std::int64_t elements = 1; ///< parts of a tile with `tileSide` rows and columns each
};

std::int64_t slicesOf(const SenseCircuit& circuit)
{
    return ceilDivide(circuit.weightBits, circuit.cellBits);
}

std::int64_t powerOfTwoFrom(std::int64_t least)
{
    std::int64_t power = 1;
    while (power < least)
        power *= 2;
    return power;
}

/// The side, from that of the widest layer down to `least`, whose tiles are filled best. `rowsOf` a layer are
/// those of its matrix in such a tile.
template <class RowsOf>
std::int64_t bestSide(const SenseCircuit& circuit, std::span<const SenseLayer> layers, std::int64_t least,
                      RowsOf rowsOf)
{
    const std::int64_t slices = slicesOf(circuit);
    std::int64_t widest = least;
    for (const SenseLayer& layer : layers)
        if (rowsOf(layer) > 0)
            widest = std::max(widest, powerOfTwoFrom(layer.outputs * slices));
    std::int64_t best = widest;
    double fullest = 0.0;
    for (std::int64_t side = widest; side > least; side /= 2) {
        double cells = 0.0;
        double tiles = 0.0;
        for (const SenseLayer& layer : layers) {
            const std::int64_t rows = rowsOf(layer);
            cells += number(rows) * number(layer.outputs * slices);
            tiles += number(ceilDivide(rows, side)) * number(ceilDivide(layer.outputs * slices, side));
        }
        const double filled = cells / (tiles * number(side) * number(side));
        if (filled > fullest) {
            fullest = filled;
            best = side;
        }
    }
    return best;
}

/// The window that most layers have, 1 where none has more.
std::int64_t commonWindow(std::span<const SenseLayer> layers)
{
    std::int64_t common = 1;
    std::ptrdiff_t most = 0;
    for (const SenseLayer& layer : layers) {
        const auto same = std::count_if(layers.begin(), layers.end(), [&](const SenseLayer& other) {
            return other.window == layer.window;
        });
        if (layer.window > 1 && same > most) {
            most = same;
            common = layer.window;
        }
    }
    return common;
}

/// Copies along one side of a tile: elements, of which arrays, of which cells.
std::int64_t copiesAlong(std::int64_t extent, std::int64_t array, std::int64_t element, std::int64_t tile)
{
    if (extent > tile)
        return 1;
    const std::int64_t ofElements = tile / element / ceilDivide(extent, element);
    const std::int64_t ofArrays = extent > element ? 1 : element / array / ceilDivide(extent, array);
    return std::max<std::int64_t>(1, ofElements) * std::max<std::int64_t>(1, ofArrays);
}

/// A layer on tiles of its plan.
struct Place
{
    std::int64_t side = 0; ///< of a tile
    std::int64_t tileRows = 1, tileColumns = 1;
    std::int64_t arrayRows = 1; ///< of one tile that add their sums up
    std::int64_t rowParts = 1;  ///< arrays that the rows take
};

double cyclesOfTurn(const SenseCircuit& circuit, const SenseLayer& layer, const SenseCost& cost,
                    const Place& place)
{
    constexpr double kTileSide = 512.0;
    // A read every cycle, and around it switches and shifts; sums of arrays and of tiles, bit by bit; buffers
    // that bring inputs to every row of arrays and take outputs away over a bus that wider tiles widen, and
    // which more ADCs empty sooner.
    const double bits = circuit.inputBits;
    const double reads = 1.91 * bits * number(circuit.columnsPerAdc);
    const double sums = bits * (1.86 * number(place.arrayRows) + 2.06 * number(place.tileRows));
    const double outputs = 1.35 * number(layer.outputs) * std::sqrt(kTileSide / number(place.side));
    const double inputs = 58.0 * number(layer.inputs()) / number(circuit.side)
                          / number(place.tileRows * place.tileColumns);
    const double sooner = std::min(1.0, std::pow(number(circuit.columnsPerAdc) / kColumnsPerAdc, 0.3));
    return reads + sums + sooner * number(cost.copies) * (outputs + inputs);
}

} // namespace

double SenseCircuit::clock_s() const
{
    constexpr double kSensing_ns = 1.0;
    constexpr double kMargin = 1.4;
    constexpr double kFastDelay = 0.31; // of gates, from the tables' capacitance, supply and current
    const double encoder = 0.1004 * adcLevels / kLevels;
    const double sharing = 0.1332 * (std::pow(kColumnsPerAdc / number(columnsPerAdc), 1.57) - 1.0);
    const double current = 0.0828 * std::log10(onResistance_ohm / kOn_ohm);
    const double wires = 0.1398 * (std::pow(number(side) / kSide, 2.48) - 1.0);
    const double gates_ns = std::max(0.05, 0.3558 + encoder + sharing + current + wires)
                            * (fast ? kFastDelay : 1.0) * scaled(node_nm, 1.53, 1.3);
    return std::max(1.0 / fastestClock_Hz, 1e-9 * kMargin * (kSensing_ns + gates_ns));
}

double SenseCircuit::adcsPerArray() const
{
    return number(columns > 0 ? columns : side) / number(columnsPerAdc);
}

double SenseCircuit::cellArrayArea_mm2() const
{
    constexpr double kCell = 4.0 * 12.0; // in squares of the node
    return kCell * node_nm * node_nm * 1e-12 * number(side) * number(columns > 0 ? columns : side);
}

double SenseCircuit::adcArea_mm2() const
{
    return 12.36e-6 * (adcLevels - 1.0) * std::pow(adcLevels / kLevels, 0.13) * scaled(node_nm, 1.19, 2.0);
}

double SenseCircuit::peripheryArea_mm2() const
{
    const double ofRows = number(side) * (38.5 + 1.87 * inputBits);
    const double ofAdcs = adcsPerArray() * (58.8 + 1.66 * adcLevels);
    return 1e-6 * (ofRows + ofAdcs) * scaled(node_nm, 1.04, 2.0);
}

double SenseCircuit::conversion_J(double rows) const
{
    constexpr double kFastComparator = 1.114;
    constexpr double kFastColumn = 1.157;
    constexpr double kSensing_s = 1e-9;
    const Node node = nodeOf(node_nm);
    const double comparators = node.comparator_uW * 1e-6 * (adcLevels - 1.0) * kSensing_s
                               * (fast ? kFastComparator : 1.0);
    const double encoder = 1e-12 * (0.0061 + 0.00021 * adcLevels * scaled(node_nm, 1.0, 1.8));
    // Half of the weights' bits are set, and so are a quarter of the inputs'. Rows stay on while the columns
    // of an ADC are read one after the other.
    const double meanLevel = (1.0 + 1.0 / onOff) / (1.0 + 1.0 / kOnOff);
    const double current = 0.001656e-12 * rows * meanLevel * (kOn_ohm / onResistance_ohm) * node.column_WPerS
                           / nodeOf(kNode_nm).column_WPerS * (fast ? kFastColumn : 1.0);
    const double on = 0.627 + 0.373 * number(columnsPerAdc) / kColumnsPerAdc;
    return comparators + encoder + current * on;
}

double SenseCircuit::accumulation_J() const
{
    return 0.0454e-12 * std::max(0.1, 1.0 + 0.0895 * std::log2(adcLevels / kLevels))
           * scaled(node_nm, 0.48, 1.8);
}

double SenseCircuit::periphery_J() const
{
    return 1e-12 * (0.0099 + 0.00593 * number(columnsPerAdc)) * scaled(node_nm, 0.39, 1.8);
}

double SenseCircuit::interconnect_J(double rows, double outputs, double chip_mm2) const
{
    constexpr double kChip_mm2 = 2.27;
    const double supply = nodeOf(node_nm).supply_V / nodeOf(kNode_nm).supply_V;
    return 1e-12 * (0.139 * rows + 0.122 * outputs) * std::pow(chip_mm2 / kChip_mm2, 0.69) * supply * supply;
}

SenseNetworkCost senseNetwork(const SenseCircuit& circuit, std::span<const SenseLayer> layers)
{
    const std::int64_t slices = slicesOf(circuit);
    const std::int64_t window = circuit.windowsApart ? commonWindow(layers) : 0;
    const auto apart = [&](const SenseLayer& layer) {
        return window > 1 && layer.window == window && layer.inputs() >= circuit.side;
    };
    const Plan together{bestSide(circuit, layers, 4 * circuit.side,
                                 [&](const SenseLayer& l) { return apart(l) ? 0 : l.inputs(); })};
    const Plan apartPlan{bestSide(circuit, layers, 2 * circuit.side,
                                  [&](const SenseLayer& l) { return apart(l) ? l.channels : 0; }),
                         std::max<std::int64_t>(1, window)};
    SenseNetworkCost network;
    std::vector<Place> places;
    for (const SenseLayer& layer : layers) {
        const bool own = apart(layer);
        const std::int64_t side = own ? apartPlan.tileSide : together.tileSide;
        const std::int64_t element = own ? side : side / 2;
        const std::int64_t rows = own ? layer.channels : layer.inputs();
        const std::int64_t cells = layer.outputs * slices;
        Place place{side, ceilDivide(rows, side), ceilDivide(cells, side),
                    ceilDivide(std::min(rows, side), circuit.side), ceilDivide(rows, circuit.side)};
        SenseCost cost;
        cost.tiles = place.tileRows * place.tileColumns;
        cost.copies = copiesAlong(rows, circuit.side, element, side)
                      * copiesAlong(cells, circuit.side, element, side);
        cost.memoryUtilization = number(cost.copies * rows) * number(cells)
                                 / (number(cost.tiles) * number(side) * number(side));
        const std::int64_t perTile = side / circuit.side * (side / circuit.side);
        network.arrays += cost.tiles * perTile * (own ? apartPlan.elements : 1);
        if (own) {
            place.rowParts *= window;
            place.arrayRows *= window;
        }
        network.layers.push_back(cost);
        places.push_back(place);
    }
    const double arrays = number(network.arrays);
    network.arrays_mm2 = arrays * circuit.cellArrayArea_mm2();
    network.adcs_mm2 = arrays * circuit.adcsPerArray() * circuit.adcArea_mm2();
    network.chip_mm2 = network.arrays_mm2 + network.adcs_mm2 + arrays * circuit.peripheryArea_mm2();
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const SenseLayer& layer = layers[i];
        SenseCost& cost = network.layers[i];
        const double turns = number(layer.positions) / number(cost.copies);
        const double reads = number(circuit.inputBits * circuit.columnsPerAdc);
        cost.adcLatency_s = turns * reads * circuit.clock_s();
        cost.latency_s = turns * cyclesOfTurn(circuit, layer, cost, places[i]) * circuit.clock_s();
        const double bits = number(layer.positions) * circuit.inputBits;
        const double rows = number(layer.inputs()) / number(places[i].rowParts);
        cost.dynamic_J = bits
                         * (number(places[i].rowParts) * number(layer.outputs * slices)
                                * (circuit.conversion_J(rows) + circuit.accumulation_J()
                                   + circuit.periphery_J())
                            + circuit.interconnect_J(number(layer.inputs()), number(layer.outputs),
                                                     network.chip_mm2));
        network.latency_s += cost.latency_s;
        network.dynamic_J += cost.dynamic_J;
    }
    return network;
}

} // namespace paretoscope::cost::crossbar
