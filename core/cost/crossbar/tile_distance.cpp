// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/crossbar/tile_distance.h"

#include "core/base/counts.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace paretoscope::cost::crossbar {

namespace {

struct TilePlace
{
    std::int64_t row = 0, column = 0;
};

/// Tiles in a straight line, from its smallest row or column.
struct Leg
{
    TilePlace start;
    bool down = false; ///< rows grow along it, columns otherwise
    std::int64_t tiles = 0;

    [[nodiscard]] TilePlace at(std::int64_t step) const
    {
        return down ? TilePlace{start.row + step, start.column} : TilePlace{start.row, start.column + step};
    }
};

/// Legs of the tiles from `first` on. Shell k holds 2 k + 1 tiles: one leg of k + 1, one of k back along the
/// other side; odd shells come down their column first, even ones come along their row.
std::vector<Leg> legsOf(std::int64_t first, std::int64_t count)
{
    std::vector<Leg> legs;
    auto shell = static_cast<std::int64_t>(std::sqrt(number(first)));
    while (shell * shell > first)
        --shell;
    while ((shell + 1) * (shell + 1) <= first)
        ++shell;
    std::int64_t along = first - shell * shell;
    while (count > 0) {
        const bool odd = shell % 2 == 1;
        const bool outward = along <= shell;
        const std::int64_t end = outward ? shell + 1 : 2 * shell + 1;
        const std::int64_t tiles = std::min(count, end - along);
        // On the way back the leg's last tile has its smallest row or column.
        const std::int64_t least = outward ? along : 2 * shell - (along + tiles - 1);
        const bool down = odd == outward;
        legs.push_back({down ? TilePlace{least, shell} : TilePlace{shell, least}, down, tiles});
        count -= tiles;
        along += tiles;
        if (along > 2 * shell) {
            ++shell;
            along = 0;
        }
    }
    return legs;
}

/// The farthest of a set of places from any place, by the corners of the set along both diagonals.
struct Extent
{
    std::int64_t leastSum = 0, mostSum = 0, leastDifference = 0, mostDifference = 0;

    [[nodiscard]] std::int64_t distance(TilePlace from) const
    {
        const std::int64_t sum = from.row + from.column;
        const std::int64_t difference = from.row - from.column;
        return std::max(
            {mostSum - sum, sum - leastSum, mostDifference - difference, difference - leastDifference});
    }
};

Extent extentOf(const std::vector<Leg>& legs)
{
    constexpr std::int64_t kFar = std::numeric_limits<std::int64_t>::max() / 4;
    Extent extent{kFar, -kFar, kFar, -kFar};
    for (const Leg& leg : legs)
        for (const TilePlace place : {leg.at(0), leg.at(leg.tiles - 1)}) {
            extent.leastSum = std::min(extent.leastSum, place.row + place.column);
            extent.mostSum = std::max(extent.mostSum, place.row + place.column);
            extent.leastDifference = std::min(extent.leastDifference, place.row - place.column);
            extent.mostDifference = std::max(extent.mostDifference, place.row - place.column);
        }
    return extent;
}

/// Of equally good tiles the first by rows gathers. Along a leg the sum of both distances falls, stays,
/// rises.
TileDistance distanceOf(const std::vector<Leg>& legs, const Extent* next)
{
    const Extent own = extentOf(legs);
    const auto distanceAt = [&](TilePlace place) {
        return TileDistance{own.distance(place), next != nullptr ? next->distance(place) : 0};
    };
    const auto sumAt = [&](TilePlace place) {
        const TileDistance distance = distanceAt(place);
        return distance.inside + distance.onward;
    };
    TilePlace gathers = legs.front().at(0);
    for (const Leg& leg : legs) {
        std::int64_t low = 0;
        std::int64_t high = leg.tiles - 1;
        while (low < high) {
            const std::int64_t middle = (low + high) / 2;
            if (sumAt(leg.at(middle + 1)) >= sumAt(leg.at(middle)))
                high = middle;
            else
                low = middle + 1;
        }
        const TilePlace place = leg.at(low);
        const std::int64_t better = sumAt(gathers) - sumAt(place);
        const bool earlier = place.row < gathers.row
                             || (place.row == gathers.row && place.column < gathers.column);
        if (better > 0 || (better == 0 && earlier))
            gathers = place;
    }
    return distanceAt(gathers);
}

} // namespace

std::vector<TileDistance> tileDistances(std::span<const std::int64_t> tiles)
{
    std::vector<TileDistance> distances(tiles.size());
    std::vector<Leg> legs; // of the layer at hand
    std::int64_t first = 0;
    for (std::size_t i = 0; i < tiles.size(); ++i) {
        if (tiles[i] <= 0)
            continue;
        if (legs.empty())
            legs = legsOf(first, tiles[i]);
        first += tiles[i];
        const auto next = std::find_if(tiles.begin() + static_cast<std::ptrdiff_t>(i) + 1, tiles.end(),
                                       [](std::int64_t count) { return count > 0; });
        if (next == tiles.end()) {
            distances[i] = distanceOf(legs, nullptr);
            break;
        }
        std::vector<Leg> nextLegs = legsOf(first, *next);
        const Extent extent = extentOf(nextLegs);
        distances[i] = distanceOf(legs, &extent);
        legs = std::move(nextLegs);
    }
    return distances;
}

double tileTransfer_s(TileDistance distance, double period_s, double gathered_bits, double result_bits,
                      double link_sPerBit)
{
    return number(distance.inside) * (period_s + gathered_bits * link_sPerBit)
           + number(distance.onward) * result_bits * link_sPerBit;
}

} // namespace paretoscope::cost::crossbar
