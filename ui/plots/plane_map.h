// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/value_range.h"

#include <QPointF>
#include <QRectF>

namespace paretoscope::ui::plots {

/// From two values to a place on the screen and back. A plain value, so that background jobs can carry it.
struct PlaneMap
{
    ValueRange x;
    ValueRange y;
    bool logX = false;
    bool logY = false;
    QRectF area; ///< pixels; y values grow upwards

    [[nodiscard]] QPointF toPixel(double xValue, double yValue) const
    {
        return {area.left() + shareOf(x, xValue, logX) * area.width(),
                area.bottom() - shareOf(y, yValue, logY) * area.height()};
    }
    [[nodiscard]] double xAt(double pixel) const
    {
        return valueAt(x, (pixel - area.left()) / area.width(), logX);
    }
    [[nodiscard]] double yAt(double pixel) const
    {
        return valueAt(y, (area.bottom() - pixel) / area.height(), logY);
    }
    [[nodiscard]] bool shows(double xValue, double yValue) const
    {
        return x.contains(xValue) && y.contains(yValue);
    }

    friend bool operator==(const PlaneMap&, const PlaneMap&) = default;
};

} // namespace paretoscope::ui::plots
