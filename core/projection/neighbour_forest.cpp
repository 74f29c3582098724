// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/projection/neighbour_forest.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace paretoscope::projection {

namespace {

constexpr std::uint32_t kTrees = 6;
constexpr std::uint32_t kLeaf = 24;
constexpr int kDeepest = 40; ///< rows that are all alike cannot be halved

} // namespace

NeighbourForest::NeighbourForest(std::shared_ptr<const Points> points, std::uint64_t seed)
    : m_points(std::move(points))
{
    const auto n = static_cast<std::uint32_t>(m_points->rows());
    m_rows.resize(static_cast<std::size_t>(n) * kTrees);
    for (std::uint32_t tree = 0; tree < kTrees && n > 0; ++tree) {
        const auto first = m_rows.begin() + static_cast<std::ptrdiff_t>(tree) * n;
        std::iota(first, first + n, 0U);
        Rng rng(seed, tree);
        m_roots.push_back(grow(tree * n, tree * n + n, rng, 0));
    }
}

std::uint32_t NeighbourForest::grow(std::uint32_t from, std::uint32_t to, Rng& rng, int depth)
{
    const auto self = static_cast<std::uint32_t>(m_nodes.size());
    m_nodes.push_back({{}, 0.0F, from, to});
    const std::uint32_t rows = to - from;
    if (rows <= kLeaf || depth >= kDeepest)
        return self;
    const auto row = [this](std::uint32_t at) {
        return m_points->row(static_cast<Eigen::Index>(m_rows[at]));
    };
    Eigen::RowVectorXf normal;
    float offset = 0.0F;
    for (int attempt = 0; attempt < 5; ++attempt) {
        const auto a = from + static_cast<std::uint32_t>(rng.below(rows));
        const auto b = from + static_cast<std::uint32_t>(rng.below(rows));
        normal = row(a) - row(b);
        offset = normal.dot(row(a) + row(b)) / 2.0F;
        if (normal.squaredNorm() > 0.0F)
            break;
    }
    const auto begin = m_rows.begin() + from;
    const auto middle = std::stable_partition(begin, m_rows.begin() + to, [&](std::uint32_t r) {
        return normal.dot(m_points->row(static_cast<Eigen::Index>(r))) < offset;
    });
    const auto cut = from + static_cast<std::uint32_t>(middle - begin);
    if (cut == from || cut == to)
        return self; // all alike, or an unlucky draw: a larger leaf
    const std::uint32_t low = grow(from, cut, rng, depth + 1);
    const std::uint32_t high = grow(cut, to, rng, depth + 1);
    m_nodes[self] = {std::move(normal), offset, low, high};
    return self;
}

void NeighbourForest::nearest(const Eigen::Ref<const Eigen::RowVectorXf>& point,
                              std::span<Neighbour> places) const
{
    std::fill(places.begin(), places.end(), Neighbour{});
    NearestList found(places);
    for (const std::uint32_t root : m_roots) {
        const Node* node = &m_nodes[root];
        while (node->normal.size() > 0)
            node = &m_nodes[node->normal.dot(point) < node->offset ? node->low : node->high];
        for (std::uint32_t at = node->low; at < node->high; ++at) {
            const std::uint32_t row = m_rows[at];
            const float squared = (m_points->row(static_cast<Eigen::Index>(row)) - point).squaredNorm();
            // Several trees lead to the same row.
            const auto isRow = [row](const Neighbour& known) { return known.row == row; };
            if (squared < found.farthest() && std::none_of(places.begin(), places.end(), [&](const auto& p) {
                    return isRow(p) && p.squared <= squared;
                }))
                found.offer(row, squared);
        }
    }
}

} // namespace paretoscope::projection
