// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/systolic_explanation.h"

#include "core/problem/explanation_parts.h"

#include <algorithm>

namespace paretoscope::problem {

namespace {

using cost::systolic::Evaluation;
using hardware::SystolicArray;
using hardware::SystolicDataflow;
using hardware::SystolicMemory;

/// A dimension of the matrix product and what it is in the layer.
struct Dimension
{
    std::string name;
    std::string meaning;
};

/// The dimensions along the array's rows, along its columns, and in time.
struct Layout
{
    Dimension rows, columns, stream;
};

Layout layoutOf(const workload::Operation& operation, SystolicDataflow dataflow)
{
    const bool convolution = workload::asConvolution(operation).has_value();
    const Dimension m{"M", convolution ? "output pixels" : "rows"};
    const Dimension n{"N", convolution ? "output channels" : "columns"};
    const Dimension k{"K", convolution ? "filter window x input channels" : "reduction"};
    switch (dataflow) {
    case SystolicDataflow::OutputStationary:
        return {m, n, k};
    case SystolicDataflow::WeightStationary:
        return {k, n, m};
    case SystolicDataflow::InputStationary:
        break;
    }
    return {k, m, n};
}

/// "folds of the output channels, the last with 20 of 32 columns".
std::string foldMeaning(const Dimension& dimension, std::int64_t extent, std::int64_t side, const char* sides)
{
    const std::int64_t rest = extent % side;
    const std::string folds = "folds of the " + dimension.meaning;
    return rest == 0 ? folds
                     : folds + ", the last with " + std::to_string(rest) + " of " + std::to_string(side) + ' '
                           + sides;
}

std::vector<NestLoop> loopsOf(const workload::Operation& operation, const SystolicArray& array,
                              const Evaluation& layer)
{
    const Layout layout = layoutOf(operation, array.dataflow);
    const cost::systolic::Folds& folds = layer.folds;
    std::vector<NestLoop> loops;
    const auto add = [&](NestLoop::Kind kind, const Dimension& dimension, std::string meaning,
                         std::int64_t bound) {
        if (bound > 1)
            loops.push_back({kind, dimension.name, std::move(meaning), bound});
    };
    using Kind = NestLoop::Kind;
    add(Kind::Temporal, {"B", {}}, "independent products: groups, heads", layer.gemm.repeats);
    add(Kind::Temporal, layout.columns,
        foldMeaning(layout.columns, folds.columnExtent, array.columns, "columns"), folds.columnFolds);
    add(Kind::Temporal, layout.rows, foldMeaning(layout.rows, folds.rowExtent, array.rows, "rows"),
        folds.rowFolds);
    add(Kind::Temporal, layout.stream, layout.stream.meaning + ", streaming", folds.streamLength);
    add(Kind::SpatialY, layout.rows, layout.rows.meaning, std::min(folds.rowExtent, array.rows));
    add(Kind::SpatialX, layout.columns, layout.columns.meaning, std::min(folds.columnExtent, array.columns));
    return loops;
}

/// The three memories stand side by side below DRAM; the loops below the last run below all of them.
std::vector<NestLevel> nestOf(const workload::Operation& operation, const SystolicArray& array,
                              const Evaluation& layer)
{
    const std::int64_t sizes_bytes[] = {0, array.inputs.size_bytes, array.weights.size_bytes,
                                        array.outputs.size_bytes};
    std::vector<NestLevel> nest;
    for (std::size_t i = 0; i < layer.report.levels.size(); ++i) {
        const cost::LevelReport& report = layer.report.levels[i];
        NestLevel level;
        level.memory = report.level;
        level.capacity_bytes = static_cast<double>(sizes_bytes[i]);
        for (const cost::TensorAccesses& tensor : report.tensors)
            level.residents.push_back({tensor.tensor, bytesOf(tensor.tile_words, array.word_bits)});
        nest.push_back(std::move(level));
    }
    nest.back().loops = loopsOf(operation, array, layer);
    return nest;
}

std::vector<Block> blocksOf(const SystolicArray& array, const SystolicNetwork& run,
                            const std::vector<EnergyPart>& energy)
{
    using namespace cost::systolic;
    std::vector<CostedLayer> layers;
    if (run.complete)
        for (const SystolicNetwork::Part& part : run.parts)
            layers.push_back({part.layer.occurrences, &part.evaluation.report});
    std::vector<Block> blocks;
    const auto add = [&](Block::Kind kind, const char* name, std::size_t level,
                         const SystolicMemory& memory) {
        Block block;
        block.kind = kind;
        block.name = name;
        block.size_bytes = static_cast<double>(memory.size_bytes);
        block.area_mm2 = memory.area_mm2;
        block.energy_J = energyOfComponent(energy, name);
        block.utilization = meanOccupancy(layers, level, memory.size_bytes * 8 / array.word_bits);
        block.holds = heldTensors(layers, level);
        blocks.push_back(std::move(block));
    };
    add(Block::Kind::OffChip, kDram, 0, {});
    add(Block::Kind::Buffer, kInputSram, 1, array.inputs);
    add(Block::Kind::Buffer, kWeightSram, 2, array.weights);
    add(Block::Kind::Buffer, kOutputSram, 3, array.outputs);
    Block pes;
    pes.name = "PE array";
    pes.columns = array.columns * array.pods;
    pes.rows = array.rows;
    const double utilization = run.complete ? run.macs / (static_cast<double>(array.macs()) * run.cycles)
                                            : 0.0;
    Block arithmetic = arithmeticBlock(pes.columns, pes.rows,
                                       array.macArea_mm2 * static_cast<double>(array.macs()),
                                       energyOfComponent(energy, kArithmetic), utilization);
    placeArray(blocks, std::move(pes), {std::move(arithmetic)});
    return blocks;
}

/// One ceiling for the traffic of all operands together: with a link each, they may together move as much as
/// all three links, if their shares are equal.
Roofline rooflineOf(const SystolicArray& array)
{
    Roofline roofline;
    roofline.peak_macsPerSecond = static_cast<double>(array.macs()) * array.clock_Hz;
    if (!array.bandwidth_bytesPerCycle)
        return roofline;
    const double link = *array.bandwidth_bytesPerCycle * array.clock_Hz;
    if (array.options.sharedBandwidth) {
        roofline.ceilings.push_back({cost::systolic::kDram, link});
        return roofline;
    }
    roofline.ceilings.push_back({std::string(cost::systolic::kDram) + ", one link", link});
    roofline.ceilings.push_back({std::string(cost::systolic::kDram) + ", three links", 3.0 * link});
    return roofline;
}

std::vector<std::string> notesOf(const SystolicArray& array)
{
    const hardware::SystolicOptions& options = array.options;
    const bool outputsStay = array.dataflow == SystolicDataflow::OutputStationary;
    std::vector<std::string> notes{
        "Folds, cycles and on-chip accesses are closed forms that reproduce SCALE-Sim v2.0.2 exactly "
        "(first-hand).",
        "Off-chip reads follow the same simulator's buffers (first-hand); where windows of a convolution "
        "overlap and "
        "do "
        "not fit, channels are followed in groups, within 10 % of it on its reference layers (our choice).",
        "A layer takes as long as its computation or its slowest off-chip transfer, whichever is longer (our "
        "choice: the simulator's own stalls exceed that bound by up to 23 times where it refetches).",
        std::string("The first fill of the memories ")
            + (options.chargesFirstFill
                   ? "takes time (our choice)."
                   : "happens before the first cycle and costs no time, as in the simulator (first-hand)."),
        "Energy counts words into and out of the memories, fills and drains included, and whole "
        "multiply-accumulate units with their registers (our choice); idle units cost nothing (our choice).",
        "Layers run one after the other and share nothing through the buffers (our choice).",
        "Area counts memories and multiply-accumulate units; control, network and I/O are left out (our "
        "choice).",
    };
    if (!outputsStay)
        notes.push_back(
            options.keepsPartialSums
                ? "Partial sums of a column fold stay on the chip where they fit half the output "
                  "memory; otherwise they go off chip and come back (our choice)."
            : options.readsBackPartialSums
                ? "Partial sums of every row fold go off chip and are read back (our choice)."
                : "Partial sums of every row fold are written off chip and their reading back is not "
                  "counted, as in the simulator (first-hand); a real machine pays for it.");
    if (!outputsStay && options.doubleBufferedStationary)
        notes.emplace_back(
            "The next fold's stationary operand loads while this one streams, as in TPU v1 (first-hand); the "
            "cycle count for it is our choice.");
    if (outputsStay && options.explicitDrain)
        notes.emplace_back(
            "Every fold ends with a drain of its results, as the papers print it; the simulator's "
            "code has none (first-hand).");
    if (array.pods > 1)
        notes.emplace_back(
            "Folds are dealt to the pods evenly; memories and bandwidth are shared (our choice).");
    return notes;
}

} // namespace

Explanation explainSystolic(const workload::Network& network, const SystolicArray& array,
                            const SystolicNetwork& run)
{
    Explanation explanation;
    explanation.area_mm2 = array.area_mm2();
    explanation.roofline = rooflineOf(array);
    explanation.notes = notesOf(array);
    if (!run.complete) {
        explanation.infeasible = run.reason + "." + (run.example.empty() ? "" : " " + run.example);
        explanation.blocks = blocksOf(array, run, {});
        return explanation;
    }
    for (const workload::Layer& layer : network.layers) {
        const auto part = std::find_if(run.parts.begin(), run.parts.end(), [&](const auto& candidate) {
            return network.layers[candidate.layer.representative].operation == layer.operation;
        });
        const Evaluation& evaluation = part->evaluation;
        explanation.layers.push_back(
            describeLayer(layer, evaluation.report, array.word_bits, array.clock_Hz));
        explanation.layers.back().nest = nestOf(layer.operation, array, evaluation);
    }
    explanation.energy = sumOver(explanation.layers);
    explanation.blocks = blocksOf(array, run, explanation.energy);
    explanation.latency_s = run.latency_s;
    explanation.energy_J = run.energy_J;
    return explanation;
}

} // namespace paretoscope::problem
