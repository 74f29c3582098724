// SPDX-License-Identifier: GPL-3.0-or-later
// Where everything of the parallel axes stands, and how it is drawn.
#include "ui/plots/parallel_axes_view.h"

#include "ui/plots/markers.h"
#include "ui/plots/pin_limits.h"
#include "ui/plots/pin_marks.h"
#include "ui/plots/plot_style.h"
#include "ui/plots/reference_marks.h"

#include <QPainter>
#include <QRegularExpression>
#include <QResizeEvent>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

namespace {

constexpr double kBand_px = 5.0;    ///< half width of a pin's band
constexpr double kArrow_px = 12.0;  ///< height of the arrow under a title
constexpr double kButton_px = 34.0; ///< right of the last axis

/// A title on at most `lines` lines: broken at a space where it is too wide, and cut where even that does not
/// help.
QString wrappedTitle(const QString& title, const QFontMetricsF& metrics, double width, int lines)
{
    const auto cut = [&](const QString& words) { return metrics.elidedText(words, Qt::ElideRight, width); };
    if (lines < 2 || metrics.horizontalAdvance(title) <= width)
        return cut(title);
    static const QRegularExpression kBreak(QStringLiteral("[ -]"));
    qsizetype at = title.size();
    do
        at = title.lastIndexOf(kBreak, at - 1);
    while (at > 0 && metrics.horizontalAdvance(title.left(at + 1).trimmed()) > width);
    return at > 0 ? title.left(at + 1).trimmed() + QLatin1Char('\n') + cut(title.mid(at + 1)) : cut(title);
}

/// A little smaller where a text would otherwise lose its unit.
QFont narrowed(QFont font, const QString& text, double width)
{
    constexpr double kLeast = 0.7; // of the usual size; smaller is no longer read
    const double wide = QFontMetricsF(font).horizontalAdvance(text);
    if (wide > width && font.pointSizeF() > 0.0)
        font.setPointSizeF(font.pointSizeF() * std::max(kLeast, 0.98 * width / wide));
    return font;
}

} // namespace

// ---- geometry
// -----------------------------------------------------------------------------------------------

QRectF ParallelAxesView::plotArea() const
{
    const double line = QFontMetricsF(font()).height();
    return QRectF(QPointF(0.0, (titleLines() + 1) * line + kArrow_px + 12.0),
                  QPointF(width(), height() - line - 8.0));
}

double ParallelAxesView::slot() const
{
    return (width() - rightMargin()) / std::max(1.0, static_cast<double>(m_places.size()));
}

/// Room for the menu button, and for the names of the last axis' categories, which stand to its right like
/// everybody's.
double ParallelAxesView::rightMargin() const
{
    if (m_places.empty() || m_places.back().axis.categories.isEmpty())
        return kButton_px;
    const QFontMetricsF metrics(font());
    double widest = 0.0;
    for (const QString& name : m_places.back().axis.categories)
        widest = std::max(widest, metrics.horizontalAdvance(name));
    return std::max(kButton_px, std::min(widest, 0.07 * width()));
}

double ParallelAxesView::xOf(std::size_t place) const
{
    return std::round((static_cast<double>(place) + 0.5) * slot());
}

double ParallelAxesView::yOf(double height) const
{
    const QRectF area = plotArea();
    return area.bottom() - height * area.height();
}

double ParallelAxesView::heightAt(double y) const
{
    const QRectF area = plotArea();
    return std::clamp((area.bottom() - y) / area.height(), 0.0, 1.0);
}

/// One line where every title fits its slot, otherwise two for all, so that the axes begin at one height.
int ParallelAxesView::titleLines() const
{
    return m_widestTitle_px <= slot() - 6.0 ? 1 : 2;
}

/// Kept, because every point of every line asks where the titles end.
void ParallelAxesView::measureTitles()
{
    const QFontMetricsF metrics(font());
    m_widestTitle_px = 0.0;
    for (const Place& place : m_places)
        m_widestTitle_px = std::max(m_widestTitle_px, metrics.horizontalAdvance(place.axis.label));
}

