// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/projection_cloud.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace paretoscope::ui::plots {

namespace {

constexpr std::uint64_t kDenseAbove = 5'000; ///< designs
constexpr double kDot_px = 5.0;
constexpr double kDense_px = 2.0;

/// Calls `take` with row and device pixel of every design in view. \returns false if stale
template <class Take>
bool forEachInView(const ProjectionCloudRequest& request, QSize size, const std::function<bool()>& stale,
                   Take take)
{
    const std::size_t rows = std::min(request.projection->places.size() / 2, request.field->standing.size());
    for (std::size_t row = 0; row < rows; ++row) {
        if ((row & 0x7fff) == 0 && stale())
            return false;
        if (!request.projection->hasPlace(row) || request.field->standing[row] == Standing::Infeasible)
            continue;
        const QPointF pixel = (request.frame.toPixel(request.projection->place(row))
                               - request.frame.area.topLeft())
                              * request.ratio;
        if (pixel.x() >= 0.0 && pixel.y() >= 0.0 && pixel.x() < size.width() && pixel.y() < size.height())
            take(row, static_cast<int>(pixel.x()), static_cast<int>(pixel.y()));
    }
    return true;
}

/// A cloud a category, the rarest on top.
bool paintCategories(const ProjectionCloudRequest& request, QImage& image, int step, const CloudStyle& style,
                     const std::function<bool()>& stale)
{
    const auto count = static_cast<std::size_t>(request.shade.categories);
    std::vector<CloudRaster> rasters(count + 1,
                                     CloudRaster(image.size(), step)); // the last: without category
    std::vector<std::size_t> sizes(count + 1);
    const auto take = [&](std::size_t row, int x, int y) {
        if (request.field->standing[row] != Standing::Lit) {
            rasters[count].addContext(x, y);
            return;
        }
        const double value = request.shade.value(*request.field, row);
        const std::size_t category = value >= 0.0 ? std::min(count, static_cast<std::size_t>(value)) : count;
        rasters[category].addLit(x, y);
        ++sizes[category];
    };
    if (!forEachInView(request, image.size(), stale, take))
        return false;
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return sizes[a] > sizes[b]; });
    rasters[count].paint(image, {}, style);
    for (const std::size_t category : order) {
        CloudStyle own = style;
        own.lit = request.shade.series[category % request.shade.series.size()];
        rasters[category].paint(image, {}, own);
    }
    return true;
}

} // namespace

double ProjectionShade::value(const DesignField& field, std::size_t row) const
{
    switch (by) {
    case By::Column:
        return static_cast<double>(field.table.at(row, column));
    case By::Order:
        return static_cast<double>(row);
    case By::Origin:
        return static_cast<double>(field.snapshot->trials[row].origin);
    case By::Nothing:
        break;
    }
    return std::nan("");
}

ProjectionCloud projectionCloud(const ProjectionCloudRequest& request, const std::function<bool()>& stale)
{
    const QSize size = (request.frame.area.size() * request.ratio).toSize();
    if (size.isEmpty())
        return {};
    ProjectionCloud cloud{QImage(size, QImage::Format_ARGB32_Premultiplied), request.frame};
    cloud.image.fill(Qt::transparent);
    const bool dense = request.field->feasible > kDenseAbove;
    const int mark = std::max(1,
                              static_cast<int>(std::lround((dense ? kDense_px : kDot_px) * request.ratio)));
    const int step = dense ? mark : 1;
    CloudStyle style = request.style;
    style.mark = QSize(mark, mark);
    if (request.shade.categories > 0 && !request.shade.series.empty())
        return paintCategories(request, cloud.image, step, style, stale) ? cloud : ProjectionCloud{};

    style.shaded = request.shade.by != ProjectionShade::By::Nothing;
    CloudRaster raster(size, step);
    const auto take = [&](std::size_t row, int x, int y) {
        if (request.field->standing[row] != Standing::Lit)
            raster.addContext(x, y);
        else if (!style.shaded)
            raster.addLit(x, y);
        else
            raster.addShaded(
                x, y,
                static_cast<float>(shareOf(request.shade.range, request.shade.value(*request.field, row),
                                           request.shade.logarithmic)));
    };
    if (!forEachInView(request, size, stale, take))
        return {};
    raster.paint(cloud.image, {}, style);
    return cloud;
}

} // namespace paretoscope::ui::plots
