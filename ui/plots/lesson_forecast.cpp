// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/lesson_forecast.h"

#include "ui/plots/markers.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

void Forecast::paintWish(QPainter& painter, const optimizer::PaboTurn& turn, const QString& words) const
{
    if (turn.marks.size() <= std::max(across, upwards))
        return;
    const double x = turn.marks[across];
    const double y = turn.marks[upwards];
    QRectF wish = area;
    // Any mark may be missing: then the whole range will do.
    if (std::isfinite(x))
        wish.setRight(std::clamp(pixel(x, 1.0).x(), area.left(), area.right()));
    if (std::isfinite(y))
        wish.setTop(std::clamp(pixel(1.0, y).y(), area.top(), area.bottom()));
    QColor ground = colours.better;
    ground.setAlphaF(0.13F);
    painter.setPen(QPen(colours.better, 1.0, Qt::DashLine));
    painter.setBrush(ground);
    painter.drawRect(wish);
    painter.setPen(colours.mutedText);
    painter.drawText(area.adjusted(6, 0, -6, -4), Qt::AlignLeft | Qt::AlignBottom, words);
}

void Forecast::paintViews(QPainter& painter, const lesson::LessonStep& step) const
{
    for (const optimizer::PaboTurn& turn : step.turns)
        if (turn.views.size() > std::max(across, upwards))
            paintView(painter, turn);
}

void Forecast::paintView(QPainter& painter, const optimizer::PaboTurn& turn) const
{
    const optimizer::PartnerView& x = turn.views[across];
    const optimizer::PartnerView& y = turn.views[upwards];
    const bool vetoed = turn.decision == optimizer::PaboTurn::Decision::Vetoed;
    const QPointF low = pixel(x.low, y.low);
    const QPointF high = pixel(x.high, y.high);
    const QPointF middle = pixel(x.median, y.median);
    const QPointF hoped = pixel(x.optimistic, y.optimistic);
    for (const QPointF point : {low, high, middle, hoped})
        if (!std::isfinite(point.x()) || !std::isfinite(point.y()))
            return;
    const QColor ink = vetoed ? colours.infeasible : colours.focus;
    painter.setPen(QPen(ink, 1.5, vetoed ? Qt::DotLine : Qt::DashLine));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(QRectF(low, high).normalized());
    if (vetoed) {
        paintInfeasible(painter, middle, colours);
        return;
    }
    // A corner open towards the worse: the best that is hoped for.
    constexpr double kArm = 9.0;
    painter.setPen(QPen(ink, 1.5));
    painter.drawLine(hoped, hoped + QPointF(kArm, 0.0));
    painter.drawLine(hoped, hoped - QPointF(0.0, kArm));
}

} // namespace paretoscope::ui::plots
