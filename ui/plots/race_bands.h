// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/race_curves.h"
#include "ui/plots/race_style.h"
#include "ui/plots/value_range.h"

#include <qcustomplot.h>

#include <optional>
#include <vector>

namespace paretoscope::ui::plots {

/// The quartile band of every method, and its median as a line of steps with a few markers on it.
/// \param scale what values are multiplied by before they are drawn
void paintBands(QPainter& painter, const std::vector<study::RaceBand>& bands, const QCPAxis& x,
                const QCPAxis& y, double scale, const look::Colours& colours);

/// Where the lines of a column of names stand, and how high one may be.
struct NamePlaces
{
    std::vector<double> centres;
    double line = 0.0;
};
/// Names near where they are wanted and none above another: beside the plot where that has room for all, else
/// over all that may be drawn on, and closer together where even that is too little.
/// \param wanted centres [px], ascending
/// \param line height of a line [px]
/// \param beside, most from top to bottom [px]
[[nodiscard]] NamePlaces placeNames(std::vector<double> wanted, double line, ValueRange beside,
                                    ValueRange most);

/// The names of the methods beside the ends of their medians, moved apart where they would overlap, each with
/// a sample of its line. \param left where the names begin; the room behind it must be free
void paintBandNames(QPainter& painter, const std::vector<study::RaceBand>& bands, const QStringList& names,
                    const QCPAxis& y, double scale, double left, const look::Colours& colours);
/// The room that paintBandNames() needs.
[[nodiscard]] int bandNamesWidth(const QStringList& names, const QFontMetrics& metrics);

/// The quartiles of a band where the pointer is; absent beyond its end and where nothing is known.
[[nodiscard]] std::optional<study::Quartiles> bandAt(const study::RaceBand& band, double x);

/// What the values of the bands span, leaving out the first part of the way, which is steep and would flatten
/// the rest.
[[nodiscard]] std::optional<ValueRange> bandRange(const std::vector<study::RaceBand>& bands);

} // namespace paretoscope::ui::plots
