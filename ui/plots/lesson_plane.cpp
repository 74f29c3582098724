// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/lesson_plane.h"

#include "ui/plots/markers.h"
#include "ui/plots/plot_style.h"

#include <QHBoxLayout>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

LessonPlane::LessonPlane(session::LessonPlayer& player, std::size_t lane, QWidget* parent)
    : LessonPicture(player, lane, parent)
    , m_vertical(std::min<std::size_t>(lesson().setup.problem->objectives().size() - 1, 1))
    , m_plane(addPlot(tr("Plane of the objectives"), true))
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    row->addWidget(m_plane, 1);
    dressObjective(*m_plane->xAxis, 0);
    dressObjective(*m_plane->yAxis, m_vertical);
    new PaintedLayer(m_plane, QStringLiteral("main"), [this](QPainter& painter) { paintWish(painter); });
    new PaintedLayer(m_plane, QStringLiteral("main"), [this](QPainter& painter) { paintFront(painter); });
    new PaintedLayer(m_plane, QStringLiteral("main"), [this](QPainter& painter) {
        paintSteps(
            painter, [this](const lesson::LessonStep& step) { return pixelOfResult(step); },
            !this->player().isOpen());
        if (current() != nullptr && bothMinimised())
            forecast().paintViews(painter, *current());
        if (const auto guess = this->player().guessed())
            paintGuess(painter,
                       {m_plane->xAxis->coordToPixel(guess->x()), m_plane->yAxis->coordToPixel(guess->y())});
    });
    if (!lesson().stage.empty() && !lesson().stage.isLine()) {
        buildDesigns();
        row->addWidget(m_designs, 1);
    }
}

void LessonPlane::buildDesigns()
{
    m_designs = addPlot(tr("Designs"), false);
    constexpr double kAir = 0.02; // designs like the ends of ranges
    dress(*m_designs->xAxis, std::size_t{0}, kAir);
    dress(*m_designs->yAxis, std::size_t{1}, kAir);
    new PaintedLayer(m_designs, QStringLiteral("main"), [this](QPainter& painter) {
        paintSteps(
            painter, [this](const lesson::LessonStep& step) { return pixelOfDesign(step); }, true);
    });
}

std::optional<QPointF> LessonPlane::resultOf(const lesson::LessonStep& step) const
{
    const QPointF result(valueOf(step, 0), valueOf(step, m_vertical));
    return std::isfinite(result.x()) && std::isfinite(result.y()) ? std::optional(result) : std::nullopt;
}

std::optional<QPointF> LessonPlane::pixelOfResult(const lesson::LessonStep& step) const
{
    const auto result = resultOf(step);
    if (!result)
        return {};
    return QPointF(m_plane->xAxis->coordToPixel(result->x()), m_plane->yAxis->coordToPixel(result->y()));
}

QPointF LessonPlane::pixelOfDesign(const lesson::LessonStep& step) const
{
    return {m_designs->xAxis->coordToPixel(step.trial.design.row()[0]),
            m_designs->yAxis->coordToPixel(step.trial.design.row()[1])};
}

QPointF LessonPlane::placeOf(double x, double y) const
{
    return m_plane->mapTo(
        this, QPointF(m_plane->xAxis->coordToPixel(x), m_plane->yAxis->coordToPixel(y)).toPoint());
}

/// As it looks: an axis by decades is measured by decades.
double LessonPlane::missOf(QPointF guess, QPointF result) const
{
    const auto share = [](const QCPAxis& axis, double from, double to) {
        const ValueRange range{axis.range().lower, axis.range().upper};
        const bool logarithmic = axis.scaleType() == QCPAxis::stLogarithmic;
        return shareOf(range, to, logarithmic) - shareOf(range, from, logarithmic);
    };
    return std::hypot(share(*m_plane->xAxis, guess.x(), result.x()),
                      share(*m_plane->yAxis, guess.y(), result.y()));
}

bool LessonPlane::bothMinimised() const
{
    return m_vertical != 0 && metric(0).better == problem::Direction::Minimize
           && metric(m_vertical).better == problem::Direction::Minimize;
}

Forecast LessonPlane::forecast() const
{
    return {[this](double x, double y) {
                return QPointF(m_plane->xAxis->coordToPixel(x), m_plane->yAxis->coordToPixel(y));
            },
            m_plane->axisRect()->rect(), 0, m_vertical, colours()};
}

QString LessonPlane::wishWords(const optimizer::PaboTurn& turn) const
{
    const std::size_t partner = turn.owner == 0 ? m_vertical : 0;
    const QString owner = QString::fromStdString(metric(turn.owner).label);
    if (turn.anchor && lesson().setup.problem->objectives().size() > 2)
        return tr("improve %1, keep the others").arg(owner);
    return turn.anchor ? tr("improve %1, keep %2").arg(owner, QString::fromStdString(metric(partner).label))
                       : tr("improve %1").arg(owner);
}

