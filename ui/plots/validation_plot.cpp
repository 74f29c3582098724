// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/validation_plot.h"

#include "ui/look/colours.h"
#include "ui/look/quantity.h"
#include "ui/plots/hover_card.h"
#include "ui/plots/value_range.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

namespace {

constexpr double kPairReach_px = 8.0; ///< how near the pointer must come to a dot

} // namespace

ValidationPlot::ValidationPlot(QWidget* parent)
    : QWidget(parent)
    , m_card(new HoverCard(this))
{
    setAccessibleName(tr("Predicted against measured"));
    setMouseTracking(true);
}

void ValidationPlot::setData(const optimizer::CrossValidation& validation, const QString& name,
                             const QString& unit, const QString& summary)
{
    m_validation = validation;
    m_name = name;
    m_unit = unit;
    double low = INFINITY, high = -INFINITY;
    for (const std::vector<double>* values : {&validation.measured, &validation.predicted})
        for (const double value : *values)
            if (std::isfinite(value)) {
                low = std::min(low, value);
                high = std::max(high, value);
            }
    m_logarithmic = deservesLogarithm(low, high);
    const ValueRange range = low <= high ? roundedAround(low, high, m_logarithmic) : ValueRange{};
    m_low = range.low;
    m_high = range.high;
    m_card->dismiss();
    setAccessibleDescription(summary);
    update();
}

void ValidationPlot::clear()
{
    m_validation = {};
    m_card->dismiss();
    setAccessibleDescription(tr("No models yet"));
    update();
}

QRectF ValidationPlot::area() const
{
    const double line = QFontMetricsF(font()).height();
    return QRectF(line + 8.0, line + 6.0, width() - line - 20.0, height() - 3.0 * line - 10.0);
}

QPointF ValidationPlot::place(std::size_t index) const
{
    const QRectF plot = area();
    const ValueRange range{m_low, m_high};
    return {plot.left() + shareOf(range, m_validation.measured[index], m_logarithmic) * plot.width(),
            plot.bottom() - shareOf(range, m_validation.predicted[index], m_logarithmic) * plot.height()};
}

void ValidationPlot::paintAxes(QPainter& painter, const QRectF& plot) const
{
    const look::Colours colours = look::coloursFor(palette());
    const QFontMetricsF metrics(font());
    painter.setPen(QPen(colours.line, 1.0));
    painter.drawRect(plot);
    painter.setPen(QPen(colours.line, 1.0, Qt::DashLine));
    painter.drawLine(plot.bottomLeft(), plot.topRight());
    painter.setPen(colours.text);
    painter.drawText(QRectF(0.0, 2.0, width(), metrics.height()), Qt::AlignHCenter,
                     metrics.elidedText(m_name, Qt::ElideRight, width() - 8.0));
    painter.setPen(colours.mutedText);
    const QRectF below(plot.left(), plot.bottom() + 2.0, plot.width(), metrics.height());
    painter.drawText(below, Qt::AlignLeft, look::quantity(m_low, m_unit, 2));
    painter.drawText(below, Qt::AlignRight, look::quantity(m_high, m_unit, 2));
    painter.drawText(below.translated(0.0, metrics.height()), Qt::AlignHCenter, tr("measured"));
    painter.save();
    painter.translate(plot.left() - metrics.height() - 3.0, plot.bottom());
    painter.rotate(-90.0);
    painter.drawText(QRectF(0.0, 0.0, plot.height(), metrics.height()), Qt::AlignHCenter, tr("predicted"));
    painter.restore();
}

void ValidationPlot::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const look::Colours colours = look::coloursFor(palette());
    painter.fillRect(rect(), colours.canvas);
    if (m_validation.measured.empty())
        return;
    const QRectF plot = area();
    paintAxes(painter, plot);
    painter.setClipRect(plot.adjusted(-3, -3, 3, 3));
    QColor dot = colours.front;
    dot.setAlphaF(0.55F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(dot);
    for (std::size_t i = 0; i < m_validation.measured.size(); ++i) {
        const QPointF centre = place(i);
        if (std::isfinite(centre.x()) && std::isfinite(centre.y()))
            painter.drawEllipse(centre, 2.2, 2.2);
    }
}

void ValidationPlot::mouseMoveEvent(QMouseEvent* event)
{
    std::size_t nearest = m_validation.measured.size();
    double least = kPairReach_px;
    for (std::size_t i = 0; i < m_validation.measured.size(); ++i) {
        const QPointF apart = place(i) - event->position();
        const double distance = std::hypot(apart.x(), apart.y());
        if (distance < least) {
            least = distance;
            nearest = i;
        }
    }
    if (nearest == m_validation.measured.size()) {
        m_card->dismiss();
        return;
    }
    m_card->showAt(event->position().toPoint(),
                   tr("measured <b>%1</b><br>predicted %2, give or take: %3 to %4")
                       .arg(look::quantity(m_validation.measured[nearest], m_unit),
                            look::quantity(m_validation.predicted[nearest], m_unit),
                            look::quantity(m_validation.low[nearest], m_unit),
                            look::quantity(m_validation.high[nearest], m_unit)));
}

void ValidationPlot::leaveEvent(QEvent*)
{
    m_card->dismiss();
}

void ValidationPlot::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    update();
}

} // namespace paretoscope::ui::plots
