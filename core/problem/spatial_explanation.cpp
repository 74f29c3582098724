// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/spatial_explanation.h"

#include "core/problem/explanation_parts.h"
#include "core/problem/spatial_nest.h"

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
    const LayerReport& report = part.mapped.report;
    LayerExplanation explanation = describeLayer(layer, report, machine.levels.front().word_bits,
                                                 machine.clock_Hz);
    explanation.nest = nestOf(layer.operation, machine, *part.mapped.best, report.levels);
    return explanation;
}

std::vector<CostedLayer> costedLayers(const MappedNetwork& mapped)
{
    std::vector<CostedLayer> layers;
    for (const MappedNetwork::Part& part : mapped.parts)
        layers.push_back({part.layer.occurrences, &part.mapped.report});
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
    return {
        "Access counts, cycles and energies follow the semantics of the reference simulator Timeloop; "
        "mappings "
        "are the best that our own search found, not proven optimal.",
        "Layers run one after the other and share nothing through the buffers (our choice).",
        "Area counts memories and multiply-accumulate units; control, network and I/O are left out (our "
        "choice).",
        "Dataflow constraint on the mappings: " + machine.dataflow + " (our reading).",
    };
}

} // namespace

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
