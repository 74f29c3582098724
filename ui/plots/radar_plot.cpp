// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/radar_plot.h"

#include "core/problem/common_scale.h"
#include "ui/look/colours.h"
#include "ui/look/quantity.h"
#include "ui/plots/chart_measures.h"

#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace paretoscope::ui::plots {

namespace {

constexpr std::size_t kFewestSpokes = 3;
// Outlines differ by their dashes too, so that they are told apart without colour.
constexpr std::array kDashes{Qt::SolidLine, Qt::DashLine, Qt::DotLine, Qt::DashDotLine};

} // namespace

RadarPlot::RadarPlot(QWidget* parent)
    : QWidget(parent)
{
    setAccessibleName(tr("Metrics of the designs as a radar"));
}

void RadarPlot::setData(std::vector<MetricDesign> designs, std::vector<MetricRow> rows)
{
    m_designs = std::move(designs);
    m_rows = std::move(rows);
    m_shares.clear();
    QStringList words;
    for (const MetricRow& row : m_rows) {
        m_shares.push_back(problem::sharesOfBest(row.values, row.better));
        words << row.label;
    }
    setAccessibleDescription(
        tr("Spokes: %1; the rim is the best of the designs").arg(words.join(QStringLiteral(", "))));
    update();
}

double RadarPlot::legendHeight() const
{
    return fontMetrics().height() * 2.0 + 6.0;
}

QPointF RadarPlot::centre() const
{
    return {width() / 2.0, (height() - legendHeight()) / 2.0};
}

double RadarPlot::radius() const
{
    const double words = fontMetrics().height() * 2.0 + kPad;
    const double wide = width() / 2.0 - fontMetrics().horizontalAdvance(QStringLiteral("Off-chip traffic"))
                        - kPad;
    return std::max(30.0, std::min(wide, (height() - legendHeight()) / 2.0 - words));
}

QPointF RadarPlot::at(int row, double share) const
{
    const double angle = 2.0 * std::numbers::pi * row / std::max(1.0, static_cast<double>(m_rows.size()));
    return centre() + radius() * share * QPointF(std::sin(angle), -std::cos(angle));
}

QPointF RadarPlot::rimOf(int row) const
{
    return at(row, 1.0);
}

QPolygonF RadarPlot::outlineOf(int design) const
{
    QPolygonF outline;
    for (int row = 0; row < static_cast<int>(m_rows.size()); ++row) {
        const double share = m_shares[static_cast<std::size_t>(row)][static_cast<std::size_t>(design)];
        outline << at(row, std::isfinite(share) ? share : 0.0);
    }
    return outline;
}

void RadarPlot::paintWeb(QPainter& painter) const
{
    const look::Colours colours = look::coloursFor(palette());
    const QFontMetricsF metrics(font());
    painter.setBrush(Qt::NoBrush);
    for (const double ring : {0.25, 0.5, 0.75, 1.0}) {
        painter.setPen(QPen(ring == 1.0 ? colours.line : colours.grid, 1.0));
        QPolygonF web;
        for (int row = 0; row < static_cast<int>(m_rows.size()); ++row)
            web << at(row, ring);
        painter.drawPolygon(web);
    }
    for (int row = 0; row < static_cast<int>(m_rows.size()); ++row) {
        painter.setPen(QPen(colours.grid, 1.0));
        painter.drawLine(centre(), rimOf(row));
        const QString label = m_rows[static_cast<std::size_t>(row)].label;
        const QPointF out = at(row, 1.0 + 8.0 / radius());
        const double wide = metrics.horizontalAdvance(label);
        const double dx = out.x() - centre().x();
        const double left = std::abs(dx) < 2.0 ? out.x() - wide / 2.0 : dx > 0.0 ? out.x() : out.x() - wide;
        const double dy = out.y() - centre().y();
        const double top = std::abs(dx) < 2.0 && dy < 0.0 ? out.y() - metrics.height()
                           : std::abs(dx) < 2.0           ? out.y()
                                                          : out.y() - metrics.height() / 2.0;
        painter.setPen(colours.text);
        painter.drawText(QRectF(left, top, wide + 1.0, metrics.height()), Qt::AlignCenter, label);
    }
}

void RadarPlot::paintLegend(QPainter& painter) const
{
    const look::Colours colours = look::coloursFor(palette());
    const QFontMetricsF metrics(font());
    double width_px = 0.0;
    for (const MetricDesign& design : m_designs)
        width_px += 26.0 + metrics.horizontalAdvance(design.name) + 12.0;
    double x = (width() - width_px) / 2.0;
    const double y = height() - legendHeight();
    for (std::size_t i = 0; i < m_designs.size(); ++i) {
        painter.setPen(QPen(m_designs[i].colour, 2.0, kDashes[i % kDashes.size()]));
        painter.drawLine(QPointF(x, y + metrics.height() / 2.0),
                         QPointF(x + 20.0, y + metrics.height() / 2.0));
        painter.setPen(colours.text);
        painter.drawText(QPointF(x + 26.0, y + metrics.ascent()), m_designs[i].name);
        x += 26.0 + metrics.horizontalAdvance(m_designs[i].name) + 12.0;
    }
    painter.setPen(colours.mutedText);
    painter.drawText(QRectF(0.0, y + metrics.height() + 2.0, width(), metrics.height()), Qt::AlignHCenter,
                     metrics.elidedText(tr("Rim: the best of these designs. Halfway: half as good."),
                                        Qt::ElideRight, width() - 2.0 * kPad));
}

void RadarPlot::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const look::Colours colours = look::coloursFor(palette());
    painter.fillRect(rect(), colours.canvas);
    if (m_rows.size() < kFewestSpokes) {
        painter.setPen(colours.mutedText);
        painter.drawText(rect().adjusted(8, 8, -8, -8), Qt::AlignCenter | Qt::TextWordWrap,
                         tr("A radar needs three metrics or more."));
        return;
    }
    paintWeb(painter);
    painter.setBrush(Qt::NoBrush);
    for (std::size_t i = 0; i < m_designs.size(); ++i) {
        painter.setPen(QPen(m_designs[i].colour, 2.0, kDashes[i % kDashes.size()]));
        painter.drawPolygon(outlineOf(static_cast<int>(i)));
    }
    paintLegend(painter);
}

void RadarPlot::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    update();
}

} // namespace paretoscope::ui::plots
