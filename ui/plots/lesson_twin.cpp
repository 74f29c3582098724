// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/lesson_twin.h"

#include "core/analysis/response.h"
#include "core/lesson/agent.h"
#include "core/lesson/slices.h"
#include "ui/plots/belief_line.h"
#include "ui/plots/markers.h"
#include "ui/plots/plot_style.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <cmath>

namespace paretoscope::ui::plots {

using lesson::Knowledge;
using lesson::LessonStep;

LessonTwin::LessonTwin(session::LessonPlayer& player, std::size_t lane, QWidget* parent)
    : LessonPicture(player, lane, parent)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(1);
    column->addWidget(makeChoice());
    for (std::size_t i = 0; i < lesson().setup.problem->objectives().size(); ++i)
        addRow(i);
    chooseParameter();
}

QWidget* LessonTwin::makeChoice()
{
    auto* choice = new QWidget(this);
    auto* row = new QHBoxLayout(choice);
    row->setContentsMargins(0, 0, 0, 0);
    m_parameter = new QComboBox(choice);
    m_parameter->setAccessibleName(tr("Parameter of the slice"));
    const space::Space& space = lesson().setup.problem->space();
    for (std::size_t i = 0; i < space.size(); ++i) {
        const auto kind = space.parameter(i).kind();
        if (kind == space::ParameterKind::Real || kind == space::ParameterKind::Integer
            || kind == space::ParameterKind::Ordinal)
            m_parameter->addItem(QString::fromStdString(space.parameter(i).label()), QVariant::fromValue(i));
    }
    m_through = new QComboBox(choice);
    m_through->setAccessibleName(tr("Design that the slice goes through"));
    m_through->addItems({tr("the proposed design"), tr("the design it sets out from")});
    m_through->setToolTip(tr("Or drag the mark of one design in the picture to that of the other"));
    connect(m_parameter, &QComboBox::currentIndexChanged, this, [this] { chooseParameter(); });
    connect(m_through, &QComboBox::currentIndexChanged, this, [this] { refresh(); });
    row->addWidget(new QLabel(tr("Along"), choice));
    row->addWidget(m_parameter);
    row->addWidget(new QLabel(tr("through"), choice));
    row->addWidget(m_through);
    row->addStretch(1);
    return choice;
}

void LessonTwin::addRow(std::size_t objective)
{
    const QString name = QString::fromStdString(metric(objective).label);
    const Row row{addPlot(tr("Model of %1").arg(name), false),
                  addPlot(tr("Acquisition function of %1").arg(name), false)};
    const bool isLast = objective + 1 == lesson().setup.problem->objectives().size();
    row.promise->setMinimumHeight((isLast ? 6 : 3) * fontMetrics().lineSpacing()); // the last has the axis
    row.model->setMinimumHeight(5 * fontMetrics().lineSpacing());
    alignLeft(*row.model);
    alignLeft(*row.promise);
    row.promise->yAxis->setRange(0.0, 1.05);
    row.promise->yAxis->setTicks(false);
    row.promise->yAxis->grid()->setVisible(false);
    dressObjective(*row.model->yAxis, objective);
    new PaintedLayer(row.model, QStringLiteral("main"), [this, objective](QPainter& painter) {
        paintBelief(painter, objective);
        paintResults(painter, objective);
        paintProposals(painter, *m_rows[objective].model);
        paintGrips(painter, *m_rows[objective].model);
    });
    row.model->installEventFilter(this);
    new PaintedLayer(row.promise, QStringLiteral("main"), [this, objective](QPainter& painter) {
        paintPromise(painter, objective);
        paintProposals(painter, *m_rows[objective].promise);
    });
    auto* column = static_cast<QVBoxLayout*>(layout());
    column->addWidget(row.model, 3);
    column->addWidget(row.promise, 1);
    m_rows.push_back(row);
}

std::size_t LessonTwin::parameter() const
{
    return m_parameter->currentData().value<std::size_t>();
}

void LessonTwin::chooseParameter()
{
    constexpr double kAir = 0.03; // designs like the ends of ranges
    for (const Row& row : m_rows) {
        for (QCustomPlot* plot : {row.model, row.promise}) {
            dress(*plot->xAxis, parameter(), kAir);
            if (plot == m_rows.back().promise)
                continue;
            plot->xAxis->setTickLabels(false);
            plot->xAxis->setLabel({});
        }
    }
    refresh();
}

LessonTwin::Through LessonTwin::through() const
{
    return m_through->currentIndex() == 0 ? Through::Proposal : Through::Incumbent;
}

const optimizer::Slice* LessonTwin::slice() const
{
    const LessonStep* step = current();
    if (step == nullptr)
        return nullptr;
    return lesson::sliceAlong(through() == Through::Proposal ? step->aroundProposal : step->aroundIncumbent,
                              parameter());
}

