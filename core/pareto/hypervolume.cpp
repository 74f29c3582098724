// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pareto/hypervolume.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace paretoscope::pareto {

namespace {

using Point = std::array<double, 3>; // the third is 0 for k = 2

/// The part of the plane below the reference that a set of points dominates, as a staircase: along it x rises
/// and y falls. Adding a point removes the steps it covers, so n points cost O(n log n) altogether.
class Staircase
{
public:
    Staircase(double referenceX, double referenceY)
        : m_referenceX(referenceX)
        , m_referenceY(referenceY)
    { }

    [[nodiscard]] double area() const { return m_area; }

    void add(double x, double y)
    {
        auto next = m_steps.lower_bound(x); // first step with its x at or beyond ours
        double height = m_referenceY;       // of the staircase just left of x
        if (next != m_steps.begin())
            height = std::prev(next)->second;
        if (next != m_steps.end() && next->first == x)
            height = std::min(height, next->second);
        if (height <= y)
            return;
        // Fill in the columns from x rightwards until the staircase is below y by itself.
        height = next != m_steps.begin() ? std::prev(next)->second : m_referenceY;
        double from = x;
        while (next != m_steps.end() && next->second >= y) {
            m_area += (next->first - from) * (height - y);
            from = next->first;
            height = next->second;
            next = m_steps.erase(next);
        }
        const double to = next != m_steps.end() ? next->first : m_referenceX;
        m_area += (to - from) * (height - y);
        m_steps.emplace_hint(next, x, y);
    }

private:
    std::map<double, double> m_steps; ///< x -> y
    double m_referenceX;
    double m_referenceY;
    double m_area = 0.0;
};

/// Points strictly inside the reference box, sorted by the last objective that the sweep goes along.
std::vector<Point> inside(std::span<const double> points, std::span<const double> reference)
{
    const std::size_t k = reference.size();
    std::vector<Point> rows;
    for (std::size_t i = 0; i < points.size(); i += k) {
        Point row{};
        bool better = true;
        for (std::size_t j = 0; j < k; ++j) {
            row[j] = points[i + j];
            better = better && row[j] < reference[j];
        }
        if (better)
            rows.push_back(row);
    }
    std::sort(rows.begin(), rows.end(),
              [](const Point& a, const Point& b) { return a[2] != b[2] ? a[2] < b[2] : a < b; });
    return rows;
}

Error refused(std::string what)
{
    return {ErrorCode::InvalidInput, std::move(what), "hypervolume", {}};
}

bool allFinite(std::span<const double> values)
{
    return std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
}

} // namespace

Result<double> hypervolume(std::span<const double> points, std::span<const double> reference)
{
    const std::size_t k = reference.size();
    if (k != 2 && k != 3)
        return refused("there are " + std::to_string(k) + " objectives; 2 or 3 are allowed.");
    if (points.size() % k != 0)
        return refused("the number of values is no multiple of the number of objectives.");
    if (!allFinite(points) || !allFinite(reference))
        return refused("a value is not finite.");
    Staircase staircase(reference[0], reference[1]);
    const std::vector<Point> rows = inside(points, reference);
    double volume = 0.0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        staircase.add(rows[i][0], rows[i][1]);
        if (k == 3) {
            const double top = i + 1 < rows.size() ? rows[i + 1][2] : reference[2];
            volume += staircase.area() * (top - rows[i][2]);
        }
    }
    return k == 2 ? staircase.area() : volume;
}

} // namespace paretoscope::pareto
