// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/race_style.h"

#include "core/optimizer/optimizer.h"

#include <array>
#include <cmath>
#include <numbers>

namespace paretoscope::ui::plots {

namespace {

constexpr int kMarkers = 5;

QPolygonF corners(QPointF centre, double radius, int count, double from)
{
    QPolygonF polygon;
    for (int i = 0; i < count; ++i) {
        const double angle = from + 2.0 * std::numbers::pi * i / count;
        polygon.append(centre + radius * QPointF(std::cos(angle), std::sin(angle)));
    }
    return polygon;
}

} // namespace

MethodStyle methodStyle(std::size_t method, const look::Colours& colours)
{
    // Neighbours differ most: blue, orange, green, purple and so on, never only by brightness.
    static constexpr std::array<Qt::PenStyle, 4> kLines{Qt::SolidLine, Qt::DashLine, Qt::DotLine,
                                                        Qt::DashDotLine};
    return {colours.series[method % colours.series.size()], kLines[method % kLines.size()],
            static_cast<int>(method % kMarkers)};
}

void paintMethodMarker(QPainter& painter, QPointF centre, const MethodStyle& style, double radius,
                       const QColor& ground)
{
    constexpr double kUp = -std::numbers::pi / 2.0;
    painter.setPen(QPen(ground, 0.8));
    painter.setBrush(style.colour);
    switch (style.marker) {
    case 0:
        painter.drawEllipse(centre, radius, radius);
        break;
    case 1:
        painter.drawPolygon(corners(centre, 1.25 * radius, 4, kUp + std::numbers::pi / 4.0));
        break;
    case 2:
        painter.drawPolygon(corners(centre, 1.35 * radius, 3, kUp));
        break;
    case 3:
        painter.drawPolygon(corners(centre, 1.3 * radius, 4, kUp));
        break;
    default:
        painter.drawPolygon(corners(centre, 1.35 * radius, 3, -kUp));
        break;
    }
}

void paintMethodSample(QPainter& painter, QRectF area, const MethodStyle& style, const QColor& ground)
{
    painter.setPen(QPen(style.colour, 1.8, style.line));
    painter.drawLine(QPointF(area.left(), area.center().y()), QPointF(area.right(), area.center().y()));
    paintMethodMarker(painter, area.center(), style, 3.5, ground);
}

QString methodTitle(const std::string& name)
{
    for (const optimizer::MethodDoc& doc : optimizer::methods())
        if (doc.name == name)
            return QString::fromStdString(doc.label);
    return QString::fromStdString(name);
}

QStringList methodTitles(const study::RaceSnapshot& race)
{
    QStringList titles;
    for (const std::string& name : race.methods)
        titles << methodTitle(name);
    return titles;
}

} // namespace paretoscope::ui::plots
