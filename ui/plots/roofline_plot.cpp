// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/roofline_plot.h"

#include "ui/look/colours.h"
#include "ui/look/quantity.h"
#include "ui/look/wording.h"
#include "ui/plots/hover_card.h"
#include "ui/plots/plot_style.h"

#include <QMouseEvent>
#include <QResizeEvent>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

namespace {

constexpr double kRimReach_px = 4.0; ///< beyond a dot's rim

bool isDrawable(const RooflineSeries::Dot& dot)
{
    return dot.macsPerByte > 0.0 && dot.macsPerSecond > 0.0 && std::isfinite(dot.macsPerByte)
           && std::isfinite(dot.macsPerSecond);
}

} // namespace

RooflinePlot::RooflinePlot(QWidget* parent)
    : QWidget(parent)
    , m_plot(new QCustomPlot(this))
    , m_card(new HoverCard(m_plot))
{
    setAccessibleName(tr("Roofline"));
    m_plot->setAccessibleName(tr("Roofline plot"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_plot);
    m_plot->setMouseTracking(true);
    m_plot->installEventFilter(this);
    m_plot->plotLayout()->setMargins(QMargins(0, 0, 0, 0));
    m_plot->axisRect()->setMinimumMargins(QMargins(0, 12, 14, 0));
    for (QCPAxis* axis : m_plot->axisRect()->axes())
        axis->setVisible(axis == m_plot->xAxis || axis == m_plot->yAxis);
    new PaintedLayer(m_plot, QStringLiteral("main"), [this](QPainter& painter) {
        painter.setFont(font());
        paintRoofs(painter);
        paintDots(painter);
        if (m_series.empty()) {
            painter.setPen(look::coloursFor(palette()).mutedText);
            painter.drawText(m_plot->axisRect()->rect(), Qt::AlignCenter | Qt::TextWordWrap,
                             tr("Pick a design to see what bounds its layers."));
        }
    });
    restyle();
    fit();
    describe();
}

void RooflinePlot::setData(std::vector<RooflineSeries> series)
{
    m_series = std::move(series);
    m_card->dismiss();
    fit();
    describe();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void RooflinePlot::setHighlighted(int layer)
{
    m_highlighted = layer;
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

QWidget* RooflinePlot::canvas() const
{
    return m_plot;
}

QSize RooflinePlot::sizeHint() const
{
    return {420, 300};
}

QSize RooflinePlot::minimumSizeHint() const
{
    return {220, 160};
}

void RooflinePlot::fit()
{
    double lowX = INFINITY, highX = 0.0, lowY = INFINITY, highY = 0.0;
    const auto take = [&](double x, double y) {
        lowX = std::min(lowX, x);
        highX = std::max(highX, x);
        lowY = std::min(lowY, y);
        highY = std::max(highY, y);
    };
    for (const RooflineSeries& series : m_series) {
        for (const RooflineSeries::Dot& dot : series.dots) {
            if (isDrawable(dot))
                take(dot.macsPerByte, dot.macsPerSecond);
        }
        const double peak = series.roofline.peak_macsPerSecond;
        for (const problem::Roofline::Ceiling& ceiling : series.roofline.ceilings) {
            if (peak > 0.0 && ceiling.bandwidth_bytesPerSecond > 0.0) // the ridge
                take(peak / ceiling.bandwidth_bytesPerSecond, peak);
        }
    }
    if (highX <= 0.0 || highY <= 0.0) {
        lowX = lowY = 1.0;
        highX = highY = 100.0;
    }
    m_plot->xAxis->setRange(lowX / 3.0, highX * 3.0);
    m_plot->yAxis->setRange(lowY / 3.0, highY * 2.5);
    // On crossbars nothing leaves the chip: the ceiling says whose bytes are meant.
    const QString whose = m_series.empty() || m_series.front().roofline.ceilings.empty()
                              ? QString()
                              : look::wordsOf(m_series.front().roofline.ceilings.front().name);
    const bool leaves = whose.isEmpty() || whose.startsWith(QLatin1String("DRAM"));
    dressAxis(*m_plot->xAxis, {.caption = leaves ? tr("MACs per byte of off-chip traffic")
                                                 : tr("MACs per byte of traffic (%1)").arg(whose),
                               .unit = {},
                               .logarithmic = true,
                               .categories = {}});
    dressAxis(*m_plot->yAxis, {.caption = tr("Attained rate"),
                               .unit = QStringLiteral("MAC/s"),
                               .logarithmic = true,
                               .categories = {}});
}

QPointF RooflinePlot::toPixel(double macsPerByte, double macsPerSecond) const
{
    return {m_plot->xAxis->coordToPixel(macsPerByte), m_plot->yAxis->coordToPixel(macsPerSecond)};
}

QPoint RooflinePlot::pixelOf(int series, int dot) const
{
    const RooflineSeries::Dot& one = m_series[static_cast<std::size_t>(series)]
                                         .dots[static_cast<std::size_t>(dot)];
    return toPixel(one.macsPerByte, one.macsPerSecond).toPoint();
}

/// Area in proportion to the share of time; never so small that it cannot be hit.
double RooflinePlot::radius(double share) const
{
    return std::max(3.5, 18.0 * std::sqrt(std::clamp(share, 0.0, 1.0)));
}

void RooflinePlot::paintRoofs(QPainter& painter) const
{
    for (const RooflineSeries& series : m_series)
        paintRoof(painter, series, &series == &m_series.front());
}

void RooflinePlot::paintRoof(QPainter& painter, const RooflineSeries& series, bool label) const
{
    const double peak = series.roofline.peak_macsPerSecond;
    if (!(peak > 0.0))
        return;
    const look::Colours colours = look::coloursFor(palette());
    const QCPRange x = m_plot->xAxis->range();
    const QFontMetricsF metrics(font());
    double ridge = x.upper;
    QRectF written;
    for (const problem::Roofline::Ceiling& ceiling : series.roofline.ceilings) {
        const double slope = ceiling.bandwidth_bytesPerSecond;
        if (!(slope > 0.0))
            continue;
        ridge = std::min(ridge, peak / slope);
        const QLineF line(toPixel(x.lower, slope * x.lower), toPixel(peak / slope, peak));
        painter.setPen(QPen(series.colour, 1.3));
        painter.drawLine(line);
        if (!label)
            continue;
        // Along the slope, below the ridge, where it does not cross another label.
        const QString text = QStringLiteral("%1 %2").arg(look::wordsOf(ceiling.name),
                                                         look::quantity(slope, QStringLiteral("B/s")));
        const double wide = metrics.horizontalAdvance(text);
        const QRectF area(m_plot->axisRect()->rect());
        QLineF visible = line;
        if (visible.y1() > area.bottom()) {
            const double t = (line.y1() - area.bottom()) / (line.y1() - line.y2());
            visible.setP1(line.pointAt(t));
        }
        if (visible.length() < wide + 20.0)
            continue;
        painter.save();
        painter.translate(visible.pointAt(1.0 - (wide + 12.0) / visible.length()));
        painter.rotate(-line.angle());
        painter.setPen(colours.mutedText);
        painter.drawText(QPointF(0.0, -4.0), text);
        painter.restore();
    }
    painter.setPen(QPen(series.colour, 2.0));
    painter.drawLine(toPixel(ridge, peak), toPixel(x.upper, peak));
    if (label) {
        painter.setPen(colours.mutedText);
        const QPointF end = toPixel(x.upper, peak);
        painter.drawText(QRectF(end.x() - 220.0, end.y() - metrics.height() - 3.0, 214.0, metrics.height()),
                         Qt::AlignRight | Qt::AlignVCenter,
                         tr("peak %1").arg(look::quantity(peak, QStringLiteral("MAC/s"))));
    }
}

void RooflinePlot::paintDots(QPainter& painter) const
{
    const look::Colours colours = look::coloursFor(palette());
    for (const RooflineSeries& series : m_series) {
        for (std::size_t i = 0; i < series.dots.size(); ++i) {
            const RooflineSeries::Dot& dot = series.dots[i];
            if (!isDrawable(dot))
                continue;
            const bool marked = static_cast<int>(i) == m_highlighted;
            QColor fill = series.colour;
            fill.setAlpha(marked ? 255 : 130);
            painter.setBrush(fill);
            painter.setPen(marked ? QPen(colours.focus, 2.5) : QPen(series.colour, 1.0));
            const double r = radius(dot.share);
            painter.drawEllipse(toPixel(dot.macsPerByte, dot.macsPerSecond), r, r);
        }
    }
}

RooflinePlot::Hit RooflinePlot::dotAt(QPointF position) const
{
    Hit hit;
    double best = INFINITY;
    for (std::size_t s = 0; s < m_series.size(); ++s) {
        for (std::size_t i = 0; i < m_series[s].dots.size(); ++i) {
            const RooflineSeries::Dot& dot = m_series[s].dots[i];
            if (!isDrawable(dot))
                continue;
            const double distance = QLineF(toPixel(dot.macsPerByte, dot.macsPerSecond), position).length();
            if (distance <= radius(dot.share) + kRimReach_px && distance < best) {
                best = distance;
                hit = {static_cast<int>(s), static_cast<int>(i)};
            }
        }
    }
    return hit;
}

QString RooflinePlot::cardText(Hit hit) const
{
    const RooflineSeries& series = m_series[static_cast<std::size_t>(hit.series)];
    const RooflineSeries::Dot& dot = series.dots[static_cast<std::size_t>(hit.dot)];
    const double peak = series.roofline.peak_macsPerSecond;
    QString why;
    if (peak > 0.0) {
        why = tr("%1 % of peak").arg(locale().toString(100.0 * dot.macsPerSecond / peak, 'f', 0));
        if (!series.roofline.ceilings.empty()) {
            const problem::Roofline::Ceiling& outer = series.roofline.ceilings.front();
            const double roof = std::min(peak, outer.bandwidth_bytesPerSecond * dot.macsPerByte);
            const QString bound = roof < peak ? QString::fromStdString(outer.name) : tr("arithmetic");
            why += tr(", %1 % of the %2 roof")
                       .arg(locale().toString(100.0 * dot.macsPerSecond / roof, 'f', 0), bound);
        }
    }
    return QStringLiteral("<b>%1</b> · %2<br>%3<br>%4<br>%5")
        .arg(dot.layer.toHtmlEscaped(), series.name.toHtmlEscaped(),
             tr("%1 at %2 MAC/B")
                 .arg(look::quantity(dot.macsPerSecond, QStringLiteral("MAC/s")),
                      look::quantity(dot.macsPerByte, QString())),
             why.toHtmlEscaped(), tr("%1 % of the time").arg(locale().toString(100.0 * dot.share, 'f', 1)));
}

bool RooflinePlot::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_plot)
        return QWidget::eventFilter(watched, event);
    switch (event->type()) {
    case QEvent::MouseButtonPress:
        if (const Hit hit = dotAt(static_cast<QMouseEvent*>(event)->position()); hit.dot >= 0)
            Q_EMIT layerClicked(hit.dot);
        return true;
    case QEvent::MouseMove: {
        const QPointF position = static_cast<QMouseEvent*>(event)->position();
        const Hit hit = dotAt(position);
        hit.dot < 0 ? m_card->dismiss() : m_card->showAt(position.toPoint(), cardText(hit));
        return true;
    }
    case QEvent::Leave:
        m_card->dismiss();
        return false;
    default:
        return false;
    }
}

void RooflinePlot::restyle()
{
    m_plot->setFont(font());
    applyStyle(*m_plot, look::coloursFor(palette()));
}

void RooflinePlot::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        restyle();
        m_plot->replot(QCustomPlot::rpQueuedReplot);
    }
}

void RooflinePlot::describe()
{
    QStringList words;
    for (const RooflineSeries& series : m_series)
        words << tr("%1: peak %2, %Ln layer(s)", nullptr, static_cast<int>(series.dots.size()))
                     .arg(series.name,
                          look::quantity(series.roofline.peak_macsPerSecond, QStringLiteral("MAC/s")));
    const QString sentence = words.isEmpty() ? tr("No design picked") : words.join(QStringLiteral("; "));
    setAccessibleDescription(sentence);
    m_plot->setAccessibleDescription(sentence);
}

} // namespace paretoscope::ui::plots
