// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/design_field.h"
#include "ui/plots/pixel_levels.h"

#include <QColor>
#include <QImage>
#include <QPainterPath>

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace paretoscope::ui::plots {

/// Between two axes a line goes straight, or as a curve that leaves and reaches them level: 0 to 1 for 0
/// to 1.
[[nodiscard]] double curveShare(double along, bool curved);
/// Leads a design's line on to its place on the next axis; the first place begins it.
void continueLine(QPainterPath& line, QPointF to, bool curved);

/// Where the lines go; what has to stay the same for a picture to be grown instead of made anew.
struct ParallelFrame
{
    std::vector<AxisScale> axes; ///< left to right
    std::vector<int> x;          ///< of each axis, device pixels, ascending
    QSize size;                  ///< device pixels
    bool curved = false;
    friend bool operator==(const ParallelFrame&, const ParallelFrame&) = default;
};

/// Lines of all feasible designs, counted per pixel.
struct ParallelCounts
{
    ParallelFrame frame;
    DesignFieldPtr field;                           ///< whose designs are counted
    int step = 1;                                   ///< lines begin and end on every step-th pixel
    std::vector<std::vector<std::uint16_t>> levels; ///< of every axis and row, in steps
    std::vector<std::uint32_t> counts;              ///< column after column
};

struct ParallelRequest
{
    DesignFieldPtr field;
    ParallelFrame frame;
    QColor canvas, lit, dark, front;
    std::vector<session::TrialId> emphasised;     ///< drawn as single lines on top
    std::shared_ptr<const ParallelCounts> former; ///< of the picture before; may be null
};
struct ParallelPicture
{
    QImage image;
    std::shared_ptr<const ParallelCounts> counts; ///< null in a sample's picture
};

/// Lines of a million designs as one picture: those between the same two pixels are drawn once, with their
/// number, and the counts are coloured on a logarithmic scale. Painting them with a pen takes a thousand
/// times as long. What is not lit is grey context. Of many designs a sample comes first, then the whole.
/// \param deliver takes the pictures \param stale stops early
void accumulateParallel(const ParallelRequest& request, const std::function<bool()>& stale,
                        const std::function<void(ParallelPicture)>& deliver);

} // namespace paretoscope::ui::plots
