// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/adc_chart.h"

#include "ui/look/colours.h"
#include "ui/plots/hover_card.h"

#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

namespace {

constexpr double kLeastShare = 1e-4; ///< bottom of the histogram

QString cutShareText(double share)
{
    return QLocale().toString(100.0 * share, 'g', 3) + QStringLiteral(" %");
}

} // namespace

AdcChart::AdcChart(QWidget* parent)
    : QWidget(parent)
    , m_card(new HoverCard(this))
{
    setAccessibleName(tr("Column sums and the ADC's range"));
    setMouseTracking(true);
}

void AdcChart::setSums(const problem::ColumnSums& sums, const QString& layer)
{
    m_sums = sums;
    m_card->dismiss();
    setAccessibleDescription(
        tr("%1: the ADC goes to a sum of %2, %3 of the sums are above it")
            .arg(layer, QLocale().toString(m_sums.adcReach(), 'g', 4), cutShareText(m_sums.clipped)));
    update();
}

QRectF AdcChart::area() const
{
    const QFontMetricsF metrics(font());
    const double left = metrics.horizontalAdvance(QStringLiteral("0.01 %")) + 8.0;
    return {left, metrics.height() + 4.0, std::max(20.0, width() - left - 10.0),
            std::max(40.0, height() - 3.0 * metrics.height() - 10.0)};
}

QRectF AdcChart::curveArea() const
{
    const QRectF all = area();
    return {all.left(), all.top(), all.width(), 0.42 * all.height()};
}

QRectF AdcChart::histogramArea() const
{
    const QRectF all = area();
    return {all.left(), all.top() + 0.5 * all.height(), all.width(), 0.5 * all.height()};
}

double AdcChart::placeOf(double sum) const
{
    const QRectF all = area();
    return all.left() + all.width() * std::clamp(sum / std::max(1.0, m_sums.reach), 0.0, 1.0);
}

void AdcChart::paintCurve(QPainter& painter) const
{
    const look::Colours colours = look::coloursFor(palette());
    const QRectF plot = curveArea();
    const double top = std::max(1.0, m_sums.reach);
    const auto yOf = [&](double value) { return plot.bottom() - plot.height() * std::min(1.0, value / top); };
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colours.grid, 1.0));
    painter.drawRect(plot);
    // The sum as it is, for comparison.
    painter.setPen(QPen(colours.mutedText, 1.0, Qt::DashLine));
    painter.drawLine(QPointF(plot.left(), yOf(0.0)), QPointF(plot.right(), yOf(top)));
    QPainterPath path(QPointF(plot.left(), yOf(m_sums.adc.convert(0.0))));
    for (double x = plot.left(); x <= plot.right(); x += 0.5)
        path.lineTo(x, yOf(m_sums.adc.convert((x - plot.left()) / plot.width() * top)));
    painter.setPen(QPen(colours.accent, 2.0));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
}

void AdcChart::paintHistogram(QPainter& painter) const
{
    const look::Colours colours = look::coloursFor(palette());
    const QRectF plot = histogramArea();
    const QFontMetricsF metrics(font());
    const auto heightOf = [&](double share) {
        return share <= kLeastShare ? (share > 0.0 ? 1.0 : 0.0)
                                    : plot.height() * (1.0 - std::log10(share) / std::log10(kLeastShare));
    };
    for (const double share : {1.0, 0.01}) {
        const double y = plot.bottom() - heightOf(share);
        painter.setPen(QPen(colours.grid, 1.0));
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        painter.setPen(colours.mutedText);
        painter.drawText(QRectF(0.0, y - metrics.height() / 2.0, plot.left() - 4.0, metrics.height()),
                         Qt::AlignRight | Qt::AlignVCenter, cutShareText(share));
    }
    painter.setPen(Qt::NoPen);
    const double step = plot.width() / static_cast<double>(std::max<std::size_t>(1, m_sums.shares.size()));
    for (std::size_t bin = 0; bin < m_sums.shares.size(); ++bin) {
        const double height = heightOf(m_sums.shares[bin]);
        const double left = plot.left() + static_cast<double>(bin) * step;
        const bool cut = m_sums.adc.clips(static_cast<double>(bin) * m_sums.reach
                                          / static_cast<double>(m_sums.shares.size()));
        painter.setBrush(cut ? colours.worse : colours.front);
        painter.drawRect(QRectF(left, plot.bottom() - height, std::max(1.0, step - 1.0), height));
    }
    painter.setPen(QPen(colours.line, 1.0));
    painter.drawLine(plot.bottomLeft(), plot.bottomRight());
}

