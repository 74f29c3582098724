// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/explanation_series.h"

#include "ui/panels/text.h"

#include <limits>

namespace paretoscope::ui::panels {

namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

double ratio(double above, double below)
{
    return below > 0.0 ? above / below : kUnknown;
}

} // namespace

QStringList layerNames(const problem::Explanation& explanation)
{
    QStringList names;
    for (const problem::LayerExplanation& layer : explanation.layers)
        names << (layer.repeats > 1 ? QStringLiteral("%1 × %2").arg(text(layer.name)).arg(layer.repeats)
                                    : text(layer.name));
    return names;
}

QString unitOf(LayerQuantity quantity)
{
    return quantity == LayerQuantity::Latency ? QStringLiteral("s") : QStringLiteral("J");
}

double valueOf(const problem::LayerExplanation& layer, LayerQuantity quantity)
{
    return static_cast<double>(layer.repeats)
           * (quantity == LayerQuantity::Latency ? layer.latency_s : layer.energy_J);
}

plots::EnergySeries energySeries(const problem::Explanation& explanation, const QString& name,
                                 const QColor& colour)
{
    return {name, colour, explanation.energy};
}

plots::LayerSeries layerSeries(const problem::Explanation& explanation, LayerQuantity quantity,
                               const QString& name, const QColor& colour)
{
    plots::LayerSeries series{name, colour, {}, {}};
    for (const problem::LayerExplanation& layer : explanation.layers) {
        series.values.push_back(valueOf(layer, quantity));
        series.utilization.push_back(layer.utilization);
    }
    return series;
}

plots::RooflineSeries rooflineSeries(const problem::Explanation& explanation, const QString& name,
                                     const QColor& colour)
{
    plots::RooflineSeries series{name, colour, explanation.roofline, {}};
    for (const problem::LayerExplanation& layer : explanation.layers) {
        const auto macs = static_cast<double>(layer.macs);
        series.dots.push_back({text(layer.name), ratio(macs, layer.offChip_bytes),
                               ratio(macs, layer.latency_s),
                               ratio(valueOf(layer, LayerQuantity::Latency), explanation.latency_s)});
    }
    return series;
}

} // namespace paretoscope::ui::panels
