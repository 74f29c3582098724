// SPDX-License-Identifier: GPL-3.0-or-later
// How the front view answers to the mouse: one gesture at a time, decided where it starts.
#include "ui/plots/front_view.h"

#include "ui/plots/brush_shape.h"
#include "ui/plots/drag_number.h"
#include "ui/plots/front_choices.h"
#include "ui/plots/hover_card.h"
#include "ui/plots/pin_limits.h"
#include "ui/plots/plot_style.h"
#include "ui/plots/pointer_manners.h"
#include "ui/plots/value_editor.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QResizeEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

namespace {

constexpr double kDesignReach_px = 8.0; ///< how near a click must be to a design
constexpr double kLassoStep_px = 2.0;   ///< between two corners of a lasso
constexpr double kWheelZoom = 1.25;

} // namespace

bool FrontView::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_plot)
        return QWidget::eventFilter(watched, event);
    switch (event->type()) {
    case QEvent::MouseButtonPress:
        pressed(static_cast<QMouseEvent&>(*event));
        return true;
    case QEvent::MouseMove:
        moved(static_cast<QMouseEvent&>(*event));
        return true;
    case QEvent::MouseButtonRelease:
        released(static_cast<QMouseEvent&>(*event));
        return true;
    case QEvent::MouseButtonDblClick:
        doubleClicked(static_cast<QMouseEvent&>(*event));
        return true;
    case QEvent::Wheel:
        wheeled(static_cast<QWheelEvent&>(*event));
        return true;
    case QEvent::KeyPress:
        return keyPressed(static_cast<QKeyEvent&>(*event));
    case QEvent::Leave:
        if (m_hoverIsMine)
            m_document.selection().setHover(std::nullopt);
        m_hoverIsMine = false; // an echo from another view is drawn, but shows no card here
        return false;
    case QEvent::Resize:
        m_plot->setViewport(QRect(QPoint(0, 0), static_cast<QResizeEvent&>(*event).size()));
        relayout();
        updateMessages();
        return false;
    default:
        return false;
    }
}

std::optional<bool> FrontView::axisStripAt(QPointF position) const
{
    const QRectF& area = m_painter.map.area;
    if (position.x() < area.left() && position.y() >= area.top() && position.y() <= area.bottom())
        return false;
    if (position.y() > area.bottom() && position.x() >= area.left() && position.x() <= area.right())
        return true;
    return std::nullopt;
}

std::optional<session::TrialId> FrontView::frontDesignNear(QPointF position, double reach_px) const
{
    const PlanePoints& points = m_scene.points();
    const PlaneScale scale = m_painter.map.scale();
    std::optional<session::TrialId> nearest;
    double best = reach_px * reach_px;
    for (const std::vector<std::size_t>* members : {&m_scene.front(), &m_scene.staircase()}) {
        for (const std::size_t id : *members) {
            const QPointF offset = scale.pixel(points.u[id], points.v[id]) - position;
            const double distance = QPointF::dotProduct(offset, offset);
            if (points.isLit(id) && distance <= best) {
                best = distance;
                nearest = id;
            }
        }
    }
    return nearest;
}

std::optional<session::TrialId> FrontView::designAt(QPointF position) const
{
    if (const ReferenceMark* mark = referenceAt(m_references, position))
        return mark->id;
    if (const std::optional<session::TrialId> member = frontDesignNear(position, kDesignReach_px))
        return member;
    // An image cannot be asked what it shows, so the points are: a nanosecond each.
    const PlanePoints& points = m_scene.points();
    const PlaneScale scale = m_painter.map.scale();
    const auto x = static_cast<float>(position.x());
    const auto y = static_cast<float>(position.y());
    std::optional<session::TrialId> nearest;
    auto best = static_cast<float>(kDesignReach_px * kDesignReach_px);
    for (std::size_t id = 0; id < points.size(); ++id) {
        const float dx = scale.pixelX(points.u[id]) - x;
        const float dy = scale.pixelY(points.v[id]) - y;
        const float distance = dx * dx + dy * dy;
        if (distance <= best && (points.is(id, kFeasible) || m_painter.showInfeasible)) {
            best = distance;
            nearest = id;
        }
    }
    return nearest;
}

