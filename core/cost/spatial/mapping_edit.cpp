// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/spatial/mapping_edit.h"

#include <algorithm>

namespace paretoscope::cost::spatial {

namespace {

/// Position of a list in the whole nest, outermost first.
std::size_t depthOf(LanePlace place)
{
    return place.level * kLanes.size() + static_cast<std::size_t>(place.lane);
}

LanePlace atDepth(std::size_t depth)
{
    return {depth / kLanes.size(), kLanes[depth % kLanes.size()]};
}

std::vector<Loop>& loopsAt(Mapping& mapping, LanePlace place)
{
    return loopsOf(mapping.levels[place.level], place.lane);
}

/// The next list further out (or further in) that has a loop of this dimension.
std::optional<LanePlace> nextWith(const Mapping& mapping, std::size_t dimension, LanePlace from,
                                  bool outwards)
{
    const std::size_t end = mapping.levels.size() * kLanes.size();
    for (std::size_t depth = depthOf(from); outwards ? depth-- > 0 : ++depth < end;)
        if (loopOver(mapping, dimension, atDepth(depth)))
            return atDepth(depth);
    return {};
}

std::int64_t factorIn(const Mapping& mapping, std::size_t dimension, LanePlace in)
{
    const auto place = loopOver(mapping, dimension, in);
    return place ? loopAt(mapping, *place)->factor : 1;
}

std::int64_t smallestPrime(std::int64_t number)
{
    for (std::int64_t prime = 2; prime <= number / prime; ++prime)
        if (number % prime == 0)
            return prime;
    return number;
}

/// Puts the factor of a dimension in a list, making or removing the loop. A new one stands on the side that
/// is nearer to `origin`.
void putFactor(Mapping& mapping, Loop loop, LanePlace in, LanePlace origin)
{
    std::vector<Loop>& loops = loopsAt(mapping, in);
    if (const auto place = loopOver(mapping, loop.dimension, in)) {
        if (loop.factor == 1)
            loops.erase(loops.begin() + static_cast<std::ptrdiff_t>(place->index));
        else
            loops[place->index].factor = loop.factor;
    } else if (loop.factor > 1) {
        loops.insert(depthOf(origin) < depthOf(in) ? loops.begin() : loops.end(), loop);
    }
}

/// Which of `mine` belong to the longest sequence of dimensions that both lists have in this order.
std::vector<bool> inCommonOrder(const std::vector<Loop>& mine, const std::vector<Loop>& theirs)
{
    // length[i][j]: of the longest common sequence of the lists from i and from j on.
    std::vector<std::vector<std::size_t>> length(mine.size() + 1,
                                                 std::vector<std::size_t>(theirs.size() + 1, 0));
    for (std::size_t i = mine.size(); i-- > 0;)
        for (std::size_t j = theirs.size(); j-- > 0;)
            length[i][j] = mine[i].dimension == theirs[j].dimension
                               ? length[i + 1][j + 1] + 1
                               : std::max(length[i + 1][j], length[i][j + 1]);
    std::vector<bool> common(mine.size(), false);
    for (std::size_t i = 0, j = 0; i < mine.size() && j < theirs.size();) {
        if (mine[i].dimension == theirs[j].dimension) {
            common[i++] = true;
            ++j;
        } else if (length[i + 1][j] >= length[i][j + 1]) {
            ++i;
        } else {
            ++j;
        }
    }
    return common;
}

std::vector<Mark> marksOf(const std::vector<Loop>& mine, const std::vector<Loop>& theirs)
{
    const std::vector<bool> ordered = inCommonOrder(mine, theirs);
    std::vector<Mark> marks;
    for (std::size_t i = 0; i < mine.size(); ++i) {
        const auto twin = std::find_if(theirs.begin(), theirs.end(),
                                       [&](const Loop& loop) { return loop.dimension == mine[i].dimension; });
        marks.push_back(twin == theirs.end()             ? Mark::Alone
                        : twin->factor != mine[i].factor ? Mark::Factor
                        : !ordered[i]                    ? Mark::Order
                                                         : Mark::Same);
    }
    return marks;
}

} // namespace

std::vector<Loop>& loopsOf(LevelMapping& level, Lane lane)
{
    return lane == Lane::Time ? level.temporal : lane == Lane::Rows ? level.spatialY : level.spatialX;
}

const std::vector<Loop>& loopsOf(const LevelMapping& level, Lane lane)
{
    return lane == Lane::Time ? level.temporal : lane == Lane::Rows ? level.spatialY : level.spatialX;
}

const Loop* loopAt(const Mapping& mapping, LoopPlace place)
{
    if (place.in.level >= mapping.levels.size())
        return nullptr;
    const std::vector<Loop>& loops = loopsOf(mapping.levels[place.in.level], place.in.lane);
    return place.index < loops.size() ? &loops[place.index] : nullptr;
}

std::optional<LoopPlace> loopOver(const Mapping& mapping, std::size_t dimension, LanePlace in)
{
    if (in.level >= mapping.levels.size())
        return {};
    const std::vector<Loop>& loops = loopsOf(mapping.levels[in.level], in.lane);
    for (std::size_t i = 0; i < loops.size(); ++i)
        if (loops[i].dimension == dimension)
            return LoopPlace{in, i};
    return {};
}

Mapping tidied(Mapping mapping)
{
    for (LevelMapping& level : mapping.levels) {
        for (const Lane lane : kLanes) {
            std::vector<Loop> merged;
            for (const Loop& loop : loopsOf(level, lane)) {
                const auto twin = std::find_if(merged.begin(), merged.end(), [&](const Loop& other) {
                    return other.dimension == loop.dimension;
                });
                if (twin != merged.end())
                    twin->factor *= loop.factor;
                else if (loop.factor != 1)
                    merged.push_back(loop);
            }
            loopsOf(level, lane) = std::move(merged);
        }
    }
    return mapping;
}

std::optional<Edited> moveLoop(const Mapping& mapping, LoopPlace from, LoopPlace to)
{
    const Loop* moved = loopAt(mapping, from);
    if (moved == nullptr || to.in.level >= mapping.levels.size())
        return {};
    Edited edited{mapping, to};
    std::vector<Loop>& source = loopsAt(edited.mapping, from.in);
    std::vector<Loop>& target = loopsAt(edited.mapping, to.in);
    edited.loop.index = std::min(to.index, target.size());
    if (from.in == to.in) {
        // Before itself and before its successor is where it stands.
        if (edited.loop.index == from.index || edited.loop.index == from.index + 1)
            return {};
        if (edited.loop.index > from.index)
            --edited.loop.index;
    }
    source.erase(source.begin() + static_cast<std::ptrdiff_t>(from.index));
    if (const auto twin = loopOver(edited.mapping, moved->dimension, to.in)) {
        target[twin->index].factor *= moved->factor;
        edited.loop = *twin;
    } else {
        target.insert(target.begin() + static_cast<std::ptrdiff_t>(edited.loop.index), *moved);
    }
    return edited;
}

LanePlace partnerOf(const Mapping& mapping, LoopPlace loop)
{
    const LanePlace outermost{0, Lane::Time};
    const Loop* own = loopAt(mapping, loop);
    if (own == nullptr)
        return outermost;
    if (const auto outer = nextWith(mapping, own->dimension, loop.in, true))
        return *outer;
    if (loop.in != outermost)
        return outermost;
    const LanePlace below{mapping.levels.size() > 1 ? 1U : 0U, Lane::Time};
    return nextWith(mapping, own->dimension, loop.in, false).value_or(below);
}

std::optional<Edited> setFactor(const Mapping& mapping, LoopPlace loop, std::int64_t factor,
                                LanePlace partner)
{
    const Loop* own = loopAt(mapping, loop);
    if (own == nullptr || partner == loop.in || partner.level >= mapping.levels.size() || factor < 1)
        return {};
    const std::size_t dimension = own->dimension;
    const std::int64_t both = own->factor * factorIn(mapping, dimension, partner);
    if (factor == own->factor || both % factor != 0)
        return {};
    Edited edited{mapping, loop};
    putFactor(edited.mapping, {dimension, both / factor}, partner, loop.in);
    putFactor(edited.mapping, {dimension, factor}, loop.in, partner);
    edited.loop = loopOver(edited.mapping, dimension, factor == 1 ? partner : loop.in).value_or(loop);
    return edited;
}

std::optional<Edited> stepFactor(const Mapping& mapping, LoopPlace loop, Step step,
                                 std::optional<LanePlace> partner)
{
    const Loop* own = loopAt(mapping, loop);
    if (own == nullptr)
        return {};
    if (step == Step::Down)
        return setFactor(mapping, loop, own->factor / smallestPrime(own->factor),
                         partner.value_or(partnerOf(mapping, loop)));
    if (!partner)
        partner = nextWith(mapping, own->dimension, loop.in, true);
    if (!partner)
        partner = nextWith(mapping, own->dimension, loop.in, false);
    if (!partner)
        return {};
    const std::int64_t theirs = factorIn(mapping, own->dimension, *partner);
    return setFactor(mapping, loop, own->factor * smallestPrime(theirs), *partner);
}

std::optional<Mapping> toggleKeep(const Mapping& mapping, std::size_t level, std::size_t tensor)
{
    if (level >= mapping.levels.size() || tensor >= mapping.levels[level].keeps.size())
        return {};
    Mapping edited = mapping;
    edited.levels[level].keeps[tensor].flip();
    return edited;
}

std::vector<std::int64_t> divisors(std::int64_t number)
{
    std::vector<std::int64_t> small;
    std::vector<std::int64_t> large;
    for (std::int64_t d = 1; number >= 1 && d <= number / d; ++d) {
        if (number % d != 0)
            continue;
        small.push_back(d);
        if (d != number / d)
            large.push_back(number / d);
    }
    small.insert(small.end(), large.rbegin(), large.rend());
    return small;
}

std::vector<LevelMarks> marksAgainst(const Mapping& mapping, const Mapping& other)
{
    static const LevelMapping kNothing;
    std::vector<LevelMarks> marks;
    for (std::size_t l = 0; l < mapping.levels.size(); ++l) {
        const LevelMapping& mine = mapping.levels[l];
        const LevelMapping& theirs = l < other.levels.size() ? other.levels[l] : kNothing;
        LevelMarks& level = marks.emplace_back();
        for (const Lane lane : kLanes)
            level.loops[static_cast<std::size_t>(lane)] = marksOf(loopsOf(mine, lane), loopsOf(theirs, lane));
        for (std::size_t t = 0; t < mine.keeps.size(); ++t)
            level.keeps.push_back(t >= theirs.keeps.size() || mine.keeps[t] != theirs.keeps[t]);
    }
    return marks;
}

std::size_t countMarks(const std::vector<LevelMarks>& marks)
{
    std::ptrdiff_t count = 0;
    for (const LevelMarks& level : marks) {
        for (const std::vector<Mark>& lane : level.loops)
            count += std::count_if(lane.begin(), lane.end(), [](Mark mark) { return mark != Mark::Same; });
        count += std::count(level.keeps.begin(), level.keeps.end(), true);
    }
    return static_cast<std::size_t>(count);
}

} // namespace paretoscope::cost::spatial
