// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/loop_nest_view.h"

#include "ui/look/quantity.h"
#include "ui/panels/nest_words.h"
#include "ui/panels/text.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <numeric>

namespace paretoscope::ui::panels {

namespace {

using problem::NestLevel;
using problem::NestLoop;

constexpr double kNestSide = 10.0;       ///< left and right of everything
constexpr double kMostNestIndent = 16.0; ///< one step inwards
constexpr double kLeastNestIndent = 4.0;

/// What a loop does, and what is left of it in the last tile of a ragged dimension.
QString tipOf(const NestLoop& loop, const QString& what)
{
    QString tip = loop.kind == NestLoop::Kind::Temporal
                      ? LoopNestView::tr("%1: %L2 steps, one after the other.")
                  : loop.kind == NestLoop::Kind::SpatialX
                      ? LoopNestView::tr(
                          "%1: %L2 at the same time, side by side along the columns of the array.")
                      : LoopNestView::tr(
                          "%1: %L2 at the same time, side by side along the rows of the array.");
    tip = tip.arg(what).arg(loop.bound);
    if (loop.lastBound > 0 && loop.lastBound < loop.bound)
        tip += QLatin1Char('\n')
               + LoopNestView::tr("In the last tile only %L1 of them have work.").arg(loop.lastBound);
    if (loop.lastTile < loop.tile)
        tip += QLatin1Char('\n')
               + LoopNestView::tr("The last one covers %L1 of %L2 indices: the factors overshoot the size.")
                     .arg(loop.lastTile)
                     .arg(loop.tile);
    return tip;
}

} // namespace

LoopNestView::LoopNestView(QWidget* parent)
    : QAbstractScrollArea(parent)
    , m_colours(look::coloursFor(palette()))
    , m_mono(QFontDatabase::systemFont(QFontDatabase::FixedFont))
{
    setAccessibleName(tr("Loop nest of the layer"));
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_mono.setPointSizeF(font().pointSizeF());
    viewport()->setCursor(Qt::IBeamCursor);
}

const std::vector<NestLevel>* LoopNestView::nest() const
{
    if (!m_explanation || m_layer < 0 || m_layer >= static_cast<int>(m_explanation->layers.size()))
        return nullptr;
    return &m_explanation->layers[static_cast<std::size_t>(m_layer)].nest;
}

void LoopNestView::setLayer(std::shared_ptr<const problem::Explanation> explanation, int layer)
{
    if (explanation == m_explanation && layer == m_layer)
        return;
    m_explanation = std::move(explanation);
    m_layer = layer;
    m_anchor = m_current = -1;
    m_remarks.clear();
    rebuild();
    setAccessibleDescription(asText());
}

void LoopNestView::setRemarks(const QHash<int, QString>& remarks)
{
    m_remarks = remarks;
    viewport()->update();
}

QString LoopNestView::remarkOn(const Line& line) const
{
    return m_remarks.value(static_cast<int>(&line - m_lines.data()));
}

void LoopNestView::rebuild()
{
    m_lines.clear();
    if (const auto* levels = nest()) {
        int depth = 0;
        for (const NestLevel& level : *levels) {
            m_lines.push_back({Line::Kind::Memory, &level, nullptr, depth});
            for (const NestLoop& loop : level.loops)
                m_lines.push_back({Line::Kind::Loop, &level, &loop, ++depth});
        }
        m_lines.push_back({Line::Kind::Compute, nullptr, nullptr, depth + 1});
    }
    arrange();
}

double LoopNestView::indent() const
{
    // Deep nests in a narrow panel step in less, so that the loops themselves stay whole.
    const QFontMetricsF mono(m_mono);
    double most = kMostNestIndent;
    for (const Line& line : m_lines) {
        if (line.kind == Line::Kind::Memory)
            continue;
        const QString head = line.loop != nullptr ? headOf(*line.loop) : innermost();
        const double room = viewport()->width() - 2 * kNestSide - mono.horizontalAdvance(head) - 8.0;
        most = std::min(most, room / std::max(1, line.depth));
    }
    return std::max(kLeastNestIndent, most);
}

std::vector<QStringList> LoopNestView::residentRows(const NestLevel& level, double width) const
{
    const QFontMetricsF metrics(font());
    std::vector<QStringList> rows;
    double used = 0.0;
    for (const NestLevel::Resident& resident : level.residents) {
        const double each = metrics.horizontalAdvance(residentText(resident)) + 26.0;
        if (rows.empty() || used + each > width) {
            rows.emplace_back();
            used = 0.0;
        }
        rows.back() << text(resident.tensor);
        used += each;
    }
    return rows;
}

void LoopNestView::arrange()
{
    const double line = QFontMetricsF(font()).height();
    double top = 4.0;
    for (Line& each : m_lines) {
        each.top = top;
        if (each.kind == Line::Kind::Memory) {
            const auto rows = residentRows(*each.level, viewport()->width() - 4 * kNestSide);
            each.height = line * (1.0 + static_cast<double>(std::max<std::size_t>(rows.size(), 1))) + 14.0;
            top += 4.0;
            each.top = top;
        } else {
            each.height = line + 7.0;
        }
        top += each.height;
    }
    const int content = static_cast<int>(top) + 8;
    verticalScrollBar()->setRange(0, std::max(0, content - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(static_cast<int>(line + 7.0));
    viewport()->update();
}

QSize LoopNestView::sizeHint() const
{
    const double content = m_lines.empty() ? 120.0 : m_lines.back().top + m_lines.back().height + 12.0;
    return {420, static_cast<int>(content)};
}

QString LoopNestView::asText() const
{
    return nest() ? text(problem::printNest(*nest())) : QString();
}

QString LoopNestView::selectedText() const
{
    if (m_anchor < 0 || m_current < 0)
        return asText();
    const QStringList lines = asText().split(QLatin1Char('\n'));
    const int first = std::min(m_anchor, m_current);
    return lines.mid(first, std::abs(m_anchor - m_current) + 1).join(QLatin1Char('\n')) + QLatin1Char('\n');
}

void LoopNestView::copy() const
{
    if (nest())
        QGuiApplication::clipboard()->setText(selectedText());
}

void LoopNestView::selectLines(int first, int last)
{
    const int end = static_cast<int>(m_lines.size()) - 1;
    m_anchor = std::clamp(first, -1, end);
    m_current = std::clamp(last, -1, end);
    viewport()->update();
}

int LoopNestView::lineAt(int y) const
{
    const double at = y + verticalScrollBar()->value();
    for (std::size_t i = 0; i < m_lines.size(); ++i)
        if (at < m_lines[i].top + m_lines[i].height)
            return static_cast<int>(i);
    return static_cast<int>(m_lines.size()) - 1;
}

QString LoopNestView::tipOf(const Line& line) const
{
    if (line.kind == Line::Kind::Compute)
        return tr(
            "The innermost work: one multiplication and one addition in every active processing element.");
    if (line.kind == Line::Kind::Memory) {
        QStringList rows{tr("%1 holds at a time:").arg(readable(line.level->memory))};
        for (const NestLevel::Resident& resident : line.level->residents)
            rows << residentText(resident);
        if (line.level->capacity_bytes > 0.0)
            rows << tr("%1 of %2 in use")
                        .arg(percent(occupied(*line.level) / line.level->capacity_bytes),
                             look::quantity(line.level->capacity_bytes, QStringLiteral("B")));
        if (const QString remark = remarkOn(line); !remark.isEmpty())
            rows << remark;
        return rows.join(QLatin1Char('\n'));
    }
    const QString what = line.loop->meaning.empty() ? text(line.loop->dimension) : text(line.loop->meaning);
    return panels::tipOf(*line.loop, what);
}

bool LoopNestView::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::ToolTip && !m_lines.empty()) {
        const auto* help = static_cast<QHelpEvent*>(event);
        QToolTip::showText(help->globalPos(), tipOf(m_lines[static_cast<std::size_t>(lineAt(help->y()))]),
                           this);
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void LoopNestView::paintEvent(QPaintEvent*)
{
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(viewport()->rect(), m_colours.canvas);
    if (m_lines.empty()) {
        painter.setPen(m_colours.mutedText);
        painter.drawText(viewport()->rect().adjusted(16, 16, -16, -16), Qt::AlignCenter | Qt::TextWordWrap,
                         tr("No mapping to show."));
        return;
    }
    const int first = std::min(m_anchor, m_current);
    const int last = std::max(m_anchor, m_current);
    const double scrolled = verticalScrollBar()->value();
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        const Line& line = m_lines[i];
        const QRectF area(kNestSide, line.top - scrolled, viewport()->width() - 2 * kNestSide, line.height);
        if (area.bottom() < 0 || area.top() > viewport()->height())
            continue;
        if (first >= 0 && static_cast<int>(i) >= first && static_cast<int>(i) <= last) {
            QColor wash = m_colours.accent;
            wash.setAlphaF(0.22F);
            painter.fillRect(area.adjusted(-kNestSide, 0, kNestSide, 0), wash);
        }
        if (!remarkOn(line).isEmpty())
            painter.fillRect(QRectF(0, area.top() + 2, 4, area.height() - 4), m_colours.pin);
        if (line.kind == Line::Kind::Memory) {
            paintMemory(painter, line, area);
        } else if (line.kind == Line::Kind::Loop) {
            paintLoop(painter, line, area);
        } else {
            painter.setFont(m_mono);
            painter.setPen(m_colours.text);
            painter.drawText(area.adjusted(line.depth * indent(), 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft,
                             innermost());
        }
    }
}

void LoopNestView::paintMemory(QPainter& painter, const Line& line, const QRectF& area) const
{
    const NestLevel& level = *line.level;
    painter.setPen(QPen(m_colours.grid, 1));
    painter.setBrush(m_colours.panel);
    painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -2.5), 4, 4);
    const QRectF inner = area.adjusted(kNestSide, 5, -kNestSide, -5);
    const double height = QFontMetricsF(font()).height();

    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    painter.setFont(bold);
    painter.setPen(m_colours.text);
    const QRectF title(inner.left(), inner.top(), inner.width(), height);
    const double gauge = level.capacity_bytes > 0.0 ? std::min(90.0, inner.width() * 0.28) : 0.0;
    painter.drawText(title, Qt::AlignLeft | Qt::AlignVCenter, readable(level.memory));
    painter.setFont(font());
    painter.setPen(m_colours.mutedText);
    const double name = QFontMetricsF(bold).horizontalAdvance(readable(level.memory)) + 10.0;
    const QRectF right = title.adjusted(name, 0, gauge > 0.0 ? -gauge - 8.0 : 0.0, 0);
    painter.drawText(right, Qt::AlignRight | Qt::AlignVCenter,
                     firstThatFits(fillTexts(level), QFontMetricsF(font()), right.width()));
    if (gauge > 0.0)
        paintGauge(painter, level, {inner.right() - gauge, inner.top() + height / 2 - 4.0, gauge, 8.0});

    double y = title.bottom() + 2.0;
    std::size_t next = 0;
    for (const QStringList& row : residentRows(level, area.width() - 2 * kNestSide)) {
        double x = inner.left();
        for (qsizetype i = 0; i < row.size(); ++i, ++next) {
            const NestLevel::Resident& resident = level.residents[next];
            painter.setPen(Qt::NoPen);
            painter.setBrush(tensorColour(resident.tensor, m_colours));
            painter.drawRect(QRectF(x, y + height / 2 - 4, 8, 8));
            painter.setPen(m_colours.text);
            painter.drawText(QPointF(x + 12, y + QFontMetricsF(font()).ascent()), residentText(resident));
            x += QFontMetricsF(font()).horizontalAdvance(residentText(resident)) + 26.0;
        }
        y += height;
    }
    if (level.residents.empty()) {
        painter.setPen(m_colours.mutedText);
        painter.drawText(QPointF(inner.left(), y + QFontMetricsF(font()).ascent()),
                         tr("holds nothing for this layer"));
    }
}

void LoopNestView::paintGauge(QPainter& painter, const NestLevel& level, const QRectF& area) const
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_colours.grid);
    painter.drawRect(area);
    double x = area.left();
    for (const NestLevel::Resident& resident : level.residents) {
        const double width = std::min(area.right() - x,
                                      area.width() * resident.tile_bytes / level.capacity_bytes);
        painter.setBrush(tensorColour(resident.tensor, m_colours));
        painter.drawRect(QRectF(x, area.top(), std::max(0.0, width), area.height()));
        x += std::max(0.0, width);
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(m_colours.line, 1));
    painter.drawRect(area);
}

