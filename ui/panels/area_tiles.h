// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>

#include <vector>

namespace paretoscope::ui::panels {

/// Divides a room into tiles whose areas are in proportion to `areas`, as square as they can be (squarified
/// treemap, Bruls, Huizing, van Wijk 2000; from memory). One tile per area, in the same order; what is not
/// positive gets an empty one.
[[nodiscard]] std::vector<QRectF> areaTiles(const std::vector<double>& areas, QRectF room);

} // namespace paretoscope::ui::panels
