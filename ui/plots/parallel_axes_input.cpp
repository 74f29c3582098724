// SPDX-License-Identifier: GPL-3.0-or-later
// How parallel axes answer to hands.
#include "ui/plots/parallel_axes_view.h"

#include "ui/plots/drag_number.h"
#include "ui/plots/pin_limits.h"
#include "ui/plots/pointer_manners.h"
#include "ui/plots/reference_marks.h"
#include "ui/plots/value_editor.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

namespace {

constexpr double kAxisGrip_px = 9.0;  ///< either side of an axis
constexpr double kEdge_px = 5.0;      ///< above and below a pin's edge
constexpr double kLineReach_px = 5.0; ///< to a line
constexpr double kLeave_px = 8.0;     ///< beyond the edge
constexpr double kBrushStep = 0.05;   ///< of an axis, for a key

} // namespace

ParallelAxesView::Hit ParallelAxesView::hitAt(QPointF position) const
{
    const QRectF area = plotArea();
    for (std::size_t i = 0; i < m_places.size(); ++i) {
        if (crossRect(i).contains(position))
            return {Part::Cross, i};
        if (arrowRect(i).contains(position))
            return {Part::Arrow, i};
        if (titleRect(i).contains(position))
            return {Part::Title, i};
        if (std::abs(position.x() - xOf(i)) > kAxisGrip_px || position.y() < area.top() - kEdge_px
            || position.y() > area.bottom() + kEdge_px)
            continue;
        if (const std::optional<PinSpan> span = pinSpan(i)) {
            if (span->hasHigh && std::abs(position.y() - yOf(span->high)) <= kEdge_px)
                return {Part::HighEdge, i};
            if (span->hasLow && std::abs(position.y() - yOf(span->low)) <= kEdge_px)
                return {Part::LowEdge, i};
        }
        return {Part::Axis, i};
    }
    return {};
}

std::optional<session::TrialId> ParallelAxesView::lineAt(QPointF position) const
{
    if (m_places.size() < 2 || !plotArea().contains(position))
        return std::nullopt;
    const double along = std::clamp((position.x() - xOf(0)) / slot(), 0.0,
                                    static_cast<double>(m_places.size()) - 1.001);
    const auto left = static_cast<std::size_t>(along);
    const double share = curveShare(along - static_cast<double>(left), m_curved);
    std::optional<session::TrialId> nearest;
    double best = kLineReach_px;
    const auto consider = [&](session::TrialId id) {
        const double height = (1.0 - share) * heightOf(id, left) + share * heightOf(id, left + 1);
        const double distance = std::abs(yOf(height) - position.y());
        if (distance < best) {
            best = distance;
            nearest = id;
        }
    };
    for (const study::Reference& reference : m_document.references().all())
        if (isMarked(reference) && m_field->feasible > 0)
            consider(reference.trial.id);
    if (nearest)
        return nearest;
    for (const session::TrialId id : m_emphasised)
        consider(id);
    if (nearest) // the front first
        return nearest;
    for (std::size_t id = 0; id < m_field->standing.size(); ++id) {
        if (m_field->standing[id] == Standing::Lit)
            consider(id);
    }
    return nearest;
}

double ParallelAxesView::limitAt(std::size_t place, double height) const
{
    const AxisScale& scale = m_places[place].scale;
    const double pixel = 1.0 / std::max(1.0, plotArea().height());
    const double value = scale.value(height);
    return tidyLimit(m_places[place].axis, value, scale.value(height + pixel) - value);
}

void ParallelAxesView::setRange(std::size_t place, double heightA, double heightB, int drag)
{
    const double a = limitAt(place, heightA);
    const double b = limitAt(place, heightB);
    study::Pin pin;
    if (const study::Pin* existing = m_document.pinOn(m_places[place].axis.name))
        pin.steer = existing->steer;
    pin.axis = m_places[place].axis.name.toStdString();
    pin.minimum = std::min(a, b);
    pin.maximum = std::max(a, b);
    // A range that reaches the end of the axis has no limit there.
    const bool flipped = m_places[place].scale.flipped;
    if (std::min(heightA, heightB) <= 0.0)
        (flipped ? pin.maximum : pin.minimum) = flipped ? INFINITY : -INFINITY;
    if (std::max(heightA, heightB) >= 1.0)
        (flipped ? pin.minimum : pin.maximum) = flipped ? -INFINITY : INFINITY;
    m_document.setPin(pin, drag);
}

