// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/crossbar/evaluate.h"

#include "core/cost/crossbar/pipeline.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace paretoscope::cost::crossbar {

namespace {

using hardware::CrossbarArray;
using hardware::CrossbarFigures;
using hardware::CrossbarLayout;

double number(std::int64_t value)
{
    return static_cast<double>(value);
}

std::int64_t ceilDivide(std::int64_t a, std::int64_t b)
{
    return (a + b - 1) / b;
}

double& at(EnergyByPart& energy, Part part)
{
    return energy[static_cast<std::size_t>(part)];
}

/// Columns an ADC converts one after the other.
double turnsOfAdc(const CrossbarArray& machine, std::int64_t columns)
{
    return number(ceilDivide(columns, machine.adcsPerArray));
}

/// Groups of rows that a DAC drives one after the other.
double turnsOfDac(const CrossbarArray& machine, std::int64_t rows)
{
    return number(ceilDivide(rows, machine.dacs()));
}

double vectorTime_s(const CrossbarArray& machine, const LayerMapping& mapping)
{
    const CrossbarFigures& figures = machine.figures;
    const double slices = machine.inputSlices();
    const double rowTurns = turnsOfDac(machine, mapping.usedRows);
    if (machine.layout == CrossbarLayout::BitGroups) {
        const double steps = slices * rowTurns * turnsOfAdc(machine, mapping.usedColumns);
        const double columnTurns = turnsOfAdc(machine, mapping.usedColumns);
        const double periods = rowTurns * columnTurns + 2.0 * steps + columnTurns
                               + std::ceil(std::log2(number(machine.coresPerTile)));
        return steps * (figures.dac_s + figures.arrayRead_s + figures.conversion_s)
               + periods * figures.period_s;
    }
    // All columns are converted, in use or not.
    const double stage_s = rowTurns
                           * std::max(figures.arrayRead_s,
                                      turnsOfAdc(machine, machine.columns) * figures.conversion_s);
    if (machine.layout == CrossbarLayout::AdjacentColumns)
        return slices * stage_s;
    constexpr double kPipelineStages = 3.0;
    constexpr double kFullWeight_bits = 16.0; // the simulator's stages shrink with narrower weights
    constexpr double kPacketWords = 16.0;
    constexpr double kPacketPeriods = 3.0;
    const double share = number(machine.weightSlices()) / std::ceil(kFullWeight_bits / machine.cellBits);
    const double transfers = 2.0 * kPacketPeriods * number(machine.rows) / kPacketWords + 2.0;
    return stage_s * (slices + kPipelineStages - 1.0) * share + transfers * figures.period_s;
}

/// From the last vector's end to its output.
double fillTime_s(const CrossbarArray& machine, double vector_s)
{
    constexpr double kIsaacCyclesAfterReads = 6.0; // 22 in all, 16 of them reads
    constexpr double kPumaPeriods = 100.0;
    switch (machine.layout) {
    case CrossbarLayout::AdjacentColumns:
        return kIsaacCyclesAfterReads * vector_s / machine.inputSlices();
    case CrossbarLayout::SeparateArrays:
        return kPumaPeriods * machine.figures.period_s;
    case CrossbarLayout::BitGroups:
        break;
    }
    return 0.0;
}

struct Events
{
    double activations = 0.0, conversions = 0.0, dacs = 0.0, shiftAdds = 0.0;
    double logicalVectors = 0.0; ///< vectors times logical arrays
    double partialSums = 0.0;    ///< additions of sums of different row tiles
    double readShare = 1.0;      ///< of an array's cells that a read drives
};

Events eventsOf(const LayerShape& shape, const LayerMapping& mapping, const CrossbarArray& machine)
{
    const double vectors = number(shape.positions);
    const double slices = machine.inputSlices();
    const double pair = machine.differential ? 2.0 : 1.0;
    const double arrays = number(mapping.arraysPerCopy);
    Events events;
    events.activations = vectors * slices * arrays;
    events.logicalVectors = vectors * arrays / number(machine.arraysPerLogical());
    double columns = number(machine.columns);
    double rows = number(machine.rows);
    if (machine.layout == CrossbarLayout::BitGroups) {
        columns = number(mapping.usedColumns);
        rows = number(mapping.usedRows);
        events.readShare = rows * columns / (number(machine.rows) * number(machine.columns));
    }
    events.conversions = events.activations / pair * columns;
    events.dacs = events.logicalVectors * slices * rows;
    events.shiftAdds = events.conversions
                       + (machine.layout == CrossbarLayout::SeparateArrays
                              ? events.logicalVectors * slices * columns
                              : 0.0);
    events.partialSums = vectors * number(mapping.matrices) * number(mapping.rowTiles - 1)
                         * number(shape.outputs);
    return events;
}

/// Inputs that were not there for the vector before, and outputs.
double bufferBytes(const LayerShape& shape, const CrossbarArray& machine)
{
    const double fresh = number(std::min(shape.stride, shape.kernel)) / number(shape.kernel);
    const double values = number(shape.groups) * (number(shape.reduction) * fresh + number(shape.outputs));
    return number(shape.positions) * values * machine.inputBits / 8.0;
}

void addEnergy(LayerCost& cost, const LayerShape& shape, const CrossbarArray& machine)
{
    const CrossbarFigures& figures = machine.figures;
    const Events events = eventsOf(shape, cost.mapping, machine);
    cost.conversions = events.conversions;
    cost.activations = events.activations;
    cost.buffer_bytes = bufferBytes(shape, machine);
    EnergyByPart& energy = cost.energy_J;
    const double outputs = number(shape.positions) * number(shape.groups) * number(shape.outputs);
    const double slices = machine.inputSlices();
    const double columns = number(machine.columns);
    at(energy, Part::Arrays) = events.activations * figures.arrayRead_J * events.readShare;
    at(energy, Part::Adcs) = events.conversions * figures.conversion_J;
    at(energy, Part::Dacs) = events.dacs * figures.dac_J;
    at(energy, Part::SampleAndHold) = events.conversions * figures.sampleHold_J;
    at(energy, Part::ShiftAndAdd) = events.shiftAdds * figures.shiftAdd_J + events.partialSums * figures.add_J
                                    + outputs * figures.activation_J;
    at(energy, Part::Registers) = events.logicalVectors
                                  * (slices * figures.inputRegisterRead_J
                                     + number(machine.rows) * figures.inputRegisterWrite_J
                                     + (2.0 * slices + 1.0) * columns * figures.outputRegister_J);
    // Sums of different row tiles meet through the buffer: written, read.
    const double partialBytes = 2.0 * events.partialSums * machine.inputBits / 8.0;
    at(energy, Part::Buffers) = (cost.buffer_bytes + partialBytes) * figures.buffer_JPerByte;
    at(energy, Part::Network) = (cost.buffer_bytes + partialBytes) * figures.network_JPerByte;
    const double cores = std::ceil(number(cost.mapping.arrays()) / number(machine.arraysPerCore));
    const double tiles = cores / number(machine.coresPerTile);
    // Cores and tiles without work are switched off.
    at(energy, Part::Leakage) = cost.latency_s
                                * (cores * figures.coreLeakage_W + tiles * figures.tileLeakage_W);
}

LayerCost costOf(const LayerShape& shape, const LayerMapping& mapping, const CrossbarArray& machine)
{
    LayerCost cost;
    cost.mapping = mapping;
    cost.vector_s = vectorTime_s(machine, mapping);
    cost.latency_s = number(ceilDivide(shape.positions, mapping.copies)) * cost.vector_s
                     + fillTime_s(machine, cost.vector_s);
    addEnergy(cost, shape, machine);
    PrecisionSetup setup;
    setup.rows = std::min(mapping.usedRows, machine.dacs());
    setup.reduction = shape.reduction;
    setup.weightBits = machine.weightBits;
    setup.cellBits = machine.layout == CrossbarLayout::BitGroups ? 1 : machine.cellBits;
    setup.inputBits = machine.inputBits;
    setup.dacBits = machine.dacBits;
    setup.adcBits = machine.adcBits;
    setup.flippedWeights = machine.flippedWeights;
    setup.sigma_relative = machine.sigma_relative;
    cost.precision = precisionOf(setup);
    return cost;
}

std::int64_t tilesFor(std::span<const NetworkLayer> layers, const NetworkCost& network,
                      const CrossbarArray& machine)
{
    const std::int64_t perTile = machine.arraysPerCore * machine.coresPerTile;
    if (machine.layout != CrossbarLayout::BitGroups)
        return ceilDivide(network.arrays, perTile);
    std::int64_t tiles = 0;
    for (std::size_t i = 0; i < layers.size(); ++i)
        tiles += layers[i].repeats * ceilDivide(network.layers[i].mapping.arrays(), perTile);
    return tiles;
}

double pipelinedLatency_s(std::span<const NetworkLayer> layers, const NetworkCost& network)
{
    std::vector<Stage> stages;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const LayerShape& shape = layers[i].shape;
        Stage stage;
        stage.rows = shape.rows;
        stage.columns = shape.columns;
        stage.kernel = shape.kernel;
        stage.stride = shape.stride;
        stage.padding = shape.kernel / 2;
        stage.row_s = network.layers[i].latency_s / number(shape.rows);
        for (std::int64_t repeat = 0; repeat < layers[i].repeats; ++repeat)
            stages.push_back(stage);
    }
    const std::vector<StageTimes> times = pipelined(stages);
    return times.empty() ? 0.0 : times.back().finish_s;
}

