// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/spatial/nest.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace paretoscope::cost::spatial {

/// The levels whose arrays are summed over; in all others only the first element is followed.
struct LevelRange
{
    std::size_t from = 0, to = 0;
    [[nodiscard]] bool contains(std::size_t level) const { return level >= from && level < to; }
};

/// Instances that see one dimension alike.
///
/// Where the enclosing tile is the last of its dimension, loops run fewer iterations and the last of these is
/// partial. `lastLoops` says for how many temporal loops, from the outside, that happens to these instances:
/// each runs its whole iterations and then the last one, into which the partial extent goes on. The innermost
/// of the `lastLoops` differs unless `partial`: it runs `wholes` iterations and no partial one, because these
/// instances hold a whole tile of the array inside it, or none at all.
struct WalkView
{
    double instances = 1.0;
    std::size_t lastLoops = 0;
    std::int64_t wholes = 0;
    bool partial = false;
};

/// One instance holds one of at most so many views: two for every array above it and one for the rest.
struct WalkViews
{
    std::array<WalkView, 2 * kMaxLevels + 1> view;
    std::size_t count = 0;
    std::size_t first = 0; ///< the view of the first instance
};

/// What all instances together do along one dimension.
struct WalkTally
{
    /// Visits of whose tile the innermost temporal loop is not what moved to it: that loop has but one
    /// iteration there. `loop` is the one that did, counted among all temporal loops; -1: none does.
    struct Lone
    {
        int loop = -1;
        double words = 0.0;
    };
    std::array<double, kMaxLoops + 1> entered; ///< by loop of the dimension: how often it starts
    double visits = 0.0;                       ///< tiles visited
    double partials = 0.0;                     ///< of these, partial ones
    double words = 0.0;                        ///< of all tiles visited
    int innermost = -1;                        ///< temporal loop, counted among all
    std::array<Lone, 2 * kMaxLevels + 1> lone;
    std::size_t lones = 0;
};

/// One dimension of a nest whose factors may multiply to more than the size. Tiles of every depth start at
/// multiples of their length, so that at each depth only the last one is partial, of
/// ((size - 1) mod tile) + 1 indices: an instance sees whole tiles, or the one path of last tiles.
class DimensionWalk
{
public:
    struct Step
    {
        std::int64_t factor = 1;
        std::int64_t tile = 1; ///< indices of one iteration
        std::int64_t last = 1; ///< iterations where the enclosing tile is the last one
        std::int64_t rest = 1; ///< indices of the last of these
        std::uint8_t level = 0;
        std::uint8_t time = 0; ///< a temporal loop's place among all temporal loops
        bool temporal = false;
    };

    void start(std::int64_t size, std::int64_t padded);
    void add(std::int64_t factor, std::size_t level, bool temporal, std::size_t time);
    void startLevel(std::size_t level) { m_level[level] = m_count; }
    void startArray(std::size_t level) { m_array[level] = m_count; }

    /// Steps above a level, and above its array.
    [[nodiscard]] std::size_t above(std::size_t level) const { return m_level[level]; }
    [[nodiscard]] std::size_t aboveArray(std::size_t level) const { return m_array[level]; }
    [[nodiscard]] const Step& step(std::size_t index) const { return m_steps[index]; }
    [[nodiscard]] bool ragged() const { return m_size != m_padded; }
    /// Indices of a whole and of the last tile inside the first `steps` steps.
    [[nodiscard]] std::int64_t tile(std::size_t steps) const
    {
        return steps == 0 ? m_padded : m_steps[steps - 1].tile;
    }
    [[nodiscard]] std::int64_t rest(std::size_t steps) const
    {
        return steps == 0 ? m_size : m_steps[steps - 1].rest;
    }

    /// Everyone who sees the first `steps` steps; instances that never see anything are left out.
    void views(std::size_t steps, LevelRange summed, WalkViews& views) const;
    /// \param whole, partial words of a whole and of the last tile
    void tally(std::size_t steps, LevelRange summed, double whole, double partial, WalkTally& tally) const;

private:
    void addIdle(double instances, std::size_t loops, WalkViews& views) const;
    void tally(const WalkView& view, std::size_t loops, double whole, double partial, WalkTally& tally) const;

    std::int64_t m_size = 1, m_padded = 1;
    std::size_t m_count = 0;
    std::size_t m_loops = 0;
    std::array<Step, kMaxLoops> m_steps;
    std::array<std::uint8_t, kMaxLoops> m_loop; ///< the temporal ones among the steps
    std::array<std::size_t, kMaxLevels + 1> m_level{}, m_array{};
};

} // namespace paretoscope::cost::spatial
