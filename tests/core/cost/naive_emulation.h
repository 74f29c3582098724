// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/spatial/evaluate.h"

#include <cmath>
#include <map>
#include <optional>
#include <vector>

/// The reference semantics read word by word: boxes, visits and groups are walked one by one, at a cost that
/// doubles with every loop. Nothing is shared with the model under test but the types.
namespace naive {

using namespace paretoscope;
using namespace paretoscope::cost::spatial;

using Point = std::vector<std::int64_t>;

struct Box
{
    Point low, size;
    friend auto operator<=>(const Box&, const Box&) = default;
    [[nodiscard]] std::int64_t words() const
    {
        std::int64_t words = 1;
        for (const std::int64_t s : size)
            words *= s;
        return words;
    }
};

struct LoopAt
{
    std::size_t dimension = 0;
    std::int64_t factor = 1;
    std::size_t level = 0;
    char kind = 'T';
};

struct Flow
{
    double out = 0, delivered = 0, share = 0, forwarded = 0;
};

struct Accesses
{
    std::int64_t tile = 0, reads = 0, fills = 0, updates = 0, partition = 0;
    friend bool operator==(const Accesses&, const Accesses&) = default;
};

class Emulation
{
public:
    Emulation(const workload::Operation& operation, const hardware::SpatialArchitecture& architecture,
              const Mapping& mapping, bool forwarding)
        : m_operation(operation)
        , m_architecture(architecture)
        , m_mapping(mapping)
        , m_forwarding(forwarding)
        , m_levels(mapping.levels.size())
        , m_flow(m_levels + 1, std::vector<Flow>(operation.tensors.size()))
        , m_previous(m_levels, std::vector<std::vector<Box>>(operation.tensors.size()))
    {
        for (std::size_t l = 0; l < m_levels; ++l) {
            m_firstLoop.push_back(m_loops.size());
            add(mapping.levels[l].temporal, l, 'T');
            if (m_loops.size() == m_firstLoop[l])
                m_loops.push_back({0, 1, l, 'T'});
            add(mapping.levels[l].spatialY, l, 'Y');
            add(mapping.levels[l].spatialX, l, 'X');
        }
        m_firstLoop.push_back(m_loops.size());
        m_state.assign(m_loops.size(), std::vector<State>(operation.tensors.size()));
        visit(0, Point(operation.dimensions.size(), 0), 1.0);
    }

    /// Of every tensor at every level; nothing where it is not kept.
    [[nodiscard]] std::optional<Accesses> accesses(std::size_t level, std::size_t tensor)
    {
        if (!m_accounted)
            account();
        return m_mapping.levels[level].keeps[tensor] ? std::optional(m_accesses[level][tensor])
                                                     : std::nullopt;
    }

private:
    struct State
    {
        std::optional<Box> previous;
        std::optional<Point> motion;
    };

    void add(const std::vector<Loop>& loops, std::size_t level, char kind)
    {
        for (const Loop& loop : loops)
            if (loop.factor > 1)
                m_loops.push_back({loop.dimension, loop.factor, level, kind});
    }

    [[nodiscard]] Point inside(std::size_t first) const
    {
        Point extents(m_operation.dimensions.size(), 1);
        for (std::size_t i = first; i < m_loops.size(); ++i)
            extents[m_loops[i].dimension] *= m_loops[i].factor;
        return extents;
    }

    [[nodiscard]] Box content(std::size_t tensor, const Point& base, const Point& extents) const
    {
        Box box;
        for (const workload::Axis& axis : m_operation.tensors[tensor].axes) {
            std::int64_t low = 0;
            std::int64_t size = 1;
            for (const workload::AxisTerm& term : axis) {
                low += term.coefficient * base[term.dimension];
                size += term.coefficient * (extents[term.dimension] - 1);
            }
            box.low.push_back(low);
            box.size.push_back(size);
        }
        return box;
    }

    static Box minus(const Box& b, const Box& p)
    {
        std::vector<std::size_t> differing;
        for (std::size_t a = 0; a < b.low.size(); ++a) {
            const std::int64_t move = b.low[a] - p.low[a];
            if (move >= p.size[a] || -move >= b.size[a])
                return b;
            if (move != 0)
                differing.push_back(a);
        }
        Box rest = b;
        if (differing.empty()) {
            rest.size.assign(b.size.size(), 0);
            rest.low.assign(b.low.size(), 0);
        } else if (differing.size() == 1) {
            const std::size_t a = differing[0];
            const std::int64_t move = b.low[a] - p.low[a];
            rest.low[a] = move > 0 ? p.low[a] + p.size[a] : b.low[a];
            rest.size[a] = move > 0 ? move : -move;
        }
        return rest;
    }

