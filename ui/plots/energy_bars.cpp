// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/energy_bars.h"

#include "ui/look/colours.h"
#include "ui/look/quantity.h"
#include "ui/look/wording.h"
#include "ui/plots/hover_card.h"
#include "ui/plots/value_range.h"

#include <QLocale>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <map>

namespace paretoscope::ui::plots {

namespace {

constexpr int kFrame_px = 8;
constexpr int kSwatch = 10;

double total_J(const EnergySeries& series)
{
    double sum = 0.0;
    for (const problem::EnergyPart& part : series.parts)
        sum += part.energy_J;
    return sum;
}

} // namespace

EnergyBars::EnergyBars(QWidget* parent)
    : QWidget(parent)
    , m_card(new HoverCard(this))
{
    setAccessibleName(tr("Energy by component and operand"));
    setMouseTracking(true);
    describe();
}

void EnergyBars::setData(std::vector<EnergySeries> series)
{
    m_series = std::move(series);
    m_operands.clear();
    std::map<QString, double> largest; // of one component, over the designs
    for (const EnergySeries& one : m_series) {
        std::map<QString, double> sums;
        for (const problem::EnergyPart& part : one.parts) {
            sums[look::wordsOf(part.component)] += part.energy_J;
            if (!m_operands.contains(look::wordsOf(part.operand)))
                m_operands << look::wordsOf(part.operand);
        }
        for (const auto& [component, sum] : sums)
            largest[component] = std::max(largest[component], sum);
    }
    m_components.clear();
    for (const auto& [component, sum] : largest)
        m_components << component;
    std::stable_sort(m_components.begin(), m_components.end(),
                     [&largest](const QString& a, const QString& b) { return largest[a] > largest[b]; });
    m_card->dismiss();
    describe();
    updateGeometry();
    update();
}

int EnergyBars::barHeight() const
{
    return m_series.size() > 1 ? 11 : 16;
}

QSize EnergyBars::sizeHint() const
{
    const int rows = std::max(1, static_cast<int>(m_components.size()));
    const int row = static_cast<int>(std::max<std::size_t>(1, m_series.size())) * (barHeight() + 1) + 9;
    const int line = fontMetrics().height();
    return {360, rows * row + paintLegend(nullptr, 360) + 2 * line + 3 * kFrame_px};
}

QSize EnergyBars::minimumSizeHint() const
{
    // Bars of several designs stay thick enough to tell their parts apart; whoever is short of room scrolls.
    constexpr int kThinnest = 6;
    const int designs = static_cast<int>(m_series.size());
    const int bars = designs < 3 ? 0 : static_cast<int>(m_components.size()) * (designs * kThinnest + 8);
    return {200, std::min(sizeHint().height(), 160 + bars)};
}

EnergyBars::Layout EnergyBars::arrange() const
{
    Layout layout;
    const QFontMetricsF metrics(font());
    double names = 0.0;
    for (const QString& component : m_components)
        names = std::max(names, metrics.horizontalAdvance(component));
    names = std::min(names, width() * 0.35);
    const double legend = paintLegend(nullptr, width());
    layout.legend = QRectF(kFrame_px, kFrame_px, width() - 2 * kFrame_px, legend);
    layout.plot = QRectF(QPointF(kFrame_px + names + 8.0, legend + 2 * kFrame_px),
                         QPointF(width() - 18.0, height() - metrics.height() - kFrame_px - 4.0));

    const std::size_t designs = m_series.size();
    const double row = layout.plot.height() / std::max<double>(1.0, static_cast<double>(m_components.size()));
    const double bar = std::max(
        2.0, std::min<double>(barHeight(),
                              (row - 5.0) / static_cast<double>(std::max<std::size_t>(1, designs)) - 1.0));
    for (qsizetype c = 0; c < m_components.size(); ++c)
        layout.rows.push_back(
            {m_components[c], QRectF(0, layout.plot.top() + static_cast<double>(c) * row, width(), row)});

    for (const bool placing : {false, true}) { // first measure, then place
        for (std::size_t s = 0; s < designs; ++s) {
            const double total = total_J(m_series[s]);
            for (const Row& line : layout.rows) {
                double from = 0.0;
                for (qsizetype k = 0; k < m_operands.size(); ++k) {
                    double energy_J = 0.0;
                    for (const problem::EnergyPart& part : m_series[s].parts) {
                        if (look::wordsOf(part.component) == line.component
                            && look::wordsOf(part.operand) == m_operands[k])
                            energy_J += part.energy_J;
                    }
                    if (placing && energy_J > 0.0) {
                        const double scale = layout.plot.width() / layout.high_J;
                        const double block = static_cast<double>(designs) * (bar + 1.0);
                        const double top = line.area.center().y() - block / 2.0
                                           + static_cast<double>(s) * (bar + 1.0);
                        Segment segment;
                        segment.area = QRectF(layout.plot.left() + from * scale, top, energy_J * scale, bar);
                        segment.component = line.component;
                        segment.operand = m_operands[k];
                        segment.design = m_series[s].name;
                        segment.energy_J = energy_J;
                        segment.total_J = total;
                        segment.operandIndex = static_cast<int>(k);
                        segment.firstOfBar = from == 0.0;
                        layout.segments.push_back(segment);
                    }
                    from += energy_J;
                }
                if (!placing)
                    layout.high_J = std::max(layout.high_J, from);
            }
        }
        layout.high_J = layout.high_J > 0.0 ? layout.high_J : 1.0;
    }
    return layout;
}

void EnergyBars::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const look::Colours colours = look::coloursFor(palette());
    painter.fillRect(rect(), colours.canvas);
    if (m_components.isEmpty()) {
        painter.setPen(colours.mutedText);
        painter.drawText(rect().adjusted(kFrame_px, kFrame_px, -kFrame_px, -kFrame_px),
                         Qt::AlignCenter | Qt::TextWordWrap,
                         tr("Pick a design to see where its energy goes."));
        return;
    }
    const Layout layout = arrange();
    paintLegend(&painter, width());
    paintAxis(painter, layout);
    paintBars(painter, layout);
}

