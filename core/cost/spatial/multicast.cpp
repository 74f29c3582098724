// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/spatial/multicast.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>

namespace paretoscope::cost::spatial {

namespace {

/// Different values of a*i + b*j, i < n, j < m: two points coincide when they differ by a multiple of
/// (b, -a) / gcd, so count those that have no predecessor in that direction.
std::int64_t distinctSums(std::int64_t a, std::int64_t n, std::int64_t b, std::int64_t m)
{
    const std::int64_t common = std::gcd(a, b);
    const std::int64_t repeatsI = std::max<std::int64_t>(0, n - b / common);
    const std::int64_t repeatsJ = std::max<std::int64_t>(0, m - a / common);
    return n * m - repeatsI * repeatsJ;
}

/// The general case, by listing: sums of three or more unrolled terms.
std::int64_t distinctSumsListed(const TensorShape::Axis& axis, const Extents& ways, const Extents& tile)
{
    std::vector<std::int64_t> sums{0};
    for (std::size_t i = 0; i < axis.terms; ++i) {
        const std::size_t d = axis.dimension[i];
        const std::size_t before = sums.size();
        for (std::int64_t step = 1; step < ways[d]; ++step)
            for (std::size_t s = 0; s < before; ++s)
                sums.push_back(sums[s] + step * tile[d] * axis.coefficient[i]);
        std::sort(sums.begin(), sums.end());
        sums.erase(std::unique(sums.begin(), sums.end()), sums.end());
    }
    return static_cast<std::int64_t>(sums.size());
}

std::int64_t distinctAlong(const TensorShape::Axis& axis, const Extents& ways, const Extents& tile)
{
    std::array<std::size_t, 2> unrolled{};
    std::size_t count = 0;
    for (std::size_t i = 0; i < axis.terms; ++i)
        if (ways[axis.dimension[i]] > 1) {
            if (count < 2)
                unrolled[count] = i;
            ++count;
        }
    if (count == 0)
        return 1;
    const std::size_t d = axis.dimension[unrolled[0]];
    if (count == 1)
        return ways[d];
    if (count > 2)
        return distinctSumsListed(axis, ways, tile);
    const std::size_t e = axis.dimension[unrolled[1]];
    return distinctSums(axis.coefficient[unrolled[0]] * tile[d], ways[d],
                        axis.coefficient[unrolled[1]] * tile[e], ways[e]);
}

} // namespace

std::int64_t distinctTiles(const TensorShape& tensor, const Fanout& fanout, const Extents& tile)
{
    std::int64_t distinct = 1;
    if (fanout.used() == 1)
        return distinct;
    const Extents& ways = fanout.ways;
    if (!tensor.sliding) {
        for (std::size_t d = 0; d < kMaxDimensions; ++d)
            distinct *= tensor.uses(d) ? ways[d] : 1;
        return distinct;
    }
    if (tensor.separable) {
        for (std::size_t a = 0; a < tensor.axisCount; ++a)
            distinct *= distinctAlong(tensor.axes[a], ways, tile);
        return distinct;
    }
    // A dimension on two axes ties them together: compare whole offsets.
    Neighbours elements;
    elements.prepare(tensor, fanout, tile);
    return elements.allGroups();
}

void Neighbours::prepare(const TensorShape& tensor, const Fanout& fanout, const Extents& tile)
{
    m_tensor = &tensor;
    m_fanout = fanout;
    m_tile = tile;
    m_placed = false;
    m_known.clear();
    const Extents& ways = fanout.ways;
    for (std::size_t a = 0; a < tensor.axisCount; ++a) {
        const TensorShape::Axis& axis = tensor.axes[a];
        std::int64_t unit = 0;
        std::int64_t reach = 0;
        for (std::size_t i = 0; i < axis.terms; ++i) {
            const std::size_t d = axis.dimension[i];
            if (ways[d] == 1)
                continue;
            unit = std::gcd(unit, axis.coefficient[i] * tile[d]);
            reach += axis.coefficient[i] * tile[d] * (ways[d] - 1);
        }
        m_unit[a] = std::max<std::int64_t>(unit, 1);
        m_reach[a] = reach / m_unit[a];
    }
}

/// Differences of offsets need twice the reach along every axis to stay apart in one number.
void Neighbours::setRadix()
{
    std::int64_t radix = 1;
    for (std::size_t a = 0; a < m_tensor->axisCount; ++a) {
        m_radix[a] = radix;
        radix *= 2 * m_reach[a] + 1;
    }
    m_range = radix;
}

std::int64_t Neighbours::allGroups()
{
    placeElements();
    m_placed = false;
    return distinct(m_code);
}

Forwarding Neighbours::at(const Coordinates& shift)
{
    for (std::size_t a = 0; a < m_tensor->axisCount; ++a)
        if (shift[a] % m_unit[a] != 0 || std::abs(shift[a] / m_unit[a]) > m_reach[a])
            return {};
    if (!m_placed)
        placeElements();
    std::int64_t code = 0;
    for (std::size_t a = 0; a < m_tensor->axisCount; ++a)
        code += shift[a] / m_unit[a] * m_radix[a];
    for (const Known& known : m_known)
        if (known.shift == code)
            return known.forwarding;
    const Forwarding forwarding = count(code);
    m_known.push_back({code, forwarding});
    return forwarding;
}

/// Repeats the elements placed so far once for every iteration of the loops, innermost first.
void Neighbours::add(std::span<const NestLoop> loops, Extents& stride)
{
    for (std::size_t l = loops.size(); l-- > 0;) {
        const NestLoop& loop = loops[l];
        std::int64_t step = 0;
        for (std::size_t a = 0; a < m_tensor->axisCount; ++a) {
            const TensorShape::Axis& axis = m_tensor->axes[a];
            for (std::size_t i = 0; i < axis.terms; ++i)
                if (axis.dimension[i] == loop.dimension)
                    step += axis.coefficient[i] * stride[loop.dimension] / m_unit[a] * m_radix[a];
        }
        const std::size_t before = m_code.size();
        for (std::int64_t k = 1; k < loop.factor; ++k)
            for (std::size_t e = 0; e < before; ++e)
                m_code.push_back(m_code[e] + k * step);
        stride[loop.dimension] *= loop.factor;
    }
}

void Neighbours::placeElements()
{
    setRadix();
    m_code.assign(1, 0);
    Extents stride = m_tile;
    add(m_fanout.columns, stride);
    add(m_fanout.rows, stride);
    m_placed = true;
}

/// Different values among the codes, by marking each in a table where that is not absurdly large.
std::int64_t Neighbours::distinct(std::vector<std::int64_t>& codes)
{
    constexpr std::int64_t kLargestTable = 1 << 20U;
    if (m_range > kLargestTable) {
        std::sort(codes.begin(), codes.end());
        return std::unique(codes.begin(), codes.end()) - codes.begin();
    }
    if (m_mark.size() < static_cast<std::size_t>(m_range))
        m_mark.resize(static_cast<std::size_t>(m_range), 0);
    ++m_round; // a new round instead of clearing the table
    std::int64_t count = 0;
    for (const std::int64_t code : codes) {
        std::uint64_t& mark = m_mark[static_cast<std::size_t>(code)];
        count += mark != m_round ? 1 : 0;
        mark = m_round;
    }
    return count;
}

Forwarding Neighbours::count(std::int64_t shift)
{
    const auto elements = static_cast<std::int64_t>(m_code.size());
    // The reference numbers elements by the used width but finds neighbours by the physical one.
    const std::int64_t width = std::max(m_fanout.physicalX, m_fanout.usedX);
    m_left.clear();
    Forwarding result;
    for (std::int64_t row = 0; row < elements; row += width) {
        const std::int64_t end = std::min(row + width, elements);
        for (std::int64_t e = row; e < end; ++e) {
            const std::int64_t* code = m_code.data() + e;
            const std::int64_t wanted = *code + shift;
            const bool served = (e > row && code[-1] == wanted) || (e + 1 < end && code[1] == wanted)
                                || (row > 0 && code[-width] == wanted)
                                || (e + width < elements && code[width] == wanted);
            if (!served)
                m_left.push_back(*code);
        }
    }
    result.forwarded = elements - static_cast<std::int64_t>(m_left.size());
    if (result.forwarded > 0)
        result.groups = distinct(m_left);
    return result;
}

} // namespace paretoscope::cost::spatial
