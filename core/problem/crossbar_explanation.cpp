// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/crossbar_explanation.h"

#include "core/base/counts.h"
#include "core/problem/crossbar_evaluation.h"
#include "core/problem/explanation_parts.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

namespace paretoscope::problem {

namespace {

using cost::crossbar::LayerCost;
using cost::crossbar::LayerMapping;
using cost::crossbar::NetworkCost;
using hardware::CrossbarArray;
using hardware::CrossbarFigures;
using hardware::CrossbarLayout;

constexpr const char* kBuffers = "Buffers";

std::int64_t tilesBuilt(const CrossbarArray& machine, const NetworkCost& cost)
{
    return std::max(machine.tiles, cost.tiles);
}

/// Instances on the chip.
struct Instances
{
    double arrays, logical, converters, cores, tiles;
};

Instances instancesOf(const CrossbarArray& machine, const NetworkCost& cost)
{
    Instances instances{};
    instances.tiles = number(tilesBuilt(machine, cost));
    instances.cores = instances.tiles * number(machine.coresPerTile);
    instances.arrays = instances.cores * number(machine.arraysPerCore);
    instances.logical = instances.arrays / number(machine.arraysPerLogical());
    instances.converters = instances.arrays / (machine.differential ? 2.0 : 1.0)
                           * number(machine.adcsPerArray);
    return instances;
}

/// By the names of the energy's parts where there is one.
std::vector<CrossbarArea> areaOf(const CrossbarArray& machine, const NetworkCost& cost)
{
    const CrossbarFigures& figures = machine.figures;
    const Instances n = instancesOf(machine, cost);
    return {{"Arrays", n.arrays * figures.array_mm2},
            {"ADCs", n.converters * figures.adc_mm2},
            {"DACs", n.logical * number(machine.dacs()) * figures.dac_mm2},
            {"Sample and hold", n.arrays * number(machine.columns) * figures.sampleHold_mm2},
            {"Shift and add", n.arrays * figures.shiftAdd_mm2},
            {"Registers", n.logical * figures.registers_mm2},
            {"Core control", n.cores * figures.coreRest_mm2},
            {kBuffers, n.tiles * figures.buffer_mm2},
            {"Network", n.tiles * figures.network_mm2},
            {"Tile control", n.tiles * figures.tileRest_mm2},
            {"Chip links", figures.chip_mm2}};
}

/// Which operand a part of the machine works on.
const char* operandOf(std::size_t part)
{
    using cost::crossbar::Part;
    switch (static_cast<Part>(part)) {
    case Part::Arrays:
        return "weights";
    case Part::Dacs:
        return "inputs";
    case Part::Leakage:
        return "leakage";
    case Part::Adcs:
    case Part::SampleAndHold:
    case Part::ShiftAndAdd:
        return "outputs";
    case Part::Registers:
    case Part::Buffers:
    case Part::Network:
    case Part::Count:
        break;
    }
    return "inputs and outputs";
}

std::vector<EnergyPart> energyOf(const cost::crossbar::EnergyByPart& energy)
{
    std::vector<EnergyPart> parts;
    for (std::size_t part = 0; part < energy.size(); ++part)
        parts.push_back({cost::crossbar::partName(part), operandOf(part), energy[part]});
    return parts;
}

/// "arrays along the inputs, the last with 19 of 128 rows".
std::string tilesMeaning(const char* what, std::int64_t extent, std::int64_t side, const char* sides)
{
    const std::int64_t rest = extent % side;
    const std::string text = std::string("arrays along the ") + what;
    return rest == 0 ? text
                     : text + ", the last with " + std::to_string(rest) + " of " + std::to_string(side) + ' '
                           + sides;
}

std::vector<NestLevel> nestOf(const CrossbarArray& machine, const cost::crossbar::LayerShape& shape,
                              const LayerMapping& mapping)
{
    using Kind = NestLoop::Kind;
    const auto add = [](std::vector<NestLoop>& loops, Kind kind, const char* name, std::string meaning,
                        std::int64_t bound) {
        if (bound > 1)
            loops.push_back({kind, name, std::move(meaning), bound});
    };
    NestLevel buffer;
    buffer.memory = kBuffers;
    buffer.capacity_bytes = machine.buffer_bytes;
    const double vector_bytes = number(shape.groups) * machine.inputBits / 8.0;
    buffer.residents = {{"inputs", vector_bytes * number(shape.reduction)},
                        {"outputs", vector_bytes * number(shape.outputs)}};
    add(buffer.loops, Kind::Temporal, "P", "input vectors of one copy",
        ceilDivide(shape.positions, mapping.copies));
    add(buffer.loops, Kind::SpatialX, "P", "copies of the layer", mapping.copies);
    add(buffer.loops, Kind::SpatialX, "G", "groups, each with arrays of its own", mapping.matrices);
    const std::int64_t perWeight = machine.layout == CrossbarLayout::AdjacentColumns ? machine.weightSlices()
                                                                                     : 1;
    add(buffer.loops, Kind::SpatialX, "N",
        tilesMeaning(perWeight > 1 ? "outputs and their slices" : "outputs", shape.outputs * perWeight,
                     machine.columns, "columns"),
        mapping.columnTiles);
    add(buffer.loops, Kind::SpatialY, "K", tilesMeaning("inputs", shape.reduction, machine.rows, "rows"),
        mapping.rowTiles);
    if (machine.layout != CrossbarLayout::AdjacentColumns)
        add(buffer.loops, Kind::SpatialX, "W", "slices of the weights, an array each",
            machine.weightSlices());
    NestLevel arrays;
    arrays.memory = "Arrays";
    arrays.capacity_bytes = number(machine.rows * machine.columns) * machine.cellBits / 8.0;
    arrays.residents = {{"weights", arrays.capacity_bytes * mapping.utilization}};
    add(arrays.loops, Kind::Temporal, "A", "slices of the inputs", machine.inputSlices());
    add(arrays.loops, Kind::Temporal, "C", "columns that share an ADC",
        ceilDivide(machine.columns, machine.adcsPerArray));
    add(arrays.loops, Kind::SpatialY, "K", "rows in use", mapping.usedRows);
    add(arrays.loops, Kind::SpatialX, "N", "columns in use", mapping.usedColumns);
    return {buffer, arrays};
}

/// What a vector waits for longest.
const char* longestPart(const cost::crossbar::VectorTime& time)
{
    const std::pair<double, const char*> parts[] = {
        {time.adc_s, "ADCs"},      {time.array_s, "Arrays"},
        {time.dac_s, "DACs"},      {time.digital_s, "Digital circuits"},
        {time.buffer_s, kBuffers}, {time.transfer_s, "Network"}};
    return std::max_element(std::begin(parts), std::end(parts),
                            [](const auto& x, const auto& y) { return x.first < y.first; })
        ->second;
}

LayerExplanation describe(const workload::Layer& layer, const cost::crossbar::LayerShape& shape,
                          const CrossbarArray& machine, const LayerCost& cost)
{
    LayerExplanation explanation;
    explanation.name = layer.name;
    explanation.shape = workload::describeShape(layer.operation);
    explanation.repeats = layer.repeats;
    explanation.macs = std::llround(shape.macs());
    explanation.latency_s = cost.latency_s;
    explanation.energy_J = cost.sum_J();
    explanation.utilization = cost.mapping.utilization;
    explanation.bound = longestPart(cost.parts);
    explanation.offChip_bytes = cost.buffer_bytes;
    explanation.energy = energyOf(cost.energy_J);
    explanation.nest = nestOf(machine, shape, cost.mapping);
    return explanation;
}

CrossbarLayerDetail detailOf(const workload::Layer& layer, const LayerCost& cost)
{
    const LayerMapping& mapping = cost.mapping;
    CrossbarLayerDetail detail;
    detail.name = layer.name;
    detail.repeats = layer.repeats;
    detail.rowTiles = mapping.rowTiles;
    detail.columnTiles = mapping.columnTiles;
    detail.matrices = mapping.matrices;
    detail.usedRows = mapping.usedRows;
    detail.usedColumns = mapping.usedColumns;
    detail.copies = mapping.copies;
    detail.arrays = mapping.arrays();
    detail.wastedArrays = mapping.wastedArrays();
    detail.utilization = mapping.utilization;
    detail.vector_s = cost.vector_s;
    detail.conversions = cost.conversions;
    detail.adcBitsNeeded = cost.precision.adcBitsNeeded;
    detail.adcBitsLost = cost.precision.adcBitsLost;
    detail.sqnr_dB = cost.precision.sqnr_dB;
    return detail;
}

CrossbarDetail machineDetail(const CrossbarArray& machine, const NetworkCost& cost)
{
    CrossbarDetail detail;
    detail.layout = hardware::crossbarLayoutNames()[static_cast<std::size_t>(machine.layout)];
    detail.rows = machine.rows;
    detail.columns = machine.columns;
    detail.cellBits = machine.cellBits;
    detail.weightBits = machine.weightBits;
    detail.inputBits = machine.inputBits;
    detail.dacBits = machine.dacBits;
    detail.adcBits = machine.adcBits;
    detail.weightSlices = machine.weightSlices();
    detail.inputSlices = machine.inputSlices();
    detail.differential = machine.differential;
    detail.adcsPerArray = machine.adcsPerArray;
    detail.dacsPerArray = machine.dacs();
    detail.arraysPerCore = machine.arraysPerCore;
    detail.coresPerTile = machine.coresPerTile;
    detail.tiles = tilesBuilt(machine, cost);
    detail.arrays = cost.arrays;
    detail.builtArrays = detail.tiles * machine.coresPerTile * machine.arraysPerCore;
    detail.utilization = cost.utilization;
    detail.interval_s = cost.interval_s;
    detail.area = areaOf(machine, cost);
    return detail;
}

std::vector<Block> blocksOf(const CrossbarArray& machine, const NetworkCost& cost,
                            const std::vector<CrossbarArea>& area, const std::vector<EnergyPart>& energy)
{
    const Instances n = instancesOf(machine, cost);
    const auto block = [&](Block::Kind kind, const char* name, double instances, double utilization,
                           const char* holds) {
        Block made;
        made.kind = kind;
        made.name = name;
        made.columns = std::max<std::int64_t>(1, std::llround(instances));
        const auto it = std::find_if(area.begin(), area.end(),
                                     [&](const CrossbarArea& each) { return each.component == name; });
        made.area_mm2 = it == area.end() ? 0.0 : it->area_mm2;
        made.energy_J = energyOfComponent(energy, name);
        made.utilization = utilization;
        made.holds = holds;
        return made;
    };
    const double inUse = n.arrays > 0.0 ? number(cost.arrays) / n.arrays : 0.0;
    std::vector<Block> blocks;
    Block buffers = block(Block::Kind::Buffer, kBuffers, n.tiles, 0.0, "inputs, outputs");
    buffers.size_bytes = machine.buffer_bytes;
    blocks.push_back(std::move(buffers));
    using Kind = Block::Kind;
    blocks.push_back(block(Kind::Compute, "Network", n.tiles, 0.0, ""));
    blocks.push_back(block(Kind::Compute, "Tile control", n.tiles, 0.0, ""));
    if (machine.figures.chip_mm2 > 0.0)
        blocks.push_back(block(Kind::Compute, "Chip links", 1.0, 0.0, ""));
    // Before anything is placed inside the cores, which their parts find by their index.
    std::erase_if(blocks, [](const Block& part) { return part.area_mm2 <= 0.0; });
    Block cores;
    cores.name = "Cores";
    cores.columns = std::max<std::int64_t>(1, machine.coresPerTile);
    cores.rows = std::max<std::int64_t>(1, tilesBuilt(machine, cost));
    std::vector<Block> inside;
    for (const char* name : {"ADCs", "DACs", "Sample and hold", "Shift and add", "Registers", "Core control"})
        inside.push_back(block(Kind::Compute, name, n.cores, inUse, ""));
    // Last, as placeArray() takes the array's own use from the last part.
    Block arrays = block(Kind::Compute, "Arrays", n.arrays, inUse * cost.utilization, "weights");
    arrays.size_bytes = number(machine.rows * machine.columns) * machine.cellBits / 8.0;
    inside.push_back(std::move(arrays));
    std::erase_if(inside, [](const Block& part) { return part.area_mm2 <= 0.0; });
    placeArray(blocks, std::move(cores), std::move(inside));
    return blocks;
}

/// All arrays at work, as fast as their converters let them; and what the tiles' buffers deliver.
Roofline rooflineOf(const CrossbarArray& machine, const NetworkCost& cost)
{
    constexpr double kBuffer_bytesPerSecond = 16e9; // 256 bits in two cycles of 1 GHz (PUMA's eDRAM, A)
    Roofline roofline;
    double fastest_s = 0.0;
    for (const LayerCost& layer : cost.layers)
        fastest_s = fastest_s > 0.0 ? std::min(fastest_s, layer.vector_s) : layer.vector_s;
    const double perWeight = number(machine.weightSlices()) * (machine.differential ? 2.0 : 1.0);
    if (fastest_s > 0.0)
        roofline.peak_macsPerSecond = number(cost.arrays) * number(machine.rows * machine.columns) / perWeight
                                      / fastest_s;
    roofline.ceilings.push_back({"Tile buffers", kBuffer_bytesPerSecond * number(cost.tiles)});
    return roofline;
}

std::vector<std::string> notesOf(const CrossbarArray& machine)
{
    std::vector<std::string> notes;
    switch (machine.layout) {
    case CrossbarLayout::AdjacentColumns:
        notes.emplace_back(
            "The slices of a weight stand in neighbouring columns of one array, as in ISAAC (first-hand).");
        break;
    case CrossbarLayout::SeparateArrays:
        notes.emplace_back(
            "Every slice of a weight has an array of its own, as in PUMA (first-hand); a product takes "
            "the time of its simulator's three-stage pipeline (first-hand).");
        break;
    case CrossbarLayout::BitGroups:
        notes.emplace_back(
            "Every bit of a weight has arrays of its own and windows are not split, as in MNSIM "
            "(first-hand); a cell holds one bit there, whatever it could hold.");
        break;
    }
    notes.emplace_back("Weights are written before the first inference; writing them costs nothing here (our "
                       "choice), also where a layer multiplies activations by activations.");
    notes.emplace_back(
        "Read energy grows with the cells of an array, although the PUMA simulator has one value "
        "for all sizes (our choice).");
    notes.emplace_back(
        machine.pipelined ? "Layers work at the same time: a row of outputs starts when its inputs are there "
                            "(first-hand); power is energy over the time between two inferences."
                          : "Layers run one after the other (our choice).");
    if (machine.replicationArrays > 0)
        notes.emplace_back("Layers with more positions get more copies, in proportion (first-hand).");
    notes.emplace_back(
        "Cores and tiles without work are switched off (first-hand); buffers move inputs once for "
        "every position and outputs once (our choice).");
    notes.emplace_back(
        "Signal to noise is an estimate for independent, uniform weights and inputs; no published "
        "way leads from it to accuracy (our choice).");
    notes.emplace_back("The roofline's bytes are those of the tiles' buffers: nothing leaves the chip.");
    return notes;
}

} // namespace

Explanation explainCrossbar(const workload::Network& network, const CrossbarArray& machine,
                            const NetworkCost& cost)
{
    Explanation explanation;
    CrossbarDetail detail = machineDetail(machine, cost);
    for (std::size_t i = 0; i < network.layers.size() && i < cost.layers.size(); ++i) {
        const workload::Layer& layer = network.layers[i];
        const auto shape = cost::crossbar::shapeOf(layer.operation);
        if (!shape)
            continue; // crossbarLayers() has refused such a network
        explanation.layers.push_back(describe(layer, *shape, machine, cost.layers[i]));
        detail.layers.push_back(detailOf(layer, cost.layers[i]));
    }
    explanation.infeasible = crossbarObstacle(machine, cost);
    if (!explanation.infeasible.empty())
        explanation.infeasible += '.';
    explanation.energy = sumOver(explanation.layers);
    explanation.blocks = blocksOf(machine, cost, detail.area, explanation.energy);
    explanation.roofline = rooflineOf(machine, cost);
    explanation.latency_s = cost.latency_s;
    explanation.energy_J = cost.sum_J;
    explanation.area_mm2 = cost.area_mm2;
    explanation.notes = notesOf(machine);
    explanation.crossbar = std::move(detail);
    return explanation;
}

} // namespace paretoscope::problem
