// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/belief_line.h"

#include "core/optimizer/thought.h"
#include "ui/plots/plot_style.h"

#include <QPainter>

#include <qcustomplot.h>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace paretoscope::ui::plots {

QPolygonF lineAlong(const QCustomPlot& plot, std::span<const double> positions,
                    std::span<const double> values)
{
    const bool decades = plot.yAxis->scaleType() == QCPAxis::stLogarithmic;
    const double floor = plot.yAxis->range().lower / 10.0; // no logarithm below zero
    QPolygonF line;
    for (std::size_t i = 0; i < values.size(); ++i)
        if (std::isfinite(values[i]))
            line << QPointF(plot.xAxis->coordToPixel(positions[i]),
                            plot.yAxis->coordToPixel(decades ? std::max(values[i], floor) : values[i]));
    return line;
}

void paintBelief(QPainter& painter, const QCustomPlot& plot, std::span<const double> positions,
                 const optimizer::OutcomeBelief& belief, const QColor& colour, const look::Colours& colours)
{
    QPolygonF band = lineAlong(plot, positions, belief.high);
    const QPolygonF low = lineAlong(plot, positions, belief.low);
    std::copy(low.crbegin(), low.crend(), std::back_inserter(band));
    painter.setPen(Qt::NoPen);
    painter.setBrush(mixed(colours.canvas, colour, 0.22));
    painter.drawPolygon(band);
    painter.setPen(QPen(colour, 2.0));
    painter.drawPolyline(lineAlong(plot, positions, belief.median));
}

void paintHill(QPainter& painter, const QCustomPlot& plot, std::span<const double> positions,
               std::span<const double> shares, const QColor& colour, const look::Colours& colours)
{
    QPolygonF hill = lineAlong(plot, positions, shares);
    if (hill.empty())
        return;
    const double ground = plot.axisRect()->rect().bottom();
    hill.prepend(QPointF(hill.front().x(), ground));
    hill.append(QPointF(hill.back().x(), ground));
    painter.setPen(QPen(colour, 1.0));
    painter.setBrush(mixed(colours.canvas, colour, 0.45));
    painter.drawPolygon(hill);
}

void paintUpright(QPainter& painter, const QCustomPlot& plot, double position, const QPen& pen)
{
    const QRectF area = plot.axisRect()->rect();
    const double x = plot.xAxis->coordToPixel(position);
    painter.setPen(pen);
    painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
}

} // namespace paretoscope::ui::plots
