// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/spatial/evaluate.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <vector>

/// A ragged mapping executed: every iteration of every loop, one instance after the other, each remembering
/// the tile it holds. For tensors without sums, whose tiles coincide or are disjoint. Nothing is shared with
/// the model under test but the types.
namespace walk {

using namespace paretoscope;
using namespace paretoscope::cost::spatial;

using Point = std::vector<std::int64_t>;
using Box = std::vector<std::pair<std::int64_t, std::int64_t>>;

/// What moved for one tensor at one level, by instance.
struct Moved
{
    std::map<Point, std::int64_t> sent, received;
    std::map<Point, std::set<Point>> held; ///< words, by where they are
};

class ClippedWalk
{
public:
    ClippedWalk(const workload::Operation& operation, const Mapping& mapping)
        : m_operation(operation)
        , m_mapping(mapping)
        , m_moved(mapping.levels.size(), std::vector<Moved>(operation.tensors.size()))
    {
        for (std::size_t l = 0; l < mapping.levels.size(); ++l) {
            add(mapping.levels[l].temporal, l, true);
            add(mapping.levels[l].spatialY, l, false);
            add(mapping.levels[l].spatialX, l, false);
        }
        for (std::size_t i = m_loops.size(); i-- > 0;) {
            m_loops[i].stride = 1;
            for (std::size_t j = i + 1; j < m_loops.size(); ++j)
                m_loops[i].stride *= m_loops[j].dimension == m_loops[i].dimension ? m_loops[j].factor : 1;
        }
        for (std::size_t t = 0; t < operation.tensors.size(); ++t)
            for (std::size_t l = 0; l < mapping.levels.size(); ++l)
                if (mapping.levels[l].keeps[t])
                    serve(t, l);
    }

    [[nodiscard]] const Moved& moved(std::size_t level, std::size_t tensor) const
    {
        return m_moved[level][tensor];
    }

    /// Steps of all temporal loops at which any element works.
    [[nodiscard]] std::int64_t cycles() const
    {
        std::int64_t cycles = 0;
        const auto count = [&](const Point& at) { cycles += inside(at) ? 1 : 0; };
        run(loopsOf(m_mapping.levels.size(), true), 0, Point(m_operation.dimensions.size(), 0), count);
        return cycles;
    }

    [[nodiscard]] std::int64_t products() const
    {
        std::int64_t products = 0;
        std::vector<LoopAt> all = m_loops;
        const auto count = [&](const Point& at) { products += inside(at) ? 1 : 0; };
        run(all, 0, Point(m_operation.dimensions.size(), 0), count);
        return products;
    }

private:
    struct LoopAt
    {
        std::size_t dimension = 0;
        std::int64_t factor = 1;
        std::size_t level = 0;
        bool temporal = false;
        std::int64_t stride = 1;
    };

    void add(const std::vector<Loop>& loops, std::size_t level, bool temporal)
    {
        for (const Loop& loop : loops)
            m_loops.push_back({loop.dimension, loop.factor, level, temporal, 1});
    }

    [[nodiscard]] std::vector<LoopAt> loopsOf(std::size_t levels, bool temporal) const
    {
        std::vector<LoopAt> some;
        for (const LoopAt& loop : m_loops)
            if (loop.level < levels && loop.temporal == temporal)
                some.push_back(loop);
        return some;
    }

    template <class Visit>
    void run(const std::vector<LoopAt>& loops, std::size_t depth, Point at, const Visit& visit) const
    {
        if (depth == loops.size()) {
            visit(at);
            return;
        }
        for (std::int64_t i = 0; i < loops[depth].factor; ++i) {
            run(loops, depth + 1, at, visit);
            at[loops[depth].dimension] += loops[depth].stride;
        }
    }

    [[nodiscard]] bool inside(const Point& at) const
    {
        for (std::size_t d = 0; d < at.size(); ++d)
            if (at[d] >= m_operation.dimensions[d].size)
                return false;
        return true;
    }

