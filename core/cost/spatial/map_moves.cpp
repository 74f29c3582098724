// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/spatial/map_space.h"
#include "core/cost/spatial/map_space_support.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

/// How one mapping becomes another: small steps, and larger ones that empty part of the machine and fill it
/// anew. What no longer fits is repaired, so that nearly every step leads to a legal mapping.

namespace paretoscope::cost::spatial {

namespace {

// Shares of the moves, added up; our choice, on a plateau.
constexpr double kReorder = 0.19, kMove = 0.57, kExchange = 0.76, kRefill = 0.81, kRepack = 0.905;
/// Power of the uniform draw that chooses a fill: half of the draws fall on the fullest eighth.
constexpr double kFullness = 3.0;

} // namespace

bool MapSpace::movePrime(Candidate& candidate, Rng& rng) const
{
    if (m_loose.empty())
        return false;
    const std::uint8_t d = pick(m_loose, rng);
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
    if (m_loose.empty())
        return false;
    const std::uint8_t d = pick(m_loose, rng);
    const std::uint8_t e = pick(m_loose, rng);
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

/// Fills one side of the array anew, most often with one of its fullest fills.
bool MapSpace::refill(Candidate& candidate, Rng& rng) const
{
    if (m_sides.empty())
        return false;
    const std::size_t s = rng.below(m_sides.size());
    const Place side = m_sides[s];
    const double draw = std::pow(rng.uniform(), kFullness);
    const Fill& fill = m_fills[s][static_cast<std::size_t>(draw * static_cast<double>(m_fills[s].size()))];
    Extents& now = candidate.factor[side.level][static_cast<std::size_t>(side.where)];
    if (now == fill.factors)
        return false;
    for (const std::uint8_t d : m_movable) {
        const std::int64_t common = std::gcd(now[d], fill.factors[d]);
        candidate.factor[side.level][0][d] *= now[d] / common;
        now[d] = common;
        if (!gather(candidate, side, d, fill.factors[d] / common))
            return false;
    }
    return true;
}

/// Brings a factor to a place from wherever it is found, from time before space.
bool MapSpace::gather(Candidate& candidate, Place to, std::size_t dimension, std::int64_t wanted) const
{
    std::int64_t& target = candidate.factor[to.level][static_cast<std::size_t>(to.where)][dimension];
    for (const auto& [first, last] : {std::pair{0U, 1U}, std::pair{1U, 3U}})
        for (std::size_t i = 0; i < m_levels && wanted > 1; ++i)
            for (std::size_t where = first; where < last; ++where) {
                std::int64_t& source = candidate.factor[(to.level + i) % m_levels][where][dimension];
                if (&source == &target)
                    continue;
                const std::int64_t taken = std::gcd(source, wanted);
                source /= taken;
                wanted /= taken;
                target *= taken;
            }
    return wanted == 1;
}

/// Empties one memory, or several next to each other, of their temporal loops and grows their tiles anew.
bool MapSpace::repack(Candidate& candidate, Rng& rng, const Evaluator& evaluator) const
{
    if (m_levels < 2)
        return false;
    const std::size_t first = 1 + rng.below(m_levels - 1);
    const std::size_t last = rng.chance(0.5) ? first : first + rng.below(m_levels - first);
    for (std::size_t l = first; l <= last; ++l)
        for (const std::uint8_t d : m_movable)
            if (!in(m_inside, d) && stands(d, {static_cast<std::uint8_t>(l), Where::Time})) {
                const std::int64_t common = std::gcd(candidate.factor[l][0][d],
                                                     m_constraints.levels[l].factor[0][d].start);
                candidate.factor[0][0][d] *= candidate.factor[l][0][d] / common;
                candidate.factor[l][0][d] = common;
            }
    Tiles tiles;
    measure(candidate, tiles);
    for (std::size_t l = last + 1; l-- > first;)
        growLevel(candidate, tiles, l, rng, evaluator);
    return true;
}

/// Moves random primes outwards until every memory has room for its tiles; false where that cannot be.
bool MapSpace::repair(Candidate& candidate, Rng& rng, const Evaluator& evaluator) const
{
    Tiles tiles;
    measure(candidate, tiles);
    std::array<std::pair<std::uint8_t, std::uint8_t>, kMaxLevels * kMaxDimensions> movable;
    for (std::size_t l = m_levels; l-- > 1;) {
        const Place next{static_cast<std::uint8_t>(l - 1), Where::Time};
        while (!evaluator.hasRoom(l, tiles[l], candidate.keeps[l])) {
            std::size_t count = 0;
            for (std::size_t from = l; from < m_levels; ++from)
                for (const std::uint8_t d : m_movable)
                    if (candidate.factor[from][0][d] > 1 && !in(m_inside, d) && stands(d, next)
                        && stands(d, {static_cast<std::uint8_t>(from), Where::Time}))
                        movable[count++] = {static_cast<std::uint8_t>(from), d};
            if (count == 0)
                return false;
            const auto [from, d] = movable[rng.below(count)];
            std::int64_t p = pick(m_primes[d], rng);
            while (candidate.factor[from][0][d] % p != 0)
                p = pick(m_primes[d], rng);
            candidate.factor[from][0][d] /= p;
            candidate.factor[next.level][0][d] *= p;
            for (std::size_t i = l; i <= from; ++i)
                tiles[i][d] /= p;
        }
    }
    return true;
}

bool MapSpace::mutate(Candidate& candidate, Rng& rng, const Evaluator& evaluator) const
{
    if (m_movable.empty())
        return flip(candidate, rng);
    const double draw = rng.uniform();
    if (draw < kReorder)
        return reorder(candidate, rng);
    const bool changed = draw < kMove       ? movePrime(candidate, rng)
                         : draw < kExchange ? exchange(candidate, rng)
                         : draw < kRefill   ? refill(candidate, rng)
                         : draw < kRepack   ? repack(candidate, rng, evaluator)
                                            : flip(candidate, rng);
    return changed && repair(candidate, rng, evaluator);
}

} // namespace paretoscope::cost::spatial
