// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/cloud_raster.h"

#include "ui/look/colours.h"
#include "ui/plots/plot_style.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace paretoscope::ui::plots {

namespace {

constexpr std::size_t kTones = 48;
constexpr std::size_t kShades = 48;
constexpr double kFaintest = 0.3; ///< of the way from canvas to full colour, for a single design

std::array<QRgb, kTones + 1> ramp(const QColor& canvas, const QColor& full, double strongest)
{
    std::array<QRgb, kTones + 1> tones;
    for (std::size_t i = 0; i <= kTones; ++i)
        tones[i] = mixed(canvas, full, kFaintest + (strongest - kFaintest) * static_cast<double>(i) / kTones)
                       .rgb();
    return tones;
}

/// Tone of a count, 0 to kTones.
class Toner
{
public:
    explicit Toner(const std::vector<std::uint32_t>& counts)
    {
        const std::uint32_t most = counts.empty() ? 1 : *std::max_element(counts.begin(), counts.end());
        m_scale = kTones / std::log(std::max(2.0, static_cast<double>(most)));
    }
    [[nodiscard]] std::size_t operator()(std::uint32_t count) const
    {
        return std::min(kTones, static_cast<std::size_t>(std::log(static_cast<double>(count)) * m_scale));
    }

private:
    double m_scale;
};

} // namespace

CloudRaster::CloudRaster(QSize size, int step)
    : m_size(size)
    , m_step(step)
    , m_columns((size.width() + step - 1) / step)
{
    const int rows = (size.height() + step - 1) / step;
    m_lit.resize(static_cast<std::size_t>(m_columns) * static_cast<std::size_t>(rows));
    m_context.resize(m_lit.size());
}

void CloudRaster::addShaded(int x, int y, float share)
{
    const std::size_t at = cell(x, y);
    ++m_lit[at];
    if (!std::isfinite(share))
        return;
    if (m_shadeSum.empty()) {
        m_shadeSum.resize(m_lit.size());
        m_shadeCount.resize(m_lit.size());
    }
    m_shadeSum[at] += share;
    ++m_shadeCount[at];
}

template <class Colour>
void CloudRaster::paintLayer(QImage& image, QPoint origin, QSize mark,
                             const std::vector<std::uint32_t>& counts, Colour colourOf) const
{
    const QRect bounds = QRect(origin, m_size).intersected(image.rect());
    for (std::size_t at = 0; at < counts.size(); ++at) {
        if (counts[at] == 0)
            continue;
        const int x = static_cast<int>(at) % m_columns * m_step + (m_step - mark.width()) / 2;
        const int y = static_cast<int>(at) / m_columns * m_step + (m_step - mark.height()) / 2;
        paintDot(image, QRect(origin + QPoint(x, y), mark), bounds, colourOf(at));
    }
}

void CloudRaster::paint(QImage& image, QPoint origin, const CloudStyle& style) const
{
    const Toner contextTone(m_context);
    const auto grey = ramp(style.canvas, style.context, 0.8);
    paintLayer(image, origin, style.mark, m_context,
               [&](std::size_t at) { return grey[contextTone(m_context[at])]; });
    const Toner litTone(m_lit);
    const auto plain = ramp(style.canvas, style.lit, 1.0);
    if (!style.shaded) {
        paintLayer(image, origin, style.mark, m_lit,
                   [&](std::size_t at) { return plain[litTone(m_lit[at])]; });
        return;
    }
    std::array<QRgb, kShades + 1> shades;
    for (std::size_t i = 0; i <= kShades; ++i)
        shades[i] = look::sequential(static_cast<double>(i) / kShades, style.dark).rgb();
    paintLayer(image, origin, style.mark, m_lit, [&](std::size_t at) {
        if (m_shadeCount.empty() || m_shadeCount[at] == 0)
            return plain[litTone(m_lit[at])];
        const float share = std::clamp(m_shadeSum[at] / static_cast<float>(m_shadeCount[at]), 0.0F, 1.0F);
        return shades[static_cast<std::size_t>(share * kShades)];
    });
}

void paintDot(QImage& image, const QRect& area, const QRect& bounds, QRgb colour)
{
    const int cut = std::min(area.width(), area.height()) / 4;
    fillClipped(image, area.adjusted(cut, 0, -cut, 0), bounds, colour);
    if (cut > 0)
        fillClipped(image, area.adjusted(0, cut, 0, -cut), bounds, colour);
}

void fillClipped(QImage& image, const QRect& area, const QRect& bounds, QRgb colour)
{
    const QRect inside = area.intersected(bounds);
    for (int y = inside.top(); y <= inside.bottom(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
        std::fill(line + inside.left(), line + inside.right() + 1, colour);
    }
}

} // namespace paretoscope::ui::plots