QRectF ParallelAxesView::titleRect(std::size_t place) const
{
    return {xOf(place) - slot() / 2.0 + 2.0, 2.0, slot() - 4.0,
            titleLines() * QFontMetricsF(font()).height() + kArrow_px + 2.0};
}

QRectF ParallelAxesView::arrowRect(std::size_t place) const
{
    const QRectF title = titleRect(place);
    return {xOf(place) - 8.0, title.bottom() - kArrow_px, 16.0, kArrow_px};
}

std::optional<ParallelAxesView::PinSpan> ParallelAxesView::pinSpan(std::size_t place) const
{
    const study::Pin* pin = m_document.pinOn(m_places[place].axis.name);
    if (!pin)
        return std::nullopt;
    const AxisScale& scale = m_places[place].scale;
    // A category fills its whole step, so that a pin on one is a band and not a hairline.
    const double half = m_places[place].axis.categories.isEmpty() ? 0.0 : 0.5;
    const double a = std::isfinite(pin->minimum) ? scale.height(pin->minimum - half)
                                                 : (scale.flipped ? 1.0 : 0.0);
    const double b = std::isfinite(pin->maximum) ? scale.height(pin->maximum + half)
                                                 : (scale.flipped ? 0.0 : 1.0);
    PinSpan span;
    span.low = std::clamp(std::min(a, b), 0.0, 1.0);
    span.high = std::clamp(std::max(a, b), 0.0, 1.0);
    span.hasLow = scale.flipped ? std::isfinite(pin->maximum) : std::isfinite(pin->minimum);
    span.hasHigh = scale.flipped ? std::isfinite(pin->minimum) : std::isfinite(pin->maximum);
    return span;
}

QRectF ParallelAxesView::crossRect(std::size_t place) const
{
    const std::optional<PinSpan> span = pinSpan(place);
    if (!span)
        return {};
    const double y = (yOf(span->low) + yOf(span->high)) / 2.0;
    return {xOf(place) + kBand_px + 2.0, y - 7.0, 14.0, 14.0};
}

double ParallelAxesView::heightOf(session::TrialId id, std::size_t place) const
{
    const AxisScale& scale = m_places[place].scale;
    if (const study::Reference* reference = m_document.references().find(id))
        return scale.height(m_places[place].axis.value(reference->trial, m_document.problem()));
    return scale.height(static_cast<double>(m_field->table.at(id, scale.column)));
}

QPainterPath ParallelAxesView::lineOf(session::TrialId id) const
{
    QPainterPath line;
    if (id >= m_field->table.rows() && m_document.references().find(id) == nullptr)
        return line;
    for (std::size_t i = 0; i < m_places.size(); ++i) {
        const double height = heightOf(id, i);
        if (std::isfinite(height))
            // A reference may stand beyond the axes.
            continueLine(line, QPointF(xOf(i), yOf(std::clamp(height, -0.02, 1.02))), m_curved);
    }
    return line;
}

/// Values written beside the axis: categories and ordinals, as many as have room for a line of text.
std::vector<ParallelAxesView::Label> ParallelAxesView::valueLabels(std::size_t place) const
{
    const session::Axis& axis = m_places[place].axis;
    const AxisScale& scale = m_places[place].scale;
    const QFontMetricsF metrics(font());
    const double tall = metrics.height();
    std::vector<double> values = axis.values;
    for (qsizetype c = 0; c < axis.categories.size(); ++c)
        values.push_back(static_cast<double>(c));
    const double lastMargin = place + 1 == m_places.size() ? rightMargin() : 0.0;
    const double room = slot() / 2.0 + std::max(slot() / 2.0 - 12.0, lastMargin);
    std::vector<Label> labels;
    std::optional<double> before;
    for (const double value : values) {
        const double height = scale.height(value);
        // The ends of ordinals are written above and below the axis.
        if (axis.categories.isEmpty() && (yOf(0.0) - yOf(height) < tall || yOf(height) - yOf(1.0) < tall))
            continue;
        if (before && std::abs(yOf(height) - *before) < tall)
            continue;
        before = yOf(height);
        const QString text = axis.text(value);
        const QString shown = metrics.elidedText(text, Qt::ElideRight, room);
        labels.push_back(
            {QRectF(xOf(place) + 5.0, *before - tall / 2.0, metrics.horizontalAdvance(shown) + 4.0, tall),
             shown, text});
    }
    return labels;
}

