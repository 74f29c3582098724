// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/cloud_raster.h"
#include "ui/plots/projection_work.h"

#include <QColor>
#include <QImage>

#include <functional>
#include <optional>
#include <vector>

namespace paretoscope::ui::plots {

/// From the plane of a projection to pixels: the same scale along both, since distances are what it shows.
struct ProjectionFrame
{
    QPointF centre;        ///< on the plane
    double perPixel = 1.0; ///< of the plane
    QRectF area;           ///< pixels

    [[nodiscard]] QPointF toPixel(QPointF place) const
    {
        return area.center() + QPointF(place.x() - centre.x(), centre.y() - place.y()) / perPixel;
    }
    [[nodiscard]] QPointF toPlace(QPointF pixel) const
    {
        const QPointF offset = (pixel - area.center()) * perPixel;
        return {centre.x() + offset.x(), centre.y() - offset.y()};
    }
    friend bool operator==(const ProjectionFrame&, const ProjectionFrame&) = default;
};

/// What colours the designs of a projection.
struct ProjectionShade
{
    enum class By { Nothing, Column, Order, Origin } by = By::Nothing;
    std::size_t column = 0; ///< of the table
    ValueRange range;
    bool logarithmic = false;
    int categories = 0;         ///< more than 0: the values are 0, 1, ... and have a colour each
    std::vector<QColor> series; ///< of the categories

    /// Value that colours a row; NaN where there is none.
    [[nodiscard]] double value(const DesignField& field, std::size_t row) const;
};

struct ProjectionCloudRequest
{
    DesignFieldPtr field;
    ProjectionPtr projection;
    ProjectionFrame frame;
    double ratio = 1.0; ///< device pixels a pixel
    CloudStyle style;
    ProjectionShade shade;
};
struct ProjectionCloud
{
    QImage image; ///< covers frame.area
    ProjectionFrame frame;
};

/// The designs of a projection as a cloud. \param stale stops early; the image is then null
[[nodiscard]] ProjectionCloud projectionCloud(const ProjectionCloudRequest& request,
                                              const std::function<bool()>& stale);

} // namespace paretoscope::ui::plots