void LessonPlane::paintWish(QPainter& painter) const
{
    const lesson::LessonStep* step = current();
    if (step != nullptr && !step->turns.empty() && bothMinimised())
        forecast().paintWish(painter, step->turns.back(), wishWords(step->turns.back()));
}

void LessonPlane::clicked(QPointF axes)
{
    player().guess(axes);
}

std::vector<std::uint64_t> LessonPlane::front() const
{
    return results() == 0 ? std::vector<std::uint64_t>() : lesson().steps[results() - 1].front;
}

/// The boundary of what is beaten: a staircase through the front, by the first objective.
void LessonPlane::paintFront(QPainter& painter) const
{
    std::vector<QPointF> points;
    for (const std::uint64_t id : front())
        if (const auto pixel = pixelOfResult(lesson().steps[id]))
            points.push_back(*pixel);
    if (points.empty() || !bothMinimised())
        return;
    // Of more than two objectives only these two are seen: what one of them alone would leave is the
    // boundary.
    std::sort(points.begin(), points.end(),
              [](QPointF a, QPointF b) { return a.x() < b.x() || (a.x() == b.x() && a.y() > b.y()); });
    double lowest = -INFINITY; // downwards is better, and pixels grow downwards
    std::erase_if(points, [&](QPointF point) {
        const bool beaten = point.y() <= lowest;
        lowest = std::max(lowest, point.y());
        return beaten;
    });
    QPolygonF stairs;
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (i > 0)
            stairs << QPointF(points[i].x(), points[i - 1].y());
        stairs << points[i];
    }
    if (!lesson().setup.reference.empty()) {
        const QPointF corner = forecast().pixel(lesson().setup.reference[0],
                                                lesson().setup.reference[m_vertical]);
        QPolygonF volume = stairs;
        volume << QPointF(corner.x(), stairs.back().y()) << corner << QPointF(stairs.front().x(), corner.y());
        QColor ground = colours().front;
        ground.setAlphaF(0.10F);
        painter.setPen(Qt::NoPen);
        painter.setBrush(ground);
        painter.drawPolygon(volume);
        painter.setBrush(Qt::NoBrush);
    }
    painter.setPen(QPen(colours().front, 1.5));
    painter.drawPolyline(stairs);
}

void LessonPlane::paintSteps(QPainter& painter, const Locate& pixelOf, bool currentKnown) const
{
    const std::vector<std::uint64_t> best = front();
    const lesson::LessonStep* now = current();
    const auto breeds = [&](std::uint64_t id) {
        return now != nullptr
               && std::find(now->thought.population.begin(), now->thought.population.end(), id)
                      != now->thought.population.end();
    };
    for (std::size_t i = 0; i < results(); ++i) {
        const lesson::LessonStep& step = lesson().steps[i];
        const auto pixel = pixelOf(step);
        if (!pixel)
            continue;
        if (step.trial.outcome.verdict != problem::Verdict::Feasible) {
            paintInfeasible(painter, *pixel, colours());
        } else if (std::binary_search(best.begin(), best.end(), step.trial.id)) {
            paintFrontDisc(painter, *pixel, colours().front, colours(), true);
        } else {
            painter.setPen(Qt::NoPen);
            painter.setBrush(colours().dominated);
            painter.drawEllipse(*pixel, 2.5, 2.5);
        }
        if (breeds(step.trial.id)) {
            painter.setPen(QPen(colours().accent, 1.5));
            painter.setBrush(Qt::NoBrush);
            painter.drawEllipse(*pixel, 6.5, 6.5);
        }
    }
    const auto child = now == nullptr || !currentKnown ? std::nullopt : pixelOf(*now);
    for (std::size_t i = 0; now != nullptr && i < now->thought.parents.size(); ++i) {
        const auto parent = pixelOf(lesson().steps[now->thought.parents[i]]);
        if (!parent)
            continue;
        painter.setPen(QPen(colours().focus, 1.5));
        if (child)
            painter.drawLine(*parent, *child);
        paintHoverRing(painter, *parent, colours());
    }
    if (child)
        paintProposal(painter, *child);
}

void LessonPlane::draw()
{
    m_plane->replot(QCustomPlot::rpQueuedReplot);
    if (m_designs != nullptr)
        m_designs->replot(QCustomPlot::rpQueuedReplot);
}

void LessonPlane::describe()
{
    setAccessibleDescription(tr("%1: %2 results, %3 of them beaten by none.")
                                 .arg(QString::fromStdString(lesson().method))
                                 .arg(results())
                                 .arg(front().size()));
}

} // namespace paretoscope::ui::plots
