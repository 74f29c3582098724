// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/block_compare.h"

#include "ui/look/colours.h"
#include "ui/look/quantity.h"
#include "ui/panels/area_tiles.h"
#include "ui/panels/text.h"
#include "ui/plots/hover_card.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::panels {

namespace {

constexpr double kPad = 8.0;

QString areaText(double area_mm2)
{
    return look::quantity(area_mm2, QStringLiteral("mm²"));
}

/// Blocks that others stand in are drawn by what stands in them; off-chip memory has no silicon here.
bool isDrawn(const std::vector<problem::Block>& blocks, std::size_t index)
{
    const auto isInside = [index](const problem::Block& b) { return b.parent == static_cast<int>(index); };
    return blocks[index].area_mm2 > 0.0 && blocks[index].kind != problem::Block::Kind::OffChip
           && std::none_of(blocks.begin(), blocks.end(), isInside);
}

} // namespace

BlockCompare::BlockCompare(QWidget* parent)
    : QWidget(parent)
    , m_card(new plots::HoverCard(this))
{
    setAccessibleName(tr("Chips side by side, to one scale of area"));
    setMouseTracking(true);
    describe();
}

void BlockCompare::setChips(std::vector<Chip> chips, int reference)
{
    m_chips = std::move(chips);
    m_reference = reference;
    m_card->dismiss();
    arrange();
    describe();
    update();
}

double BlockCompare::captionHeight() const
{
    return 3.0 * fontMetrics().height() + 6.0;
}

/// Takes the grid that lets the largest chip be drawn largest, then draws all to that scale.
void BlockCompare::arrange()
{
    m_cells.clear();
    m_outlines.clear();
    m_tiles.clear();
    m_hottest_J = 0.0;
    const auto count = static_cast<int>(m_chips.size());
    double largest_mm2 = 0.0;
    for (const Chip& chip : m_chips)
        largest_mm2 = std::max(largest_mm2, chip.explanation->area_mm2);
    if (count == 0 || largest_mm2 <= 0.0)
        return;
    const QRectF room(kPad, kPad, width() - 2.0 * kPad, height() - 3.0 * kPad - fontMetrics().height());
    int columns = 1;
    double side = 0.0;
    for (int tried = 1; tried <= count; ++tried) {
        const int lines = (count + tried - 1) / tried;
        const double fits = std::min(room.width() / tried - kPad,
                                     room.height() / lines - captionHeight() - kPad);
        if (fits > side) {
            side = fits;
            columns = tried;
        }
    }
    const int lines = (count + columns - 1) / columns;
    const double scale = std::max(1.0, side) / std::sqrt(largest_mm2); // pixels per millimetre
    for (int i = 0; i < count; ++i) {
        const QRectF cell(room.left() + (i % columns) * room.width() / columns,
                          room.top() + (i / columns) * room.height() / lines, room.width() / columns,
                          room.height() / lines);
        const Chip& chip = m_chips[static_cast<std::size_t>(i)];
        const double edge = std::sqrt(std::max(0.0, chip.explanation->area_mm2)) * scale;
        const QRectF outline(cell.left(), cell.top() + captionHeight(), edge, edge);
        m_cells.push_back(cell);
        m_outlines.push_back(outline);
        const std::vector<problem::Block>& blocks = chip.explanation->blocks;
        std::vector<double> areas_mm2;
        for (std::size_t b = 0; b < blocks.size(); ++b)
            areas_mm2.push_back(isDrawn(blocks, b) ? blocks[b].area_mm2 : 0.0);
        const std::vector<QRectF> tiles = areaTiles(areas_mm2, outline);
        for (std::size_t b = 0; b < blocks.size(); ++b) {
            if (tiles[b].isEmpty())
                continue;
            m_tiles.push_back({static_cast<std::size_t>(i), b, tiles[b]});
            m_hottest_J = std::max(m_hottest_J, blocks[b].energy_J);
        }
    }
}

QRectF BlockCompare::outlineOf(int chip) const
{
    const auto index = static_cast<std::size_t>(chip);
    return index < m_outlines.size() ? m_outlines[index] : QRectF();
}

const problem::Block& BlockCompare::blockOf(const Tile& tile) const
{
    return m_chips[tile.chip].explanation->blocks[tile.block];
}

QStringList BlockCompare::captionOf(std::size_t chip) const
{
    const double area_mm2 = m_chips[chip].explanation->area_mm2;
    const auto reference = static_cast<std::size_t>(
        std::clamp(m_reference, 0, static_cast<int>(m_chips.size()) - 1));
    const double other_mm2 = m_chips[reference].explanation->area_mm2;
    QString change;
    if (chip == reference)
        change = QStringLiteral("★");
    else if (area_mm2 == other_mm2)
        change = QStringLiteral("=");
    else
        change = look::relativeChange(other_mm2, area_mm2, QStringLiteral("mm²"))
                 + (area_mm2 < other_mm2 ? QStringLiteral(" ▲") : QStringLiteral(" ▼"));
    return {m_chips[chip].title, areaText(area_mm2), change};
}

