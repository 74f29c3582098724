// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/factor_list.h"
#include "ui/panels/mapping_canvas.h"
#include "ui/panels/nest_words.h"
#include "ui/panels/text.h"

#include <QApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>

namespace paretoscope::ui::panels {

using namespace cost::spatial;

namespace {

constexpr int kNotch = 120; ///< of a wheel, in eighths of degrees
constexpr int kEdge = 24;   ///< a drag this near to an edge scrolls
constexpr int kScroll_ms = 30;

} // namespace

std::optional<LoopPlace> MappingCanvas::currentLoop() const
{
    if (m_current < 0 || m_lines[static_cast<std::size_t>(m_current)].kind != Line::Kind::Loop)
        return {};
    return m_lines[static_cast<std::size_t>(m_current)].place;
}

void MappingCanvas::setCurrentLoop(LoopPlace loop)
{
    if (const Line* line = lineOf(loop)) {
        m_current = static_cast<int>(line - m_lines.data());
        reveal(m_current);
        viewport()->update();
    }
}

void MappingCanvas::follow(const std::optional<LoopPlace>& loop)
{
    if (loop)
        setCurrentLoop(*loop);
}

void MappingCanvas::stepLoop(LoopPlace loop, Step step)
{
    follow(m_editing.step(loop, step));
}

void MappingCanvas::reveal(int index)
{
    const Line& line = m_lines[static_cast<std::size_t>(index)];
    QScrollBar& bar = *verticalScrollBar();
    if (line.top < bar.value())
        bar.setValue(static_cast<int>(line.top));
    else if (line.top + line.height > bar.value() + viewport()->height())
        bar.setValue(static_cast<int>(line.top + line.height) - viewport()->height());
}

// --- Mouse -----------------------------------------------------------------------------------------------

QString MappingCanvas::tipAt(QPointF at) const
{
    if (m_lines.empty())
        return {};
    const Line& line = m_lines[static_cast<std::size_t>(lineAt(at.y()))];
    if (line.kind == Line::Kind::Memory) {
        const auto tensor = chipAt(line, at);
        if (!tensor)
            return {};
        if (const std::string lock = m_editing.bench()->lock(line.place.in.level, *tensor); !lock.empty())
            return readable(lock);
        QString name = readable(m_editing.bench()->layer().operation.tensors[*tensor].name);
        if (const auto shown = m_editing.shown(); shown && line.place.in.level < shown->nest.size())
            for (const auto& resident : shown->nest[line.place.in.level].residents)
                if (readable(resident.tensor) == name)
                    name = residentText(resident);
        return m_editing.draft().levels[line.place.in.level].keeps[*tensor]
                   ? tr("Stores %1. Click to let them pass by.").arg(name)
                   : tr("Lets %1 pass by. Click to store them here.").arg(name);
    }
    if (line.kind == Line::Kind::Loop)
        return tr("%1. Drag to another place; wheel over the number, + or − exchange a prime factor with the "
                  "next loop outwards of the same dimension; double-click for all factors.")
            .arg(m_editing.laneName(line.place.in));
    if (line.kind == Line::Kind::Empty)
        return tr("%1. Drop a loop here.").arg(m_editing.laneName(line.place.in));
    return {};
}

bool MappingCanvas::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        QToolTip::showText(help->globalPos(), tipAt(help->pos()), this);
        return true;
    }
    if (event->type() == QEvent::Leave && m_pointed >= 0) {
        m_pointed = -1;
        viewport()->update();
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void MappingCanvas::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || m_lines.empty())
        return;
    const QPointF at = event->position();
    m_current = lineAt(at.y());
    viewport()->update();
    const Line line = m_lines[static_cast<std::size_t>(m_current)];
    if (line.kind == Line::Kind::Memory) {
        if (const auto tensor = chipAt(line, at)) {
            m_chip = *tensor;
            m_editing.toggle(line.place.in.level, *tensor);
        }
    } else if (line.kind == Line::Kind::Loop) {
        if (buttonArea(line, Spot::Less).contains(at))
            stepLoop(line.place, Step::Down);
        else if (buttonArea(line, Spot::More).contains(at))
            stepLoop(line.place, Step::Up);
        else
            m_pressed = at;
    }
}