void LoopNestView::paintLoop(QPainter& painter, const Line& line, const QRectF& area) const
{
    const double step = indent();
    if (isSpatial(*line.loop)) {
        QColor wash = m_colours.accent;
        wash.setAlphaF(0.28F);
        painter.fillRect(area.adjusted(line.depth * step - 4, 1, 0, -1), QBrush(wash, Qt::BDiagPattern));
    }
    // Guides, so that the eye finds which loop a line stands in.
    painter.setPen(QPen(m_colours.grid, 1));
    for (int depth = 1; depth < line.depth && step >= 8.0; ++depth)
        painter.drawLine(QPointF(area.left() + depth * step + 2, area.top()),
                         QPointF(area.left() + depth * step + 2, area.bottom()));
    const QRectF inner = area.adjusted(line.depth * step, 0, 0, 0);
    const QFontMetricsF mono(m_mono);
    const QString head = headOf(*line.loop);
    painter.setFont(m_mono);
    const QString keyword = head.left(head.indexOf(QStringLiteral("for")) + 3);
    painter.setPen(m_colours.mutedText);
    painter.drawText(inner, Qt::AlignVCenter | Qt::AlignLeft, keyword);
    painter.setPen(m_colours.text);
    painter.drawText(inner.adjusted(mono.horizontalAdvance(keyword), 0, 0, 0),
                     Qt::AlignVCenter | Qt::AlignLeft, head.mid(keyword.size()));
    painter.setFont(font());
    painter.setPen(m_colours.mutedText);
    QStringList meanings{text(line.loop->meaning)};
    if (isSpatial(*line.loop))
        meanings.prepend(
            meanings.front()
            + (line.loop->kind == NestLoop::Kind::SpatialX ? tr(", along columns") : tr(", along rows")));
    if (const QString remark = remarkOn(line); !remark.isEmpty())
        meanings = {meanings.back() + QStringLiteral(" · ") + remark, remark};
    const double used = mono.horizontalAdvance(head) + 14.0;
    painter.drawText(inner.adjusted(used, 0, -2, 0), Qt::AlignVCenter | Qt::AlignRight,
                     firstThatFits(meanings, QFontMetricsF(font()), inner.width() - used - 2));
}