void BlockCompare::paintTile(QPainter& painter, const Tile& tile) const
{
    const look::Colours colours = look::coloursFor(palette());
    const problem::Block& block = blockOf(tile);
    const double heat = m_hottest_J > 0.0 ? block.energy_J / m_hottest_J : 0.0;
    const QColor fill = look::sequential(heat, colours.dark);
    painter.fillRect(tile.area.adjusted(0.5, 0.5, -0.5, -0.5), fill);
    const QFontMetricsF metrics(font());
    const QRectF inside = tile.area.adjusted(4, 3, -4, -3);
    if (inside.height() < metrics.height() || inside.width() < metrics.averageCharWidth() * 5.0)
        return;
    painter.setPen(inkOn(fill));
    painter.drawText(QRectF(inside.left(), inside.top(), inside.width(), metrics.height()), Qt::AlignLeft,
                     fitted(readable(block.name), metrics, inside.width()));
    if (inside.height() >= 2.0 * metrics.height())
        painter.drawText(
            QRectF(inside.left(), inside.top() + metrics.height(), inside.width(), metrics.height()),
            Qt::AlignLeft, fitted(areaText(block.area_mm2), metrics, inside.width()));
}

void BlockCompare::paintLegend(QPainter& painter) const
{
    const look::Colours colours = look::coloursFor(palette());
    const QFontMetricsF metrics(font());
    const double y = height() - kPad - metrics.height();
    const QRectF bar(kPad, y + 3.0, 90.0, metrics.height() - 6.0);
    QLinearGradient gradient(bar.topLeft(), bar.topRight());
    for (int i = 0; i <= 8; ++i)
        gradient.setColorAt(i / 8.0, look::sequential(i / 8.0, colours.dark));
    painter.fillRect(bar, gradient);
    painter.setPen(colours.mutedText);
    const double left = bar.right() + 8.0;
    const QString words = tr("energy of the block, 0 to %1; areas to one scale")
                              .arg(look::quantity(m_hottest_J, QStringLiteral("J")));
    painter.drawText(QRectF(left, y, width() - left - kPad, metrics.height()),
                     Qt::AlignLeft | Qt::AlignVCenter, fitted(words, metrics, width() - left - kPad));
}

void BlockCompare::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const look::Colours colours = look::coloursFor(palette());
    painter.fillRect(rect(), colours.canvas);
    if (m_outlines.empty()) {
        painter.setPen(colours.mutedText);
        painter.drawText(rect().adjusted(8, 8, -8, -8), Qt::AlignCenter | Qt::TextWordWrap,
                         tr("Compare designs to see their chips side by side."));
        return;
    }
    const QFontMetricsF metrics(font());
    for (const Tile& tile : m_tiles)
        paintTile(painter, tile);
    for (std::size_t i = 0; i < m_chips.size(); ++i) {
        painter.setPen(QPen(m_chips[i].colour, 2.0));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(m_outlines[i]);
        QRectF line(m_cells[i].left(), m_cells[i].top(), m_cells[i].width() - 4.0, metrics.height());
        painter.setPen(colours.text);
        for (const QString& words : captionOf(i)) {
            painter.drawText(line, Qt::AlignLeft, fitted(words, metrics, line.width()));
            painter.setPen(colours.mutedText);
            line.translate(0.0, metrics.height());
        }
    }
    paintLegend(painter);
}

void BlockCompare::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void BlockCompare::mouseMoveEvent(QMouseEvent* event)
{
    for (const Tile& tile : m_tiles) {
        if (!tile.area.contains(event->position()))
            continue;
        const problem::Block& block = blockOf(tile);
        QStringList facts{tr("%1 of silicon").arg(areaText(block.area_mm2)),
                          tr("%1 of energy").arg(look::quantity(block.energy_J, QStringLiteral("J")))};
        if (block.size_bytes > 0.0)
            facts << tr("%1 × %2")
                         .arg(block.columns * block.rows)
                         .arg(look::quantity(block.size_bytes, QStringLiteral("B")));
        m_card->showAt(event->position().toPoint(),
                       QStringLiteral("<b>%1: %2</b><br>%3")
                           .arg(m_chips[tile.chip].name.toHtmlEscaped(), readable(block.name).toHtmlEscaped(),
                                facts.join(QStringLiteral("<br>"))));
        return;
    }
    m_card->dismiss();
}

void BlockCompare::leaveEvent(QEvent*)
{
    m_card->dismiss();
}

void BlockCompare::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        arrange();
    update();
}

void BlockCompare::describe()
{
    QStringList words;
    for (std::size_t i = 0; i < m_chips.size(); ++i)
        words << captionOf(i).join(QLatin1Char(' '));
    setAccessibleDescription(words.isEmpty() ? tr("No chips to compare") : words.join(QStringLiteral(", ")));
}

} // namespace paretoscope::ui::panels
