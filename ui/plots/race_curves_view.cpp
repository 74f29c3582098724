// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/race_curves_view.h"

#include "ui/look/quantity.h"
#include "ui/plots/hover_card.h"
#include "ui/plots/plot_style.h"
#include "ui/plots/race_bands.h"
#include "ui/plots/reference_marks.h"
#include "ui/session/theme_follower.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

using study::RaceClock;
using study::RaceMeasure;

RaceCurvesView::RaceCurvesView(std::shared_ptr<const problem::Problem> problem, QWidget* parent,
                               const session::ReferenceShelf* references)
    : QWidget(parent)
    , m_problem(std::move(problem))
    , m_references(references)
    , m_plot(new QCustomPlot(this))
    , m_card(new HoverCard(m_plot))
    , m_job(this)
{
    setAccessibleName(tr("Convergence of the methods"));
    m_plot->setAccessibleName(tr("Convergence of the methods, plot"));
    m_plot->setMouseTracking(true);
    m_plot->setFocusPolicy(Qt::StrongFocus);
    m_plot->setMinimumSize(220, 110);
    m_plot->installEventFilter(this);
    m_plot->plotLayout()->setMargins(QMargins(0, 0, 0, 0));
    for (QCPAxis* axis : m_plot->axisRect()->axes())
        axis->setVisible(axis == m_plot->xAxis || axis == m_plot->yAxis);
    const auto colours = [this] { return look::coloursFor(palette()); };
    const auto scale = [this] { return m_factor; };
    new PaintedLayer(m_plot, QStringLiteral("main"), [this, colours, scale](QPainter& painter) {
        paintBands(painter, m_bands, *m_plot->xAxis, *m_plot->yAxis, scale(), colours());
    });
    new PaintedLayer(
        m_plot, QStringLiteral("main"),
        [this, colours, scale](QPainter& painter) {
            painter.setFont(font());
            paintBandNames(painter, m_bands, m_names, *m_plot->yAxis, scale(), m_plot->axisRect()->right(),
                           colours());
            paintReferences(painter);
        },
        false);
    new PaintedLayer(m_plot, QString::fromLatin1(kOverlayLayer),
                     [this](QPainter& painter) { paintPointer(painter); });
    buildBar();
    if (m_references != nullptr)
        connect(m_references, &session::ReferenceShelf::changed, this,
                [this] { show(std::vector<study::RaceBand>(m_bands)); });
    restyle();
    new session::ThemeFollower(this, [this] {
        restyle();
        m_plot->replot(QCustomPlot::rpQueuedReplot);
    });
    fit();
    describe();
}

void RaceCurvesView::buildBar()
{
    m_measure = new QComboBox(this);
    m_measure->setAccessibleName(tr("What is followed"));
    m_measure->addItem(tr("Hypervolume"), RaceMeasure::kHypervolume);
    for (std::size_t k = 0; k < m_problem->objectives().size(); ++k) {
        const problem::Metric& each = m_problem->metrics()[m_problem->objectives()[k].metric];
        m_measure->addItem(tr("Best %1").arg(QString::fromStdString(each.label)), static_cast<int>(k));
    }
    m_seconds = new QToolButton(this);
    m_seconds->setText(tr("over seconds"));
    m_seconds->setCheckable(true);
    m_seconds->setAutoRaise(true);
    m_seconds->setAccessibleName(tr("Draw over seconds instead of evaluations"));
    m_seconds->setToolTip(tr("Seconds that every search would take alone, one evaluation at a time: what its "
                             "evaluations cost and the processor time of the method itself"));
    connect(m_measure, &QComboBox::currentIndexChanged, this, [this] {
        request();
        Q_EMIT choiceChanged();
    });
    connect(m_seconds, &QToolButton::toggled, this, [this] {
        pointAt({});
        request();
        Q_EMIT choiceChanged();
    });
    auto* hint = new QLabel(tr("median, and quartiles as a band"), this);
    hint->setProperty("role", QStringLiteral("caption"));
    hint->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(6, 2, 6, 2);
    bar->setSpacing(8);
    bar->addWidget(m_measure);
    bar->addWidget(hint, 1);
    bar->addWidget(m_seconds);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(bar);
    column->addWidget(m_plot, 1);
}

QWidget* RaceCurvesView::canvas() const
{
    return m_plot;
}

RaceMeasure RaceCurvesView::measure() const
{
    return {m_measure->currentData().toInt()};
}

RaceClock RaceCurvesView::clock() const
{
    return m_seconds->isChecked() ? RaceClock::Seconds : RaceClock::Evaluations;
}

void RaceCurvesView::setMeasure(RaceMeasure measure)
{
    m_measure->setCurrentIndex(std::max(m_measure->findData(measure.objective), 0));
}

void RaceCurvesView::setClock(RaceClock clock)
{
    m_seconds->setChecked(clock == RaceClock::Seconds);
}

const problem::Metric* RaceCurvesView::metric() const
{
    const int objective = measure().objective;
    return objective == RaceMeasure::kHypervolume
               ? nullptr
               : &m_problem->metrics()[m_problem->objectives()[static_cast<std::size_t>(objective)].metric];
}

