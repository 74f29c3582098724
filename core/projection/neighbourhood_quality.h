// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/projection/points.h"

namespace paretoscope::projection {

/// How many of the designs next to a design on the plane belong there: 1 = all, about 0.5 = none. Intruders
/// count by how far down the list of true neighbours they stand. \param neighbours below half the rows
/// \errors InvalidInput for another number of neighbours, or planes of another size than points
/// \cost O(n^2 (f + log n)); for tests and benches
/// \source trustworthiness, Venna and Kaski 2001 (from memory)
[[nodiscard]] Result<double> trustworthiness(const Points& points, const Plane& plane,
                                             std::size_t neighbours);

/// Share of the nearest neighbours in the space that are among as many nearest on the plane, 0 to 1.
/// \errors InvalidInput as nearestNeighbours(), or for another size; Cancelled
/// \cost O(n^2 f)
[[nodiscard]] Result<double> keptNeighbours(const Points& points, const Plane& plane, std::size_t neighbours,
                                            const Progress& progress = {});

} // namespace paretoscope::projection
