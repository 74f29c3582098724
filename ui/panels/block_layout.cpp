// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/block_layout.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace paretoscope::ui::panels {

namespace {

using problem::Block;

constexpr double kGap = 26.0;           ///< between blocks, holds an arrow
constexpr double kPadding = 12.0;       ///< between the chip's outline and its blocks
constexpr double kInset = 8.0;          ///< between the array's outline and what it shows
constexpr double kMostStretch = 1.6;    ///< of a cell, longer side to shorter: still seen as a square-like PE
constexpr std::int64_t kMostCells = 32; ///< per direction; a finer grid would only be a grey area

/// What stands where in the hierarchy, as indexes into the blocks.
struct Parts
{
    std::vector<int> offChip, onChip, inPe;
    int array = -1;
};

Parts sorted(const std::vector<Block>& blocks)
{
    Parts parts;
    for (int i = 0; i < static_cast<int>(blocks.size()); ++i) {
        const Block& block = blocks[static_cast<std::size_t>(i)];
        if (block.kind == Block::Kind::Array && parts.array < 0)
            parts.array = i;
        if (block.parent >= 0)
            parts.inPe.push_back(i);
        else
            (block.kind == Block::Kind::OffChip ? parts.offChip : parts.onChip).push_back(i);
    }
    return parts;
}

/// Divides `room` in proportion to `weights`, none below `least`; `toScale` turns false when that had to
/// bend.
std::vector<double> share(double room, const std::vector<double>& weights, const std::vector<double>& least,
                          bool& toScale)
{
    std::vector<bool> bent(weights.size(), false);
    std::vector<double> lengths(weights.size(), 0.0);
    for (std::size_t round = 0; round <= weights.size(); ++round) {
        double left = room, sum = 0.0;
        for (std::size_t i = 0; i < weights.size(); ++i)
            (bent[i] ? left : sum) += bent[i] ? -least[i] : weights[i];
        bool again = false;
        for (std::size_t i = 0; i < weights.size(); ++i) {
            lengths[i] = bent[i] ? least[i] : sum > 0.0 ? std::max(0.0, left) * weights[i] / sum : least[i];
            if (!bent[i] && lengths[i] < least[i])
                bent[i] = again = true;
        }
        if (!again)
            break;
    }
    toScale = toScale && std::none_of(bent.begin(), bent.end(), [](bool b) { return b; });
    return lengths;
}

/// A direction to lay out along, so that the wide and the narrow picture are one program.
struct Flow
{
    bool wide;
    [[nodiscard]] QRectF rect(double along, double length, double across, double breadth) const
    {
        return wide ? QRectF(along, across, length, breadth) : QRectF(across, along, breadth, length);
    }
    [[nodiscard]] QPointF point(double along, double across) const
    {
        return wide ? QPointF(along, across) : QPointF(across, along);
    }
};

// Lengths along a wide picture, in lines of text: what holds the words of each part.
constexpr double kWideOffChip = 7.5, kWideBuffer = 8.0, kWideArray = 10.0, kWideLens = 13.0;

/// The width from which everything can stand side by side; below, the picture runs downwards.
double wideFrom(const Parts& parts, double line)
{
    const auto offChip = static_cast<double>(parts.offChip.size());
    const auto onChip = static_cast<double>(parts.onChip.size());
    const double buffers = onChip - (parts.array >= 0 ? 1.0 : 0.0);
    return offChip * (kWideOffChip * line + kGap) + 2 * kPadding + buffers * (kWideBuffer * line + kGap)
           + kWideArray * line + (parts.inPe.empty() ? 0.0 : kWideLens * line + kGap);
}

/// Cells that the grid of an array shows.
QSize cellsOf(const Block& array, std::int64_t perColumn, std::int64_t perRow)
{
    const auto cells = [](std::int64_t n, std::int64_t each) {
        return static_cast<int>((std::max<std::int64_t>(n, 1) + each - 1) / each);
    };
    return {cells(array.columns, perColumn), cells(array.rows, perRow)};
}

std::int64_t elementsPerCell(std::int64_t n)
{
    return (std::max<std::int64_t>(n, 1) + kMostCells - 1) / kMostCells;
}

double captionHeight(double line)
{
    return kInset + 2.0 * line + 4.0;
}

/// Height that the array's block deserves at this breadth: square cells that use all of it, within reason.
double arrayHeight(const Block& array, double breadth, double line)
{
    const QSize cells = cellsOf(array, elementsPerCell(array.columns), elementsPerCell(array.rows));
    const double grid = (breadth - 2 * kInset) * cells.height() / cells.width();
    return std::clamp(captionHeight(line) + grid + kInset, 7.0 * line, 20.0 * line);
}

void placeGrid(BlockLayout& layout, const Block& array, QRectF area, double line)
{
    layout.cellColumns = elementsPerCell(array.columns);
    layout.cellRows = elementsPerCell(array.rows);
    const QSize cells = cellsOf(array, layout.cellColumns, layout.cellRows);
    layout.gridColumns = cells.width();
    layout.gridRows = cells.height();
    layout.caption = QRectF(area.left() + kInset, area.top() + kInset, area.width() - 2 * kInset, 2.0 * line);
    const QRectF room = area.adjusted(kInset, captionHeight(line), -kInset, -kInset);
    if (room.width() <= 0.0 || room.height() <= 0.0)
        return;
    // Square PEs, so that the grid has the array's own proportions; stretched a little where that fills the
    // room.
    const double acrossPitch = room.width() / cells.width(), downPitch = room.height() / cells.height();
    const double least = std::min(acrossPitch, downPitch);
    const QSizeF size(std::min(acrossPitch, least * kMostStretch) * cells.width(),
                      std::min(downPitch, least * kMostStretch) * cells.height());
    layout.grid = QRectF(room.center().x() - size.width() / 2, room.top(), size.width(), size.height());
}

void placeLens(BlockLayout& layout, const Parts& parts, QRectF lens, double line)
{
    layout.lens = lens;
    const auto n = static_cast<double>(parts.inPe.size());
    const QRectF inner = lens.adjusted(10, 1.5 * line + 6, -10, -10);
    const bool sideBySide = inner.width() > inner.height() * 1.6 && inner.width() / n > 9 * line;
    for (std::size_t i = 0; i < parts.inPe.size(); ++i) {
        const auto k = static_cast<double>(i);
        const double gap = 14.0;
        const double width = sideBySide ? (inner.width() - gap * (n - 1)) / n : inner.width();
        const double height = sideBySide ? inner.height() : (inner.height() - gap * (n - 1)) / n;
        const QRectF area(inner.left() + (sideBySide ? k * (width + gap) : 0),
                          inner.top() + (sideBySide ? 0 : k * (height + gap)), width, height);
        if (i > 0) {
            const QRectF before = layout.blocks.back().area;
            if (sideBySide)
                layout.links.push_back(
                    {{before.right(), area.center().y()}, {area.left(), area.center().y()}});
            else
                layout.links.push_back(
                    {{area.center().x(), before.bottom()}, {area.center().x(), area.top()}});
        }
        layout.blocks.push_back({parts.inPe[i], area});
    }
}

double lensLength(const Parts& parts, bool wide, double line)
{
    if (parts.inPe.empty())
        return 0.0;
    const auto n = static_cast<double>(parts.inPe.size());
    return wide ? kWideLens * line : n * 2.6 * line + (n - 1) * 14.0 + 1.5 * line + 18.0;
}

} // namespace

