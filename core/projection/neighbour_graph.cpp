// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/projection/neighbour_graph.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace paretoscope::projection {

namespace {

constexpr int kHalvings = 40;

/// Ties of one row: exp(-(distance - nearest) / width), the width by bisection.
void tiesOf(std::span<const Neighbour> row, std::span<float> ties)
{
    double nearest = 0.0;
    double mean = 0.0;
    for (const Neighbour& neighbour : row) {
        const double distance = std::sqrt(static_cast<double>(neighbour.squared));
        if (nearest == 0.0)
            nearest = distance; // they ascend: the first that is not a twin
        mean += distance / static_cast<double>(row.size());
    }
    const auto tie = [nearest](const Neighbour& neighbour, double width) {
        const double beyond = std::sqrt(static_cast<double>(neighbour.squared)) - nearest;
        return beyond <= 0.0 ? 1.0 : std::exp(-beyond / width);
    };
    const double wanted = std::log2(static_cast<double>(row.size()));
    double low = 1e-3 * mean;
    double high = 1e3 * mean;
    for (int step = 0; step < kHalvings && high > 0.0; ++step) {
        const double width = std::sqrt(low * high); // widths differ by ratios
        double sum = 0.0;
        for (const Neighbour& neighbour : row)
            sum += tie(neighbour, width);
        (sum > wanted ? high : low) = width;
    }
    for (std::size_t k = 0; k < row.size(); ++k)
        ties[k] = static_cast<float>(tie(row[k], std::max(low, 1e-12)));
}

} // namespace

std::vector<Edge> neighbourGraph(std::span<const Neighbour> neighbours, std::size_t count)
{
    std::vector<Edge> edges;
    edges.reserve(neighbours.size());
    std::vector<float> ties(count);
    for (std::size_t first = 0; first < neighbours.size(); first += count) {
        tiesOf(neighbours.subspan(first, count), ties);
        const auto self = static_cast<std::uint32_t>(first / count);
        for (std::size_t k = 0; k < count; ++k) {
            const std::uint32_t other = neighbours[first + k].row;
            edges.push_back({std::min(self, other), std::max(self, other), ties[k]});
        }
    }
    std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) {
        return std::tie(a.a, a.b, a.weight) < std::tie(b.a, b.b, b.weight);
    });
    std::size_t kept = 0;
    for (std::size_t i = 0; i < edges.size(); ++i) {
        if (kept > 0 && edges[kept - 1].a == edges[i].a && edges[kept - 1].b == edges[i].b)
            edges[kept - 1].weight += edges[i].weight - edges[kept - 1].weight * edges[i].weight;
        else
            edges[kept++] = edges[i];
    }
    edges.resize(kept);
    return edges;
}

} // namespace paretoscope::projection
