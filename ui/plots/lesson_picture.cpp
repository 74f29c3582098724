// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/lesson_picture.h"

#include "ui/plots/lesson_agent.h"
#include "ui/plots/lesson_curve.h"
#include "ui/plots/lesson_machines.h"
#include "ui/plots/lesson_map.h"
#include "ui/plots/lesson_plane.h"
#include "ui/plots/markers.h"
#include "ui/plots/plot_style.h"

#include <QFontMetrics>
#include <QMouseEvent>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

LessonPicture* LessonPicture::make(session::LessonPlayer& player, std::size_t lane, QWidget* parent)
{
    const lesson::Lesson& lesson = *player.lanes()[lane];
    const bool agents = std::any_of(player.lanes().begin(), player.lanes().end(),
                                    [](const lesson::LessonPtr& given) { return given->byAgent; });
    if (agents && lesson.setup.problem->objectives().size() > 1)
        return new LessonAgent(player, lane, parent);
    const bool machines = !lesson.steps.empty() && lesson.steps.front().inner != nullptr;
    if (machines && lesson.setup.problem->objectives().size() == 1 && !lesson.stage.empty())
        return new LessonMachines(player, lane, parent);
    if (lesson.setup.problem->objectives().size() > 1 || lesson.stage.empty())
        return new LessonPlane(player, lane, parent);
    if (lesson.stage.isLine())
        return new LessonCurve(player, lane, parent);
    return new LessonMap(player, lane, parent);
}

LessonPicture::LessonPicture(session::LessonPlayer& player, std::size_t lane, QWidget* parent)
    : QWidget(parent)
    , m_player(player)
    , m_lane(lane)
    , m_colours(look::coloursFor(palette()))
{ }

void LessonPicture::setTruthShown(bool on)
{
    m_truth = on;
    refresh();
}

void LessonPicture::refresh()
{
    draw();
    describe();
}

const problem::Metric& LessonPicture::metric(std::size_t objective) const
{
    const problem::Problem& problem = *lesson().setup.problem;
    return problem.metrics()[problem.objectives()[objective].metric];
}

double LessonPicture::valueOf(const lesson::LessonStep& step, std::size_t objective) const
{
    const problem::Problem& problem = *lesson().setup.problem;
    return step.trial.outcome.metrics[problem.objectives()[objective].metric];
}

ValueRange LessonPicture::rangeOf(std::size_t objective) const
{
    double low = INFINITY;
    double high = -INFINITY;
    const auto include = [&](double value) {
        if (std::isfinite(value)) {
            low = std::min(low, value);
            high = std::max(high, value);
        }
    };
    for (const lesson::LessonPtr& lane : m_player.lanes()) {
        for (const lesson::LessonStep& step : lane->steps)
            include(valueOf(step, objective));
        if (objective == 0)
            std::for_each(lane->stage.truth.begin(), lane->stage.truth.end(), include);
    }
    return low <= high ? roundedAround(low, high, lesson().byDecades[objective]) : ValueRange{};
}

QCustomPlot* LessonPicture::addPlot(const QString& name, bool takesGuesses)
{
    auto* plot = new QCustomPlot(this);
    plot->setAccessibleName(name);
    plot->setMinimumSize(160, 90);
    plot->plotLayout()->setMargins(QMargins(0, 0, 0, 0));
    plot->axisRect()->setMinimumMargins(QMargins(0, 8, 16, 0));
    for (QCPAxis* axis : plot->axisRect()->axes())
        axis->setVisible(axis == plot->xAxis || axis == plot->yAxis);
    applyStyle(*plot, m_colours);
    if (takesGuesses)
        plot->installEventFilter(this);
    m_plots.push_back(plot);
    return plot;
}

void LessonPicture::dressObjective(QCPAxis& axis, std::size_t objective) const
{
    const ValueRange range = rangeOf(objective);
    axis.setRange(range.low, range.high);
    AxisDress worn;
    worn.caption = QString::fromStdString(metric(objective).label);
    worn.unit = QString::fromStdString(metric(objective).unit);
    worn.logarithmic = lesson().byDecades[objective];
    dressAxis(axis, worn);
}

void LessonPicture::dress(QCPAxis& axis, ValueRange range, const std::string& label, const std::string& unit)
{
    axis.setRange(range.low, range.high);
    AxisDress worn;
    worn.caption = QString::fromStdString(label);
    worn.unit = QString::fromStdString(unit);
    dressAxis(axis, worn);
}

void LessonPicture::dress(QCPAxis& axis, std::size_t parameter, double air) const
{
    const space::Parameter& shown = lesson().setup.problem->space().parameter(parameter);
    const space::Parameter::Extent extent = shown.axisExtent();
    const double margin = air * (extent.high - extent.low);
    dress(axis, ValueRange{extent.low - margin, extent.high + margin}, shown.label(), shown.unit());
}

void LessonPicture::alignLeft(QCustomPlot& plot) const
{
    plot.axisRect()->setAutoMargins(QCP::msTop | QCP::msRight | QCP::msBottom);
    const QFontMetrics metrics(font());
    plot.axisRect()->setMargins(
        QMargins(metrics.horizontalAdvance(QStringLiteral("−0000")) + metrics.height() + 12, 0, 0, 0));
}

QString LessonPicture::noModelText() const
{
    const auto& steps = lesson().steps;
    const bool ever = std::any_of(steps.begin(), steps.end(), [](const lesson::LessonStep& step) {
        return !step.beliefs.outcomes.empty() || !step.aroundProposal.empty();
    });
    return ever ? tr("No model yet: the first designs only spread.") : tr("This method makes no model.");
}

void LessonPicture::paintProposal(QPainter& painter, QPointF centre) const
{
    paintFocusRing(painter, centre, m_colours);
}

QPen LessonPicture::proposalPen() const
{
    return {m_colours.focus, 1.5, m_player.isOpen() ? Qt::DashLine : Qt::SolidLine};
}

void LessonPicture::paintGuess(QPainter& painter, QPointF centre) const
{
    painter.setPen(QPen(m_colours.pin, 2.0));
    painter.setBrush(Qt::NoBrush);
    painter.drawLine(centre - QPointF(7.0, 0.0), centre + QPointF(7.0, 0.0));
    painter.drawLine(centre - QPointF(0.0, 7.0), centre + QPointF(0.0, 7.0));
    painter.drawText(centre + QPointF(10.0, -6.0), tr("guess"));
}

bool LessonPicture::eventFilter(QObject* watched, QEvent* event)
{
    auto* plot = qobject_cast<QCustomPlot*>(watched);
    if (plot != nullptr && event->type() == QEvent::MouseButtonRelease) {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        if (mouse->button() == Qt::LeftButton && plot->axisRect()->rect().contains(mouse->pos()))
            clicked({plot->xAxis->pixelToCoord(mouse->position().x()),
                     plot->yAxis->pixelToCoord(mouse->position().y())});
    }
    return QWidget::eventFilter(watched, event);
}

void LessonPicture::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        restyle();
}

void LessonPicture::restyle()
{
    m_colours = look::coloursFor(palette());
    for (QCustomPlot* plot : m_plots)
        applyStyle(*plot, m_colours);
    refresh();
}

} // namespace paretoscope::ui::plots
