// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/spatial/evaluator.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace paretoscope::cost::spatial {

namespace {

constexpr std::int64_t kUnlimited = std::numeric_limits<std::int64_t>::max();

bool kept(const NestLevel& level, std::size_t tensor)
{
    return ((level.keeps >> tensor) & 1U) != 0;
}

/// Blocks are rounded up once, over the whole run.
double blocks(std::int64_t words, std::int64_t block)
{
    if (block == 1)
        return static_cast<double>(words);
    // Widths are powers of two as a rule, and a division is slow.
    const auto width = static_cast<std::uint64_t>(block);
    if (std::has_single_bit(width))
        return static_cast<double>((words + block - 1) >> std::countr_zero(width));
    return static_cast<double>(words / block + (words % block != 0 ? 1 : 0));
}

std::int64_t product(std::span<const NestLoop> loops)
{
    std::int64_t result = 1;
    for (const NestLoop& loop : loops)
        result *= loop.factor;
    return result;
}

std::span<const NestLoop> part(const Nest& nest, std::uint8_t begin, std::uint8_t end)
{
    return {nest.loops.data() + begin, static_cast<std::size_t>(end - begin)};
}

void widen(Extents& extents, std::span<const NestLoop> loops)
{
    for (const NestLoop& loop : loops)
        extents[loop.dimension] *= loop.factor;
}

} // namespace

Result<Evaluator> Evaluator::compile(const workload::Operation& operation,
                                     const hardware::SpatialArchitecture& architecture)
{
    Result<OperationShape> shape = compileShape(operation);
    if (!shape)
        return shape.error();
    if (architecture.levels.empty() || architecture.levels.size() > kMaxLevels)
        return Error{ErrorCode::Unsupported,
                     "the machine has " + std::to_string(architecture.levels.size()) + " memory levels; 1 to "
                         + std::to_string(kMaxLevels) + " are supported.",
                     {},
                     {}};
    bool meshes = architecture.macMeshX >= 1 && architecture.macMeshY >= 1;
    for (const hardware::MemoryLevel& level : architecture.levels)
        meshes = meshes && level.meshX >= 1 && level.meshY >= 1;
    if (!meshes)
        return Error{ErrorCode::InvalidInput, "the machine has a level with no instances.", {}, {}};
    Evaluator evaluator;
    evaluator.m_shape = *shape;
    evaluator.m_levelCount = architecture.levels.size();
    evaluator.m_macEnergy_J = architecture.macEnergy_J;
    for (std::size_t l = 0; l < evaluator.m_levelCount; ++l) {
        const hardware::MemoryLevel& level = architecture.levels[l];
        Level& compiled = evaluator.m_levels[l];
        compiled.meshX = level.meshX;
        compiled.meshY = level.meshY;
        compiled.capacity = level.capacity_words
                                ? *level.capacity_words / std::max<std::int64_t>(1, level.multipleBuffering)
                                : kUnlimited;
        compiled.block = std::max<std::int64_t>(1, level.block_words);
        constexpr double kNever = std::numeric_limits<double>::infinity();
        compiled.readBandwidth = level.read_wordsPerCycle.value_or(kNever);
        compiled.writeBandwidth = level.write_wordsPerCycle.value_or(kNever);
        compiled.sharedBandwidth = level.shared_wordsPerCycle.value_or(kNever);
        compiled.energy = level.energy;
    }
    evaluator.m_levels[evaluator.m_levelCount].meshX = architecture.macMeshX;
    evaluator.m_levels[evaluator.m_levelCount].meshY = architecture.macMeshY;
    return evaluator;
}