void FrontView::pressed(QMouseEvent& event)
{
    m_plot->setFocus(Qt::MouseFocusReason);
    m_card->dismiss();
    m_pressedAt = m_lastAt = event.position();
    if (event.button() == Qt::MiddleButton) {
        m_gesture = Gesture::Pan;
        m_plot->setCursor(Qt::ClosedHandCursor);
        return;
    }
    if (event.button() != Qt::LeftButton)
        return;
    if (const std::optional<PinHit> hit = pinAt(m_pinMarks, event.position())) {
        const PinMark mark = m_pinMarks[hit->mark];
        m_activeIsX = mark.onX;
        if (hit->part == PinPart::Cross)
            m_document.setPin(
                withLimit(m_document.pinOn(axisOf(mark.onX).name), axisOf(mark.onX), mark.upper, INFINITY));
        else
            startPinDrag(mark.onX, mark.upper, event.position());
        return;
    }
    if (const std::optional<bool> onX = axisStripAt(event.position())) {
        m_activeIsX = m_pinOnX = *onX;
        m_gesture = Gesture::NewPin;
        return;
    }
    if (m_painter.map.area.contains(event.position()))
        m_gesture = Gesture::Press;
}

void FrontView::startPinDrag(bool onX, bool upper, QPointF position)
{
    m_pinOnX = onX;
    m_pinUpper = upper;
    m_drag = nextDragNumber();
    m_pressedAt = position;
    m_gesture = Gesture::MovePin;
}

void FrontView::beginDrag(Qt::KeyboardModifiers modifiers)
{
    m_adding = (modifiers & Qt::ControlModifier) != 0;
    m_ruler.reset();
    FrontTool tool = m_choices->tool();
    if (modifiers & Qt::ShiftModifier)
        tool = FrontTool::Zoom;
    else if (modifiers & Qt::AltModifier)
        tool = FrontTool::Lasso;
    switch (tool) {
    case FrontTool::Box:
        m_gesture = Gesture::Brush;
        break;
    case FrontTool::Lasso:
        m_gesture = Gesture::Lasso;
        m_lasso = {m_pressedAt};
        break;
    case FrontTool::Zoom:
        m_gesture = Gesture::ZoomBox;
        break;
    case FrontTool::Ruler:
        m_gesture = Gesture::Ruler;
        break;
    }
}

void FrontView::moved(QMouseEvent& event)
{
    const QPointF position = event.position();
    const QPointF step = position - m_lastAt;
    const bool isDrag = (position - m_pressedAt).manhattanLength() >= kDragStart_px;
    m_lastAt = position;
    if (m_gesture == Gesture::Press && isDrag)
        beginDrag(event.modifiers());
    if (m_gesture == Gesture::NewPin && isDrag && m_painter.map.area.contains(position)) {
        const PlaneMap& map = m_painter.map;
        const double share = m_pinOnX ? shareOf(map.x, map.xAt(position.x()), map.logX)
                                      : shareOf(map.y, map.yAt(position.y()), map.logY);
        startPinDrag(m_pinOnX, limitIsUpper(axisOf(m_pinOnX), share), m_pressedAt);
    }
    switch (m_gesture) {
    case Gesture::MovePin:
        if (isDrag)
            dragPin(position);
        break;
    case Gesture::Pan:
        panBy(step);
        break;
    case Gesture::Lasso:
        if ((position - m_lasso.last()).manhattanLength() >= kLassoStep_px)
            m_lasso << position;
        lightShape();
        updateContent();
        break;
    case Gesture::Brush:
        lightShape();
        updateContent();
        break;
    case Gesture::ZoomBox:
        redrawOverlay();
        break;
    case Gesture::Ruler:
        dragRuler(position);
        break;
    case Gesture::None:
        hoverAt(position);
        break;
    case Gesture::Press:
    case Gesture::NewPin:
        break;
    }
}

