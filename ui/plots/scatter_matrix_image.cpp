// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/scatter_matrix_image.h"

#include "ui/plots/cloud_raster.h"
#include "ui/plots/plot_style.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

namespace {

constexpr std::uint64_t kDenseCellAbove =
    3'000;                                  ///< designs; below, marks are larger than a cell of the count
constexpr std::size_t kMostCellDiscs = 150; ///< of the front in a cell
constexpr double kBar_px = 6.0;             ///< of a histogram of a continuous axis
constexpr double kCellDot_px = 4.0;
constexpr double kDiscreteShare = 0.55; ///< of the room between two legal values
constexpr double kWidestMark_px = 12.0;

int scaled(double pixels, const MatrixFrame& frame)
{
    return std::max(1, static_cast<int>(std::lround(pixels * frame.ratio)));
}

/// Size of a mark along an axis that takes `pixels`: as much as the closest legal values leave room for.
int markAlong(const MatrixFrame& frame, std::size_t axis, int pixels, int dot)
{
    const std::vector<double>& stops = frame.stops[axis];
    if (stops.size() < 2)
        return dot;
    double closest = 1.0;
    for (std::size_t i = 1; i < stops.size(); ++i)
        closest = std::min(closest, stops[i] - stops[i - 1]);
    return std::max(
        dot, std::min(static_cast<int>(kDiscreteShare * closest * pixels), scaled(kWidestMark_px, frame)));
}

/// A bar of a histogram, pixels from the left of its cell.
struct Bar
{
    int left = 0;
    int width = 1;
};

/// One for each legal value where it stands, or side by side.
std::vector<Bar> barsOf(const MatrixFrame& frame, std::size_t axis)
{
    std::vector<Bar> bars;
    const int wide = frame.side.width();
    const int mark = markAlong(frame, axis, wide, scaled(kCellDot_px, frame));
    for (const double stop : frame.stops[axis])
        bars.push_back({static_cast<int>(stop * (wide - 1)) - mark / 2, mark});
    if (!bars.empty())
        return bars;
    const int count = std::max(4, wide / scaled(kBar_px, frame));
    for (int bar = 0; bar < count; ++bar) {
        const int left = bar * wide / count;
        bars.push_back({left, (bar + 1) * wide / count - left - 1});
    }
    return bars;
}

/// Which bar each level counts for: the nearest.
std::vector<std::size_t> barsOfLevels(const std::vector<Bar>& bars, const MatrixFrame& frame)
{
    std::vector<std::size_t> of;
    std::size_t bar = 0;
    const int highest = std::max(1, frame.highest());
    for (int level = 0; level <= highest; ++level) {
        const int x = level * (frame.side.width() - 1) / highest;
        const auto distance = [&](std::size_t b) {
            return std::abs(2 * bars[b].left + bars[b].width - 2 * x);
        };
        while (bar + 1 < bars.size() && distance(bar + 1) < distance(bar))
            ++bar;
        of.push_back(bar);
    }
    return of;
}

class Drawing
{
public:
    Drawing(const MatrixRequest& request, const MatrixLevels& levels)
        : m_request(request)
        , m_levels(levels)
        , m_image(request.frame.size, QImage::Format_ARGB32_Premultiplied)
    {
        m_image.fill(Qt::transparent);
        const MatrixFrame& frame = request.frame;
        const int highest = std::max(1, frame.highest());
        for (int level = 0; level <= highest; ++level) {
            m_across.push_back(level * (frame.side.width() - 1) / highest);
            m_down.push_back((highest - level) * (frame.side.height() - 1) / highest);
        }
    }

    void cloud(std::size_t row, std::size_t column)
    {
        const MatrixFrame& frame = m_request.frame;
        const bool dense = m_request.field->feasible > kDenseCellAbove;
        const int step = dense ? scaled(2.0, frame) : 1;
        CloudRaster raster(frame.side, step);
        const std::vector<std::uint16_t>& across = m_levels.of[column];
        const std::vector<std::uint16_t>& up = m_levels.of[row];
        const std::vector<Standing>& standing = m_request.field->standing;
        for (std::size_t i = 0; i < standing.size(); ++i) {
            if (across[i] == kNoLevel || up[i] == kNoLevel)
                continue;
            standing[i] == Standing::Lit ? raster.addLit(m_across[across[i]], m_down[up[i]])
                                         : raster.addContext(m_across[across[i]], m_down[up[i]]);
        }
        const int dot = dense ? step : scaled(kCellDot_px, frame);
        CloudStyle style;
        style.dark = m_request.dark;
        style.canvas = m_request.canvas;
        style.lit = m_request.lit;
        style.context = m_request.context;
        style.mark = QSize(markAlong(frame, column, frame.side.width(), dot),
                           markAlong(frame, row, frame.side.height(), dot));
        raster.paint(m_image, frame.cell(row, column).topLeft(), style);
        discs(row, column);
    }

