// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/crossbar_evaluation.h"

namespace paretoscope::problem {

Result<std::vector<cost::crossbar::NetworkLayer>> crossbarLayers(const workload::Network& network)
{
    std::vector<cost::crossbar::NetworkLayer> layers;
    layers.reserve(network.layers.size());
    for (const workload::Layer& layer : network.layers) {
        const auto shape = cost::crossbar::shapeOf(layer.operation);
        if (!shape)
            return Error{shape.error().code, layer.name + ": " + shape.error().what, {}, {}};
        layers.push_back({*shape, layer.repeats});
    }
    return layers;
}

std::string crossbarObstacle(const hardware::CrossbarArray& machine, const cost::crossbar::NetworkCost& cost)
{
    return machine.tiles > 0 && cost.tiles > machine.tiles ? "The network needs more tiles than the chip has"
                                                           : "";
}

std::vector<double> crossbarFigures(const cost::crossbar::NetworkCost& cost)
{
    return {cost.sum_J,
            cost.latency_s,
            cost.area_mm2,
            cost.sum_J * cost.latency_s,
            cost.sum_J / cost.interval_s,
            cost.interval_s,
            static_cast<double>(cost.arrays),
            static_cast<double>(cost.tiles),
            cost.utilization,
            static_cast<double>(cost.adcBitsLost),
            cost.sqnr_dB};
}

} // namespace paretoscope::problem