void LoopNestView::reveal(int line)
{
    if (line < 0)
        return;
    const Line& target = m_lines[static_cast<std::size_t>(line)];
    QScrollBar& bar = *verticalScrollBar();
    if (target.top < bar.value())
        bar.setValue(static_cast<int>(target.top));
    else if (target.top + target.height > bar.value() + viewport()->height())
        bar.setValue(static_cast<int>(target.top + target.height) - viewport()->height());
}

void LoopNestView::resizeEvent(QResizeEvent*)
{
    arrange();
}

void LoopNestView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && !m_lines.empty()) {
        const int line = lineAt(event->position().toPoint().y());
        const bool extend = event->modifiers().testFlag(Qt::ShiftModifier) && m_anchor >= 0;
        selectLines(extend ? m_anchor : line, line);
    }
}

void LoopNestView::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons().testFlag(Qt::LeftButton) && m_anchor >= 0)
        selectLines(m_anchor, lineAt(event->position().toPoint().y()));
}

void LoopNestView::keyPressEvent(QKeyEvent* event)
{
    const int end = static_cast<int>(m_lines.size()) - 1;
    if (event->matches(QKeySequence::Copy)) {
        copy();
    } else if (event->matches(QKeySequence::SelectAll)) {
        selectLines(0, end);
    } else if (end >= 0 && (event->key() == Qt::Key_Down || event->key() == Qt::Key_Up)) {
        const int to = std::clamp(m_current + (event->key() == Qt::Key_Down ? 1 : -1), 0, end);
        selectLines(event->modifiers().testFlag(Qt::ShiftModifier) && m_anchor >= 0 ? m_anchor : to, to);
        reveal(to);
    } else {
        QAbstractScrollArea::keyPressEvent(event);
    }
}

void LoopNestView::contextMenuEvent(QContextMenuEvent* event)
{
    QMenu menu(this);
    const QAction* chosen = menu.addAction(tr("Copy as text"));
    if (menu.exec(event->globalPos()) == chosen)
        copy();
}

void LoopNestView::changeEvent(QEvent* event)
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