/// Hatched, so that colour is not alone in saying what is cut.
void AdcChart::paintCut(QPainter& painter) const
{
    const look::Colours colours = look::coloursFor(palette());
    const double from = placeOf(m_sums.adcReach() + 0.5 * m_sums.adc.step);
    const QRectF all = area();
    if (from >= all.right() - 1.0)
        return;
    QColor veil = colours.worse;
    veil.setAlphaF(0.35F);
    painter.fillRect(QRectF(from, all.top(), all.right() - from, all.height()),
                     QBrush(veil, Qt::BDiagPattern));
    painter.setPen(QPen(colours.worse, 1.5, Qt::DashLine));
    painter.drawLine(QPointF(from, all.top()), QPointF(from, all.bottom()));
}

void AdcChart::paintScale(QPainter& painter) const
{
    const look::Colours colours = look::coloursFor(palette());
    const QFontMetricsF metrics(font());
    const QRectF all = area();
    painter.setPen(colours.mutedText);
    const auto caption = [&](QRectF place, Qt::Alignment alignment, const QString& words) {
        painter.drawText(place, alignment, metrics.elidedText(words, Qt::ElideRight, place.width()));
    };
    const QRectF above(4.0, 2.0, width() - 8.0, metrics.height());
    caption(above, Qt::AlignLeft, tr("ADC reading; how often sums come"));
    const QRectF numbers(all.left(), all.bottom() + 2.0, all.width(), metrics.height());
    painter.drawText(numbers, Qt::AlignLeft, QStringLiteral("0"));
    painter.drawText(numbers, Qt::AlignRight, QLocale().toString(m_sums.reach, 'g', 5));
    caption(numbers.translated(0.0, metrics.height()), Qt::AlignHCenter, tr("column sum, in cell steps"));
}

void AdcChart::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), look::coloursFor(palette()).canvas);
    if (m_sums.shares.empty())
        return;
    paintScale(painter);
    paintCut(painter);
    paintHistogram(painter);
    paintCurve(painter);
}

QString AdcChart::cardText(double sum) const
{
    const QLocale locale;
    QString words = tr("a sum of <b>%1</b> is read as <b>%2</b>")
                        .arg(locale.toString(sum, 'f', 0), locale.toString(m_sums.adc.convert(sum), 'g', 5));
    if (m_sums.adc.clips(sum))
        words += tr(", because the ADC ends there");
    const auto bin = static_cast<std::size_t>(sum / m_sums.reach * static_cast<double>(m_sums.shares.size()));
    if (bin < m_sums.shares.size())
        words += tr("<br>%1 of the sums lie about here").arg(cutShareText(m_sums.shares[bin]));
    return words;
}

void AdcChart::mouseMoveEvent(QMouseEvent* event)
{
    const QRectF all = area();
    if (m_sums.shares.empty() || !all.contains(event->position())) {
        m_card->dismiss();
        return;
    }
    const double sum = std::floor((event->position().x() - all.left()) / all.width() * m_sums.reach);
    m_card->showAt(event->position().toPoint(), cardText(sum));
}

void AdcChart::leaveEvent(QEvent*)
{
    m_card->dismiss();
}

void AdcChart::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    update();
}

} // namespace paretoscope::ui::plots
