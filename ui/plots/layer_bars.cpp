// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/layer_bars.h"

#include "ui/look/colours.h"
#include "ui/look/quantity.h"
#include "ui/plots/chart_measures.h"
#include "ui/plots/hover_card.h"
#include "ui/plots/plot_style.h"
#include "ui/plots/value_range.h"

#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

namespace {

double valueOf(const std::vector<double>& values, int layer)
{
    return layer >= 0 && static_cast<std::size_t>(layer) < values.size()
               ? values[static_cast<std::size_t>(layer)]
               : std::nan("");
}

} // namespace

LayerBars::LayerBars(QWidget* parent)
    : QWidget(parent)
    , m_card(new HoverCard(this))
{
    setAccessibleName(tr("Layers"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    describe();
}

void LayerBars::setData(QStringList layers, QString unit, std::vector<LayerSeries> series)
{
    m_layers = std::move(layers);
    m_unit = std::move(unit);
    m_series = std::move(series);
    m_hovered = -1;
    if (m_highlighted >= m_layers.size())
        m_highlighted = -1;
    m_card->dismiss();
    describe();
    update();
}

void LayerBars::setHighlighted(int layer)
{
    if (layer == m_highlighted)
        return;
    m_highlighted = layer;
    describe();
    update();
}

QSize LayerBars::sizeHint() const
{
    return {480, 220};
}

QSize LayerBars::minimumSizeHint() const
{
    return {200, 120};
}

double LayerBars::largest() const
{
    double most = 0.0;
    for (const LayerSeries& series : m_series) {
        for (const double value : series.values)
            most = std::isfinite(value) ? std::max(most, value) : most;
    }
    return most;
}

bool LayerBars::hasUtilization() const
{
    return std::any_of(m_series.begin(), m_series.end(),
                       [](const LayerSeries& s) { return !s.utilization.empty(); });
}

QRectF LayerBars::plotArea() const
{
    const QFontMetricsF metrics(font());
    const double left = metrics.horizontalAdvance(QStringLiteral("0000 ms")) + kPad;
    const double right = hasUtilization() ? metrics.horizontalAdvance(QStringLiteral("100 %")) + 10.0 : kPad;
    const double top = metrics.height() + kPad + 6.0;
    return QRectF(QPointF(left, top), QPointF(width() - right, height() - metrics.height() - kPad - 2.0));
}

int LayerBars::layerAt(QPointF position) const
{
    const QRectF area = plotArea();
    if (m_layers.isEmpty() || position.x() < area.left() || position.x() >= area.right())
        return -1;
    const double slot = area.width() / static_cast<double>(m_layers.size());
    return std::clamp(static_cast<int>((position.x() - area.left()) / slot), 0,
                      static_cast<int>(m_layers.size()) - 1);
}

void LayerBars::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const look::Colours colours = look::coloursFor(palette());
    painter.fillRect(rect(), colours.canvas);
    const double most = largest();
    if (m_layers.isEmpty() || most <= 0.0) {
        painter.setPen(colours.mutedText);
        painter.drawText(rect().adjusted(8, 8, -8, -8), Qt::AlignCenter | Qt::TextWordWrap,
                         tr("Pick a design to see its layers."));
        return;
    }
    const double high = std::ceil(most / roundStep(most, 4.0)) * roundStep(most, 4.0);
    const QRectF area = plotArea();
    painter.setRenderHint(QPainter::Antialiasing);
    paintLegend(painter, QRectF(area.left(), kPad / 2.0, area.width(), QFontMetricsF(font()).height() + 2.0));
    paintScale(painter, area, high);
    paintBars(painter, area, high);
    paintLayerNames(painter, area);
    if (hasFocus()) {
        painter.setPen(QPen(colours.accent, 1.0));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

void LayerBars::paintScale(QPainter& painter, QRectF area, double high) const
{
    const look::Colours colours = look::coloursFor(palette());
    const look::DisplayUnit unit = look::displayUnit(high, m_unit);
    const double step = roundStep(high, area.height() > 120.0 ? 5.0 : 3.0);
    const int steps = static_cast<int>(std::lround(high / step));
    const double line = QFontMetricsF(font()).height();
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (int i = 0; i <= steps; ++i) {
        const double share = static_cast<double>(i) / steps;
        const double y = std::round(area.bottom() - share * area.height());
        painter.setPen(i == 0 ? colours.line : colours.grid);
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
        painter.setPen(colours.mutedText);
        QString text = locale().toString(high * share * unit.factor, 'g', 4);
        if (i == steps)
            text += QLatin1Char(' ') + unit.unit;
        painter.drawText(QRectF(0, y - line / 2.0, area.left() - 5.0, line),
                         Qt::AlignRight | Qt::AlignVCenter, text);
    }
    for (const int percent : {0, 50, 100}) {
        const double y = area.bottom() - percent / 100.0 * area.height();
        if (hasUtilization())
            painter.drawText(QRectF(area.right() + 5.0, y - line / 2.0, width() - area.right() - 6.0, line),
                             Qt::AlignLeft | Qt::AlignVCenter, tr("%1 %").arg(locale().toString(percent)));
    }
    painter.setRenderHint(QPainter::Antialiasing, true);
}

void LayerBars::paintBars(QPainter& painter, QRectF area, double high) const
{
    const look::Colours colours = look::coloursFor(palette());
    const double slot = area.width() / static_cast<double>(m_layers.size());
    const double gap = slot > 6.0 ? std::min(slot * 0.25, 12.0) : 0.0;
    const double bar = (slot - gap) / static_cast<double>(m_series.size());
    if (m_highlighted >= 0) {
        QColor band = colours.focus;
        band.setAlpha(50);
        painter.fillRect(QRectF(area.left() + m_highlighted * slot, area.top(), slot, area.height()), band);
    }
    for (std::size_t s = 0; s < m_series.size(); ++s) {
        for (int layer = 0; layer < m_layers.size(); ++layer) {
            const double value = valueOf(m_series[s].values, layer);
            const double x = area.left() + layer * slot + gap / 2.0 + static_cast<double>(s) * bar;
            if (std::isfinite(value)) {
                const double tall = std::max(value > 0.0 ? 1.0 : 0.0, value / high * area.height());
                const bool lit = layer == m_highlighted || layer == m_hovered;
                painter.fillRect(QRectF(x, area.bottom() - tall, std::max(bar - 0.5, 0.8), tall),
                                 lit ? m_series[s].colour : mixed(colours.canvas, m_series[s].colour, 0.8));
            }
            const double used = valueOf(m_series[s].utilization, layer);
            if (std::isfinite(used)) {
                const double y = area.bottom() - std::clamp(used, 0.0, 1.0) * area.height();
                painter.setPen(QPen(colours.text, 1.4));
                painter.drawLine(QPointF(x, y), QPointF(x + std::max(bar - 0.5, 1.0), y));
            }
        }
    }
}

void LayerBars::paintLayerNames(QPainter& painter, QRectF area) const
{
    const look::Colours colours = look::coloursFor(palette());
    const QFontMetricsF metrics(font());
    const double slot = area.width() / static_cast<double>(m_layers.size());
    const auto place = [&](int layer) {
        const double wide = metrics.horizontalAdvance(m_layers[layer]) + 2.0;
        const double middle = area.left() + (layer + 0.5) * slot;
        return QRectF(std::clamp(middle - wide / 2.0, 2.0, std::max(2.0, width() - wide - 2.0)),
                      area.bottom() + 3.0, wide, metrics.height());
    };
    // The marked layer's name comes first; the others where there is room.
    QRectF marked;
    const int first = m_highlighted >= 0 ? m_highlighted : m_hovered;
    if (first >= 0 && first < m_layers.size()) {
        marked = place(first);
        painter.setPen(colours.text);
        painter.drawText(marked, Qt::AlignCenter, m_layers[first]);
    }
    double free = 0.0;
    painter.setPen(colours.mutedText);
    for (int layer = 0; layer < m_layers.size(); ++layer) {
        const QRectF spot = place(layer);
        if (layer == first || spot.left() < free
            || (!marked.isNull() && spot.adjusted(-6, 0, 6, 0).intersects(marked)))
            continue;
        painter.drawText(spot, Qt::AlignCenter, m_layers[layer]);
        free = spot.right() + 10.0;
    }
}

void LayerBars::paintLegend(QPainter& painter, QRectF area) const
{
    const look::Colours colours = look::coloursFor(palette());
    const QFontMetricsF metrics(font());
    double x = area.left();
    for (const LayerSeries& series : m_series) {
        const double wide = metrics.horizontalAdvance(series.name);
        if (x + wide + 15.0 > area.right())
            break;
        painter.fillRect(QRectF(x, area.center().y() - 5.0, 10.0, 10.0), series.colour);
        painter.setPen(colours.text);
        painter.drawText(QRectF(x + 15.0, area.top(), wide + 2.0, area.height()), Qt::AlignVCenter,
                         series.name);
        x += wide + 30.0;
    }
    const QString mark = tr("utilization");
    const double wide = metrics.horizontalAdvance(mark) + 18.0;
    if (!hasUtilization() || x + wide > area.right())
        return;
    painter.setPen(QPen(colours.text, 1.4));
    painter.drawLine(QPointF(x, area.center().y()), QPointF(x + 12.0, area.center().y()));
    painter.setPen(colours.mutedText);
    painter.drawText(QRectF(x + 17.0, area.top(), wide, area.height()), Qt::AlignVCenter, mark);
}

QString LayerBars::cardText(int layer) const
{
    QString rows;
    for (const LayerSeries& series : m_series) {
        QString row = QStringLiteral("%1 %2").arg(series.name.toHtmlEscaped(),
                                                  look::quantity(valueOf(series.values, layer), m_unit));
        const double used = valueOf(series.utilization, layer);
        if (std::isfinite(used))
            row += tr(", utilization %1 %").arg(locale().toString(100.0 * used, 'f', 0));
        rows += QStringLiteral("<br>") + row;
    }
    return QStringLiteral("<b>%1</b>%2").arg(m_layers[layer].toHtmlEscaped(), rows);
}

void LayerBars::mousePressEvent(QMouseEvent* event)
{
    const int layer = layerAt(event->position());
    if (event->button() == Qt::LeftButton && layer >= 0)
        Q_EMIT layerClicked(layer);
}

void LayerBars::mouseMoveEvent(QMouseEvent* event)
{
    const int layer = layerAt(event->position());
    if (layer != m_hovered)
        update();
    m_hovered = layer;
    if (layer < 0)
        m_card->dismiss();
    else
        m_card->showAt(event->position().toPoint(), cardText(layer));
}

void LayerBars::keyPressEvent(QKeyEvent* event)
{
    const int step = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    if (step == 0 || m_layers.isEmpty()) {
        QWidget::keyPressEvent(event);
        return;
    }
    Q_EMIT layerClicked(std::clamp(m_highlighted + step, 0, static_cast<int>(m_layers.size()) - 1));
}

void LayerBars::leaveEvent(QEvent*)
{
    m_hovered = -1;
    m_card->dismiss();
    update();
}

void LayerBars::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    update();
}

void LayerBars::describe()
{
    if (m_layers.isEmpty()) {
        setAccessibleDescription(tr("No design picked"));
        return;
    }
    QString sentence = tr("%Ln layer(s)", nullptr, static_cast<int>(m_layers.size()));
    if (m_highlighted >= 0 && m_highlighted < m_layers.size()) {
        sentence += QStringLiteral("; ") + m_layers[m_highlighted];
        for (const LayerSeries& series : m_series)
            sentence += QStringLiteral(", %1 %2").arg(
                series.name, look::quantity(valueOf(series.values, m_highlighted), m_unit));
    }
    setAccessibleDescription(sentence);
}

} // namespace paretoscope::ui::plots