void MappingCanvas::point(QPointF at)
{
    const int line = m_lines.empty() ? -1 : lineAt(at.y());
    if (line != m_pointed)
        viewport()->update();
    m_pointed = line;
    const bool isLoop = line >= 0 && m_lines[static_cast<std::size_t>(line)].kind == Line::Kind::Loop;
    bool isFreeChip = false;
    if (line >= 0 && m_lines[static_cast<std::size_t>(line)].kind == Line::Kind::Memory) {
        const Line& memory = m_lines[static_cast<std::size_t>(line)];
        const auto tensor = chipAt(memory, at);
        isFreeChip = tensor && m_editing.bench()->lock(memory.place.in.level, *tensor).empty();
    }
    viewport()->setCursor(isFreeChip ? Qt::PointingHandCursor
                          : isLoop   ? Qt::OpenHandCursor
                                     : Qt::ArrowCursor);
}

void MappingCanvas::mouseMoveEvent(QMouseEvent* event)
{
    const QPointF at = event->position();
    if (m_drag) {
        dragTo(at);
    } else if (m_pressed && event->buttons().testFlag(Qt::LeftButton)) {
        const auto loop = currentLoop();
        if (loop && (at - *m_pressed).manhattanLength() >= QApplication::startDragDistance()) {
            m_drag = Drag{*loop, {}, at.y()};
            viewport()->setCursor(Qt::ClosedHandCursor);
            dragTo(at);
        }
    } else {
        point(at);
    }
}

std::optional<LoopPlace> MappingCanvas::dropAt(double y) const
{
    const auto index = static_cast<std::size_t>(lineAt(y));
    const Line& line = m_lines[index];
    const QRectF area = areaOf(line);
    const bool upper = y < area.center().y();
    switch (line.kind) {
    case Line::Kind::Empty:
        return line.place;
    case Line::Kind::Loop:
        return LoopPlace{line.place.in, line.place.index + (upper ? 0 : 1)};
    case Line::Kind::Memory:
        if (!upper || index == 0)
            return LoopPlace{line.place.in, 0};
        [[fallthrough]];
    case Line::Kind::Compute: {
        // Above it ends the list before.
        const Line& before = m_lines[index - 1];
        return LoopPlace{before.place.in, before.place.index + (before.kind == Line::Kind::Loop ? 1 : 0)};
    }
    }
    return {};
}

void MappingCanvas::dragTo(QPointF at)
{
    m_drag->at = at.y();
    const bool inside = viewport()->rect().adjusted(-40, -40, 40, 40).contains(at.toPoint());
    const auto to = inside ? dropAt(at.y()) : std::nullopt;
    if (to != m_drag->to) {
        m_drag->to = to;
        const auto edited = to ? moveLoop(m_editing.draft(), m_drag->from, *to) : std::nullopt;
        m_editing.consider(edited ? std::optional<Mapping>(edited->mapping) : std::nullopt);
    }
    const bool atEdge = at.y() < kEdge || at.y() > viewport()->height() - kEdge;
    if (atEdge && inside)
        m_scroll.start(kScroll_ms, this);
    else
        m_scroll.stop();
    viewport()->update();
}

void MappingCanvas::timerEvent(QTimerEvent* event)
{
    if (event->timerId() != m_scroll.timerId() || !m_drag) {
        QAbstractScrollArea::timerEvent(event);
        return;
    }
    QScrollBar& bar = *verticalScrollBar();
    bar.setValue(bar.value() + (m_drag->at < kEdge ? -8 : 8));
    dragTo({viewport()->width() / 2.0, m_drag->at});
}

void MappingCanvas::endDrag(bool drop)
{
    const Drag drag = *m_drag;
    m_drag.reset();
    m_pressed.reset();
    m_scroll.stop();
    viewport()->setCursor(Qt::ArrowCursor);
    const auto moved = drop && drag.to ? m_editing.move(drag.from, *drag.to) : std::nullopt;
    if (moved)
        follow(moved);
    else
        m_editing.consider({});
    viewport()->update();
}

void MappingCanvas::mouseReleaseEvent(QMouseEvent* event)
{
    m_pressed.reset();
    if (m_drag && event->button() == Qt::LeftButton)
        endDrag(true);
}

void MappingCanvas::mouseDoubleClickEvent(QMouseEvent* event)
{
    const auto loop = currentLoop();
    const Line* line = loop ? lineOf(*loop) : nullptr;
    const QPointF at = event->position();
    if (line == nullptr || buttonArea(*line, Spot::Less).contains(at)
        || buttonArea(*line, Spot::More).contains(at))
        mousePressEvent(event); // a quick second click on a button is another step
    else
        openFactors();
}

void MappingCanvas::wheelEvent(QWheelEvent* event)
{
    const int index = m_lines.empty() ? -1 : lineAt(event->position().y());
    const bool overFactor = index >= 0 && m_lines[static_cast<std::size_t>(index)].kind == Line::Kind::Loop
                            && factorArea(m_lines[static_cast<std::size_t>(index)])
                                   .contains(event->position());
    if (!overFactor || m_drag) {
        QAbstractScrollArea::wheelEvent(event);
        return;
    }
    m_wheel += event->angleDelta().y();
    if (std::abs(m_wheel) >= kNotch) {
        const Step step = m_wheel > 0 ? Step::Up : Step::Down;
        m_wheel = 0;
        stepLoop(m_lines[static_cast<std::size_t>(index)].place, step);
    }
    event->accept();
}