void addUp(NetworkCost& network, std::span<const NetworkLayer> layers)
{
    double used = 0.0;
    network.sqnr_dB = std::numeric_limits<double>::infinity();
    double sequential_s = 0.0;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const LayerCost& cost = network.layers[i];
        const double times = number(layers[i].repeats);
        for (std::size_t part = 0; part < kParts; ++part)
            network.energy_J[part] += times * cost.energy_J[part];
        sequential_s += times * cost.latency_s;
        network.interval_s = std::max(network.interval_s, cost.latency_s);
        network.macs += times * layers[i].shape.macs();
        network.buffer_bytes += times * cost.buffer_bytes;
        network.arrays += layers[i].repeats * cost.mapping.arrays();
        used += times * number(cost.mapping.arrays()) * cost.mapping.utilization;
        network.adcBitsLost = std::max(network.adcBitsLost, cost.precision.adcBitsLost);
        network.sqnr_dB = std::min(network.sqnr_dB, cost.precision.sqnr_dB);
    }
    for (const double energy : network.energy_J)
        network.sum_J += energy;
    network.latency_s = sequential_s;
    network.utilization = network.arrays > 0 ? used / number(network.arrays) : 0.0;
}

} // namespace

const char* partName(std::size_t part)
{
    static constexpr const char* kNames[kParts] = {"Arrays",          "ADCs",          "DACs",
                                                   "Sample and hold", "Shift and add", "Registers",
                                                   "Buffers",         "Network",       "Leakage"};
    return kNames[part];
}

