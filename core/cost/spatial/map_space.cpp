// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/spatial/map_space.h"

#include "core/cost/spatial/map_space_support.h"

#include <algorithm>
#include <iterator>
#include <numeric>

namespace paretoscope::cost::spatial {

namespace {

constexpr std::int64_t kLargestPrime = 1 << 20U;
/// Ways to fill a side of the array that are listed at most; a 32 x 32 array has a few hundred.
constexpr std::size_t kMostFills = 4096;

/// Prime factors; what is left after the primes up to 2^20 moves as one piece, so that no size takes long.
std::vector<std::int64_t> primesOf(std::int64_t number)
{
    std::vector<std::int64_t> primes;
    for (std::int64_t p = 2; p * p <= number && p <= kLargestPrime; ++p)
        for (; number % p == 0; number /= p)
            primes.push_back(p);
    if (number > 1)
        primes.push_back(number);
    return primes;
}

/// Divisors of the product of these primes, ascending, none above `most`.
std::vector<std::int64_t> divisorsUpTo(const std::vector<std::int64_t>& primes, std::int64_t most)
{
    std::vector<std::int64_t> divisors{1};
    for (const std::int64_t prime : primes) {
        const std::size_t before = divisors.size();
        for (std::size_t i = 0; i < before; ++i)
            if (divisors[i] <= most / prime)
                divisors.push_back(divisors[i] * prime);
        std::sort(divisors.begin(), divisors.end());
        divisors.erase(std::unique(divisors.begin(), divisors.end()), divisors.end());
    }
    return divisors;
}

} // namespace

MapSpace::MapSpace(const workload::Operation& operation, const hardware::SpatialArchitecture& architecture,
                   const Dataflow& dataflow, const OperationShape& shape, const LayerConstraints& constraints)
    : m_constraints(constraints)
    , m_levels(architecture.levels.size())
    , m_dimensions(shape.dimensionCount)
    , m_tensors(shape.tensorCount)
    , m_inside(dataflow.insideElement)
{
    m_feeding = m_elementLevel = m_levels - 1;
    for (std::size_t l = m_levels; l-- > 0;) {
        m_limitX[l] = architecture.fanOutX(l);
        m_limitY[l] = architecture.fanOutY(l);
        if (m_limitX[l] * m_limitY[l] > 1)
            m_feeding = l;
        if (architecture.levels[l].instances() == architecture.levels.back().instances())
            m_elementLevel = l;
    }
    decideResidency(operation, architecture);
    for (std::size_t d = 0; d < m_dimensions; ++d) {
        m_primes[d] = primesOf(shape.sizes[d]);
        if (m_primes[d].empty())
            continue;
        std::unique_copy(m_primes[d].begin(), m_primes[d].end(), std::back_inserter(m_kinds[d]));
        m_movable.push_back(static_cast<std::uint8_t>(d));
    }
    decidePlaces(dataflow);
    for (std::size_t l = 0; l < m_levels; ++l) {
        if (m_limitX[l] > 1)
            m_sides.push_back({static_cast<std::uint8_t>(l), Where::Column});
        if (m_limitY[l] > 1)
            m_sides.push_back({static_cast<std::uint8_t>(l), Where::Row});
    }
    for (const Place side : m_sides)
        m_fills.push_back(listFills(side));
    if (dataflow.stationary)
        m_stationary = shape.tensors[*dataflow.stationary].dimensions;
}

/// All ways to fill one side of the array, fullest first.
std::vector<MapSpace::Fill> MapSpace::listFills(Place side) const
{
    std::vector<Fill> fills(1);
    fills.front().factors.fill(1);
    for (const std::uint8_t d : m_movable) {
        const FactorBounds& allowed = bounds(side, d);
        if (!stands(d, side)) {
            fills.front().factors[d] = allowed.start;
            fills.front().used *= allowed.start;
        }
    }
    for (const std::uint8_t d : m_movable) {
        if (!stands(d, side))
            continue;
        const std::size_t before = fills.size();
        for (const std::int64_t factor : divisorsUpTo(m_primes[d], limit(side))) {
            if (factor == 1 || factor > bounds(side, d).most)
                continue;
            for (std::size_t i = 0; i < before && fills.size() < kMostFills; ++i)
                if (fills[i].used * factor <= limit(side)) {
                    Fill fuller = fills[i];
                    fuller.factors[d] = factor;
                    fuller.used *= factor;
                    fills.push_back(fuller);
                }
        }
    }
    std::stable_sort(fills.begin(), fills.end(),
                     [](const Fill& a, const Fill& b) { return a.used > b.used; });
    return fills;
}

/// Where the factors of each dimension may move: not where the dataflow wants none, nor where one is fixed.
void MapSpace::decidePlaces(const Dataflow& dataflow)
{
    for (const std::uint8_t d : m_movable) {
        const auto open = [&](std::size_t level, Where where) {
            const Place place{static_cast<std::uint8_t>(level), where};
            if (bounds(place, d).fixed())
                return;
            m_places[d].push_back(place);
            std::uint8_t& set = m_stands[level][static_cast<std::size_t>(where)];
            set = static_cast<std::uint8_t>(set | (1U << d));
        };
        for (std::size_t l = 0; l < m_levels; ++l) {
            if (!in(m_inside, d) || l >= m_elementLevel)
                open(l, Where::Time);
            if (m_limitX[l] > 1 && in(dataflow.columns, d) && !in(m_inside, d))
                open(l, Where::Column);
            if (m_limitY[l] > 1 && in(dataflow.rows, d) && !in(m_inside, d))
                open(l, Where::Row);
        }
        if (m_places[d].size() > 1)
            m_loose.push_back(d);
    }
    for (std::size_t l = 0; l < m_levels; ++l)
        for (const Where where : {Where::Row, Where::Column}) {
            auto& order = where == Where::Row ? m_rowOrder[l] : m_columnOrder[l];
            order = m_constraints.levels[l].order[static_cast<std::size_t>(where)];
            for (const std::uint8_t d : m_movable)
                if (std::find(order.begin(), order.end(), d) == order.end())
                    order.push_back(d);
        }
}

/// What each level must store and what it may. The outermost level that may store a tensor always does:
/// somewhere the data must come from.
void MapSpace::decideResidency(const workload::Operation& operation,
                               const hardware::SpatialArchitecture& architecture)
{
    for (std::size_t t = 0; t < m_tensors; ++t) {
        bool stored = false;
        for (std::size_t l = 0; l < m_levels; ++l) {
            const LayerConstraints::Level& asked = m_constraints.levels[l];
            const hardware::Residency rule = in(asked.keep, t)     ? hardware::Residency::Keeps
                                             : in(asked.bypass, t) ? hardware::Residency::Bypasses
                                                                   : residency(architecture.levels[l],
                                                                               operation.tensors[t].name);
            if (rule == hardware::Residency::Keeps || (rule == hardware::Residency::Free && !stored))
                m_mustKeep[l] = static_cast<std::uint8_t>(m_mustKeep[l] | (1U << t));
            else if (rule == hardware::Residency::Free)
                m_free.push_back({static_cast<std::uint8_t>(l), static_cast<std::uint8_t>(t)});
            stored = stored || rule != hardware::Residency::Bypasses;
        }
        if (!stored && !m_unstorable)
            m_unstorable = t;
    }
}

bool MapSpace::stands(std::uint8_t dimension, Place place) const
{
    return in(m_stands[place.level][static_cast<std::size_t>(place.where)], dimension);
}

const FactorBounds& MapSpace::bounds(Place place, std::size_t dimension) const
{
    return m_constraints.levels[place.level].factor[static_cast<std::size_t>(place.where)][dimension];
}

/// Whether a factor may be so large, or small, at a place.
bool MapSpace::takes(Place place, std::size_t dimension, std::int64_t factor) const
{
    return bounds(place, dimension).allows(factor);
}

/// Whether a prime may be drawn from the pool, which is the outermost level's time: not what belongs there.
bool MapSpace::spares(const Extents& pool, std::size_t dimension, std::int64_t prime) const
{
    const FactorBounds& kept = bounds({0, Where::Time}, dimension);
    const std::int64_t left = pool[dimension] / prime;
    return pool[dimension] % prime == 0 && left >= kept.least && (!kept.fixed() || left % kept.least == 0);
}

bool MapSpace::admits(const Candidate& candidate) const
{
    std::int64_t spread = 1;
    for (std::size_t l = 0; l < m_levels && m_constraints.leastSpread > 1; ++l)
        for (const Where where : {Where::Row, Where::Column})
            spread *= used(candidate, {static_cast<std::uint8_t>(l), where});
    if (spread < m_constraints.leastSpread)
        return false;
    if (!m_constraints.constrainsFactors)
        return true;
    for (std::uint8_t l = 0; l < m_levels; ++l)
        for (const Where where : {Where::Time, Where::Row, Where::Column})
            for (const std::uint8_t d : m_movable)
                if (!takes({l, where}, d, candidate.factor[l][static_cast<std::size_t>(where)][d]))
                    return false;
    return true;
}

std::int64_t MapSpace::limit(Place place) const
{
    return place.where == Where::Column ? m_limitX[place.level] : m_limitY[place.level];
}

std::int64_t MapSpace::used(const Candidate& candidate, Place place) const
{
    const Extents& factors = candidate.factor[place.level][static_cast<std::size_t>(place.where)];
    return std::accumulate(factors.begin(), factors.end(), std::int64_t{1}, std::multiplies<>{});
}

/// Puts a level's temporal loops in the order that the dataflow wants, and then that of the constraints.
void MapSpace::arrange(Candidate& candidate, std::size_t level) const
{
    const auto begin = candidate.order[level].begin();
    const auto end = begin + static_cast<std::ptrdiff_t>(m_dimensions);
    if (m_stationary && level >= m_feeding)
        std::stable_partition(begin, end, [&](std::uint8_t d) { return in(*m_stationary, d); });
    const auto& outermost = m_constraints.levels[level].outermost;
    const auto& innermost = m_constraints.levels[level].innermost;
    // Each goes to its end of the list, the one that stands furthest out, or in, last.
    for (auto d = outermost.rbegin(); d != outermost.rend(); ++d) {
        const auto at = std::find(begin, end, *d);
        std::rotate(begin, at, at + 1);
    }
    for (const std::uint8_t d : innermost) {
        const auto at = std::find(begin, end, d);
        std::rotate(at, at + 1, end);
    }
}

void MapSpace::measure(const Candidate& candidate, Tiles& tiles) const
{
    Extents extents;
    extents.fill(1);
    for (std::size_t l = m_levels; l-- > 0;) {
        for (const std::uint8_t d : m_movable)
            for (const Extents& factors : candidate.factor[l])
                extents[d] *= factors[d];
        tiles[l] = extents;
    }
}

void MapSpace::lay(const Candidate& candidate, Nest& nest) const
{
    std::uint8_t end = 0;
    for (std::size_t l = 0; l < m_levels; ++l) {
        NestLevel& level = nest.levels[l];
        const auto& factor = candidate.factor[l];
        const auto append = [&](Where where, std::uint8_t d) {
            if (const std::int64_t f = factor[static_cast<std::size_t>(where)][d]; f > 1)
                nest.loops[end++] = {f, d};
        };
        level.keeps = candidate.keeps[l];
        level.temporal = end;
        for (std::size_t i = 0; i < m_dimensions; ++i)
            append(Where::Time, candidate.order[l][i]);
        level.spatialY = end;
        if (m_limitY[l] > 1)
            for (const std::uint8_t d : m_rowOrder[l])
                append(Where::Row, d);
        level.spatialX = end;
        if (m_limitX[l] > 1)
            for (const std::uint8_t d : m_columnOrder[l])
                append(Where::Column, d);
        level.end = end;
    }
}

Nest MapSpace::nest(const Candidate& candidate) const
{
    Nest nest;
    lay(candidate, nest);
    return nest;
}

Mapping MapSpace::mapping(const Candidate& candidate) const
{
    const Nest flat = nest(candidate);
    Mapping mapping;
    for (std::size_t l = 0; l < m_levels; ++l) {
        const NestLevel& level = flat.levels[l];
        LevelMapping& named = mapping.levels.emplace_back();
        for (std::size_t t = 0; t < m_tensors; ++t)
            named.keeps.push_back(in(level.keeps, t));
        const auto list = [&](std::vector<Loop>& loops, std::uint8_t begin, std::uint8_t finish) {
            for (std::uint8_t i = begin; i < finish; ++i)
                loops.push_back({flat.loops[i].dimension, flat.loops[i].factor});
        };
        list(named.temporal, level.temporal, level.spatialY);
        list(named.spatialY, level.spatialY, level.spatialX);
        list(named.spatialX, level.spatialX, level.end);
    }
    return mapping;
}

} // namespace paretoscope::cost::spatial
