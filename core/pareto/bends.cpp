// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pareto/bends.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

namespace paretoscope::pareto {

namespace {

struct Corner
{
    double x = 0.0, y = 0.0;
    std::size_t position = 0;
};

/// Positive where the way from a over b to c turns left.
double turn(const Corner& a, const Corner& b, const Corner& c)
{
    return (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x);
}

double angle(const Corner& a, const Corner& b, const Corner& c)
{
    return std::atan2(turn(a, b, c), (b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y));
}

/// The points in order of the first objective, both scaled to [0, 1]; empty without extent.
std::vector<Corner> scaled(std::span<const double> first, std::span<const double> second)
{
    const auto [lowX, highX] = std::minmax_element(first.begin(), first.end());
    const auto [lowY, highY] = std::minmax_element(second.begin(), second.end());
    std::vector<Corner> corners;
    if (first.size() < 3 || !(*lowX < *highX) || !(*lowY < *highY))
        return corners;
    for (std::size_t i = 0; i < first.size(); ++i)
        corners.push_back({(first[i] - *lowX) / (*highX - *lowX), (second[i] - *lowY) / (*highY - *lowY), i});
    std::sort(corners.begin(), corners.end(), [](const Corner& a, const Corner& b) {
        return std::tie(a.x, a.y, a.position) < std::tie(b.x, b.y, b.position);
    });
    return corners;
}

} // namespace

std::vector<std::size_t> bends(std::span<const double> first, std::span<const double> second,
                               std::size_t most)
{
    if (first.size() != second.size() || first.empty())
        return {};
    // The lower hull by a monotone chain; what lies right of the lowest point is no trade-off any more.
    std::vector<Corner> hull;
    for (const Corner& next : scaled(first, second)) {
        while (hull.size() > 1 && turn(hull[hull.size() - 2], hull.back(), next) <= 0.0)
            hull.pop_back();
        hull.push_back(next);
    }
    while (hull.size() > 1 && hull[hull.size() - 2].y <= hull.back().y)
        hull.pop_back();

    std::vector<std::pair<double, std::size_t>> found; // by falling angle
    for (std::size_t i = 1; i + 1 < hull.size(); ++i)
        found.emplace_back(-angle(hull[i - 1], hull[i], hull[i + 1]), hull[i].position);
    std::sort(found.begin(), found.end());
    std::vector<std::size_t> positions;
    for (std::size_t i = 0; i < std::min(most, found.size()); ++i)
        positions.push_back(found[i].second);
    return positions;
}

} // namespace paretoscope::pareto