    Box delta(State& state, const Box& b)
    {
        if (!state.previous) {
            state.previous = b;
            return b;
        }
        const Box p = *state.previous;
        state.previous = b;
        Point move;
        bool still = true;
        for (std::size_t a = 0; a < b.low.size(); ++a) {
            move.push_back(b.low[a] - p.low[a]);
            still = still && move.back() == 0;
        }
        if (still)
            return minus(b, p);
        if (!state.motion || *state.motion == move) {
            state.motion = move;
            return minus(b, p);
        }
        state.motion.reset();
        return b;
    }

    /// Visits loop i (a temporal one, or the MAC past the last) and returns what is new inside it per tensor.
    std::vector<Box> visit(std::size_t i, const Point& base, double weight)
    {
        const std::size_t tensors = m_operation.tensors.size();
        std::vector<Box> deltas;
        if (i == m_loops.size()) {
            for (std::size_t t = 0; t < tensors; ++t)
                deltas.push_back(content(t, base, Point(base.size(), 1)));
            return deltas;
        }
        const LoopAt& loop = m_loops[i];
        const bool last = i + 1 == m_loops.size() || m_loops[i + 1].kind != 'T'
                          || m_loops[i + 1].level != loop.level;
        const Point stride = inside(i + 1);
        for (int index = 0; index < (loop.factor > 1 ? 2 : 1); ++index) {
            Point at = base;
            at[loop.dimension] += index * stride[loop.dimension];
            const double times = index == 0 ? weight : weight * static_cast<double>(loop.factor - 1);
            if (last)
                spread(loop.level, visit(m_firstLoop[loop.level + 1], at, times), times);
            else
                visit(i + 1, at, times);
        }
        for (std::size_t t = 0; t < tensors; ++t)
            deltas.push_back(delta(m_state[i][t], content(t, base, inside(i))));
        return deltas;
    }

    [[nodiscard]] std::vector<Point> offsets(std::size_t level) const
    {
        std::vector<Point> all{Point(m_operation.dimensions.size(), 0)};
        Point stride = inside(m_firstLoop[level + 1]);
        for (std::size_t i = m_firstLoop[level + 1]; i-- > m_firstLoop[level];) {
            const LoopAt& loop = m_loops[i];
            if (loop.kind == 'T')
                break;
            std::vector<Point> more;
            for (std::int64_t k = 0; k < loop.factor; ++k)
                for (Point p : all) {
                    p[loop.dimension] += k * stride[loop.dimension];
                    more.push_back(p);
                }
            stride[loop.dimension] *= loop.factor;
            all = more;
        }
        return all;
    }

    [[nodiscard]] std::int64_t usedX(std::size_t level) const
    {
        std::int64_t used = 1;
        for (const Loop& loop : m_mapping.levels[level].spatialX)
            used *= loop.factor;
        return used;
    }

    void spread(std::size_t level, const std::vector<Box>& deltas, double weight)
    {
        const std::vector<Point> elements = offsets(level);
        const auto& levels = m_architecture.levels;
        const bool mac = level + 1 == m_levels;
        const std::int64_t childX = mac ? m_architecture.macMeshX : levels[level + 1].meshX;
        const auto width = static_cast<std::size_t>(std::max(childX / levels[level].meshX, usedX(level)));
        for (std::size_t t = 0; t < deltas.size(); ++t) {
            std::vector<Box> now;
            for (const Point& element : elements) {
                const Box origin = content(t, Point(element.size(), 0), Point(element.size(), 1));
                const Box offset = content(t, element, Point(element.size(), 1));
                Box box = deltas[t];
                if (box.words() > 0)
                    for (std::size_t a = 0; a < box.low.size(); ++a)
                        box.low[a] += offset.low[a] - origin.low[a];
                now.push_back(box);
            }
            share(level, t, now, width, weight);
            m_previous[level][t] = now;
        }
    }

