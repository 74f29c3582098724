// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/parallel_image.h"

#include "ui/plots/plot_style.h"

#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace paretoscope::ui::plots {

namespace {

constexpr std::size_t kSample = 5'000;       ///< designs of the first picture
constexpr std::size_t kSampleAbove = 50'000; ///< designs; below, the whole is nearly as fast
constexpr std::size_t kCoarseAbove =
    20'000;                        ///< designs; nobody sees that such a crowd ends on every second pixel
constexpr std::size_t kCrowd = 60; ///< single lines
constexpr int kLineTones = 64;
constexpr double kFaintestLine = 0.18;

using Stale = std::function<bool()>;

/// A picture's counts, kept column by column, so that a line walks through memory that is near.
class Canvas
{
public:
    Canvas(const ParallelFrame& frame, int step, std::vector<std::uint32_t>& counts)
        : m_frame(frame)
        , m_step(step)
        , m_height(frame.size.height())
        , m_counts(counts)
    {
        m_counts.resize(static_cast<std::size_t>(frame.size.width()) * static_cast<std::size_t>(m_height));
    }

    /// Prepares the gap between two neighbouring axes.
    void enterGap(std::size_t gap)
    {
        m_from = m_frame.x[gap];
        const int width = m_frame.x[gap + 1] - m_from;
        m_shares.resize(static_cast<std::size_t>(width) + 1);
        for (int i = 0; i <= width; ++i)
            m_shares[static_cast<std::size_t>(i)] = static_cast<float>(
                curveShare(static_cast<double>(i) / width, m_frame.curved));
    }

    /// `weight` lines across the gap, from and to so many steps below the top.
    void line(int from, int to, std::uint32_t weight)
    {
        const auto y0 = static_cast<float>(from * m_step);
        const float rise = static_cast<float>(to * m_step) - y0;
        int before = from * m_step;
        for (std::size_t i = 1; i < m_shares.size(); ++i) {
            const int after = static_cast<int>(y0 + rise * m_shares[i] + 0.5F);
            // Half-open, so that steep lines are unbroken without being counted twice in a pixel.
            const int low = std::min(before, after);
            const int high = std::max({before, after, low + 1});
            std::uint32_t* column =
                &m_counts[(static_cast<std::size_t>(m_from) + i - 1) * static_cast<std::size_t>(m_height)];
            for (int y = low; y < std::min(high, m_height); ++y)
                column[y] += weight;
            before = after;
        }
    }

private:
    const ParallelFrame& m_frame;
    int m_step;
    int m_height;
    std::vector<std::uint32_t>& m_counts;
    int m_from = 0;
    std::vector<float> m_shares;
};

/// Where an axis ends, in steps.
int highestLevel(const ParallelCounts& counts)
{
    return (counts.frame.size.height() - 1) / counts.step;
}

void findLevels(ParallelCounts& counts, std::size_t from, std::size_t stride)
{
    counts.levels.resize(counts.frame.axes.size());
    for (std::size_t a = 0; a < counts.frame.axes.size(); ++a)
        extendLevels(counts.levels[a], counts.field->table, counts.frame.axes[a], highestLevel(counts), from,
                     stride);
}

/// Draws the rows from, from + stride, ... that `wanted` accepts. \returns false if stale
template <class Wanted>
bool draw(const ParallelCounts& levels, Canvas canvas, std::size_t from, std::size_t stride, Wanted wanted,
          const Stale& stale)
{
    const int highest = highestLevel(levels);
    const auto steps = static_cast<std::size_t>(highest) + 1;
    std::vector<std::uint32_t> pairs(steps * steps);
    for (std::size_t gap = 0; gap + 1 < levels.levels.size(); ++gap) {
        if (stale())
            return false;
        std::fill(pairs.begin(), pairs.end(), 0U);
        const std::vector<std::uint16_t>& left = levels.levels[gap];
        const std::vector<std::uint16_t>& right = levels.levels[gap + 1];
        for (std::size_t row = from; row < left.size(); row += stride) {
            if (left[row] != kNoLevel && right[row] != kNoLevel && wanted(row))
                ++pairs[left[row] * steps + right[row]];
        }
        canvas.enterGap(gap);
        for (std::size_t pair = 0; pair < pairs.size(); ++pair) {
            if (pairs[pair] != 0)
                canvas.line(highest - static_cast<int>(pair / steps),
                            highest - static_cast<int>(pair % steps), pairs[pair]);
        }
    }
    return true;
}

std::array<QRgb, kLineTones + 1> ramp(const QColor& canvas, const QColor& full)
{
    std::array<QRgb, kLineTones + 1> tones;
    for (int i = 0; i <= kLineTones; ++i)
        tones[static_cast<std::size_t>(i)] =
            mixed(canvas, full, kFaintestLine + (1.0 - kFaintestLine) * i / kLineTones).rgb();
    return tones;
}

double toneScale(const std::vector<std::uint32_t>& counts)
{
    const std::uint32_t most = counts.empty() ? 0 : *std::max_element(counts.begin(), counts.end());
    return kLineTones / std::log1p(static_cast<double>(std::max(1U, most)));
}

/// A design's line, device pixels of the picture.
QPainterPath lineOf(const ParallelRequest& request, session::TrialId id)
{
    const ParallelFrame& frame = request.frame;
    QPainterPath line;
    for (std::size_t a = 0; a < frame.axes.size(); ++a) {
        const double height = frame.axes[a].height(
            static_cast<double>(request.field->table.at(id, frame.axes[a].column)));
        if (std::isfinite(height))
            continueLine(line, QPointF(frame.x[a] + 0.5, (1.0 - height) * (frame.size.height() - 1)),
                         frame.curved);
    }
    return line;
}

void paintEmphasised(const ParallelRequest& request, QImage& image)
{
    // Many lines together look darker than one; a crowd is drawn paler, and without soft edges, which nobody
    // sees in it and which take twice the time.
    const bool isCrowd = request.emphasised.size() > kCrowd;
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing, !isCrowd);
    painter.setPen(QPen(mixed(request.canvas, request.front, isCrowd ? 0.6 : 1.0), 1.0));
    for (const session::TrialId id : request.emphasised) {
        if (id >= request.field->table.rows())
            continue;
        const QPainterPath line = lineOf(request, id);
        if (request.frame.curved)
            painter.drawPath(line);
        else // faster than stroking a path
            painter.drawPolyline(line.toSubpathPolygons().value(0));
    }
}

