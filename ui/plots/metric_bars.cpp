// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/metric_bars.h"

#include "core/problem/common_scale.h"
#include "ui/look/colours.h"
#include "ui/look/quantity.h"
#include "ui/plots/chart_measures.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

namespace {

constexpr double kGroupGap = 14.0; ///< between groups
constexpr int kTwoColumns = 640;   ///< pixels from which two groups stand side by side

} // namespace

MetricBars::MetricBars(QWidget* parent)
    : QWidget(parent)
{
    setAccessibleName(tr("Metrics of the designs as bars"));
    describe();
}

void MetricBars::setData(std::vector<MetricDesign> designs, std::vector<MetricRow> rows)
{
    m_designs = std::move(designs);
    m_rows = std::move(rows);
    describe();
    updateGeometry();
    update();
}

int MetricBars::columns() const
{
    return width() >= kTwoColumns ? 2 : 1;
}

double MetricBars::barHeight() const
{
    return fontMetrics().height() - 1.0;
}

double MetricBars::groupHeight() const
{
    return fontMetrics().height() + 4.0 + static_cast<double>(m_designs.size()) * (barHeight() + 3.0);
}

QSize MetricBars::sizeHint() const
{
    const int lines = (static_cast<int>(m_rows.size()) + columns() - 1) / columns();
    return {420, static_cast<int>(lines * (groupHeight() + kGroupGap) + kPad)};
}

QSize MetricBars::minimumSizeHint() const
{
    return {220, sizeHint().height()};
}

QRectF MetricBars::groupOf(int row) const
{
    const double wide = (width() - kPad * (columns() + 1)) / columns();
    return {kPad + (row % columns()) * (wide + kPad), kPad + (row / columns()) * (groupHeight() + kGroupGap),
            wide, groupHeight()};
}

QRectF MetricBars::barOf(int row, int design) const
{
    const MetricRow& metric = m_rows[static_cast<std::size_t>(row)];
    const QFontMetricsF metrics(font());
    double label = 0.0;
    double most = 0.0;
    for (const double value : metric.values) {
        label = std::max(
            label, metrics.horizontalAdvance(look::quantity(value, metric.unit) + QStringLiteral(" ★")));
        most = std::isfinite(value) ? std::max(most, std::abs(value)) : most;
    }
    const QRectF group = groupOf(row);
    const double name = metrics.horizontalAdvance(QStringLiteral("W")) + 8.0;
    const double value = metric.values[static_cast<std::size_t>(design)];
    const double room = std::max(10.0, group.width() - name - label - 12.0);
    const double length = most > 0.0 && std::isfinite(value) ? std::abs(value) / most * room : 0.0;
    return {group.left() + name, group.top() + fontMetrics().height() + 4.0 + design * (barHeight() + 3.0),
            length, barHeight()};
}

void MetricBars::paintGroup(QPainter& painter, int row) const
{
    const look::Colours colours = look::coloursFor(palette());
    const MetricRow& metric = m_rows[static_cast<std::size_t>(row)];
    const QRectF group = groupOf(row);
    const QFontMetricsF metrics(font());
    painter.setPen(colours.text);
    const QString title = metric.label
                          + (metric.better == problem::Direction::Minimize ? tr("  (less is better)")
                                                                           : tr("  (more is better)"));
    painter.drawText(QRectF(group.left(), group.top(), group.width(), metrics.height()), Qt::AlignLeft,
                     metrics.elidedText(title, Qt::ElideRight, group.width()));
    const std::vector<double> shares = problem::sharesOfBest(metric.values, metric.better);
    for (std::size_t i = 0; i < m_designs.size(); ++i) {
        const QRectF bar = barOf(row, static_cast<int>(i));
        painter.setPen(colours.mutedText);
        painter.drawText(QRectF(group.left(), bar.top(), bar.left() - group.left() - 5.0, bar.height()),
                         Qt::AlignRight | Qt::AlignVCenter, m_designs[i].name);
        painter.fillRect(QRectF(bar.left(), bar.top() + 1.0, std::max(1.0, bar.width()), bar.height() - 2.0),
                         m_designs[i].colour);
        QString label = look::quantity(metric.values[i], metric.unit);
        if (shares[i] == 1.0)
            label += QStringLiteral(" ★");
        painter.setPen(colours.text);
        painter.drawText(QRectF(bar.right() + 6.0, bar.top(), group.right() - bar.right(), bar.height()),
                         Qt::AlignLeft | Qt::AlignVCenter, label);
    }
}

void MetricBars::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const look::Colours colours = look::coloursFor(palette());
    painter.fillRect(rect(), colours.canvas);
    for (int row = 0; row < static_cast<int>(m_rows.size()); ++row)
        paintGroup(painter, row);
}

void MetricBars::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    updateGeometry(); // the height that is needed depends on how many groups stand side by side
}

void MetricBars::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    update();
}

void MetricBars::describe()
{
    QStringList words;
    for (const MetricRow& row : m_rows) {
        const std::vector<double> shares = problem::sharesOfBest(row.values, row.better);
        for (std::size_t i = 0; i < shares.size(); ++i)
            if (shares[i] == 1.0)
                words << tr("%1 is best in %2 with %3")
                             .arg(m_designs[i].name, row.label, look::quantity(row.values[i], row.unit));
    }
    setAccessibleDescription(words.isEmpty() ? tr("No designs to compare")
                                             : words.join(QStringLiteral(", ")));
}

} // namespace paretoscope::ui::plots
