// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/spatial/ragged_emulation.h"

#include <algorithm>
#include <cstdlib>

namespace paretoscope::cost::spatial {

namespace {

constexpr std::uint16_t kWholeTile = 0;
constexpr std::uint16_t kNoTile = 1;
constexpr std::uint16_t kPart = 2; ///< of a clipped tile
constexpr std::uint16_t kSlabTile = 3;

void accumulate(RaggedTraffic& total, const RaggedTraffic& part, double times)
{
    total.words.sent += times * part.words.sent;
    total.words.delivered += times * part.words.delivered;
    total.words.forwarded += times * part.words.forwarded;
    total.share += times * part.share;
}

bool has(std::uint8_t mask, std::size_t dimension)
{
    return ((mask >> dimension) & 1U) != 0;
}

std::uint8_t with(std::uint8_t mask, std::size_t dimension)
{
    return static_cast<std::uint8_t>(mask | (1U << dimension));
}

std::uint8_t without(std::uint8_t mask, std::size_t dimension)
{
    return static_cast<std::uint8_t>(mask & ~(1U << dimension));
}

/// How far one step along a dimension moves along an axis.
std::int64_t coefficient(const TensorShape::Axis& axis, std::size_t dimension)
{
    for (std::size_t i = 0; i < axis.terms; ++i)
        if (axis.dimension[i] == dimension)
            return axis.coefficient[i];
    return 0;
}

} // namespace

RaggedEmulation::Outcome RaggedEmulation::count(const Boundary& boundary, std::size_t level,
                                                std::span<const DimensionWalk> walks)
{
    prepare(boundary, level, walks);
    std::array<WalkViews, kMaxDimensions> views;
    for (std::size_t d = 0; d < walks.size(); ++d)
        walks[d].views(walks[d].aboveArray(level), {0, level}, views[d]);
    Outcome outcome;
    std::array<std::size_t, kMaxDimensions> chosen{};
    for (bool more = true; more;) {
        double instances = 1.0;
        bool first = true;
        m_start = m_partial = 0;
        for (std::size_t d = 0; d < walks.size(); ++d) {
            take(d, views[d].view[chosen[d]]);
            instances *= views[d].view[chosen[d]].instances;
            first = first && chosen[d] == views[d].first;
        }
        const RaggedTraffic traffic = emulate();
        accumulate(outcome.all, traffic, instances);
        if (first) {
            outcome.first = traffic;
            outcome.first.share /= static_cast<double>(boundary.fanout.used());
        }
        more = false;
        for (std::size_t d = 0; d < walks.size() && !more; ++d) {
            more = ++chosen[d] < views[d].count;
            if (!more)
                chosen[d] = 0;
        }
    }
    return outcome;
}

void RaggedEmulation::prepare(const Boundary& boundary, std::size_t level,
                              std::span<const DimensionWalk> walks)
{
    m_boundary = &boundary;
    m_walks = walks;
    m_level = level;
    const TensorShape& tensor = *boundary.tensor;
    m_groups = distinctTiles(tensor, boundary.fanout, boundary.tile);
    m_forwarding = boundary.forwarding && boundary.fanout.used() > 1;
    if (m_forwarding)
        m_neighbours.prepare(tensor, boundary.fanout, boundary.tile);
    for (std::size_t a = 0; a < tensor.axisCount; ++a)
        m_length[a] = tensor.length(a, boundary.tile);
    m_spread = m_clipping = 0;
    for (std::size_t d = 0; d < walks.size(); ++d) {
        const DimensionWalk& walk = walks[d];
        if (boundary.fanout.ways[d] > 1)
            m_spread = with(m_spread, d);
        const std::size_t steps = walk.above(level + 1);
        m_reached[d] = (walk.rest(walk.aboveArray(level)) - 1) / boundary.tile[d] + 1;
        m_missing[d] = boundary.tile[d] - walk.rest(steps);
        if (m_reached[d] < boundary.fanout.ways[d]
            || (m_missing[d] > 0 && (tensor.uses(d) || boundary.fanout.ways[d] > 1)))
            m_clipping = with(m_clipping, d);
    }
    m_lapCount = boundary.loops.size();
    m_depth = 0;
    for (std::size_t i = 0; i < m_lapCount; ++i) {
        const TimeLoop& loop = boundary.loops[i];
        Lap& lap = m_laps[i];
        lap.factor = loop.factor;
        lap.dimension = loop.dimension;
        for (std::size_t a = 0; a < tensor.axisCount; ++a)
            lap.forward[a] = coefficient(tensor.axes[a], loop.dimension) * loop.stride;
        // Without neighbours, innermost loops that leave the tile where it is bring nothing.
        if (m_forwarding || tensor.uses(loop.dimension))
            m_depth = i + 1;
    }
}

/// What the loops of one dimension do for the parents of one view.
void RaggedEmulation::take(std::size_t dimension, WalkView view)
{
    const DimensionWalk& walk = m_walks[dimension];
    const bool matters = has(m_clipping, dimension);
    if (view.lastLoops > 0 || view.partial)
        m_start = with(m_start, dimension);
    if (view.partial && matters)
        m_partial = with(m_partial, dimension);
    std::size_t k = 0;
    for (std::size_t s = 0; s < walk.aboveArray(m_level); ++s) {
        const DimensionWalk::Step& step = walk.step(s);
        if (!step.temporal)
            continue;
        Lap& lap = m_laps[step.time];
        ++k;
        lap.clipped = k <= view.lastLoops;
        lap.goesOn = lap.clipped && (k < view.lastLoops || (view.partial && matters));
        lap.wholes = !lap.clipped ? 0 : lap.goesOn ? step.last - 1 : view.partial ? step.last : view.wholes;
    }
}

RaggedTraffic RaggedEmulation::emulate()
{
    m_startsPartial[m_lapCount] = m_partial;
    for (std::size_t i = m_lapCount; i-- > 0;)
        m_startsPartial[i] = m_laps[i].wholes > 0 ? without(m_startsPartial[i + 1], m_laps[i].dimension)
                                                  : m_startsPartial[i + 1];
    m_motions.clear();
    for (std::size_t i = 0; i < m_depth; ++i)
        m_remembered[i].clear();
    const auto leaf = static_cast<Mask>(m_start & m_startsPartial[0]);
    Memory memory;
    memory.last = leaf == 0 ? kWholeTile : kPart;
    RaggedTraffic total = bring(everything(leaf), leaf, nullptr);
    accumulate(total, run(0, m_start, memory), 1.0);
    return total;
}

/// One full run of the loops from `depth` inwards, its first visit excluded: the loops' first visit belongs
/// to whichever loop outside stepped on.
RaggedTraffic RaggedEmulation::run(std::size_t depth, Mask mask, Memory& memory)
{
    if (depth == m_depth)
        return {};
    for (const Remembered& known : m_remembered[depth])
        if (known.mask == mask && known.before == memory) {
            memory = known.after;
            return known.traffic;
        }
    const Memory before = memory;
    const Lap& lap = m_laps[depth];
    RaggedTraffic total;
    if (!has(mask, lap.dimension)) {
        total = run(depth + 1, mask, memory);
        step(depth, mask, mask, static_cast<double>(lap.factor - 1), memory, total);
    } else {
        const Mask whole = without(mask, lap.dimension);
        if (lap.wholes > 0)
            total = run(depth + 1, whole, memory);
        if (lap.wholes > 1)
            step(depth, whole, whole, static_cast<double>(lap.wholes - 1), memory, total);
        if (lap.goesOn && lap.wholes > 0)
            step(depth, whole, mask, 1.0, memory, total);
        else if (lap.goesOn)
            total = run(depth + 1, mask, memory);
    }
    m_remembered[depth].push_back({mask, before, memory, total});
    return total;
}

void RaggedEmulation::step(std::size_t index, Mask from, Mask to, double times, Memory& memory,
                           RaggedTraffic& total)
{
    accumulate(total, visit(index, from, to, memory), times);
    accumulate(total, run(index + 1, to, memory), times);
}

/// One step of a loop minus what the loops inside it have advanced when they ended.
Coordinates RaggedEmulation::motion(std::size_t index, Mask from) const
{
    Coordinates step = m_laps[index].forward;
    const std::size_t axes = m_boundary->tensor->axisCount;
    for (std::size_t k = index + 1; k < m_depth; ++k) {
        const Lap& lap = m_laps[k];
        std::int64_t end = 1;
        if (lap.clipped && has(from, lap.dimension))
            end = lap.goesOn ? std::min<std::int64_t>(lap.wholes, 2)
                             : std::min<std::int64_t>(lap.wholes - 1, 1);
        for (std::size_t a = 0; a < axes; ++a)
            step[a] -= end * lap.forward[a];
    }
    return step;
}

/// Of the first element's tile. It is clipped itself where it is the only one the last tile reaches.
std::int64_t RaggedEmulation::length(std::size_t axis, Mask leaf) const
{
    std::int64_t length = m_length[axis];
    if (leaf == 0)
        return length;
    const TensorShape::Axis& terms = m_boundary->tensor->axes[axis];
    for (std::size_t i = 0; i < terms.terms; ++i) {
        const std::size_t d = terms.dimension[i];
        if (has(leaf, d) && m_reached[d] == 1)
            length -= terms.coefficient[i] * m_missing[d];
    }
    return length;
}

RaggedEmulation::Delta RaggedEmulation::everything(Mask now) const
{
    Delta delta;
    for (std::size_t a = 0; a < m_boundary->tensor->axisCount; ++a)
        delta.high[a] = delta.length[a] = length(a, now);
    return delta;
}

/// A tile minus the one before it, `step` behind: a slab where they overlap and it reaches beyond the other
/// along one axis only, otherwise everything.
RaggedEmulation::Delta RaggedEmulation::difference(const Coordinates& step, Mask before, Mask now) const
{
    Delta delta = everything(now);
    delta.before = before;
    std::size_t beyond = 0;
    bool overlaps = true;
    std::size_t axis = 0;
    std::int64_t low = 0;
    std::int64_t high = 0;
    for (std::size_t a = 0; a < m_boundary->tensor->axisCount; ++a) {
        const std::int64_t end = length(a, before) - step[a]; // of the earlier tile, seen from this one
        delta.still = delta.still && step[a] == 0;
        overlaps = overlaps && end > 0 && -step[a] < delta.length[a];
        const bool below = step[a] < 0;
        const bool above = end < delta.length[a];
        if (!below && !above)
            continue;
        ++beyond;
        axis = a;
        low = below ? 0 : end;
        high = above ? delta.length[a] : -step[a];
    }
    delta.nothing = overlaps && beyond == 0;
    if (overlaps && beyond == 1) {
        delta.slab = static_cast<int>(axis);
        delta.low[axis] = low;
        delta.high[axis] = high;
    }
    return delta;
}

std::uint16_t RaggedEmulation::number(const Coordinates& step)
{
    const std::size_t axes = m_boundary->tensor->axisCount;
    for (std::size_t i = 0; i < m_motions.size(); ++i)
        if (std::equal(step.begin(), step.begin() + axes, m_motions[i].begin()))
            return static_cast<std::uint16_t>(i);
    m_motions.push_back(step);
    return static_cast<std::uint16_t>(m_motions.size() - 1);
}

RaggedTraffic RaggedEmulation::visit(std::size_t index, Mask from, Mask to, Memory& memory)
{
    const auto before = static_cast<Mask>(from & m_partial);
    const auto now = static_cast<Mask>(to & m_startsPartial[index + 1]);
    const bool whole = before == 0 && now == 0;
    const Coordinates step = motion(index, from);
    if (!m_boundary->remembers)
        return bring(everything(now), now, whole ? &step : nullptr);

    // Elements that were clipped and no longer are do not hold what the first one holds.
    const bool grown = (before & ~now & m_spread & m_boundary->tensor->dimensions) != 0;
    Delta delta = grown ? everything(now) : difference(step, before, now);
    const bool still = !grown && delta.still;
    const std::uint16_t which = still ? 0 : number(step);
    if (!still) {
        const auto inProgress = static_cast<std::uint16_t>(which + 1);
        const bool steady = !grown && (memory.motion == 0 || memory.motion == inProgress);
        memory.motion = steady ? inProgress : 0;
        if (!steady)
            delta = everything(now);
    }
    const std::uint16_t last = memory.last;
    if (delta.nothing) {
        memory.last = kNoTile;
        return {};
    }
    memory.last = !whole           ? kPart
                  : delta.slab < 0 ? kWholeTile
                                   : static_cast<std::uint16_t>(kSlabTile + which);
    Coordinates shift = step;
    return bring(delta, now, whole && neighbours(step, delta, last, shift) ? &shift : nullptr);
}

/// Whether the new words have the shape of those of the previous visit, and how far from them they lie.
bool RaggedEmulation::neighbours(const Coordinates& step, const Delta& delta, std::uint16_t last,
                                 Coordinates& shift) const
{
    if (!m_forwarding || last == kNoTile || last == kPart)
        return false;
    if (last == kWholeTile)
        return delta.slab < 0;
    if (delta.slab < 0)
        return false;
    const auto a = static_cast<std::size_t>(delta.slab);
    const Coordinates& previous = m_motions[last - kSlabTile];
    for (std::size_t other = 0; other < m_boundary->tensor->axisCount; ++other)
        if ((previous[other] != 0) != (other == a))
            return false;
    if (std::abs(previous[a]) != std::abs(step[a]))
        return false;
    // A slab lies at the far end when moving up.
    shift[a] += (step[a] > 0 ? m_length[a] - step[a] : 0) - (previous[a] > 0 ? m_length[a] - previous[a] : 0);
    return true;
}

/// A visit's words, from the parent or, where that saves it accesses, from neighbours.
/// \param shift how far the new words lie from those of the previous visit; null if they differ in shape.
RaggedTraffic RaggedEmulation::bring(const Delta& delta, Mask now, const Coordinates* shift)
{
    if ((now & m_spread) != 0)
        return clipped(delta, now);
    double words = 1.0;
    for (std::size_t a = 0; a < m_boundary->tensor->axisCount; ++a)
        words *= static_cast<double>(delta.high[a] - delta.low[a]);
    const auto elements = static_cast<double>(m_boundary->fanout.used());
    if (m_forwarding && shift != nullptr) {
        const Forwarding forwarding = m_neighbours.at(*shift);
        if (forwarding.forwarded > 0 && forwarding.groups < m_groups) {
            const auto forwarded = static_cast<double>(forwarding.forwarded);
            return {{words * static_cast<double>(forwarding.groups), words * (elements - forwarded),
                     words * forwarded},
                    words * (elements - forwarded)};
        }
    }
    return {{words * static_cast<double>(m_groups), words * elements, 0.0}, words * elements};
}

/// Elements side by side, of which the last ones lack words or are idle.
RaggedTraffic RaggedEmulation::clipped(const Delta& delta, Mask now)
{
    const TensorShape& tensor = *m_boundary->tensor;
    RaggedTraffic traffic{{1.0, 1.0, 0.0}, 1.0};
    double first = 1.0;
    double elements = 1.0;
    for (std::size_t d = 0; d < m_walks.size(); ++d) {
        const auto reached = static_cast<double>(has(now, d) ? m_reached[d] : m_boundary->fanout.ways[d]);
        elements *= reached;
        traffic.words.delivered *= tensor.uses(d) ? 1.0 : reached;
    }
    for (std::size_t a = 0; a < tensor.axisCount; ++a) {
        const auto [distinct, all] = along(a, delta, now);
        traffic.words.sent *= distinct;
        traffic.words.delivered *= all;
        first *= static_cast<double>(delta.high[a] - delta.low[a]);
    }
    traffic.share = first * static_cast<double>(m_boundary->fanout.used());
    // A dimension on two axes ties them together: then every element is charged by itself, as if whole.
    if (!tensor.separable)
        traffic.words.sent = traffic.words.delivered = elements * first;
    return traffic;
}

/// Lists the elements that are spread along an axis and reached.
/// \returns by how many dimensions
std::size_t RaggedEmulation::place(std::size_t axis, Mask before, Mask now)
{
    const TensorShape::Axis& terms = m_boundary->tensor->axes[axis];
    m_elements.assign(1, {});
    std::size_t spread = 0;
    for (std::size_t i = 0; i < terms.terms; ++i) {
        const std::size_t d = terms.dimension[i];
        const std::int64_t ways = has(now, d) ? m_reached[d] : m_boundary->fanout.ways[d];
        if (ways == 1)
            continue;
        ++spread;
        const std::int64_t step = terms.coefficient[i] * m_boundary->tile[d];
        const std::int64_t missing = terms.coefficient[i] * m_missing[d];
        const std::size_t count = m_elements.size();
        for (std::int64_t k = 1; k < ways; ++k)
            for (std::size_t e = 0; e < count; ++e) {
                Element element = m_elements[e];
                element.offset += k * step;
                element.shorter += has(now, d) && k + 1 == ways ? missing : 0;
                element.wasShorter += has(before, d) && k + 1 == ways ? missing : 0;
                m_elements.push_back(element);
            }
    }
    return spread;
}

/// New words along one axis: different ones, and those of all elements.
std::pair<double, double> RaggedEmulation::along(std::size_t axis, const Delta& delta, Mask now)
{
    const std::size_t spread = place(axis, delta.before, now);
    m_pieces.clear();
    double all = 0.0;
    for (const Element& element : m_elements) {
        const std::int64_t end = std::min(delta.high[axis], delta.length[axis] - element.shorter);
        // A slab at the far end begins where the element's own tile ended before.
        const std::int64_t begin = std::max<std::int64_t>(0, delta.low[axis] - element.wasShorter);
        if (begin >= end)
            continue;
        all += static_cast<double>(end - begin);
        m_pieces.push_back({element.offset + begin, element.offset + end});
    }
    if (spread < 2)
        return {all, all};
    std::sort(m_pieces.begin(), m_pieces.end());
    m_pieces.erase(std::unique(m_pieces.begin(), m_pieces.end()), m_pieces.end());
    double distinct = 0.0;
    for (const Piece& piece : m_pieces)
        distinct += static_cast<double>(piece.end - piece.begin);
    return {distinct, all};
}

} // namespace paretoscope::cost::spatial
