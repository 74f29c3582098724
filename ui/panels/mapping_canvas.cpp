// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/mapping_canvas.h"

#include "ui/panels/mapping_canvas_measures.h"
#include "ui/panels/nest_words.h"
#include "ui/panels/text.h"

#include <QEvent>
#include <QFontDatabase>
#include <QScrollBar>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::panels {

using namespace cost::spatial;
using namespace canvas;

MappingCanvas::MappingCanvas(MappingEditing& editing, QWidget* parent)
    : QAbstractScrollArea(parent)
    , m_editing(editing)
    , m_colours(look::coloursFor(palette()))
    , m_mono(QFontDatabase::systemFont(QFontDatabase::FixedFont))
{
    setAccessibleName(tr("Loop nest of the layer, editable"));
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setMouseTracking(true);
    m_mono.setPointSizeF(font().pointSizeF());
    connect(&m_editing, &MappingEditing::stateChanged, this, &MappingCanvas::rebuild);
    connect(&m_editing, &MappingEditing::draftChanged, this, &MappingCanvas::rebuild);
    connect(&m_editing, &MappingEditing::costChanged, viewport(), qOverload<>(&QWidget::update));
    rebuild();
}

// --- Layout ----------------------------------------------------------------------------------------------

void MappingCanvas::rebuild()
{
    // What was in the hand is perhaps no longer there.
    m_drag.reset();
    m_pressed.reset();
    m_scroll.stop();
    m_lines.clear();
    m_marks.clear();
    if (const problem::MappingBench* bench = m_editing.bench()) {
        const Mapping& draft = m_editing.draft();
        m_marks = marksAgainst(draft, bench->searched());
        int depth = 0;
        for (std::size_t l = 0; l < draft.levels.size(); ++l) {
            m_lines.push_back({Line::Kind::Memory, {{l, Lane::Time}, 0}, depth});
            for (const Lane lane : kLanes) {
                const std::size_t loops = loopsOf(draft.levels[l], lane).size();
                for (std::size_t i = 0; i < loops; ++i)
                    m_lines.push_back({Line::Kind::Loop, {{l, lane}, i}, ++depth});
                if (loops == 0 && (lane == Lane::Time || bench->fanOut({l, lane}) > 1))
                    m_lines.push_back({Line::Kind::Empty, {{l, lane}, 0}, depth + 1});
            }
        }
        m_lines.push_back({Line::Kind::Compute, {}, depth + 1});
    }
    m_pointed = -1;
    const int end = static_cast<int>(m_lines.size()) - 1;
    m_current = std::clamp(m_current, std::min(0, end), end);
    if (m_editing.shown())
        setAccessibleDescription(text(problem::printNest(m_editing.shown()->nest)));
    arrange();
}

double MappingCanvas::rowHeight() const
{
    return std::ceil(QFontMetricsF(font()).height()) + 9.0;
}

double MappingCanvas::indent() const
{
    // Deep nests in a narrow panel step in less, so that the loops and their buttons stay whole.
    const QFontMetricsF mono(m_mono);
    const double head = mono.horizontalAdvance(headOf(Lane::Rows, QStringLiteral("k"))) + kGrip
                        + mono.horizontalAdvance(QStringLiteral("8888")) + 3.0 * rowHeight() + 16.0;
    int deepest = 1;
    for (const Line& line : m_lines)
        deepest = std::max(deepest, line.depth);
    return std::clamp((viewport()->width() - 2 * kSide - head) / deepest, kLeastIndent, kMostIndent);
}

QString MappingCanvas::chipText(std::size_t level, std::size_t tensor) const
{
    const std::string& name = m_editing.bench()->layer().operation.tensors[tensor].name;
    if (!m_chipSizes || !m_editing.draft().levels[level].keeps[tensor])
        return readable(name);
    if (const auto shown = m_editing.shown(); shown && level < shown->nest.size())
        for (const auto& resident : shown->nest[level].residents)
            if (resident.tensor == name)
                return residentText(resident);
    return readable(name);
}

std::vector<QRectF> MappingCanvas::chipAreas(std::size_t level, double width) const
{
    const QFontMetricsF metrics(font());
    const double height = std::ceil(metrics.height()) + 4.0;
    // As wide as the longest size needs, so that chips do not move while sizes change.
    const double size = m_chipSizes ? metrics.horizontalAdvance(kLongestSize) : 0.0;
    std::vector<QRectF> areas;
    double x = 0.0;
    double y = 0.0;
    const auto& tensors = m_editing.bench()->layer().operation.tensors;
    for (std::size_t t = 0; t < tensors.size(); ++t) {
        const bool locked = !m_editing.bench()->lock(level, t).empty();
        const double each = metrics.horizontalAdvance(readable(tensors[t].name)) + size + kMark + 5.0
                            + 2 * kChipPadding + (locked ? kLock : 0.0);
        if (x > 0.0 && x + each > width) {
            x = 0.0;
            y += height + 4.0;
        }
        areas.emplace_back(x, y, std::min(each, width), height);
        x += each + 4.0;
    }
    return areas;
}

