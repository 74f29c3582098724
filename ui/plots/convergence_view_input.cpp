// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/convergence_view.h"

#include "ui/look/quantity.h"
#include "ui/plots/hover_card.h"
#include "ui/plots/plot_style.h"
#include "ui/plots/race_bands.h"
#include "ui/plots/reference_marks.h"

#include <QLabel>
#include <QMouseEvent>

#include <cmath>

namespace paretoscope::ui::plots {

void ConvergenceView::paintReadOut(QPainter& painter) const
{
    if (!m_readOut || *m_readOut >= m_samples.size())
        return;
    const study::HypervolumeSample& sample = m_samples[*m_readOut];
    const look::Colours colours = look::coloursFor(palette());
    const QRectF area(m_plot->axisRect()->rect());
    const QPointF at(m_plot->xAxis->coordToPixel(xOf(sample)),
                     m_plot->yAxis->coordToPixel(sample.value * m_scale));
    painter.setPen(QPen(colours.mutedText, 1.0, Qt::DotLine));
    painter.drawLine(QPointF(at.x(), area.top()), QPointF(at.x(), area.bottom()));
    painter.setPen(QPen(colours.canvas, 1.5));
    painter.setBrush(m_bands.empty() ? colours.front : colours.text);
    painter.drawEllipse(at, 4.5, 4.5);
}

QString ConvergenceView::cardText(const study::HypervolumeSample& sample, double x) const
{
    const problem::Metric* shown = metric();
    const QString unit = shown == nullptr ? QString() : QString::fromStdString(shown->unit);
    QString text =
        shown == nullptr
            ? tr("<b>%1</b> of the final value")
                  .arg(tr("%1 %").arg(
                      locale().toString(100.0 * sample.value / m_samples.back().value, 'f', 2)))
            : tr("<b>%1</b>, design %2").arg(look::quantity(sample.value, unit, 4)).arg(designOf(*m_readOut));
    text += tr("<br>after %1 evaluations, %2").arg(look::count(sample.trials), look::duration(sample.at_s));
    for (const study::RaceBand& band : m_bands) {
        if (const auto found = bandAt(band, x))
            text += tr("<br>%1: %2 (%3 to %4)")
                        .arg(m_names.value(static_cast<qsizetype>(band.method)).toHtmlEscaped(),
                             look::quantity(found->median, unit, 4), look::quantity(found->lower, unit, 4),
                             look::quantity(found->upper, unit, 4));
    }
    return text;
}

void ConvergenceView::paintReferences(QPainter& painter) const
{
    if (metricAxis() == nullptr || m_samples.empty())
        return;
    painter.setFont(font());
    for (const study::Reference& reference : m_document.references().all())
        paintReferenceLine(
            painter, QRectF(m_plot->axisRect()->rect()),
            m_plot->yAxis->coordToPixel(metricAxis()->value(reference.trial, m_document.problem())),
            QString::fromStdString(reference.name), look::coloursFor(palette()));
}

void ConvergenceView::readOutAt(QPointF position)
{
    std::optional<std::size_t> found;
    if (!m_samples.empty() && QRectF(m_plot->axisRect()->rect()).contains(position)) {
        // The step that holds at the pointer: the last sample not to the right of it.
        const double x = m_plot->xAxis->pixelToCoord(position.x());
        std::size_t i = 0;
        while (i + 1 < m_samples.size() && xOf(m_samples[i + 1]) <= x)
            ++i;
        found = i;
        echo(found);
        m_card->showAt(position.toPoint(), cardText(m_samples[i], x));
    } else {
        echo(found);
        m_card->dismiss();
    }
    m_plot->layer(QString::fromLatin1(kOverlayLayer))->replot();
}

/// The other views show which design made the step.
void ConvergenceView::echo(std::optional<std::size_t> sample)
{
    if (m_readOut == sample)
        return;
    m_readOut = sample;
    m_document.selection().setHover(sample ? std::optional(designOf(*sample)) : std::nullopt);
}

/// The last sample only tells how far the run is, unless it is a step itself.
session::TrialId ConvergenceView::designOf(std::size_t sample) const
{
    const bool isStep = sample == 0 || sample + 1 < m_samples.size()
                        || m_samples[sample].value != m_samples[sample - 1].value;
    return m_samples[isStep ? sample : sample - 1].trials - 1;
}

bool ConvergenceView::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_plot)
        return QWidget::eventFilter(watched, event);
    if (event->type() == QEvent::MouseMove) {
        readOutAt(static_cast<QMouseEvent*>(event)->position());
        return true;
    }
    if (event->type() == QEvent::MouseButtonPress && m_readOut
        && static_cast<QMouseEvent*>(event)->button() == Qt::LeftButton) {
        m_document.selection().setFocus(designOf(*m_readOut));
        return true;
    }
    if (event->type() == QEvent::Leave)
        readOutAt({-1.0, -1.0});
    if (event->type() == QEvent::Resize)
        draw();
    if (event->type() == QEvent::Resize)
        m_empty->setGeometry(m_plot->rect().adjusted(60, 10, -20, -40));
    return false;
}

} // namespace paretoscope::ui::plots
