// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/spatial_explanation.h"

#include <algorithm>
#include <map>

namespace paretoscope::problem {

namespace {

using cost::LayerReport;
using cost::LevelReport;
using hardware::MemoryKind;
using hardware::MemoryLevel;
using hardware::SpatialArchitecture;

constexpr const char* kArithmetic = "MAC";

double bytesOf(std::int64_t words, std::int64_t word_bits)
{
    return static_cast<double>(words) * static_cast<double>(word_bits) / 8.0;
}

/// One layer's energy by component and operand; adds up to LayerReport::energy_J.
std::vector<EnergyPart> energyOf(const LayerReport& report)
{
    std::vector<EnergyPart> parts;
    for (const LevelReport& level : report.levels) {
        for (const cost::TensorAccesses& tensor : level.tensors)
            parts.push_back({level.level, tensor.tensor, tensor.energy_J});
        if (level.leakage_J > 0.0)
            parts.push_back({level.level, "leakage", level.leakage_J});
    }
    parts.push_back({kArithmetic, "arithmetic", report.macEnergy_J});
    return parts;
}

std::vector<NestLevel> nestOf(const workload::Operation& operation, const SpatialArchitecture& machine,
                              const cost::spatial::Mapping& mapping, const LayerReport& report)
{
    std::vector<NestLevel> nest;
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
                if (loop.factor > 1)
                    level.loops.push_back(
                        {kind, name, workload::dimensionMeaning(name, operation), loop.factor});
            }
        };
        add(mapping.levels[i].temporal, NestLoop::Kind::Temporal);
        add(mapping.levels[i].spatialY, NestLoop::Kind::SpatialY);
        add(mapping.levels[i].spatialX, NestLoop::Kind::SpatialX);
        nest.push_back(std::move(level));
    }
    return nest;
}

LayerExplanation explainLayer(const workload::Layer& layer, const SpatialArchitecture& machine,
                              const MappedNetwork::Part& part)
{
    const LayerReport& report = part.mapped.report;
    LayerExplanation explanation;
    explanation.name = layer.name;
    explanation.shape = workload::describeShape(layer.operation);
    explanation.repeats = layer.repeats;
    explanation.macs = report.macs;
    explanation.latency_s = static_cast<double>(report.cycles) / machine.clock_Hz;
    explanation.energy_J = report.energy_J;
    explanation.utilization = report.utilization;
    explanation.bound = report.bound;
    explanation.offChip_bytes = offChipBytes(report, machine);
    explanation.energy = energyOf(report);
    explanation.nest = nestOf(layer.operation, machine, *part.mapped.best, report);
    return explanation;
}

/// Sums over layers, keeping the order in which components first appear (outermost memory first).
std::vector<EnergyPart> sumOver(const std::vector<LayerExplanation>& layers)
{
    std::vector<EnergyPart> sum;
    std::map<std::pair<std::string, std::string>, std::size_t> place;
    for (const LayerExplanation& layer : layers) {
        for (const EnergyPart& part : layer.energy) {
            const auto [it, isNew] = place.try_emplace({part.component, part.operand}, sum.size());
            if (isNew)
                sum.push_back({part.component, part.operand, 0.0});
            sum[it->second].energy_J += static_cast<double>(layer.repeats) * part.energy_J;
        }
    }
    return sum;
}

double energyOfComponent(const std::vector<EnergyPart>& parts, const std::string& component)
{
    double sum = 0.0;
    for (const EnergyPart& part : parts)
        sum += part.component == component ? part.energy_J : 0.0;
    return sum;
}

/// Share of a level's capacity in use, weighted by the time each layer takes.
double meanOccupancy(const MappedNetwork& mapped, const SpatialArchitecture& machine, std::size_t level)
{
    const auto& capacity = machine.levels[level].capacity_words;
    if (!capacity || mapped.cycles <= 0.0)
        return 0.0;
    double sum = 0.0;
    for (const MappedNetwork::Part& part : mapped.parts)
        sum += static_cast<double>(part.layer.occurrences) * static_cast<double>(part.mapped.report.cycles)
               * static_cast<double>(part.mapped.report.levels[level].occupied_words);
    return sum / (mapped.cycles * static_cast<double>(*capacity));
}

/// The tensors that any layer keeps at this level, in the order met.
std::string heldTensors(const MappedNetwork& mapped, std::size_t level)
{
    std::vector<std::string> names;
    for (const MappedNetwork::Part& part : mapped.parts)
        for (const cost::TensorAccesses& tensor : part.mapped.report.levels[level].tensors)
            if (std::find(names.begin(), names.end(), tensor.tensor) == names.end())
                names.push_back(tensor.tensor);
    std::string text;
    for (const std::string& name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text;
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
    for (std::size_t i = 0; i < machine.levels.size(); ++i) {
        Block block = blockOf(machine, i);
        block.energy_J = energyOfComponent(energy, block.name);
        if (mapped.complete) {
            block.utilization = meanOccupancy(mapped, machine, i);
            block.holds = heldTensors(mapped, i);
        }
        (block.kind == Block::Kind::RegisterFile ? insideArray : blocks).push_back(std::move(block));
    }
    Block array;
    array.kind = Block::Kind::Array;
    array.name = "PE array";
    array.columns = machine.macMeshX;
    array.rows = machine.macMeshY;
    Block compute = array;
    compute.kind = Block::Kind::Compute;
    compute.name = kArithmetic;
    compute.area_mm2 = machine.macArea_mm2 * static_cast<double>(machine.macs());
    compute.energy_J = energyOfComponent(energy, kArithmetic);
    if (mapped.complete)
        compute.utilization = mapped.macs / (static_cast<double>(machine.macs()) * mapped.cycles);
    insideArray.push_back(std::move(compute));
    for (const Block& inside : insideArray) {
        array.area_mm2 += inside.area_mm2;
        array.energy_J += inside.energy_J;
    }
    array.utilization = insideArray.back().utilization;
    const int parent = static_cast<int>(blocks.size());
    blocks.push_back(std::move(array));
    for (Block& inside : insideArray) {
        inside.parent = parent;
        blocks.push_back(std::move(inside));
    }
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
