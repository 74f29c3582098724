// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/markers.h"

#include "ui/plots/plot_style.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

namespace {

constexpr double kFrontRadius = 4.5;
constexpr double kKneeRadius = 7.0;
constexpr double kCloudRadius = 2.5;

/// Areas grow with the weight, as eyes compare areas.
double weightedRadius(double weight)
{
    return std::sqrt(6.0 + 75.0 * std::clamp(weight, 0.0, 1.0)); // 2.4 to 9 px, our choice
}

QPixmap disc(const QColor& colour, double radius, double devicePixelRatio)
{
    const int side = static_cast<int>(std::ceil(2.0 * radius)) + 2;
    QPixmap pixmap(QSizeF(side * devicePixelRatio, side * devicePixelRatio).toSize());
    pixmap.setDevicePixelRatio(devicePixelRatio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawEllipse(QPointF(side / 2.0, side / 2.0), radius, radius);
    return pixmap;
}

void stamp(QPainter& painter, QPointF centre, const QPixmap& pixmap)
{
    const double half = pixmap.width() / pixmap.devicePixelRatio() / 2.0;
    painter.drawPixmap(centre - QPointF(half, half), pixmap);
}

} // namespace

void paintFrontDisc(QPainter& painter, QPointF centre, const QColor& fill, const look::Colours& colours,
                    bool onStaircase, double weight)
{
    const double usual = onStaircase ? kFrontRadius + 1.0 : kFrontRadius - 0.8;
    const double radius = std::isnan(weight) ? usual : weightedRadius(weight);
    // The bright end of the scale is too near to a light canvas to stand on it without a rim.
    const bool bright = !colours.dark && fill.lightnessF() > 0.55F && fill.hslSaturationF() > 0.3F;
    const QColor rim = bright ? colours.line : colours.canvas;
    painter.setPen(QPen(onStaircase ? colours.text : rim, onStaircase ? 1.2 : 1.0));
    painter.setBrush(fill);
    painter.drawEllipse(centre, radius, radius);
}

void paintKnee(QPainter& painter, QPointF centre, const QColor& fill, const look::Colours& colours)
{
    const double r = kKneeRadius;
    painter.setPen(QPen(colours.text, 1.4));
    painter.setBrush(fill);
    painter.drawPolygon(QPolygonF(
        {centre + QPointF(0, -r), centre + QPointF(r, 0), centre + QPointF(0, r), centre + QPointF(-r, 0)}));
}

void paintInfeasible(QPainter& painter, QPointF centre, const look::Colours& colours)
{
    const double arm = 2.5;
    painter.setPen(QPen(colours.infeasible, 1.0));
    painter.drawLine(centre + QPointF(-arm, -arm), centre + QPointF(arm, arm));
    painter.drawLine(centre + QPointF(-arm, arm), centre + QPointF(arm, -arm));
}

void paintHoverRing(QPainter& painter, QPointF centre, const look::Colours& colours)
{
    painter.setPen(QPen(colours.accent, 1.6));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(centre, 7.0, 7.0);
}

void paintFocusRing(QPainter& painter, QPointF centre, const look::Colours& colours)
{
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colours.canvas, 4.5));
    painter.drawEllipse(centre, 8.5, 8.5);
    painter.setPen(QPen(colours.focus, 2.5));
    painter.drawEllipse(centre, 8.5, 8.5);
}

void paintGhost(QPainter& painter, QPointF centre, bool feasible, const look::Colours& colours)
{
    painter.setPen(QPen(colours.canvas, 5.0));
    painter.setBrush(colours.canvas);
    painter.drawEllipse(centre, 7.0, 7.0);
    painter.setPen(QPen(feasible ? colours.accent : colours.infeasible, 2.0, Qt::DashLine));
    painter.drawEllipse(centre, 7.0, 7.0);
    if (!feasible)
        paintInfeasible(painter, centre, colours);
}

void paintTrayBadge(QPainter& painter, QPointF centre, int place, const look::Colours& colours)
{
    const QColor ground = look::trayColour(colours, place);
    painter.setPen(QPen(ground, 2.0));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(centre, 6.0, 6.0);
    QFont font = painter.font();
    font.setBold(true);
    painter.save();
    painter.setFont(font);
    const double side = QFontMetricsF(font).height() + 1.0;
    const QColor ink = ground.lightnessF() > 0.5 ? QColor(Qt::black) : QColor(Qt::white);
    paintChip(painter, QRectF(centre + QPointF(6.0, -6.0 - side), QSizeF(side, side)),
              QString(QChar(u'A' + place)), ground, ink);
    painter.restore();
}

void CloudMarkers::prepare(const look::Colours& colours, bool shaded, double devicePixelRatio)
{
    const QString key = QStringLiteral("%1 %2 %3 %4")
                            .arg(colours.dominated.name(), colours.canvas.name())
                            .arg(shaded)
                            .arg(devicePixelRatio);
    if (key == m_madeFor)
        return;
    m_madeFor = key;
    m_dimmed = disc(mixed(colours.canvas, colours.dimmed, 0.6), kCloudRadius - 0.5, devicePixelRatio);
    for (std::size_t size = 0; size <= kSizes; ++size) {
        const double radius = size == kSizes ? kCloudRadius
                                             : weightedRadius(static_cast<double>(size) / (kSizes - 1)) * 0.8;
        for (std::size_t tone = 0; shaded && tone < kTones; ++tone) {
            const QColor full = look::sequential(static_cast<double>(tone) / (kTones - 1), colours.dark);
            m_lit[size][tone] = disc(mixed(colours.canvas, full, 0.5), radius, devicePixelRatio);
        }
        m_lit[size][kTones] = disc(mixed(colours.canvas, colours.dominated, 0.75), radius, devicePixelRatio);
    }
    m_cross = disc(Qt::transparent, 4.0, devicePixelRatio);
    QPainter painter(&m_cross);
    painter.setRenderHint(QPainter::Antialiasing);
    const double half = m_cross.width() / devicePixelRatio / 2.0;
    paintInfeasible(painter, QPointF(half, half), colours);
}

void CloudMarkers::paintLit(QPainter& painter, QPointF centre, double share, double weight) const
{
    const auto step = [](double place, std::size_t steps) {
        return std::isnan(place) ? steps
                                 : static_cast<std::size_t>(std::lround(std::clamp(place, 0.0, 1.0)
                                                                        * static_cast<double>(steps - 1)));
    };
    stamp(painter, centre, m_lit[step(weight, kSizes)][step(share, kTones)]);
}

void CloudMarkers::paintDimmed(QPainter& painter, QPointF centre) const
{
    stamp(painter, centre, m_dimmed);
}

void CloudMarkers::paintCross(QPainter& painter, QPointF centre) const
{
    stamp(painter, centre, m_cross);
}

} // namespace paretoscope::ui::plots