/// Tiles and used instances of every level, from the loops alone.
void Evaluator::measure(const Nest& nest)
{
    std::uint8_t timeLoops = 0;
    for (std::size_t l = 0; l < m_levelCount; ++l) {
        timeLoops = static_cast<std::uint8_t>(timeLoops + nest.levels[l].spatialY - nest.levels[l].temporal);
        m_timeEnd[l] = timeLoops;
    }
    Extents extents;
    extents.fill(1);
    m_extents[m_levelCount] = extents;
    for (std::size_t l = m_levelCount; l-- > 0;) {
        const NestLevel& level = nest.levels[l];
        widen(extents, part(nest, level.spatialY, level.end));
        m_spread[l] = extents;
        for (std::uint8_t i = level.spatialY; i-- > level.temporal;) {
            const NestLoop& loop = nest.loops[i];
            m_time[--timeLoops] = {loop.factor, extents[loop.dimension], loop.dimension};
            extents[loop.dimension] *= loop.factor;
        }
        m_extents[l] = extents;
    }
    m_usedX[0] = m_usedY[0] = 1;
    for (std::size_t l = 0; l < m_levelCount; ++l) {
        const NestLevel& level = nest.levels[l];
        m_usedX[l + 1] = m_usedX[l] * product(part(nest, level.spatialX, level.end));
        m_usedY[l + 1] = m_usedY[l] * product(part(nest, level.spatialY, level.spatialX));
    }
}

std::optional<Misfit> Evaluator::overCapacity(const Nest& nest)
{
    for (std::size_t l = m_levelCount; l-- > 0;) {
        std::int64_t occupied = 0;
        for (std::size_t t = 0; t < m_shape.tensorCount; ++t) {
            m_tile[l][t] = m_shape.tensors[t].words(m_extents[l]);
            occupied += kept(nest.levels[l], t) ? m_tile[l][t] : 0;
        }
        if (occupied > m_levels[l].capacity)
            return Misfit{IllegalReason::Capacity, l, occupied, m_levels[l].capacity};
    }
    return {};
}

bool Evaluator::hasRoom(std::size_t level, const Extents& tile, std::uint8_t keeps) const
{
    std::int64_t occupied = 0;
    for (std::size_t t = 0; t < m_shape.tensorCount; ++t)
        if (((keeps >> t) & 1U) != 0)
            occupied += m_shape.tensors[t].words(tile);
    return occupied <= m_levels[level].capacity;
}

std::optional<Misfit> Evaluator::fits(const Nest& nest)
{
    measure(nest);
    m_ragged = m_alwaysRagged || m_extents[0] != m_shape.sizes;
    if (m_ragged)
        if (const auto misfit = clip(nest))
            return misfit;
    // Instances are checked against the whole mesh, not per boundary.
    for (std::size_t l = m_levelCount + 1; l-- > 0;) {
        const Level& level = m_levels[l];
        if (m_usedX[l] > level.meshX)
            return Misfit{IllegalReason::Fanout, l, m_usedX[l], level.meshX};
        if (m_usedY[l] > level.meshY)
            return Misfit{IllegalReason::Fanout, l, m_usedY[l], level.meshY};
    }
    return overCapacity(nest);
}

/// What every tensor sees alike at the boundary below a level.
void Evaluator::describe(const Nest& nest, std::size_t l, Boundary& boundary) const
{
    const NestLevel& level = nest.levels[l];
    boundary.loops = {m_time.data(), m_timeEnd[l]};
    boundary.tile = m_extents[l + 1];
    boundary.remembers = l + 1 < m_levelCount;
    Fanout& fanout = boundary.fanout;
    fanout.rows = part(nest, level.spatialY, level.spatialX);
    fanout.columns = part(nest, level.spatialX, level.end);
    fanout.ways.fill(1);
    widen(fanout.ways, part(nest, level.spatialY, level.end));
    fanout.usedX = m_usedX[l + 1] / m_usedX[l];
    fanout.usedY = m_usedY[l + 1] / m_usedY[l];
    fanout.physicalX = m_levels[l + 1].meshX / m_levels[l].meshX;
}