std::optional<double> LessonTwin::positionThrough(Through design) const
{
    const LessonStep* step = current();
    if (step == nullptr)
        return {};
    if (design == Through::Proposal)
        return step->aroundProposal.empty() ? std::nullopt : std::optional(positionOf(step->trial.design));
    const auto incumbent = lesson::incumbentOf(lesson(), *step);
    return step->aroundIncumbent.empty() || !incumbent
               ? std::nullopt
               : std::optional(positionOf(lesson().steps[*incumbent].trial.design));
}

std::optional<LessonTwin::Through> LessonTwin::gripAt(const QCustomPlot& plot, double x,
                                                      double reach_px) const
{
    const auto proposal = positionThrough(Through::Proposal), incumbent = positionThrough(Through::Incumbent);
    if (!proposal || !incumbent)
        return {};
    const double toProposal = std::abs(plot.xAxis->coordToPixel(*proposal) - x);
    const double toIncumbent = std::abs(plot.xAxis->coordToPixel(*incumbent) - x);
    if (std::min(toProposal, toIncumbent) > reach_px)
        return {};
    if (toProposal == toIncumbent) // one place: nothing to choose by where
        return through();
    return toProposal < toIncumbent ? Through::Proposal : Through::Incumbent;
}

bool LessonTwin::eventFilter(QObject* watched, QEvent* event)
{
    constexpr double kReach_px = 7.0;
    auto* plot = qobject_cast<QCustomPlot*>(watched);
    const bool isMouse = event->type() == QEvent::MouseMove || event->type() == QEvent::MouseButtonPress
                         || event->type() == QEvent::MouseButtonRelease;
    if (plot == nullptr || !isMouse)
        return LessonPicture::eventFilter(watched, event);
    const auto* mouse = static_cast<QMouseEvent*>(event);
    const double x = mouse->position().x();
    const auto held = gripAt(*plot, x, m_dragging ? plot->width() : kReach_px);
    if (event->type() == QEvent::MouseButtonRelease)
        m_dragging = false;
    else if (event->type() == QEvent::MouseButtonPress)
        m_dragging = mouse->button() == Qt::LeftButton && held.has_value();
    const bool takes = m_dragging && held && event->type() != QEvent::MouseButtonRelease;
    if (takes && (*held != through()))
        m_through->setCurrentIndex(*held == Through::Proposal ? 0 : 1);
    plot->setCursor(held ? Qt::SizeHorCursor : Qt::ArrowCursor);
    return LessonPicture::eventFilter(watched, event);
}

double LessonTwin::positionOf(const space::Design& design) const
{
    const space::Space& space = lesson().setup.problem->space();
    return space.parameter(parameter()).axisPosition(space.value(design, parameter()));
}

QColor LessonTwin::colourOf(std::size_t objective) const
{
    return colours().series[objective % colours().series.size()];
}

void LessonTwin::paintBelief(QPainter& painter, std::size_t objective) const
{
    const optimizer::Slice* shown = slice();
    const QCustomPlot& plot = *m_rows[objective].model;
    if (shown == nullptr || shown->beliefs.size() <= objective) {
        painter.setPen(colours().mutedText);
        painter.drawText(plot.axisRect()->rect(), Qt::AlignCenter | Qt::TextWordWrap,
                         current() == nullptr ? QString() : noModelText());
        return;
    }
    plots::paintBelief(painter, plot, shown->positions, shown->beliefs[objective], colourOf(objective),
                       colours());
}

void LessonTwin::paintResults(QPainter& painter, std::size_t objective) const
{
    const QCustomPlot& plot = *m_rows[objective].model;
    for (std::size_t i = 0; i < results(); ++i) {
        const LessonStep& step = lesson().steps[i];
        const double value = valueOf(step, objective);
        if (!std::isfinite(value))
            continue;
        const QPointF place(plot.xAxis->coordToPixel(positionOf(step.trial.design)),
                            plot.yAxis->coordToPixel(value));
        const Knowledge how = lesson::knowledgeOf(step, objective);
        painter.setPen(how == Knowledge::Shared ? QPen(colourOf(objective), 1.8) : QPen(Qt::NoPen));
        painter.setBrush(how == Knowledge::Owned    ? QBrush(colourOf(objective))
                         : how == Knowledge::Shared ? QBrush(Qt::NoBrush)
                                                    : QBrush(colours().dominated));
        const double radius = how == Knowledge::None ? 1.2 : how == Knowledge::First ? 3.0 : 4.5;
        painter.drawEllipse(place, radius, radius);
    }
    paintFreeValues(painter, objective);
}

