// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codesign/exact_evaluator.h"

#include "core/codesign/machine_energy.h"

#include <algorithm>
#include <limits>
#include <string_view>

namespace paretoscope::codesign {

namespace spatial = cost::spatial;
using hardware::MemoryKind;
using hardware::MemoryLevel;
using hardware::Residency;

namespace {

constexpr std::size_t kNowhere = kDims;

/// Which of our dimensions each of the operation's is; kNowhere for the others, which have one iteration.
std::vector<std::size_t> dimsOf(const workload::Operation& operation)
{
    std::vector<std::size_t> dims;
    for (const workload::Dimension& dimension : operation.dimensions) {
        std::size_t d = 0;
        while (d < kDims && dimension.name != dimName(d))
            ++d;
        dims.push_back(d);
    }
    return dims;
}

std::size_t indexOf(const workload::Operation& operation, std::size_t dim)
{
    std::size_t index = 0;
    while (index + 1 < operation.dimensions.size() && operation.dimensions[index].name != dimName(dim))
        ++index;
    return index;
}

MemoryLevel memory()
{
    MemoryLevel level;
    level.name = "DRAM";
    level.kind = MemoryKind::Dram;
    level.shared_wordsPerCycle = kMemoryWordsPerCycle;
    level.energy = {kMemoryWord_J, kMemoryWord_J, kMemoryWord_J, 0.0};
    for (const char* tensor : {"weights", "inputs", "outputs"})
        level.residency.emplace_back(tensor, Residency::Keeps);
    return level;
}

MemoryLevel buffer(const Machine& machine)
{
    MemoryLevel level;
    level.name = "global_buffer";
    level.capacity_words = kBufferWords;
    level.block_words = machine.rowWords();
    level.shared_wordsPerCycle = static_cast<double>(machine.banks) * machine.rowWords();
    const double read_J = bufferRow_J(machine);
    level.energy = {read_J, kWriteShare * read_J, kWriteShare * read_J, 0.0};
    level.residency = {
        {"weights", Residency::Bypasses}, {"inputs", Residency::Keeps}, {"outputs", Residency::Keeps}};
    return level;
}

MemoryLevel scratchpad(const Machine& machine, const char* name, std::string_view kept, std::int32_t words)
{
    MemoryLevel level;
    level.name = name;
    level.kind = MemoryKind::RegisterFile;
    level.meshX = machine.columns;
    level.meshY = machine.rows;
    level.capacity_words = words;
    const double access_J = scratchpadAccess_J(words);
    level.energy = {access_J, access_J, access_J, 0.0};
    for (const char* tensor : {"weights", "inputs", "outputs"})
        level.residency.emplace_back(tensor, kept == tensor ? Residency::Keeps : Residency::Bypasses);
    return level;
}

Error otherShape()
{
    return {ErrorCode::InvalidInput, "The mapping is not one of five factors a dimension.", {}, {}};
}

} // namespace

hardware::SpatialArchitecture architectureOf(const Machine& machine)
{
    hardware::SpatialArchitecture architecture;
    architecture.name = "Machine of the Eyeriss class";
    architecture.levels = {memory(), buffer(machine),
                           scratchpad(machine, "input_spad", "inputs", machine.inputWords),
                           scratchpad(machine, "weight_spad", "weights", machine.weightWords),
                           scratchpad(machine, "psum_spad", "outputs", machine.outputWords)};
    architecture.macMeshX = machine.columns;
    architecture.macMeshY = machine.rows;
    architecture.macEnergy_J = kMac_J;
    architecture.clock_Hz = kClock_Hz;
    return architecture;
}

spatial::Mapping exactMapping(const TiledMapping& mapping, const workload::Operation& operation)
{
    std::array<std::size_t, kDims> index{};
    for (std::size_t d = 0; d < kDims; ++d)
        index[d] = indexOf(operation, d);
    spatial::Mapping exact;
    exact.levels.resize(kArchitectureLevels);
    const auto keeps = [&](std::string_view tensor, bool buffer) {
        std::vector<bool> kept;
        for (const workload::Tensor& each : operation.tensors)
            kept.push_back(tensor.empty() ? !buffer || each.name != "weights" : each.name == tensor);
        return kept;
    };
    exact.levels[kDramLevel].keeps = keeps({}, false);
    exact.levels[kBufferLevel].keeps = keeps({}, true);
    exact.levels[kInputPad].keeps = keeps("inputs", false);
    exact.levels[kWeightPad].keeps = keeps("weights", false);
    exact.levels[kOutputPad].keeps = keeps("outputs", false);
    const auto lay = [&](OrderLevel order, Slot slot, std::vector<spatial::Loop>& loops) {
        for (const std::uint8_t d : mapping.order[order])
            if (mapping.factor[d][slot] > 1)
                loops.push_back({index[d], mapping.factor[d][slot]});
    };
    lay(kMemoryOrder, kMemory, exact.levels[kDramLevel].temporal);
    lay(kBufferOrder, kBuffer, exact.levels[kBufferLevel].temporal);
    lay(kBufferOrder, kAcrossX, exact.levels[kBufferLevel].spatialX);
    lay(kBufferOrder, kAcrossY, exact.levels[kBufferLevel].spatialY);
    lay(kLocalOrder, kLocal, exact.levels[kOutputPad].temporal);
    return exact;
}

Result<TiledMapping> tiledMapping(const spatial::Mapping& mapping, const workload::Operation& operation)
{
    if (mapping.levels.size() != kArchitectureLevels)
        return otherShape();
    const std::vector<std::size_t> dims = dimsOf(operation);
    TiledMapping tiled;
    for (auto& factors : tiled.factor)
        factors.fill(1);
    bool representable = true;
    const auto take = [&](const std::vector<spatial::Loop>& loops, Slot slot) {
        for (const spatial::Loop& loop : loops) {
            const std::size_t d = loop.dimension < dims.size() ? dims[loop.dimension] : kNowhere;
            if (d == kNowhere || loop.factor > kLargestDim)
                representable = representable && loop.factor == 1;
            else
                tiled.factor[d][slot] *= static_cast<std::int32_t>(loop.factor);
        }
    };
    const auto order = [&](const std::vector<spatial::Loop>& loops, OrderLevel level) {
        std::size_t place = 0;
        unsigned met = 0;
        const auto meet = [&](std::size_t d) {
            if (d != kNowhere && (met >> d & 1U) == 0)
                tiled.order[level][place++] = static_cast<std::uint8_t>(d);
            met |= 1U << d;
        };
        for (const spatial::Loop& loop : loops)
            meet(loop.dimension < dims.size() ? dims[loop.dimension] : kNowhere);
        for (std::size_t d = 0; d < kDims; ++d) // loops of one iteration stand anywhere
            meet(d);
    };
    const auto empty = [](const spatial::LevelMapping& level) {
        const auto idle = [](const spatial::Loop& loop) { return loop.factor == 1; };
        return std::all_of(level.temporal.begin(), level.temporal.end(), idle)
               && std::all_of(level.spatialX.begin(), level.spatialX.end(), idle)
               && std::all_of(level.spatialY.begin(), level.spatialY.end(), idle);
    };
    take(mapping.levels[kDramLevel].temporal, kMemory);
    take(mapping.levels[kBufferLevel].temporal, kBuffer);
    take(mapping.levels[kBufferLevel].spatialX, kAcrossX);
    take(mapping.levels[kBufferLevel].spatialY, kAcrossY);
    take(mapping.levels[kOutputPad].temporal, kLocal);
    order(mapping.levels[kDramLevel].temporal, kMemoryOrder);
    order(mapping.levels[kBufferLevel].temporal, kBufferOrder);
    order(mapping.levels[kOutputPad].temporal, kLocalOrder);
    if (!representable || !empty(mapping.levels[kInputPad]) || !empty(mapping.levels[kWeightPad]))
        return otherShape();
    return tiled;
}

spatial::MapConstraints mapperConstraints(const Machine& machine)
{
    using Relation = spatial::FactorRule::Relation;
    spatial::MapConstraints constraints;
    constraints.dataflow = "any";
    for (const char* pad : {"input_spad", "weight_spad"}) {
        spatial::LevelRules rules;
        rules.level = pad;
        for (std::size_t d = 0; d < kDims; ++d)
            rules.temporal.push_back({dimName(d), Relation::Exactly, 1});
        constraints.levels.push_back(std::move(rules));
    }
    if (machine.filterHeightAcross) {
        spatial::LevelRules rules;
        rules.level = "global_buffer";
        rules.spatialY.push_back({dimName(kS), Relation::Whole, 1});
        constraints.levels.push_back(std::move(rules));
    }
    if (machine.filterWidthInside) {
        spatial::LevelRules rules;
        rules.level = "psum_spad";
        rules.temporal.push_back({dimName(kR), Relation::Whole, 1});
        constraints.levels.push_back(std::move(rules));
    }
    return constraints;
}

ExactEvaluator::ExactEvaluator(const LayerShape& layer, const Machine& machine)
    : m_operation(operationOf(layer))
    , m_architecture(architectureOf(machine))
{
    if (auto compiled = spatial::Evaluator::compile(m_operation, m_architecture))
        m_evaluator = std::move(compiled).value();
}

MappingCost ExactEvaluator::cost(const TiledMapping& mapping)
{
    constexpr double kNever = std::numeric_limits<double>::infinity();
    const auto nest = spatial::flatten(exactMapping(mapping, m_operation), m_operation, m_architecture);
    const auto* flat = std::get_if<spatial::Nest>(&nest);
    spatial::Counts counts;
    if (!m_evaluator || flat == nullptr || m_evaluator->evaluate(*flat, {}, counts))
        return {kNever, kNever};
    return {counts.energy_J, static_cast<double>(counts.cycles)};
}

bool ExactEvaluator::fits(const TiledMapping& mapping)
{
    const auto nest = spatial::flatten(exactMapping(mapping, m_operation), m_operation, m_architecture);
    const auto* flat = std::get_if<spatial::Nest>(&nest);
    return m_evaluator && flat != nullptr && !m_evaluator->fits(*flat);
}

} // namespace paretoscope::codesign
