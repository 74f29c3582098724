// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/lesson_curve.h"

#include "core/analysis/response.h"
#include "ui/look/quantity.h"
#include "ui/plots/belief_line.h"
#include "ui/plots/markers.h"
#include "ui/plots/plot_style.h"

#include <QVBoxLayout>

#include <cmath>

namespace paretoscope::ui::plots {

LessonCurve::LessonCurve(session::LessonPlayer& player, std::size_t lane, QWidget* parent)
    : LessonPicture(player, lane, parent)
    , m_curve(addPlot(tr("Curve of the model"), true))
    , m_promise(addPlot(tr("Promise of each place"), false))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addWidget(m_curve, 3);
    column->addWidget(m_promise, 1);
    m_promise->setMinimumHeight(6 * fontMetrics().lineSpacing());
    alignLeft(*m_curve);
    alignLeft(*m_promise);
    new PaintedLayer(m_curve, QStringLiteral("main"), [this](QPainter& painter) { paintBelief(painter); });
    new PaintedLayer(m_curve, QStringLiteral("main"), [this](QPainter& painter) { paintResults(painter); });
    new PaintedLayer(m_promise, QStringLiteral("main"), [this](QPainter& painter) { paintPromise(painter); });
    dress(*m_curve->xAxis, std::size_t{0});
    dress(*m_promise->xAxis, std::size_t{0});
    m_curve->xAxis->setTickLabels(false);
    m_curve->xAxis->setLabel({});
    dress(*m_curve->yAxis, rangeOf(0), metric(0).label, metric(0).unit);
    m_promise->yAxis->setRange(0.0, 1.05);
    m_promise->yAxis->ticker()->setTickCount(2);
    m_promise->yAxis->setLabel(tr("Promise"));
    for (const space::Design& design : lesson().stage.designs)
        m_positions.push_back(positionOf(design));
}

QPointF LessonCurve::pixel(double x, double y) const
{
    return {m_curve->xAxis->coordToPixel(x), m_curve->yAxis->coordToPixel(y)};
}

QPointF LessonCurve::placeOf(double x, double y) const
{
    return m_curve->mapTo(this, pixel(x, y).toPoint());
}

double LessonCurve::positionOf(const space::Design& design) const
{
    return design.row()[0];
}

std::optional<QPointF> LessonCurve::resultOf(const lesson::LessonStep& step) const
{
    const double value = valueOf(step, 0);
    if (!std::isfinite(value))
        return {};
    return QPointF(positionOf(step.trial.design), value);
}

double LessonCurve::missOf(QPointF guess, QPointF result) const
{
    const QCPRange range = m_curve->yAxis->range();
    return std::abs(guess.y() - result.y()) / range.size();
}

void LessonCurve::clicked(QPointF axes)
{
    if (const lesson::LessonStep* step = current())
        player().guess({positionOf(step->trial.design), axes.y()});
}

void LessonCurve::paintBelief(QPainter& painter) const
{
    if (truthShown()) {
        painter.setPen(QPen(colours().mutedText, 1.5, Qt::DashLine));
        painter.drawPolyline(lineAlong(*m_curve, m_positions, lesson().stage.truth));
    }
    const lesson::LessonStep* step = current();
    if (step == nullptr || step->beliefs.outcomes.empty())
        return;
    plots::paintBelief(painter, *m_curve, m_positions, step->beliefs.outcomes[0], colours().accent,
                       colours());
}

void LessonCurve::paintResults(QPainter& painter) const
{
    const lesson::LessonStep* step = current();
    if (step != nullptr)
        paintUpright(painter, *m_curve, positionOf(step->trial.design), proposalPen());
    for (std::size_t i = 0; i < results(); ++i)
        if (const auto result = resultOf(lesson().steps[i]))
            paintFrontDisc(painter, pixel(result->x(), result->y()), colours().front, colours(), false);
    if (step != nullptr && !player().isOpen())
        if (const auto result = resultOf(*step))
            paintProposal(painter, pixel(result->x(), result->y()));
    if (const auto guess = player().guessed())
        paintGuess(painter, pixel(guess->x(), guess->y()));
}

/// Expected improvement as a share of the largest; what the method maximizes is its logarithm.
void LessonCurve::paintPromise(QPainter& painter) const
{
    const lesson::LessonStep* step = current();
    const QRectF area = m_promise->axisRect()->rect();
    if (step == nullptr || step->beliefs.acquisition.empty()) {
        painter.setPen(colours().mutedText);
        painter.drawText(area, Qt::AlignCenter | Qt::TextWordWrap,
                         step == nullptr ? QString() : noModelText());
        return;
    }
    paintHill(painter, *m_promise, m_positions, analysis::relativeToBest(step->beliefs.acquisition),
              colours().accent, colours());
    paintUpright(painter, *m_promise, positionOf(step->trial.design), proposalPen());
}

void LessonCurve::draw()
{
    m_curve->replot(QCustomPlot::rpQueuedReplot);
    m_promise->replot(QCustomPlot::rpQueuedReplot);
}

void LessonCurve::describe()
{
    double best = std::nan("");
    for (std::size_t i = 0; i < results(); ++i)
        best = std::fmin(best, valueOf(lesson().steps[i], 0));
    setAccessibleDescription(tr("%1: %2 results, the least value is %3.")
                                 .arg(QString::fromStdString(lesson().method))
                                 .arg(results())
                                 .arg(look::quantity(best, QString::fromStdString(metric(0).unit))));
}

} // namespace paretoscope::ui::plots