double LayerCost::sum_J() const
{
    double sum = 0.0;
    for (const double energy : energy_J)
        sum += energy;
    return sum;
}

NetworkCost evaluate(std::span<const NetworkLayer> layers, const CrossbarArray& machine)
{
    std::vector<LayerShape> shapes;
    std::vector<LayerMapping> mappings;
    std::vector<std::int64_t> repeats;
    shapes.reserve(layers.size());
    mappings.reserve(layers.size());
    repeats.reserve(layers.size());
    for (const NetworkLayer& layer : layers) {
        shapes.push_back(layer.shape);
        mappings.push_back(mapLayer(layer.shape, machine));
        repeats.push_back(layer.repeats);
    }
    const auto copies = balancedCopies(shapes, mappings, repeats, machine.replicationArrays);
    NetworkCost network;
    network.layers.reserve(layers.size());
    for (std::size_t i = 0; i < layers.size(); ++i) {
        mappings[i].copies = copies[i];
        network.layers.push_back(costOf(shapes[i], mappings[i], machine));
    }
    addUp(network, layers);
    network.tiles = tilesFor(layers, network, machine);
    if (machine.pipelined)
        network.latency_s = pipelinedLatency_s(layers, network);
    else
        network.interval_s = network.latency_s;
    const std::int64_t built = std::max(machine.tiles, network.tiles);
    network.area_mm2 = number(built) * machine.tileArea_mm2() + machine.figures.chip_mm2;
    return network;
}

} // namespace paretoscope::cost::crossbar
