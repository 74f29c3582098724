// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/map_canvas.h"

#include "ui/look/colours.h"
#include "ui/look/quantity.h"
#include "ui/plots/hover_card.h"
#include "ui/plots/markers.h"
#include "ui/plots/plot_style.h"

#include <QLinearGradient>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

namespace {

constexpr double kLeft_px = 64.0;
constexpr double kScale_px = 12.0; ///< thickness of the colour scale
constexpr double kRight_px = 84.0; ///< room for it and its numbers
constexpr double kMapReach_px = 7.0;

/// Edges of the i-th cell as shares: half way to its neighbours.
std::pair<double, double> edges(const std::vector<double>& positions, const ParameterScale& scale,
                                std::size_t i)
{
    const double here = scale.shareOf(positions[i]);
    const double before = i > 0 ? (here + scale.shareOf(positions[i - 1])) / 2.0 : 0.0;
    const double after = i + 1 < positions.size() ? (here + scale.shareOf(positions[i + 1])) / 2.0 : 1.0;
    return {before, after};
}

} // namespace

MapCanvas::MapCanvas(QWidget* parent)
    : QWidget(parent)
    , m_card(new HoverCard(this))
{
    setAccessibleName(tr("Map over two parameters"));
    setMouseTracking(true);
}

void MapCanvas::setContent(MapContent content)
{
    m_content = std::move(content);
    m_x = ParameterScale(m_content.x);
    m_y = ParameterScale(m_content.y);
    double low = INFINITY, high = -INFINITY;
    for (const double value : m_content.values)
        if (std::isfinite(value)) {
            low = std::min(low, value);
            high = std::max(high, value);
        }
    m_logarithmic = !m_content.share && deservesLogarithm(low, high);
    m_range = m_content.share ? ValueRange{0.0, 1.0}
              : high > low    ? ValueRange{low, high}
                              : ValueRange{low - 0.5, low + 0.5};
    m_card->dismiss();
    setAccessibleDescription(
        low <= high ? tr("%1 over %2 and %3, from %4 to %5")
                          .arg(m_content.name, m_content.x.label, m_content.y.label, text(low), text(high))
                    : tr("No map yet"));
    update();
}

void MapCanvas::clear()
{
    setContent({});
}

QString MapCanvas::text(double value) const
{
    if (!m_content.share)
        return look::quantity(value, m_content.unit, look::digitsToTell(m_range.low, m_range.high));
    return locale().toString(100.0 * value, 'f', 0) + QStringLiteral(" %");
}

QRectF MapCanvas::plot() const
{
    const double line = QFontMetricsF(font()).height();
    return QRectF(kLeft_px + line, 6.0, width() - kLeft_px - line - kRight_px, height() - 2.0 * line - 14.0);
}

QPointF MapCanvas::toPixel(double x, double y) const
{
    const QRectF area = plot();
    return {area.left() + m_x.shareOf(x) * area.width(), area.bottom() - m_y.shareOf(y) * area.height()};
}

QRectF MapCanvas::cell(std::size_t column, std::size_t row) const
{
    const QRectF area = plot();
    const auto [left, right] = edges(m_content.xs, m_x, column);
    const auto [bottom, top] = edges(m_content.ys, m_y, row);
    return QRectF(QPointF(area.left() + left * area.width(), area.bottom() - top * area.height()),
                  QPointF(area.left() + right * area.width(), area.bottom() - bottom * area.height()));
}

QPointF MapCanvas::placeOf(std::size_t column, std::size_t row) const
{
    return toPixel(m_content.xs[column], m_content.ys[row]);
}

void MapCanvas::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const look::Colours colours = look::coloursFor(palette());
    painter.fillRect(rect(), colours.canvas);
    if (m_content.values.empty())
        return;
    const std::size_t wide = m_content.xs.size();
    for (std::size_t i = 0; i < m_content.values.size(); ++i) {
        if (!std::isfinite(m_content.values[i]))
            continue;
        const QRect area = cell(i % wide, i / wide).toAlignedRect(); // whole pixels leave no seams
        painter.fillRect(
            area, look::sequential(shareOf(m_range, m_content.values[i], m_logarithmic), colours.dark));
        if (!m_content.legal[i])
            painter.fillRect(area, QBrush(colours.canvas, Qt::BDiagPattern));
    }
    painter.setRenderHint(QPainter::Antialiasing);
    paintAxes(painter);
    paintScale(painter);
    paintContour(painter);
    paintTrials(painter);
}

