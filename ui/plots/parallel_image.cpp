// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/parallel_image.h"

#include "ui/plots/plot_style.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace paretoscope::ui::plots {

namespace {

constexpr std::size_t kSample = 5'000; ///< lines of the first picture; 18 ms
constexpr int kTones = 64;
constexpr double kFaintest = 0.18;

using Counts = std::vector<std::uint32_t>;

/// Counts of lines per pixel. Kept column by column, so that a line walks through memory that is near.
class Accumulator
{
public:
    explicit Accumulator(QSize size)
        : m_height(size.height())
        , m_counts(static_cast<std::size_t>(size.width()) * static_cast<std::size_t>(size.height()))
    { }

    void line(int x0, double y0, int x1, double y1)
    {
        const double slope = (y1 - y0) / (x1 - x0);
        double from = y0;
        for (int x = x0; x < x1; ++x, from += slope) {
            int low = static_cast<int>(std::min(from, from + slope));
            int high = static_cast<int>(std::max(from, from + slope));
            low = std::clamp(low, 0, m_height - 1);
            high = std::clamp(high, low, m_height - 1);
            // Half-open, so that steep lines are unbroken without being counted twice in a pixel.
            std::uint32_t* column =
                &m_counts[static_cast<std::size_t>(x) * static_cast<std::size_t>(m_height)];
            for (int y = low; y < std::max(high, low + 1); ++y)
                ++column[y];
        }
    }
    [[nodiscard]] std::uint32_t count(int x, int y) const
    {
        return m_counts[static_cast<std::size_t>(x) * static_cast<std::size_t>(m_height)
                        + static_cast<std::size_t>(y)];
    }
    [[nodiscard]] std::uint32_t most() const
    {
        return std::max(1u, *std::max_element(m_counts.begin(), m_counts.end()));
    }

private:
    int m_height;
    Counts m_counts;
};

void addRow(const ParallelRequest& request, std::size_t row, Accumulator& counts)
{
    const double tall = request.size.height() - 1.0;
    double before = std::nan("");
    for (std::size_t a = 0; a < request.axes.size(); ++a) {
        const double height = request.axes[a].height(request.table->at(row, request.axes[a].column));
        const double y = (1.0 - height) * tall;
        if (a > 0 && std::isfinite(before) && std::isfinite(y))
            counts.line(static_cast<int>(request.x[a - 1]), before, static_cast<int>(request.x[a]), y);
        before = y;
    }
}

std::array<QRgb, kTones + 1> ramp(const QColor& canvas, const QColor& full)
{
    std::array<QRgb, kTones + 1> tones;
    for (int i = 0; i <= kTones; ++i)
        tones[static_cast<std::size_t>(i)] = mixed(canvas, full, kFaintest + (1.0 - kFaintest) * i / kTones)
                                                 .rgb();
    return tones;
}

QImage toned(const ParallelRequest& request, const Accumulator& lit, const Accumulator& dark)
{
    QImage image(request.size, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    const auto litRamp = ramp(request.canvas, request.lit);
    const auto darkRamp = ramp(request.canvas, mixed(request.canvas, request.dark, 0.6));
    const double litScale = kTones / std::log1p(static_cast<double>(lit.most()));
    const double darkScale = kTones / std::log1p(static_cast<double>(dark.most()));
    for (int y = 0; y < image.height(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
        for (int x = 0; x < image.width(); ++x) {
            if (const std::uint32_t n = lit.count(x, y))
                line[x] = litRamp[static_cast<std::size_t>(std::log1p(static_cast<double>(n)) * litScale)];
            else if (const std::uint32_t m = dark.count(x, y))
                line[x] = darkRamp[static_cast<std::size_t>(std::log1p(static_cast<double>(m)) * darkScale)];
        }
    }
    return image;
}

} // namespace

void accumulateParallel(const ParallelRequest& request, const std::function<bool()>& stale,
                        const std::function<void(QImage)>& deliver)
{
    if (request.size.isEmpty() || request.axes.size() < 2)
        return;
    Accumulator lit(request.size);
    Accumulator dark(request.size);
    const std::size_t rows = request.table->rows.size();
    // Every stride-th design is a sample that does not favour the beginning of a run.
    const std::size_t stride = std::max<std::size_t>(1, (rows + kSample - 1) / kSample);
    for (std::size_t phase = 0; phase < stride; ++phase) {
        std::size_t done = 0;
        for (std::size_t row = phase; row < rows; row += stride) {
            if ((++done & 0x1ff) == 0 && stale())
                return;
            if (request.table->rows[row] == ParallelTable::Row::Lit)
                addRow(request, row, lit);
            else if (request.table->rows[row] == ParallelTable::Row::Dark)
                addRow(request, row, dark);
        }
        if (phase == 0 || phase + 1 == stride)
            deliver(toned(request, lit, dark));
    }
}

} // namespace paretoscope::ui::plots
