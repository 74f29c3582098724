// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/block_diagram.h"

#include "ui/look/quantity.h"
#include "ui/panels/text.h"
#include "ui/plots/hover_card.h"

#include <QKeyEvent>
#include <QLinearGradient>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <limits>

namespace paretoscope::ui::panels {

namespace {

using problem::Block;

constexpr double kMargin = 8.0;
constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

QString meshOf(const Block& block)
{
    return QStringLiteral("%L1 × %L2").arg(block.columns).arg(block.rows);
}

/// "108 KiB", "4 × 1 banks of 32 KiB", "14 × 12 elements".
QString sizeText(const Block& block)
{
    const QString size = block.size_bytes > 0.0 ? look::quantity(block.size_bytes, QStringLiteral("B"))
                                                : QString();
    if (block.kind == Block::Kind::Array)
        return meshOf(block);
    if (block.kind == Block::Kind::Buffer && block.columns * block.rows > 1)
        return QStringLiteral("%1 × %2").arg(meshOf(block), size);
    return size;
}

void paintArrow(QPainter& painter, QPointF from, QPointF to, const QColor& colour)
{
    const QLineF line(from, to);
    if (line.length() < 8.0)
        return;
    const QPointF along = (to - from) / line.length();
    const QPointF side(-along.y(), along.x());
    const auto head = [&](QPointF tip, QPointF way) {
        painter.drawPolygon(QPolygonF{tip, tip - way * 6 + side * 3.6, tip - way * 6 - side * 3.6});
    };
    painter.setPen(QPen(colour, 1.6));
    painter.drawLine(QLineF(from + along * 5, to - along * 5));
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    head(to - along, along);
    head(from + along, -along);
}

} // namespace

BlockDiagram::BlockDiagram(QWidget* parent)
    : QWidget(parent)
    , m_colours(look::coloursFor(palette()))
    , m_card(new plots::HoverCard(this))
{
    setAccessibleName(tr("Block diagram of the machine"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void BlockDiagram::setExplanation(std::shared_ptr<const problem::Explanation> explanation)
{
    if (explanation == m_explanation)
        return;
    m_explanation = std::move(explanation);
    m_pointed = -1;
    m_card->dismiss();
    QStringList sentences;
    for (int i = 0; i < static_cast<int>(blocks().size()); ++i)
        sentences << describeBlock(i);
    setAccessibleDescription(sentences.isEmpty() ? tr("No machine to draw.")
                                                 : sentences.join(QStringLiteral(" ")));
    relayout();
    updateGeometry();
}

void BlockDiagram::setHeat(Heat heat)
{
    m_heat = heat;
    update();
}

const std::vector<Block>& BlockDiagram::blocks() const
{
    static const std::vector<Block> none;
    return m_explanation ? m_explanation->blocks : none;
}

double BlockDiagram::line() const
{
    return QFontMetricsF(font()).height();
}

double BlockDiagram::legendHeight() const
{
    return 2.6 * line();
}

QStringList BlockDiagram::factsOf(const Block& b) const
{
    QStringList facts;
    if (!sizeText(b).isEmpty())
        facts << sizeText(b);
    if (!b.holds.empty())
        facts << tr("holds %1").arg(text(b.holds));
    if (b.area_mm2 > 0.0)
        facts << tr("area %1").arg(look::quantity(b.area_mm2, QStringLiteral("mm²")));
    if (m_explanation->energy_J > 0.0)
        facts << tr("energy %1 (%2)")
                     .arg(look::quantity(b.energy_J, QStringLiteral("J")),
                          percent(b.energy_J / m_explanation->energy_J));
    if (b.utilization > 0.0)
        facts << (b.size_bytes > 0.0 ? tr("%1 full").arg(percent(b.utilization))
                                     : tr("%1 of cycles at work").arg(percent(b.utilization)));
    return facts;
}

QString BlockDiagram::describeBlock(int block) const
{
    const Block& b = blocks()[static_cast<std::size_t>(block)];
    return tr("%1: %2.").arg(readable(b.name), factsOf(b).join(QStringLiteral(", ")));
}

QRectF BlockDiagram::areaOf(int block) const
{
    for (const BlockLayout::Placed& placed : m_layout.blocks)
        if (placed.block == block)
            return placed.area;
    return {};
}

double BlockDiagram::heatOf(const Block& block) const
{
    if (m_heat == Heat::Energy)
        return m_explanation->energy_J > 0.0 ? block.energy_J / m_explanation->energy_J : kNothing;
    return block.kind == Block::Kind::OffChip || m_explanation->layers.empty() ? kNothing : block.utilization;
}

double BlockDiagram::hottest() const
{
    if (m_heat == Heat::Utilization)
        return 1.0;
    double most = 0.0;
    for (const Block& block : blocks())
        if (const double heat = heatOf(block); std::isfinite(heat))
            most = std::max(most, heat);
    return most;
}

BlockDiagram::Tone BlockDiagram::toneOf(const Block& block) const
{
    const double heat = heatOf(block);
    if (!std::isfinite(heat) || hottest() <= 0.0)
        return {m_colours.canvas, m_colours.text, m_colours.mutedText};
    const QColor fill = look::sequential(std::clamp(heat / hottest(), 0.0, 1.0), m_colours.dark);
    const QColor ink = inkOn(fill);
    return {fill, ink, ink};
}

void BlockDiagram::relayout()
{
    const QSizeF room(width() - 2 * kMargin, height() - 2 * kMargin - legendHeight());
    m_layout = layOut(blocks(), room, line());
    const QPointF shift(kMargin, kMargin);
    m_layout.chip.translate(shift);
    m_layout.caption.translate(shift);
    m_layout.grid.translate(shift);
    m_layout.lens.translate(shift);
    for (BlockLayout::Placed& placed : m_layout.blocks)
        placed.area.translate(shift);
    for (BlockLayout::Link& link : m_layout.links) {
        link.from += shift;
        link.to += shift;
    }
    update();
}

int BlockDiagram::heightForWidth(int width) const
{
    const double height = blocks().empty() ? 8.0 * line()
                                           : preferredHeight(blocks(), width - 2 * kMargin, line());
    return static_cast<int>(std::ceil(height + legendHeight() + 2 * kMargin));
}

QSize BlockDiagram::sizeHint() const
{
    return {420, heightForWidth(420)};
}

QSize BlockDiagram::minimumSizeHint() const
{
    return {240, 200};
}

void BlockDiagram::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (blocks().empty()) {
        painter.setPen(m_colours.mutedText);
        painter.drawText(rect().adjusted(16, 16, -16, -16), Qt::AlignCenter | Qt::TextWordWrap,
                         tr("This design has no machine to draw."));
        return;
    }
    if (!m_layout.chip.isNull()) {
        painter.setPen(QPen(m_colours.line, 1.2));
        painter.setBrush(m_colours.panel);
        painter.drawRoundedRect(m_layout.chip, 8, 8);
        painter.setPen(m_colours.mutedText);
        painter.drawText(m_layout.chip.adjusted(14, 6, -14, 0), Qt::AlignLeft | Qt::AlignTop,
                         tr("Chip  %1").arg(look::quantity(m_explanation->area_mm2, QStringLiteral("mm²"))));
    }
    if (!m_layout.lens.isNull())
        paintLens(painter);
    for (const BlockLayout::Link& link : m_layout.links)
        paintArrow(painter, link.from, link.to, m_colours.mutedText);
    for (const BlockLayout::Placed& placed : m_layout.blocks)
        paintBlock(painter, placed);
    paintLegend(painter);
    if (m_pointed >= 0) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(m_colours.accent, 2.4));
        painter.drawRoundedRect(
            m_layout.blocks[static_cast<std::size_t>(m_pointed)].area.adjusted(-3, -3, 3, 3), 7, 7);
    }
}

void BlockDiagram::paintBlock(QPainter& painter, const BlockLayout::Placed& placed) const
{
    const Block& block = blocks()[static_cast<std::size_t>(placed.block)];
    const bool array = block.kind == Block::Kind::Array;
    const Tone tone = array ? Tone{m_colours.panel, m_colours.text, m_colours.mutedText} : toneOf(block);
    painter.setPen(
        QPen(m_colours.line, 1, block.kind == Block::Kind::OffChip ? Qt::DashLine : Qt::SolidLine));
    painter.setBrush(tone.fill);
    painter.drawRoundedRect(placed.area, 5, 5);
    if (array) {
        paintCaption(painter, block);
        paintGrid(painter, block);
    } else {
        paintWords(painter, block, placed.area.adjusted(8, 5, -8, -5), tone);
    }
    painter.setFont(font());
}

void BlockDiagram::paintWords(QPainter& painter, const Block& block, const QRectF& area,
                              const Tone& tone) const
{
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    const QString size = sizeText(block);
    const QString holds = text(block.holds);
    const bool tall = area.height() > 3.1 * line();
    const double above = tall ? 1.5 : holds.isEmpty() && size.isEmpty() ? 0.5 : 1.0;
    double y = area.center().y() - line() * above;
    const auto print = [&](const QString& what, const QFont& face, const QColor& ink) {
        painter.setFont(face);
        painter.setPen(ink);
        painter.drawText(QRectF(area.left(), y, area.width(), line()), Qt::AlignCenter,
                         fitted(what, QFontMetricsF(face), area.width()));
        y += line();
    };
    // One line for name and size where both fit and there is little height, else one each.
    const QString together = readable(block.name) + QStringLiteral("  ") + size;
    if (!tall && QFontMetricsF(bold).horizontalAdvance(together) <= area.width()) {
        print(together, bold, tone.ink);
    } else {
        print(readable(block.name), bold, tone.ink);
        if (!size.isEmpty())
            print(size, font(), tone.ink);
    }
    if (holds.isEmpty())
        return;
    if (const QRectF rest(area.left(), y, area.width(), area.bottom() - y); rest.height() >= 2.0 * line()) {
        painter.setFont(font());
        painter.setPen(tone.soft);
        painter.drawText(rest, Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, holds);
    } else if (rest.height() > -2.0 && (tall || y < area.center().y() + line())) {
        print(holds, font(), tone.soft);
    }
}

void BlockDiagram::paintCaption(QPainter& painter, const Block& array) const
{
    const QRectF& area = m_layout.caption;
    const QFontMetricsF metrics(font());
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    painter.setFont(bold);
    painter.setPen(m_colours.text);
    painter.drawText(QRectF(area.left(), area.top(), area.width(), line()), Qt::AlignLeft | Qt::AlignVCenter,
                     fitted(readable(array.name), QFontMetricsF(bold), area.width()));
    const QString whole = tr("%1 processing elements").arg(meshOf(array));
    painter.setFont(font());
    painter.setPen(m_colours.mutedText);
    painter.drawText(
        QRectF(area.left(), area.top() + line(), area.width(), line()), Qt::AlignLeft | Qt::AlignVCenter,
        metrics.horizontalAdvance(whole) <= area.width() ? whole
                                                         : fitted(meshOf(array), metrics, area.width()));
}

void BlockDiagram::paintGrid(QPainter& painter, const Block& array) const
{
    const Tone tone = toneOf(array);
    const QSizeF cell = m_layout.cell();
    const double gap = std::clamp(std::min(cell.width(), cell.height()) * 0.14, 0.6, 3.0);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tone.fill == m_colours.canvas ? m_colours.grid : tone.fill);
    for (int row = 0; row < m_layout.gridRows && !m_layout.grid.isNull(); ++row)
        for (int column = 0; column < m_layout.gridColumns; ++column)
            painter.drawRect(
                QRectF(m_layout.grid.topLeft() + QPointF(column * cell.width(), row * cell.height()), cell)
                    .adjusted(gap / 2, gap / 2, -gap / 2, -gap / 2));
}

