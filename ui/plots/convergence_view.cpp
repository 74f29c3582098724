// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/convergence_view.h"

#include "ui/look/quantity.h"
#include "ui/plots/hover_card.h"
#include "ui/plots/plot_style.h"
#include "ui/plots/race_bands.h"
#include "ui/plots/reference_marks.h"
#include "ui/plots/value_range.h"
#include "ui/session/race_desk.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

ConvergenceView::ConvergenceView(session::StudyDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_snapshot(document.snapshot())
    , m_best(document.problem())
    , m_plot(new QCustomPlot(this))
    , m_past(m_plot->addGraph())
    , m_present(m_plot->addGraph())
    , m_empty(new QLabel(tr("Nothing to follow yet: it starts with the first feasible designs."), m_plot))
    , m_card(new HoverCard(m_plot))
    , m_job(this)
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
    new PaintedLayer(m_plot, QStringLiteral("grid"), [this](QPainter& painter) {
        paintBands(painter, m_bands, *m_plot->xAxis, *m_plot->yAxis, m_scale, look::coloursFor(palette()));
    });
    new PaintedLayer(
        m_plot, QStringLiteral("grid"),
        [this](QPainter& painter) {
            painter.setFont(font());
            paintBandNames(painter, m_bands, m_names, *m_plot->yAxis, m_scale, m_plot->axisRect()->right(),
                           look::coloursFor(palette()));
        },
        false);
    new PaintedLayer(m_plot, QStringLiteral("main"), [this](QPainter& painter) {
        paintMarks(painter);
        paintReferences(painter);
    });
    new PaintedLayer(m_plot, QString::fromLatin1(kOverlayLayer),
                     [this](QPainter& painter) { paintReadOut(painter); });
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setAttribute(Qt::WA_TransparentForMouseEvents);
    buildBar();
    connect(&m_document, &session::StudyDocument::snapshotChanged, this, [this] { m_gate->request(); });
    connect(&m_document.references(), &session::ReferenceShelf::changed, this, [this] { m_gate->request(); });
    connect(&m_document.race(), &session::RaceDesk::changed, this, [this] { m_gate->request(); });
    restyle();
    refresh();
}

