// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pareto/volume_meter.h"

#include <bit>
#include <limits>

namespace paretoscope::pareto {

namespace {

template <std::size_t K> Row<K - 1> withoutLast(const Row<K>& row)
{
    Row<K - 1> shorter;
    std::copy_n(row.begin(), K - 1, shorter.begin());
    return shorter;
}

/// The objectives in which `a` is worse than `b`, a bit each. No branch: which objectives those are is as
/// good as random.
template <std::size_t K> unsigned worseIn(const Row<K>& a, const Row<K>& b, std::size_t objectives)
{
    unsigned bits = 0;
    for (std::size_t j = 0; j < objectives; ++j)
        bits |= static_cast<unsigned>(a[j] > b[j]) << j;
    return bits;
}

template <std::size_t K> bool strictlyBelow(const Row<K>& row, const Row<K>& corner)
{
    unsigned below = 1;
    for (std::size_t j = 0; j < K; ++j)
        below &= static_cast<unsigned>(row[j] < corner[j]);
    return below != 0;
}

/// Place of the first of `rows`, sorted by their value `axis`, at which that value is above `value`.
template <std::size_t K> std::size_t firstAbove(std::span<const Row<K>> rows, std::size_t axis, double value)
{
    const Row<K>* first = rows.data();
    for (std::size_t left = rows.size(); left > 0;) {
        const std::size_t half = left / 2;
        first += first[half][axis] <= value ? left - half : 0;
        left = half;
    }
    return static_cast<std::size_t>(first - rows.data());
}

/// Cuts `corner` to where the part of the row's box that no single one of `others` covers ends. A row that is
/// worse in one objective alone covers everything from its value there onwards.
/// \returns how many of `others` may reach into what is left; absent when one covers the whole box
template <std::size_t K>
std::ptrdiff_t cutCorner(const Row<K>& row, std::span<const Row<K>> others, Row<K>& corner)
{
    constexpr std::size_t kLast = K - 1;
    const std::size_t noWorse = firstAbove<K>(others, kLast, row[kLast]);
    for (std::size_t i = 0; i < noWorse; ++i) {
        const unsigned worse = worseIn(others[i], row, kLast);
        if ((worse & (worse - 1)) != 0)
            continue;
        if (worse == 0)
            return -1;
        const auto j = static_cast<std::size_t>(std::countr_zero(worse));
        corner[j] = std::min(corner[j], others[i][j]);
    }
    for (std::size_t i = noWorse; i < others.size(); ++i) {
        if (others[i][kLast] >= corner[kLast])
            return static_cast<std::ptrdiff_t>(i);
        if (worseIn(others[i], row, kLast) == 0) {
            corner[kLast] = others[i][kLast];
            return static_cast<std::ptrdiff_t>(i);
        }
    }
    return static_cast<std::ptrdiff_t>(others.size());
}

template <std::size_t K> double boxVolume(const Row<K>& row, const Row<K>& corner)
{
    double product = 1.0;
    for (std::size_t j = 0; j < K; ++j)
        product *= corner[j] - row[j];
    return product;
}

/// exclusive() of every K; `limited` is scratch.
template <std::size_t K>
double exclusiveVolume(VolumeMeter<K>& meter, std::vector<Row<K>>& limited, const Row<K>& row,
                       std::span<const Row<K>> others, Row<K> corner)
{
    const std::ptrdiff_t reach = cutCorner<K>(row, others, corner);
    if (reach < 0)
        return 0.0;
    // Every row is pushed into the box, and counts if it was below the corner: whether it is cannot be
    // predicted, so asking first would take longer.
    const auto reaching = static_cast<std::size_t>(reach);
    if (limited.size() < reaching)
        limited.resize(others.size());
    std::size_t count = 0;
    for (std::size_t i = 0; i < reaching; ++i) {
        for (std::size_t j = 0; j < K; ++j)
            limited[count][j] = std::max(others[i][j], row[j]);
        count += strictlyBelow(others[i], corner) ? 1 : 0;
    }
    const double box = boxVolume(row, corner);
    return count == 0 ? box : std::max(0.0, box - meter.volume(std::span(limited).first(count), corner));
}

} // namespace

double VolumeMeter<2>::volume(std::span<const Row<2>> rows, const Row<2>& corner)
{
    double area = 0.0;
    double left = corner[0];
    for (const Row<2>& row : rows) {
        area += std::max(0.0, left - row[0]) * (corner[1] - row[1]);
        left = std::min(left, row[0]);
    }
    return area;
}

double VolumeMeter<2>::exclusive(const Row<2>& row, std::span<const Row<2>> others, const Row<2>& corner)
{
    return exclusiveVolume<2>(*this, m_limited, row, others, corner);
}

/// Three objectives: along the third, the first two keep a staircase of what is dominated so far, on which x
/// rises and y falls; m_front holds its steps between two sentinels. Every row adds a slab over the area that
/// it adds to the staircase (Beume et al. 2009, whose tree a sorted array replaces: staircases are short).
template <> double VolumeMeter<3>::volume(std::span<const Row<3>> rows, const Row<3>& corner)
{
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    double volume = 0.0;
    std::vector<Row<2>>& steps = m_front;
    steps.assign({{-kInfinity, corner[1]}, {corner[0], -kInfinity}});
    for (const auto& [x, y, z] : rows) {
        std::size_t first = firstAbove<2>(steps, 0, x);
        if (steps[first - 1][1] <= y)
            continue;
        first -= steps[first - 1][0] == x ? 1 : 0;
        double area = 0.0;
        double from = x;
        double height = steps[first - 1][1];
        std::size_t last = first;
        for (; steps[last][1] >= y; ++last) { // steps that the new one covers
            area += (steps[last][0] - from) * (height - y);
            from = steps[last][0];
            height = steps[last][1];
        }
        area += (steps[last][0] - from) * (height - y);
        volume += area * (corner[2] - z);
        const auto at = steps.begin() + static_cast<std::ptrdiff_t>(first);
        if (first == last) {
            steps.insert(at, {x, y});
        } else {
            *at = {x, y};
            steps.erase(at + 1, steps.begin() + static_cast<std::ptrdiff_t>(last));
        }
    }
    return volume;
}

/// Adds a row to the front, which stays sorted by its last objective, and drops what the row dominates: that
/// stands at or behind the row's own place.
template <std::size_t K> void VolumeMeter<K>::admit(const Row<K - 1>& row)
{
    constexpr std::size_t kLast = K - 2;
    const auto place = static_cast<std::ptrdiff_t>(
        std::lower_bound(m_front.begin(), m_front.end(), row,
                         [](const Row<K - 1>& a, const Row<K - 1>& b) { return a[kLast] < b[kLast]; })
        - m_front.begin());
    const auto dominated = [&](const Row<K - 1>& other) { return worseIn(row, other, kLast) == 0; };
    m_front.erase(std::remove_if(m_front.begin() + place, m_front.end(), dominated), m_front.end());
    m_front.insert(m_front.begin() + place, row);
}

template <std::size_t K> double VolumeMeter<K>::volume(std::span<const Row<K>> rows, const Row<K>& corner)
{
    double volume = 0.0;
    const Row<K - 1> cornerBelow = withoutLast<K>(corner);
    m_front.clear();
    for (const Row<K>& row : rows) {
        const Row<K - 1> below = withoutLast<K>(row);
        const double added = m_below.exclusive(below, m_front, cornerBelow);
        if (!(added > 0.0))
            continue; // covered by the rows before
        volume += added * (corner[K - 1] - row[K - 1]);
        admit(below);
    }
    return volume;
}

template <std::size_t K>
double VolumeMeter<K>::exclusive(const Row<K>& row, std::span<const Row<K>> others, const Row<K>& corner)
{
    return exclusiveVolume<K>(*this, m_limited, row, others, corner);
}

template class VolumeMeter<3>;
template class VolumeMeter<4>;
template class VolumeMeter<5>;
template class VolumeMeter<6>;

} // namespace paretoscope::pareto
