// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/area_tiles.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace paretoscope::ui::panels {

namespace {

/// The longest side over the shortest of the worst tile of a row along a side of this length.
double worstShape(const std::vector<double>& areas, const std::vector<std::size_t>& row, double side)
{
    double sum = 0.0;
    for (const std::size_t i : row)
        sum += areas[i];
    double worst = 1.0;
    for (const std::size_t i : row) {
        const double along = areas[i] / sum * side;
        const double across = sum / side;
        worst = std::max({worst, along / across, across / along});
    }
    return worst;
}

/// Places a row along the shorter side of what is left, and takes it off.
void place(const std::vector<double>& areas, const std::vector<std::size_t>& row, QRectF& left,
           std::vector<QRectF>& tiles)
{
    double sum = 0.0;
    for (const std::size_t i : row)
        sum += areas[i];
    const bool upright = left.width() >= left.height();
    const double side = upright ? left.height() : left.width();
    const double across = sum / side;
    double at = upright ? left.top() : left.left();
    for (const std::size_t i : row) {
        const double along = areas[i] / across;
        tiles[i] = upright ? QRectF(left.left(), at, across, along) : QRectF(at, left.top(), along, across);
        at += along;
    }
    if (upright)
        left.setLeft(left.left() + across);
    else
        left.setTop(left.top() + across);
}

} // namespace

std::vector<QRectF> areaTiles(const std::vector<double>& areas, QRectF room)
{
    std::vector<QRectF> tiles(areas.size());
    std::vector<std::size_t> order;
    double sum = 0.0;
    for (std::size_t i = 0; i < areas.size(); ++i) {
        if (areas[i] > 0.0) {
            order.push_back(i);
            sum += areas[i];
        }
    }
    if (order.empty() || room.isEmpty())
        return tiles;
    std::vector<double> scaled(areas.size());
    for (const std::size_t i : order)
        scaled[i] = areas[i] / sum * room.width() * room.height();
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return areas[a] > areas[b]; });
    QRectF left = room;
    std::vector<std::size_t> row;
    for (const std::size_t i : order) {
        const double side = std::min(left.width(), left.height());
        std::vector<std::size_t> longer = row;
        longer.push_back(i);
        if (!row.empty() && worstShape(scaled, longer, side) > worstShape(scaled, row, side)) {
            place(scaled, row, left, tiles);
            row.clear();
        }
        row.push_back(i);
    }
    place(scaled, row, left, tiles);
    return tiles;
}

} // namespace paretoscope::ui::panels
