// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codesign/codesign_explanation.h"

#include "core/codesign/exact_evaluator.h"
#include "core/codesign/lite_evaluator.h"
#include "core/problem/explanation_parts.h"
#include "core/problem/spatial_explanation.h"

namespace paretoscope::codesign {

namespace {

constexpr double kWord_bytes = 2.0;

problem::MappedNetwork mappedNetwork(const workload::Network& network,
                                     const std::vector<CodesignLayer>& layers, const MachineResult& result,
                                     const hardware::SpatialArchitecture& machine)
{
    problem::MappedNetwork mapped;
    const auto unique = workload::uniqueLayers(network);
    for (std::size_t i = 0; i < result.layers.size(); ++i) {
        auto found = std::make_shared<cost::spatial::MapperResult>();
        if (const auto& best = result.layers[i].best) {
            const workload::Operation operation = operationOf(layers[i].shape);
            found->best = exactMapping(*best, operation);
            auto report = cost::spatial::evaluate(operation, machine, *found->best);
            if (auto* fine = std::get_if<cost::LayerReport>(&report))
                found->report = std::move(*fine);
            mapped.add(found->report, layers[i].occurrences, machine.levels.front().word_bits, kClock_Hz);
        }
        mapped.parts.push_back({unique[i], std::move(found)});
    }
    mapped.complete = result.complete;
    mapped.reason = result.reason;
    return mapped;
}

std::vector<problem::EnergyPart> partsOf(const LiteReport& report)
{
    return {{"DRAM", "weights", report.memoryWeights_J},
            {"DRAM", "inputs", report.memoryInputs_J},
            {"DRAM", "outputs", report.memoryOutputs_J},
            {"global_buffer", "inputs", report.bufferInputs_J},
            {"global_buffer", "outputs", report.bufferOutputs_J},
            {"wires", "data", report.wires_J},
            {"input_spad", "inputs", report.inputPad_J},
            {"weight_spad", "weights", report.weightPad_J},
            {"psum_spad", "outputs", report.outputPad_J},
            {problem::kArithmetic, "arithmetic", report.arithmetic_J}};
}

void takeLiteLayer(problem::LayerExplanation& layer, const CodesignLayer& searched, const Machine& machine,
                   const TiledMapping& mapping)
{
    const LiteReport report = liteReport(searched.shape, machine, mapping);
    const MappingCost total = report.total();
    layer.energy = partsOf(report);
    layer.energy_J = total.energy_J;
    layer.latency_s = total.cycles / kClock_Hz;
    layer.utilization = searched.shape.macs() / (machine.pes() * total.cycles);
    layer.bound = report.bound();
    layer.offChip_bytes = report.memoryWords * kWord_bytes;
}

/// Machine and nests are the same under both evaluators; what they cost is not.
void takeLiteFigures(problem::Explanation& explanation, const workload::Network& network,
                     const std::vector<CodesignLayer>& layers, const MachineResult& result)
{
    for (std::size_t i = 0; i < explanation.layers.size(); ++i) {
        const auto shape = shapeOf(network.layers[i].operation);
        for (std::size_t j = 0; shape && j < layers.size(); ++j)
            if (layers[j].shape == *shape)
                takeLiteLayer(explanation.layers[i], layers[j], result.machine, *result.layers[j].best);
    }
    explanation.energy = problem::sumOver(explanation.layers);
    explanation.energy_J = result.energy_J;
    explanation.latency_s = result.latency_s();
    for (problem::Block& block : explanation.blocks)
        block.energy_J = problem::energyOfComponent(explanation.energy, block.name);
    for (problem::Block& block : explanation.blocks)
        if (block.parent >= 0 && block.kind != problem::Block::Kind::OffChip)
            explanation.blocks[static_cast<std::size_t>(block.parent)].energy_J += block.energy_J;
}

} // namespace

problem::Explanation explainMachine(const workload::Network& network,
                                    const std::vector<CodesignLayer>& layers, const MachineResult& result,
                                    EvaluatorKind evaluator)
{
    const hardware::SpatialArchitecture machine = architectureOf(result.machine);
    problem::Explanation explanation = explainSpatial(network, machine,
                                                      mappedNetwork(network, layers, result, machine));
    explanation.notes = {
        "All machines of this study have the same number of PEs, words in scratchpads and words in the "
        "global "
        "buffer; areas are not counted (our choice).",
        "Mappings are the best that the study's own search found, not proven optimal.",
        "Energies an access follow a published table for an Eyeriss-like design; the clock is 200 MHz (from "
        "memory).",
    };
    if (evaluator == EvaluatorKind::Exact) {
        explanation.notes.emplace_back(
            "Access counts follow the semantics of the reference simulator Timeloop; "
            "the banks of the global buffer count as one buffer, and wires cost "
            "nothing (our choice).");
        return explanation;
    }
    explanation.notes.emplace_back("Costs are those of a light model for calibrating search methods (our "
                                   "choice). It rewards wide rows of the global buffer and flexible buffers "
                                   "more than an exact count does.");
    if (result.complete)
        takeLiteFigures(explanation, network, layers, result);
    return explanation;
}

} // namespace paretoscope::codesign
