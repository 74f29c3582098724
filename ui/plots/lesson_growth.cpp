// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/lesson_growth.h"

#include "ui/plots/plot_style.h"

#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

LessonGrowth::LessonGrowth(session::LessonPlayer& player, std::size_t lane, QWidget* parent)
    : LessonPicture(player, lane, parent)
    , m_lane(lane)
    , m_plot(addPlot(tr("Hypervolume against evaluations"), false))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_plot);
    double most = 0.0;
    std::size_t steps = 1;
    for (const lesson::LessonPtr& given : player.lanes()) {
        steps = std::max(steps, given->steps.size());
        for (const lesson::LessonStep& step : given->steps)
            most = std::max(most, step.hypervolume);
    }
    m_plot->xAxis->setRange(0.0, static_cast<double>(steps));
    dressAxis(
        *m_plot->xAxis,
        {.caption = tr("Evaluations"), .unit = {}, .logarithmic = false, .categories = {}, .whole = true});
    dress(*m_plot->yAxis, most > 0.0 ? roundedAround(0.0, most, false) : ValueRange{},
          tr("Hypervolume").toStdString(), {});
    m_plot->yAxis->setRangeLower(0.0);
    m_plot->yAxis->ticker()->setTickCount(3);
    new PaintedLayer(m_plot, QStringLiteral("main"), [this](QPainter& painter) { paint(painter); });
}

QPointF LessonGrowth::pixel(double x, double y) const
{
    return {m_plot->xAxis->coordToPixel(x), m_plot->yAxis->coordToPixel(y)};
}

QPointF LessonGrowth::placeOf(double x, double y) const
{
    return m_plot->mapTo(this, pixel(x, y).toPoint());
}

std::optional<QPointF> LessonGrowth::resultOf(const lesson::LessonStep& step) const
{
    return QPointF(static_cast<double>(step.trial.id + 1), step.hypervolume);
}

double LessonGrowth::missOf(QPointF guess, QPointF result) const
{
    return std::abs(guess.y() - result.y()) / m_plot->yAxis->range().size();
}

void LessonGrowth::clicked(QPointF) { }

QPolygonF LessonGrowth::stairs(const lesson::Lesson& lesson, std::size_t results) const
{
    QPolygonF line;
    line << pixel(0.0, 0.0);
    double before = 0.0;
    for (std::size_t i = 0; i < std::min(results, lesson.steps.size()); ++i) {
        const auto x = static_cast<double>(i + 1);
        line << pixel(x, before) << pixel(x, lesson.steps[i].hypervolume);
        before = lesson.steps[i].hypervolume;
    }
    return line;
}

void LessonGrowth::paint(QPainter& painter) const
{
    painter.setBrush(Qt::NoBrush);
    const auto& lanes = player().lanes();
    for (std::size_t i = 0; i < lanes.size(); ++i) {
        if (i == m_lane)
            continue;
        painter.setPen(QPen(colours().mutedText, 1.5, Qt::DotLine));
        painter.drawPolyline(stairs(*lanes[i], player().results(i)));
    }
    const QPolygonF own = stairs(lesson(), results());
    painter.setPen(QPen(colours().front, 2.0));
    painter.drawPolyline(own);
    painter.setBrush(colours().front);
    painter.drawEllipse(own.back(), 3.0, 3.0);
}

void LessonGrowth::draw()
{
    suitLength(*m_plot->yAxis, m_plot->axisRect()->height());
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void LessonGrowth::describe()
{
    const double now = results() == 0 ? 0.0 : lesson().steps[results() - 1].hypervolume;
    setAccessibleDescription(tr("%1: hypervolume %2 after %3 evaluations.")
                                 .arg(QString::fromStdString(lesson().method))
                                 .arg(now, 0, 'g', 3)
                                 .arg(results()));
}

} // namespace paretoscope::ui::plots
