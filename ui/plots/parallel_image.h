// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/value_range.h"

#include <QColor>
#include <QImage>

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace paretoscope::ui::plots {

/// A table of raw values: one row per design, one column per axis, NaN where a design has no place.
struct ParallelTable
{
    std::size_t columns = 0;
    std::vector<double> values; ///< row-major
    enum class Row : std::uint8_t { Hidden, Dark, Lit };
    std::vector<Row> rows;

    [[nodiscard]] double at(std::size_t row, std::size_t column) const
    {
        return values[row * columns + column];
    }
};

/// From an axis' values to its height.
struct ParallelScale
{
    std::size_t column = 0; ///< of the table
    ValueRange range;
    bool logarithmic = false;
    bool flipped = false; ///< low values at the top

    /// 0 at the bottom, 1 at the top.
    [[nodiscard]] double height(double value) const
    {
        const double share = shareOf(range, value, logarithmic);
        return flipped ? 1.0 - share : share;
    }
    [[nodiscard]] double value(double height) const
    {
        return valueAt(range, flipped ? 1.0 - height : height, logarithmic);
    }
};

struct ParallelRequest
{
    std::shared_ptr<const ParallelTable> table;
    std::vector<ParallelScale> axes; ///< left to right
    std::vector<double> x;           ///< of each axis, device pixels
    QSize size;                      ///< device pixels
    QColor canvas, lit, dark;
};

/// Lines of a hundred thousand designs as one picture: they are counted per pixel and the counts are coloured
/// on a logarithmic scale. Painting them with a pen takes a hundred times as long. A sample comes first, then
/// the whole. \param deliver takes the sample's picture and then the final one \param stale stops early
void accumulateParallel(const ParallelRequest& request, const std::function<bool()>& stale,
                        const std::function<void(QImage)>& deliver);

} // namespace paretoscope::ui::plots
