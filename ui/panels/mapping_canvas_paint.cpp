// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/quantity.h"
#include "ui/panels/mapping_canvas.h"
#include "ui/panels/mapping_canvas_measures.h"
#include "ui/panels/nest_words.h"
#include "ui/panels/text.h"

#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace paretoscope::ui::panels {

using namespace cost::spatial;
using namespace canvas;

const problem::TriedMapping::Part* MappingCanvas::partOf(std::size_t level) const
{
    const auto shown = m_editing.shown();
    return shown && level < shown->parts.size() ? &shown->parts[level] : nullptr;
}

QString MappingCanvas::noteOf(LoopPlace place) const
{
    if (place.in.level >= m_marks.size())
        return {};
    const auto& marks = m_marks[place.in.level].loops[static_cast<std::size_t>(place.in.lane)];
    switch (place.index < marks.size() ? marks[place.index] : Mark::Same) {
    case Mark::Factor: {
        const Mapping& searched = m_editing.bench()->searched();
        const Loop* own = loopAt(m_editing.draft(), place);
        const auto twin = loopOver(searched, own->dimension, place.in);
        return tr("was %1").arg(twin ? loopAt(searched, *twin)->factor : 1);
    }
    case Mark::Order:
        return tr("moved");
    case Mark::Alone:
        return tr("new here");
    case Mark::Same:
        break;
    }
    return {};
}

void MappingCanvas::paintEvent(QPaintEvent*)
{
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(viewport()->rect(), m_colours.canvas);
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        const Line& line = m_lines[i];
        const QRectF area = areaOf(line);
        if (area.bottom() < 0 || area.top() > viewport()->height())
            continue;
        const bool current = static_cast<int>(i) == m_current && hasFocus();
        if (current && line.kind != Line::Kind::Memory) {
            QColor wash = m_colours.accent;
            wash.setAlphaF(0.22F);
            painter.fillRect(area.adjusted(-kSide, 0, kSide, 0), wash);
        }
        switch (line.kind) {
        case Line::Kind::Memory:
            paintMemory(painter, line);
            break;
        case Line::Kind::Loop:
            paintLoop(painter, line, static_cast<int>(i) == m_current || static_cast<int>(i) == m_pointed);
            break;
        case Line::Kind::Empty:
            paintEmpty(painter, line);
            break;
        case Line::Kind::Compute:
            painter.setFont(m_mono);
            painter.setPen(m_colours.mutedText);
            painter.drawText(area.adjusted(line.depth * indent() + kGrip, 0, 0, 0),
                             Qt::AlignVCenter | Qt::AlignLeft, innermost());
            break;
        }
    }
    if (m_drag)
        paintDrag(painter);
}

void MappingCanvas::paintMemory(QPainter& painter, const Line& line) const
{
    const std::size_t level = line.place.in.level;
    const QRectF area = areaOf(line);
    const problem::TriedMapping::Part* part = partOf(level);
    const bool overfull = part != nullptr && part->usable_bytes > 0.0
                          && part->used_bytes > part->usable_bytes;
    painter.setPen(QPen(overfull ? m_colours.worse : m_colours.grid, overfull ? 2 : 1));
    painter.setBrush(m_colours.panel);
    painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -2.5), 4, 4);
    const QRectF title(area.left() + kSide, area.top() + 2, area.width() - 2 * kSide, rowHeight() - 2);
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    painter.setFont(bold);
    painter.setPen(m_colours.text);
    const QString name = readable(m_editing.bench()->machine().levels[level].name);
    painter.drawText(title, Qt::AlignLeft | Qt::AlignVCenter, name);
    painter.setFont(font());
    if (part != nullptr) {
        const double room = title.width() - QFontMetricsF(bold).horizontalAdvance(name) - 12.0;
        QStringList ways{tr("unlimited")};
        if (part->usable_bytes > 0.0) {
            const QString share = percent(part->used_bytes / part->usable_bytes);
            const QString size = look::quantity(part->usable_bytes, QStringLiteral("B"));
            ways = {tr("%1 of %2").arg(share, size), share};
        }
        if (m_editing.shown()->runs()) {
            const auto& before = m_editing.start()->parts[level];
            ways.prepend(look::quantity(part->energy_J, QStringLiteral("J")) + QChar(0x2002)
                         + changeWords(before.energy_J, part->energy_J, QStringLiteral("J"))
                         + QStringLiteral("  ·  ") + ways.back());
            ways.prepend(look::quantity(part->energy_J, QStringLiteral("J")) + QChar(0x2002)
                         + changeWords(before.energy_J, part->energy_J, QStringLiteral("J"))
                         + QStringLiteral("  ·  ") + ways[1]);
        }
        painter.setPen(overfull ? m_colours.worse : m_colours.mutedText);
        painter.drawText(title, Qt::AlignRight | Qt::AlignVCenter,
                         firstThatFits(ways, QFontMetricsF(font()), room));
    }
    const auto chips = chipAreas(level, area.width() - 2 * kSide);
    for (std::size_t t = 0; t < chips.size(); ++t)
        paintChip(painter, level, t, chips[t].translated(area.left() + kSide, area.top() + rowHeight()));
}

