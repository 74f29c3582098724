// SPDX-License-Identifier: GPL-3.0-or-later
// What the front view writes and draws around the designs: caption, ruler, what a step costs.
#include "ui/plots/front_view.h"

#include "core/study/reference_ratio.h"
#include "ui/look/quantity.h"
#include "ui/plots/front_choices.h"
#include "ui/plots/pin_prices.h"
#include "ui/plots/plot_style.h"
#include "ui/plots/reference_marks.h"
#include "ui/plots/trade_off.h"
#include "ui/session/design_name.h"

#include <QToolButton>

#include <algorithm>
#include <vector>

namespace paretoscope::ui::plots {

namespace {

constexpr int kTopStrip_px = 22; ///< above the plane

} // namespace

QString FrontView::caption() const
{
    const std::uint64_t placed = m_scene.trialsSeen() - m_scene.withoutValue();
    if (placed == 0)
        return {};
    const FrontPainter::DiscCount discs = m_painter.discCount();
    QStringList words;
    words << (discs.drawn < discs.inView
                  ? tr("front %1 of %2 shown").arg(look::count(discs.drawn), look::count(discs.inView))
                  : tr("front %1").arg(look::count(discs.drawn)));
    if (!m_document.pins().empty())
        words << tr("%1 of %2 pass")
                     .arg(look::count(m_document.passing()), look::count(m_document.snapshot()->feasible));
    else
        words << (m_painter.dense ? tr("density of %1").arg(look::count(placed))
                                  : tr("%1 designs").arg(look::count(placed)));
    if (!m_document.selection().brush().empty())
        words << tr("%1 selected").arg(look::count(m_document.selection().brush().size()));
    if (m_scene.withoutValue() > 0 && m_painter.showInfeasible)
        words << tr("%1 without a value").arg(look::count(m_scene.withoutValue()));
    if (const std::optional<ValueRange> range = m_scene.weightRange())
        words << tr("size: %1 %2 to %3")
                     .arg(m_scene.axes().size->label, m_scene.axes().size->text(range->low),
                          m_scene.axes().size->text(range->high));
    return words.join(QStringLiteral(" · "));
}

void FrontView::paintStrip(QPainter& painter)
{
    const QRectF area = m_painter.map.area;
    const QRectF strip(area.left(), area.top() - kTopStrip_px, area.width(), kTopStrip_px - 3);
    painter.setFont(font());
    const QFontMetricsF metrics(font());
    // The scale needs a third at most; the caption ends in dots before it runs into it.
    const double legend = m_scene.axes().colour ? std::min(strip.width() * 0.5, 300.0) : 0.0;
    const QString text = metrics.elidedText(caption(), Qt::ElideRight, strip.width() - legend);
    const double used = metrics.horizontalAdvance(text) + 16.0;
    m_painter.paintLegend(painter, strip.adjusted(std::min(used, strip.width()), 0, 0, 0));
    painter.setPen(m_painter.colours.mutedText);
    painter.drawText(strip, Qt::AlignLeft | Qt::AlignVCenter, text);
}

void FrontView::paintOverlay(QPainter& painter)
{
    painter.setFont(font());
    m_painter.paintGhost(painter, m_document.ghost());
    m_painter.paintSelection(painter, m_document.selection());
    paintReferenceSelection(painter, m_references, m_document.selection(), m_painter.colours);
    paintRuler(painter);
    paintTradeOff(painter);
    if (m_gesture != Gesture::Brush && m_gesture != Gesture::Lasso && m_gesture != Gesture::ZoomBox)
        return;
    const bool zooms = m_gesture == Gesture::ZoomBox;
    QColor fill = m_painter.colours.accent;
    fill.setAlpha(zooms ? 12 : 30);
    painter.setPen(QPen(m_painter.colours.accent, 1.0, zooms ? Qt::DashLine : Qt::SolidLine));
    painter.setBrush(fill);
    if (m_gesture == Gesture::Lasso)
        painter.drawPolygon(m_lasso);
    else
        painter.drawRect(QRectF(m_pressedAt, m_lastAt).normalized());
}

void FrontView::paintRuler(QPainter& painter) const
{
    if (!m_ruler || !m_scene.has(m_ruler->from) || !m_scene.has(m_ruler->to))
        return;
    const QPointF from = m_painter.pixel(m_ruler->from);
    const QPointF to = m_painter.pixel(m_ruler->to);
    const look::Colours& colours = m_painter.colours;
    for (const QPen& pen : {QPen(colours.canvas, 4.0), QPen(colours.text, 1.6)}) { // legible on any cloud
        painter.setPen(pen);
        painter.setBrush(Qt::NoBrush);
        painter.drawLine(from, to);
        painter.drawEllipse(from, 7.0, 7.0);
        painter.drawEllipse(to, 7.0, 7.0);
    }
    // The two legs: how far in x, how far in y.
    painter.setPen(QPen(colours.mutedText, 1.0, Qt::DotLine));
    painter.drawLine(from, QPointF(to.x(), from.y()));
    painter.drawLine(QPointF(to.x(), from.y()), to);
}

std::optional<FrontView::Pair> FrontView::comparedPair() const
{
    const session::Selection& selection = m_document.selection();
    if (m_ruler)
        return m_ruler;
    const std::optional<session::TrialId> focus = selection.focus();
    if (focus && selection.hover() && selection.hover() != focus)
        return Pair{*focus, *selection.hover()};
    if (focus && !selection.tray().empty() && selection.tray().front() != *focus)
        return Pair{selection.tray().front(), *focus};
    return std::nullopt;
}

QString FrontView::tradeOffText() const
{
    const std::optional<Pair> pair = comparedPair();
    if (!pair)
        return {};
    const QString step = tradeOff(m_document, pair->from, pair->to, m_scene.axes().x, m_scene.axes().y);
    if (step.isEmpty())
        return {};
    const auto name = [this](session::TrialId id) {
        const int place = m_document.selection().trayPlace(id);
        return place >= 0 ? QString(QChar(u'A' + place)) : session::designName(m_document, id);
    };
    return tr("%1 → %2: %3").arg(name(pair->from), name(pair->to), step);
}

QRectF FrontView::freeCorner(QSizeF size) const
{
    std::vector<QRectF> taken{m_painter.idealArea()};
    for (const PinMark& mark : m_pinMarks)
        taken.insert(taken.end(), {mark.chip, mark.notesArea});
    for (const std::size_t id : m_scene.staircase())
        taken.emplace_back(m_painter.pixel(id) - QPointF(7.0, 7.0), QSizeF(14.0, 14.0));
    for (const ReferenceMark& mark : m_references)
        taken.emplace_back(mark.at - QPointF(10.0, 10.0), QSizeF(100.0, 20.0));
    if (m_chip->isVisible())
        taken.emplace_back(m_chip->geometry());
    const QRectF room = m_painter.map.area.adjusted(8.0, 8.0, -8.0 - size.width(), -8.0 - size.height());
    const QPointF besideIdeal(std::min(taken.front().right() + 4.0, room.right()), room.bottom());
    for (const QPointF corner :
         {room.bottomLeft(), besideIdeal, room.bottomRight(), room.topLeft(), room.topRight()}) {
        const QRectF box(corner, size);
        if (std::none_of(taken.begin(), taken.end(), [&box](const QRectF& t) { return t.intersects(box); }))
            return box;
    }
    return {room.bottomLeft(), size};
}

void FrontView::paintTradeOff(QPainter& painter) const
{
    const QRectF area = m_painter.map.area;
    const QFontMetricsF metrics(painter.font());
    const QString text = metrics.elidedText(tradeOffText(), Qt::ElideRight, area.width() - 32.0);
    if (text.isEmpty())
        return;
    const QRectF box = freeCorner(QSizeF(metrics.horizontalAdvance(text) + 18.0, metrics.height() + 8.0));
    painter.setPen(QPen(m_painter.colours.line, 1.0));
    painter.setBrush(m_painter.colours.panel);
    painter.drawRoundedRect(box, 4.0, 4.0);
    painter.setPen(m_painter.colours.text);
    painter.drawText(box, Qt::AlignCenter, text);
}

void FrontView::paintReferences(QPainter& painter) const
{
    painter.setFont(font());
    std::vector<QRectF> taken{m_painter.idealArea()};
    for (const PinMark& mark : m_pinMarks)
        taken.insert(taken.end(), {mark.chip, mark.notesArea});
    for (const std::size_t id : m_scene.staircase())
        taken.emplace_back(m_painter.pixel(id) - QPointF(6.0, 6.0), QSizeF(12.0, 12.0));
    for (const ReferenceMark& mark : m_references)
        paintReferenceMark(painter, mark, m_painter.colours);
    paintReferenceNames(painter, m_references, m_painter.map.area, m_painter.colours, std::move(taken));
}

std::optional<std::size_t> FrontView::productOfAxes(const study::Reference& reference) const
{
    const session::Axis& x = axisOf(true);
    const session::Axis& y = axisOf(false);
    if (!m_fitted || !m_choices->showsProducts() || x.isParameter || y.isParameter || !reference.evaluated)
        return std::nullopt;
    return study::productOf(m_document.problem(), x.index, y.index, reference.trial);
}

QStringList FrontView::productLines() const
{
    QStringList lines;
    for (const study::Reference& reference : m_document.references().all())
        if (const std::optional<std::size_t> product = productOfAxes(reference))
            lines << tr("%1 of %2")
                         .arg(QString::fromStdString(m_document.problem().metrics()[*product].label),
                              QString::fromStdString(reference.name));
    return lines;
}

void FrontView::paintProductLines(QPainter& painter, bool names) const
{
    const PlaneMap& map = m_painter.map;
    painter.setFont(font());
    const QFontMetricsF metrics(font());
    const QStringList titles = productLines();
    qsizetype next = 0;
    for (const study::Reference& reference : m_document.references().all()) {
        const std::optional<std::size_t> product = productOfAxes(reference);
        if (!product)
            continue;
        const double whole = reference.trial.outcome.metrics[*product];
        QPolygonF line;
        for (double pixel = map.area.left(); pixel <= map.area.right(); pixel += 4.0) {
            const double x = map.xAt(pixel);
            if (const double y = whole / x; x > 0.0 && std::isfinite(map.toPixel(x, y).y()))
                line << map.toPixel(x, y);
        }
        if (!names) {
            painter.setBrush(Qt::NoBrush);
            painter.setPen(QPen(m_painter.colours.reference, 1.2, Qt::DotLine));
            painter.drawPolyline(line);
            continue;
        }
        // Its name stands above the line, which falls to the right, as far right as there is room.
        const QString& name = titles[next++];
        for (qsizetype i = line.size(); i-- > 0;) {
            QRectF box(QPointF(), QSizeF(metrics.horizontalAdvance(name) + 8.0, metrics.height()));
            box.moveBottomLeft(line[i] + QPointF(4.0, -1.0));
            if (!map.area.contains(box))
                continue;
            paintReferenceName(painter, box, name, m_painter.colours);
            break;
        }
    }
}

void FrontView::paintOtherPins(QPainter& painter) const
{
    painter.setFont(font());
    const QStringList lines = m_prices->others();
    const QRectF area = m_painter.map.area;
    const QFontMetricsF metrics(font());
    // Below the chips of limits on x, which hang from the top.
    double top = area.top() + 6.0;
    for (const PinMark& mark : m_pinMarks)
        top = std::max(top, std::max(mark.chip.bottom(), mark.onX ? mark.notesArea.bottom() : 0.0) + 6.0);
    for (const QString& line : lines) {
        const QString text = metrics.elidedText(line, Qt::ElideRight, area.width() - 40.0);
        QRectF box(QPointF(), QSizeF(metrics.horizontalAdvance(text) + 12.0, metrics.height() + 4.0));
        box.moveTopRight(QPointF(area.right() - 6.0, top));
        if (box.bottom() > area.bottom())
            return;
        QColor ground = m_painter.colours.canvas;
        ground.setAlpha(225);
        painter.setPen(QPen(m_painter.colours.pin, 1.0));
        painter.setBrush(ground);
        painter.drawRoundedRect(box, 4.0, 4.0);
        painter.setPen(m_painter.colours.text);
        painter.drawText(box, Qt::AlignCenter, text);
        top = box.bottom() + 4.0;
    }
}

} // namespace paretoscope::ui::plots