/// \param all counts of lit and dark lines together: where nothing is lit, what is there is dark
QImage toned(const ParallelRequest& request, const std::vector<std::uint32_t>& lit,
             const std::vector<std::uint32_t>& all)
{
    const QSize size = request.frame.size;
    QImage image(size, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    const auto litRamp = ramp(request.canvas, request.lit);
    const auto darkRamp = ramp(request.canvas, mixed(request.canvas, request.dark, 0.6));
    const double litScale = toneScale(lit);
    const double darkScale = toneScale(all);
    const auto tone = [](std::uint32_t count, double scale) {
        return static_cast<std::size_t>(std::log1p(static_cast<double>(count)) * scale);
    };
    const auto tall = static_cast<std::size_t>(size.height());
    for (int y = 0; y < size.height(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
        for (int x = 0; x < size.width(); ++x) {
            const std::size_t at = static_cast<std::size_t>(x) * tall + static_cast<std::size_t>(y);
            if (lit[at] != 0)
                line[x] = litRamp[tone(lit[at], litScale)];
            else if (all[at] != 0)
                line[x] = darkRamp[tone(all[at], darkScale)];
        }
    }
    paintEmphasised(request, image);
    return image;
}

/// The former counts with the new designs added, or all counted anew; null if stale.
std::shared_ptr<ParallelCounts> countAll(const ParallelRequest& request, const Stale& stale)
{
    const std::size_t rows = request.field->table.rows();
    const int step = rows > kCoarseAbove ? 2 : 1;
    auto counts = std::make_shared<ParallelCounts>();
    std::size_t from = 0;
    const ParallelCounts* former = request.former.get();
    if (former && former->frame == request.frame && former->step == step
        && former->field->table.rows() <= rows) {
        *counts = *former;
        from = former->field->table.rows();
    }
    counts->frame = request.frame;
    counts->field = request.field;
    counts->step = step;
    findLevels(*counts, from, 1);
    const auto everything = [](std::size_t) { return true; };
    const Canvas canvas(counts->frame, step, counts->counts);
    if (from < rows && !draw(*counts, canvas, from, 1, everything, stale))
        return nullptr;
    return counts;
}

/// \param stride 1 = every design \returns false if stale
bool countLit(const ParallelRequest& request, const ParallelCounts& levels, std::size_t stride,
              std::vector<std::uint32_t>& lit, const Stale& stale)
{
    const std::vector<Standing>& standing = request.field->standing;
    const auto isLit = [&standing](std::size_t row) { return standing[row] == Standing::Lit; };
    return draw(levels, Canvas(levels.frame, levels.step, lit), 0, stride, isLit, stale);
}

/// Every stride-th design is a sample that does not favour the beginning of a run.
std::optional<ParallelPicture> sample(const ParallelRequest& request, const Stale& stale)
{
    ParallelCounts counts;
    counts.frame = request.frame;
    counts.field = request.field;
    const std::size_t stride = request.field->table.rows() / kSample;
    counts.step = 2;
    findLevels(counts, 0, stride);
    std::vector<std::uint32_t> lit;
    const auto everything = [](std::size_t) { return true; };
    if (!draw(counts, Canvas(counts.frame, counts.step, counts.counts), 0, stride, everything, stale)
        || !countLit(request, counts, stride, lit, stale))
        return std::nullopt;
    return ParallelPicture{toned(request, lit, counts.counts), nullptr};
}

} // namespace

double curveShare(double along, bool curved)
{
    return curved ? along * along * (3.0 - 2.0 * along) : along;
}

void continueLine(QPainterPath& line, QPointF to, bool curved)
{
    if (line.elementCount() == 0) {
        line.moveTo(to);
    } else if (!curved) {
        line.lineTo(to);
    } else { // the same curve as curveShare(), as a Bezier
        const QPointF from = line.currentPosition();
        const double third = (to.x() - from.x()) / 3.0;
        line.cubicTo(from + QPointF(third, 0.0), to - QPointF(third, 0.0), to);
    }
}

void accumulateParallel(const ParallelRequest& request, const std::function<bool()>& stale,
                        const std::function<void(ParallelPicture)>& deliver)
{
    if (request.frame.size.isEmpty() || request.frame.axes.size() < 2)
        return;
    const bool isKnown = request.former && request.former->frame == request.frame;
    if (!isKnown && request.field->table.rows() > kSampleAbove) {
        std::optional<ParallelPicture> first = sample(request, stale);
        if (!first)
            return;
        deliver(std::move(*first));
    }
    const std::shared_ptr<ParallelCounts> all = countAll(request, stale);
    if (!all)
        return;
    if (request.field->allLit()) {
        deliver({toned(request, all->counts, all->counts), all});
        return;
    }
    std::vector<std::uint32_t> lit;
    if (countLit(request, *all, 1, lit, stale))
        deliver({toned(request, lit, all->counts), all});
}

} // namespace paretoscope::ui::plots