// ---- painting
// -----------------------------------------------------------------------------------------------

void ParallelAxesView::renderBase()
{
    const double ratio = devicePixelRatioF();
    m_base = QPixmap((QSizeF(size()) * ratio).toSize());
    m_base.setDevicePixelRatio(ratio);
    m_base.fill(m_colours.canvas);
    QPainter painter(&m_base);
    painter.setFont(font());
    if (!m_image.isNull() && m_places.size() >= 2)
        painter.drawImage(plotArea(), m_image);
    painter.setRenderHint(QPainter::Antialiasing);
    paintAxes(painter);
    m_baseStale = false;
}

void ParallelAxesView::paintEvent(QPaintEvent*)
{
    if (m_baseStale || m_base.isNull())
        renderBase();
    QPainter painter(this);
    painter.drawPixmap(0, 0, m_base);
    painter.setRenderHint(QPainter::Antialiasing);
    paintReferences(painter);
    paintSelection(painter);
    if (m_gesture == Gesture::Title)
        paintTitleDrag(painter);
    if (hasFocus() && m_active < m_places.size()) {
        painter.setPen(QPen(m_colours.accent, 1.2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(titleRect(m_active), 3.0, 3.0);
    }
}

void ParallelAxesView::paintTitleDrag(QPainter& painter) const
{
    const QString& label = m_places[m_pressed.place].axis.label;
    const bool hides = leavesWidget(m_lastAt) && m_places.size() > 2;
    const QString text = hides ? tr("Let go to hide %1").arg(label) : label;
    const double x = std::clamp(m_lastAt.x(), 0.0, static_cast<double>(width()));
    painter.setPen(QPen(hides ? m_colours.pin : m_colours.accent, 2.0, hides ? Qt::DashLine : Qt::SolidLine));
    painter.drawLine(QPointF(x, 0.0), QPointF(x, plotArea().bottom()));
    const QFontMetricsF metrics(font());
    const double wide = metrics.horizontalAdvance(text) + 12.0;
    const QRectF chip(std::clamp(x - wide / 2.0, 1.0, std::max(1.0, width() - wide - 1.0)),
                      plotArea().top() + 4.0, wide, metrics.height() + 4.0);
    const QColor ground = hides ? m_colours.pin : m_colours.accent;
    paintChip(painter, chip, text, ground, ground.lightnessF() > 0.55 ? Qt::black : Qt::white);
}

void ParallelAxesView::paintAxes(QPainter& painter) const
{
    const QRectF area = plotArea();
    for (std::size_t i = 0; i < m_places.size(); ++i) {
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.setPen(QPen(m_places[i].axis.isObjective ? m_colours.text : m_colours.line, 1.0));
        painter.drawLine(QPointF(xOf(i), area.top()), QPointF(xOf(i), area.bottom()));
        painter.setRenderHint(QPainter::Antialiasing, true);
        paintAxisLabels(painter, i);
        paintBrush(painter, i);
        paintPin(painter, i);
    }
}

void ParallelAxesView::paintAxisLabels(QPainter& painter, std::size_t place) const
{
    const session::Axis& axis = m_places[place].axis;
    const AxisScale& scale = m_places[place].scale;
    const QFontMetricsF metrics(font());
    const QRectF title = titleRect(place);
    painter.setPen(axis.isObjective ? m_colours.text : m_colours.mutedText);
    const QRectF words = title.adjusted(0.0, 0.0, 0.0, -kArrow_px);
    painter.drawText(words, Qt::AlignHCenter | Qt::AlignBottom,
                     wrappedTitle(axis.label, metrics, words.width(), titleLines()));
    // The arrow points to where values grow; a bar across it says logarithmic.
    const QPointF at = arrowRect(place).center();
    const double up = scale.flipped ? 1.0 : -1.0;
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_colours.accent);
    painter.drawPolygon(
        QPolygonF({at + QPointF(-4, -3 * up), at + QPointF(4, -3 * up), at + QPointF(0, 4 * up)}));
    if (scale.logarithmic) {
        painter.setPen(m_colours.mutedText);
        painter.drawText(QRectF(at.x() + 7.0, at.y() - metrics.height() / 2.0, 40.0, metrics.height()),
                         Qt::AlignLeft | Qt::AlignVCenter, tr("log"));
    }

    QColor ground = m_colours.canvas;
    ground.setAlpha(205);
    for (const Label& label : valueLabels(place)) {
        painter.fillRect(label.spot, ground);
        painter.setPen(m_colours.mutedText);
        painter.drawText(label.spot, Qt::AlignCenter, label.shown);
        const double y = label.spot.center().y();
        painter.drawLine(QPointF(xOf(place) - 4.0, y), QPointF(xOf(place), y));
    }
    if (!axis.categories.isEmpty())
        return;
    painter.setPen(m_colours.mutedText);
    for (const double height : {1.0, 0.0}) {
        const QString text = axis.text(scale.value(height));
        const double top = height > 0.5 ? yOf(height) - metrics.height() - 3.0 : yOf(height) + 3.0;
        const QRectF box(xOf(place) - slot() / 2.0, top, slot(), metrics.height());
        const double room = slot() - 4.0;
        painter.setFont(narrowed(font(), text, room));
        painter.drawText(box, Qt::AlignCenter,
                         QFontMetricsF(painter.font()).elidedText(text, Qt::ElideRight, room));
    }
    painter.setFont(font());
}

void ParallelAxesView::paintBrush(QPainter& painter, std::size_t place) const
{
    const std::optional<ValueRange>& brush = m_places[place].brush;
    if (!brush)
        return;
    QColor fill = m_colours.accent;
    fill.setAlpha(60);
    painter.setPen(QPen(m_colours.accent, 1.2, Qt::DashLine));
    painter.setBrush(fill);
    painter.drawRect(QRectF(QPointF(xOf(place) - kBand_px - 2.0, yOf(brush->high)),
                            QPointF(xOf(place) + kBand_px + 2.0, yOf(brush->low))));
}

void ParallelAxesView::paintPin(QPainter& painter, std::size_t place) const
{
    const std::optional<PinSpan> span = pinSpan(place);
    if (!span)
        return;
    const double x = xOf(place);
    const QRectF band(QPointF(x - kBand_px, yOf(span->high)), QPointF(x + kBand_px, yOf(span->low)));
    QColor fill = m_colours.pin;
    fill.setAlpha(70);
    painter.setPen(QPen(m_colours.pin, 1.0));
    const study::Pin* pin = m_document.pinOn(m_places[place].axis.name);
    painter.setBrush(pin->excluded ? QBrush(m_colours.pin, Qt::BDiagPattern)
                                   : QBrush(fill)); // as on the front
    painter.drawRect(band);
    const QFontMetricsF metrics(font());
    const QColor ink = m_colours.pin.lightnessF() > 0.55 ? QColor(Qt::black) : QColor(Qt::white);
    const auto edge = [&](double height, double value, bool upper) {
        const double y = yOf(height);
        painter.setPen(QPen(m_colours.pin, 2.5));
        painter.drawLine(QPointF(x - kBand_px - 3.0, y), QPointF(x + kBand_px + 3.0, y));
        const QString text = limitText(m_places[place].axis, upper != pin->excluded, value);
        const double wide = std::min(metrics.horizontalAdvance(text) + 10.0, slot() + 10.0);
        const bool above = height >= (span->low + span->high) / 2.0;
        const double tall = metrics.height() + 2.0;
        QRectF chip(x - wide / 2.0, above ? y - tall - 4.0 : y + 4.0, wide, tall);
        chip.moveTop(std::clamp(chip.top(), titleRect(place).bottom(), this->height() - tall - 1.0));
        chip.moveLeft(std::clamp(chip.left(), 1.0, this->width() - wide - 1.0));
        paintChip(painter, chip, text, m_colours.pin, ink);
    };
    const bool flipped = m_places[place].scale.flipped;
    if (span->hasHigh)
        edge(span->high, flipped ? pin->minimum : pin->maximum, !flipped);
    if (span->hasLow)
        edge(span->low, flipped ? pin->maximum : pin->minimum, flipped);
    const QRectF cross = crossRect(place);
    paintChip(painter, cross, QString(), m_colours.pin, ink);
    paintRemoveCross(painter, cross, ink);
}

void ParallelAxesView::paintReferences(QPainter& painter) const
{
    std::vector<ReferenceMark> ends;
    for (const study::Reference& reference : m_document.references().all()) {
        // Before the first design the axes of metrics have no range.
        const bool drawn = m_places.size() > 1 && m_field->feasible > 0 && isMarked(reference);
        const QPainterPath line = drawn ? lineOf(reference.trial.id) : QPainterPath();
        if (line.isEmpty())
            continue;
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(m_colours.canvas, 5.0));
        painter.drawPath(line);
        painter.setPen(QPen(m_colours.reference, 3.0, Qt::DashLine));
        painter.drawPath(line);
        ends.push_back({reference.trial.id, QString::fromStdString(reference.name), line.elementAt(0), {}});
    }
    for (const ReferenceMark& end : ends)
        paintReferenceMark(painter, end, m_colours);
    paintReferenceNames(painter, ends, plotArea().adjusted(0.0, -8.0, 0.0, 8.0), m_colours);
}