void EnergyBars::paintAxis(QPainter& painter, const Layout& layout) const
{
    const look::Colours colours = look::coloursFor(palette());
    const look::DisplayUnit unit = look::displayUnit(layout.high_J, QStringLiteral("J"));
    const double high = layout.high_J * unit.factor;
    const double step = roundStep(high, 4.0);
    painter.setRenderHint(QPainter::Antialiasing, false);
    const QFontMetricsF metrics(font());
    double free = -1e9;
    for (int i = 0; i * step <= high * 1.0001; ++i) {
        const double x = std::round(layout.plot.left() + i * step / high * layout.plot.width());
        painter.setPen(i == 0 ? colours.line : colours.grid);
        painter.drawLine(QPointF(x, layout.plot.top()), QPointF(x, layout.plot.bottom()));
        QString text = locale().toString(i * step, 'g', 4);
        if (i == 0)
            text += QLatin1Char(' ') + unit.unit;
        const double wide = metrics.horizontalAdvance(text);
        const double left = std::min(x - wide / 2.0, width() - wide - 2.0);
        if (left < free)
            continue;
        painter.setPen(colours.mutedText);
        painter.drawText(QRectF(left, layout.plot.bottom() + 3.0, wide + 1.0, metrics.height()),
                         Qt::AlignCenter, text);
        free = left + wide + 8.0;
    }
    painter.setRenderHint(QPainter::Antialiasing, true);
}

