// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/pin_marks.h"

#include "ui/plots/pin_limits.h"
#include "ui/plots/plot_style.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

namespace {

constexpr double kGrip_px = 5.0; ///< how near to a line the pointer grips it

/// The chip stands at the far end of the line, on the excluded side, so that it hides no design that counts.
QRectF chipPlace(const PinMark& mark, const PlaneMap& map, QSizeF size)
{
    constexpr double kGap = 4.0;
    QPointF corner;
    if (mark.onX) {
        corner.setX(mark.cutsAbove ? mark.line.x1() + kGap : mark.line.x1() - kGap - size.width());
        corner.setY(map.area.top() + kGap);
    } else {
        corner.setX(map.area.right() - kGap - size.width());
        corner.setY(mark.cutsAbove ? mark.line.y1() - kGap - size.height() : mark.line.y1() + kGap);
    }
    const QRectF room = map.area.adjusted(2, 2, -2 - size.width(), -2 - size.height());
    corner.setX(std::clamp(corner.x(), room.left(), std::max(room.left(), room.right())));
    corner.setY(std::clamp(corner.y(), room.top(), std::max(room.top(), room.bottom())));
    return {corner, size};
}

PinMark markOf(const session::Axis& axis, bool onX, bool upper, bool inverted, double value,
               const PlaneMap& map, const QFontMetricsF& metrics)
{
    PinMark mark;
    mark.onX = onX;
    mark.upper = upper;
    mark.cutsAbove = upper != inverted;
    mark.value = value;
    mark.text = limitText(axis, mark.cutsAbove, value);
    const QRectF& area = map.area;
    mark.excluded = area;
    if (onX) {
        const double x = std::round(map.toPixel(value, map.y.low).x()) + 0.5;
        mark.line = QLineF(x, area.top(), x, area.bottom());
        mark.cutsAbove ? mark.excluded.setLeft(x) : mark.excluded.setRight(x);
    } else {
        const double y = std::round(map.toPixel(map.x.low, value).y()) + 0.5;
        mark.line = QLineF(area.left(), y, area.right(), y);
        mark.cutsAbove ? mark.excluded.setBottom(y) : mark.excluded.setTop(y);
    }
    const double height = metrics.height() + 4.0;
    mark.chip = chipPlace(mark, map, QSizeF(metrics.horizontalAdvance(mark.text) + 12.0 + height, height));
    mark.cross = QRectF(mark.chip.right() - height, mark.chip.top(), height, height);
    return mark;
}

/// Below the chip of a limit on x, which hangs from the top; on the other side of a chip on y's far end.
void placeNotes(PinMark& mark, const QStringList& notes, const PlaneMap& map, const QFontMetricsF& metrics)
{
    mark.notes = notes;
    mark.notes.removeAll(QString());
    if (mark.notes.isEmpty())
        return;
    double width = 0.0;
    for (const QString& line : mark.notes)
        width = std::max(width, metrics.horizontalAdvance(line));
    const QSizeF size(width + 10.0, metrics.height() * static_cast<double>(mark.notes.size()) + 4.0);
    constexpr double kGap = 3.0;
    QPointF corner = mark.onX ? QPointF(mark.upper ? mark.chip.left() : mark.chip.right() - size.width(),
                                        mark.chip.bottom() + kGap)
                              : QPointF(mark.chip.left() - kGap - size.width(), mark.chip.top());
    if (!mark.onX && mark.upper)
        corner.setY(mark.chip.bottom() - size.height());
    const QRectF room = map.area.adjusted(2, 2, -2 - size.width(), -2 - size.height());
    corner.setX(std::clamp(corner.x(), room.left(), std::max(room.left(), room.right())));
    corner.setY(std::clamp(corner.y(), room.top(), std::max(room.top(), room.bottom())));
    mark.notesArea = QRectF(corner, size);
}

void paintNotes(QPainter& painter, const PinMark& mark, const look::Colours& colours)
{
    QColor ground = colours.canvas;
    ground.setAlpha(225); // designs behind it stay guessable
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawRoundedRect(mark.notesArea, 3.0, 3.0);
    painter.setPen(colours.text);
    painter.drawText(mark.notesArea.adjusted(5, 2, -5, -2),
                     Qt::AlignVCenter | (mark.onX && mark.upper ? Qt::AlignLeft : Qt::AlignRight),
                     mark.notes.join(QLatin1Char('\n')));
}

void paintMark(QPainter& painter, const PinMark& mark, const look::Colours& colours)
{
    QColor veil = colours.pin;
    veil.setAlpha(colours.dark ? 28 : 18);
    painter.fillRect(mark.excluded, veil);
    veil.setAlpha(colours.dark ? 60 : 45);
    painter.fillRect(mark.excluded, QBrush(veil, Qt::BDiagPattern));

    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(colours.pin, 1.0));
    painter.drawLine(mark.line);
    painter.setRenderHint(QPainter::Antialiasing, true);