void MappingCanvas::paintChip(QPainter& painter, std::size_t level, std::size_t tensor,
                              const QRectF& area) const
{
    const bool kept = m_editing.draft().levels[level].keeps[tensor];
    const bool locked = !m_editing.bench()->lock(level, tensor).empty();
    const bool changed = level < m_marks.size() && m_marks[level].keeps[tensor];
    const bool current = hasFocus() && m_current >= 0 && m_chip == tensor
                         && m_lines[static_cast<std::size_t>(m_current)].kind == Line::Kind::Memory
                         && m_lines[static_cast<std::size_t>(m_current)].place.in.level == level;
    const QColor colour = tensorColour(m_editing.bench()->layer().operation.tensors[tensor].name, m_colours);
    QPen frame(current ? m_colours.accent : locked ? m_colours.grid : m_colours.line, current ? 2 : 1);
    if (!kept)
        frame.setStyle(Qt::DashLine);
    painter.setPen(frame);
    painter.setBrush(kept && !locked ? m_colours.canvas : QColor(Qt::transparent));
    painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), area.height() / 2, area.height() / 2);
    const QRectF mark(area.left() + kChipPadding, area.center().y() - kMark / 2, kMark, kMark);
    painter.setPen(QPen(colour, 1.5));
    painter.setBrush(kept ? QBrush(colour) : Qt::NoBrush);
    painter.drawRect(mark.adjusted(1, 1, -1, -1));
    QFont words = font();
    words.setUnderline(changed);
    words.setStrikeOut(!kept);
    painter.setFont(words);
    painter.setPen(kept ? m_colours.text : m_colours.mutedText);
    painter.drawText(area.adjusted(kChipPadding + kMark + 5, 0, -2, 0), Qt::AlignLeft | Qt::AlignVCenter,
                     chipText(level, tensor));
    if (locked) { // a padlock
        const QPointF at(area.right() - kChipPadding - 4, area.center().y() + 2);
        painter.setPen(QPen(m_colours.mutedText, 1.2));
        painter.setBrush(Qt::NoBrush);
        painter.drawArc(QRectF(at.x() - 2.5, at.y() - 7, 5, 8), 0, 180 * 16);
        painter.fillRect(QRectF(at.x() - 4, at.y() - 3, 8, 6), m_colours.mutedText);
    }
}

