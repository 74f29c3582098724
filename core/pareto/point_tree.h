// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace paretoscope::pareto {

/// A set of points of one dimension k, kept as contiguous rows and, beside them, in a k-d tree (Bentley 1975)
/// of small leaves. Every node knows the box of its points, so a search skips whole subtrees; what would be a
/// scan over a front of ten thousand points looks at a few hundred. Rows and tree are functions of the calls
/// made, in their order. Not thread-safe.
class PointTree
{
public:
    using Row = std::uint32_t;

    explicit PointTree(std::size_t k);

    [[nodiscard]] std::size_t size() const { return m_leafOf.size(); }
    [[nodiscard]] std::span<const double> points() const { return m_points; } ///< size() rows, row-major
    [[nodiscard]] std::span<const double> point(Row row) const { return {m_points.data() + row * m_k, m_k}; }

    /// Adds a finite point of length k as the last row.
    void add(std::span<const double> point);
    /// Removes a row; the last one takes its number.
    void remove(Row row);

    /// Shows `visit` the rows below every node of which `mayHold(lower, upper)`, its box's corners, is true.
    /// \returns false, at once, when a visit returns false
    template <class MayHold, class Visit> bool search(const MayHold& mayHold, const Visit& visit) const
    {
        return m_nodes.empty() || searchBelow(0, mayHold, visit);
    }

private:
    static constexpr std::size_t kLeaf = 24; ///< rows that split a leaf; measured, 16 to 48 are about equal
    static constexpr std::uint32_t kNone = 0xffffffff;
    struct Node
    {
        std::uint32_t low = kNone, high = kNone; ///< children: below the split, and at or beyond it
        std::uint32_t axis = 0;
        double split = 0.0;
        std::vector<Row> rows; ///< of a leaf
    };

    [[nodiscard]] const double* lower(std::uint32_t node) const { return m_boxes.data() + 2 * m_k * node; }
    [[nodiscard]] const double* upper(std::uint32_t node) const { return lower(node) + m_k; }
    std::uint32_t makeLeaf(std::uint32_t axis);
    void widen(std::uint32_t node, const double* point);
    void place(Row row);
    void splitIfFull(std::uint32_t node);
    void rebuild();

    template <class MayHold, class Visit>
    bool searchBelow(std::uint32_t index, const MayHold& mayHold, const Visit& visit) const
    {
        if (!mayHold(lower(index), upper(index)))
            return true;
        const Node& node = m_nodes[index];
        if (node.low != kNone)
            return searchBelow(node.low, mayHold, visit) && searchBelow(node.high, mayHold, visit);
        for (const Row row : node.rows)
            if (!visit(row))
                return false;
        return true;
    }

    std::size_t m_k;
    std::vector<double> m_points;
    std::vector<std::uint32_t> m_leafOf; ///< of each row
    std::vector<Node> m_nodes;           ///< the root first
    std::vector<double> m_boxes; ///< of each node, lower corner then upper; never shrink until rebuilt
    std::size_t m_removed = 0;   ///< since the tree was built
};

} // namespace paretoscope::pareto
