// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/spatial/ragged_counter.h"

#include <algorithm>

namespace paretoscope::cost::spatial {

namespace {

/// Words along all axes that one dimension addresses, of a tensor without sums.
double wordsAlong(const TensorShape& tensor, std::size_t dimension, std::int64_t extent)
{
    double words = 1.0;
    for (std::size_t a = 0; a < tensor.axisCount; ++a)
        for (std::size_t i = 0; i < tensor.axes[a].terms; ++i)
            if (tensor.axes[a].dimension[i] == dimension)
                words *= 1.0 + static_cast<double>(tensor.axes[a].coefficient[i] * (extent - 1));
    return words;
}

} // namespace

void RaggedCounter::count(const OperationShape& shape, const Nest& nest, std::span<Boundary> boundaries,
                          const Extents& padded, bool forwarding, RaggedFlows& flows)
{
    m_shape = &shape;
    m_nest = &nest;
    m_boundaries = boundaries;
    m_forwarding = forwarding;
    walk(nest, padded);
    for (std::size_t t = 0; t < shape.tensorCount; ++t) {
        if (shape.tensors[t].sliding)
            sliding(t, flows);
        else
            standing(t, flows);
    }
}

void RaggedCounter::walk(const Nest& nest, const Extents& padded)
{
    for (std::size_t d = 0; d < m_shape->dimensionCount; ++d)
        m_walks[d].start(m_shape->sizes[d], padded[d]);
    std::size_t time = 0;
    for (std::size_t l = 0; l < levelCount(); ++l) {
        const NestLevel& level = nest.levels[l];
        for (std::size_t d = 0; d < m_shape->dimensionCount; ++d)
            m_walks[d].startLevel(l);
        for (std::size_t i = level.temporal; i < level.spatialY; ++i)
            m_walks[nest.loops[i].dimension].add(nest.loops[i].factor, l, true, time++);
        for (std::size_t d = 0; d < m_shape->dimensionCount; ++d) {
            m_walks[d].startArray(l);
            // Rows and columns of one dimension follow each other, so they are one step.
            if (m_boundaries[l].fanout.ways[d] > 1)
                m_walks[d].add(m_boundaries[l].fanout.ways[d], l, false, 0);
        }
    }
    for (std::size_t d = 0; d < m_shape->dimensionCount; ++d)
        m_walks[d].startLevel(levelCount());
}

void RaggedCounter::tally(std::size_t dimension, const TensorShape& tensor, std::size_t level,
                          LevelRange summed)
{
    const DimensionWalk& walk = m_walks[dimension];
    const std::size_t steps = walk.above(level);
    double whole = 1.0;
    double partial = 1.0;
    if (tensor.uses(dimension) && level < levelCount()) {
        whole = wordsAlong(tensor, dimension, walk.tile(steps));
        partial = wordsAlong(tensor, dimension, walk.rest(steps));
    }
    walk.tally(steps, summed, whole, partial, m_tallies[dimension]);
}

/// How often the loops outside `loop` that do not address the tensor run into it; -1: the array itself.
double RaggedCounter::starts(const TensorShape& tensor, int loop) const
{
    double starts = 1.0;
    for (std::size_t d = 0; d < m_shape->dimensionCount; ++d) {
        if (tensor.uses(d))
            continue;
        std::size_t outside = 0;
        const DimensionWalk& walk = m_walks[d];
        for (std::size_t s = 0; s < walk.above(levelCount()); ++s) {
            if (walk.step(s).temporal && static_cast<int>(walk.step(s).time) >= loop)
                break;
            outside += walk.step(s).temporal ? 1 : 0;
        }
        starts *= m_tallies[d].entered[outside];
    }
    return starts;
}

/// Words of a tensor without sums that arrive at a level, for a choice of instances: those that differ in
/// dimensions that address the tensor, and those that share words with others.
double RaggedCounter::fetches(const TensorShape& tensor, std::size_t level, LevelRange addressing,
                              LevelRange other)
{
    std::array<int, kMaxDimensions*(2 * kMaxLevels + 2)> places;
    std::size_t count = 0;
    for (std::size_t d = 0; d < m_shape->dimensionCount; ++d) {
        tally(d, tensor, level, tensor.uses(d) ? addressing : other);
        const WalkTally& tally = m_tallies[d];
        if (!tensor.uses(d))
            continue;
        places[count++] = tally.innermost;
        for (std::size_t i = 0; i < tally.lones; ++i)
            places[count++] = tally.lone[i].loop;
    }
    // A tensor of one word has no place where it moves.
    if (count == 0)
        places[count++] = -1;
    std::sort(places.begin(), places.begin() + static_cast<std::ptrdiff_t>(count));
    double total = 0.0;
    double before = 0.0;
    for (std::size_t i = 0; i < count; ++i) {
        if (i > 0 && places[i] == places[i - 1])
            continue;
        // Words of visits to which no loop inside this place has moved.
        double words = 1.0;
        for (std::size_t d = 0; d < m_shape->dimensionCount; ++d) {
            const WalkTally& tally = m_tallies[d];
            if (!tensor.uses(d))
                continue;
            double settled = 0.0;
            if (tally.innermost <= places[i])
                settled = tally.words;
            else
                for (std::size_t k = 0; k < tally.lones; ++k)
                    settled += tally.lone[k].loop <= places[i] ? tally.lone[k].words : 0.0;
            words *= settled;
        }
        if (words > before)
            total += (words - before) * starts(tensor, places[i]);
        before = words;
    }
    return total;
}

/// Operands of the multiply-accumulate units, which remember nothing.
double RaggedCounter::operands(const TensorShape& tensor, LevelRange addressing, LevelRange other)
{
    double words = 1.0;
    for (std::size_t d = 0; d < m_shape->dimensionCount; ++d) {
        tally(d, tensor, levelCount(), tensor.uses(d) ? addressing : other);
        words *= m_tallies[d].visits;
    }
    return words;
}

/// Different words that the instances of a level ever hold, added up.
double RaggedCounter::held(const TensorShape& tensor, std::size_t level, LevelRange instances)
{
    double words = 1.0;
    for (std::size_t d = 0; d < m_shape->dimensionCount; ++d) {
        tally(d, tensor, level, instances);
        words *= tensor.uses(d) ? m_tallies[d].words : m_tallies[d].entered[0];
    }
    return words;
}

/// A level serves the next one that keeps the tensor. What lies between only widens the array.
void RaggedCounter::standing(std::size_t t, RaggedFlows& flows)
{
    const TensorShape& tensor = m_shape->tensors[t];
    const std::size_t innermost = levelCount() - 1;
    for (std::size_t l = 0; l < levelCount(); ++l) {
        if (!keeps(l, t))
            continue;
        std::size_t child = l + 1;
        while (child < levelCount() && !keeps(child, t))
            ++child;
        RaggedFlow& flow = flows[l][t];
        if (tensor.output) {
            flow.ownedFirst = held(tensor, l, {});
            flow.owned = instances(l) == 1 ? flow.ownedFirst : held(tensor, l, {0, l});
        }
        if (child <= innermost) {
            RaggedFlow& below = flows[child][t];
            // Without an array on the way many of these are one.
            below.shareFirst = fetches(tensor, child, {}, {});
            below.share = instances(child) == 1 ? below.shareFirst
                                                : fetches(tensor, child, {0, child}, {0, child});
            const bool alone = instances(child) == instances(l);
            flow.outFirst = alone ? below.shareFirst : fetches(tensor, child, {l, child}, {});
            flow.out = alone               ? below.share
                       : instances(l) == 1 ? flow.outFirst
                                           : fetches(tensor, child, {0, child}, {0, l});
            continue;
        }
        flow.out = operands(tensor, {0, child}, {0, l});
        flow.outFirst = operands(tensor, {l, child}, {});
        if (m_forwarding && m_boundaries[innermost].fanout.used() > 1) {
            const RaggedEmulation::Outcome outcome = emulate(t, innermost);
            flow.out *= outcome.all.words.sent / operands(tensor, {0, child}, {0, innermost});
            flow.outFirst *= outcome.first.words.sent / operands(tensor, {innermost, child}, {});
        }
    }
}

std::int64_t RaggedCounter::instances(std::size_t level) const
{
    std::int64_t instances = 1;
    for (std::size_t l = 0; l < level; ++l)
        instances *= m_boundaries[l].fanout.used();
    return instances;
}

RaggedEmulation::Outcome RaggedCounter::emulate(std::size_t t, std::size_t level)
{
    Boundary& boundary = m_boundaries[level];
    boundary.tensor = &m_shape->tensors[t];
    boundary.forwarding = m_forwarding;
    return m_emulation.count(boundary, level, {m_walks.data(), m_shape->dimensionCount});
}

/// Different operands of all units at all cycles: of all parents, or of the first one.
double RaggedCounter::distinctOperands(const TensorShape& tensor, bool all)
{
    const std::size_t level = levelCount() - 1;
    Fanout fanout = m_boundaries[level].fanout;
    const Extents& tile = m_boundaries[level].tile;
    std::array<std::size_t, kMaxDimensions> clipped{};
    std::size_t count = 0;
    double parents = 1.0;
    for (std::size_t d = 0; d < m_shape->dimensionCount; ++d) {
        const DimensionWalk& walk = m_walks[d];
        walk.tally(walk.aboveArray(level), all ? LevelRange{0, level} : LevelRange{}, 1.0, 1.0, m_tallies[d]);
        if (tensor.uses(d) && fanout.ways[d] > 1 && m_tallies[d].partials > 0.0)
            clipped[count++] = d;
        else
            parents *= m_tallies[d].visits;
    }
    double total = 0.0;
    for (std::size_t mask = 0; mask < (std::size_t{1} << count); ++mask) {
        double visits = parents;
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t d = clipped[i];
            const bool partial = ((mask >> i) & 1U) != 0;
            visits *= partial ? m_tallies[d].partials : m_tallies[d].visits - m_tallies[d].partials;
            fanout.ways[d] = partial ? m_walks[d].rest(m_walks[d].aboveArray(level))
                                     : m_boundaries[level].fanout.ways[d];
        }
        if (visits <= 0.0)
            continue;
        double distinct = 1.0;
        if (tensor.separable)
            distinct = static_cast<double>(distinctTiles(tensor, fanout, tile));
        else // listing tied elements knows whole arrays only
            for (std::size_t d = 0; d < m_shape->dimensionCount; ++d)
                distinct *= static_cast<double>(tensor.uses(d) ? fanout.ways[d] : 1);
        total += visits * distinct;
    }
    return total;
}