void FrontView::dragPin(QPointF position)
{
    const PlaneMap& map = m_painter.map;
    const QPointF inside(std::clamp(position.x(), map.area.left(), map.area.right()),
                         std::clamp(position.y(), map.area.top(), map.area.bottom()));
    const session::Axis& axis = axisOf(m_pinOnX);
    const double value = m_pinOnX ? map.xAt(inside.x()) : map.yAt(inside.y());
    const double next = m_pinOnX ? map.xAt(inside.x() + 1.0) : map.yAt(inside.y() + 1.0);
    const double limit = tidyLimit(axis, value, next - value);
    m_document.setPin(withLimit(m_document.pinOn(axis.name), axis, m_pinUpper, limit), m_drag);
}

void FrontView::dragRuler(QPointF position)
{
    // Its ends snap to the front, however far the hand is from it.
    const QRectF& area = m_painter.map.area;
    const double anywhere = area.width() + area.height();
    const std::optional<session::TrialId> from = frontDesignNear(m_pressedAt, anywhere);
    const std::optional<session::TrialId> to = frontDesignNear(position, anywhere);
    if (from && to)
        m_ruler = Pair{*from, *to};
    redrawOverlay();
}

void FrontView::lightShape()
{
    const QPolygonF shape = m_gesture == Gesture::Lasso
                                ? m_lasso
                                : QPolygonF(QRectF(m_pressedAt, m_lastAt).normalized());
    if (m_adding) // what was selected before, without the shape's former places
        m_scene.setBrush(m_document.selection().brush());
    m_scene.setBrushed(pointsInside(m_scene.points(), m_painter.map, shape), m_adding);
}

void FrontView::commitBrush()
{
    const PlanePoints& points = m_scene.points();
    std::vector<session::TrialId> ids;
    for (std::size_t id = 0; id < points.size(); ++id) {
        const bool drawn = points.is(id, kFeasible) || m_painter.showInfeasible;
        if (drawn && points.isLit(id))
            ids.push_back(id);
    }
    m_scene.setBrush(ids); // also where the selection stays as it was, and nobody tells
    m_document.selection().setBrush(std::move(ids));
    updateContent();
}

void FrontView::released(QMouseEvent& event)
{
    const Gesture gesture = m_gesture;
    const QRectF box = QRectF(m_pressedAt, event.position()).normalized();
    m_lastAt = event.position();
    if (gesture == Gesture::Brush || gesture == Gesture::Lasso) {
        if (gesture == Gesture::Lasso)
            m_lasso << event.position();
        lightShape();
        commitBrush();
    }
    endGesture();
    if (gesture == Gesture::Press)
        clicked(event.position(), event.modifiers());
    else if (gesture == Gesture::ZoomBox)
        zoomBox(box);
    else if (gesture == Gesture::Ruler)
        describe();
    hoverAt(event.position());
}

void FrontView::endGesture()
{
    m_gesture = Gesture::None;
    m_lasso.clear();
    m_plot->unsetCursor();
    redrawOverlay();
}

void FrontView::clicked(QPointF position, Qt::KeyboardModifiers modifiers)
{
    if (m_ruler) {
        m_ruler.reset();
        redrawOverlay();
    }
    const std::optional<session::TrialId> id = designAt(position);
    if (!id)
        return;
    if (modifiers & Qt::ControlModifier)
        m_document.addToTray(*id);
    else
        m_document.selection().setFocus(id);
}

void FrontView::doubleClicked(QMouseEvent& event)
{
    m_gesture = Gesture::None;
    if (const std::optional<PinHit> hit = pinAt(m_pinMarks, event.position()))
        editPin(m_pinMarks[hit->mark]);
    else if (m_painter.map.area.contains(event.position()) && !designAt(event.position()))
        fit();
}

