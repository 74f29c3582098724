// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/front_scene.h"
#include "ui/plots/plane_map.h"

#include <QPolygonF>

#include <cstdint>
#include <vector>

namespace paretoscope::ui::plots {

/// Which points lie inside a closed line drawn by hand (or a box), by a stencil of one pixel's resolution:
/// a stencil costs the same for a lasso of a thousand corners as for a box.
/// \param shape pixels; crossing itself leaves holes as painting it would
/// \returns one byte a point, 1 = inside the shape and inside the view \cost 2 ns a point
[[nodiscard]] std::vector<std::uint8_t> pointsInside(const PlanePoints& points, const PlaneMap& map,
                                                     const QPolygonF& shape);

} // namespace paretoscope::ui::plots
