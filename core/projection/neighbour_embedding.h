// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/projection/neighbour_forest.h"
#include "core/projection/points.h"

#include <cstdint>
#include <memory>

namespace paretoscope::projection {

struct EmbeddingOptions
{
    std::size_t neighbours =
        15;           ///< of each design that should stay near; fewer where there are fewer designs
    int epochs = 250; ///< passes over all ties; a picture that goes on from a former one needs fewer
    std::uint64_t seed = 0;
};

/// A picture in which designs that are neighbours in the space are neighbours on the plane: neighbours pull
/// each other, random pairs push each other apart. Distances between groups mean little.
/// \param points n x f, at least 3 rows
/// \param start  n x 2, where each design begins, in any scale: principal components, or a former picture
/// \returns      n x 2; the same for the same input and seed, on every machine of one floating point
/// \errors       InvalidInput for fewer than 3 rows or a start of another size; Cancelled
/// \cost         O(n^2 f) for the neighbours, O(epochs n neighbours) for the picture
/// \source       McInnes, Healy, Melville: UMAP (2018), sections 3.2 and 4 (from memory). Its curve
///               1 / (1 + a d^(2b)) with b = 1, which needs no powers; a = 1.6, epochs and rates are our
///               choice.
[[nodiscard]] Result<Plane> embedNeighbours(const Points& points, const Plane& start,
                                            const EmbeddingOptions& options, const Progress& progress = {});

/// Where designs would lie that were not part of the picture: at the weighted mean of their nearest
/// neighbours that were.
class NeighbourPlacer
{
public:
    /// \param points and `plane`: those of the picture, row by row
    NeighbourPlacer(std::shared_ptr<const Points> points, std::shared_ptr<const Plane> plane);
    [[nodiscard]] Eigen::RowVector2f place(const Eigen::Ref<const Eigen::RowVectorXf>& point) const;

private:
    std::shared_ptr<const Plane> m_plane;
    NeighbourForest m_forest;
};

} // namespace paretoscope::projection
