// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/front_scene.h"
#include "ui/plots/plane_map.h"

#include <QColor>
#include <QImage>

#include <functional>
#include <optional>

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
};

/// A cell is this many device pixels wide and high.
inline constexpr int kDensityCell_px = 4;

/// A cloud too dense for markers, as a picture: feasible points are counted in cells, and a cell is the
/// darker the more it holds, on a logarithmic scale, so that a single design is still seen. Cells with
/// nothing lit are grey context. One pixel a cell; scale it up without smoothing. \param cells size of the
/// picture \param stale stops early; the picture is then null
[[nodiscard]] QImage densityImage(const ScenePoints& points, const PlaneMap& map, QSize cells,
                                  const DensityStyle& style, const std::function<bool()>& stale);

} // namespace paretoscope::ui::plots
