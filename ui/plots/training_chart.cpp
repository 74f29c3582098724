// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/training_chart.h"

#include "core/accuracy/training_counts.h"
#include "ui/look/colours.h"
#include "ui/plots/hover_card.h"

#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QPolygonF>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

namespace {

using accuracy::EpochRecord;
using accuracy::TrainingCurve;
using accuracy::TrainingState;

constexpr double kEpochReach_px = 10.0;

QString number(double value)
{
    return QLocale().toString(value, 'g', 3);
}

QString errorText(const EpochRecord& epoch)
{
    return QLocale().toString(100.0 * (1.0 - epoch.validationAccuracy), 'f', 1) + QStringLiteral(" %");
}

} // namespace

TrainingChart::TrainingChart(QWidget* parent)
    : QWidget(parent)
    , m_card(new HoverCard(this))
{
    setAccessibleName(tr("Loss and error over epochs"));
    setMouseTracking(true);
}

void TrainingChart::setCurves(std::shared_ptr<const accuracy::TrainingCurves> curves)
{
    m_curves = std::move(curves);
    measure();
    m_rungs = accuracy::countTrainings(*m_curves).rungs;
    setAccessibleDescription(tr("%n trainings", nullptr, static_cast<int>(m_curves->size())));
    update();
}

void TrainingChart::setHighlighted(const std::string& title)
{
    m_highlighted = title;
    update();
}

/// Scales that hold every curve; losses of a start gone wrong do not squeeze the others.
void TrainingChart::measure()
{
    m_epochs = 1;
    m_error = 0.0;
    std::vector<double> losses;
    for (std::size_t i = firstDrawn(); i < m_curves->size(); ++i) {
        m_epochs = std::max(m_epochs, (*m_curves)[i]->plannedEpochs);
        for (const EpochRecord& epoch : (*m_curves)[i]->epochs) {
            if (std::isfinite(epoch.loss))
                losses.push_back(epoch.loss);
            m_error = std::max(m_error, 1.0 - epoch.validationAccuracy);
        }
    }
    m_error = std::clamp(std::ceil(m_error * 10.0) / 10.0, 0.1, 1.0);
    m_loss = 1.0;
    if (!losses.empty()) {
        const auto place = losses.begin() + static_cast<std::ptrdiff_t>((losses.size() - 1) * 98 / 100);
        std::nth_element(losses.begin(), place, losses.end());
        m_loss = std::max(0.1, std::ceil(*place * 11.0) / 10.0);
    }
}

std::size_t TrainingChart::firstDrawn() const
{
    return m_curves->size() > kMostCurves ? m_curves->size() - kMostCurves : 0;
}

TrainingChart::Panel TrainingChart::panel(bool errors) const
{
    const QFontMetricsF metrics(font());
    const double left = metrics.horizontalAdvance(QStringLiteral("100 %")) + 8.0;
    const double half = width() / 2.0;
    const QRectF area((errors ? half : 0.0) + left, metrics.height() + 6.0,
                      std::max(10.0, half - left - 12.0),
                      std::max(10.0, height() - 2.0 * metrics.height() - 14.0));
    return {area, errors, errors ? m_error : m_loss};
}

double TrainingChart::acrossOf(int epoch) const
{
    return m_epochs > 1 ? (epoch - 1.0) / (m_epochs - 1.0) : 0.5;
}

QPointF TrainingChart::pointOf(const Panel& panel, const EpochRecord& epoch) const
{
    const double value = panel.errors ? 1.0 - epoch.validationAccuracy : epoch.loss;
    const double across = acrossOf(epoch.epoch);
    const double up = std::clamp(value / panel.high, 0.0, 1.0);
    return {panel.area.left() + across * panel.area.width(), panel.area.bottom() - up * panel.area.height()};
}

QPointF TrainingChart::placeOf(std::size_t curve, std::size_t epoch) const
{
    return pointOf(panel(true), (*m_curves)[curve]->epochs[epoch - 1]);
}