double preferredHeight(const std::vector<Block>& blocks, double width, double line)
{
    const Parts parts = sorted(blocks);
    if (width >= wideFrom(parts, line))
        return std::clamp(width * 0.4, lensLength(parts, false, line) + 2 * kPadding, 26.0 * line);
    double height = static_cast<double>(parts.offChip.size()) * (2.8 * line + kGap);
    for (const int i : parts.onChip)
        height += i == parts.array
                      ? arrayHeight(blocks[static_cast<std::size_t>(i)], width - 2 * kPadding, line)
                      : 3.4 * line + kGap;
    height += 2 * kPadding + 1.4 * line;
    return height + (parts.inPe.empty() ? 0.0 : kGap + lensLength(parts, false, line));
}

BlockLayout layOut(const std::vector<Block>& blocks, QSizeF size, double line)
{
    BlockLayout layout;
    const Parts parts = sorted(blocks);
    layout.wide = size.width() >= wideFrom(parts, line);
    const Flow flow{layout.wide};
    const double total = layout.wide ? size.width() : size.height();
    const double across = layout.wide ? size.height() : size.width();
    double at = 0.0;
    const auto link = [&](double from, double to) {
        layout.links.push_back({flow.point(from, across / 2), flow.point(to, across / 2)});
    };

    for (const int i : parts.offChip) {
        const double length = layout.wide ? kWideOffChip * line : 2.8 * line;
        const double inset = layout.wide ? across * 0.12 : 0.0;
        layout.blocks.push_back({i, flow.rect(at, length, inset, across - 2 * inset)});
        link(at + length, at + length + kGap + kPadding + (layout.wide ? 0.0 : 1.4 * line));
        at += length + kGap;
    }
    if (parts.onChip.empty()) {
        if (!layout.links.empty())
            layout.links.pop_back();
        return layout;
    }

    const double lens = lensLength(parts, layout.wide, line);
    const double chipEnd = total - (lens > 0.0 ? lens + kGap : 0.0);
    layout.chip = flow.rect(at, chipEnd - at, 0, across);
    const double caption = 1.4 * line; // "Chip, 12.3 mm²" stands inside the outline at its top
    const double start = at + kPadding + (layout.wide ? 0.0 : caption);
    const double first = kPadding + (layout.wide ? caption : 0.0);
    const double breadth = across - first - kPadding;
    const auto n = static_cast<double>(parts.onChip.size());
    std::vector<double> weights, least;
    for (const int i : parts.onChip) {
        const Block& block = blocks[static_cast<std::size_t>(i)];
        weights.push_back(std::max(0.0, block.area_mm2));
        if (layout.wide)
            least.push_back((i == parts.array ? kWideArray : kWideBuffer) * line);
        else
            least.push_back(i == parts.array ? arrayHeight(block, breadth, line) : 2.8 * line);
    }
    const auto lengths = share(chipEnd - kPadding - start - kGap * (n - 1), weights, least, layout.toScale);
    double along = start;
    for (std::size_t i = 0; i < parts.onChip.size(); ++i) {
        const QRectF area = flow.rect(along, lengths[i], first, breadth);
        if (i > 0)
            link(along - kGap, along);
        layout.blocks.push_back({parts.onChip[i], area});
        if (parts.onChip[i] == parts.array)
            placeGrid(layout, blocks[static_cast<std::size_t>(parts.array)], area, line);
        along += lengths[i] + kGap;
    }
    if (lens > 0.0) {
        const double inset = layout.wide ? std::max(0.0, (across - lensLength(parts, false, line) * 1.15) / 2)
                                         : 0.0;
        placeLens(layout, parts, flow.rect(total - lens, lens, inset, across - 2 * inset), line);
    }
    return layout;
}

} // namespace paretoscope::ui::panels
