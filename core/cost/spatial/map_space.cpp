// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/spatial/map_space.h"

#include <algorithm>
#include <iterator>
#include <numeric>

namespace paretoscope::cost::spatial {

namespace {

constexpr std::int64_t kLargestPrime = 1 << 20U;

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

/// Draws per side of the array, our choice.
constexpr int kDraws = 3;

bool in(std::uint8_t set, std::size_t dimension)
{
    return ((set >> dimension) & 1U) != 0;
}

template <class T> const T& pick(const std::vector<T>& from, Rng& rng)
{
    return from[rng.below(from.size())];
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
    const auto meshX = [&](std::size_t l) {
        return l < m_levels ? architecture.levels[l].meshX : architecture.macMeshX;
    };
    const auto meshY = [&](std::size_t l) {
        return l < m_levels ? architecture.levels[l].meshY : architecture.macMeshY;
    };
    m_feeding = m_elementLevel = m_levels - 1;
    for (std::size_t l = m_levels; l-- > 0;) {
        m_limitX[l] = std::max<std::int64_t>(1, meshX(l + 1) / meshX(l));
        m_limitY[l] = std::max<std::int64_t>(1, meshY(l + 1) / meshY(l));
        if (m_limitX[l] * m_limitY[l] > 1)
            m_feeding = l;
        if (meshX(l) * meshY(l) == meshX(m_levels - 1) * meshY(m_levels - 1))
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
    if (dataflow.stationary)
        m_stationary = shape.tensors[*dataflow.stationary].dimensions;
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

/// Moves what the pool may not keep to other places, drawn at random or, without a generator, to the
/// outermost one. What finds no place stays; then admits() says no.
void MapSpace::settle(Candidate& candidate, Rng* rng) const
{
    if (!m_constraints.constrainsFactors)
        return;
    Extents& pool = candidate.factor[0][0];
    for (const std::uint8_t d : m_movable)
        for (std::size_t i = m_primes[d].size(); i-- > 0 && pool[d] > bounds({0, Where::Time}, d).most;) {
            const std::int64_t p = m_primes[d][i];
            if (!spares(pool, d, p))
                continue;
            std::vector<Place> open;
            for (const Place place : m_places[d]) {
                const std::int64_t factor = candidate.factor[place.level]
                                                            [static_cast<std::size_t>(place.where)][d];
                const bool roomy = place.where == Where::Time || used(candidate, place) * p <= limit(place);
                if (!(place == Place{0, Where::Time}) && roomy && takes(place, d, factor * p))
                    open.push_back(place);
            }
            if (open.empty())
                continue;
            const Place to = rng != nullptr ? pick(open, *rng) : open.front();
            candidate.factor[to.level][static_cast<std::size_t>(to.where)][d] *= p;
            pool[d] /= p;
        }
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
    return std::all_of(m_movable.begin(), m_movable.end(), [&](std::uint8_t d) {
        return takes({0, Where::Time}, d, candidate.factor[0][0][d]);
    });
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

Candidate MapSpace::plainest() const
{
    Candidate candidate;
    for (auto& level : candidate.factor)
        for (Extents& factors : level)
            factors.fill(1);
    for (auto& order : candidate.order)
        std::iota(order.begin(), order.end(), std::uint8_t{0});
    for (const std::uint8_t d : m_movable) {
        std::int64_t rest = std::accumulate(m_primes[d].begin(), m_primes[d].end(), std::int64_t{1},
                                            std::multiplies<>{});
        for (std::size_t l = 0; l < m_levels; ++l)
            for (std::size_t where = 0; where < kWheres; ++where) {
                const std::int64_t start = m_constraints.levels[l].factor[where][d].start;
                candidate.factor[l][where][d] = start;
                rest /= start;
            }
        candidate.factor[in(m_inside, d) ? m_elementLevel : 0][0][d] *= rest;
    }
    settle(candidate, nullptr);
    candidate.keeps = m_mustKeep;
    for (std::size_t l = 0; l < m_levels; ++l)
        arrange(candidate, l);
    return candidate;
}

/// Puts primes, drawn at random from those in the pool, on one side of the array until no other fits.
std::int64_t MapSpace::fillSide(Extents& pool, Extents& factors, Place side, Rng& rng) const
{
    const std::int64_t most = limit(side);
    std::int64_t filled = std::accumulate(factors.begin(), factors.end(), std::int64_t{1},
                                          std::multiplies<>{});
    std::array<Step, kMaxDimensions * kMaxDimensions> fitting;
    while (true) {
        std::size_t count = 0;
        for (const std::uint8_t d : m_movable) {
            if (pool[d] == 1 || !stands(d, side))
                continue;
            for (const std::int64_t p : m_kinds[d])
                if (filled * p <= most && spares(pool, d, p) && factors[d] * p <= bounds(side, d).most
                    && count < fitting.size())
                    fitting[count++] = {d, p};
        }
        if (count == 0)
            return filled;
        const auto [d, p] = fitting[rng.below(count)];
        factors[d] *= p;
        pool[d] /= p;
        filled *= p;
    }
}

/// Fills all sides, in random order, each with the fullest of a few draws: idle elements cost every layer.
void MapSpace::fillArray(Candidate& candidate, Rng& rng) const
{
    std::vector<Place> sides = m_sides;
    for (std::size_t i = sides.size(); i-- > 1;)
        std::swap(sides[i], sides[rng.below(i + 1)]);
    Extents& pool = candidate.factor[0][0];
    for (const Place side : sides) {
        Extents& factors = candidate.factor[side.level][static_cast<std::size_t>(side.where)];
        const Extents poolBefore = pool;
        const Extents factorsBefore = factors;
        std::int64_t most = 0;
        for (int draw = 0; draw < kDraws && most < limit(side); ++draw) {
            Extents poolLeft = poolBefore;
            Extents drawn = factorsBefore;
            if (const std::int64_t used = fillSide(poolLeft, drawn, side, rng); used > most) {
                most = used;
                pool = poolLeft;
                factors = drawn;
            }
        }
    }
}

/// Takes a prime from the pool to a level inwards, if all tiles it widens still fit: those of that level and
/// of every level between it and the pool.
bool MapSpace::grow(Candidate& candidate, Tiles& tiles, std::size_t level, Step step,
                    const Evaluator& evaluator) const
{
    const auto [d, p] = step;
    std::size_t l = level;
    for (; l > 0; --l) {
        tiles[l][d] *= p;
        if (!evaluator.hasRoom(l, tiles[l], candidate.keeps[l]))
            break;
    }
    if (l > 0) {
        for (std::size_t undone = level + 1; undone-- > l;)
            tiles[undone][d] /= p;
        return false;
    }
    candidate.factor[level][0][d] *= p;
    candidate.factor[0][0][d] /= p;
    return true;
}

/// From the innermost memory outwards, grows tiles by random primes until nothing more fits.
void MapSpace::fillMemories(Candidate& candidate, Rng& rng, Evaluator& evaluator) const
{
    const Extents& pool = candidate.factor[0][0];
    const bool fitting = !evaluator.fits(nest(candidate));
    Tiles tiles{};
    for (std::size_t l = 0; l < m_levels; ++l)
        tiles[l] = evaluator.tile(l);
    std::vector<std::uint8_t> open;
    for (std::size_t l = m_levels - 1; l > 0; --l) {
        open = m_movable;
        // A memory now and then left partly empty: the next one may use the factors better.
        const double stop = rng.uniform(0.0, 0.2);
        while (!open.empty() && !rng.chance(stop)) {
            const std::size_t chosen = rng.below(open.size());
            const std::uint8_t d = open[chosen];
            bool full = true;
            const Place place{static_cast<std::uint8_t>(l), Where::Time};
            if (pool[d] > bounds({0, Where::Time}, d).least && !in(m_inside, d) && stands(d, place)) {
                const std::int64_t p = pick(m_primes[d], rng);
                // A prime used up already is an unlucky draw, not a full memory.
                full = spares(pool, d, p)
                       && !(fitting && candidate.factor[l][0][d] * p <= bounds(place, d).most
                            && grow(candidate, tiles, l, {d, p}, evaluator));
            }
            if (full)
                open.erase(open.begin() + static_cast<std::ptrdiff_t>(chosen));
        }
    }
}

Candidate MapSpace::construct(Rng& rng, Evaluator& evaluator) const
{
    Candidate candidate = plainest();
    for (const Choice& choice : m_free)
        if (rng.chance(0.8))
            candidate.keeps[choice.level] = static_cast<std::uint8_t>(candidate.keeps[choice.level]
                                                                      | (1U << choice.tensor));
    fillArray(candidate, rng);
    fillMemories(candidate, rng, evaluator);
    settle(candidate, &rng);
    for (std::size_t l = 0; l < m_levels; ++l) {
        for (std::size_t i = m_dimensions; i-- > 1;)
            std::swap(candidate.order[l][i], candidate.order[l][rng.below(i + 1)]);
        arrange(candidate, l);
    }
    return candidate;
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

bool MapSpace::movePrime(Candidate& candidate, Rng& rng) const
{
    const std::uint8_t d = pick(m_movable, rng);
    const std::int64_t p = pick(m_primes[d], rng);
    const Place from = pick(m_places[d], rng);
    const Place to = pick(m_places[d], rng);
    std::int64_t& source = candidate.factor[from.level][static_cast<std::size_t>(from.where)][d];
    if (from == to || source % p != 0)
        return false;
    const std::int64_t target = candidate.factor[to.level][static_cast<std::size_t>(to.where)][d];
    if (source / p < bounds(from, d).least || target * p > bounds(to, d).most)
        return false;
    if (to.where != Where::Time && used(candidate, to) * p > limit(to))
        return false;
    source /= p;
    candidate.factor[to.level][static_cast<std::size_t>(to.where)][d] *= p;
    return true;
}

/// Two moves at once between the same two places, so that a full side or memory can change what it holds.
bool MapSpace::exchange(Candidate& candidate, Rng& rng) const
{
    const std::uint8_t d = pick(m_movable, rng);
    const std::uint8_t e = pick(m_movable, rng);
    const std::int64_t p = pick(m_primes[d], rng);
    const std::int64_t q = pick(m_primes[e], rng);
    const Place a = pick(m_places[d], rng);
    const Place b = pick(m_places[d], rng);
    if (a == b || (d == e && p == q) || !stands(e, a) || !stands(e, b))
        return false;
    Extents& inA = candidate.factor[a.level][static_cast<std::size_t>(a.where)];
    Extents& inB = candidate.factor[b.level][static_cast<std::size_t>(b.where)];
    if (inA[d] % p != 0 || inB[e] % q != 0)
        return false;
    inA[d] /= p;
    inB[d] *= p;
    inB[e] /= q;
    inA[e] *= q;
    const bool kept = takes(a, d, inA[d]) && takes(b, d, inB[d]) && takes(b, e, inB[e])
                      && takes(a, e, inA[e]);
    if (kept && (a.where == Where::Time || used(candidate, a) <= limit(a))
        && (b.where == Where::Time || used(candidate, b) <= limit(b)))
        return true;
    inA[e] /= q;
    inB[e] *= q;
    inB[d] /= p;
    inA[d] *= p;
    return false;
}

/// Takes one loop out of a level's temporal order and puts it back elsewhere.
bool MapSpace::reorder(Candidate& candidate, Rng& rng) const
{
    const std::size_t level = rng.below(m_levels);
    const Extents& factors = candidate.factor[level][0];
    const auto loops = std::count_if(factors.begin(), factors.end(), [](std::int64_t f) { return f > 1; });
    if (loops < 2)
        return false;
    auto& order = candidate.order[level];
    const std::size_t from = rng.below(m_dimensions);
    const std::size_t to = rng.below(m_dimensions);
    if (from == to || factors[order[from]] == 1)
        return false;
    const auto at = [&](std::size_t i) { return order.begin() + static_cast<std::ptrdiff_t>(i); };
    if (from < to)
        std::rotate(at(from), at(from + 1), at(to + 1));
    else
        std::rotate(at(to), at(from), at(from + 1));
    arrange(candidate, level);
    return true;
}

bool MapSpace::flip(Candidate& candidate, Rng& rng) const
{
    if (m_free.empty())
        return false;
    const Choice choice = pick(m_free, rng);
    candidate.keeps[choice.level] = static_cast<std::uint8_t>(candidate.keeps[choice.level]
                                                              ^ (1U << choice.tensor));
    return true;
}

bool MapSpace::mutate(Candidate& candidate, Rng& rng) const
{
    if (m_movable.empty())
        return flip(candidate, rng);
    const double draw = rng.uniform();
    if (draw < 0.5)
        return movePrime(candidate, rng);
    if (draw < 0.75)
        return exchange(candidate, rng);
    return draw < 0.95 ? reorder(candidate, rng) : flip(candidate, rng);
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
