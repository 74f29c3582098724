// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/value_range.h"

#include <QPointF>
#include <QRectF>

#include <cmath>

namespace paretoscope::ui::plots {

/// A PlaneMap for columns of places (PlanePoints), where logarithms are taken already: two multiplications a
/// point.
struct PlaneScale
{
    float lowU = 0.0F, highU = 1.0F, lowV = 0.0F, highV = 1.0F; ///< of the view
    float perU = 0.0F, perV = 0.0F;                             ///< pixels
    float left = 0.0F, bottom = 0.0F;

    [[nodiscard]] float pixelX(float u) const { return left + (u - lowU) * perU; }
    [[nodiscard]] float pixelY(float v) const { return bottom - (v - lowV) * perV; }
    [[nodiscard]] QPointF pixel(float u, float v) const
    {
        return {static_cast<double>(pixelX(u)), static_cast<double>(pixelY(v))};
    }
    [[nodiscard]] bool shows(float u, float v) const
    {
        return u >= lowU && u <= highU && v >= lowV && v <= highV;
    }
};

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
    /// Logarithmic axes must show positive values.
    [[nodiscard]] PlaneScale scale() const
    {
        const auto place = [](double value, bool logarithmic) {
            return static_cast<float>(logarithmic ? std::log(value) : value);
        };
        PlaneScale scale;
        scale.lowU = place(x.low, logX);
        scale.highU = place(x.high, logX);
        scale.lowV = place(y.low, logY);
        scale.highV = place(y.high, logY);
        scale.perU = static_cast<float>(area.width()) / (scale.highU - scale.lowU);
        scale.perV = static_cast<float>(area.height()) / (scale.highV - scale.lowV);
        scale.left = static_cast<float>(area.left());
        scale.bottom = static_cast<float>(area.bottom());
        return scale;
    }

    friend bool operator==(const PlaneMap&, const PlaneMap&) = default;
};

} // namespace paretoscope::ui::plots