void Evaluator::countTraffic(const Nest& nest, const EvaluationOptions& options, Flows& flows)
{
    for (std::size_t l = 0; l < m_levelCount; ++l) {
        const bool innermost = l + 1 == m_levelCount;
        Boundary boundary;
        describe(nest, l, boundary);
        const auto used = static_cast<double>(boundary.fanout.used());
        for (std::size_t t = 0; t < m_shape.tensorCount; ++t) {
            boundary.tensor = &m_shape.tensors[t];
            boundary.tile_words = innermost ? 1 : m_tile[l + 1][t];
            boundary.forwarding = options.peerForwarding;
            boundary.onlyShape = !innermost && !kept(nest.levels[l + 1], t);
            const Traffic traffic = m_counter.count(boundary);
            flows[l][t].out = traffic.sent;
            flows[l][t].delivered = traffic.delivered;
            if (!innermost) {
                flows[l + 1][t].share = traffic.delivered / used;
                // Averaged over the children of the whole chip although counted below one parent, as the
                // reference does. A child that does not store the tensor hands nothing on.
                flows[l + 1][t].peer = traffic.forwarded
                                       / static_cast<double>(m_usedX[l + 1] * m_usedY[l + 1]);
            }
        }
    }
}

/// A level that does not store a tensor asks the next level above on behalf of its children.
void Evaluator::passThroughBypassed(const Nest& nest, std::size_t t, Flows& flows) const
{
    for (std::size_t l = m_levelCount; l-- > 1;) {
        if (kept(nest.levels[l], t))
            continue;
        Flow& above = flows[l - 1][t];
        const auto fanout = static_cast<double>(m_usedX[l] / m_usedX[l - 1] * (m_usedY[l] / m_usedY[l - 1]));
        if (above.delivered <= 0.0)
            continue;
        const double factor = flows[l][t].out * fanout / above.delivered;
        above.out *= factor;
        above.delivered *= factor;
    }
}

/// How many different words one instance ever owns.
void Evaluator::partition(const Nest& nest, std::size_t t, Counts& counts) const
{
    const TensorShape& tensor = m_shape.tensors[t];
    std::int64_t words = m_tile[0][t];
    for (std::size_t l = 0; l < m_levelCount; ++l) {
        if (l > 0 && nest.levels[l - 1].end > nest.levels[l - 1].spatialY) {
            const auto together = static_cast<double>(tensor.words(m_spread[l - 1]));
            words = whole(static_cast<double>(words) * static_cast<double>(m_tile[l][t]) / together);
        }
        counts.levels[l].tensors[t].partition = kept(nest.levels[l], t) ? words : 0;
    }
}

void Evaluator::account(const Nest& nest, const Flows& flows, Counts& counts) const
{
    for (std::size_t t = 0; t < m_shape.tensorCount; ++t) {
        bool outermost = true;
        for (std::size_t l = 0; l < m_levelCount; ++l) {
            if (!kept(nest.levels[l], t))
                continue;
            const Flow& flow = flows[l][t];
            LevelCounts& level = counts.levels[l];
            TensorCounts& tensor = level.tensors[t];
            tensor.tile = m_tile[l][t];
            // The children hand words on from their own stores: one more read and one more fill each.
            const double peer = flow.peer;
            if (m_shape.tensors[t].output) {
                const auto owned = static_cast<double>(tensor.partition);
                tensor.updates = whole(std::round(flow.out));
                tensor.reads = whole(std::round(flow.out + peer - owned));
                tensor.fills = whole(std::round(flow.share + peer - owned));
                tensor.temporalReductions = whole(std::round(flow.out - owned));
            } else {
                tensor.reads = whole(std::round(flow.out + peer));
                tensor.fills = whole(std::trunc(flow.share + peer));
                tensor.updates = 0;
                tensor.temporalReductions = 0;
            }
            if (outermost)
                tensor.fills = 0;
            outermost = false;
            const Level& hardware = m_levels[l];
            tensor.energy_J = static_cast<double>(level.instances)
                              * (blocks(tensor.reads, hardware.block) * hardware.energy.read_J
                                 + blocks(tensor.fills, hardware.block) * hardware.energy.fill_J
                                 + blocks(tensor.updates, hardware.block) * hardware.energy.update_J);
        }
    }
}