void BlockDiagram::paintLens(QPainter& painter) const
{
    // Two hairlines from one cell of the grid to the frame say "this one, enlarged".
    const QSizeF size = m_layout.cell();
    const QRectF cell(m_layout.grid.right() - size.width(), m_layout.grid.bottom() - size.height(),
                      size.width(), size.height());
    painter.setPen(QPen(m_colours.mutedText, 1, Qt::DotLine));
    if (m_layout.wide) {
        painter.drawLine(cell.topRight(), m_layout.lens.topLeft() + QPointF(0, 6));
        painter.drawLine(cell.bottomRight(), m_layout.lens.bottomLeft() - QPointF(0, 6));
    } else {
        painter.drawLine(cell.bottomLeft(), m_layout.lens.topLeft() + QPointF(6, 0));
        painter.drawLine(cell.bottomRight(), m_layout.lens.topRight() - QPointF(6, 0));
    }
    painter.setPen(QPen(m_colours.mutedText, 1.2));
    painter.setBrush(m_colours.panel);
    painter.drawRoundedRect(m_layout.lens, 8, 8);
    painter.setPen(m_colours.mutedText);
    const QRectF caption = m_layout.lens.adjusted(10, 6, -10, 0);
    painter.drawText(caption, Qt::AlignLeft | Qt::AlignTop,
                     fitted(tr("One processing element"), QFontMetricsF(font()), caption.width()));
}