void ParallelAxesView::dragEdge(double height)
{
    const std::size_t place = m_pressed.place;
    const session::Axis& axis = m_places[place].axis;
    const study::Pin* pin = m_document.pinOn(axis.name);
    m_document.setPin(withLimit(pin, axis, m_edgeUpper, limitAt(place, height)), m_drag);
}

void ParallelAxesView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_hover.hideCard();
    m_pressed = hitAt(event->position());
    const bool brushes = event->modifiers() & Qt::ShiftModifier;
    if (brushes && (m_pressed.part == Part::LowEdge || m_pressed.part == Part::HighEdge))
        m_pressed.part = Part::Axis;
    m_pressedAt = m_lastAt = event->position();
    m_gesture = Gesture::Press;
    m_drag = nextDragNumber();
    if (m_pressed.part != Part::Nothing)
        m_active = m_pressed.place;
    const bool isEdge = m_pressed.part == Part::LowEdge || m_pressed.part == Part::HighEdge;
    if (isEdge)
        m_edgeUpper = (m_pressed.part == Part::HighEdge) != m_places[m_pressed.place].scale.flipped;
    describe();
    update();
}

void ParallelAxesView::mouseMoveEvent(QMouseEvent* event)
{
    m_lastAt = event->position();
    if (m_gesture == Gesture::Press && (m_lastAt - m_pressedAt).manhattanLength() >= kDragStart_px) {
        switch (m_pressed.part) {
        case Part::Title:
            m_gesture = Gesture::Title;
            break;
        case Part::Axis:
            m_gesture = event->modifiers() & Qt::ShiftModifier ? Gesture::Brush : Gesture::Range;
            break;
        case Part::LowEdge:
        case Part::HighEdge:
            m_gesture = Gesture::Edge;
            break;
        default:
            break;
        }
    }
    switch (m_gesture) {
    case Gesture::Range:
        setRange(m_pressed.place, heightAt(m_pressedAt.y()), heightAt(m_lastAt.y()), m_drag);
        return;
    case Gesture::Edge:
        dragEdge(heightAt(m_lastAt.y()));
        return;
    case Gesture::Brush: {
        const auto [low, high] = std::minmax({heightAt(m_pressedAt.y()), heightAt(m_lastAt.y())});
        brushRange(m_pressed.place, ValueRange{low, high});
        return;
    }
    case Gesture::Title:
        update();
        return;
    case Gesture::Press:
        return;
    case Gesture::None:
        break;
    }
    const Part part = hitAt(m_lastAt).part;
    setCursor(part == Part::LowEdge || part == Part::HighEdge ? Qt::SizeVerCursor
              : part == Part::Axis                            ? Qt::CrossCursor
              : part == Part::Title                           ? Qt::OpenHandCursor
              : part == Part::Nothing                         ? Qt::ArrowCursor
                                                              : Qt::PointingHandCursor);
    const std::optional<session::TrialId> line = part == Part::Nothing ? lineAt(m_lastAt) : std::nullopt;
    m_hover.at(m_lastAt.toPoint(), line);
}

