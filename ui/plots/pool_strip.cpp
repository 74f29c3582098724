// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/pool_strip.h"

#include "ui/look/colours.h"
#include "ui/look/quantity.h"
#include "ui/plots/plot_style.h"
#include "ui/plots/value_range.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace paretoscope::ui::plots {

namespace {

constexpr double kPoolNumbers_px = 74.0;

QString edpWords(double logarithm)
{
    return look::quantity(std::exp(logarithm), QStringLiteral("J·s"), 2);
}

} // namespace

PoolStrip::PoolStrip(QWidget* parent)
    : QWidget(parent)
{
    setAccessibleName(tr("The mappings that the model chose among"));
}

void PoolStrip::setMoment(std::optional<codesign::PoolMoment> moment, const QString& whyNone)
{
    m_moment = std::move(moment);
    m_whyNone = whyNone;
    m_order.clear();
    if (m_moment) {
        m_order.resize(m_moment->score.size());
        std::iota(m_order.begin(), m_order.end(), std::size_t{0});
        std::stable_sort(m_order.begin(), m_order.end(), [this](std::size_t a, std::size_t b) {
            return m_moment->score[a] < m_moment->score[b];
        });
    }
    setAccessibleDescription(
        m_moment ? tr("%1 mappings; of the chosen one %2 is expected, give or take a factor of %3.")
                       .arg(m_order.size())
                       .arg(edpWords(m_moment->mean[m_moment->chosen]))
                       .arg(std::exp(m_moment->deviation[m_moment->chosen]), 0, 'g', 3)
                 : m_whyNone);
    update();
}

void PoolStrip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const look::Colours colours = look::coloursFor(palette());
    const QFontMetricsF metrics(font());
    painter.fillRect(rect(), colours.canvas);
    if (!m_moment || m_order.empty()) {
        painter.setPen(colours.mutedText);
        painter.drawText(rect().adjusted(8, 4, -8, -4), Qt::AlignCenter | Qt::TextWordWrap, m_whyNone);
        return;
    }
    double low = INFINITY, high = -INFINITY;
    for (const std::size_t i : m_order) {
        low = std::min(low, m_moment->mean[i] - m_moment->deviation[i]);
        high = std::max(high, m_moment->mean[i] + m_moment->deviation[i]);
    }
    const ValueRange range{low, std::max(high, low + 1e-9)};
    const QRectF plot(kPoolNumbers_px, 6.0, width() - kPoolNumbers_px - 16.0,
                      height() - metrics.height() - 14.0);
    painter.setPen(QPen(colours.line, 1.0));
    painter.drawRect(plot);
    painter.setPen(colours.mutedText);
    const QRectF numbers(0.0, plot.top(), kPoolNumbers_px - 6.0, plot.height());
    painter.drawText(numbers, Qt::AlignRight | Qt::AlignTop, edpWords(range.high));
    painter.drawText(numbers, Qt::AlignRight | Qt::AlignBottom, edpWords(range.low));
    painter.drawText(QRectF(plot.left(), plot.bottom() + 3.0, plot.width(), metrics.height()),
                     Qt::AlignCenter,
                     metrics.elidedText(tr("valid mappings drawn, the most promising first"), Qt::ElideRight,
                                        plot.width()));
    const auto y = [&](double value) { return plot.bottom() - shareOf(range, value, false) * plot.height(); };
    const double wide = plot.width() / static_cast<double>(m_order.size());
    for (std::size_t k = 0; k < m_order.size(); ++k) {
        const std::size_t i = m_order[k];
        const double x = plot.left() + (static_cast<double>(k) + 0.5) * wide;
        const bool chosen = i == m_moment->chosen;
        const double mean = m_moment->mean[i], deviation = m_moment->deviation[i];
        if (chosen)
            painter.fillRect(
                QRectF(x - std::max(wide, 7.0) / 2.0, plot.top(), std::max(wide, 7.0), plot.height()),
                mixed(colours.canvas, colours.focus, 0.35));
        painter.setPen(QPen(chosen ? colours.text : mixed(colours.canvas, colours.accent, 0.55), 1.2));
        painter.drawLine(QPointF(x, y(mean - deviation)), QPointF(x, y(mean + deviation)));
        painter.setPen(Qt::NoPen);
        painter.setBrush(chosen ? colours.focus : colours.accent);
        painter.drawEllipse(QPointF(x, y(mean)), chosen ? 4.0 : 1.8, chosen ? 4.0 : 1.8);
        painter.setBrush(Qt::NoBrush);
    }
}

void PoolStrip::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    update();
}

} // namespace paretoscope::ui::plots