void MappingCanvas::arrange()
{
    const double row = rowHeight();
    const double room = viewport()->width() - 4 * kSide;
    // Sizes stand in the chips where that leaves them in one row; else they are in the tips.
    m_chipSizes = true;
    if (m_editing.bench() != nullptr && chipAreas(0, room).back().top() > 0.0)
        m_chipSizes = false;
    double top = 4.0;
    for (Line& line : m_lines) {
        line.top = top;
        line.height = row;
        if (line.kind == Line::Kind::Memory) {
            const auto chips = chipAreas(line.place.in.level, room);
            line.top += 4.0;
            line.height = row + (chips.empty() ? 0.0 : chips.back().bottom()) + 12.0;
        } else if (line.kind == Line::Kind::Empty) {
            line.height = row - 4.0;
        }
        top = line.top + line.height;
    }
    const int content = static_cast<int>(top) + 8;
    verticalScrollBar()->setRange(0, std::max(0, content - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(static_cast<int>(row));
    viewport()->update();
}

QSize MappingCanvas::sizeHint() const
{
    return {420, m_lines.empty() ? 120 : static_cast<int>(m_lines.back().top + m_lines.back().height) + 12};
}

QRectF MappingCanvas::areaOf(const Line& line) const
{
    return {kSide, line.top - verticalScrollBar()->value(), viewport()->width() - 2 * kSide, line.height};
}

const MappingCanvas::Line* MappingCanvas::lineOf(LoopPlace loop) const
{
    const auto found = std::find_if(m_lines.begin(), m_lines.end(), [&](const Line& line) {
        return line.kind == Line::Kind::Loop && line.place == loop;
    });
    return found == m_lines.end() ? nullptr : &*found;
}

int MappingCanvas::lineAt(double y) const
{
    const double at = y + verticalScrollBar()->value();
    for (std::size_t i = 0; i < m_lines.size(); ++i)
        if (at < m_lines[i].top + m_lines[i].height)
            return static_cast<int>(i);
    return static_cast<int>(m_lines.size()) - 1;
}

QRectF MappingCanvas::factorArea(const Line& line) const
{
    const QFontMetricsF mono(m_mono);
    const QRectF area = areaOf(line);
    const Loop* loop = loopAt(m_editing.draft(), line.place);
    const double left = area.left() + line.depth * indent() + kGrip
                        + mono.horizontalAdvance(headOf(line.place.in.lane, m_editing.loopName(line.place)));
    const double width = mono.horizontalAdvance(QString::number(loop != nullptr ? loop->factor : 1)) + 10.0;
    return {left + 1.0, area.top() + 2.0, width, area.height() - 4.0};
}

QRectF MappingCanvas::buttonArea(const Line& line, Spot spot) const
{
    const QRectF area = areaOf(line);
    const double side = area.height() - 4.0;
    const double x = area.right() - (spot == Spot::More ? side : 2 * side + 3.0);
    return {x, area.top() + 2.0, side, side};
}

std::optional<std::size_t> MappingCanvas::chipAt(const Line& memory, QPointF at) const
{
    const QRectF area = areaOf(memory);
    const QPointF inside = at - QPointF(area.left() + kSide, area.top() + rowHeight());
    const auto chips = chipAreas(memory.place.in.level, area.width() - 2 * kSide);
    for (std::size_t t = 0; t < chips.size(); ++t)
        if (chips[t].contains(inside))
            return t;
    return {};
}

QRect MappingCanvas::spotOf(LoopPlace loop, Spot spot) const
{
    const Line* line = lineOf(loop);
    if (line == nullptr)
        return {};
    return (spot == Spot::Line ? areaOf(*line) : buttonArea(*line, spot)).toAlignedRect();
}

QRect MappingCanvas::chipOf(std::size_t level, std::size_t tensor) const
{
    for (const Line& line : m_lines) {
        if (line.kind != Line::Kind::Memory || line.place.in.level != level)
            continue;
        const QRectF area = areaOf(line);
        const auto chips = chipAreas(level, area.width() - 2 * kSide);
        if (tensor < chips.size())
            return chips[tensor].translated(area.left() + kSide, area.top() + rowHeight()).toAlignedRect();
    }
    return {};
}

QRect MappingCanvas::emptyLane(LanePlace lane) const
{
    for (const Line& line : m_lines)
        if (line.kind == Line::Kind::Empty && line.place.in == lane)
            return areaOf(line).toAlignedRect();
    return {};
}

void MappingCanvas::resizeEvent(QResizeEvent*)
{
    arrange();
}

void MappingCanvas::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange)
        m_colours = look::coloursFor(palette());
    if (event->type() == QEvent::FontChange)
        m_mono.setPointSizeF(font().pointSizeF());
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        arrange();
    QAbstractScrollArea::changeEvent(event);
}

} // namespace paretoscope::ui::panels