void BlockDiagram::paintLegend(QPainter& painter) const
{
    const QRectF area(kMargin, height() - kMargin - legendHeight() + 0.5 * line(), width() - 2 * kMargin,
                      legendHeight() - 0.5 * line());
    const double bar = std::min(140.0, area.width() * 0.4);
    QLinearGradient gradient(area.left(), 0, area.left() + bar, 0);
    for (int i = 0; i <= 10; ++i)
        gradient.setColorAt(i / 10.0, look::sequential(i / 10.0, m_colours.dark));
    painter.setPen(Qt::NoPen);
    painter.setBrush(gradient);
    painter.drawRoundedRect(QRectF(area.left(), area.top() + line() * 0.25, bar, line() * 0.5), 2, 2);
    painter.setPen(m_colours.mutedText);
    const QString what = m_heat == Heat::Energy ? tr("share of energy, 0 to %1").arg(percent(hottest()))
                                                : tr("in use, 0 to 100 %");
    const QRectF beside = area.adjusted(bar + 8, 0, 0, 0);
    const QFontMetricsF metrics(font());
    painter.drawText(QRectF(beside.left(), beside.top(), beside.width(), line()),
                     Qt::AlignLeft | Qt::AlignVCenter, fitted(what, metrics, beside.width()));
    QStringList remarks;
    if (m_layout.cellColumns * m_layout.cellRows > 1)
        remarks << tr("one square = %1 × %2 elements").arg(m_layout.cellColumns).arg(m_layout.cellRows);
    remarks << (m_layout.toScale ? tr("areas on the chip to scale")
                                 : tr("small blocks enlarged to be legible"));
    painter.drawText(QRectF(area.left(), area.top() + line(), area.width(), line()),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     fitted(remarks.join(QStringLiteral(" · ")), metrics, area.width()));
}