void TrainingChart::paintPanel(QPainter& painter, const Panel& panel) const
{
    const look::Colours colours = look::coloursFor(palette());
    const QFontMetricsF metrics(font());
    const QRectF& area = panel.area;
    painter.setPen(colours.mutedText);
    const QString title = panel.errors ? tr("Error on validation images")
                                       : tr("Cross-entropy while learning");
    painter.drawText(QRectF(area.left(), 2.0, area.width(), metrics.height()), Qt::AlignLeft,
                     metrics.elidedText(title, Qt::ElideRight, area.width()));
    for (const double share : {0.0, 0.5, 1.0}) {
        const double y = area.bottom() - share * area.height();
        painter.setPen(QPen(share == 0.0 ? colours.line : colours.grid, 1.0));
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
        const double value = share * panel.high;
        const QString text = panel.errors ? QLocale().toString(100.0 * value, 'f', 0) + QStringLiteral(" %")
                                          : number(value);
        painter.setPen(colours.mutedText);
        painter.drawText(QRectF(area.left() - 60.0, y - metrics.height() / 2.0, 55.0, metrics.height()),
                         Qt::AlignRight | Qt::AlignVCenter, text);
    }
    const QRectF below(area.left(), area.bottom() + 3.0, area.width(), metrics.height());
    painter.drawText(below, Qt::AlignLeft, QStringLiteral("1"));
    painter.drawText(below, Qt::AlignHCenter, tr("epoch"));
    painter.drawText(below, Qt::AlignRight, QString::number(m_epochs));
    paintRungs(painter, area);
    const TrainingCurve* chosen = nullptr;
    for (const bool outranked : {true, false}) // those that went on stand in front
        for (std::size_t i = firstDrawn(); i < m_curves->size(); ++i) {
            const TrainingCurve& curve = *(*m_curves)[i];
            if (!m_highlighted.empty() && curve.title == m_highlighted)
                chosen = &curve;
            else if ((curve.state == TrainingState::Outranked) == outranked)
                paintCurve(painter, panel, curve);
        }
    if (chosen != nullptr)
        paintCurve(painter, panel, *chosen);
}

/// Where trainings are judged.
void TrainingChart::paintRungs(QPainter& painter, const QRectF& area) const
{
    const look::Colours colours = look::coloursFor(palette());
    const QFontMetricsF metrics(font());
    const double room = metrics.horizontalAdvance(tr("epoch")) / 2.0 + metrics.horizontalAdvance(u'8') * 3.0;
    for (const int rung : m_rungs) {
        const double x = area.left() + acrossOf(rung) * area.width();
        painter.setPen(QPen(colours.line, 1.0, Qt::DotLine));
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
        const double toOthers = std::min(
            {x - area.left(), area.right() - x, std::abs(x - area.center().x())});
        if (toOthers < room)
            continue; // its number would run into the first, the last or the word between them
        painter.setPen(colours.mutedText);
        painter.drawText(QRectF(x - room, area.bottom() + 3.0, 2.0 * room, metrics.height()),
                         Qt::AlignHCenter, QString::number(rung));
    }
}

void TrainingChart::paintCurve(QPainter& painter, const Panel& panel, const TrainingCurve& curve) const
{
    if (curve.epochs.empty())
        return;
    const look::Colours colours = look::coloursFor(palette());
    const bool chosen = !m_highlighted.empty() && curve.title == m_highlighted;
    const bool runs = curve.state == TrainingState::Running;
    const bool outranked = curve.state == TrainingState::Outranked;
    const QColor colour = chosen      ? colours.focus
                          : runs      ? colours.accent
                          : outranked ? colours.dimmed
                                      : colours.dominated;
    QPainterPath path(pointOf(panel, curve.epochs.front()));
    for (const EpochRecord& epoch : curve.epochs)
        path.lineTo(pointOf(panel, epoch));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colour, chosen ? 3.0 : runs ? 2.0 : 1.0));
    painter.drawPath(path);
    paintMarks(painter, panel, curve, colour);
}

