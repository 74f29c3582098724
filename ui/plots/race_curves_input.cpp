// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/race_curves_view.h"

#include "ui/look/quantity.h"
#include "ui/plots/hover_card.h"
#include "ui/plots/plot_style.h"
#include "ui/plots/race_bands.h"
#include "ui/plots/reference_marks.h"

#include <QKeyEvent>
#include <QMouseEvent>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

using study::RaceClock;

void RaceCurvesView::paintPointer(QPainter& painter) const
{
    if (!m_pointer)
        return;
    const look::Colours colours = look::coloursFor(palette());
    const QRectF area(m_plot->axisRect()->rect());
    const double x = m_plot->xAxis->coordToPixel(*m_pointer);
    painter.setPen(QPen(colours.mutedText, 1.0, Qt::DotLine));
    painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    for (const study::RaceBand& band : m_bands) {
        if (const auto found = bandAt(band, *m_pointer))
            paintMethodMarker(painter, {x, m_plot->yAxis->coordToPixel(found->median * m_factor)},
                              methodStyle(band.method, colours), 4.5, colours.canvas);
    }
}

void RaceCurvesView::paintReferences(QPainter& painter) const
{
    if (m_references == nullptr || m_bands.empty())
        return;
    for (const study::Reference& reference : m_references->all())
        paintReferenceLine(painter, QRectF(m_plot->axisRect()->rect()),
                           m_plot->yAxis->coordToPixel(referenceValue(reference) * m_factor),
                           QString::fromStdString(reference.name), look::coloursFor(palette()));
}

QString RaceCurvesView::valueText(double value) const
{
    const problem::Metric* shown = metric();
    return look::quantity(value, shown == nullptr ? QString() : QString::fromStdString(shown->unit), 4);
}

QString RaceCurvesView::cardText(double x) const
{
    const QString when = clock() == RaceClock::Seconds
                             ? tr("after %1").arg(look::duration(x))
                             : tr("after %1 evaluations").arg(look::count(static_cast<quint64>(x)));
    QString rows;
    for (const study::RaceBand& band : m_bands) {
        const auto found = bandAt(band, x);
        const QString value = found ? tr("%1 (%2 to %3)")
                                          .arg(valueText(found->median), valueText(found->lower),
                                               valueText(found->upper))
                                    : QStringLiteral("–");
        rows += QStringLiteral("<tr><td>%1&nbsp;</td><td><b>%2</b></td></tr>")
                    .arg(m_names.value(static_cast<qsizetype>(band.method)).toHtmlEscaped(), value);
    }
    if (m_references != nullptr)
        for (const study::Reference& reference : m_references->all())
            if (const double value = referenceValue(reference); !std::isnan(value))
                rows += QStringLiteral("<tr><td>★ %1&nbsp;</td><td><b>%2</b></td></tr>")
                            .arg(QString::fromStdString(reference.name).toHtmlEscaped(), valueText(value));
    return when + QStringLiteral("<table>") + rows + QStringLiteral("</table>");
}

void RaceCurvesView::pointAt(std::optional<double> x)
{
    if (x && clock() == RaceClock::Evaluations)
        x = std::round(*x);
    if (x == m_pointer)
        return;
    m_pointer = x;
    if (x)
        m_card->showAt(QPoint(static_cast<int>(pixelOf(*x)), m_plot->axisRect()->rect().top() + 12),
                       cardText(*x));
    else
        m_card->dismiss();
    m_plot->layer(QString::fromLatin1(kOverlayLayer))->replot();
    Q_EMIT pointedAt(x ? std::optional(study::RaceMoment{clock(), *x}) : std::nullopt);
}

/// A hundredth of the way a step, for people without a mouse.
void RaceCurvesView::walk(int steps)
{
    const QCPRange range = m_plot->xAxis->range();
    const double from = m_pointer.value_or(range.upper);
    const double stride = std::max(range.upper / 100.0, clock() == RaceClock::Evaluations ? 1.0 : 0.0);
    pointAt(std::clamp(from + steps * stride, 0.0, range.upper));
}

bool RaceCurvesView::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_plot)
        return QWidget::eventFilter(watched, event);
    if (event->type() == QEvent::MouseMove) {
        const QPointF position = static_cast<QMouseEvent*>(event)->position();
        const bool inside = !m_bands.empty() && QRectF(m_plot->axisRect()->rect()).contains(position);
        pointAt(inside ? std::optional(m_plot->xAxis->pixelToCoord(position.x())) : std::nullopt);
        return true;
    }
    if (event->type() == QEvent::KeyPress && !m_bands.empty()) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Left || key == Qt::Key_Right) {
            walk(key == Qt::Key_Left ? -1 : 1);
            return true;
        }
        if (key == Qt::Key_Escape && m_pointer) {
            pointAt({});
            return true;
        }
    }
    if (event->type() == QEvent::Resize)
        show(std::vector<study::RaceBand>(m_bands));
    if (event->type() == QEvent::Leave || event->type() == QEvent::FocusOut)
        pointAt({});
    return false;
}

} // namespace paretoscope::ui::plots
