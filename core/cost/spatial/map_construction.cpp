// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/spatial/map_space.h"
#include "core/cost/spatial/map_space_support.h"

#include <algorithm>
#include <numeric>

/// How mappings come into being: the plainest, random good-looking ones, and ones after another's model.

namespace paretoscope::cost::spatial {

namespace {

// Our choice, all three.
constexpr int kSideDraws = 3;     ///< per side of the array, of which the fullest is taken
constexpr double kMostIdle = 0.2; ///< chance, at most, to stop growing a tile at each step
constexpr double kKept = 0.8;     ///< chance that a level stores a tensor it may

} // namespace

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
        for (int draw = 0; draw < kSideDraws && most < limit(side); ++draw) {
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

/// Grows one level's tile by random primes from the pool until nothing more fits.
void MapSpace::growLevel(Candidate& candidate, Tiles& tiles, std::size_t level, Rng& rng,
                         const Evaluator& evaluator) const
{
    const Extents& pool = candidate.factor[0][0];
    const Place place{static_cast<std::uint8_t>(level), Where::Time};
    std::array<std::uint8_t, kMaxDimensions> open{};
    std::size_t count = 0;
    for (const std::uint8_t d : m_movable)
        if (pool[d] > 1 && !in(m_inside, d) && stands(d, place))
            open[count++] = d;
    // A memory now and then left partly empty: the next one may use the factors better.
    const double stop = rng.uniform(0.0, kMostIdle);
    while (count > 0 && !rng.chance(stop)) {
        const std::size_t chosen = rng.below(count);
        const std::uint8_t d = open[chosen];
        bool full = pool[d] <= bounds({0, Where::Time}, d).least;
        // A prime used up already is an unlucky draw, not a full memory.
        if (const std::int64_t p = pick(m_primes[d], rng); !full && spares(pool, d, p))
            full = candidate.factor[level][0][d] * p > bounds(place, d).most
                   || !grow(candidate, tiles, level, {d, p}, evaluator);
        if (full)
            open[chosen] = open[--count];
    }
}

Candidate MapSpace::construct(Rng& rng, const Evaluator& evaluator, const Candidate* like) const
{
    Candidate candidate = plainest();
    if (like != nullptr)
        candidate.keeps = like->keeps;
    else
        for (const Choice& choice : m_free)
            if (rng.chance(kKept))
                candidate.keeps[choice.level] = static_cast<std::uint8_t>(candidate.keeps[choice.level]
                                                                          | (1U << choice.tensor));
    fillArray(candidate, rng);
    Tiles tiles;
    measure(candidate, tiles);
    for (std::size_t l = m_levels - 1; l > 0; --l)
        growLevel(candidate, tiles, l, rng, evaluator);
    settle(candidate, &rng);
    for (std::size_t l = 0; l < m_levels; ++l) {
        for (std::size_t i = m_dimensions; i-- > 1;)
            std::swap(candidate.order[l][i], candidate.order[l][rng.below(i + 1)]);
        arrange(candidate, l);
    }
    return candidate;
}

/// The largest factor up to `most` that the pool can give.
std::int64_t MapSpace::share(const Extents& pool, std::size_t dimension, std::int64_t most) const
{
    std::int64_t factor = std::gcd(pool[dimension], most);
    for (const std::int64_t p : m_primes[dimension])
        if (pool[dimension] / factor % p == 0 && factor <= most / p)
            factor *= p;
    return factor;
}

std::optional<Candidate> MapSpace::adapt(const Mapping& other, Rng& rng, const Evaluator& evaluator) const
{
    if (other.levels.size() != m_levels)
        return {};
    Candidate candidate = plainest();
    Extents& pool = candidate.factor[0][0];
    const auto take = [&](Place place, const Loop& loop) {
        const auto d = static_cast<std::uint8_t>(loop.dimension);
        if (d >= m_dimensions || in(m_inside, d) || !stands(d, place))
            return;
        const bool outermost = place.level == 0 && place.where == Where::Time;
        const std::int64_t room = place.where == Where::Time ? loop.factor
                                                             : limit(place) / used(candidate, place);
        const std::int64_t factor = share(pool, d, std::min(loop.factor, room));
        if (outermost || factor <= 1)
            return;
        pool[d] /= factor;
        candidate.factor[place.level][static_cast<std::size_t>(place.where)][d] *= factor;
    };
    for (std::uint8_t l = 0; l < m_levels; ++l) {
        for (const Loop& loop : other.levels[l].spatialX)
            take({l, Where::Column}, loop);
        for (const Loop& loop : other.levels[l].spatialY)
            take({l, Where::Row}, loop);
    }
    for (std::size_t l = m_levels; l-- > 0;) {
        for (const Loop& loop : other.levels[l].temporal)
            take({static_cast<std::uint8_t>(l), Where::Time}, loop);
        follow(candidate, l, other.levels[l]);
    }
    settle(candidate, &rng);
    if (!repair(candidate, rng, evaluator))
        return {};
    return candidate;
}

/// Residency and loop order of another mapping's level, where they are free; loops it had not stand outside.
void MapSpace::follow(Candidate& candidate, std::size_t level, const LevelMapping& other) const
{
    for (const Choice& choice : m_free)
        if (choice.level == level && choice.tensor < other.keeps.size() && other.keeps[choice.tensor])
            candidate.keeps[level] = static_cast<std::uint8_t>(candidate.keeps[level]
                                                               | (1U << choice.tensor));
    const auto begin = candidate.order[level].begin();
    for (const Loop& loop : other.temporal) {
        const auto end = begin + static_cast<std::ptrdiff_t>(m_dimensions);
        const auto at = std::find(begin, end, static_cast<std::uint8_t>(loop.dimension));
        if (at != end)
            std::rotate(at, at + 1, end);
    }
    arrange(candidate, level);
}

} // namespace paretoscope::cost::spatial
