// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/explanation_parts.h"

#include "core/problem/machine_problem.h"

#include <algorithm>
#include <map>

namespace paretoscope::problem {

namespace {

/// One layer's energy by component and operand; adds up to LayerReport::energy_J.
std::vector<EnergyPart> energyOf(const cost::LayerReport& report)
{
    std::vector<EnergyPart> parts;
    for (const cost::LevelReport& level : report.levels) {
        for (const cost::TensorAccesses& tensor : level.tensors)
            parts.push_back({level.level, tensor.tensor, tensor.energy_J});
        if (level.leakage_J > 0.0)
            parts.push_back({level.level, "leakage", level.leakage_J});
    }
    parts.push_back({kArithmetic, "arithmetic", report.macEnergy_J});
    return parts;
}

} // namespace

double bytesOf(std::int64_t words, std::int64_t word_bits)
{
    return static_cast<double>(words) * static_cast<double>(word_bits) / 8.0;
}

LayerExplanation describeLayer(const workload::Layer& layer, const cost::LayerReport& report,
                               std::int64_t word_bits, double clock_Hz)
{
    LayerExplanation explanation;
    explanation.name = layer.name;
    explanation.shape = workload::describeShape(layer.operation);
    explanation.repeats = layer.repeats;
    explanation.macs = report.macs;
    explanation.latency_s = static_cast<double>(report.cycles) / clock_Hz;
    explanation.energy_J = report.energy_J;
    explanation.utilization = report.utilization;
    explanation.bound = report.bound;
    explanation.offChip_bytes = offChipBytes(report, word_bits);
    explanation.energy = energyOf(report);
    for (const cost::RaggedDimension& each : report.ragged)
        explanation.ragged.push_back({each.dimension, each.size, each.padded});
    explanation.raggedIdle = report.raggedIdle;
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

double meanOccupancy(const std::vector<CostedLayer>& layers, std::size_t level, std::int64_t capacity_words)
{
    double occupied = 0.0;
    double cycles = 0.0;
    for (const CostedLayer& layer : layers) {
        const double time = static_cast<double>(layer.occurrences)
                            * static_cast<double>(layer.report->cycles);
        cycles += time;
        occupied += time * static_cast<double>(layer.report->levels[level].occupied_words);
    }
    return cycles > 0.0 && capacity_words > 0 ? occupied / (cycles * static_cast<double>(capacity_words))
                                              : 0.0;
}

std::string heldTensors(const std::vector<CostedLayer>& layers, std::size_t level)
{
    std::vector<std::string> names;
    for (const CostedLayer& layer : layers)
        for (const cost::TensorAccesses& tensor : layer.report->levels[level].tensors)
            if (std::find(names.begin(), names.end(), tensor.tensor) == names.end())
                names.push_back(tensor.tensor);
    std::string text;
    for (const std::string& name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text;
}

Block arithmeticBlock(std::int64_t columns, std::int64_t rows, double area_mm2, double energy_J,
                      double utilization)
{
    Block block;
    block.kind = Block::Kind::Compute;
    block.name = kArithmetic;
    block.columns = columns;
    block.rows = rows;
    block.area_mm2 = area_mm2;
    block.energy_J = energy_J;
    block.utilization = utilization;
    return block;
}

void placeArray(std::vector<Block>& blocks, Block array, std::vector<Block> inside)
{
    array.kind = Block::Kind::Array;
    for (const Block& part : inside) {
        array.area_mm2 += part.area_mm2;
        array.energy_J += part.energy_J;
    }
    array.utilization = inside.empty() ? 0.0 : inside.back().utilization;
    const int parent = static_cast<int>(blocks.size());
    blocks.push_back(std::move(array));
    for (Block& part : inside) {
        part.parent = parent;
        blocks.push_back(std::move(part));
    }
}

} // namespace paretoscope::problem