    void histogram(std::size_t axis)
    {
        const MatrixFrame& frame = m_request.frame;
        const std::vector<Bar> bars = barsOf(frame, axis);
        const std::vector<std::size_t> barOf = barsOfLevels(bars, frame);
        std::vector<std::uint64_t> all(bars.size());
        std::vector<std::uint64_t> lit(bars.size());
        for (std::size_t i = 0; i < m_levels.of[axis].size(); ++i) {
            const std::uint16_t level = m_levels.of[axis][i];
            if (level == kNoLevel)
                continue;
            const std::size_t bar = barOf[level];
            ++all[bar];
            lit[bar] += m_request.field->standing[i] == Standing::Lit ? 1 : 0;
        }
        const std::uint64_t most = std::max<std::uint64_t>(1, *std::max_element(all.begin(), all.end()));
        const QRect cell = frame.cell(axis, axis);
        const double room = 0.72 * frame.side.height(); // above it stands the axis' name
        const auto height = [&](std::uint64_t count) {
            return count == 0 ? 0
                              : std::max(2, static_cast<int>(room * static_cast<double>(count)
                                                             / static_cast<double>(most)));
        };
        const QRgb grey = mixed(m_request.canvas, m_request.context, 0.55).rgb();
        for (std::size_t at = 0; at < bars.size(); ++at) {
            const auto fill = [&](int tall, QRgb colour) {
                const QRect bar(cell.left() + bars[at].left, cell.bottom() + 1 - tall, bars[at].width, tall);
                fillClipped(m_image, bar, cell, colour);
            };
            fill(height(all[at]), grey);
            fill(height(lit[at]), m_request.lit.rgb());
        }
    }

    [[nodiscard]] QImage finished() { return std::move(m_image); }

private:
    /// The lit part of the front, thinned.
    void discs(std::size_t row, std::size_t column)
    {
        const MatrixFrame& frame = m_request.frame;
        const QRect cell = frame.cell(row, column);
        const int dot = scaled(kCellDot_px, frame);
        const auto& front = m_request.field->litFront;
        const std::size_t stride = front.size() / kMostCellDiscs + 1;
        for (std::size_t i = 0; i < front.size(); i += stride) {
            const std::uint16_t x = m_levels.of[column][front[i]];
            const std::uint16_t y = m_levels.of[row][front[i]];
            if (x == kNoLevel || y == kNoLevel)
                continue;
            const QPoint at = cell.topLeft() + QPoint(m_across[x] - dot / 2, m_down[y] - dot / 2);
            paintDot(m_image, QRect(at, QSize(dot, dot)), cell, m_request.front.rgb());
        }
    }

    const MatrixRequest& m_request;
    const MatrixLevels& m_levels;
    QImage m_image;
    std::vector<int> m_across; ///< pixel of a level from the left
    std::vector<int> m_down;   ///< pixel of a level from the top
};

std::shared_ptr<const MatrixLevels> levelsOf(const MatrixRequest& request)
{
    const std::size_t rows = request.field->table.rows();
    const bool goesOn = request.former && request.former->frame == request.frame
                        && request.former->rows <= rows;
    if (goesOn && request.former->rows == rows)
        return request.former;
    auto levels = goesOn ? std::make_shared<MatrixLevels>(*request.former) : std::make_shared<MatrixLevels>();
    levels->frame = request.frame;
    levels->of.resize(request.frame.axes.size());
    for (std::size_t a = 0; a < levels->of.size(); ++a)
        extendLevels(levels->of[a], request.field->table, request.frame.axes[a], request.frame.highest(),
                     levels->rows);
    levels->rows = rows;
    return levels;
}

} // namespace

MatrixPicture matrixImage(const MatrixRequest& request, const std::function<bool()>& stale)
{
    if (request.frame.side.width() < 2 || request.frame.side.height() < 2)
        return {};
    MatrixPicture picture;
    picture.levels = levelsOf(request);
    Drawing drawing(request, *picture.levels);
    for (std::size_t row = 0; row < request.frame.axes.size(); ++row) {
        drawing.histogram(row);
        for (std::size_t column = 0; column < row; ++column) {
            if (stale())
                return {};
            drawing.cloud(row, column);
        }
    }
    picture.image = drawing.finished();
    return picture;
}

} // namespace paretoscope::ui::plots