void ParallelAxesView::mouseReleaseEvent(QMouseEvent* event)
{
    const Gesture gesture = m_gesture;
    m_gesture = Gesture::None;
    update();
    if (gesture == Gesture::Title && leavesWidget(event->position())) {
        hideAxis(m_places[m_pressed.place].axis.name);
        return;
    }
    if (gesture == Gesture::Title) {
        const double target = event->position().x() / slot();
        moveAxis(m_pressed.place, static_cast<std::size_t>(
                                      std::clamp(target, 0.0, static_cast<double>(m_places.size()) - 1.0)));
        return;
    }
    if (gesture != Gesture::Press)
        return;
    if (m_pressed.part == Part::Arrow)
        flip(m_pressed.place);
    else if (m_pressed.part == Part::Cross)
        m_document.removePin(m_places[m_pressed.place].axis.name);
    else if (m_pressed.part == Part::Axis && event->modifiers() & Qt::ShiftModifier)
        brushRange(m_pressed.place, std::nullopt);
    else if (const std::optional<session::TrialId> line = lineAt(event->position()))
        event->modifiers() & Qt::ControlModifier ? m_document.addToTray(*line)
                                                 : m_document.selection().setFocus(line);
}

void ParallelAxesView::mouseDoubleClickEvent(QMouseEvent* event)
{
    m_gesture = Gesture::None;
    const Hit hit = hitAt(event->position());
    const bool isEdge = hit.part == Part::LowEdge || hit.part == Part::HighEdge;
    if (isEdge)
        editLimit(hit.place, (hit.part == Part::HighEdge) != m_places[hit.place].scale.flipped);
    else if (hit.part == Part::Axis)
        editLimit(hit.place, std::nullopt);
}

void ParallelAxesView::editLimit(std::size_t place, std::optional<bool> upper)
{
    const session::Axis axis = m_places[place].axis;
    const study::Pin* pin = m_document.pinOn(axis.name);
    if (!upper && pin && std::isfinite(pin->minimum) != std::isfinite(pin->maximum))
        upper = std::isfinite(pin->maximum);
    const bool isUpper = upper.value_or(axis.isParameter ? true : limitIsUpper(axis, 0.0));
    double value = pin ? (isUpper ? pin->maximum : pin->minimum) : INFINITY;
    const std::optional<session::TrialId> focus = m_document.selection().focus();
    const study::Trial* trial = focus ? m_document.trial(*focus) : nullptr;
    if (!std::isfinite(value) && trial)
        value = axis.value(*trial, m_document.problem());
    if (!std::isfinite(value))
        value = m_places[place].scale.value(isUpper == m_places[place].scale.flipped ? 0.0 : 1.0);
    const QPoint centre = QPointF(xOf(place), yOf(std::clamp(m_places[place].scale.height(value), 0.0, 1.0)))
                              .toPoint();
    ValueEditor::open(this, centre, axis, value, [this, axis, isUpper](double typed) {
        m_document.setPin(withLimit(m_document.pinOn(axis.name), axis, isUpper, typed));
    });
}

void ParallelAxesView::moveAxis(std::size_t from, std::size_t to)
{
    if (from == to || from >= m_places.size() || to >= m_places.size())
        return;
    const auto begin = m_places.begin();
    const auto at = [begin](std::size_t i) { return begin + static_cast<std::ptrdiff_t>(i); };
    from < to ? std::rotate(at(from), at(from + 1), at(to + 1)) : std::rotate(at(to), at(from), at(from + 1));
    m_active = to;
    saveChoices();
    relayout();
}

void ParallelAxesView::flip(std::size_t place)
{
    Place& turned = m_places[place];
    turned.scale.flipped = !turned.scale.flipped;
    if (turned.brush)
        turned.brush = ValueRange{1.0 - turned.brush->high, 1.0 - turned.brush->low};
    saveChoices();
    relayout();
}

/// Far enough beyond an edge to be meant.
bool ParallelAxesView::leavesWidget(QPointF position) const
{
    return !QRectF(rect()).adjusted(-kLeave_px, -kLeave_px, kLeave_px, kLeave_px).contains(position);
}

void ParallelAxesView::brushRange(std::size_t place, std::optional<ValueRange> heights)
{
    m_places[place].brush = heights;
    applyBrushes();
    markStale();
}

/// The designs inside the brushes of all axes become the brush of all views.
void ParallelAxesView::applyBrushes()
{
    std::vector<Interval> intervals;
    for (const Place& place : m_places) {
        if (!place.brush)
            continue;
        const double a = place.scale.value(place.brush->low);
        const double b = place.scale.value(place.brush->high);
        intervals.push_back(
            {place.scale.column, static_cast<float>(std::min(a, b)), static_cast<float>(std::max(a, b))});
    }
    m_ownBrush = intervals.empty() ? std::vector<session::TrialId>() : designsWithin(*m_field, intervals);
    m_document.selection().setBrush(m_ownBrush);
}

