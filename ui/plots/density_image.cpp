// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/density_image.h"

#include "ui/look/colours.h"
#include "ui/plots/plot_style.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace paretoscope::ui::plots {

namespace {

constexpr int kDensityTones = 64;
constexpr double kFaintestDensity = 0.22; ///< of the way from canvas to full colour, for a single design
constexpr double kShadedStrongest = 0.72; ///< likewise, for the most crowded cell of a coloured cloud
constexpr std::size_t kStride = 16'384;   ///< points between two questions whether to go on
constexpr std::size_t kTableSize = 1'024; ///< counts whose tone is looked up

/// The colour that lies `share` / 256 of the way between two; a picture of a quarter million cells needs it
/// in whole numbers.
QRgb blended(QRgb from, QRgb to, int share)
{
    const auto part = [share](int a, int b) { return a + (b - a) * share / 256; };
    return qRgb(part(qRed(from), qRed(to)), part(qGreen(from), qGreen(to)), part(qBlue(from), qBlue(to)));
}

/// How much of its full colour a cell of each tone has, from one design to the most crowded cell, of 256.
std::array<int, kDensityTones + 1> strengths(double strongest)
{
    std::array<int, kDensityTones + 1> shares{};
    for (int i = 0; i <= kDensityTones; ++i)
        shares[static_cast<std::size_t>(i)] = static_cast<int>(
            256.0
            * (kFaintestDensity + (strongest - kFaintestDensity) * static_cast<double>(i) / kDensityTones));
    return shares;
}

/// The tone of a count; a logarithm a cell would cost more than counting.
class Tones
{
public:
    explicit Tones(std::uint32_t most)
        : m_scale(kDensityTones / std::log1p(static_cast<double>(most)))
    {
        for (std::size_t count = 0; count < kTableSize; ++count)
            m_table[count] = static_cast<std::uint8_t>(std::min<std::size_t>(computed(count), kDensityTones));
    }
    std::size_t operator()(std::uint32_t count) const
    {
        return count < kTableSize ? m_table[count] : computed(count);
    }

private:
    std::size_t computed(std::size_t count) const
    {
        return static_cast<std::size_t>(std::log1p(static_cast<double>(count)) * m_scale);
    }
    double m_scale;
    std::array<std::uint8_t, kTableSize> m_table;
};

/// The share of the shade range that a value has, on columns that hold plain values.
class ShadeScale
{
public:
    explicit ShadeScale(const DensityStyle& style)
    {
        if (!style.shades)
            return;
        m_log = style.logShades && style.shades->low > 0.0;
        m_low = place(static_cast<float>(style.shades->low));
        const float span = place(static_cast<float>(style.shades->high)) - m_low;
        m_perUnit = span > 0.0F ? 1.0F / span : 0.0F;
    }
    float share(float value) const { return std::clamp((place(value) - m_low) * m_perUnit, 0.0F, 1.0F); }

private:
    float place(float value) const { return m_log ? std::log(value) : value; }
    bool m_log = false;
    float m_low = 0.0F;
    float m_perUnit = 0.0F;
};

} // namespace

DensityGrid::DensityGrid(const PlaneMap& map, QSize cells, DensityStyle style)
    : m_map(map)
    , m_size(cells)
    , m_style(std::move(style))
    , m_cells(static_cast<std::size_t>(std::max(cells.width(), 0))
              * static_cast<std::size_t>(std::max(cells.height(), 0)))
{ }

void DensityGrid::count(const PlanePoints& points, const std::function<bool()>& stale)
{
    while (m_counted < points.size() && !m_cells.empty()) {
        if (stale && stale())
            return;
        const std::size_t next = std::min(points.size(), m_counted + kStride);
        countRange(points, m_counted, next);
        m_counted = next;
    }
}

void DensityGrid::countRange(const PlanePoints& points, std::size_t from, std::size_t to)
{
    const PlaneScale scale = m_map.scale();
    const float perU = static_cast<float>(m_size.width()) / (scale.highU - scale.lowU);
    const float perV = static_cast<float>(m_size.height()) / (scale.highV - scale.lowV);
    const int lastColumn = m_size.width() - 1;
    const int lastRow = m_size.height() - 1;
    const bool shaded = m_style.shades && points.shade.size() == points.size();
    const ShadeScale shades(m_style);
    for (std::size_t i = from; i < to; ++i) {
        const float u = points.u[i];
        const float v = points.v[i];
        if (!points.is(i, kFeasible) || !scale.shows(u, v))
            continue;
        const int column = std::min(lastColumn, static_cast<int>((u - scale.lowU) * perU));
        const int row = std::min(lastRow, static_cast<int>((scale.highV - v) * perV));
        Cell& cell = m_cells[static_cast<std::size_t>(row) * static_cast<std::size_t>(m_size.width())
                             + static_cast<std::size_t>(column)];
        ++m_inView;
        if (!points.isLit(i)) {
            ++cell.dark;
            continue;
        }
        ++cell.lit;
        if (shaded && points.shade[i] == points.shade[i])
            cell.shadeSum += shades.share(points.shade[i]);
    }
}

QImage DensityGrid::image() const
{
    if (m_cells.empty())
        return {};
    std::uint32_t most = 1;
    for (const Cell& cell : m_cells)
        most = std::max({most, cell.lit, cell.dark});
    const Tones tone(most);
    const auto grey = strengths(0.8);
    const auto full = strengths(m_style.shades ? kShadedStrongest : 1.0);
    const QRgb canvas = m_style.canvas.rgb();
    const QRgb dimmed = m_style.dimmed.rgb();
    std::array<QRgb, kDensityTones + 1> colours; // by mean shade
    for (int i = 0; i <= kDensityTones; ++i)
        colours[static_cast<std::size_t>(i)] =
            m_style.shades ? look::sequential(static_cast<double>(i) / kDensityTones, m_style.dark).rgb()
                           : m_style.dominated.rgb();

    QImage image(m_size, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    const Cell* cell = m_cells.data();
    for (int row = 0; row < m_size.height(); ++row) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(row));
        for (int column = 0; column < m_size.width(); ++column, ++cell) {
            if (cell->lit == 0 && cell->dark == 0)
                continue;
            if (cell->lit == 0) {
                line[column] = blended(canvas, dimmed, grey[tone(cell->dark)]);
                continue;
            }
            const float shade = cell->shadeSum / static_cast<float>(cell->lit) * kDensityTones;
            const auto colour = std::min<std::size_t>(static_cast<std::size_t>(shade), kDensityTones);
            line[column] = blended(canvas, colours[colour], full[tone(cell->lit)]);
        }
    }
    return image;
}

} // namespace paretoscope::ui::plots
