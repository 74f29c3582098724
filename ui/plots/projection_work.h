// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/problem.h"
#include "core/projection/neighbour_embedding.h"
#include "core/projection/principal_components.h"
#include "ui/plots/design_field.h"
#include "ui/plots/latest_job.h"

#include <QPointF>
#include <QRectF>
#include <QString>

#include <functional>
#include <memory>
#include <vector>

namespace paretoscope::ui::plots {

enum class ProjectionMethod { Components, Neighbours };

/// A picture of the space: a place on the plane for every feasible design. Immutable; a later one goes on
/// from it.
struct Projection
{
    ProjectionMethod method = ProjectionMethod::Components;
    std::vector<float> places; ///< x and y of every row, unitless; NaN where there is none
    QRectF extent;             ///< of the places
    std::uint64_t placed = 0;  ///< designs that have one
    QString reason;            ///< why there is no picture; empty while there is

    // What the next picture goes on from.
    projection::Moments moments;
    std::size_t momentRows = 0; ///< rows that the moments have seen
    std::uint64_t fittedTo = 0; ///< designs that components or arrangement were made of
    projection::PrincipalComponents components;
    std::vector<session::TrialId> representatives; ///< designs that were arranged, ascending
    std::shared_ptr<const projection::Plane> arranged;
    std::shared_ptr<const projection::NeighbourPlacer> placer;
    double kept =
        0.0; ///< share of the nearest ten neighbours that are so on the plane too, of representatives

    [[nodiscard]] bool hasPlace(std::size_t row) const;
    [[nodiscard]] QPointF place(std::size_t row) const
    {
        return {static_cast<double>(places[2 * row]), static_cast<double>(places[2 * row + 1])};
    }
};
using ProjectionPtr = std::shared_ptr<const Projection>;

struct ProjectionRequest
{
    DesignFieldPtr field;
    std::shared_ptr<const problem::Problem> problem;
    ProjectionMethod method = ProjectionMethod::Components;
    ProjectionPtr former; ///< of the same method; may be null
};
/// Progress, or at the end the picture.
struct ProjectionStep
{
    double share = 0.0; ///< of the arrangement that is done
    ProjectionPtr done;
};

/// At most so many designs are arranged; the others are placed among their neighbours.
inline constexpr std::size_t kMostRepresentatives = 5'000;

/// Makes the picture. Designs that have come since the former one only find their places in it, until there
/// are a tenth more; then it is made anew, starting from the former and turned so that it lies on it. Seconds
/// for a new arrangement. \param stale stops early
void project(const ProjectionRequest& request, const LatestJob::Stale& stale,
             const std::function<void(ProjectionStep)>& deliver);

/// Where a design that is none of the rows lies on a picture; absent where it has no place.
[[nodiscard]] std::optional<QPointF> placeOnPicture(const Projection& picture, const space::Space& space,
                                                    const space::Design& design);

/// A name for each of the space's features: "Buffer", "Dataflow = row stationary".
[[nodiscard]] std::vector<QString> featureNames(const space::Space& space);

} // namespace paretoscope::ui::plots