void FrontView::editPin(const PinMark& mark)
{
    const session::Axis axis = axisOf(mark.onX);
    ValueEditor::open(m_plot, mark.chip.center().toPoint(), axis, mark.value,
                      [this, axis, upper = mark.upper](double value) {
                          m_document.setPin(withLimit(m_document.pinOn(axis.name), axis, upper, value));
                      });
}

void FrontView::hoverAt(QPointF position)
{
    if (const std::optional<PinHit> hit = pinAt(m_pinMarks, position)) {
        m_plot->setCursor(hit->part == PinPart::Cross ? Qt::PointingHandCursor
                          : m_pinMarks[hit->mark].onX ? Qt::SizeHorCursor
                                                      : Qt::SizeVerCursor);
        m_document.selection().setHover(std::nullopt);
        return;
    }
    if (const std::optional<bool> onX = axisStripAt(position)) {
        m_plot->setCursor(*onX ? Qt::SizeHorCursor : Qt::SizeVerCursor);
        m_plot->setToolTip(tr("Drag into the plot to set a limit"));
    } else {
        m_plot->unsetCursor();
        m_plot->setToolTip(QString());
    }
    m_hoverIsMine = true;
    m_document.selection().setHover(m_painter.map.area.contains(position) ? designAt(position)
                                                                          : std::nullopt);
}

void FrontView::zoomBox(QRectF box)
{
    if (box.width() < 2.0 * kDragStart_px || box.height() < 2.0 * kDragStart_px)
        return;
    const PlaneMap& map = m_painter.map;
    setView({map.xAt(box.left()), map.xAt(box.right())}, {map.yAt(box.bottom()), map.yAt(box.top())});
}

void FrontView::wheeled(QWheelEvent& event)
{
    const double notches = event.angleDelta().y() / 120.0;
    if (notches != 0.0)
        zoomBy(std::pow(kWheelZoom, notches), event.position());
}

void FrontView::zoomBy(double factor, QPointF centre)
{
    const PlaneMap& map = m_painter.map;
    const QRectF area = map.area;
    // Beyond an axis only the other one zooms: the wheel over the tick labels stretches that axis alone.
    const double shrinkX = centre.x() < area.left() ? 1.0 : 1.0 / factor;
    const double shrinkY = centre.y() > area.bottom() ? 1.0 : 1.0 / factor;
    const auto towards = [](double pivot, double edge, double shrink) {
        return pivot + (edge - pivot) * shrink;
    };
    setView({map.xAt(towards(centre.x(), area.left(), shrinkX)),
             map.xAt(towards(centre.x(), area.right(), shrinkX))},
            {map.yAt(towards(centre.y(), area.bottom(), shrinkY)),
             map.yAt(towards(centre.y(), area.top(), shrinkY))});
}

void FrontView::panBy(QPointF pixels)
{
    const PlaneMap& map = m_painter.map;
    const QRectF area = map.area.translated(-pixels);
    setView({map.xAt(area.left()), map.xAt(area.right())}, {map.yAt(area.bottom()), map.yAt(area.top())});
}

void FrontView::setView(ValueRange x, ValueRange y)
{
    // Single-precision places are finer than a pixel down to a millionth of their size.
    const auto isSane = [](ValueRange range) {
        const double span = range.high - range.low;
        return std::isfinite(span) && span > 1e-5 * std::max(std::abs(range.low), std::abs(range.high));
    };
    if (!isSane(x) || !isSane(y))
        return;
    if (!m_zoomed)
        m_pointsAtZoom = m_scene.points().size();
    m_zoomed = true;
    m_painter.map.x = x;
    m_painter.map.y = y;
    relayout();
    updateMessages();
}

} // namespace paretoscope::ui::plots
