// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/reference_marks.h"

#include "ui/plots/markers.h"

#include <QFontMetricsF>
#include <QPolygonF>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace paretoscope::ui::plots {

namespace {

constexpr double kReach_px = 10.0;
constexpr double kStar_px = 9.0;
constexpr double kMostGrowth = 4.0;

QPolygonF star(QPointF centre, double radius)
{
    constexpr double kWaist = 0.45; // of the radius: a plump star, legible at nine pixels
    QPolygonF outline;
    for (int i = 0; i < 10; ++i) {
        const double angle = (i * 36.0 - 90.0) * std::numbers::pi / 180.0;
        const double reach = i % 2 == 0 ? radius : kWaist * radius;
        outline << centre + reach * QPointF(std::cos(angle), std::sin(angle));
    }
    return outline;
}

bool isFree(const QRectF& box, const std::vector<QRectF>& taken)
{
    return std::none_of(taken.begin(), taken.end(), [&](const QRectF& t) { return t.intersects(box); });
}

} // namespace

bool isMarked(const study::Reference& reference)
{
    return reference.evaluated && reference.trial.outcome.verdict != problem::Verdict::Failed;
}

void paintReferenceName(QPainter& painter, const QRectF& box, const QString& text,
                        const look::Colours& colours)
{
    QColor ground = colours.canvas;
    ground.setAlpha(215);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawRoundedRect(box, 3.0, 3.0);
    painter.setPen(colours.reference);
    painter.drawText(box, Qt::AlignCenter, text);
}

std::vector<ReferenceMark>
referenceMarks(const session::ReferenceShelf& references, const QRectF& area,
               const std::function<std::optional<QPointF>(const study::Reference&)>& place)
{
    std::vector<ReferenceMark> marks;
    const QRectF inner = area.adjusted(kStar_px, kStar_px, -kStar_px, -kStar_px);
    for (const study::Reference& reference : references.all()) {
        const std::optional<QPointF> at = isMarked(reference) && area.isValid() ? place(reference)
                                                                                : std::nullopt;
        if (!at || !std::isfinite(at->x()) || !std::isfinite(at->y()))
            continue;
        ReferenceMark mark{reference.trial.id, QString::fromStdString(reference.name), *at, {}};
        if (!area.contains(*at) && inner.isValid()) {
            mark.at = {std::clamp(at->x(), inner.left(), inner.right()),
                       std::clamp(at->y(), inner.top(), inner.bottom())};
            const QPointF way = *at - mark.at;
            mark.towards = way / std::hypot(way.x(), way.y());
        }
        marks.push_back(std::move(mark));
    }
    return marks;
}

const ReferenceMark* referenceAt(std::span<const ReferenceMark> marks, QPointF position)
{
    const ReferenceMark* nearest = nullptr;
    double best = kReach_px * kReach_px;
    for (const ReferenceMark& mark : marks) {
        const QPointF way = mark.at - position;
        if (const double away = QPointF::dotProduct(way, way); away <= best) {
            best = away;
            nearest = &mark;
        }
    }
    return nearest;
}

const ReferenceMark* referenceMark(std::span<const ReferenceMark> marks, session::TrialId id)
{
    const auto found = std::find_if(marks.begin(), marks.end(),
                                    [id](const ReferenceMark& mark) { return mark.id == id; });
    return found == marks.end() ? nullptr : &*found;
}

void paintReferenceMark(QPainter& painter, const ReferenceMark& mark, const look::Colours& colours)
{
    painter.setPen(QPen(colours.canvas, 1.4));
    painter.setBrush(colours.reference);
    if (mark.towards.isNull()) {
        painter.drawPolygon(star(mark.at, kStar_px));
        return;
    }
    const QPointF side(-mark.towards.y(), mark.towards.x());
    const QPointF tip = mark.at + mark.towards * kStar_px;
    const QPointF base = mark.at - mark.towards * 2.0;
    painter.drawPolygon(QPolygonF({tip, base + side * 6.0, base - side * 6.0}));
    painter.drawPolygon(star(mark.at - mark.towards * 9.0, 6.0));
}

