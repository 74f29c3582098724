// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/box_decomposition.h"

#include <algorithm>
#include <array>
#include <limits>

namespace paretoscope::optimizer {

namespace {

using Point = std::array<double, 3>;

/// A strip of the plane of the first two objectives: between two values of the first, up to a value of the
/// second. `since` is the value of the third from which the strip has stood as it is.
struct Strip
{
    double left = 0.0;
    double right = 0.0;
    double top = 0.0;
    double since = 0.0;
};

/// Corners as values; levels are numbered when all are known.
struct RawBox
{
    Point low;
    Point high;
};

/// The staircase of strips under the points seen so far. A new point lowers the strips to its right that are
/// higher than it; they are closed as boxes, and one strip takes their place.
class Staircase
{
public:
    Staircase(const Point& reference, std::vector<RawBox>& boxes)
        : m_boxes(boxes)
    {
        constexpr double kLow = -std::numeric_limits<double>::infinity();
        m_strips.push_back({kLow, reference[0], reference[1], kLow});
    }

    void lower(const Point& point)
    {
        std::vector<Strip> next;
        next.reserve(m_strips.size() + 2);
        Strip lowered{point[0], point[0], point[1], point[2]};
        for (const Strip& strip : m_strips) {
            if (strip.right <= point[0] || strip.top <= point[1]) {
                if (lowered.right > lowered.left && strip.left >= lowered.right)
                    place(lowered, next);
                next.push_back(strip);
                continue;
            }
            if (strip.left < point[0]) // what is left of the point stays as high as it was
                next.push_back({strip.left, point[0], strip.top, strip.since});
            close({std::max(strip.left, point[0]), strip.right, strip.top, strip.since}, point[2]);
            lowered.right = strip.right;
        }
        if (lowered.right > lowered.left)
            place(lowered, next);
        m_strips = std::move(next);
    }

    void closeAll(double third)
    {
        for (const Strip& strip : m_strips)
            close(strip, third);
    }

private:
    static void place(Strip& lowered, std::vector<Strip>& strips)
    {
        strips.push_back(lowered);
        lowered.right = lowered.left;
    }

    void close(const Strip& strip, double third)
    {
        constexpr double kLow = -std::numeric_limits<double>::infinity();
        if (third > strip.since && strip.top > kLow)
            m_boxes.push_back({{strip.left, kLow, strip.since}, {strip.right, strip.top, third}});
    }

    std::vector<Strip> m_strips;
    std::vector<RawBox>& m_boxes;
};

/// One and two objectives are three of which the missing ones are all alike: a point stands at minus infinity
/// in them.
std::vector<RawBox> rawBoxes(std::span<const double> points, const Point& reference, std::size_t k)
{
    constexpr double kLow = -std::numeric_limits<double>::infinity();
    std::vector<Point> inside;
    for (std::size_t i = 0; i + k <= points.size(); i += k) {
        Point point{kLow, kLow, kLow};
        bool useful = true;
        for (std::size_t j = 0; j < k; ++j) {
            point[j] = points[i + j];
            useful = useful && point[j] < reference[j];
        }
        if (useful)
            inside.push_back(point);
    }
    std::sort(inside.begin(), inside.end(), [](const Point& a, const Point& b) {
        return a[2] != b[2] ? a[2] < b[2] : a[0] != b[0] ? a[0] < b[0] : a[1] < b[1];
    });
    std::vector<RawBox> boxes;
    Staircase staircase(reference, boxes);
    for (const Point& point : inside)
        staircase.lower(point);
    staircase.closeAll(reference[2]);
    return boxes;
}

} // namespace

BoxDecomposition decompose(std::span<const double> points, std::span<const double> reference)
{
    BoxDecomposition result;
    result.objectives = std::clamp<std::size_t>(reference.size(), 1, 3);
    const std::size_t k = result.objectives;
    // An axis that is missing ends at 0, above the minus infinity at which its points stand.
    Point bound{0.0, 0.0, 0.0};
    std::copy_n(reference.begin(), std::min(k, reference.size()), bound.begin());
    const std::vector<RawBox> raw = rawBoxes(points, bound, k);
    result.levels.resize(k);
    for (std::size_t j = 0; j < k; ++j) {
        std::vector<double>& levels = result.levels[j];
        for (const RawBox& box : raw) {
            levels.push_back(box.low[j]);
            levels.push_back(box.high[j]);
        }
        std::sort(levels.begin(), levels.end());
        levels.erase(std::unique(levels.begin(), levels.end()), levels.end());
    }
    for (const RawBox& box : raw) {
        BoxDecomposition::Box numbered;
        for (std::size_t j = 0; j < k; ++j) {
            const std::vector<double>& levels = result.levels[j];
            const auto placeOf = [&](double value) {
                return static_cast<std::uint32_t>(std::lower_bound(levels.begin(), levels.end(), value)
                                                  - levels.begin());
            };
            numbered.low[j] = placeOf(box.low[j]);
            numbered.high[j] = placeOf(box.high[j]);
        }
        result.boxes.push_back(numbered);
    }
    return result;
}

} // namespace paretoscope::optimizer
