// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/brush_shape.h"

#include <QImage>
#include <QPainter>

namespace paretoscope::ui::plots {

std::vector<std::uint8_t> pointsInside(const PlanePoints& points, const PlaneMap& map, const QPolygonF& shape)
{
    std::vector<std::uint8_t> inside(points.size(), 0);
    const QRect bounds = shape.boundingRect().intersected(map.area).toAlignedRect();
    if (bounds.isEmpty())
        return inside;
    QImage stencil(bounds.size(), QImage::Format_Grayscale8);
    stencil.fill(0);
    QPainter painter(&stencil);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.translate(-bounds.topLeft());
    painter.setPen(Qt::NoPen);
    painter.setBrush(Qt::white);
    painter.drawPolygon(shape);
    painter.end();

    const PlaneScale scale = map.scale();
    const auto left = static_cast<float>(bounds.left());
    const auto top = static_cast<float>(bounds.top());
    const auto width = static_cast<float>(bounds.width());
    const auto height = static_cast<float>(bounds.height());
    for (std::size_t i = 0; i < points.size(); ++i) {
        const float x = scale.pixelX(points.u[i]) - left;
        const float y = scale.pixelY(points.v[i]) - top;
        // Written so that a point without a place, which compares false, is outside.
        if (x >= 0.0F && x < width && y >= 0.0F && y < height)
            inside[i] = stencil.constScanLine(static_cast<int>(y))[static_cast<int>(x)] != 0 ? 1 : 0;
    }
    return inside;
}

} // namespace paretoscope::ui::plots
