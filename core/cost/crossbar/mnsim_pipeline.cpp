// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/crossbar/mnsim_pipeline.h"

#include "core/base/counts.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace paretoscope::cost::crossbar {

namespace {

using Kind = MnsimLayer::Kind;

struct TilePlace
{
    std::int64_t row = 0, column = 0;
};

/// Shell k holds 2 k + 1 tiles; odd shells come down their column and back along their row, even ones the
/// other way, so that neighbours in number are neighbours in place.
TilePlace placeOf(std::int64_t tile)
{
    auto shell = static_cast<std::int64_t>(std::sqrt(number(tile)));
    while (shell * shell > tile)
        --shell;
    while ((shell + 1) * (shell + 1) <= tile)
        ++shell;
    const std::int64_t along = tile - shell * shell;
    const TilePlace place = along <= shell ? TilePlace{along, shell} : TilePlace{shell, 2 * shell - along};
    return shell % 2 == 1 ? place : TilePlace{place.column, place.row};
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

Extent extentOf(std::int64_t first, std::int64_t count)
{
    constexpr std::int64_t kFar = std::numeric_limits<std::int64_t>::max() / 4;
    Extent extent{kFar, -kFar, kFar, -kFar};
    for (std::int64_t tile = first; tile < first + count; ++tile) {
        const TilePlace place = placeOf(tile);
        extent.leastSum = std::min(extent.leastSum, place.row + place.column);
        extent.mostSum = std::max(extent.mostSum, place.row + place.column);
        extent.leastDifference = std::min(extent.leastDifference, place.row - place.column);
        extent.mostDifference = std::max(extent.mostDifference, place.row - place.column);
    }
    return extent;
}

/// Of equally good tiles the first by rows gathers.
TileDistance distanceOf(std::int64_t first, std::int64_t count, const Extent& next, bool last)
{
    const Extent own = extentOf(first, count);
    TileDistance best;
    TilePlace gathers;
    for (std::int64_t tile = first; tile < first + count; ++tile) {
        const TilePlace place = placeOf(tile);
        const TileDistance distance{own.distance(place), last ? 0 : next.distance(place)};
        const std::int64_t better = best.inside + best.onward - distance.inside - distance.onward;
        const bool earlier = place.row < gathers.row
                             || (place.row == gathers.row && place.column < gathers.column);
        if (tile == first || better > 0 || (better == 0 && earlier)) {
            best = distance;
            gathers = place;
        }
    }
    return best;
}

/// When every position of a map is ready, rows after rows.
struct ReadyMap
{
    std::int64_t rows = 1, columns = 1;
    std::vector<double> at_s{0.0};

    [[nodiscard]] double last_s() const { return *std::max_element(at_s.begin(), at_s.end()); }

    /// The columns `from` to `to` of a row, all of them.
    [[nodiscard]] double window_s(std::int64_t row, std::int64_t from, std::int64_t to) const
    {
        const auto begin = at_s.begin() + std::min(row, rows - 1) * columns;
        return *std::max_element(begin + std::clamp<std::int64_t>(from, 0, columns - 1),
                                 begin + std::clamp<std::int64_t>(to, 0, columns - 1) + 1);
    }
};

ReadyMap follow(const ReadyMap& before, const MnsimLayer& layer, double position_s)
{
    ReadyMap here{layer.outputRows, layer.outputColumns,
                  std::vector<double>(static_cast<std::size_t>(layer.outputRows * layer.outputColumns))};
    const std::int64_t copies = std::min(layer.replicas, here.columns);
    const std::int64_t least = here.columns / copies;
    const std::int64_t wider = here.columns % copies; // as many copies take a column more
    std::vector<double> free_s(static_cast<std::size_t>(copies), 0.0);
    const std::int64_t below = std::max<std::int64_t>(layer.kernel - layer.padding, 1);
    for (std::int64_t row = 0; row < here.rows; ++row) {
        const std::int64_t lastRow = std::min(below + layer.stride * row, layer.inputHeight()) - 1;
        std::int64_t copy = 0;
        std::int64_t left = least + (wider > 0 ? 1 : 0);
        for (std::int64_t column = 0; column < here.columns; ++column) {
            if (left == 0) {
                ++copy;
                left = least + (copy < wider ? 1 : 0);
            }
            --left;
            const std::int64_t lastColumn = std::min(below + layer.stride * column, layer.inputWidth()) - 1;
            double& free = free_s[static_cast<std::size_t>(copy)];
            free = std::max(free, before.window_s(lastRow, lastColumn - layer.kernel + 1, lastColumn))
                   + position_s;
            here.at_s[static_cast<std::size_t>(row * here.columns + column)] = free;
        }
    }
    return here;
}

} // namespace

std::vector<TileDistance> tileDistances(std::span<const std::int64_t> tiles)
{
    std::vector<TileDistance> distances(tiles.size());
    std::int64_t first = 0;
    for (std::size_t i = 0; i < tiles.size(); ++i) {
        std::size_t next = i + 1;
        while (next < tiles.size() && tiles[next] == 0)
            ++next;
        const bool last = next >= tiles.size();
        if (tiles[i] > 0)
            distances[i] = distanceOf(first, tiles[i],
                                      last ? Extent{} : extentOf(first + tiles[i], tiles[next]), last);
        first += tiles[i];
    }
    return distances;
}

double mnsimTransfer_s(const MnsimChip& chip, const MnsimLayer& layer, TileDistance distance)
{
    const MnsimPlacement placement = mnsimPlacement(chip, layer);
    const double used = number(std::min(placement.elements, chip.elementsPerTile));
    const double bits = layer.outputBits;
    const double gathered_bits = used * number(placement.usedColumns) * bits;
    const double result_bits = number(layer.outputs) * bits;
    return layer.positions()
           * (number(distance.inside) * (1.0 / chip.clock_Hz + gathered_bits / chip.interTile_bitsPerSecond)
              + number(distance.onward) * result_bits / chip.interTile_bitsPerSecond);
}

double mnsimPipelined_s(const MnsimChip& chip, std::span<const MnsimLayer> layers,
                        std::span<const double> buffer_s)
{
    std::vector<std::int64_t> tiles;
    for (const MnsimLayer& layer : layers)
        tiles.push_back(mnsimPlacement(chip, layer).tiles);
    const std::vector<TileDistance> distances = tileDistances(tiles);
    ReadyMap ready;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const MnsimLayer& layer = layers[i];
        if (layer.kind == Kind::Sum)
            continue; // as fast as what it sums
        MnsimBusyTime time = mnsimBusyTime(chip, layer);
        if (i < buffer_s.size())
            time.buffer_s = buffer_s[i];
        const double all_s = time.sum_s() + mnsimTransfer_s(chip, layer, distances[i]);
        if (layer.kind == Kind::FullyConnected)
            ready = {1, 1, {ready.last_s() + all_s}};
        else
            ready = follow(ready, layer, all_s / layer.positions());
    }
    return ready.last_s();
}

} // namespace paretoscope::cost::crossbar
