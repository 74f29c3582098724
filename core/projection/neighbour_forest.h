// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/rng.h"
#include "core/projection/nearest_neighbours.h"
#include "core/projection/points.h"

#include <memory>
#include <vector>

namespace paretoscope::projection {

/// Finds rows that are near to a point without looking at all of them: every tree halves the rows again and
/// again by the plane between two of them drawn at random, and a search looks only into the leaves where the
/// point would lie. Nearly always the nearest, not surely. Thread-safe once made.
/// Source: random projection trees (Dasgupta, Freund 2008), split as in Annoy (from memory); number of trees
/// and size of leaves are our choice.
class NeighbourForest
{
public:
    explicit NeighbourForest(std::shared_ptr<const Points> points, std::uint64_t seed = 0);

    /// \param places as many neighbours as are wanted, nearest first; those not found stay infinitely far
    void nearest(const Eigen::Ref<const Eigen::RowVectorXf>& point, std::span<Neighbour> places) const;

private:
    struct Node
    {
        Eigen::RowVectorXf normal; ///< empty in a leaf
        float offset = 0.0F;
        std::uint32_t low = 0, high = 0; ///< children, or a leaf's span of m_rows
    };
    std::uint32_t grow(std::uint32_t from, std::uint32_t to, Rng& rng, int depth);

    std::shared_ptr<const Points> m_points;
    std::vector<std::uint32_t> m_roots;
    std::vector<Node> m_nodes;
    std::vector<std::uint32_t> m_rows;
};

} // namespace paretoscope::projection
