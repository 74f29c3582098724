// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lesson/lesson.h"
#include "ui/look/colours.h"

#include <QPainter>
#include <QPointF>
#include <QRectF>

#include <functional>

namespace paretoscope::ui::plots {

/// What an agent has in mind, drawn on the plane of two objectives, both to be small.
struct Forecast
{
    std::function<QPointF(double, double)> pixel; ///< of values of the two objectives
    QRectF area;                                  ///< of the axes
    std::size_t across = 0;                       ///< the objective along the plane
    std::size_t upwards = 1;
    look::Colours colours;

    /// The part of the plane where the owner's goal would be reached: improve this, keep that.
    void paintWish(QPainter& painter, const optimizer::PaboTurn& turn, const QString& words) const;
    /// What the models expect of each turn's design, one standard deviation either way, and the best that the
    /// agent hopes for. Vetoed designs have a cross.
    void paintViews(QPainter& painter, const lesson::LessonStep& step) const;

private:
    void paintView(QPainter& painter, const optimizer::PaboTurn& turn) const;
};

} // namespace paretoscope::ui::plots