    // The handle at the axis points to the side that stays.
    const QPointF foot = mark.onX ? mark.line.p2() : mark.line.p1();
    const double side = (mark.cutsAbove == mark.onX) ? -1.0 : 1.0;
    const QPointF along = mark.onX ? QPointF(side, 0) : QPointF(0, side);
    const QPointF up = mark.onX ? QPointF(0, -1) : QPointF(1, 0);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colours.pin);
    painter.drawPolygon(QPolygonF({foot, foot + 10.0 * up, foot + 5.0 * up + 6.0 * along}));

    const QColor ink = colours.pin.lightnessF() > 0.55 ? QColor(Qt::black) : QColor(Qt::white);
    paintChip(painter, mark.chip, QString(), colours.pin, ink);
    painter.setPen(ink);
    painter.drawText(mark.chip.adjusted(6, 0, -mark.cross.width(), 0), Qt::AlignVCenter | Qt::AlignLeft,
                     mark.text);
    paintRemoveCross(painter, mark.cross, ink);
    if (!mark.notes.isEmpty())
        paintNotes(painter, mark, colours);
}

} // namespace

void appendPinMarks(std::vector<PinMark>& marks, const study::Pin* pin, const session::Axis& axis, bool onX,
                    const PlaneMap& map, const QFontMetricsF& metrics, const QStringList& notes)
{
    if (!pin)
        return;
    const ValueRange& range = onX ? map.x : map.y;
    const std::size_t first = marks.size();
    if (std::isfinite(pin->minimum) && range.contains(pin->minimum))
        marks.push_back(markOf(axis, onX, false, pin->excluded, pin->minimum, map, metrics));
    if (std::isfinite(pin->maximum) && range.contains(pin->maximum))
        marks.push_back(markOf(axis, onX, true, pin->excluded, pin->maximum, map, metrics));
    if (marks.size() > first)
        placeNotes(marks.back(), notes, map, metrics);
    if (pin->excluded && marks.size() == first + 2) { // the region is between its lines, drawn once
        marks[first].excluded &= marks[first + 1].excluded;
        marks[first + 1].excluded = QRectF();
    }
}

std::optional<PinHit> pinAt(const std::vector<PinMark>& marks, QPointF pixel)
{
    for (std::size_t i = marks.size(); i-- > 0;) { // the one drawn last lies on top
        if (marks[i].cross.contains(pixel))
            return PinHit{i, PinPart::Cross};
        if (marks[i].chip.contains(pixel))
            return PinHit{i, PinPart::Chip};
    }
    for (std::size_t i = marks.size(); i-- > 0;) {
        const QLineF& line = marks[i].line;
        const double distance = marks[i].onX ? std::abs(pixel.x() - line.x1())
                                             : std::abs(pixel.y() - line.y1());
        const QRectF reach = QRectF(line.p1(), line.p2()).adjusted(-kGrip_px, -kGrip_px, kGrip_px, kGrip_px);
        if (distance <= kGrip_px && reach.contains(pixel))
            return PinHit{i, PinPart::Line};
    }
    return std::nullopt;
}

void paintPinMarks(QPainter& painter, const std::vector<PinMark>& marks, const look::Colours& colours)
{
    for (const PinMark& mark : marks)
        paintMark(painter, mark, colours);
}

void paintRemoveCross(QPainter& painter, QRectF area, const QColor& ink)
{
    const QPointF centre = area.center();
    const double arm = 3.0;
    painter.setPen(QPen(ink, 1.4, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(centre + QPointF(-arm, -arm), centre + QPointF(arm, arm));
    painter.drawLine(centre + QPointF(-arm, arm), centre + QPointF(arm, -arm));
}

} // namespace paretoscope::ui::plots