void ParallelAxesView::paintSelection(QPainter& painter) const
{
    const session::Selection& selection = m_document.selection();
    painter.setBrush(Qt::NoBrush);
    for (std::size_t i = 0; i < selection.tray().size(); ++i) {
        const QPainterPath line = lineOf(selection.tray()[i]);
        painter.setPen(QPen(look::trayColour(m_colours, static_cast<int>(i)), 2.2));
        painter.drawPath(line);
        if (!line.isEmpty())
            paintTrayBadge(painter, line.elementAt(0), static_cast<int>(i), m_colours);
        painter.setBrush(Qt::NoBrush);
    }
    if (selection.focus()) {
        const QPainterPath line = lineOf(*selection.focus());
        painter.setPen(QPen(m_colours.canvas, 5.0));
        painter.drawPath(line);
        painter.setPen(QPen(m_colours.focus, 2.8));
        painter.drawPath(line);
    }
    if (selection.hover() && selection.hover() != selection.focus()) {
        painter.setPen(QPen(m_colours.accent, 1.8));
        painter.drawPath(lineOf(*selection.hover()));
    }
    if (m_field->table.rows() == 0) {
        const QString sentence = tr("No designs yet. Start the search, or open a study.");
        constexpr int kMargin = 6; // it stands over axes, whose ticks would show through
        const QRectF place = painter.boundingRect(plotArea(), Qt::AlignCenter, sentence);
        painter.fillRect(place.adjusted(-kMargin, -kMargin, kMargin, kMargin), m_colours.canvas);
        painter.setPen(m_colours.mutedText);
        painter.drawText(place, Qt::AlignCenter, sentence);
    }
}

void ParallelAxesView::resizeEvent(QResizeEvent*)
{
    relayout();
}

void ParallelAxesView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::PaletteChange && event->type() != QEvent::FontChange)
        return;
    m_colours = look::coloursFor(palette());
    measureTitles();
    relayout();
}

} // namespace paretoscope::ui::plots
