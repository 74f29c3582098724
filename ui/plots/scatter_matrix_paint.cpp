// SPDX-License-Identifier: GPL-3.0-or-later
// Where everything of the scatter matrix stands, and how it is drawn.
#include "ui/plots/scatter_matrix_view.h"

#include "ui/look/quantity.h"
#include "ui/plots/markers.h"
#include "ui/plots/plot_style.h"

#include <QPainter>
#include <QToolButton>

#include <array>
#include <cmath>

namespace paretoscope::ui::plots {

QRectF ScatterMatrixView::rectOf(Cell cell) const
{
    const QRectF pixels = m_frame.cell(cell.row, cell.column);
    return {m_origin + pixels.topLeft() / m_frame.ratio, pixels.size() / m_frame.ratio};
}

QRectF ScatterMatrixView::cellRect(const QString& x, const QString& y) const
{
    const QStringList names = axesShown();
    const qsizetype column = names.indexOf(x);
    const qsizetype row = names.indexOf(y);
    if (column < 0 || row < column)
        return {};
    return rectOf({static_cast<std::size_t>(row), static_cast<std::size_t>(column)});
}

std::optional<ScatterMatrixView::Cell> ScatterMatrixView::cellAt(QPointF position) const
{
    for (std::size_t row = 0; row < m_shown.size(); ++row) {
        for (std::size_t column = 0; column <= row; ++column) {
            if (rectOf({row, column}).contains(position))
                return Cell{row, column};
        }
    }
    return std::nullopt;
}

std::optional<QPointF> ScatterMatrixView::placeIn(Cell cell, session::TrialId id) const
{
    const study::Reference* reference = m_document.references().find(id);
    if (reference == nullptr && (id >= m_field->table.rows() || !m_field->table.feasible(id)))
        return std::nullopt;
    const auto along = [&](std::size_t axis) {
        const AxisScale& scale = m_shown[axis].scale;
        if (reference != nullptr)
            return scale.height(m_shown[axis].axis.value(reference->trial, m_document.problem()));
        return scale.height(static_cast<double>(m_field->table.at(id, scale.column)));
    };
    const QRectF area = rectOf(cell);
    const QPointF place(area.left() + along(cell.column) * area.width(),
                        area.bottom() - along(cell.row) * area.height());
    return std::isfinite(place.x()) && std::isfinite(place.y()) ? std::optional(place) : std::nullopt;
}

std::optional<QPointF> ScatterMatrixView::placeOf(session::TrialId id, const QString& x,
                                                  const QString& y) const
{
    const QStringList names = axesShown();
    const qsizetype column = names.indexOf(x);
    const qsizetype row = names.indexOf(y);
    if (column < 0 || row <= column)
        return std::nullopt;
    return placeIn({static_cast<std::size_t>(row), static_cast<std::size_t>(column)}, id);
}

// ---- painting
// -----------------------------------------------------------------------------------------------

void ScatterMatrixView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_colours.canvas);
    painter.setFont(font());
    if (isEmpty()) {
        painter.setPen(m_colours.mutedText);
        painter.drawText(rect(), Qt::AlignCenter, tr("Needs 3 or more designs."));
        return;
    }
    if (!m_image.isNull())
        painter.drawImage(QRectF(m_origin, QSizeF(m_frame.size) / m_frame.ratio), m_image);
    paintFrame(painter);
    paintLabels(painter);
    painter.setRenderHint(QPainter::Antialiasing);
    paintPins(painter);
    paintLegend(painter);
    paintSelection(painter);
}

void ScatterMatrixView::paintFrame(QPainter& painter) const
{
    painter.setBrush(Qt::NoBrush);
    for (std::size_t row = 0; row < m_shown.size(); ++row) {
        for (std::size_t column = 0; column <= row; ++column) {
            const bool isActive = hasFocus() && m_active == Cell{row, column};
            painter.setPen(QPen(isActive ? m_colours.accent : m_colours.line, isActive ? 1.6 : 1.0));
            painter.drawRect(rectOf({row, column}).adjusted(-1.0, -1.0, 0.0, 0.0));
        }
    }
}

void ScatterMatrixView::paintLabels(QPainter& painter) const
{
    const QFontMetricsF metrics(font());
    const double line = metrics.height();
    const auto endText = [](const Shown& shown, double share) {
        const double end = shown.axis.isParameter && shown.axis.categories.isEmpty()
                               ? (share > 0.5 ? shown.axis.high : shown.axis.low)
                               : shown.scale.value(share);
        return shown.axis.text(end);
    };
    for (std::size_t i = 0; i < m_shown.size(); ++i) {
        const Shown& shown = m_shown[i];
        const QRectF diagonal = rectOf({i, i});
        // The name in its own cell, above the bars.
        painter.setPen(shown.axis.isObjective ? m_colours.text : m_colours.mutedText);
        const QRectF name = diagonal.adjusted(4.0, 2.0, -4.0, 0.0);
        painter.drawText(name, Qt::AlignHCenter | Qt::AlignTop,
                         metrics.elidedText(shown.axis.label, Qt::ElideRight, name.width()));
        painter.setPen(m_colours.mutedText);
        const QRectF row = rectOf({i, 0});
        const double room = row.left() - 6.0;
        if (row.height() > 2.0 * line) {
            for (const double share : {1.0, 0.0}) {
                const QRectF spot(0.0, share > 0.5 ? row.top() : row.bottom() - line, room, line);
                painter.drawText(spot, Qt::AlignRight | Qt::AlignVCenter,
                                 metrics.elidedText(endText(shown, share), Qt::ElideRight, room - 2.0));
            }
        }
        const QRectF column = rectOf({m_shown.size() - 1, i});
        const double half = column.width() / 2.0 - 2.0;
        const QRectF low(column.left(), column.bottom() + 3.0, half, line);
        const QRectF high(column.right() - half, column.bottom() + 3.0, half, line);
        painter.drawText(low, Qt::AlignLeft, metrics.elidedText(endText(shown, 0.0), Qt::ElideRight, half));
        painter.drawText(high, Qt::AlignRight, metrics.elidedText(endText(shown, 1.0), Qt::ElideRight, half));
        painter.setPen(shown.axis.isObjective ? m_colours.text : m_colours.mutedText);
        painter.drawText(QRectF(column.left(), column.bottom() + 3.0 + line, column.width(), line),
                         Qt::AlignCenter,
                         metrics.elidedText(shown.axis.label, Qt::ElideRight, column.width()));
    }
}