double RaceCurvesView::referenceValue(const study::Reference& reference) const
{
    const problem::Metric* shown = metric();
    if (shown == nullptr || !isMarked(reference))
        return std::nan(""); // one design has no convergence
    const auto place = static_cast<std::size_t>(shown - m_problem->metrics().data());
    return place < reference.trial.outcome.metrics.size() ? reference.trial.outcome.metrics[place]
                                                          : std::nan("");
}

double RaceCurvesView::pixelOf(double x) const
{
    return m_plot->xAxis->coordToPixel(x);
}

void RaceCurvesView::setRace(study::RaceSnapshotPtr race)
{
    m_race = std::move(race);
    m_names = m_race ? methodTitles(*m_race) : QStringList();
    request();
}

/// One at a time, and once more for whatever came meanwhile: a slow machine shows fewer pictures, not none.
void RaceCurvesView::request()
{
    if (!m_race) {
        m_job.cancel();
        m_working = m_again = false;
        return show({});
    }
    m_again = m_working;
    if (std::exchange(m_working, true))
        return;
    m_job.run<std::vector<study::RaceBand>>(
        [race = m_race, problem = m_problem, measure = measure(), clock = clock()](const LatestJob::Stale&,
                                                                                   const auto& deliver) {
            deliver(study::raceBands(*race, *problem, measure, clock));
        },
        [this](const std::vector<study::RaceBand>& bands) {
            m_working = false;
            show(bands);
            if (std::exchange(m_again, false))
                request();
        });
}

void RaceCurvesView::show(const std::vector<study::RaceBand>& bands)
{
    m_bands = bands;
    std::optional<ValueRange> range = bandRange(m_bands);
    if (range && m_references != nullptr)
        range = withReferences(*range, *m_references,
                               [this](const study::Reference& each) { return referenceValue(each); });
    m_factor = 1.0;
    QString caption = tr("Hypervolume"), unit;
    if (const problem::Metric* shown = metric()) {
        caption = tr("Best %1").arg(QString::fromStdString(shown->label));
        unit = QString::fromStdString(shown->unit);
    } else if (range && range->high > 0.0 && (range->high < 0.01 || range->high >= 1000.0)) {
        const int exponent = 3 * static_cast<int>(std::floor(std::log10(range->high) / 3.0));
        m_factor = std::pow(10.0, -exponent);
        caption = tr("Hypervolume [%1]").arg(powerOfTen(exponent));
    }
    m_range = range ? roundedAround(range->low * m_factor, range->high * m_factor, false) : ValueRange{};
    fit();
    dressAxis(*m_plot->yAxis, {.caption = caption, .unit = unit, .logarithmic = false, .categories = {}});
    const bool seconds = clock() == RaceClock::Seconds;
    dressAxis(*m_plot->xAxis, {.caption = seconds ? tr("Seconds of the search") : tr("Evaluations"),
                               .unit = seconds ? QStringLiteral("s") : QString(),
                               .logarithmic = false,
                               .categories = {},
                               .whole = !seconds});
    suitLength(*m_plot->yAxis, m_plot->height() - 4 * fontMetrics().height());
    describe();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void RaceCurvesView::fit()
{
    double right = 1.0;
    for (const study::RaceBand& band : m_bands)
        right = std::max(right, band.x.empty() ? 0.0 : band.x.back());
    if (m_race && clock() == RaceClock::Evaluations)
        right = static_cast<double>(m_race->budget); // known from the start, so the picture does not move
    else if (clock() == RaceClock::Seconds)
        right = roundedAround(0.0, right, false).high;
    m_plot->xAxis->setRange(0.0, right);
    m_plot->yAxis->setRange(m_range.low, m_range.high);
    m_plot->axisRect()->setMinimumMargins(QMargins(0, 8, bandNamesWidth(m_names, fontMetrics()), 0));
}

void RaceCurvesView::restyle()
{
    m_plot->setFont(font());
    applyStyle(*m_plot, look::coloursFor(palette()));
}

void RaceCurvesView::describe()
{
    QStringList parts;
    for (const study::RaceBand& band : m_bands) {
        if (!band.y.empty() && !std::isnan(band.y.back().median))
            parts << tr("%1 %2").arg(m_names.value(static_cast<qsizetype>(band.method)),
                                     valueText(band.y.back().median));
    }
    if (m_references != nullptr && !parts.isEmpty())
        for (const study::Reference& reference : m_references->all())
            if (const double value = referenceValue(reference); !std::isnan(value))
                parts
                    << tr("%1 %2, a reference").arg(QString::fromStdString(reference.name), valueText(value));
    m_plot->setAccessibleDescription(
        parts.isEmpty() ? tr("Nothing to show yet.")
                        : tr("%1, medians: %2. Left and right go through time.")
                              .arg(m_measure->currentText(), parts.join(QStringLiteral("; "))));
}

} // namespace paretoscope::ui::plots
