// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/explanation.h"

#include <QRectF>
#include <QSizeF>

#include <algorithm>
#include <vector>

namespace paretoscope::ui::panels {

/// Where everything of a machine's picture stands, apart from how it is painted. Off-chip memory comes first,
/// then the chip with its buffers and the array, then one PE under a magnifying glass. Narrow pictures run
/// from top to bottom, wide ones from left to right.
struct BlockLayout
{
    struct Placed
    {
        int block = -1; ///< index into Explanation::blocks
        QRectF area;
    };
    struct Link
    {
        QPointF from, to;
    };
    bool wide = false;
    QRectF chip;                       ///< the outline; null without on-chip blocks
    std::vector<Placed> blocks;        ///< everything that can be pointed at, in reading order
    std::vector<Link> links;           ///< both ways
    QRectF caption;                    ///< two lines that say what the array is, above its grid
    QRectF grid;                       ///< the cells of the array; null where there is no room for them
    int gridColumns = 0, gridRows = 0; ///< cells drawn
    std::int64_t cellColumns = 1, cellRows = 1; ///< PEs that one cell stands for
    [[nodiscard]] QSizeF cell() const           ///< one cell of the grid, gap included
    {
        return {grid.width() / std::max(1, gridColumns), grid.height() / std::max(1, gridRows)};
    }
    QRectF lens;         ///< the magnified PE; null without an array that holds something
    bool toScale = true; ///< on-chip areas are in proportion; false where a block had to be enlarged
};

/// \param line  height of a line of text; the smallest block holds two
/// \param size  room for the picture, legend excluded
[[nodiscard]] BlockLayout layOut(const std::vector<problem::Block>& blocks, QSizeF size, double line);

/// Height that a picture of this width deserves.
[[nodiscard]] double preferredHeight(const std::vector<problem::Block>& blocks, double width, double line);

} // namespace paretoscope::ui::panels