void MapCanvas::paintAxes(QPainter& painter) const
{
    const look::Colours colours = look::coloursFor(palette());
    const QFontMetricsF metrics(font());
    const QRectF area = plot();
    painter.setPen(QPen(colours.line, 1.0));
    painter.drawRect(area);
    painter.setPen(colours.mutedText);
    for (const auto& tick : m_x.ticks(area.width(), metrics)) {
        const double wide = metrics.horizontalAdvance(tick.text) + 1.0;
        painter.drawText(QRectF(area.left() + tick.share * area.width() - wide / 2.0, area.bottom() + 3.0,
                                wide, metrics.height()),
                         Qt::AlignCenter, tick.text);
    }
    for (const auto& tick : m_y.ticks(area.height(), metrics, Qt::Vertical)) {
        const double at = area.bottom() - tick.share * area.height();
        painter.drawText(
            QRectF(metrics.height() + 2.0, at - metrics.height() / 2.0, kLeft_px - 6.0, metrics.height()),
            Qt::AlignRight | Qt::AlignVCenter, metrics.elidedText(tick.text, Qt::ElideRight, kLeft_px - 6.0));
    }
    painter.setPen(colours.text);
    painter.drawText(
        QRectF(area.left(), area.bottom() + metrics.height() + 4.0, area.width(), metrics.height()),
        Qt::AlignCenter, metrics.elidedText(m_content.x.label, Qt::ElideRight, area.width()));
    painter.save();
    painter.translate(2.0, area.bottom());
    painter.rotate(-90.0);
    painter.drawText(QRectF(0.0, 0.0, area.height(), metrics.height()), Qt::AlignCenter,
                     metrics.elidedText(m_content.y.label, Qt::ElideRight, area.height()));
    painter.restore();
}

void MapCanvas::paintScale(QPainter& painter) const
{
    const look::Colours colours = look::coloursFor(palette());
    const QFontMetricsF metrics(font());
    const QRectF area = plot();
    const QRectF bar(area.right() + 12.0, area.top(), kScale_px, area.height());
    QLinearGradient gradient(bar.bottomLeft(), bar.topLeft());
    for (int i = 0; i <= 8; ++i)
        gradient.setColorAt(i / 8.0, look::sequential(i / 8.0, colours.dark));
    painter.fillRect(bar, gradient);
    painter.setPen(colours.mutedText);
    const QRectF numbers(bar.right() + 4.0, bar.top(), width() - bar.right() - 6.0, bar.height());
    painter.drawText(numbers, Qt::AlignLeft | Qt::AlignTop, text(m_range.high));
    painter.drawText(numbers, Qt::AlignLeft | Qt::AlignBottom, text(m_range.low));
    if (bar.height() > 4.0 * metrics.height())
        painter.drawText(numbers, Qt::AlignLeft | Qt::AlignVCenter,
                         text(valueAt(m_range, 0.5, m_logarithmic)));
}

void MapCanvas::paintTrials(QPainter& painter) const
{
    const look::Colours colours = look::coloursFor(palette());
    painter.setClipRect(plot().adjusted(-6, -6, 6, 6));
    paintMarks(painter);
    for (const analysis::NearTrial& trial : m_content.trials) {
        const QPointF place = toPixel(trial.positions[0], trial.positions[1]);
        if (!std::isfinite(place.x()) || !std::isfinite(place.y()))
            continue;
        painter.setPen(QPen(colours.canvas, 1.2));
        painter.setBrush(colours.text);
        if (m_lit && !m_lit(trial.id))
            painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(place, 2.4, 2.4);
        if (m_hovered == trial.id)
            paintHoverRing(painter, place, colours);
    }
    paintFocusRing(painter, toPixel(m_content.centreX, m_content.centreY), colours);
    painter.setClipping(false);
}

void MapCanvas::paintMarks(QPainter& painter) const
{
    const look::Colours colours = look::coloursFor(palette());
    double low = INFINITY, high = -INFINITY;
    for (const MapMark& mark : m_content.marks)
        if (mark.feasible && std::isfinite(mark.value)) {
            low = std::min(low, mark.value);
            high = std::max(high, mark.value);
        }
    const bool logarithmic = low > 0.0;
    for (const MapMark& mark : m_content.marks) {
        const QPointF place = toPixel(mark.x, mark.y);
        if (!std::isfinite(place.x()) || !std::isfinite(place.y()))
            continue;
        const bool lit = !m_lit || m_lit(mark.id);
        if (!mark.feasible) {
            painter.setPen(Qt::NoPen); // a ground of its own, or a cross would drown in the map
            painter.setBrush(colours.canvas);
            painter.drawEllipse(place, 6.0, 6.0);
            paintInfeasible(painter, place, colours);
        } else {
            const double share = high > low ? shareOf(ValueRange{low, high}, mark.value, logarithmic) : 0.0;
            painter.setPen(QPen(colours.canvas, 2.6));
            painter.setBrush(Qt::NoBrush);
            painter.drawEllipse(place, 5.4, 5.4);
            painter.setPen(QPen(colours.text, 1.0));
            painter.setBrush(lit ? QBrush(look::sequential(share, colours.dark)) : QBrush(Qt::NoBrush));
            painter.drawEllipse(place, 4.6, 4.6);
        }
        if (m_hovered == mark.id)
            paintHoverRing(painter, place, colours);
    }
}

