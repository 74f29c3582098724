// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/spatial/traffic.h"

#include <algorithm>
#include <cstdlib>

namespace paretoscope::cost::spatial {

namespace {

constexpr std::uint8_t kWhole = 0;
constexpr std::uint8_t kNothing = 1;
constexpr std::uint8_t kSlab = 2;

void accumulate(Traffic& total, const Traffic& part, double times)
{
    total.sent += times * part.sent;
    total.delivered += times * part.delivered;
    total.forwarded += times * part.forwarded;
}

/// Iterations of all loops from the outside down to the innermost one that moves the tensor.
double movingIterations(std::span<const TimeLoop> loops, const TensorShape& tensor)
{
    double all = 1.0;
    double moving = 1.0;
    for (const TimeLoop& loop : loops) {
        all *= static_cast<double>(loop.factor);
        if (tensor.uses(loop.dimension))
            moving = all;
    }
    return moving;
}

} // namespace

Traffic TrafficCounter::count(const Boundary& boundary)
{
    m_boundary = &boundary;
    m_groups = distinctTiles(*boundary.tensor, boundary.fanout, boundary.tile);
    m_tileWords = static_cast<double>(boundary.tile_words);
    m_forwarding = boundary.forwarding && boundary.fanout.used() > 1;
    if (!boundary.remembers)
        return stateless(boundary);
    if (boundary.onlyShape && !(m_forwarding && boundary.tensor->sliding))
        return {static_cast<double>(m_groups), static_cast<double>(boundary.fanout.used()), 0.0};
    return boundary.tensor->sliding ? sliding(boundary) : standing(boundary);
}

/// Tiles of a tensor without sums never overlap: a child refetches all of its tile when a loop that addresses
/// the tensor moves, and nothing otherwise. Neighbours never hold the next tile either, since every move is
/// at least as long as all their tiles together.
Traffic TrafficCounter::standing(const Boundary& boundary) const
{
    const double words = m_tileWords * movingIterations(boundary.loops, *boundary.tensor);
    return {words * static_cast<double>(m_groups), words * static_cast<double>(boundary.fanout.used()), 0.0};
}

/// A visit's words, from the parent or, where that saves it accesses, from neighbours.
/// \param shift how far the new words lie from those of the previous visit; null if they differ in shape.
Traffic TrafficCounter::bring(double words, const Coordinates* shift)
{
    const auto elements = static_cast<double>(m_boundary->fanout.used());
    if (m_forwarding && shift != nullptr) {
        const Forwarding forwarding = m_neighbours.at(*shift);
        if (forwarding.forwarded > 0 && forwarding.groups < m_groups) {
            const auto forwarded = static_cast<double>(forwarding.forwarded);
            return {words * static_cast<double>(forwarding.groups), words * (elements - forwarded),
                    words * forwarded};
        }
    }
    return {words * static_cast<double>(m_groups), words * elements, 0.0};
}

/// Lists the motions: one step of a loop minus one step of every loop inside it.
void TrafficCounter::prepare(const Boundary& boundary)
{
    const TensorShape& tensor = *boundary.tensor;
    m_motionCount = boundary.loops.size();
    Coordinates fallBack{};
    for (std::size_t i = m_motionCount; i-- > 0;) {
        const TimeLoop& loop = boundary.loops[i];
        Motion& motion = m_motions[i];
        motion.others = static_cast<double>(loop.factor - 1);
        motion.still = true;
        for (std::size_t a = 0; a < tensor.axisCount; ++a) {
            const TensorShape::Axis& axis = tensor.axes[a];
            std::int64_t forward = 0;
            for (std::size_t k = 0; k < axis.terms; ++k)
                if (axis.dimension[k] == loop.dimension)
                    forward = axis.coefficient[k] * loop.stride;
            motion.step[a] = forward - fallBack[a];
            motion.still = motion.still && motion.step[a] == 0;
            fallBack[a] += forward;
        }
    }
    if (m_forwarding)
        m_neighbours.prepare(tensor, boundary.fanout, boundary.tile);
}

/// MACs remember nothing: every iteration asks for one word per tensor, and only the distance to the previous
/// iteration matters, for what neighbours could hand over.
Traffic TrafficCounter::stateless(const Boundary& boundary)
{
    double iterations = 1.0;
    for (const TimeLoop& loop : boundary.loops)
        iterations *= static_cast<double>(loop.factor);
    Traffic total;
    if (!m_forwarding) {
        accumulate(total, bring(m_tileWords, nullptr), iterations);
        return total;
    }
    prepare(boundary);
    accumulate(total, bring(m_tileWords, nullptr), 1.0);
    double starts = 1.0;
    for (std::size_t i = 0; i < m_motionCount; ++i) {
        accumulate(total, bring(m_tileWords, &m_motions[i].step), starts * m_motions[i].others);
        starts *= m_motions[i].others + 1.0;
    }
    return total;
}

/// What each motion leaves to be fetched by a child that kept its previous tile: a slab where the tiles
/// overlap and differ along one axis only, otherwise everything.
void TrafficCounter::describeMotions(const TensorShape& tensor)
{
    for (std::size_t i = 0; i < m_motionCount; ++i) {
        Motion& motion = m_motions[i];
        std::size_t moved = 0;
        std::size_t axis = 0;
        bool overlaps = true;
        for (std::size_t a = 0; a < tensor.axisCount; ++a)
            if (motion.step[a] != 0) {
                ++moved;
                axis = a;
                overlaps = overlaps && std::abs(motion.step[a]) < m_length[a];
            }
        const bool slab = overlaps && moved == 1;
        motion.slabAxis = static_cast<std::int8_t>(slab ? static_cast<int>(axis) : -1);
        motion.slabWords = slab ? m_tileWords / static_cast<double>(m_length[axis])
                                      * static_cast<double>(std::abs(motion.step[axis]))
                                : m_tileWords;
        motion.identity = static_cast<std::uint8_t>(i);
        // Steps keep what longer tensors left on the axes this one lacks.
        const auto same = [&](const Motion& other) {
            return std::equal(motion.step.begin(), motion.step.begin() + tensor.axisCount,
                              other.step.begin());
        };
        for (std::size_t j = 0; j < i; ++j)
            if (same(m_motions[j])) {
                motion.identity = m_motions[j].identity;
                break;
            }
    }
}

Traffic TrafficCounter::sliding(const Boundary& boundary)
{
    const TensorShape& tensor = *boundary.tensor;
    prepare(boundary);
    // Innermost loops that leave the tile where it is bring nothing; after them neighbours have nothing to
    // hand over either, because their previous visit was empty.
    while (m_motionCount > 0 && m_motions[m_motionCount - 1].still) {
        --m_motionCount;
        m_forwarding = false;
    }
    for (std::size_t a = 0; a < tensor.axisCount; ++a)
        m_length[a] = tensor.length(a, boundary.tile);
    describeMotions(tensor);
    m_remembered.clear();
    Memory memory;
    Traffic total = bring(m_tileWords, nullptr);
    accumulate(total, run(0, memory), 1.0);
    return total;
}

/// One full run of the loops from `depth` inwards, its first visit excluded: the loops' first visit belongs
/// to whichever loop outside stepped on.
Traffic TrafficCounter::run(std::size_t depth, Memory& memory)
{
    if (depth == m_motionCount)
        return {};
    for (const Remembered& known : m_remembered)
        if (known.depth == depth && known.before == memory) {
            memory = known.after;
            return known.traffic;
        }
    const Memory before = memory;
    Traffic total = run(depth + 1, memory);
    accumulate(total, visit(depth, memory), m_motions[depth].others);
    accumulate(total, run(depth + 1, memory), m_motions[depth].others);
    m_remembered.push_back({depth, before, memory, total});
    return total;
}

Traffic TrafficCounter::visit(std::size_t index, Memory& memory)
{
    const Motion& motion = m_motions[index];
    if (motion.still) {
        memory.last = m_forwarding ? kNothing : kWhole;
        return {};
    }
    const auto inProgress = static_cast<std::uint8_t>(motion.identity + 1);
    const bool steady = memory.motion == 0 || memory.motion == inProgress;
    memory.motion = steady ? inProgress : 0;
    const bool slab = steady && motion.slabAxis >= 0;
    const double words = slab ? motion.slabWords : m_tileWords;
    if (!m_forwarding)
        return bring(words, nullptr);

    const std::uint8_t last = memory.last;
    memory.last = slab ? static_cast<std::uint8_t>(kSlab + motion.identity) : kWhole;
    // Where the new words lie inside the tile: a slab lies at the far end when moving up.
    const auto place = [&](Coordinates& shift, const Motion& m, std::int64_t sign) {
        const auto a = static_cast<std::size_t>(m.slabAxis);
        if (m.step[a] > 0)
            shift[a] += sign * (m_length[a] - m.step[a]);
    };
    Coordinates shift = motion.step;
    if (slab)
        place(shift, motion, 1);
    if (last == kWhole)
        return bring(words, slab ? nullptr : &shift);
    if (last == kNothing || !slab)
        return bring(words, nullptr);
    const Motion& previous = m_motions[last - kSlab];
    const auto a = static_cast<std::size_t>(motion.slabAxis);
    if (previous.slabAxis != motion.slabAxis || std::abs(previous.step[a]) != std::abs(motion.step[a]))
        return bring(words, nullptr);
    place(shift, previous, -1);
    return bring(words, &shift);
}

} // namespace paretoscope::cost::spatial
