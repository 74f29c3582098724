// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/waterfall_plot.h"

#include "ui/look/colours.h"
#include "ui/look/quantity.h"
#include "ui/look/wording.h"
#include "ui/plots/chart_measures.h"
#include "ui/plots/hover_card.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

namespace {

constexpr double kMostRow = 34.0; ///< pixels; rows do not grow without end

QString energyText(double energy_J)
{
    return look::quantity(energy_J, QStringLiteral("J"));
}

} // namespace

WaterfallPlot::WaterfallPlot(QWidget* parent)
    : QWidget(parent)
    , m_card(new HoverCard(this))
{
    setAccessibleName(tr("Energy from one design to another, component by component"));
    setMouseTracking(true);
    describe();
}

void WaterfallPlot::setData(End from, End to, std::vector<problem::EnergyStep> steps)
{
    m_from = std::move(from);
    m_to = std::move(to);
    m_steps = std::move(steps);
    m_filled = true;
    m_card->dismiss();
    describe();
    updateGeometry();
    update();
}

void WaterfallPlot::clear()
{
    m_steps.clear();
    m_filled = false;
    m_card->dismiss();
    describe();
    update();
}

std::vector<WaterfallPlot::Row> WaterfallPlot::rows() const
{
    std::vector<Row> rows{{m_from.name, 0.0, m_from.total_J, -1}};
    double at_J = m_from.total_J;
    for (std::size_t i = 0; i < m_steps.size(); ++i) {
        const double next_J = at_J + m_steps[i].change_J();
        rows.push_back({look::wordsOf(m_steps[i].component), at_J, next_J, static_cast<int>(i)});
        at_J = next_J;
    }
    rows.push_back({m_to.name, 0.0, m_to.total_J, -1});
    return rows;
}

double WaterfallPlot::landing_J() const
{
    double at_J = m_from.total_J;
    for (const problem::EnergyStep& step : m_steps)
        at_J += step.change_J();
    return at_J;
}

QSize WaterfallPlot::sizeHint() const
{
    const double line = fontMetrics().height() + 8.0;
    return {420, static_cast<int>(line * static_cast<double>(m_steps.size() + 2) + 2.0 * kPad)};
}

QSize WaterfallPlot::minimumSizeHint() const
{
    return {220, std::min(sizeHint().height(), 160)};
}

double WaterfallPlot::rowHeight() const
{
    const double count = static_cast<double>(m_steps.size() + 2);
    return std::min(kMostRow, (height() - 2.0 * kPad) / count);
}

double WaterfallPlot::high_J() const
{
    double high_J = 0.0;
    for (const Row& row : rows())
        high_J = std::max({high_J, row.from_J, row.to_J});
    return high_J > 0.0 ? high_J : 1.0;
}

QRectF WaterfallPlot::plotArea() const
{
    const QFontMetricsF metrics(font());
    double names = 0.0;
    for (const Row& row : rows())
        names = std::max(names, metrics.horizontalAdvance(row.name));
    double labels = 0.0; // to the right of the longest bar
    for (const problem::EnergyStep& step : m_steps)
        labels = std::max(labels, metrics.horizontalAdvance(changeText(step)));
    names = std::min(names, width() * 0.3);
    const double left = kPad + names + 10.0;
    return {QPointF(left, kPad),
            QPointF(std::max(left + 40.0, width() - labels - kPad - 10.0), height() - kPad)};
}

QString WaterfallPlot::changeText(const problem::EnergyStep& step) const
{
    if (step.change_J() == 0.0)
        return tr("as before");
    const bool saves = step.change_J() < 0.0;
    QString words = (saves ? QStringLiteral("▼ −") : QStringLiteral("▲ +"))
                    + energyText(std::abs(step.change_J()));
    if (look::isToldInPercent(step.from_J, step.to_J))
        words += QStringLiteral("  (%1)").arg(
            look::relativeChange(step.from_J, step.to_J, QStringLiteral("J")));
    return words;
}

