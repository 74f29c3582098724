// SPDX-License-Identifier: GPL-3.0-or-later
// How a projection answers to hands.
#include "ui/plots/projection_view.h"

#include "ui/plots/pointer_manners.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolButton>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace paretoscope::ui::plots {

namespace {

constexpr double kDotReach_px = 7.0; ///< to a design
constexpr double kZoomStep = 1.25;

} // namespace

std::optional<session::TrialId> ProjectionView::designAt(QPointF position) const
{
    if (!message().isEmpty() || !m_frame.area.contains(position))
        return std::nullopt;
    const std::vector<ReferenceMark> known = references();
    if (const ReferenceMark* mark = referenceAt(known, position))
        return mark->id;
    const QPointF wanted = m_frame.toPlace(position);
    const auto x = static_cast<float>(wanted.x());
    const auto y = static_cast<float>(wanted.y());
    const std::vector<float>& places = projection()->places;
    const auto reach = static_cast<float>(kDotReach_px * m_frame.perPixel);
    return nearestLit(*m_field, places.size() / 2, reach * reach, [&](session::TrialId id) {
        const float dx = places[2 * id] - x;
        const float dy = places[2 * id + 1] - y;
        return dx * dx + dy * dy; // NaN for a design without a place
    });
}

void ProjectionView::mousePressEvent(QMouseEvent* event)
{
    if (!m_frame.area.contains(event->position()) || !message().isEmpty())
        return;
    m_hover.hideCard();
    m_pressedAt = m_lastAt = event->position();
    if (event->button() == Qt::MiddleButton)
        m_gesture = Gesture::Pan;
    else if (event->button() == Qt::LeftButton)
        m_gesture = Gesture::Press;
    m_outline = QPolygonF({m_pressedAt});
    m_brushBefore.clear();
    if (event->modifiers() & Qt::ControlModifier)
        m_brushBefore = m_document.selection().brush();
}

void ProjectionView::mouseMoveEvent(QMouseEvent* event)
{
    const QPointF position = event->position();
    const QPointF step = position - m_lastAt;
    m_lastAt = position;
    if (m_gesture == Gesture::Press && (position - m_pressedAt).manhattanLength() >= kDragStart_px)
        m_gesture = m_lasso->isChecked() || event->modifiers() & Qt::AltModifier ? Gesture::Lasso
                                                                                 : Gesture::Box;
    switch (m_gesture) {
    case Gesture::Pan:
        m_zoomed = true;
        m_frame.centre += QPointF(-step.x(), step.y()) * m_frame.perPixel;
        requestCloud();
        update();
        return;
    case Gesture::Lasso:
        m_outline.append(position);
        update();
        return;
    case Gesture::Box:
        m_outline = QPolygonF(QRectF(m_pressedAt, position).normalized());
        update();
        return;
    case Gesture::Press:
        return;
    case Gesture::None:
        break;
    }
    const std::optional<session::TrialId> id = designAt(position);
    setCursor(id ? Qt::PointingHandCursor : Qt::ArrowCursor);
    m_hover.at(position.toPoint(), id);
}

void ProjectionView::mouseReleaseEvent(QMouseEvent* event)
{
    const Gesture gesture = m_gesture;
    m_gesture = Gesture::None;
    update();
    if (gesture == Gesture::Lasso || gesture == Gesture::Box) {
        brushInside(m_outline);
        return;
    }
    const std::optional<session::TrialId> id = gesture == Gesture::Press ? designAt(event->position())
                                                                         : std::nullopt;
    if (!id)
        return;
    if (event->modifiers() & Qt::ControlModifier)
        m_document.addToTray(*id);
    else
        m_document.selection().setFocus(id);
}

/// \param outline pixels; closes itself
void ProjectionView::brushInside(const QPolygonF& outline)
{
    QPolygonF onPlane;
    for (const QPointF& pixel : outline)
        onPlane.append(m_frame.toPlace(pixel));
    const QRectF bounds = onPlane.boundingRect();
    std::vector<session::TrialId> ids = m_brushBefore;
    const std::size_t rows = std::min(projection()->places.size() / 2, m_field->standing.size());
    for (std::size_t id = 0; id < rows; ++id) {
        const bool passes = m_field->standing[id] == Standing::Lit
                            || m_field->standing[id] == Standing::Unbrushed;
        if (!passes || !projection()->hasPlace(id))
            continue;
        const QPointF place = projection()->place(id);
        if (bounds.contains(place) && onPlane.containsPoint(place, Qt::OddEvenFill))
            ids.push_back(id);
    }
    m_document.selection().setBrush(std::move(ids));
}

void ProjectionView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (!designAt(event->position()))
        fit();
}

void ProjectionView::wheelEvent(QWheelEvent* event)
{
    const double notches = event->angleDelta().y() / 120.0;
    if (notches != 0.0)
        zoomBy(std::pow(kZoomStep, notches), event->position());
    event->accept();
}

void ProjectionView::zoomBy(double factor, QPointF at)
{
    const QPointF held = m_frame.toPlace(at);
    m_frame.perPixel /= factor;
    m_frame.centre += held - m_frame.toPlace(at);
    m_zoomed = true;
    requestCloud();
    update();
}

void ProjectionView::keyPressEvent(QKeyEvent* event)
{
    const QPointF centre = m_frame.area.center();
    switch (event->key()) {
    case Qt::Key_0:
        fit();
        return;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoomBy(kZoomStep, centre);
        return;
    case Qt::Key_Minus:
        zoomBy(1.0 / kZoomStep, centre);
        return;
    case Qt::Key_B:
        if (m_document.selection().focus())
            m_document.addToTray(*m_document.selection().focus());
        return;
    case Qt::Key_Escape:
        if (stepBack())
            return;
        [[fallthrough]];
    default:
        QWidget::keyPressEvent(event);
    }
}

bool ProjectionView::stepBack()
{
    const bool hadGesture = std::exchange(m_gesture, Gesture::None) != Gesture::None;
    if (!hadGesture && !m_document.selection().stepBack()) {
        if (!m_zoomed)
            return false;
        fit();
    }
    update();
    return true;
}

void ProjectionView::leaveEvent(QEvent*)
{
    m_hover.leave();
}

} // namespace paretoscope::ui::plots