/// Where the contour's values pass one half between two neighbours, a line half way between them.
void MapCanvas::paintContour(QPainter& painter) const
{
    const std::size_t wide = m_content.xs.size();
    if (wide == 0 || m_content.contour.size() != m_content.values.size())
        return;
    const look::Colours colours = look::coloursFor(palette());
    const auto apart = [&](std::size_t a, std::size_t b) {
        const double one = m_content.contour[a], other = m_content.contour[b];
        return std::isfinite(one) && std::isfinite(other) && (one < 0.5) != (other < 0.5);
    };
    QVector<QLineF> lines;
    for (std::size_t i = 0; i < m_content.contour.size(); ++i) {
        const std::size_t column = i % wide, row = i / wide;
        const QRectF here = cell(column, row);
        if (column + 1 < wide && apart(i, i + 1))
            lines << QLineF(here.topRight(), here.bottomRight());
        if (i + wide < m_content.contour.size() && apart(i, i + wide))
            lines << QLineF(here.topLeft(), here.topRight());
    }
    painter.setPen(QPen(colours.canvas, 3.0));
    painter.drawLines(lines);
    painter.setPen(QPen(colours.text, 1.4, Qt::DashLine));
    painter.drawLines(lines);
}

std::optional<session::TrialId> MapCanvas::trialAt(QPointF position) const
{
    std::optional<session::TrialId> nearest;
    double least = kMapReach_px;
    const auto consider = [&](session::TrialId id, double x, double y) {
        const QPointF apart = toPixel(x, y) - position;
        const double distance = std::hypot(apart.x(), apart.y());
        if (distance < least) {
            least = distance;
            nearest = id;
        }
    };
    for (const analysis::NearTrial& trial : m_content.trials)
        consider(trial.id, trial.positions[0], trial.positions[1]);
    for (const MapMark& mark : m_content.marks)
        consider(mark.id, mark.x, mark.y);
    return nearest;
}

void MapCanvas::mouseMoveEvent(QMouseEvent* event)
{
    const std::optional<quint64> trial = trialAt(event->position());
    Q_EMIT trialHovered(trial);
    for (std::size_t i = 0; i < m_content.values.size(); ++i) {
        const std::size_t column = i % m_content.xs.size(), row = i / m_content.xs.size();
        if (!cell(column, row).contains(event->position()))
            continue;
        QString card = tr("<b>%1</b><br>%2 = %3<br>%4 = %5")
                           .arg(tr("%1: %2").arg(m_content.name.toHtmlEscaped(), text(m_content.values[i])),
                                m_content.x.label.toHtmlEscaped(), m_content.x.text(m_content.xs[column]),
                                m_content.y.label.toHtmlEscaped(), m_content.y.text(m_content.ys[row]));
        if (!m_content.legal[i])
            card += tr("<br>breaks a rule of the space");
        if (trial)
            card += tr("<br>#%1 was measured here").arg(*trial);
        m_card->showAt(event->position().toPoint(), card);
        return;
    }
    m_card->dismiss();
}

void MapCanvas::mousePressEvent(QMouseEvent* event)
{
    const std::optional<quint64> trial = trialAt(event->position());
    if (event->button() == Qt::LeftButton && trial)
        Q_EMIT trialChosen(*trial);
}

void MapCanvas::leaveEvent(QEvent*)
{
    m_card->dismiss();
    Q_EMIT trialHovered({});
}

QString MapCanvas::cardText() const
{
    return m_card->text();
}

void MapCanvas::setLit(std::function<bool(session::TrialId)> lit)
{
    m_lit = std::move(lit);
    update();
}

void MapCanvas::setHovered(std::optional<session::TrialId> id)
{
    if (m_hovered == id)
        return;
    m_hovered = id;
    update();
}

void MapCanvas::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    update();
}

} // namespace paretoscope::ui::plots