void TrainingChart::paintMarks(QPainter& painter, const Panel& panel, const TrainingCurve& curve,
                               const QColor& colour) const
{
    const auto triangle = [&](QPointF at, double up) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        painter.drawPolygon(QPolygonF(
            {at + QPointF(-4.0, up * 3.0), at + QPointF(4.0, up * 3.0), at + QPointF(0.0, up * -4.0)}));
    };
    for (const int rung : curve.rungs)
        if (rung <= static_cast<int>(curve.epochs.size()))
            triangle(pointOf(panel, curve.epochs[static_cast<std::size_t>(rung) - 1]), 1.0);
    const QPointF end = pointOf(panel, curve.epochs.back());
    if (curve.state == TrainingState::Failed || curve.state == TrainingState::Stopped) {
        painter.setPen(QPen(look::coloursFor(palette()).infeasible, 1.5));
        painter.drawLine(end + QPointF(-3.0, -3.0), end + QPointF(3.0, 3.0));
        painter.drawLine(end + QPointF(-3.0, 3.0), end + QPointF(3.0, -3.0));
    } else if (curve.state == TrainingState::Outranked) {
        triangle(end, -1.0);
    } else if (accuracy::endedEarly(curve)) {
        painter.fillRect(QRectF(end.x() - 2.5, end.y() - 2.5, 5.0, 5.0), colour);
    } else if (curve.state == TrainingState::Running || curve.epochs.size() == 1) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        painter.drawEllipse(end, 3.0, 3.0);
    }
}

void TrainingChart::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), look::coloursFor(palette()).canvas);
    paintPanel(painter, panel(false));
    paintPanel(painter, panel(true));
}

int TrainingChart::curveAt(QPointF position) const
{
    int nearest = -1;
    double least = kEpochReach_px;
    for (const bool errors : {false, true}) {
        const Panel shown = panel(errors);
        for (std::size_t i = firstDrawn(); i < m_curves->size(); ++i) {
            for (const EpochRecord& epoch : (*m_curves)[i]->epochs) {
                const QPointF apart = pointOf(shown, epoch) - position;
                const double distance = std::hypot(apart.x(), apart.y());
                if (distance < least) {
                    least = distance;
                    nearest = static_cast<int>(i);
                }
            }
        }
    }
    return nearest;
}

void TrainingChart::mouseMoveEvent(QMouseEvent* event)
{
    const int at = curveAt(event->position());
    if (at < 0) {
        m_card->dismiss();
        return;
    }
    const TrainingCurve& curve = *(*m_curves)[static_cast<std::size_t>(at)];
    const EpochRecord& last = curve.epochs.back();
    QString words = tr("<b>%1</b><br>after epoch %2 of %3: loss %4, error %5")
                        .arg(QString::fromStdString(curve.title).toHtmlEscaped())
                        .arg(last.epoch)
                        .arg(curve.plannedEpochs)
                        .arg(number(last.loss), errorText(last));
    if (curve.state == TrainingState::Outranked)
        words += tr("<br>Ended there, at a rung: others were better after as many epochs.");
    else if (accuracy::endedEarly(curve))
        words += tr("<br>Ended there, because it no longer improved.");
    if (curve.continuedFrom > 0)
        words += tr("<br>Went on from epoch %1 after an interruption.").arg(curve.continuedFrom + 1);
    if (!curve.remark.empty())
        words += QStringLiteral("<br>") + QString::fromStdString(curve.remark).toHtmlEscaped();
    if (!curve.problem.empty())
        words += QStringLiteral("<br>") + QString::fromStdString(curve.problem).toHtmlEscaped();
    m_card->showAt(event->position().toPoint(), words);
}

void TrainingChart::mousePressEvent(QMouseEvent* event)
{
    if (const int at = curveAt(event->position()); at >= 0)
        Q_EMIT curveChosen(QString::fromStdString((*m_curves)[static_cast<std::size_t>(at)]->title));
}

void TrainingChart::leaveEvent(QEvent*)
{
    m_card->dismiss();
}

void TrainingChart::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    update();
}

} // namespace paretoscope::ui::plots