void MappingCanvas::paintLoop(QPainter& painter, const Line& line, bool current) const
{
    const Loop* loop = loopAt(m_editing.draft(), line.place);
    if (loop == nullptr)
        return;
    const QRectF area = areaOf(line);
    const double left = area.left() + line.depth * indent();
    const bool dragged = m_drag && m_drag->from == line.place;
    if (line.place.in.lane != Lane::Time) {
        QColor wash = m_colours.accent;
        wash.setAlphaF(0.28F);
        painter.fillRect(QRectF(left - 2, area.top() + 1, area.right() - left + 2, area.height() - 2),
                         QBrush(wash, Qt::BDiagPattern));
    }
    const QString note = noteOf(line.place);
    if (!note.isEmpty())
        painter.fillRect(QRectF(0, area.top() + 2, 4, area.height() - 4), m_colours.pin);
    painter.setPen(Qt::NoPen);
    painter.setBrush(current ? m_colours.text : m_colours.mutedText);
    for (int dot = 0; dot < 6; ++dot) // the grip
        painter.drawEllipse(QPointF(left + 3 + 4 * (dot % 2), area.center().y() - 4 + 4 * (dot / 2)), 1.1,
                            1.1);
    painter.setOpacity(dragged ? 0.35 : 1.0);
    painter.setFont(m_mono);
    painter.setPen(m_colours.text);
    const QString head = headOf(line.place.in.lane, m_editing.loopName(line.place));
    painter.drawText(QRectF(left + kGrip, area.top(), area.width(), area.height()),
                     Qt::AlignLeft | Qt::AlignVCenter, head);
    const QRectF box = factorArea(line);
    painter.setPen(QPen(current ? m_colours.accent : m_colours.line, 1));
    painter.setBrush(m_colours.panel);
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    painter.setPen(m_colours.text);
    painter.drawText(box, Qt::AlignCenter, QString::number(loop->factor));
    if (current && !m_drag) {
        for (const Spot spot : {Spot::Less, Spot::More}) {
            const QRectF button = buttonArea(line, spot);
            painter.setPen(QPen(m_colours.line, 1));
            painter.setBrush(m_colours.panel);
            painter.drawRoundedRect(button.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
            painter.setPen(QPen(m_colours.text, 1.5));
            painter.drawLine(button.center() - QPointF(4, 0), button.center() + QPointF(4, 0));
            if (spot == Spot::More)
                painter.drawLine(button.center() - QPointF(0, 4), button.center() + QPointF(0, 4));
        }
    }
    painter.setOpacity(1.0);
    paintRemark(painter, line, current);
}

/// What the loop was, or what it means, as far as there is room.
void MappingCanvas::paintRemark(QPainter& painter, const Line& line, bool current) const
{
    const Loop* loop = loopAt(m_editing.draft(), line.place);
    const QRectF area = areaOf(line);
    const QRectF box = factorArea(line);
    const QString note = noteOf(line.place);
    const workload::Operation& operation = m_editing.bench()->layer().operation;
    const QString meaning = text(
        workload::dimensionMeaning(operation.dimensions[loop->dimension].name, operation));
    QStringList ways{meaning};
    if (line.place.in.lane != Lane::Time) {
        const QString along = line.place.in.lane == Lane::Columns ? tr("along columns") : tr("along rows");
        ways = {meaning + QStringLiteral(", ") + along, along};
    }
    if (!note.isEmpty())
        ways = {ways.front() + QStringLiteral(" · ") + note, note};
    const double right = current ? buttonArea(line, Spot::Less).left() - 6.0 : area.right() - 2.0;
    painter.setFont(font());
    painter.setPen(m_colours.mutedText);
    painter.drawText(QRectF(box.right() + 8, area.top(), right - box.right() - 8, area.height()),
                     Qt::AlignRight | Qt::AlignVCenter,
                     firstThatFits(ways, QFontMetricsF(font()), right - box.right() - 8));
}

void MappingCanvas::paintEmpty(QPainter& painter, const Line& line) const
{
    const QRectF area = areaOf(line);
    const QRectF slot(area.left() + line.depth * indent(), area.top() + 1.5,
                      area.width() - line.depth * indent(), area.height() - 3);
    painter.setPen(QPen(m_colours.grid, 1, Qt::DashLine));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(slot.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    const std::int64_t places = m_editing.bench()->fanOut(line.place.in);
    QStringList ways;
    if (line.place.in.lane == Lane::Time)
        ways = {tr("no loops in time"), tr("in time")};
    else if (line.place.in.lane == Lane::Rows)
        ways = {tr("nothing along the %L1 rows").arg(places), tr("%L1 rows").arg(places)};
    else
        ways = {tr("nothing along the %L1 columns").arg(places), tr("%L1 columns").arg(places)};
    QFont small = font();
    small.setPointSizeF(font().pointSizeF() * 0.9);
    painter.setFont(small);
    painter.setPen(m_colours.mutedText);
    painter.drawText(slot.adjusted(8, 0, -8, 0), Qt::AlignLeft | Qt::AlignVCenter,
                     firstThatFits(ways, QFontMetricsF(small), slot.width() - 16));
}

void MappingCanvas::paintDrag(QPainter& painter) const
{
    const Loop* loop = loopAt(m_editing.draft(), m_drag->from);
    if (loop == nullptr)
        return;
    QString says = tr("%1 in 0..%2").arg(m_editing.loopName(m_drag->from)).arg(loop->factor);
    if (m_drag->to) {
        const LoopPlace to = *m_drag->to;
        const auto twin = to.in == m_drag->from.in ? std::nullopt
                                                   : loopOver(m_editing.draft(), loop->dimension, to.in);
        says += QStringLiteral(" → ") + m_editing.laneName(to.in);
        painter.setPen(QPen(m_colours.focus, 2));
        painter.setBrush(Qt::NoBrush);
        if (twin) {
            const Line* line = lineOf(*twin);
            says += tr(": × %1 = %2")
                        .arg(loopAt(m_editing.draft(), *twin)->factor)
                        .arg(loopAt(m_editing.draft(), *twin)->factor * loop->factor);
            painter.drawRoundedRect(areaOf(*line).adjusted(1, 1, -1, -1), 3, 3);
        } else if (const Line* before = lineOf(to)) {
            const QRectF area = areaOf(*before);
            painter.drawLine(area.topLeft(), area.topRight());
        } else if (const Line* last = to.index > 0 ? lineOf({to.in, to.index - 1}) : nullptr) {
            const QRectF area = areaOf(*last);
            painter.drawLine(area.bottomLeft(), area.bottomRight());
        } else if (const QRect slot = emptyLane(to.in); !slot.isNull()) {
            painter.drawRoundedRect(QRectF(slot).adjusted(1, 1, -1, -1), 3, 3);
        }
    }
    // The loop in the hand, and what dropping it here would do.
    const double width = std::min(QFontMetricsF(font()).horizontalAdvance(says) + 20.0,
                                  viewport()->width() - 2 * kSide);
    const QRectF hand(viewport()->width() - kSide - width, m_drag->at + 12.0, width, rowHeight());
    painter.setPen(QPen(m_colours.focus, 1.5));
    painter.setBrush(m_colours.panel);
    painter.drawRoundedRect(hand, 4, 4);
    painter.setFont(font());
    painter.setPen(m_colours.text);
    painter.drawText(hand.adjusted(10, 0, -10, 0), Qt::AlignLeft | Qt::AlignVCenter,
                     fitted(says, QFontMetricsF(font()), width - 20.0));
}

} // namespace paretoscope::ui::panels
