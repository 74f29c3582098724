// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/lesson_machines.h"

#include "core/analysis/response.h"
#include "ui/look/quantity.h"
#include "ui/plots/belief_line.h"
#include "ui/plots/funnel_chart.h"
#include "ui/plots/machine_timeline.h"
#include "ui/plots/markers.h"
#include "ui/plots/plot_style.h"

#include <QGridLayout>

#include <cmath>

namespace paretoscope::ui::plots {

LessonMachines::LessonMachines(session::LessonPlayer& player, std::size_t lane, QWidget* parent)
    : LessonPicture(player, lane, parent)
    , m_curve(addPlot(tr("What the model expects of machines"), true))
    , m_chance(addPlot(tr("Probability that a machine works"), false))
    , m_promise(addPlot(tr("Improvement times probability"), false))
    , m_funnel(new FunnelChart(this))
    , m_timeline(new MachineTimeline(this))
{
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(4);
    grid->addWidget(m_curve, 0, 0);
    grid->addWidget(m_chance, 1, 0);
    grid->addWidget(m_promise, 2, 0);
    grid->addWidget(m_funnel, 0, 1, 3, 1);
    grid->addWidget(m_timeline, 3, 0, 1, 2);
    grid->setRowStretch(0, 3);
    grid->setRowStretch(1, 1);
    grid->setRowStretch(2, 1);
    grid->setColumnStretch(0, 3);
    grid->setColumnStretch(1, 2);
    for (QCustomPlot* plot : {m_curve, m_chance, m_promise})
        alignLeft(*plot);
    new PaintedLayer(m_curve, QStringLiteral("main"), [this](QPainter& painter) { paintBelief(painter); });
    new PaintedLayer(m_curve, QStringLiteral("main"), [this](QPainter& painter) { paintResults(painter); });
    new PaintedLayer(m_chance, QStringLiteral("main"), [this](QPainter& painter) { paintChance(painter); });
    new PaintedLayer(m_promise, QStringLiteral("main"), [this](QPainter& painter) { paintPromise(painter); });
    for (QCustomPlot* plot : {m_curve, m_chance, m_promise}) {
        dress(*plot->xAxis, lesson().stage.parameter);
        if (plot != m_promise) {
            plot->xAxis->setTickLabels(false);
            plot->xAxis->setLabel({});
        }
    }
    dress(*m_curve->yAxis, rangeOf(0), metric(0).label, metric(0).unit);
    for (QCustomPlot* plot : {m_chance, m_promise}) {
        plot->setMinimumHeight((plot == m_promise ? 7 : 5) * fontMetrics().lineSpacing());
        plot->yAxis->setRange(0.0, 1.05);
        plot->yAxis->ticker()->setTickCount(2);
    }
    m_chance->yAxis->setLabel(tr("Works"));
    m_promise->yAxis->setLabel(tr("Promise"));
    for (const space::Design& design : lesson().stage.designs)
        m_positions.push_back(positionOf(design));
}

double LessonMachines::positionOf(const space::Design& design) const
{
    return lesson().setup.problem->space().value(design, lesson().stage.parameter)[0];
}

QPointF LessonMachines::placeOf(double x, double y) const
{
    return m_curve->mapTo(
        this, QPointF(m_curve->xAxis->coordToPixel(x), m_curve->yAxis->coordToPixel(y)).toPoint());
}

std::optional<QPointF> LessonMachines::resultOf(const lesson::LessonStep& step) const
{
    const double value = valueOf(step, 0);
    if (!std::isfinite(value))
        return {};
    return QPointF(positionOf(step.trial.design), value);
}

double LessonMachines::missOf(QPointF guess, QPointF result) const
{
    return std::abs(guess.y() - result.y()) / m_curve->yAxis->range().size();
}

void LessonMachines::clicked(QPointF axes)
{
    if (const lesson::LessonStep* step = current())
        player().guess({positionOf(step->trial.design), axes.y()});
}

void LessonMachines::paintBelief(QPainter& painter) const
{
    if (truthShown()) {
        painter.setPen(QPen(colours().mutedText, 1.5, Qt::DashLine));
        painter.drawPolyline(lineAlong(*m_curve, m_positions, lesson().stage.truth));
    }
    const lesson::LessonStep* step = current();
    if (step == nullptr || step->beliefs.outcomes.empty()) {
        painter.setPen(colours().mutedText);
        painter.drawText(m_curve->axisRect()->rect(), Qt::AlignCenter | Qt::TextWordWrap,
                         step == nullptr ? QString() : noModelText());
        return;
    }
    plots::paintBelief(painter, *m_curve, m_positions, step->beliefs.outcomes[0], colours().accent,
                       colours());
}

/// Machines that were tried lie beside the slice: they differ in other parameters, too.
void LessonMachines::paintResults(QPainter& painter) const
{
    paintProposed(painter, *m_curve);
    for (std::size_t i = 0; i < results(); ++i) {
        const lesson::LessonStep& step = lesson().steps[i];
        const double x = m_curve->xAxis->coordToPixel(positionOf(step.trial.design));
        if (const auto result = resultOf(step))
            paintFrontDisc(painter, QPointF(x, m_curve->yAxis->coordToPixel(result->y())),
                           colours().dominated, colours(), false);
        else
            paintInfeasible(painter, QPointF(x, m_curve->axisRect()->top() + 8.0), colours());
    }
    const lesson::LessonStep* step = current();
    const auto result = step != nullptr && !player().isOpen() ? resultOf(*step) : std::nullopt;
    if (result)
        paintProposal(painter,
                      {m_curve->xAxis->coordToPixel(result->x()), m_curve->yAxis->coordToPixel(result->y())});
    if (const auto guess = player().guessed())
        paintGuess(painter,
                   {m_curve->xAxis->coordToPixel(guess->x()), m_curve->yAxis->coordToPixel(guess->y())});
}

void LessonMachines::paintProposed(QPainter& painter, const QCustomPlot& plot) const
{
    const lesson::LessonStep* step = current();
    if (step != nullptr)
        paintUpright(painter, plot, positionOf(step->trial.design), proposalPen());
}

void LessonMachines::paintChance(QPainter& painter) const
{
    const lesson::LessonStep* step = current();
    if (step != nullptr && step->beliefs.feasibility.size() == lesson().stage.designs.size())
        paintHill(painter, *m_chance, m_positions, step->beliefs.feasibility, colours().better, colours());
    paintProposed(painter, *m_chance);
}

/// What the method maximizes as a share of the largest; it is told as a logarithm.
void LessonMachines::paintPromise(QPainter& painter) const
{
    const lesson::LessonStep* step = current();
    if (step != nullptr && step->beliefs.acquisition.size() == lesson().stage.designs.size())
        paintHill(painter, *m_promise, m_positions, analysis::relativeToBest(step->beliefs.acquisition),
                  colours().accent, colours());
    paintProposed(painter, *m_promise);
}

/// The funnel is that of the machine whose result was last; the timeline has all results so far.
void LessonMachines::showSearches()
{
    std::vector<MachineTimeline::Column> columns;
    QStringList layers;
    double least = INFINITY;
    std::optional<std::size_t> best;
    std::vector<FunnelChart::Stage> stages;
    for (std::size_t i = 0; i < results(); ++i) {
        const lesson::LessonStep& step = lesson().steps[i];
        if (step.inner == nullptr)
            continue;
        MachineTimeline::Column column;
        column.id = step.trial.id;
        column.feasible = step.trial.outcome.verdict == problem::Verdict::Feasible;
        column.known = true;
        column.layers = step.inner->best_Js;
        column.words = QString::fromStdString(lesson::innerWords(*step.inner)).toHtmlEscaped();
        if (column.feasible && valueOf(step, 0) < least) {
            least = valueOf(step, 0);
            best = columns.size();
        }
        columns.push_back(std::move(column));
        const codesign::Funnel& drawn = step.inner->drawn;
        stages = {{tr("Drawn for machine %1").arg(step.trial.id), drawn.raw, true}};
        const std::int64_t left[]{drawn.array, drawn.dataflow, drawn.scratchpads, drawn.valid};
        for (std::size_t rule = 0; rule < codesign::kRules; ++rule)
            stages.push_back({tr("… %1").arg(ruleTitle(rule)), left[rule], true});
    }
    if (best)
        columns[*best].best = true;
    if (!lesson().steps.empty() && lesson().steps.front().inner != nullptr)
        for (const std::string& layer : lesson().steps.front().inner->layers)
            layers << QString::fromStdString(layer);
    const auto last = columns.empty() ? std::nullopt : std::optional(columns.back().id);
    m_timeline->setColumns(std::move(columns), layers);
    m_timeline->setMarks(last, {});
    m_funnel->setStages(std::move(stages));
}

void LessonMachines::draw()
{
    showSearches();
    for (QCustomPlot* plot : {m_curve, m_chance, m_promise})
        plot->replot(QCustomPlot::rpQueuedReplot);
}

void LessonMachines::describe()
{
    double best = std::nan("");
    for (std::size_t i = 0; i < results(); ++i)
        best = std::fmin(best, valueOf(lesson().steps[i], 0));
    setAccessibleDescription(tr("%1: %2 machines, the least value is %3.")
                                 .arg(QString::fromStdString(lesson().method))
                                 .arg(results())
                                 .arg(look::quantity(best, QString::fromStdString(metric(0).unit))));
}

} // namespace paretoscope::ui::plots
