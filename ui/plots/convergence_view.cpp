// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/convergence_view.h"

#include "ui/look/quantity.h"
#include "ui/plots/hover_card.h"
#include "ui/plots/plot_style.h"
#include "ui/plots/value_range.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

namespace {

/// "10⁻⁹"
QString powerOfTen(int exponent)
{
    static const QString digits = QStringLiteral("⁰¹²³⁴⁵⁶⁷⁸⁹");
    QString text = QStringLiteral("10");
    for (const QChar c : QString::number(exponent))
        text += c == QLatin1Char('-') ? QChar(u'⁻') : digits[c.digitValue()];
    return text;
}

} // namespace

ConvergenceView::ConvergenceView(session::StudyDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_snapshot(document.snapshot())
    , m_plot(new QCustomPlot(this))
    , m_past(m_plot->addGraph())
    , m_present(m_plot->addGraph())
    , m_empty(new QLabel(tr("No hypervolume yet: it starts with the first feasible designs."), m_plot))
    , m_card(new HoverCard(m_plot))
    , m_gate(new session::RefreshGate(this, [this] { refresh(); }))
{
    setAccessibleName(tr("Convergence"));
    m_plot->setAccessibleName(tr("Convergence plot"));
    m_plot->setMouseTracking(true);
    m_plot->setMinimumSize(200, 110);
    m_plot->installEventFilter(this);
    m_plot->plotLayout()->setMargins(QMargins(0, 0, 0, 0));
    m_plot->axisRect()->setMinimumMargins(QMargins(0, 8, 16, 0));
    for (QCPAxis* axis : m_plot->axisRect()->axes())
        axis->setVisible(axis == m_plot->xAxis || axis == m_plot->yAxis);
    for (QCPGraph* graph : {m_past, m_present})
        graph->setLineStyle(QCPGraph::lsStepLeft);
    new PaintedLayer(m_plot, QStringLiteral("main"), [this](QPainter& painter) { paintMarks(painter); });
    new PaintedLayer(m_plot, QString::fromLatin1(kOverlayLayer),
                     [this](QPainter& painter) { paintReadOut(painter); });
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setAttribute(Qt::WA_TransparentForMouseEvents);
    buildBar();
    connect(&m_document, &session::StudyDocument::snapshotChanged, this, [this] { m_gate->request(); });
    restyle();
    refresh();
}

void ConvergenceView::buildBar()
{
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(6, 2, 6, 0);
    m_caption = new QLabel(this);
    m_caption->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_seconds = new QToolButton(this);
    m_seconds->setText(tr("over seconds"));
    m_seconds->setCheckable(true);
    m_seconds->setAutoRaise(true);
    m_seconds->setAccessibleName(tr("Draw over seconds instead of evaluations"));
    m_seconds->setChecked(m_document.viewSetting(QStringLiteral("convergence/seconds"), false).toBool());
    connect(m_seconds, &QToolButton::toggled, this, [this](bool on) {
        m_document.setViewSetting(QStringLiteral("convergence/seconds"), on);
        refresh();
    });
    bar->addWidget(m_caption, 1);
    bar->addWidget(m_seconds);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(bar);
    column->addWidget(m_plot, 1);
}

QWidget* ConvergenceView::canvas() const
{
    return m_plot;
}

bool ConvergenceView::overSeconds() const
{
    return m_seconds->isChecked();
}

void ConvergenceView::setOverSeconds(bool on)
{
    m_seconds->setChecked(on);
}

QSize ConvergenceView::sizeHint() const
{
    return {480, 220};
}

double ConvergenceView::xOf(const study::HypervolumeSample& sample) const
{
    return overSeconds() ? sample.at_s : static_cast<double>(sample.trials);
}

double ConvergenceView::xOfMark(const study::SteeringMark& mark) const
{
    if (!overSeconds())
        return static_cast<double>(mark.trials);
    // A mark knows its trial only; its time is that of the sample before it.
    double at_s = 0.0;
    for (const study::HypervolumeSample& sample : m_snapshot->hypervolume) {
        if (sample.trials <= mark.trials)
            at_s = sample.at_s;
    }
    return at_s;
}

void ConvergenceView::refresh()
{
    m_snapshot = m_document.snapshot();
    const std::vector<study::HypervolumeSample>& samples = m_snapshot->hypervolume;
    m_readOut.reset();
    double most = 0.0;
    for (const study::HypervolumeSample& sample : samples)
        most = std::max(most, sample.value);
    const int exponent = most > 0.0 && (most < 0.01 || most >= 1000.0)
                             ? 3 * static_cast<int>(std::floor(std::log10(most) / 3.0))
                             : 0;
    m_scale = std::pow(10.0, -exponent);

    const std::uint64_t since = m_snapshot->marks.empty() ? 0 : m_snapshot->marks.back().trials;
    QVector<QCPGraphData> past, present;
    for (const study::HypervolumeSample& sample : samples) {
        const QCPGraphData point(xOf(sample), sample.value * m_scale);
        if (sample.trials <= since)
            past.append(point);
        else
            present.append(point);
    }
    if (!past.isEmpty()) // the new curve begins where the old one ends
        present.prepend(past.last());
    m_past->data()->set(past, true);
    m_present->data()->set(present, true);

    const QString caption = exponent == 0 ? tr("Hypervolume")
                                          : tr("Hypervolume [%1]").arg(powerOfTen(exponent));
    fit();
    dressAxis(*m_plot->yAxis, {.caption = caption, .unit = {}, .logarithmic = false, .categories = {}});
    dressAxis(*m_plot->xAxis, {.caption = overSeconds() ? tr("Running time") : tr("Evaluations"),
                               .unit = overSeconds() ? QStringLiteral("s") : QString(),
                               .logarithmic = false,
                               .categories = {}});
    showCaption();
    m_empty->setVisible(samples.empty());
    describe();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void ConvergenceView::showCaption()
{
    const QString text = QStringList({improvement(), referenceText()}).join(QStringLiteral("   "));
    const int room = width() - m_seconds->sizeHint().width() - 24;
    m_caption->setText(m_caption->fontMetrics().elidedText(text, Qt::ElideRight, std::max(room, 0)));
    m_caption->setToolTip(text);
}

void ConvergenceView::fit()
{
    const std::vector<study::HypervolumeSample>& samples = m_snapshot->hypervolume;
    double right = overSeconds() ? 1.0 : 100.0;
    double low = 0.0, high = 1.0;
    if (!samples.empty()) {
        right = std::max(right, xOf(samples.back()));
        // Scaled to what was gained: a curve that rises by two percent should not look flat.
        low = samples.front().value * m_scale;
        high = low;
        for (const study::HypervolumeSample& sample : samples) {
            low = std::min(low, sample.value * m_scale);
            high = std::max(high, sample.value * m_scale);
        }
    }
    const ValueRange x = roundedAround(0.0, right, false);
    const ValueRange y = roundedAround(low, high, false);
    m_plot->xAxis->setRange(x.low, x.high);
    m_plot->yAxis->setRange(y.low, y.high);
}

QString ConvergenceView::improvement() const
{
    const std::vector<study::HypervolumeSample>& samples = m_snapshot->hypervolume;
    if (samples.size() < 2)
        return {};
    const double from = 0.8 * static_cast<double>(samples.back().trials);
    double before = samples.front().value;
    for (const study::HypervolumeSample& sample : samples) {
        if (static_cast<double>(sample.trials) <= from)
            before = sample.value;
    }
    return tr("last fifth of the run: %1").arg(look::relativeChange(before, samples.back().value));
}

QString ConvergenceView::referenceText() const
{
    if (m_snapshot->reference.empty())
        return {};
    QStringList parts;
    const std::vector<problem::Objective>& objectives = m_document.problem().objectives();
    for (std::size_t k = 0; k < std::min(objectives.size(), m_snapshot->reference.size()); ++k) {
        const problem::Metric& metric = m_document.problem().metrics()[objectives[k].metric];
        parts << QStringLiteral("%1 %2").arg(
            QString::fromStdString(metric.label),
            look::quantity(m_snapshot->reference[k], QString::fromStdString(metric.unit)));
    }
    return tr("reference point: %1").arg(parts.join(QStringLiteral(", ")));
}

void ConvergenceView::paintMarks(QPainter& painter) const
{
    const look::Colours colours = look::coloursFor(palette());
    const QRectF area(m_plot->axisRect()->rect());
    const QFontMetricsF metrics(font());
    painter.setFont(font());
    for (std::size_t i = 0; i < m_snapshot->marks.size(); ++i) {
        const study::SteeringMark& mark = m_snapshot->marks[i];
        const double x = std::round(m_plot->xAxis->coordToPixel(xOfMark(mark))) + 0.5;
        const double next = i + 1 < m_snapshot->marks.size()
                                ? m_plot->xAxis->coordToPixel(xOfMark(m_snapshot->marks[i + 1]))
                                : area.right();
        painter.setPen(QPen(colours.pin, 1.0, Qt::DashLine));
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
        const QString text = metrics.elidedText(QString::fromStdString(mark.text), Qt::ElideRight,
                                                next - x - 8.0);
        painter.setPen(colours.mutedText);
        painter.drawText(QPointF(x + 4.0, area.bottom() - metrics.descent() - 3.0), text);
    }
}

void ConvergenceView::paintReadOut(QPainter& painter) const
{
    if (!m_readOut || *m_readOut >= m_snapshot->hypervolume.size())
        return;
    const study::HypervolumeSample& sample = m_snapshot->hypervolume[*m_readOut];
    const look::Colours colours = look::coloursFor(palette());
    const QRectF area(m_plot->axisRect()->rect());
    const QPointF at(m_plot->xAxis->coordToPixel(xOf(sample)),
                     m_plot->yAxis->coordToPixel(sample.value * m_scale));
    painter.setPen(QPen(colours.mutedText, 1.0, Qt::DotLine));
    painter.drawLine(QPointF(at.x(), area.top()), QPointF(at.x(), area.bottom()));
    painter.setPen(QPen(colours.canvas, 1.5));
    painter.setBrush(colours.front);
    painter.drawEllipse(at, 4.5, 4.5);
}

void ConvergenceView::readOutAt(QPointF position)
{
    const std::vector<study::HypervolumeSample>& samples = m_snapshot->hypervolume;
    m_readOut.reset();
    if (!samples.empty() && QRectF(m_plot->axisRect()->rect()).contains(position)) {
        // The step that holds at the pointer: the last sample not to the right of it.
        const double x = m_plot->xAxis->pixelToCoord(position.x());
        std::size_t i = 0;
        while (i + 1 < samples.size() && xOf(samples[i + 1]) <= x)
            ++i;
        m_readOut = i;
        const study::HypervolumeSample& sample = samples[i];
        const QString text = tr("<b>%1</b> of the final value<br>after %2 evaluations, %3")
                                 .arg(tr("%1 %").arg(locale().toString(
                                          100.0 * sample.value / samples.back().value, 'f', 2)),
                                      look::count(sample.trials), look::duration(sample.at_s));
        m_card->showAt(position.toPoint(), text);
    } else {
        m_card->dismiss();
    }
    m_plot->layer(QString::fromLatin1(kOverlayLayer))->replot();
}

bool ConvergenceView::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_plot)
        return QWidget::eventFilter(watched, event);
    if (event->type() == QEvent::MouseMove) {
        readOutAt(static_cast<QMouseEvent*>(event)->position());
        return true;
    }
    if (event->type() == QEvent::Leave)
        readOutAt({-1.0, -1.0});
    if (event->type() == QEvent::Resize)
        showCaption();
    if (event->type() == QEvent::Resize)
        m_empty->setGeometry(m_plot->rect().adjusted(60, 10, -20, -40));
    return false;
}

void ConvergenceView::restyle()
{
    const look::Colours colours = look::coloursFor(palette());
    m_plot->setFont(font());
    applyStyle(*m_plot, colours);
    m_past->setPen(QPen(colours.dimmed, 1.4));
    m_present->setPen(QPen(colours.front, 1.8));
    QPalette muted = palette();
    muted.setColor(QPalette::WindowText, colours.mutedText);
    m_empty->setPalette(muted);
    m_caption->setPalette(muted);
}

void ConvergenceView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::PaletteChange && event->type() != QEvent::FontChange)
        return;
    restyle();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void ConvergenceView::describe()
{
    const QString sentence = m_snapshot->hypervolume.empty()
                                 ? m_empty->text()
                                 : tr("Hypervolume after %1 evaluations; %2")
                                       .arg(look::count(m_snapshot->hypervolume.back().trials),
                                            improvement());
    setAccessibleDescription(sentence);
    m_plot->setAccessibleDescription(sentence);
}

} // namespace paretoscope::ui::plots