    void share(std::size_t level, std::size_t t, const std::vector<Box>& now, std::size_t width,
               double weight)
    {
        std::vector<bool> forwarded(now.size(), false);
        const std::vector<Box>& before = m_previous[level][t];
        for (std::size_t e = 0; e < now.size() && m_forwarding && now.size() > 1 && !before.empty(); ++e) {
            const auto equals = [&](bool there, std::size_t n) {
                return there && n < before.size() && now[e].words() > 0 && before[n] == now[e];
            };
            const std::size_t x = e % width;
            forwarded[e] = equals(x > 0, e - 1) || equals(x + 1 < width, e + 1)
                           || equals(e >= width, e - width) || equals(true, e + width);
        }
        const auto groups = [&](bool all) {
            std::map<Box, int> found;
            for (std::size_t e = 0; e < now.size(); ++e)
                if (now[e].words() > 0 && (all || !forwarded[e]))
                    ++found[now[e]];
            return found;
        };
        auto used = groups(true);
        if (const auto fewer = groups(false); fewer.size() < used.size()) {
            used = fewer;
            for (std::size_t e = 0; e < now.size(); ++e)
                m_flow[level][t].forwarded += forwarded[e] ? weight * static_cast<double>(now[e].words())
                                                           : 0.0;
        }
        for (const auto& [box, members] : used) {
            m_flow[level][t].out += weight * static_cast<double>(box.words());
            m_flow[level][t].delivered += weight * static_cast<double>(box.words() * members);
        }
    }

    void account()
    {
        m_accounted = true;
        m_accesses.assign(m_levels, std::vector<Accesses>(m_operation.tensors.size()));
        for (std::size_t t = 0; t < m_operation.tensors.size(); ++t)
            account(t);
    }

    void account(std::size_t t)
    {
        const bool output = m_operation.tensors[t].role == workload::TensorRole::Output;
        std::vector<double> fanout, share(m_levels, 0.0), peer(m_levels, 0.0);
        double instances = 1.0;
        for (std::size_t l = 0; l < m_levels; ++l) {
            fanout.push_back(static_cast<double>(offsets(l).size()));
            instances *= fanout[l];
            if (l + 1 < m_levels) {
                share[l + 1] = m_flow[l][t].delivered / fanout[l];
                peer[l + 1] = m_flow[l][t].forwarded / instances;
            }
        }
        for (std::size_t l = m_levels; l-- > 1;)
            if (!m_mapping.levels[l].keeps[t]) {
                const double factor = m_flow[l][t].out * fanout[l - 1] / m_flow[l - 1][t].delivered;
                m_flow[l - 1][t].out *= factor;
                m_flow[l - 1][t].delivered *= factor;
            }
        std::int64_t partition = 0;
        bool outermost = true;
        for (std::size_t l = 0; l < m_levels; ++l) {
            const Point origin(m_operation.dimensions.size(), 0);
            const std::int64_t tile = content(t, origin, inside(m_firstLoop[l])).words();
            std::size_t spatial = m_firstLoop[l];
            if (l > 0) {
                spatial = m_firstLoop[l - 1];
                while (m_loops[spatial].kind == 'T' && m_loops[spatial].level == l - 1)
                    ++spatial;
            }
            partition = l == 0 ? tile : partition * tile / content(t, origin, inside(spatial)).words();
            if (!m_mapping.levels[l].keeps[t])
                continue;
            Accesses& a = m_accesses[l][t];
            const double out = m_flow[l][t].out;
            const double owned = output ? static_cast<double>(partition) : 0.0;
            a.tile = tile;
            a.partition = partition;
            a.updates = output ? std::llround(out) : 0;
            a.reads = std::llround(out + peer[l] - owned);
            a.fills = output ? std::llround(share[l] + peer[l] - owned)
                             : static_cast<std::int64_t>(share[l] + peer[l]);
            if (outermost)
                a.fills = 0;
            outermost = false;
        }
    }

    const workload::Operation& m_operation;
    const hardware::SpatialArchitecture& m_architecture;
    const Mapping& m_mapping;
    bool m_forwarding = false;
    std::size_t m_levels = 0;
    std::vector<std::vector<Flow>> m_flow;
    std::vector<std::vector<std::vector<Box>>> m_previous;
    std::vector<LoopAt> m_loops;
    std::vector<std::size_t> m_firstLoop;
    std::vector<std::vector<State>> m_state;
    std::vector<std::vector<Accesses>> m_accesses;
    bool m_accounted = false;
};

} // namespace naive
