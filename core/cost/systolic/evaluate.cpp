// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/systolic/evaluate.h"

#include "core/cost/systolic/epoch_cache.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::cost::systolic {

namespace {

using hardware::SystolicArray;
using hardware::SystolicMemory;

/// Cycles that the off-chip links need, of one product and before the first one starts.
struct LinkTime
{
    double product = 0.0;
    double firstFill = 0.0;
};

LinkTime linkTime(const Evaluation& layer, const SystolicArray& array)
{
    if (!array.bandwidth_bytesPerCycle)
        return {};
    const double wordsPerCycle = *array.bandwidth_bytesPerCycle * 8.0 / static_cast<double>(array.word_bits);
    const auto slowest = [&](double inputs, double weights, double outputs) {
        const double words = array.options.sharedBandwidth ? inputs + weights + outputs
                                                           : std::max({inputs, weights, outputs});
        return std::ceil(words / wordsPerCycle);
    };
    const DramTraffic& traffic = layer.traffic;
    LinkTime time;
    time.product = slowest(static_cast<double>(traffic.inputReads), static_cast<double>(traffic.weightReads),
                           static_cast<double>(traffic.outputReads + traffic.outputWrites));
    if (array.options.chargesFirstFill) {
        const auto half = [&](const SystolicMemory& memory, std::int64_t distinct) {
            return static_cast<double>(std::min(epochWords(memory.size_bytes, array.word_bits), distinct));
        };
        time.firstFill = slowest(half(array.inputs, layer.gemm.distinctInputs()),
                                 half(array.weights, layer.gemm.k * layer.gemm.n), 0.0);
    }
    return time;
}

/// Products of counts can pass the largest integer for absurd layers on absurd arrays; times then saturate.
std::int64_t cyclesOf(double cycles)
{
    constexpr double kMost = 9e18;
    return static_cast<std::int64_t>(std::min(cycles, kMost));
}

/// The words of one operand that pass through its memory, all repeats.
struct Flow
{
    const char* tensor;
    std::int64_t distinct_words = 0;       ///< of one product
    std::int64_t reads = 0, writes = 0;    ///< by the array
    std::int64_t fetched = 0, drained = 0; ///< from and to DRAM
};

LevelReport onChip(const char* name, const SystolicMemory& memory, const Flow& flow,
                   const SystolicArray& array)
{
    const std::int64_t capacity_words = memory.size_bytes * 8 / array.word_bits;
    TensorAccesses tensor;
    tensor.tensor = flow.tensor;
    tensor.tile_words = std::min(flow.distinct_words, capacity_words / 2);
    tensor.instances = 1;
    tensor.reads = flow.reads + flow.drained;
    tensor.fills = flow.fetched;
    tensor.updates = flow.writes;
    tensor.partition_words = flow.distinct_words;
    tensor.energy_J = memory.read_J * static_cast<double>(tensor.reads)
                      + memory.write_J * static_cast<double>(tensor.fills + tensor.updates);
    LevelReport level;
    level.level = name;
    level.energy_J = tensor.energy_J;
    level.occupied_words = std::min(flow.distinct_words, capacity_words);
    level.tensors.push_back(std::move(tensor));
    return level;
}

LevelReport offChip(const std::vector<Flow>& flows, const SystolicArray& array)
{
    LevelReport level;
    level.level = kDram;
    for (const Flow& flow : flows) {
        TensorAccesses tensor;
        tensor.tensor = flow.tensor;
        tensor.tile_words = flow.distinct_words;
        tensor.instances = 1;
        tensor.reads = flow.fetched;
        tensor.updates = flow.drained;
        tensor.partition_words = flow.distinct_words;
        tensor.energy_J = array.dramEnergy_J * static_cast<double>(flow.fetched + flow.drained);
        level.energy_J += tensor.energy_J;
        level.occupied_words += flow.distinct_words;
        level.tensors.push_back(std::move(tensor));
    }
    return level;
}

std::vector<Flow> flowsOf(const Evaluation& layer)
{
    const Gemm& gemm = layer.gemm;
    const auto all = [&](std::int64_t words) { return words * gemm.repeats; };
    return {
        {"inputs", gemm.distinctInputs(), all(layer.folds.inputReads), 0, all(layer.traffic.inputReads), 0},
        {"weights", gemm.k * gemm.n, all(layer.folds.weightReads), 0, all(layer.traffic.weightReads), 0},
        {"outputs", gemm.m * gemm.n, all(layer.folds.outputReads), all(layer.folds.outputWrites),
         all(layer.traffic.outputReads), all(layer.traffic.outputWrites)}};
}

void time(Evaluation& layer, const SystolicArray& array)
{
    LayerReport& report = layer.report;
    const auto repeats = static_cast<double>(layer.gemm.repeats);
    const LinkTime link = linkTime(layer, array);
    const double compute = repeats * static_cast<double>(layer.folds.cycles);
    const double dram = repeats * link.product + link.firstFill;
    report.macs = layer.gemm.macs() * layer.gemm.repeats;
    report.computeCycles = cyclesOf(compute);
    report.cycles = cyclesOf(std::max(compute, repeats * link.product) + link.firstFill);
    report.bound = repeats * link.product > compute ? kDram : "compute";
    report.utilization = static_cast<double>(report.macs)
                         / (static_cast<double>(array.macs()) * static_cast<double>(report.cycles));
    for (LevelReport& level : report.levels)
        level.cycles = report.computeCycles; // the memories serve a word a cycle to every row and column
    report.levels.front().cycles = cyclesOf(dram);
    report.levels.front().throttle = static_cast<double>(report.computeCycles)
                                     / static_cast<double>(report.cycles);
}

void addEnergy(LayerReport& report, const SystolicArray& array)
{
    const double seconds = static_cast<double>(report.cycles) / array.clock_Hz;
    const SystolicMemory* const memories[] = {nullptr, &array.inputs, &array.weights, &array.outputs};
    report.macEnergy_J = array.macEnergy_J * static_cast<double>(report.macs);
    report.energy_J = report.macEnergy_J;
    for (std::size_t l = 0; l < report.levels.size(); ++l) {
        LevelReport& level = report.levels[l];
        level.leakage_J = memories[l] != nullptr ? memories[l]->leakage_W * seconds : 0.0;
        level.energy_J += level.leakage_J;
        report.energy_J += level.energy_J;
    }
}

} // namespace

Result<Evaluation> evaluate(const Gemm& gemm, const SystolicArray& array, Following following)
{
    Evaluation layer{gemm, fold(gemm, array), {}, {}};
    const Result<DramTraffic> traffic = dramTraffic(gemm, layer.folds, array, following);
    if (!traffic)
        return traffic.error();
    layer.traffic = *traffic;
    const std::vector<Flow> flows = flowsOf(layer);
    layer.report.levels = {offChip(flows, array), onChip(kInputSram, array.inputs, flows[0], array),
                           onChip(kWeightSram, array.weights, flows[1], array),
                           onChip(kOutputSram, array.outputs, flows[2], array)};
    time(layer, array);
    addEnergy(layer.report, array);
    return layer;
}

Result<Evaluation> evaluate(const workload::Operation& operation, const SystolicArray& array,
                            Following following)
{
    const Result<Gemm> gemm = toGemm(operation);
    if (!gemm)
        return gemm.error();
    return evaluate(*gemm, array, following);
}

} // namespace paretoscope::cost::systolic
