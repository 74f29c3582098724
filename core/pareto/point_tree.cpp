// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pareto/point_tree.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace paretoscope::pareto {

PointTree::PointTree(std::size_t k)
    : m_k(k)
{ }

void PointTree::add(std::span<const double> point)
{
    const auto row = static_cast<Row>(size());
    m_points.insert(m_points.end(), point.begin(), point.end());
    m_leafOf.push_back(kNone);
    place(row);
}

void PointTree::remove(Row row)
{
    const auto last = static_cast<Row>(size() - 1);
    std::erase(m_nodes[m_leafOf[row]].rows, row);
    if (row != last) {
        std::vector<Row>& rows = m_nodes[m_leafOf[last]].rows;
        *std::find(rows.begin(), rows.end(), last) = row;
        m_leafOf[row] = m_leafOf[last];
        std::copy_n(m_points.begin() + static_cast<std::ptrdiff_t>(last * m_k), m_k,
                    m_points.begin() + static_cast<std::ptrdiff_t>(row * m_k));
    }
    m_leafOf.pop_back();
    m_points.resize(size() * m_k);
    // Boxes around what is gone and empty leaves wear the tree out; a new one now and then costs little.
    if (++m_removed > size() + kLeaf)
        rebuild();
}

std::uint32_t PointTree::makeLeaf(std::uint32_t axis)
{
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    m_boxes.insert(m_boxes.end(), m_k, kInfinity);
    m_boxes.insert(m_boxes.end(), m_k, -kInfinity);
    m_nodes.push_back({kNone, kNone, axis, 0.0, {}});
    return static_cast<std::uint32_t>(m_nodes.size() - 1);
}

void PointTree::widen(std::uint32_t node, const double* point)
{
    double* box = m_boxes.data() + 2 * m_k * node;
    for (std::size_t j = 0; j < m_k; ++j) {
        box[j] = std::min(box[j], point[j]);
        box[m_k + j] = std::max(box[m_k + j], point[j]);
    }
}

void PointTree::place(Row row)
{
    if (m_nodes.empty())
        (void)makeLeaf(0);
    const double* at = m_points.data() + row * m_k;
    std::uint32_t node = 0;
    widen(node, at);
    while (m_nodes[node].low != kNone) {
        node = at[m_nodes[node].axis] < m_nodes[node].split ? m_nodes[node].low : m_nodes[node].high;
        widen(node, at);
    }
    m_nodes[node].rows.push_back(row);
    m_leafOf[row] = node;
    splitIfFull(node);
}

/// Halves a full leaf at the median, along the axis after its parent's or the next one where the points
/// differ.
void PointTree::splitIfFull(std::uint32_t node)
{
    if (m_nodes[node].rows.size() < kLeaf)
        return;
    std::vector<double> values;
    for (std::size_t tried = 0; tried < m_k; ++tried) {
        const auto axis = static_cast<std::uint32_t>((m_nodes[node].axis + tried) % m_k);
        values.clear();
        for (const Row row : m_nodes[node].rows)
            values.push_back(m_points[row * m_k + axis]);
        std::sort(values.begin(), values.end());
        // The least value above the smallest, if the median itself would leave nothing below.
        const auto median = std::max(values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2),
                                     std::upper_bound(values.begin(), values.end(), values.front()));
        if (median == values.end())
            continue;
        const double split = *median;
        const std::vector<Row> rows = std::exchange(m_nodes[node].rows, {});
        const auto next = static_cast<std::uint32_t>((axis + 1) % m_k);
        const std::uint32_t low = makeLeaf(next);
        const std::uint32_t high = makeLeaf(next);
        m_nodes[node].axis = axis;
        m_nodes[node].split = split;
        m_nodes[node].low = low;
        m_nodes[node].high = high;
        for (const Row row : rows) {
            const double* at = m_points.data() + row * m_k;
            const std::uint32_t child = at[axis] < split ? low : high;
            widen(child, at);
            m_nodes[child].rows.push_back(row);
            m_leafOf[row] = child;
        }
        return;
    }
}

void PointTree::rebuild()
{
    m_nodes.clear();
    m_boxes.clear();
    m_removed = 0;
    for (std::size_t row = 0; row < size(); ++row)
        place(static_cast<Row>(row));
}

} // namespace paretoscope::pareto
