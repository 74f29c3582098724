// SPDX-License-Identifier: GPL-3.0-or-later
// How the scatter matrix answers to hands.
#include "ui/plots/scatter_matrix_view.h"

#include "ui/plots/pointer_manners.h"

#include <QKeyEvent>
#include <QMouseEvent>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

namespace paretoscope::ui::plots {

namespace {

constexpr double kMarkReach_px = 6.0; ///< to a design

} // namespace

std::optional<session::TrialId> ScatterMatrixView::designAt(QPointF position) const
{
    const std::optional<Cell> cell = cellAt(position);
    if (!cell || cell->row == cell->column || !m_levels || m_levels->frame != m_frame)
        return std::nullopt;
    if (const std::vector<ReferenceMark> marks = referencesIn(*cell); !marks.empty())
        if (const ReferenceMark* mark = referenceAt(marks, position))
            return mark->id;
    // In levels, as the picture was made: a hundred thousand designs are looked through in a fraction of a
    // millisecond.
    const QRectF area = rectOf(*cell);
    const double highest = m_frame.highest();
    const auto x = static_cast<float>((position.x() - area.left()) / area.width() * highest);
    const auto y = static_cast<float>((area.bottom() - position.y()) / area.height() * highest);
    const auto stepX = static_cast<float>(area.width() / highest);
    const auto stepY = static_cast<float>(area.height() / highest);
    const std::vector<std::uint16_t>& across = m_levels->of[cell->column];
    const std::vector<std::uint16_t>& up = m_levels->of[cell->row];
    constexpr auto kReach = static_cast<float>(kMarkReach_px * kMarkReach_px);
    return nearestLit(*m_field, m_levels->rows, kReach, [&](session::TrialId id) {
        if (across[id] == kNoLevel || up[id] == kNoLevel)
            return std::numeric_limits<float>::infinity();
        const float dx = (static_cast<float>(across[id]) - x) * stepX;
        const float dy = (static_cast<float>(up[id]) - y) * stepY;
        return dx * dx + dy * dy;
    });
}

void ScatterMatrixView::mousePressEvent(QMouseEvent* event)
{
    const std::optional<Cell> cell = cellAt(event->position());
    if (event->button() != Qt::LeftButton || !cell || isEmpty())
        return;
    m_hover.hideCard();
    m_active = *cell;
    m_isPressed = true;
    m_pressedAt = event->position();
    m_brushBefore.clear();
    if (event->modifiers() & Qt::ControlModifier)
        m_brushBefore = m_document.selection().brush();
    describe();
    update();
}

void ScatterMatrixView::mouseMoveEvent(QMouseEvent* event)
{
    const QPointF position = event->position();
    if (m_isPressed && !m_isBrushing && (position - m_pressedAt).manhattanLength() >= kDragStart_px)
        m_isBrushing = true;
    if (m_isBrushing) {
        brushTo(position);
        return;
    }
    const std::optional<Cell> cell = cellAt(position);
    setCursor(cell && !isEmpty() ? Qt::CrossCursor : Qt::ArrowCursor);
    const std::optional<session::TrialId> id = designAt(position);
    m_hover.at(position.toPoint(), id);
}

void ScatterMatrixView::mouseReleaseEvent(QMouseEvent* event)
{
    if (!m_isPressed)
        return;
    m_isPressed = false;
    if (m_isBrushing) {
        brushTo(event->position());
        applyBrush();
        m_isBrushing = false;
        return;
    }
    const std::optional<session::TrialId> id = designAt(event->position());
    if (event->modifiers() & Qt::ControlModifier) {
        if (id)
            m_document.addToTray(*id);
        return;
    }
    if (id)
        m_document.selection().setFocus(id);
    sendPair(m_active);
}

void ScatterMatrixView::brushTo(QPointF position)
{
    const QRectF area = rectOf(m_active);
    QRectF box = QRectF(m_pressedAt, position).normalized().intersected(area);
    if (m_active.row == m_active.column) { // a histogram has no height to brush
        box.setTop(area.top());
        box.setBottom(area.bottom());
    }
    m_brushCell = m_active;
    m_brushBox = box;
    m_brushGate->request();
    update();
}

/// The designs inside the box become the brush of all views.
void ScatterMatrixView::applyBrush()
{
    if (!m_brushCell)
        return;
    const QRectF area = rectOf(*m_brushCell);
    const auto interval = [](const Shown& shown, double low, double high) {
        return Interval{shown.column, static_cast<float>(shown.scale.value(low)),
                        static_cast<float>(shown.scale.value(high))};
    };
    std::vector<Interval> intervals{interval(m_shown[m_brushCell->column],
                                             (m_brushBox.left() - area.left()) / area.width(),
                                             (m_brushBox.right() - area.left()) / area.width())};
    if (m_brushCell->row != m_brushCell->column)
        intervals.push_back(interval(m_shown[m_brushCell->row],
                                     (area.bottom() - m_brushBox.bottom()) / area.height(),
                                     (area.bottom() - m_brushBox.top()) / area.height()));
    std::vector<session::TrialId> inside = designsWithin(*m_field, intervals);
    if (m_brushBefore.empty()) {
        m_ownBrush = std::move(inside);
    } else {
        m_ownBrush.clear();
        std::set_union(inside.begin(), inside.end(), m_brushBefore.begin(), m_brushBefore.end(),
                       std::back_inserter(m_ownBrush));
    }
    m_document.selection().setBrush(m_ownBrush);
}

/// The front view takes the pair at once where it is open, and finds it in its settings where it is not.
void ScatterMatrixView::sendPair(Cell cell)
{
    if (cell.row == cell.column || cell.row >= m_shown.size())
        return;
    m_document.showPair(m_shown[cell.column].axis.name, m_shown[cell.row].axis.name);
}

void ScatterMatrixView::keyPressEvent(QKeyEvent* event)
{
    const auto last = m_shown.empty() ? 0 : m_shown.size() - 1;
    switch (event->key()) {
    case Qt::Key_Left:
        m_active.column -= m_active.column > 0 ? 1 : 0;
        break;
    case Qt::Key_Right:
        m_active.column = std::min(m_active.column + 1, m_active.row);
        break;
    case Qt::Key_Up:
        m_active.row = std::max(m_active.column, m_active.row - (m_active.row > 0 ? 1 : 0));
        break;
    case Qt::Key_Down:
        m_active.row = std::min(m_active.row + 1, last);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        sendPair(m_active);
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

bool ScatterMatrixView::stepBack()
{
    if (!m_isPressed)
        return m_document.selection().stepBack();
    m_isPressed = m_isBrushing = false;
    return true;
}

void ScatterMatrixView::leaveEvent(QEvent*)
{
    m_hover.leave();
}

} // namespace paretoscope::ui::plots
