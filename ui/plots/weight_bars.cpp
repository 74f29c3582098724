// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/weight_bars.h"

#include "ui/look/colours.h"
#include "ui/plots/chart_measures.h"
#include "ui/plots/plot_style.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

WeightBars::WeightBars(QWidget* parent)
    : QWidget(parent)
{
    setAccessibleName(tr("What the model of mappings goes by"));
}

void WeightBars::setWeights(std::vector<codesign::FeatureWeight> weights, const QString& whyNone)
{
    m_weights = std::move(weights);
    m_whyNone = whyNone;
    std::stable_sort(m_weights.begin(), m_weights.end(),
                     [](const auto& a, const auto& b) { return std::abs(a.weight) > std::abs(b.weight); });
    setAccessibleDescription(m_weights.empty()
                                 ? m_whyNone
                                 : tr("The strongest is %1: one standard deviation of it multiplies energy "
                                      "times delay by %2.")
                                       .arg(QString::fromStdString(m_weights.front().feature))
                                       .arg(std::exp(m_weights.front().weight), 0, 'f', 2));
    update();
}

void WeightBars::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const look::Colours colours = look::coloursFor(palette());
    const QFontMetricsF metrics(font());
    painter.fillRect(rect(), colours.canvas);
    if (m_weights.empty()) {
        painter.setPen(colours.mutedText);
        painter.drawText(rect().adjusted(12, 4, -12, -4), Qt::AlignCenter | Qt::TextWordWrap, m_whyNone);
        return;
    }
    const double row = metrics.height() + 5.0;
    const double head = metrics.height() + 8.0;
    const auto shown = std::min<std::size_t>(
        m_weights.size(), static_cast<std::size_t>(std::max((height() - head - kPad) / row, 1.0)));
    double names = 0.0, most = 1e-9;
    for (std::size_t i = 0; i < shown; ++i) {
        names = std::max(names, metrics.horizontalAdvance(QString::fromStdString(m_weights[i].feature)));
        most = std::max(most, std::abs(m_weights[i].weight) + m_weights[i].error);
    }
    names = std::min(names + 2.0, 0.5 * width());
    const double left = kPad + names + 8.0;
    const double middle = left + (width() - left - kPad) / 2.0;
    const double half = std::max((width() - left - kPad) / 2.0 - 2.0, 4.0);
    painter.setPen(colours.mutedText);
    painter.drawText(QRectF(left, 4.0, half, metrics.height()), Qt::AlignLeft,
                     metrics.elidedText(tr("◂ lowers"), Qt::ElideRight, half));
    painter.drawText(QRectF(middle, 4.0, half, metrics.height()), Qt::AlignRight,
                     metrics.elidedText(tr("raises ▸"), Qt::ElideRight, half));
    for (std::size_t i = 0; i < shown; ++i) {
        const codesign::FeatureWeight& each = m_weights[i];
        const double y = head + row * (static_cast<double>(i) + 0.5);
        const double end = middle + half * each.weight / most;
        painter.setPen(colours.text);
        painter.drawText(QRectF(kPad, y - row / 2.0, names, row), Qt::AlignRight | Qt::AlignVCenter,
                         metrics.elidedText(QString::fromStdString(each.feature), Qt::ElideRight, names));
        painter.fillRect(
            QRectF(QPointF(std::min(middle, end), y - 4.0), QPointF(std::max(middle, end), y + 4.0)),
            each.weight > 0.0 ? colours.worse : colours.better);
        painter.setPen(QPen(colours.text, 1.2));
        const double error = half * each.error / most;
        painter.drawLine(QPointF(end - error, y), QPointF(end + error, y));
        for (const double x : {end - error, end + error})
            painter.drawLine(QPointF(x, y - 3.0), QPointF(x, y + 3.0));
    }
    painter.setPen(QPen(colours.line, 1.0));
    painter.drawLine(QPointF(middle, head), QPointF(middle, head + row * static_cast<double>(shown)));
}

void WeightBars::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    update();
}

} // namespace paretoscope::ui::plots
