// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/density_image.h"

#include "ui/look/colours.h"
#include "ui/plots/plot_style.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace paretoscope::ui::plots {

namespace {

struct Cell
{
    std::uint32_t lit = 0;
    std::uint32_t dark = 0;
    double shadeSum = 0.0; ///< shares of the shade range, of lit points
};

constexpr int kTones = 64;
constexpr double kFaintest = 0.22; ///< of the way from canvas to full colour, for a single design

/// A colour per tone, from one design to the most crowded cell.
std::array<QRgb, kTones + 1> ramp(const QColor& canvas, const QColor& full, double strongest)
{
    std::array<QRgb, kTones + 1> tones;
    for (int i = 0; i <= kTones; ++i)
        tones[static_cast<std::size_t>(i)] =
            mixed(canvas, full, kFaintest + (strongest - kFaintest) * i / kTones).rgb();
    return tones;
}

std::vector<Cell> binned(const ScenePoints& points, const PlaneMap& map, QSize size,
                         const DensityStyle& style, const std::function<bool()>& stale)
{
    std::vector<Cell> cells(static_cast<std::size_t>(size.width()) * static_cast<std::size_t>(size.height()));
    const int width = size.width();
    const int height = size.height();
    std::size_t n = 0;
    for (const ScenePoint& point : points) {
        if ((++n & 0x3fff) == 0 && stale())
            return {};
        if (!point.feasible || !map.shows(point.x, point.y))
            continue;
        const int column = std::min(width - 1, static_cast<int>(shareOf(map.x, point.x, map.logX) * width));
        const int row = std::min(height - 1,
                                 static_cast<int>((1.0 - shareOf(map.y, point.y, map.logY)) * height));
        Cell& cell = cells[static_cast<std::size_t>(row) * static_cast<std::size_t>(width)
                           + static_cast<std::size_t>(std::max(column, 0))];
        if (!point.lit) {
            ++cell.dark;
            continue;
        }
        ++cell.lit;
        if (style.shades && std::isfinite(point.shade))
            cell.shadeSum += std::clamp(shareOf(*style.shades, point.shade, style.logShades), 0.0, 1.0);
    }
    return cells;
}

} // namespace

QImage densityImage(const ScenePoints& points, const PlaneMap& map, QSize cells, const DensityStyle& style,
                    const std::function<bool()>& stale)
{
    if (cells.isEmpty())
        return {};
    const std::vector<Cell> bins = binned(points, map, cells, style, stale);
    if (bins.empty())
        return {};
    std::uint32_t most = 1;
    for (const Cell& cell : bins)
        most = std::max({most, cell.lit, cell.dark});
    const double scale = kTones / std::log1p(static_cast<double>(most));
    const auto tone = [scale](std::uint32_t count) {
        return static_cast<std::size_t>(std::log1p(static_cast<double>(count)) * scale);
    };

    const auto plain = ramp(style.canvas, style.dominated, 1.0);
    const auto grey = ramp(style.canvas, style.dimmed, 0.8);
    QImage image(cells, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    for (int row = 0; row < cells.height(); ++row) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(row));
        for (int column = 0; column < cells.width(); ++column) {
            const Cell& cell = bins[static_cast<std::size_t>(row) * static_cast<std::size_t>(cells.width())
                                    + static_cast<std::size_t>(column)];
            if (cell.lit == 0 && cell.dark == 0)
                continue;
            if (cell.lit == 0)
                line[column] = grey[tone(cell.dark)];
            else if (!style.shades)
                line[column] = plain[tone(cell.lit)];
            else
                line[column] = mixed(style.canvas, look::sequential(cell.shadeSum / cell.lit, style.dark),
                                     kFaintest + 0.5 * static_cast<double>(tone(cell.lit)) / kTones)
                                   .rgb();
        }
    }
    return image;
}

} // namespace paretoscope::ui::plots
