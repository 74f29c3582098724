// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/front_tool.h"

#include <QPainter>
#include <QPainterPath>
#include <QPixmap>

namespace paretoscope::ui::plots {

namespace {

constexpr int kSide_px = 16;
constexpr int kScale = 3; ///< drawn larger, for screens of any density

void paintTool(QPainter& painter, FrontTool tool, const QColor& ink)
{
    const QPen line(ink, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    painter.setPen(line);
    switch (tool) {
    case FrontTool::Box:
        painter.setPen(QPen(ink, 1.4, Qt::DotLine));
        painter.drawRect(QRectF(2.5, 3.5, 11, 9));
        break;
    case FrontTool::Lasso: {
        QPainterPath loop(QPointF(3, 13.5));
        loop.cubicTo(5, 8, 0, 6, 4, 3.5);
        loop.cubicTo(8, 0.5, 15, 3, 14, 7.5);
        loop.cubicTo(13, 12, 6, 12.5, 4.5, 9.5);
        painter.drawPath(loop);
        break;
    }
    case FrontTool::Zoom:
        painter.drawEllipse(QPointF(6.8, 6.8), 4.3, 4.3);
        painter.drawLine(QPointF(10, 10), QPointF(14, 14));
        painter.drawLine(QPointF(5, 6.8), QPointF(8.6, 6.8));
        painter.drawLine(QPointF(6.8, 5), QPointF(6.8, 8.6));
        break;
    case FrontTool::Ruler:
        painter.drawLine(QPointF(4, 4), QPointF(12, 12));
        painter.setBrush(ink);
        painter.drawEllipse(QPointF(3.5, 3.5), 2.0, 2.0);
        painter.drawEllipse(QPointF(12.5, 12.5), 2.0, 2.0);
        break;
    }
}

} // namespace

QIcon toolIcon(FrontTool tool, const QColor& ink)
{
    QPixmap pixmap(kSide_px * kScale, kSide_px * kScale);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.scale(kScale, kScale);
    paintTool(painter, tool, ink);
    return QIcon(pixmap);
}

} // namespace paretoscope::ui::plots