/// A line through every cell of an axis where a limit stands.
void ScatterMatrixView::paintPins(QPainter& painter) const
{
    painter.setPen(QPen(m_colours.pin, 1.2, Qt::DashLine));
    for (std::size_t i = 0; i < m_shown.size(); ++i) {
        const study::Pin* pin = m_document.pinOn(m_shown[i].axis.name);
        if (!pin)
            continue;
        for (const double limit : {pin->minimum, pin->maximum}) {
            const double share = std::isfinite(limit) ? m_shown[i].scale.height(limit) : -1.0;
            if (share < 0.0 || share > 1.0)
                continue;
            for (std::size_t row = i; row < m_shown.size(); ++row) {
                const QRectF area = rectOf({row, i});
                const double x = area.left() + share * area.width();
                painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
            }
            for (std::size_t column = 0; column < i; ++column) {
                const QRectF area = rectOf({i, column});
                const double y = area.bottom() - share * area.height();
                painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
            }
        }
    }
}

/// In the empty upper corner: what the marks are, and how many.
void ScatterMatrixView::paintLegend(QPainter& painter) const
{
    const QFontMetricsF metrics(font());
    const double line = metrics.height() + 4.0;
    const QRectF first = rectOf({0, 0});
    const double left = first.right() + 24.0;
    const double room = m_choice->x() - left - 12.0;
    struct Entry
    {
        QColor colour;
        QString text;
    };
    const QString passing = m_field->allLit()
                                ? tr("%1 designs").arg(look::count(m_field->lit))
                                : tr("%1 of %2 designs")
                                      .arg(look::count(m_field->lit), look::count(m_field->feasible));
    std::vector<Entry> entries{{m_colours.front, tr("on the front")}, {m_colours.dominated, passing}};
    if (!m_field->allLit())
        entries.push_back({m_colours.dimmed, tr("outside the limits or the brush")});
    double y = first.top() + 2.0;
    for (const Entry& entry : entries) {
        if (y + line > rectOf({1, 1}).top() && m_shown.size() > 1)
            break;
        painter.setPen(Qt::NoPen);
        painter.setBrush(entry.colour);
        painter.drawRoundedRect(QRectF(left, y + line / 2.0 - 4.0, 8.0, 8.0), 2.0, 2.0);
        painter.setPen(m_colours.mutedText);
        painter.drawText(QRectF(left + 14.0, y, room - 14.0, line), Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(entry.text, Qt::ElideRight, room - 14.0));
        y += line;
    }
    painter.setBrush(Qt::NoBrush);
}

void ScatterMatrixView::paintSelection(QPainter& painter) const
{
    if (m_brushCell) {
        QColor fill = m_colours.accent;
        fill.setAlpha(30);
        painter.setPen(QPen(m_colours.accent, 1.0));
        painter.setBrush(fill);
        painter.drawRect(m_brushBox);
    }
    for (std::size_t row = 1; row < m_shown.size(); ++row) {
        for (std::size_t column = 0; column < row; ++column)
            paintMarks(painter, {row, column});
    }
}

std::vector<ReferenceMark> ScatterMatrixView::referencesIn(Cell cell) const
{
    return referenceMarks(m_document.references(), rectOf(cell), [&](const study::Reference& reference) {
        return placeIn(cell, reference.trial.id);
    });
}

void ScatterMatrixView::paintMarks(QPainter& painter, Cell cell) const
{
    const session::Selection& selection = m_document.selection();
    const std::vector<ReferenceMark> references = referencesIn(cell);
    for (const ReferenceMark& mark : references)
        paintReferenceMark(painter, mark, m_colours);
    constexpr double kRoomForNames_px = 150.0; // a cell's width; below, the card tells the name
    if (rectOf(cell).width() >= kRoomForNames_px)
        paintReferenceNames(painter, references, rectOf(cell), m_colours);
    const auto placed = [&](session::TrialId id) { // one beyond the cell stands on its edge
        const ReferenceMark* mark = referenceMark(references, id);
        return mark ? std::optional(mark->at) : study::isReference(id) ? std::nullopt : placeIn(cell, id);
    };
    for (std::size_t i = 0; i < selection.tray().size(); ++i) {
        if (const std::optional<QPointF> at = placed(selection.tray()[i])) {
            painter.setPen(QPen(look::trayColour(m_colours, static_cast<int>(i)), 2.0));
            painter.setBrush(Qt::NoBrush);
            painter.drawEllipse(*at, 4.5, 4.5);
        }
    }
    if (const auto at = selection.focus() ? placed(*selection.focus()) : std::nullopt)
        paintFocusRing(painter, *at, m_colours);
    if (const ReferenceMark* mark = selection.focus() ? referenceMark(references, *selection.focus())
                                                      : nullptr)
        paintReferenceMark(painter, *mark, m_colours); // the ring has a ground of its own
    if (const auto at = selection.hover() ? placed(*selection.hover()) : std::nullopt)
        paintHoverRing(painter, *at, m_colours);
}

} // namespace paretoscope::ui::plots