/// The whole machine runs at the speed of the level whose bandwidth is scarcest.
void Evaluator::throttle(Counts& counts) const
{
    const auto compute = static_cast<double>(counts.computeCycles);
    counts.cycles = counts.computeCycles;
    for (std::size_t l = 0; l < m_levelCount; ++l) {
        LevelCounts& level = counts.levels[l];
        level.throttle = 1.0;
        level.cycles = counts.computeCycles;
        double reads = 0.0;
        double writes = 0.0;
        for (std::size_t t = 0; t < m_shape.tensorCount; ++t) {
            reads += static_cast<double>(level.tensors[t].reads);
            writes += static_cast<double>(level.tensors[t].fills + level.tensors[t].updates);
        }
        // Clearly within its bandwidth; only close to it does the order of rounding matter.
        constexpr double kClearly = 0.999;
        if (reads < kClearly * compute * m_levels[l].readBandwidth
            && writes < kClearly * compute * m_levels[l].writeBandwidth
            && reads + writes < kClearly * compute * m_levels[l].sharedBandwidth)
            continue;
        reads = writes = 0.0;
        for (std::size_t t = 0; t < m_shape.tensorCount; ++t) {
            const TensorCounts& tensor = level.tensors[t];
            reads += static_cast<double>(tensor.reads) / compute;
            writes += static_cast<double>(tensor.fills + tensor.updates) / compute;
        }
        if (reads > m_levels[l].readBandwidth)
            level.throttle = m_levels[l].readBandwidth / reads;
        if (writes > m_levels[l].writeBandwidth)
            level.throttle = std::min(level.throttle, m_levels[l].writeBandwidth / writes);
        if (reads + writes > m_levels[l].sharedBandwidth)
            level.throttle = std::min(level.throttle, m_levels[l].sharedBandwidth / (reads + writes));
        level.cycles = whole(std::ceil(compute / level.throttle));
        counts.cycles = std::max(counts.cycles, level.cycles);
    }
}

void Evaluator::countPerfect(const Nest& nest, const EvaluationOptions& options, Counts& counts)
{
    Flows flows{};
    countTraffic(nest, options, flows);
    for (std::size_t t = 0; t < m_shape.tensorCount; ++t) {
        passThroughBypassed(nest, t, flows);
        partition(nest, t, counts);
    }
    account(nest, flows, counts);
}

std::optional<Misfit> Evaluator::evaluate(const Nest& nest, const EvaluationOptions& options, Counts& counts)
{
    if (auto misfit = fits(nest))
        return misfit;
    counts.computeCycles = 1;
    for (std::size_t l = 0; l < m_levelCount; ++l) {
        LevelCounts& level = counts.levels[l];
        level.tensors = {};
        level.instances = m_usedX[l] * m_usedY[l];
        level.occupied = 0;
        counts.computeCycles *= product(part(nest, nest.levels[l].temporal, nest.levels[l].spatialY));
    }
    counts.ragged = m_ragged;
    if (m_ragged)
        countRagged(nest, options, counts);
    else
        countPerfect(nest, options, counts);
    throttle(counts);

    counts.macEnergy_J = static_cast<double>(m_shape.macs) * m_macEnergy_J;
    counts.energy_J = counts.macEnergy_J;
    for (std::size_t l = 0; l < m_levelCount; ++l) {
        LevelCounts& level = counts.levels[l];
        level.leakage_J = m_levels[l].energy.leakage_JPerCycle * static_cast<double>(counts.cycles)
                          * static_cast<double>(level.instances);
        level.energy_J = level.leakage_J;
        for (std::size_t t = 0; t < m_shape.tensorCount; ++t) {
            level.energy_J += level.tensors[t].energy_J;
            level.occupied += level.tensors[t].tile;
        }
        counts.energy_J += level.energy_J;
    }
    return {};
}

} // namespace paretoscope::cost::spatial