void paintReferenceNames(QPainter& painter, std::span<const ReferenceMark> marks, const QRectF& area,
                         const look::Colours& colours, std::vector<QRectF> taken)
{
    const QFontMetricsF metrics(painter.font());
    for (const ReferenceMark& mark : marks)
        taken.emplace_back(mark.at - QPointF(kStar_px, kStar_px), QSizeF(2 * kStar_px, 2 * kStar_px));
    for (const ReferenceMark& mark : marks) {
        const QString text = metrics.elidedText(mark.name, Qt::ElideRight, 0.4 * area.width());
        const QSizeF size(metrics.horizontalAdvance(text) + 8.0, metrics.height() + 2.0);
        const double beside = kStar_px + 3.0;
        const std::array<QPointF, 6> corners{QPointF(beside, -size.height() / 2.0),
                                             QPointF(-beside - size.width(), -size.height() / 2.0),
                                             QPointF(-size.width() / 2.0, -beside - size.height()),
                                             QPointF(-size.width() / 2.0, beside),
                                             QPointF(beside, beside),
                                             QPointF(-beside - size.width(), -beside - size.height())};
        std::optional<QRectF> spot;
        for (const QPointF& corner : corners) {
            const QRectF box(mark.at + corner, size);
            if (!spot && area.contains(box) && isFree(box, taken))
                spot = box;
        }
        // Where several coincide, below one another.
        const double left = std::clamp(mark.at.x() + beside, area.left() + 1.0,
                                       std::max(area.left() + 1.0, area.right() - size.width() - 1.0));
        for (double top = mark.at.y() + beside; !spot && top < area.bottom(); top += size.height() + 2.0) {
            const QRectF box(QPointF(left, top), size);
            if (area.contains(box) && isFree(box, taken))
                spot = box;
        }
        if (!spot)
            continue; // its star and its card are still there
        taken.push_back(*spot);
        paintReferenceName(painter, *spot, text, colours);
    }
}

void paintReferenceSelection(QPainter& painter, std::span<const ReferenceMark> marks,
                             const session::Selection& selection, const look::Colours& colours)
{
    for (std::size_t place = 0; place < selection.tray().size(); ++place)
        if (const ReferenceMark* mark = referenceMark(marks, selection.tray()[place]))
            paintTrayBadge(painter, mark->at, static_cast<int>(place), colours);
    if (const ReferenceMark* mark = selection.focus() ? referenceMark(marks, *selection.focus()) : nullptr) {
        paintFocusRing(painter, mark->at, colours);
        paintReferenceMark(painter, *mark, colours);
    }
    if (const ReferenceMark* mark = selection.hover() ? referenceMark(marks, *selection.hover()) : nullptr)
        paintHoverRing(painter, mark->at, colours);
}

void paintReferenceLine(QPainter& painter, const QRectF& area, double y, const QString& name,
                        const look::Colours& colours)
{
    if (!std::isfinite(y) || y < area.top() || y > area.bottom())
        return;
    painter.setPen(QPen(colours.reference, 1.6, Qt::DashLine));
    painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
    const QFontMetricsF metrics(painter.font());
    const QString text = QStringLiteral("★ ") + metrics.elidedText(name, Qt::ElideRight, 0.4 * area.width());
    QRectF box(QPointF(), QSizeF(metrics.horizontalAdvance(text) + 8.0, metrics.height() + 2.0));
    box.moveBottomLeft(QPointF(area.left() + 6.0, y - 2.0));
    if (box.top() < area.top())
        box.moveTop(y + 3.0);
    paintReferenceName(painter, box, text, colours);
}

ValueRange withReferences(ValueRange range, const session::ReferenceShelf& references,
                          const std::function<double(const study::Reference&)>& value)
{
    ValueRange wide = range;
    for (const study::Reference& reference : references.all()) {
        const double at = isMarked(reference) ? value(reference) : std::nan("");
        const double low = std::min(wide.low, at), high = std::max(wide.high, at);
        const double length = std::max(range.high - range.low, 0.05 * std::abs(range.high));
        if (std::isfinite(at) && high - low <= kMostGrowth * length)
            wide = {low, high};
    }
    return wide;
}

ValueRange withReferences(ValueRange range, const session::StudyDocument& document, const session::Axis& axis)
{
    return withReferences(range, document.references(), [&](const study::Reference& reference) {
        return axis.value(reference.trial, document.problem());
    });
}

} // namespace paretoscope::ui::plots
