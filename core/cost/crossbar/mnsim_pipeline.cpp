// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/crossbar/mnsim_pipeline.h"

#include "core/base/counts.h"

#include <algorithm>

namespace paretoscope::cost::crossbar {

namespace {

using Kind = MnsimLayer::Kind;

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

double mnsimTransfer_s(const MnsimChip& chip, const MnsimLayer& layer, TileDistance distance)
{
    const MnsimPlacement placement = mnsimPlacement(chip, layer);
    return layer.positions()
           * tileTransfer_s(
               distance, 1.0 / chip.clock_Hz,
               gatheredBits(chip.array(), placement.elements, placement.usedColumns, layer.outputBits),
               number(layer.outputs) * layer.outputBits, 1.0 / chip.interTile_bitsPerSecond);
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