/// Another view has brushed: the marks here would tell something that is no longer so.
void ParallelAxesView::clearBrushes()
{
    m_ownBrush.clear();
    for (Place& place : m_places)
        place.brush.reset();
    markStale();
}

void ParallelAxesView::stepBrush(bool up)
{
    ValueRange brush = m_places[m_active].brush.value_or(ValueRange{0.0, 1.0});
    if (up)
        brush.low = std::min(brush.low + kBrushStep, brush.high - kBrushStep);
    else
        brush.high = std::max(brush.high - kBrushStep, brush.low + kBrushStep);
    brushRange(m_active, brush);
}

bool ParallelAxesView::focusNextPrevChild(bool next)
{
    const bool atEnd = next ? m_active + 1 >= m_places.size() : m_active == 0;
    if (atEnd || !hasFocus())
        return QWidget::focusNextPrevChild(next);
    next ? ++m_active : --m_active;
    describe();
    update();
    return true;
}

void ParallelAxesView::keyPressEvent(QKeyEvent* event)
{
    if (m_places.empty()) {
        QWidget::keyPressEvent(event);
        return;
    }
    const std::size_t before = m_active > 0 ? m_active - 1 : 0;
    const std::size_t after = std::min(m_active + 1, m_places.size() - 1);
    const bool control = event->modifiers() & Qt::ControlModifier;
    const bool isLeft = event->key() == Qt::Key_Left;
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
        if (control)
            moveAxis(m_active, isLeft ? before : after);
        else
            m_active = isLeft ? before : after;
        break;
    case Qt::Key_Up:
    case Qt::Key_Down:
        if (!(event->modifiers() & Qt::ShiftModifier)) {
            QWidget::keyPressEvent(event);
            return;
        }
        stepBrush(event->key() == Qt::Key_Up);
        break;
    case Qt::Key_L:
        setLogarithmic(activeAxis(), !m_places[m_active].wantsLog);
        break;
    case Qt::Key_H:
        hideAxis(activeAxis());
        break;
    case Qt::Key_P:
        editLimit(m_active, std::nullopt);
        break;
    case Qt::Key_F:
        flip(m_active);
        break;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        m_document.removePin(m_places[m_active].axis.name);
        break;
    case Qt::Key_Escape:
        if (stepBack())
            break;
        [[fallthrough]];
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    describe();
    update();
}

bool ParallelAxesView::stepBack()
{
    if (m_gesture == Gesture::None)
        return m_document.selection().stepBack();
    m_gesture = Gesture::None;
    return true;
}

bool ParallelAxesView::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const QString text = toolTipAt(QPointF(help->pos()));
    text.isEmpty() ? QToolTip::hideText() : QToolTip::showText(help->globalPos(), text, this);
    return true;
}

QString ParallelAxesView::toolTipAt(QPointF position) const
{
    const Hit hit = hitAt(position);
    for (std::size_t i = 0; i < m_places.size(); ++i) {
        for (const Label& label : valueLabels(i)) {
            if (label.shown != label.whole && label.spot.contains(position))
                return label.whole;
        }
    }
    switch (hit.part) {
    case Part::Arrow:
        return m_places[hit.place].scale.flipped ? tr("Values grow downwards. Click to flip.")
                                                 : tr("Values grow upwards. Click to flip.");
    case Part::Title:
        return tr("%1. Drag to move, off the edge to hide.").arg(m_places[hit.place].axis.label);
    case Part::Axis:
        return tr("Drag to set limits, Shift+drag to brush");
    case Part::Cross:
        return tr("Remove the limits");
    default:
        return {};
    }
}

void ParallelAxesView::leaveEvent(QEvent*)
{
    m_hover.leave();
}

} // namespace paretoscope::ui::plots
