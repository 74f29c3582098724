// SPDX-License-Identifier: GPL-3.0-or-later
// How the front view answers to hands: one gesture at a time, decided where it starts.
#include "ui/plots/front_view.h"

#include "ui/plots/drag_number.h"
#include "ui/plots/hover_card.h"
#include "ui/plots/pin_limits.h"
#include "ui/plots/plot_style.h"
#include "ui/plots/value_editor.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QResizeEvent>
#include <QToolButton>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

namespace {

constexpr double kReach_px = 8.0;     ///< how near a click must be to a design
constexpr double kDragStart_px = 4.0; ///< below, a press and release is a click
constexpr double kKeyZoom = 1.25;
constexpr double kKeyPan_px = 40.0;

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

std::optional<session::TrialId> FrontView::designAt(QPointF position) const
{
    const ScenePoints& points = m_scene.points();
    std::optional<session::TrialId> nearest;
    double best = kReach_px * kReach_px;
    for (const std::size_t i : m_scene.front()) {
        const QPointF offset = m_painter.map.toPixel(points[i].x, points[i].y) - position;
        const double distance = QPointF::dotProduct(offset, offset);
        if (points[i].lit && distance <= best) {
            best = distance;
            nearest = points[i].id;
        }
    }
    if (nearest)
        return nearest;
    if (m_gridStale) {
        m_grid.build(points, m_painter.map, m_painter.showInfeasible);
        m_gridStale = false;
    }
    const std::optional<std::size_t> hit = m_grid.nearest(position, kReach_px);
    return hit ? std::optional(points[*hit].id) : std::nullopt;
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

void FrontView::moved(QMouseEvent& event)
{
    const QPointF position = event.position();
    const QPointF step = position - m_lastAt;
    const bool isDrag = (position - m_pressedAt).manhattanLength() >= kDragStart_px;
    m_lastAt = position;
    if (m_gesture == Gesture::Press && isDrag)
        m_gesture = event.modifiers() & Qt::ShiftModifier ? Gesture::ZoomBox : Gesture::Brush;
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
    case Gesture::Brush:
    case Gesture::ZoomBox:
        redrawOverlay();
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

void FrontView::released(QMouseEvent& event)
{
    const Gesture gesture = m_gesture;
    const QRectF box = QRectF(m_pressedAt, event.position()).normalized();
    endGesture();
    switch (gesture) {
    case Gesture::Press:
        clicked(event.position(), event.modifiers());
        break;
    case Gesture::Brush:
        brushBox(box);
        break;
    case Gesture::ZoomBox:
        zoomBox(box);
        break;
    default:
        break;
    }
    hoverAt(event.position());
}

void FrontView::endGesture()
{
    m_gesture = Gesture::None;
    m_plot->unsetCursor();
    redrawOverlay();
}

void FrontView::clicked(QPointF position, Qt::KeyboardModifiers modifiers)
{
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

void FrontView::brushBox(QRectF box)
{
    std::vector<session::TrialId> ids;
    for (const ScenePoint& point : m_scene.points()) {
        const bool drawn = point.passes && (point.feasible || m_painter.showInfeasible);
        if (drawn && box.contains(m_painter.map.toPixel(point.x, point.y)))
            ids.push_back(point.id);
    }
    m_document.selection().setBrush(std::move(ids));
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
        zoomBy(std::pow(kKeyZoom, notches), event.position());
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
    const auto isSane = [](ValueRange range) {
        const double span = range.high - range.low;
        return std::isfinite(span) && span > 1e-12 * std::max(std::abs(range.low), std::abs(range.high));
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

bool FrontView::keyPressed(QKeyEvent& event)
{
    const QPointF centre = m_painter.map.area.center();
    if (event.modifiers() & Qt::AltModifier) {
        switch (event.key()) {
        case Qt::Key_Left:
            panBy({kKeyPan_px, 0});
            return true;
        case Qt::Key_Right:
            panBy({-kKeyPan_px, 0});
            return true;
        case Qt::Key_Up:
            panBy({0, kKeyPan_px});
            return true;
        case Qt::Key_Down:
            panBy({0, -kKeyPan_px});
            return true;
        default:
            return false;
        }
    }
    if (event.modifiers() & (Qt::ControlModifier | Qt::MetaModifier))
        return false;
    switch (event.key()) {
    case Qt::Key_Left:
        walkFront(-1);
        return true;
    case Qt::Key_Right:
        walkFront(1);
        return true;
    case Qt::Key_K:
        focusKnee();
        return true;
    case Qt::Key_0:
        fit();
        return true;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoomBy(kKeyZoom, centre);
        return true;
    case Qt::Key_Minus:
        zoomBy(1.0 / kKeyZoom, centre);
        return true;
    case Qt::Key_B:
        if (m_document.selection().focus())
            m_document.addToTray(*m_document.selection().focus());
        return true;
    case Qt::Key_Escape:
        return stepBack();
    default:
        return false;
    }
}

bool FrontView::stepBack()
{
    session::Selection& selection = m_document.selection();
    if (m_gesture != Gesture::None)
        endGesture();
    else if (selection.focus())
        selection.setFocus(std::nullopt);
    else if (selection.isDrawn())
        selection.setBrush({});
    else if (m_zoomed)
        fit();
    else
        return false;
    return true;
}

} // namespace paretoscope::ui::plots
