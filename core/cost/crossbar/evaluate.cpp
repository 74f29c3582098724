// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/crossbar/evaluate.h"

#include "core/base/counts.h"
#include "core/cost/crossbar/layer_events.h"
#include "core/cost/crossbar/pipeline.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace paretoscope::cost::crossbar {

namespace {

using hardware::CrossbarArray;
using hardware::CrossbarFigures;
using hardware::CrossbarLayout;

double& at(EnergyByPart& energy, Part part)
{
    return energy[static_cast<std::size_t>(part)];
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
    const LayerEvents events = eventsOf(shape, cost.mapping, machine);
    cost.conversions = events.conversions;
    cost.activations = events.activations;
    cost.buffer_bytes = bufferBytes(shape, machine);
    EnergyByPart& energy = cost.energy_J;
    const double outputs = number(shape.positions) * number(shape.groups) * number(shape.outputs);
    at(energy, Part::Arrays) = events.arrayReads * figures.arrayRead_J;
    at(energy, Part::Adcs) = events.conversions * figures.conversion_J;
    at(energy, Part::Dacs) = events.dacs * figures.dac_J;
    at(energy, Part::SampleAndHold) = events.conversions * figures.sampleHold_J;
    at(energy, Part::ShiftAndAdd) = events.shiftAdds * figures.shiftAdd_J + events.partialSums * figures.add_J
                                    + outputs * figures.activation_J;
    at(energy, Part::Registers) = events.inputReads * figures.inputRegisterRead_J
                                  + events.inputWrites * figures.inputRegisterWrite_J
                                  + events.outputAccesses * figures.outputRegister_J;
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

LayerCost costOf(const LayerShape& shape, const LayerMapping& mapping, const CrossbarArray& machine,
                 TileDistance distance)
{
    LayerCost cost;
    cost.mapping = mapping;
    cost.parts = vectorTime(shape, mapping, machine, distance);
    cost.vector_s = cost.parts.sum_s;
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

/// Of every layer, between its tiles; a layer that occurs several times is as far as its first occurrence.
std::vector<TileDistance> distancesOf(std::span<const NetworkLayer> layers,
                                      std::span<const LayerMapping> mappings, const CrossbarArray& machine)
{
    std::vector<TileDistance> distances(layers.size());
    if (machine.layout != CrossbarLayout::BitGroups || machine.figures.tileLink_sPerBit == 0.0)
        return distances;
    std::vector<std::int64_t> tiles;
    std::vector<std::size_t> first;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        first.push_back(tiles.size());
        tiles.insert(tiles.end(), static_cast<std::size_t>(layers[i].repeats),
                     bitGroupTiles(machine, mappings[i]));
    }
    const std::vector<TileDistance> all = tileDistances(tiles);
    for (std::size_t i = 0; i < layers.size(); ++i)
        if (layers[i].repeats > 0)
            distances[i] = all[first[i]];
    return distances;
}

std::int64_t tilesFor(std::span<const NetworkLayer> layers, const NetworkCost& network,
                      const CrossbarArray& machine)
{
    if (machine.layout != CrossbarLayout::BitGroups)
        return ceilDivide(network.arrays, machine.arraysPerCore * machine.coresPerTile);
    std::int64_t tiles = 0;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const LayerMapping& mapping = network.layers[i].mapping;
        tiles += layers[i].repeats * bitGroupTiles(machine, mapping);
    }
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
    for (std::size_t i = 0; i < layers.size(); ++i)
        mappings[i].copies = copies[i];
    const std::vector<TileDistance> distances = distancesOf(layers, mappings, machine);
    for (std::size_t i = 0; i < layers.size(); ++i)
        network.layers.push_back(costOf(shapes[i], mappings[i], machine, distances[i]));
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