void WaterfallPlot::paintRow(QPainter& painter, const Row& row, const QRectF& band) const
{
    const look::Colours colours = look::coloursFor(palette());
    const QFontMetricsF metrics(font());
    const QRectF area = plotArea();
    const double scale = area.width() / high_J();
    const double low = area.left() + std::min(row.from_J, row.to_J) * scale;
    const double high = area.left() + std::max(row.from_J, row.to_J) * scale;
    const double thick = std::max(3.0, band.height() * 0.62);
    const QRectF bar(low, band.center().y() - thick / 2.0, std::max(1.5, high - low), thick);
    const bool total = row.step < 0;
    const bool isFrom = total && row.name == m_from.name && band.top() < area.top() + 1.0;
    const QColor fill = total                   ? (isFrom ? m_from.colour : m_to.colour)
                        : row.to_J < row.from_J ? colours.better
                                                : colours.worse;
    painter.fillRect(bar, fill);
    painter.setPen(total ? colours.text : colours.mutedText);
    painter.drawText(QRectF(kPad, band.top(), area.left() - kPad - 10.0, band.height()),
                     Qt::AlignRight | Qt::AlignVCenter,
                     metrics.elidedText(row.name, Qt::ElideRight, area.left() - kPad - 10.0));
    QString label;
    if (total)
        label = energyText(row.to_J);
    else
        label = changeText(m_steps[static_cast<std::size_t>(row.step)]);
    const double wide = metrics.horizontalAdvance(label);
    const double at = std::min(bar.right() + 6.0, width() - wide - 4.0);
    painter.setPen(colours.text);
    painter.drawText(QRectF(at, band.top(), wide + 2.0, band.height()), Qt::AlignLeft | Qt::AlignVCenter,
                     label);
}

void WaterfallPlot::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const look::Colours colours = look::coloursFor(palette());
    painter.fillRect(rect(), colours.canvas);
    if (!m_filled) {
        painter.setPen(colours.mutedText);
        painter.drawText(rect().adjusted(8, 8, -8, -8), Qt::AlignCenter | Qt::TextWordWrap,
                         tr("Compare two designs to see which components make the difference."));
        return;
    }
    const QRectF area = plotArea();
    const double scale = area.width() / high_J();
    const double step = rowHeight();
    double y = area.top();
    const std::vector<Row> all = rows();
    for (std::size_t i = 0; i < all.size(); ++i, y += step) {
        const QRectF band(0.0, y, width(), step);
        if (i + 1 < all.size()) { // leads the eye to where the next piece begins
            const double x = std::round(area.left() + all[i].to_J * scale) + 0.5;
            painter.setPen(QPen(colours.line, 1.0, Qt::DotLine));
            painter.drawLine(QPointF(x, band.center().y()), QPointF(x, band.center().y() + step));
        }
        paintRow(painter, all[i], band);
    }
    painter.setPen(colours.line);
    painter.drawLine(QPointF(area.left() - 0.5, area.top()), QPointF(area.left() - 0.5, y));
}

void WaterfallPlot::mouseMoveEvent(QMouseEvent* event)
{
    const auto row = static_cast<int>((event->position().y() - kPad) / std::max(1.0, rowHeight())) - 1;
    if (!m_filled || row < 0 || row >= static_cast<int>(m_steps.size())) {
        m_card->dismiss();
        return;
    }
    const problem::EnergyStep& step = m_steps[static_cast<std::size_t>(row)];
    m_card->showAt(event->position().toPoint(),
                   QStringLiteral("<b>%1</b><br>%2<br>%3")
                       .arg(look::wordsOf(step.component).toHtmlEscaped(),
                            tr("%1 in %2").arg(energyText(step.from_J), m_from.name.toHtmlEscaped()),
                            tr("%1 in %2").arg(energyText(step.to_J), m_to.name.toHtmlEscaped())));
}

void WaterfallPlot::leaveEvent(QEvent*)
{
    m_card->dismiss();
}

void WaterfallPlot::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    update();
}

void WaterfallPlot::describe()
{
    QStringList words;
    if (m_filled)
        words << tr("From %1 with %2 to %3 with %4")
                     .arg(m_from.name, energyText(m_from.total_J), m_to.name, energyText(m_to.total_J));
    for (const problem::EnergyStep& step : m_steps)
        if (step.change_J() != 0.0)
            words << look::wordsOf(step.component) + QLatin1Char(' ') + changeText(step);
    setAccessibleDescription(words.isEmpty() ? tr("No two designs to compare")
                                             : words.join(QStringLiteral(", ")));
}

} // namespace paretoscope::ui::plots
