// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/design_field.h"
#include "ui/plots/pixel_levels.h"

#include <QColor>
#include <QImage>
#include <QRect>

#include <algorithm>
#include <functional>
#include <memory>
#include <vector>

namespace paretoscope::ui::plots {

/// Where the cells of a scatter matrix are: axis against axis below the diagonal, histograms on it.
struct MatrixFrame
{
    std::vector<AxisScale> axes;
    /// Where the legal values of an ordinal or the categories of each axis stand, 0 to 1, ascending; empty =
    /// continuous.
    std::vector<std::vector<double>> stops;
    QSize size;         ///< of the whole, device pixels
    QSize side;         ///< of a cell, device pixels
    int gap = 0;        ///< between cells, device pixels
    double ratio = 1.0; ///< device pixels a pixel

    /// Cell of axis `column` (across) and axis `row` (upwards), device pixels.
    [[nodiscard]] QRect cell(std::size_t row, std::size_t column) const
    {
        return {QPoint(static_cast<int>(column) * (side.width() + gap),
                       static_cast<int>(row) * (side.height() + gap)),
                side};
    }
    /// Highest level of a design in MatrixLevels: the longer side of a cell.
    [[nodiscard]] int highest() const { return std::max(side.width(), side.height()) - 1; }
    friend bool operator==(const MatrixFrame&, const MatrixFrame&) = default;
};

/// How far along each axis every design stands, 0 to MatrixFrame::highest().
struct MatrixLevels
{
    MatrixFrame frame;
    std::size_t rows = 0;
    std::vector<std::vector<std::uint16_t>> of; ///< of every axis and row
};

struct MatrixRequest
{
    DesignFieldPtr field;
    MatrixFrame frame;
    QColor canvas, lit, context, front;
    bool dark = false;
    std::shared_ptr<const MatrixLevels> former; ///< of the picture before; may be null
};
struct MatrixPicture
{
    QImage image;
    std::shared_ptr<const MatrixLevels> levels;
};

/// All cells of a scatter matrix in one picture: clouds with the front on top, histograms of all designs with
/// the lit ones before them. \param stale stops early; the picture is then null
[[nodiscard]] MatrixPicture matrixImage(const MatrixRequest& request, const std::function<bool()>& stale);

} // namespace paretoscope::ui::plots