/// As the reference does: what a level that does not keep the tensor asks for, the next one above sends in
/// the proportions of its own array.
void RaggedCounter::sliding(std::size_t t, RaggedFlows& flows)
{
    const TensorShape& tensor = m_shape->tensors[t];
    const std::size_t innermost = levelCount() - 1;
    std::array<double, kMaxLevels> delivered{};
    for (std::size_t l = 0; l < levelCount(); ++l) {
        const Fanout& fanout = m_boundaries[l].fanout;
        if (passesOn(l, t))
            continue;
        RaggedFlow& flow = flows[l][t];
        if (l == innermost && !(m_forwarding && fanout.used() > 1)) {
            flow.out = distinctOperands(tensor, true);
            flow.outFirst = distinctOperands(tensor, false);
            break;
        }
        const RaggedEmulation::Outcome outcome = emulate(t, l);
        flow.out = outcome.all.words.sent;
        flow.outFirst = outcome.first.words.sent;
        delivered[l] = outcome.all.words.delivered;
        if (l == innermost)
            break;
        RaggedFlow& child = flows[l + 1][t];
        child.share = outcome.all.words.delivered;
        child.shareFirst = outcome.first.share;
        // Averaged over all children of the chip although counted below one parent, as in the reference.
        child.peer = outcome.first.words.forwarded / static_cast<double>(instances(l + 1));
    }
    for (std::size_t l = innermost; l > 0; --l) {
        if (passesOn(l - 1, t)) {
            flows[l - 1][t].out = flows[l][t].out;
            flows[l - 1][t].outFirst = flows[l][t].outFirst;
            continue;
        }
        if (keeps(l, t) || delivered[l - 1] <= 0.0)
            continue;
        const double factor = flows[l][t].out / delivered[l - 1];
        flows[l - 1][t].out *= factor;
        flows[l - 1][t].outFirst *= factor;
        delivered[l - 1] *= factor;
    }
}

double RaggedCounter::steps() const
{
    double steps = 1.0;
    WalkTally tally;
    for (std::size_t d = 0; d < m_shape->dimensionCount; ++d) {
        m_walks[d].tally(m_walks[d].above(levelCount()), {}, 1.0, 1.0, tally);
        steps *= tally.visits;
    }
    return steps;
}

} // namespace paretoscope::cost::spatial
