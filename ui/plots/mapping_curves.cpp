// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/mapping_curves.h"

#include "ui/look/quantity.h"
#include "ui/plots/plot_style.h"
#include "ui/plots/race_bands.h"
#include "ui/plots/value_range.h"

#include <QEvent>
#include <QMouseEvent>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

namespace {

const QString& edpUnit()
{
    static const QString kUnit = QStringLiteral("J·s");
    return kUnit;
}

} // namespace

MappingCurves::MappingCurves(QWidget* parent)
    : QWidget(parent)
    , m_plot(new QCustomPlot(this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_plot);
    m_plot->setAccessibleName(tr("Energy times delay of the mappings tried"));
    m_plot->setMinimumSize(220, 120);
    m_plot->plotLayout()->setMargins(QMargins(0, 0, 0, 0));
    m_plot->installEventFilter(this);
    applyStyle(*m_plot, look::coloursFor(palette()));
    new PaintedLayer(m_plot, QStringLiteral("main"), [this](QPainter& painter) { paintGround(painter); });
    new PaintedLayer(m_plot, QStringLiteral("main"), [this](QPainter& painter) { paintSearch(painter); });
    new PaintedLayer(
        m_plot, QStringLiteral("main"),
        [this](QPainter& painter) {
            if (!m_content.names.isEmpty() && !m_content.bands.empty())
                paintBandNames(painter, m_content.bands, m_content.names, *m_plot->yAxis, 1.0,
                               m_plot->axisRect()->right(), look::coloursFor(palette()));
        },
        false);
    setContent({});
}

QWidget* MappingCurves::canvas() const
{
    return m_plot;
}

double MappingCurves::pixelOf(std::size_t evaluation) const
{
    return m_plot->xAxis->coordToPixel(static_cast<double>(evaluation + 1));
}