/// Vetoed designs whose value cost nothing taught their owner all the same.
void LessonTwin::paintFreeValues(QPainter& painter, std::size_t objective) const
{
    const QCustomPlot& plot = *m_rows[objective].model;
    painter.setPen(Qt::NoPen);
    painter.setBrush(colourOf(objective));
    for (std::size_t i = 0; i < results(); ++i)
        for (const optimizer::PaboTurn& turn : lesson().steps[i].turns)
            if (turn.decision == optimizer::PaboTurn::Decision::Vetoed && turn.owner == objective
                && turn.known) {
                const QPointF at(plot.xAxis->coordToPixel(positionOf(turn.design)),
                                 plot.yAxis->coordToPixel(*turn.known));
                painter.drawPolygon(QPolygonF{{at - QPointF(4.5, 0.0), at - QPointF(0.0, 4.5),
                                               at + QPointF(4.5, 0.0), at + QPointF(0.0, 4.5)}});
            }
}

void LessonTwin::paintProposals(QPainter& painter, const QCustomPlot& plot) const
{
    const LessonStep* step = current();
    if (step == nullptr)
        return;
    for (const optimizer::PaboTurn& turn : step->turns)
        if (turn.decision == optimizer::PaboTurn::Decision::Vetoed)
            paintUpright(painter, plot, positionOf(turn.design),
                         QPen(colours().infeasible, 1.0, Qt::DotLine));
    paintUpright(painter, plot, positionOf(step->trial.design), proposalPen());
}

/// The designs that the slice may go through: filled the one it does.
void LessonTwin::paintGrips(QPainter& painter, const QCustomPlot& plot) const
{
    const double top = plot.axisRect()->top();
    for (const Through design : {Through::Proposal, Through::Incumbent}) {
        const auto position = positionThrough(design);
        if (!position)
            continue;
        const QColor ink = design == Through::Proposal ? colours().focus : colours().text;
        if (design == Through::Incumbent)
            paintUpright(painter, plot, *position, QPen(ink, 1.0, Qt::DashDotLine));
        const double x = plot.xAxis->coordToPixel(*position);
        painter.setPen(QPen(ink, 1.5));
        painter.setBrush(design == through() ? QBrush(ink) : QBrush(colours().canvas));
        painter.drawPolygon(QPolygonF{{{x - 6.0, top + 1.0}, {x + 6.0, top + 1.0}, {x, top + 10.0}}});
    }
}

QString LessonTwin::whyNoPromise(std::size_t objective) const
{
    const LessonStep* step = current();
    const optimizer::PaboTurn* turn = step == nullptr ? nullptr : lesson::ownTurn(*step);
    if (turn == nullptr)
        return step == nullptr || objective == 0 || step->aroundProposal.empty()
                   ? QString()
                   : tr("One for all goals, above");
    if (turn->owner == objective)
        return {};
    return turn->acquisitionsSkipped > 0
               ? tr("Not computed: %1 proposes").arg(QString::fromStdString(metric(turn->owner).label))
               : tr("None of its own: it only says whether %1 is kept")
                     .arg(QString::fromStdString(metric(objective).label));
}

/// Expected improvement as a share of the largest; what the method maximizes is its logarithm.
void LessonTwin::paintPromise(QPainter& painter, std::size_t objective) const
{
    const QCustomPlot& plot = *m_rows[objective].promise;
    const optimizer::Slice* shown = slice();
    const QString none = whyNoPromise(objective);
    if (shown == nullptr || shown->acquisition.empty() || !none.isEmpty()) {
        painter.setPen(colours().mutedText);
        painter.drawText(plot.axisRect()->rect(), Qt::AlignCenter | Qt::TextWordWrap, none);
        return;
    }
    paintHill(painter, plot, shown->positions, analysis::relativeToBest(shown->acquisition),
              colourOf(objective), colours());
}

QPointF LessonTwin::placeOf(double x, double y) const
{
    const QCustomPlot& plot = *m_rows.front().model;
    return plot.mapTo(this, QPointF(plot.xAxis->coordToPixel(x), plot.yAxis->coordToPixel(y)).toPoint());
}

std::optional<QPointF> LessonTwin::resultOf(const LessonStep& step) const
{
    const double value = valueOf(step, 0);
    return std::isfinite(value) ? std::optional(QPointF(positionOf(step.trial.design), value)) : std::nullopt;
}

double LessonTwin::missOf(QPointF guess, QPointF result) const
{
    return std::abs(guess.y() - result.y()) / m_rows.front().model->yAxis->range().size();
}

void LessonTwin::clicked(QPointF) { }

void LessonTwin::draw()
{
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const Row& row = m_rows[i];
        dressObjective(*row.model->yAxis, i); // its caption comes back where there is room again
        suitLength(*row.model->yAxis, row.model->height() - 2 * fontMetrics().height());
        row.model->replot(QCustomPlot::rpQueuedReplot);
        row.promise->replot(QCustomPlot::rpQueuedReplot);
    }
}

void LessonTwin::resizeEvent(QResizeEvent* event)
{
    LessonPicture::resizeEvent(event);
    draw();
}

void LessonTwin::describe()
{
    setAccessibleDescription(
        tr("Models along %1, %2 results.").arg(m_parameter->currentText()).arg(results()));
}

} // namespace paretoscope::ui::plots
