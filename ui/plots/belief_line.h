// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/colours.h"

#include <QColor>
#include <QPolygonF>

#include <span>

class QCustomPlot;
class QPainter;
class QPen;

namespace paretoscope::optimizer {
struct OutcomeBelief;
}

/// What a model expects along one number, as all lessons draw it.
namespace paretoscope::ui::plots {

/// Pixels of values over positions on the plot's axes; what is not finite is left out, and nothing of a
/// logarithmic axis lies far below its end.
[[nodiscard]] QPolygonF lineAlong(const QCustomPlot& plot, std::span<const double> positions,
                                  std::span<const double> values);
/// The median, in a band from low to high.
void paintBelief(QPainter& painter, const QCustomPlot& plot, std::span<const double> positions,
                 const optimizer::OutcomeBelief& belief, const QColor& colour, const look::Colours& colours);
/// Shares as a hill that stands on the plot's lower edge.
void paintHill(QPainter& painter, const QCustomPlot& plot, std::span<const double> positions,
               std::span<const double> shares, const QColor& colour, const look::Colours& colours);
/// A line through the whole plot, such as where the proposed design stands.
void paintUpright(QPainter& painter, const QCustomPlot& plot, double position, const QPen& pen);

} // namespace paretoscope::ui::plots
