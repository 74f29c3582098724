// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/projection/neighbourhood_quality.h"

#include "core/projection/nearest_neighbours.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace paretoscope::projection {

namespace {

Error sizesDiffer()
{
    return Error{ErrorCode::InvalidInput, "The picture shows another number of designs.", {}, {}};
}

} // namespace

Result<double> trustworthiness(const Points& points, const Plane& plane, std::size_t neighbours)
{
    const auto n = static_cast<std::size_t>(points.rows());
    if (points.rows() != plane.rows())
        return sizesDiffer();
    if (2 * neighbours >= n)
        return Error{ErrorCode::InvalidInput, "Neighbours must be fewer than half the designs.", {}, {}};
    const Result<std::vector<Neighbour>> shown = nearestNeighbours(plane, neighbours);
    if (!shown)
        return shown.error();
    double intrusion = 0.0;
    std::vector<std::uint32_t> order(n);
    std::vector<std::size_t> rank(n);
    for (std::size_t i = 0; i < n; ++i) {
        const Eigen::VectorXf squared =
            (points.rowwise() - points.row(static_cast<Eigen::Index>(i))).rowwise().squaredNorm();
        std::iota(order.begin(), order.end(), 0U);
        std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
            return a == i || b == i ? a == i : squared[a] < squared[b];
        });
        for (std::size_t r = 0; r < n; ++r)
            rank[order[r]] = r; // itself is 0, its nearest 1
        for (std::size_t k = 0; k < neighbours; ++k) {
            const std::size_t trueRank = rank[(*shown)[i * neighbours + k].row];
            intrusion += trueRank > neighbours ? static_cast<double>(trueRank - neighbours) : 0.0;
        }
    }
    const auto nd = static_cast<double>(n);
    const auto kd = static_cast<double>(neighbours);
    return 1.0 - 2.0 * intrusion / (nd * kd * (2.0 * nd - 3.0 * kd - 1.0));
}

Result<double> keptNeighbours(const Points& points, const Plane& plane, std::size_t neighbours,
                              const Progress& progress)
{
    if (points.rows() != plane.rows())
        return sizesDiffer();
    const Result<std::vector<Neighbour>> real = nearestNeighbours(points, neighbours, progress);
    if (!real)
        return real.error();
    const Result<std::vector<Neighbour>> shown = nearestNeighbours(plane, neighbours, progress);
    if (!shown)
        return shown.error();
    std::size_t kept = 0;
    for (std::size_t first = 0; first < real->size(); first += neighbours) {
        for (std::size_t k = 0; k < neighbours; ++k) {
            const auto begin = shown->begin() + static_cast<std::ptrdiff_t>(first);
            const std::uint32_t row = (*real)[first + k].row;
            kept += static_cast<std::size_t>(
                std::any_of(begin, begin + static_cast<std::ptrdiff_t>(neighbours),
                            [row](const Neighbour& other) { return other.row == row; }));
        }
    }
    return static_cast<double>(kept) / static_cast<double>(real->size());
}

} // namespace paretoscope::projection