void ConvergenceView::buildBar()
{
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(6, 2, 6, 0);
    m_measure = new QComboBox(this);
    m_measure->setAccessibleName(tr("What is followed"));
    m_measure->addItem(tr("Hypervolume"), study::RaceMeasure::kHypervolume);
    for (std::size_t k = 0; k < m_document.problem().objectives().size(); ++k) {
        const problem::Objective& objective = m_document.problem().objectives()[k];
        m_measure->addItem(
            tr("Best %1").arg(QString::fromStdString(m_document.problem().metrics()[objective.metric].label)),
            static_cast<int>(k));
    }
    setMeasure({m_document.viewSetting(QStringLiteral("convergence/measure"), -1).toInt()});
    connect(m_measure, &QComboBox::currentIndexChanged, this, [this] {
        m_document.setViewSetting(QStringLiteral("convergence/measure"), measure().objective);
        refresh();
    });
    m_withRace = new QToolButton(this);
    m_withRace->setText(tr("with the race"));
    m_withRace->setCheckable(true);
    m_withRace->setAutoRaise(true);
    m_withRace->setAccessibleName(tr("Draw the methods of the race behind the run"));
    m_withRace->setChecked(m_document.viewSetting(QStringLiteral("convergence/race"), true).toBool());
    connect(m_withRace, &QToolButton::toggled, this, [this](bool on) {
        m_document.setViewSetting(QStringLiteral("convergence/race"), on);
        refresh();
    });
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
    bar->setSpacing(8);
    bar->addWidget(m_measure);
    bar->addWidget(m_caption, 1);
    bar->addWidget(m_withRace);
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

study::RaceMeasure ConvergenceView::measure() const
{
    return {m_measure->currentData().toInt()};
}

void ConvergenceView::setMeasure(study::RaceMeasure measure)
{
    m_measure->setCurrentIndex(std::max(m_measure->findData(measure.objective), 0));
}

void ConvergenceView::setWithRace(bool on)
{
    m_withRace->setChecked(on);
}

const problem::Metric* ConvergenceView::metric() const
{
    const int objective = measure().objective;
    const problem::Problem& problem = m_document.problem();
    return objective == study::RaceMeasure::kHypervolume
               ? nullptr
               : &problem.metrics()[problem.objectives()[static_cast<std::size_t>(objective)].metric];
}

const session::Axis* ConvergenceView::metricAxis() const
{
    // The objectives come first, in their order.
    const int objective = measure().objective;
    return metric() == nullptr ? nullptr : &m_document.axes()[static_cast<std::size_t>(objective)];
}

void ConvergenceView::takeSamples()
{
    if (metric() == nullptr) {
        m_samples = m_snapshot->hypervolume;
        return;
    }
    m_samples.clear();
    m_best.follow(m_snapshot->trials);
    for (const study::BestSoFar::Step& step : m_best.steps(static_cast<std::size_t>(measure().objective)))
        m_samples.push_back({step.trials, step.at_s, step.value});
    const std::size_t trials = m_snapshot->trials.size();
    if (!m_samples.empty() && m_samples.back().trials != trials)
        m_samples.push_back({trials, m_snapshot->trials[trials - 1].at_s, m_samples.back().value});
}

bool ConvergenceView::raceCompares() const
{
    const study::RaceSnapshotPtr race = m_document.race().snapshot();
    return race && (metric() != nullptr || race->reference == m_snapshot->reference);
}

void ConvergenceView::requestBands()
{
    const study::RaceSnapshotPtr race = m_document.race().snapshot();
    m_withRace->setVisible(race != nullptr);
    if (!race || !m_withRace->isChecked() || !raceCompares()) {
        m_job.cancel();
        m_bands.clear();
        m_names.clear();
        return;
    }
    const auto clock = overSeconds() ? study::RaceClock::Seconds : study::RaceClock::Evaluations;
    m_job.run<std::vector<study::RaceBand>>(
        [race, problem = m_document.study().problem, measure = measure(), clock](const LatestJob::Stale&,
                                                                                 const auto& deliver) {
            deliver(study::raceBands(*race, *problem, measure, clock));
        },
        [this, race](const std::vector<study::RaceBand>& bands) {
            m_bands = bands;
            m_names = methodTitles(*race);
            draw();
        });
}

void ConvergenceView::refresh()
{
    m_snapshot = m_document.snapshot();
    takeSamples();
    if (m_readOut && *m_readOut >= m_samples.size())
        echo({});
    requestBands();
    draw();
}

void ConvergenceView::draw()
{
    QString caption = tr("Hypervolume"), unit;
    m_scale = 1.0;
    if (const problem::Metric* shown = metric()) {
        caption = tr("Best %1").arg(QString::fromStdString(shown->label));
        unit = QString::fromStdString(shown->unit);
    } else {
        double most = 0.0;
        for (const study::HypervolumeSample& sample : m_samples)
            most = std::max(most, sample.value);
        const bool plain = most == 0.0 || (most >= 0.01 && most < 1000.0);
        const int exponent = plain ? 0 : 3 * static_cast<int>(std::floor(std::log10(most) / 3.0));
        m_scale = std::pow(10.0, -exponent);
        if (exponent != 0)
            caption = tr("Hypervolume [%1]").arg(powerOfTen(exponent));
    }
    const bool forgets = metric() == nullptr && !m_snapshot->marks.empty();
    const std::uint64_t since = forgets ? m_snapshot->marks.back().trials : 0;
    QVector<QCPGraphData> past, present;
    for (const study::HypervolumeSample& sample : m_samples) {
        const QCPGraphData point(xOf(sample), sample.value * m_scale);
        if (forgets && sample.trials <= since)
            past.append(point);
        else
            present.append(point);
    }
    if (!past.isEmpty()) // the new curve begins where the old one ends
        present.prepend(past.last());
    m_past->data()->set(past, true);
    m_present->data()->set(present, true);

    fit();
    dressAxis(*m_plot->yAxis, {.caption = caption, .unit = unit, .logarithmic = false, .categories = {}});
    dressAxis(*m_plot->xAxis, {.caption = overSeconds() ? tr("Running time") : tr("Evaluations"),
                               .unit = overSeconds() ? QStringLiteral("s") : QString(),
                               .logarithmic = false,
                               .categories = {},
                               .whole = !overSeconds()});
    suitLength(*m_plot->yAxis, m_plot->height() - 4 * fontMetrics().height());
    // Among the methods of a race the run is the strong line; alone it has the colour of fronts.
    const look::Colours colours = look::coloursFor(palette());
    m_present->setPen(m_bands.empty() ? QPen(colours.front, 1.8) : QPen(colours.text, 2.4));
    m_past->setPen(QPen(colours.dimmed, 1.4));
    showCaption();
    m_empty->setVisible(m_samples.empty() && m_bands.empty());
    describe();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void ConvergenceView::showCaption()
{
    QStringList parts{improvement(), metric() == nullptr ? referenceText() : QString()};
    if (m_withRace->isVisibleTo(this) && m_withRace->isChecked() && !raceCompares())
        parts.prepend(tr("The race is not drawn: it has another reference point."));
    else if (!m_bands.empty())
        parts.prepend(tr("this run: the strong line"));
    parts.removeAll(QString());
    const QString text = parts.join(QStringLiteral("   "));
    int room = width() - m_seconds->sizeHint().width() - m_measure->sizeHint().width() - 40;
    if (m_withRace->isVisibleTo(this))
        room -= m_withRace->sizeHint().width();
    m_caption->setText(m_caption->fontMetrics().elidedText(text, Qt::ElideRight, std::max(room, 0)));
    m_caption->setToolTip(text);
}

void ConvergenceView::fit()
{
    double right = overSeconds() ? 1.0 : 100.0;
    std::optional<ValueRange> span = bandRange(m_bands);
    if (span)
        span = ValueRange{span->low * m_scale, span->high * m_scale};
    if (!m_samples.empty()) {
        right = std::max(right, xOf(m_samples.back()));
        // Scaled to what was gained: a curve that rises by two percent should not look flat.
        if (!span)
            span = ValueRange{m_samples.back().value * m_scale, m_samples.back().value * m_scale};
        for (const study::HypervolumeSample& sample : m_samples)
            span = ValueRange{std::min(span->low, sample.value * m_scale),
                              std::max(span->high, sample.value * m_scale)};
    }
    for (const study::RaceBand& band : m_bands)
        right = std::max(right, band.x.empty() ? 0.0 : band.x.back());
    if (span && metricAxis() != nullptr)
        span = withReferences(*span, m_document, *metricAxis());
    const ValueRange x = roundedAround(0.0, right, false);
    const ValueRange y = span ? roundedAround(span->low, span->high, false) : ValueRange{};
    m_plot->xAxis->setRange(x.low, x.high);
    m_plot->yAxis->setRange(y.low, y.high);
    m_plot->axisRect()->setMinimumMargins(QMargins(0, 8, bandNamesWidth(m_names, fontMetrics()), 0));
}

QString ConvergenceView::improvement() const
{
    const std::vector<study::HypervolumeSample>& samples = m_samples;
    if (samples.size() < 2)
        return {};
    const double from = 0.8 * static_cast<double>(samples.back().trials);
    double before = samples.front().value;
    for (const study::HypervolumeSample& sample : samples) {
        if (static_cast<double>(sample.trials) <= from)
            before = sample.value;
    }
    const QString change = look::relativeChange(before, samples.back().value,
                                                metric() == nullptr ? QString()
                                                                    : QString::fromStdString(metric()->unit));
    return tr("last fifth of the run: %1").arg(change == QLatin1String("=") ? tr("no change") : change);
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

void ConvergenceView::restyle()
{
    const look::Colours colours = look::coloursFor(palette());
    m_plot->setFont(font());
    applyStyle(*m_plot, colours);
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
    draw();
}

void ConvergenceView::describe()
{
    const QString sentence = m_samples.empty()
                                 ? m_empty->text()
                                 : tr("%1 after %2 evaluations; %3")
                                       .arg(m_measure->currentText(), look::count(m_samples.back().trials),
                                            improvement());
    setAccessibleDescription(sentence);
    m_plot->setAccessibleDescription(sentence);
}

} // namespace paretoscope::ui::plots
