// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/race_fronts_view.h"

#include "ui/look/quantity.h"
#include "ui/plots/plot_style.h"
#include "ui/plots/race_style.h"

#include <QToolButton>

#include <cmath>

namespace paretoscope::ui::plots {

namespace {

constexpr std::size_t kMostMarkers = 200;

} // namespace

QPolygonF RaceFrontsView::stairs(const std::vector<study::PlanePoint>& points, const QCPAxisRect& cell) const
{
    QPolygonF line;
    if (points.empty())
        return line;
    const QRectF area(cell.rect());
    const bool down = axis(false).better == problem::Direction::Minimize;
    const bool left = axis(true).better == problem::Direction::Minimize;
    const double worstY = down ? area.top() : area.bottom();
    const double worstX = left ? area.right() : area.left();
    for (const study::PlanePoint& point : points) {
        const QPointF at(cell.axis(QCPAxis::atBottom)->coordToPixel(point.x),
                         cell.axis(QCPAxis::atLeft)->coordToPixel(point.y));
        line.append(QPointF(at.x(), line.isEmpty() ? worstY : line.last().y()));
        line.append(at);
    }
    line.append(QPointF(worstX, line.last().y()));
    return line;
}

void RaceFrontsView::paintCell(QPainter& painter, std::size_t method) const
{
    if (method >= m_fronts.medians.size())
        return;
    const QCPAxisRect& cell = *m_cells[method];
    const look::Colours colours = look::coloursFor(palette());
    const MethodStyle style = methodStyle(method, colours);
    painter.save();
    painter.setClipRect(QRectF(cell.rect()));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colours.dominated, 1.2));
    painter.drawPolyline(stairs(m_fronts.best, cell));
    const std::size_t median = m_fronts.medians[method];
    for (std::size_t i = 0; i < m_fronts.lanes.size() && allSeeds(); ++i) {
        if (i == median || m_race->lanes[i]->method != method)
            continue;
        painter.setPen(QPen(mixed(colours.canvas, style.colour, 0.5), 1.0));
        painter.drawPolyline(stairs(m_fronts.lanes[i].stairs, cell));
    }
    const study::RaceFronts::Front& middle = m_fronts.lanes[median];
    painter.setPen(QPen(style.colour, 1.4));
    painter.drawPolyline(stairs(middle.stairs, cell));
    const std::size_t stride = middle.points.size() / kMostMarkers + 1;
    for (std::size_t i = 0; i < middle.points.size(); i += stride)
        paintMethodMarker(painter,
                          {cell.axis(QCPAxis::atBottom)->coordToPixel(middle.points[i].x),
                           cell.axis(QCPAxis::atLeft)->coordToPixel(middle.points[i].y)},
                          style, 2.8, colours.canvas);
    if (m_references != nullptr) {
        const QRectF area(cell.rect());
        const std::vector<ReferenceMark> marks = referenceMarks(
            *m_references, area, [&](const study::Reference& reference) {
                return std::optional(QPointF(
                    cell.axis(QCPAxis::atBottom)->coordToPixel(axis(true).value(reference.trial, *m_problem)),
                    cell.axis(QCPAxis::atLeft)
                        ->coordToPixel(axis(false).value(reference.trial, *m_problem))));
            });
        for (const ReferenceMark& mark : marks)
            paintReferenceMark(painter, mark, colours);
        painter.setFont(font());
        paintReferenceNames(painter, marks, area, colours);
    }
    painter.restore();
}

QString RaceFrontsView::titleOf(std::size_t method) const
{
    if (method >= m_fronts.medians.size())
        return m_names.value(static_cast<qsizetype>(method));
    const study::RaceFronts::Front& middle = m_fronts.lanes[m_fronts.medians[method]];
    const QString count = middle.points.size() == 1 ? tr("1 design")
                                                    : tr("%1 designs").arg(look::count(middle.points.size()));
    return std::isnan(middle.hypervolume)
               ? QStringLiteral("%1   %2").arg(m_names.value(static_cast<qsizetype>(method)), count)
               : tr("%1   hypervolume %2, %3")
                     .arg(m_names.value(static_cast<qsizetype>(method)),
                          look::quantity(middle.hypervolume, {}, 4), count);
}

void RaceFrontsView::paintTitle(QPainter& painter, std::size_t method) const
{
    const QRectF area(m_cells[method]->rect());
    const look::Colours colours = look::coloursFor(palette());
    const QFontMetricsF metrics(font());
    const double height = metrics.height();
    const QRectF sample(area.left(), area.top() - height - 4.0, 22.0, height);
    paintMethodSample(painter, sample, methodStyle(method, colours), colours.canvas);
    const QString name = m_names.value(static_cast<qsizetype>(method));
    const QString rest = titleOf(method).mid(name.size()).trimmed();
    QFont bold = font();
    bold.setBold(true);
    const double room = area.right() - sample.right() - 6.0;
    const QString shown = QFontMetricsF(bold).elidedText(name, Qt::ElideRight, room);
    painter.setFont(bold);
    painter.setPen(colours.text);
    painter.drawText(QPointF(sample.right() + 6.0, sample.top() + metrics.ascent()), shown);
    const double used = QFontMetricsF(bold).horizontalAdvance(shown) + 8.0;
    painter.setFont(font());
    painter.setPen(colours.mutedText);
    if (metrics.horizontalAdvance(rest) <= room - used) {
        painter.drawText(QPointF(sample.right() + 6.0 + used, sample.top() + metrics.ascent()), rest);
    } else if (method < m_fronts.medians.size()) { // a narrow picture has room for the number that counts
        const double volume = m_fronts.lanes[m_fronts.medians[method]].hypervolume;
        const QString number = look::quantity(volume, {}, 4);
        if (!std::isnan(volume) && metrics.horizontalAdvance(number) <= room - used)
            painter.drawText(QPointF(sample.right() + 6.0 + used, sample.top() + metrics.ascent()), number);
    }
}

} // namespace paretoscope::ui::plots
