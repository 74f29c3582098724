// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/explanation.h"
#include "ui/plots/energy_bars.h"
#include "ui/plots/layer_bars.h"
#include "ui/plots/roofline_plot.h"

namespace paretoscope::ui::panels {

enum class LayerQuantity { Latency, Energy };

// An explanation in the charts' terms. Layers that occur several times count all their occurrences, so that
// the bars of a chart add up to the design's metric.

[[nodiscard]] QStringList layerNames(const problem::Explanation& explanation);
[[nodiscard]] QString unitOf(LayerQuantity quantity); ///< "s", "J"
[[nodiscard]] double valueOf(const problem::LayerExplanation& layer, LayerQuantity quantity);

[[nodiscard]] plots::EnergySeries energySeries(const problem::Explanation& explanation, const QString& name,
                                               const QColor& colour);
[[nodiscard]] plots::LayerSeries layerSeries(const problem::Explanation& explanation, LayerQuantity quantity,
                                             const QString& name, const QColor& colour);
[[nodiscard]] plots::RooflineSeries rooflineSeries(const problem::Explanation& explanation,
                                                   const QString& name, const QColor& colour);

} // namespace paretoscope::ui::panels
