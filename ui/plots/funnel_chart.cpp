// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/funnel_chart.h"

#include "ui/look/colours.h"
#include "ui/look/quantity.h"
#include "ui/plots/chart_measures.h"
#include "ui/plots/plot_style.h"

#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

FunnelChart::FunnelChart(QWidget* parent)
    : QWidget(parent)
{
    setAccessibleName(tr("What is left of random mappings after each rule"));
    setStages({});
}

void FunnelChart::setStages(std::vector<Stage> stages)
{
    m_stages = std::move(stages);
    QStringList parts;
    for (const Stage& stage : m_stages)
        parts << QStringLiteral("%1: %2").arg(stage.name, words(stage));
    setAccessibleDescription(parts.isEmpty() ? tr("Nothing drawn yet") : parts.join(QStringLiteral("; ")));
    update();
}

QSize FunnelChart::minimumSizeHint() const
{
    return {320, static_cast<int>(6.0 * (2.0 * QFontMetricsF(font()).height() + 8.0) + 2.0 * kPad)};
}

QString FunnelChart::words(const Stage& stage) const
{
    const std::int64_t all = m_stages.empty() ? 0 : m_stages.front().left;
    return tr("%1, %2").arg(look::count(static_cast<quint64>(stage.left)), shareWords(stage.left, all));
}

void FunnelChart::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), look::coloursFor(palette()).canvas);
    for (std::size_t i = 0; i < m_stages.size(); ++i)
        paintStage(painter, i);
}

void FunnelChart::paintStage(QPainter& painter, std::size_t i) const
{
    const look::Colours colours = look::coloursFor(palette());
    const QFontMetricsF metrics(font());
    const Stage& stage = m_stages[i];
    const auto count = static_cast<double>(m_stages.size());
    const double row = std::min((height() - 2.0 * kPad) / count, 72.0);
    const QRectF area(kPad, kPad + row * static_cast<double>(i), width() - 2.0 * kPad, row);
    const double top = area.top() + metrics.height() + 2.0;
    const double thick = std::max(area.bottom() - top - 6.0, 4.0);
    const auto all = static_cast<double>(std::max<std::int64_t>(m_stages.front().left, 2));
    const double share = stage.left < 1
                             ? 0.0
                             : 0.04 + 0.96 * std::log(static_cast<double>(stage.left)) / std::log(all);
    painter.fillRect(QRectF(area.left(), top, area.width(), thick), mixed(colours.canvas, colours.grid, 0.5));
    const QColor ink = i + 1 == m_stages.size() ? colours.front : colours.accent;
    const QRectF bar(area.left(), top, area.width() * std::min(share, 1.0), thick);
    if (stage.enforced)
        painter.fillRect(bar, mixed(colours.canvas, ink, 0.85));
    else
        painter.fillRect(bar, QBrush(colours.dimmed, Qt::BDiagPattern));
    const QString told = words(stage);
    const double wide = metrics.horizontalAdvance(told) + 4.0;
    painter.setPen(colours.text);
    painter.drawText(QRectF(area.right() - wide, area.top(), wide, metrics.height()), Qt::AlignRight, told);
    painter.setPen(stage.enforced ? colours.text : colours.mutedText);
    painter.drawText(QRectF(area.left(), area.top(), area.width() - wide - 6.0, metrics.height()),
                     Qt::AlignLeft,
                     metrics.elidedText(stage.name, Qt::ElideRight, area.width() - wide - 6.0));
}

void FunnelChart::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    update();
}

QString ruleTitle(std::size_t rule)
{
    switch (rule) {
    case 0:
        return FunnelChart::tr("fits the array");
    case 1:
        return FunnelChart::tr("keeps the dataflow");
    case 2:
        return FunnelChart::tr("fits the scratchpads");
    default:
        return FunnelChart::tr("fits the global buffer");
    }
}

QString shareWords(std::int64_t part, std::int64_t all)
{
    if (all <= 0 || part <= 0)
        return FunnelChart::tr("none");
    const double share = static_cast<double>(part) / static_cast<double>(all);
    if (share < 0.001)
        return FunnelChart::tr("1 in %1").arg(look::count(static_cast<quint64>(std::llround(1.0 / share))));
    return QLocale().toString(100.0 * share, 'g', share < 0.9995 ? 3 : 4) + QStringLiteral(" %");
}

} // namespace paretoscope::ui::plots
