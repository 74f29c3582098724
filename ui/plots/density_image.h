// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/front_scene.h"
#include "ui/plots/plane_map.h"

#include <QColor>
#include <QImage>

#include <functional>
#include <optional>
#include <vector>

namespace paretoscope::ui::plots {

/// How a density image is coloured.
struct DensityStyle
{
    bool dark = false; ///< the canvas is
    QColor canvas;
    QColor dominated;
    QColor dimmed;
    std::optional<ValueRange> shades; ///< colour by the mean value on the colour axis; otherwise one colour
    bool logShades = false;

    friend bool operator==(const DensityStyle&, const DensityStyle&) = default;
};

/// A cell is this many device pixels wide and high while the picture moves, and when it rests.
inline constexpr int kMovingCell_px = 4;
inline constexpr int kRestingCell_px = 2;

/// A cloud too dense for markers, as a picture: feasible points are counted in cells, and a cell is the
/// stronger the more it holds, on a logarithmic scale, so that a single design is still seen. Cells with
/// nothing lit are grey context. Designs that arrive are added to the counts; nothing else is counted again.
class DensityGrid
{
public:
    /// \param cells size of the picture, one pixel a cell; scale it up without smoothing
    DensityGrid(const PlaneMap& map, QSize cells, DensityStyle style);
    DensityGrid() = default;

    /// Counts the points behind those counted already. \param stale asked every few microseconds; true stops
    /// early, and the counts are then incomplete. \cost 2 to 4 ns a point
    void count(const PlanePoints& points, const std::function<bool()>& stale = {});
    [[nodiscard]] std::size_t counted() const { return m_counted; }
    [[nodiscard]] std::size_t inView() const { return m_inView; } ///< of those counted, feasible
    [[nodiscard]] QImage image() const;
    [[nodiscard]] const PlaneMap& map() const { return m_map; }
    /// True when counting on gives the picture that starting anew would.
    [[nodiscard]] bool suits(const PlaneMap& map, QSize cells, const DensityStyle& style) const
    {
        return m_map == map && m_size == cells && m_style == style;
    }

private:
    struct Cell
    {
        std::uint32_t lit = 0;
        std::uint32_t dark = 0;
        float shadeSum = 0.0F; ///< shares of the shade range, of lit points
    };
    void countRange(const PlanePoints& points, std::size_t from, std::size_t to);

    PlaneMap m_map;
    QSize m_size;
    DensityStyle m_style;
    std::vector<Cell> m_cells;
    std::size_t m_counted = 0;
    std::size_t m_inView = 0;
};

} // namespace paretoscope::ui::plots
