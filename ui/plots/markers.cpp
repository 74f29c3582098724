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
                    bool onStaircase)
{
    const double radius = onStaircase ? kFrontRadius + 1.0 : kFrontRadius - 0.8;
    painter.setPen(QPen(onStaircase ? colours.text : colours.canvas, onStaircase ? 1.2 : 1.0));
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
    m_plain = disc(mixed(colours.canvas, colours.dominated, 0.75), kCloudRadius, devicePixelRatio);
    m_dimmed = disc(mixed(colours.canvas, colours.dimmed, 0.6), kCloudRadius - 0.5, devicePixelRatio);
    for (std::size_t i = 0; shaded && i < kTones; ++i) {
        const QColor tone = look::sequential(static_cast<double>(i) / (kTones - 1), colours.dark);
        m_shaded[i] = disc(mixed(colours.canvas, tone, 0.5), kCloudRadius, devicePixelRatio);
    }
}

void CloudMarkers::paintLit(QPainter& painter, QPointF centre, double share) const
{
    if (std::isnan(share)) {
        stamp(painter, centre, m_plain);
        return;
    }
    const double tone = std::clamp(share, 0.0, 1.0) * (kTones - 1);
    stamp(painter, centre, m_shaded[static_cast<std::size_t>(std::lround(tone))]);
}

void CloudMarkers::paintDimmed(QPainter& painter, QPointF centre) const
{
    stamp(painter, centre, m_dimmed);
}

} // namespace paretoscope::ui::plots