int BlockDiagram::placeAt(QPointF position) const
{
    // The innermost comes last.
    for (int i = static_cast<int>(m_layout.blocks.size()) - 1; i >= 0; --i)
        if (m_layout.blocks[static_cast<std::size_t>(i)].area.contains(position))
            return i;
    return -1;
}

void BlockDiagram::point(int place)
{
    if (place == m_pointed)
        return;
    m_pointed = place;
    if (place < 0) {
        m_card->dismiss();
    } else {
        const BlockLayout::Placed& placed = m_layout.blocks[static_cast<std::size_t>(place)];
        const Block& block = blocks()[static_cast<std::size_t>(placed.block)];
        m_card->showAt(placed.area.center().toPoint(),
                       QStringLiteral("<b>%1</b><br>%2")
                           .arg(readable(block.name).toHtmlEscaped(),
                                factsOf(block)
                                    .join(QLatin1Char('\n'))
                                    .toHtmlEscaped()
                                    .replace(QLatin1Char('\n'), QStringLiteral("<br>"))));
    }
    update();
}

void BlockDiagram::resizeEvent(QResizeEvent*)
{
    m_pointed = -1;
    m_card->dismiss();
    relayout();
}

void BlockDiagram::mouseMoveEvent(QMouseEvent* event)
{
    point(placeAt(event->position()));
}

void BlockDiagram::mouseReleaseEvent(QMouseEvent* event)
{
    const int place = placeAt(event->position());
    if (event->button() == Qt::LeftButton && place >= 0)
        Q_EMIT blockActivated(text(
            blocks()[static_cast<std::size_t>(m_layout.blocks[static_cast<std::size_t>(place)].block)].name));
}

void BlockDiagram::leaveEvent(QEvent*)
{
    point(-1);
}

void BlockDiagram::focusOutEvent(QFocusEvent* event)
{
    point(-1);
    QWidget::focusOutEvent(event);
}

void BlockDiagram::keyPressEvent(QKeyEvent* event)
{
    const int count = static_cast<int>(m_layout.blocks.size());
    const bool forward = event->key() == Qt::Key_Right || event->key() == Qt::Key_Down;
    const bool back = event->key() == Qt::Key_Left || event->key() == Qt::Key_Up;
    if (count > 0 && (forward || back)) {
        point(m_pointed < 0 ? (forward ? 0 : count - 1) : (m_pointed + (forward ? 1 : count - 1)) % count);
    } else if (m_pointed >= 0 && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
        const int block = m_layout.blocks[static_cast<std::size_t>(m_pointed)].block;
        Q_EMIT blockActivated(text(blocks()[static_cast<std::size_t>(block)].name));
    } else if (m_pointed >= 0 && event->key() == Qt::Key_Escape) {
        point(-1);
    } else {
        QWidget::keyPressEvent(event);
    }
}

void BlockDiagram::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange) {
        m_colours = look::coloursFor(palette());
        update();
    } else if (event->type() == QEvent::FontChange) {
        relayout();
        updateGeometry();
    }
    QWidget::changeEvent(event);
}

} // namespace paretoscope::ui::panels
