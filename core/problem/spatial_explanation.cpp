// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/spatial_explanation.h"

#include "core/problem/explanation_parts.h"

#include <algorithm>

namespace paretoscope::problem {

namespace {

using cost::LayerReport;
using hardware::MemoryKind;
using hardware::MemoryLevel;
using hardware::SpatialArchitecture;

LayerExplanation explainLayer(const workload::Layer& layer, const SpatialArchitecture& machine,
                              const MappedNetwork::Part& part)
{
    const LayerReport& report = part.mapped->report;
    LayerExplanation explanation = describeLayer(layer, report, machine.levels.front().word_bits,
                                                 machine.clock_Hz);
    explanation.nest = nestOf(layer.operation, machine, *part.mapped->best, report);
    return explanation;
}

std::vector<CostedLayer> costedLayers(const MappedNetwork& mapped)
{
    std::vector<CostedLayer> layers;
    for (const MappedNetwork::Part& part : mapped.parts)
        layers.push_back({part.layer.occurrences, &part.mapped->report});
    return layers;
}

Block blockOf(const SpatialArchitecture& machine, std::size_t index)
{
    const MemoryLevel& memory = machine.levels[index];
    Block block;
    block.name = memory.name;
    block.columns = memory.meshX;
    block.rows = memory.meshY;
    block.size_bytes = memory.capacity_words ? bytesOf(*memory.capacity_words, memory.word_bits) : 0.0;
    block.area_mm2 = memory.area_mm2 * static_cast<double>(memory.instances());
    const bool inEveryPe = memory.instances() == machine.macs() && machine.macs() > 1;
    block.kind = memory.kind == MemoryKind::Dram ? Block::Kind::OffChip
                 : inEveryPe                     ? Block::Kind::RegisterFile
                                                 : Block::Kind::Buffer;
    return block;
}

std::vector<Block> blocksOf(const SpatialArchitecture& machine, const MappedNetwork& mapped,
                            const std::vector<EnergyPart>& energy)
{
    std::vector<Block> blocks;
    std::vector<Block> insideArray;
    const std::vector<CostedLayer> layers = costedLayers(mapped);
    for (std::size_t i = 0; i < machine.levels.size(); ++i) {
        Block block = blockOf(machine, i);
        block.energy_J = energyOfComponent(energy, block.name);
        if (mapped.complete) {
            block.utilization = meanOccupancy(layers, i, machine.levels[i].capacity_words.value_or(0));
            block.holds = heldTensors(layers, i);
        }
        (block.kind == Block::Kind::RegisterFile ? insideArray : blocks).push_back(std::move(block));
    }
    insideArray.push_back(arithmeticBlock(
        machine.macMeshX, machine.macMeshY, machine.macArea_mm2 * static_cast<double>(machine.macs()),
        energyOfComponent(energy, kArithmetic),
        mapped.complete ? mapped.macs / (static_cast<double>(machine.macs()) * mapped.cycles) : 0.0));
    Block array;
    array.name = "PE array";
    array.columns = machine.macMeshX;
    array.rows = machine.macMeshY;
    placeArray(blocks, std::move(array), std::move(insideArray));
    return blocks;
}

Roofline rooflineOf(const SpatialArchitecture& machine)
{
    Roofline roofline;
    roofline.peak_macsPerSecond = static_cast<double>(machine.macs()) * machine.clock_Hz;
    const MemoryLevel& dram = machine.levels.front();
    if (dram.read_wordsPerCycle)
        roofline.ceilings.push_back({dram.name, *dram.read_wordsPerCycle * static_cast<double>(dram.word_bits)
                                                    / 8.0 * machine.clock_Hz});
    return roofline;
}

std::vector<std::string> notesOf(const SpatialArchitecture& machine)
{
    std::string dataflow = machine.dataflow;
    std::replace(dataflow.begin(), dataflow.end(), '_', ' ');
    return {
        "Access counts, cycles and energies follow the semantics of the reference simulator Timeloop; "
        "mappings are the best that our own search found, not proven optimal.",
        "Layers run one after the other and share nothing through the buffers (our choice).",
        "Area counts memories and multiply-accumulate units; control, network and I/O are left out (our "
        "choice).",
        "Dataflow constraint on the mappings: " + dataflow + " (our reading).",
    };
}

/// Notes what a loop does in the last tile of its dimension, and goes one step into that tile.
/// \param tile, rest  indices of a whole and of the last tile around the loop
void enterLastTile(NestLoop& loop, std::int64_t& tile, std::int64_t& rest)
{
    tile /= loop.bound;
    loop.tile = tile;
    loop.lastBound = (rest - 1) / tile + 1;
    rest -= (loop.lastBound - 1) * tile;
    loop.lastTile = rest;
}

/// Products of a mapping's factors, by dimension.
std::vector<std::int64_t> paddedSizes(const workload::Operation& operation,
                                      const cost::spatial::Mapping& mapping)
{
    std::vector<std::int64_t> sizes(operation.dimensions.size(), 1);
    for (const cost::spatial::LevelMapping& level : mapping.levels)
        for (const auto* loops : {&level.temporal, &level.spatialY, &level.spatialX})
            for (const cost::spatial::Loop& loop : *loops)
                sizes[loop.dimension] *= loop.factor;
    return sizes;
}

} // namespace

std::vector<NestLevel> nestOf(const workload::Operation& operation, const SpatialArchitecture& machine,
                              const cost::spatial::Mapping& mapping, const cost::LayerReport& report)
{
    std::vector<NestLevel> nest;
    std::vector<std::int64_t> tile = paddedSizes(operation, mapping);
    std::vector<std::int64_t> rest;
    for (const workload::Dimension& dimension : operation.dimensions)
        rest.push_back(dimension.size);
    for (std::size_t i = 0; i < mapping.levels.size(); ++i) {
        const MemoryLevel& memory = machine.levels[i];
        NestLevel level;
        level.memory = memory.name;
        level.capacity_bytes = memory.capacity_words ? bytesOf(*memory.capacity_words, memory.word_bits)
                                                     : 0.0;
        for (const cost::TensorAccesses& tensor : report.levels[i].tensors)
            level.residents.push_back({tensor.tensor, bytesOf(tensor.tile_words, memory.word_bits)});
        const auto add = [&](const std::vector<cost::spatial::Loop>& loops, NestLoop::Kind kind) {
            for (const cost::spatial::Loop& loop : loops) {
                const std::string& name = operation.dimensions[loop.dimension].name;
                if (loop.factor == 1)
                    continue;
                NestLoop shown{kind, name, workload::dimensionMeaning(name, operation), loop.factor};
                if (tile[loop.dimension] != rest[loop.dimension])
                    enterLastTile(shown, tile[loop.dimension], rest[loop.dimension]);
                level.loops.push_back(std::move(shown));
            }
        };
        add(mapping.levels[i].temporal, NestLoop::Kind::Temporal);
        add(mapping.levels[i].spatialY, NestLoop::Kind::SpatialY);
        add(mapping.levels[i].spatialX, NestLoop::Kind::SpatialX);
        nest.push_back(std::move(level));
    }
    return nest;
}

Explanation explainSpatial(const workload::Network& network, const SpatialArchitecture& machine,
                           const MappedNetwork& mapped)
{
    Explanation explanation;
    explanation.area_mm2 = machine.area_mm2();
    explanation.roofline = rooflineOf(machine);
    explanation.notes = notesOf(machine);
    if (!mapped.complete) {
        explanation.infeasible = mapped.reason + "." + (mapped.example.empty() ? "" : " " + mapped.example);
        explanation.blocks = blocksOf(machine, mapped, {});
        return explanation;
    }
    for (const workload::Layer& layer : network.layers) {
        const auto part = std::find_if(mapped.parts.begin(), mapped.parts.end(), [&](const auto& candidate) {
            return network.layers[candidate.layer.representative].operation == layer.operation;
        });
        explanation.layers.push_back(explainLayer(layer, machine, *part));
    }
    explanation.energy = sumOver(explanation.layers);
    explanation.blocks = blocksOf(machine, mapped, explanation.energy);
    explanation.latency_s = mapped.latency_s;
    explanation.energy_J = mapped.energy_J;
    return explanation;
}

} // namespace paretoscope::problem