void MappingCurves::setContent(MappingCurvesContent content)
{
    m_content = std::move(content);
    fit();
    describe();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void MappingCurves::setStep(std::optional<std::size_t> step)
{
    m_content.step = step;
    describe();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void MappingCurves::fit()
{
    double low = INFINITY, high = -INFINITY;
    const auto widen = [&](double value) {
        if (std::isfinite(value) && value > 0.0) {
            low = std::min(low, value);
            high = std::max(high, value);
        }
    };
    std::for_each(m_content.values.begin(), m_content.values.end(), widen);
    if (const auto bands = bandRange(m_content.bands)) {
        widen(bands->low);
        widen(bands->high);
    }
    const ValueRange range = low <= high ? ValueRange{low / 1.2, high * 1.2} : ValueRange{1e-6, 1e-3};
    for (QCPAxis* axis : {m_plot->xAxis, m_plot->yAxis}) { // no numbers that mean nothing
        axis->setVisible(low <= high);
        axis->grid()->setVisible(low <= high);
    }
    m_plot->yAxis->setRange(range.low, range.high);
    m_plot->xAxis->setRange(0.0, static_cast<double>(std::max<std::size_t>(m_content.evaluations, 1)) + 1.0);
    m_plot->axisRect()->setMinimumMargins(
        QMargins(0, 8, m_content.names.isEmpty() ? 16 : bandNamesWidth(m_content.names, fontMetrics()), 0));
    dressAxis(*m_plot->yAxis,
              {.caption = tr("Energy × delay"), .unit = edpUnit(), .logarithmic = true, .categories = {}});
    dressAxis(*m_plot->xAxis, {.caption = tr("Mappings evaluated"),
                               .unit = {},
                               .logarithmic = false,
                               .categories = {},
                               .whole = true});
    suitLength(*m_plot->yAxis, m_plot->height() - 4 * fontMetrics().height());
}

/// Bands with names are methods; without, what random drawing would have come to.
void MappingCurves::paintGround(QPainter& painter) const
{
    const look::Colours colours = look::coloursFor(palette());
    if (!m_plot->yAxis->visible()) {
        painter.setPen(colours.mutedText);
        painter.drawText(m_plot->axisRect()->rect(), Qt::AlignCenter, tr("Nothing to show yet"));
    }
    if (!m_content.names.isEmpty())
        return paintBands(painter, m_content.bands, *m_plot->xAxis, *m_plot->yAxis, 1.0, colours);
    const auto place = [this](double x, double y) {
        return QPointF(m_plot->xAxis->coordToPixel(x), m_plot->yAxis->coordToPixel(y));
    };
    for (const study::RaceBand& band : m_content.bands) {
        QPolygonF area, back, middle;
        for (std::size_t i = 0; i < band.x.size(); ++i) {
            if (!(std::isfinite(band.y[i].lower) && std::isfinite(band.y[i].upper)))
                continue;
            area << place(band.x[i], band.y[i].upper);
            back.prepend(place(band.x[i], band.y[i].lower));
            middle << place(band.x[i], band.y[i].median);
        }
        painter.setPen(Qt::NoPen);
        painter.setBrush(mixed(colours.canvas, colours.dimmed, 0.45));
        painter.drawPolygon(area + back);
        painter.setPen(QPen(colours.mutedText, 1.2, Qt::DashLine));
        painter.drawPolyline(middle);
    }
}

void MappingCurves::paintSearch(QPainter& painter) const
{
    const look::Colours colours = look::coloursFor(palette());
    const std::size_t last = m_content.step.value_or(m_content.values.size());
    QPolygonF line;
    for (std::size_t i = 0; i < m_content.best.size(); ++i) {
        if (!std::isfinite(m_content.best[i]))
            continue;
        const QPointF at(pixelOf(i), m_plot->yAxis->coordToPixel(m_content.best[i]));
        if (!line.isEmpty())
            line << QPointF(at.x(), line.last().y());
        line << at;
    }
    painter.setPen(QPen(colours.front, 2.0));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(line);
    for (std::size_t i = 0; i < m_content.values.size(); ++i) {
        if (!std::isfinite(m_content.values[i]))
            continue;
        const bool later = i > last;
        painter.setPen(QPen(later ? colours.dimmed : colours.canvas, 0.8));
        painter.setBrush(later ? QBrush(Qt::NoBrush) : QBrush(colours.accent));
        painter.drawEllipse(QPointF(pixelOf(i), m_plot->yAxis->coordToPixel(m_content.values[i])), 2.8, 2.8);
    }
    if (m_content.step && *m_content.step < m_content.values.size()) {
        painter.setPen(QPen(colours.focus, 1.5, Qt::DashLine));
        const QRect area = m_plot->axisRect()->rect();
        painter.drawLine(QPointF(pixelOf(*m_content.step), area.top()),
                         QPointF(pixelOf(*m_content.step), area.bottom()));
    }
}

void MappingCurves::describe()
{
    QStringList parts;
    if (!m_content.best.empty())
        parts << tr("The best of %1 mappings has an energy times delay of %2.")
                     .arg(m_content.best.size())
                     .arg(look::quantity(m_content.best.back(), edpUnit()));
    for (const study::RaceBand& band : m_content.bands)
        if (!band.y.empty() && static_cast<qsizetype>(band.method) < m_content.names.size())
            parts << tr("%1: median %2.")
                         .arg(m_content.names[static_cast<qsizetype>(band.method)],
                              look::quantity(band.y.back().median, edpUnit()));
    m_plot->setAccessibleDescription(parts.isEmpty() ? tr("Nothing to show yet.")
                                                     : parts.join(QLatin1Char(' ')));
}

bool MappingCurves::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_plot && event->type() == QEvent::MouseButtonPress && !m_content.values.empty()) {
        const auto* press = static_cast<QMouseEvent*>(event);
        const double at = std::round(m_plot->xAxis->pixelToCoord(press->position().x())) - 1.0;
        const auto last = static_cast<double>(m_content.values.size() - 1);
        Q_EMIT stepChosen(static_cast<std::size_t>(std::clamp(at, 0.0, last)));
    } else if (watched == m_plot && event->type() == QEvent::Resize) {
        fit();
    }
    return QWidget::eventFilter(watched, event);
}

void MappingCurves::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        m_plot->setFont(font());
        applyStyle(*m_plot, look::coloursFor(palette()));
        fit();
        m_plot->replot(QCustomPlot::rpQueuedReplot);
    }
    QWidget::changeEvent(event);
}

} // namespace paretoscope::ui::plots