void EnergyBars::paintBars(QPainter& painter, const Layout& layout) const
{
    const look::Colours colours = look::coloursFor(palette());
    const QFontMetricsF metrics(font());
    const double names = layout.plot.left() - kFrame_px - 8.0;
    painter.setPen(colours.text);
    for (const Row& row : layout.rows) {
        const QRectF area(kFrame_px, row.area.top(), names, row.area.height());
        painter.drawText(area, Qt::AlignRight | Qt::AlignVCenter,
                         metrics.elidedText(row.component, Qt::ElideRight, names));
    }
    for (const Segment& segment : layout.segments) {
        const auto index = static_cast<std::size_t>(segment.operandIndex) % colours.series.size();
        painter.fillRect(segment.area, colours.series[index]);
        if (segment.area.width() > 3.0) // a thin seam keeps neighbours apart without relying on colour
            painter.fillRect(
                QRectF(segment.area.right() - 1.0, segment.area.top(), 1.0, segment.area.height()),
                colours.canvas);
    }
    if (m_series.size() < 2)
        return;
    for (const Segment& segment : layout.segments) { // whose bar it is
        for (const EnergySeries& series : m_series) {
            if (segment.firstOfBar && series.name == segment.design)
                painter.fillRect(
                    QRectF(segment.area.left() - 5.0, segment.area.top(), 4.0, segment.area.height()),
                    series.colour);
        }
    }
}

/// Totals of the designs, then the operands. Returns the height used; draws only with a painter.
int EnergyBars::paintLegend(QPainter* painter, int width) const
{
    const look::Colours colours = look::coloursFor(palette());
    const QFontMetrics metrics(font());
    const int line = metrics.height() + 3;
    int x = kFrame_px;
    int y = kFrame_px;
    const auto entry = [&](const QColor& swatch, const QString& text, const QColor& ink) {
        const int wide = kSwatch + 5 + metrics.horizontalAdvance(text);
        if (x > kFrame_px && x + wide > width - kFrame_px) {
            x = kFrame_px;
            y += line;
        }
        if (painter) {
            painter->fillRect(QRectF(x, y + (line - kSwatch) / 2.0, kSwatch, kSwatch), swatch);
            painter->setPen(ink);
            painter->drawText(QRect(x + kSwatch + 5, y, wide, line), Qt::AlignVCenter | Qt::AlignLeft, text);
        }
        x += wide + 14;
    };
    for (const EnergySeries& series : m_series)
        entry(series.colour,
              tr("%1 total %2").arg(series.name, look::quantity(total_J(series), QStringLiteral("J"))),
              colours.text);
    if (!m_series.empty() && !m_operands.isEmpty()) {
        x = kFrame_px;
        y += line;
    }
    for (qsizetype k = 0; k < m_operands.size(); ++k)
        entry(colours.series[static_cast<std::size_t>(k) % colours.series.size()], m_operands[k],
              colours.mutedText);
    return y + line - kFrame_px;
}

void EnergyBars::mouseMoveEvent(QMouseEvent* event)
{
    for (const Segment& segment : arrange().segments) {
        if (!segment.area.adjusted(-1, -1, 1, 1).contains(event->position()))
            continue;
        const double share = segment.energy_J / segment.total_J * 100.0;
        m_card->showAt(
            event->position().toPoint(),
            QStringLiteral("<b>%1</b> · %2<br>%3, %4")
                .arg(segment.component.toHtmlEscaped(), segment.operand.toHtmlEscaped(),
                     look::quantity(segment.energy_J, QStringLiteral("J")),
                     tr("%1 % of %2").arg(locale().toString(share, 'f', 1), segment.design.toHtmlEscaped())));
        return;
    }
    m_card->dismiss();
}

void EnergyBars::leaveEvent(QEvent*)
{
    m_card->dismiss();
}

void EnergyBars::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    update();
}

void EnergyBars::describe()
{
    QStringList words;
    for (const EnergySeries& series : m_series)
        words << tr("%1 uses %2").arg(series.name, look::quantity(total_J(series), QStringLiteral("J")));
    if (!m_components.isEmpty())
        words << tr("most of it in %1").arg(m_components.front());
    setAccessibleDescription(words.isEmpty() ? tr("No design picked") : words.join(QStringLiteral(", ")));
}

} // namespace paretoscope::ui::plots