// --- Keys ------------------------------------------------------------------------------------------------

void MappingCanvas::moveCurrent(int by)
{
    const int end = static_cast<int>(m_lines.size()) - 1;
    if (end < 0)
        return;
    m_current = std::clamp(m_current + by, 0, end);
    reveal(m_current);
    viewport()->update();
}

/// One place up or down; at the end of its list into the next one that is shown.
void MappingCanvas::carry(int by)
{
    const auto loop = currentLoop();
    if (!loop)
        return;
    const std::size_t length = loopsOf(m_editing.draft().levels[loop->in.level], loop->in.lane).size();
    if (by < 0 && loop->index > 0) {
        follow(m_editing.move(*loop, {loop->in, loop->index - 1}));
        return;
    }
    if (by > 0 && loop->index + 1 < length) {
        follow(m_editing.move(*loop, {loop->in, loop->index + 2}));
        return;
    }
    for (int i = m_current + by; i >= 0 && i < static_cast<int>(m_lines.size()); i += by) {
        const Line& line = m_lines[static_cast<std::size_t>(i)];
        const bool isList = line.kind == Line::Kind::Loop || line.kind == Line::Kind::Empty;
        if (!isList || line.place.in == loop->in)
            continue;
        const bool after = line.kind == Line::Kind::Loop && by < 0;
        follow(m_editing.move(*loop, {line.place.in, line.place.index + (after ? 1 : 0)}));
        return;
    }
}

void MappingCanvas::send(Lane lane)
{
    if (const auto loop = currentLoop())
        follow(m_editing.move(*loop, {{loop->in.level, lane}, lane == Lane::Time ? std::size_t{64} : 0}));
}

bool MappingCanvas::keyOnLoop(int key, LoopPlace loop)
{
    switch (key) {
    case Qt::Key_Plus:
    case Qt::Key_Equal: // plus without Shift
        stepLoop(loop, Step::Up);
        return true;
    case Qt::Key_Minus:
        stepLoop(loop, Step::Down);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        openFactors();
        return true;
    case Qt::Key_T:
        send(Lane::Time);
        return true;
    case Qt::Key_R:
        send(Lane::Rows);
        return true;
    case Qt::Key_C:
        send(Lane::Columns);
        return true;
    default:
        return false;
    }
}

bool MappingCanvas::keyOnMemory(int key, std::size_t level)
{
    const std::size_t tensors = m_editing.bench()->layer().operation.tensors.size();
    switch (key) {
    case Qt::Key_Left:
    case Qt::Key_Right:
        m_chip = (m_chip + (key == Qt::Key_Right ? 1 : tensors - 1)) % tensors;
        viewport()->update();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        m_editing.toggle(level, m_chip);
        return true;
    default:
        return false;
    }
}

void MappingCanvas::keyPressEvent(QKeyEvent* event)
{
    const auto loop = currentLoop();
    const Line* line = m_current >= 0 ? &m_lines[static_cast<std::size_t>(m_current)] : nullptr;
    const bool onMemory = line != nullptr && line->kind == Line::Kind::Memory;
    const bool plain = (event->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) == 0;
    const int key = event->key();
    if (key == Qt::Key_Up || key == Qt::Key_Down) {
        const int by = key == Qt::Key_Down ? 1 : -1;
        event->modifiers().testFlag(Qt::AltModifier) ? carry(by) : moveCurrent(by);
    } else if (key == Qt::Key_Escape && m_drag) {
        endDrag(false);
    } else if (!plain
               || !((loop && keyOnLoop(key, *loop))
                    || (onMemory && keyOnMemory(key, line->place.in.level)))) {
        QAbstractScrollArea::keyPressEvent(event);
    }
}

void MappingCanvas::openFactors()
{
    const auto loop = currentLoop();
    const Line* line = loop ? lineOf(*loop) : nullptr;
    if (line == nullptr)
        return;
    auto* list = new FactorList(m_editing, *loop, this);
    connect(list, &FactorList::chosen, this, [this, place = *loop](qint64 factor, LanePlace partner) {
        follow(m_editing.setFactor(place, factor, partner));
    });
    list->popUpAt(viewport()->mapToGlobal(factorArea(*line).bottomLeft().toPoint()));
}

} // namespace paretoscope::ui::panels