    [[nodiscard]] Point tileOf(std::size_t level) const
    {
        Point tile(m_operation.dimensions.size(), 1);
        for (const LoopAt& loop : m_loops)
            if (loop.level >= level)
                tile[loop.dimension] *= loop.factor;
        return tile;
    }

    [[nodiscard]] Box box(std::size_t t, const Point& at, const Point& tile) const
    {
        Box box;
        for (const workload::Axis& axis : m_operation.tensors[t].axes) {
            std::int64_t low = 0;
            std::int64_t length = 1;
            for (const workload::AxisTerm& term : axis) {
                const std::size_t d = term.dimension;
                low += term.coefficient * at[d];
                length += term.coefficient * (std::min(tile[d], m_operation.dimensions[d].size - at[d]) - 1);
            }
            box.emplace_back(low, length);
        }
        return box;
    }

    static std::int64_t words(const Box& box)
    {
        std::int64_t words = 1;
        for (const auto& [low, length] : box)
            words *= length;
        return words;
    }

    static void list(const Box& box, std::size_t axis, Point at, std::set<Point>& all)
    {
        if (axis == box.size()) {
            all.insert(at);
            return;
        }
        at.push_back(box[axis].first);
        for (std::int64_t k = 0; k < box[axis].second; ++k, ++at.back())
            list(box, axis + 1, at, all);
    }

    /// Everything one level sends to the next that keeps the tensor, or to the multiply-accumulate units.
    void serve(std::size_t t, std::size_t level)
    {
        std::size_t child = level + 1;
        while (child < m_mapping.levels.size() && !m_mapping.levels[child].keeps[t])
            ++child;
        const bool remembers = child < m_mapping.levels.size();
        const Point tile = tileOf(child);
        std::vector<std::pair<Point, Point>> elements; // which, and where
        const std::vector<LoopAt> arrays = loopsOf(child, false);
        const auto place = [&](const Point& offset) { elements.emplace_back(Point(), offset); };
        run(arrays, 0, Point(tile.size(), 0), place);
        number(arrays, elements);
        const auto parentOf = [&](const Point& element) {
            Point parent;
            for (std::size_t i = 0; i < arrays.size(); ++i)
                if (arrays[i].level < level)
                    parent.push_back(element[i]);
            return parent;
        };
        std::map<Point, Box> holds;
        const auto visit = [&](const Point& at) {
            std::map<Point, std::set<Box>> groups;
            for (const auto& [element, offset] : elements) {
                Point here = at;
                for (std::size_t d = 0; d < here.size(); ++d)
                    here[d] += offset[d];
                if (!inside(here))
                    continue;
                const Box wanted = box(t, here, tile);
                const auto held = holds.find(element);
                if (remembers && held != holds.end() && held->second == wanted)
                    continue;
                holds[element] = wanted;
                groups[parentOf(element)].insert(wanted);
                if (remembers) {
                    m_moved[child][t].received[element] += words(wanted);
                    list(wanted, 0, {}, m_moved[child][t].held[element]);
                }
            }
            for (const auto& [parent, boxes] : groups)
                for (const Box& each : boxes) {
                    m_moved[level][t].sent[parent] += words(each);
                    if (level == 0)
                        list(each, 0, {}, m_moved[level][t].held[parent]);
                }
        };
        run(loopsOf(child, true), 0, Point(tile.size(), 0), visit);
    }

    /// Numbers elements by their index in every array, in the order in which run() meets them.
    static void number(const std::vector<LoopAt>& arrays, std::vector<std::pair<Point, Point>>& elements)
    {
        for (std::size_t e = 0; e < elements.size(); ++e) {
            Point index(arrays.size(), 0);
            std::size_t rest = e;
            for (std::size_t i = arrays.size(); i-- > 0;) {
                const auto factor = static_cast<std::size_t>(arrays[i].factor);
                index[i] = static_cast<std::int64_t>(rest % factor);
                rest /= factor;
            }
            elements[e].first = index;
        }
    }

    const workload::Operation& m_operation;
    const Mapping& m_mapping;
    std::vector<LoopAt> m_loops;
    std::vector<std::vector<Moved>> m_moved;
};

} // namespace walk
