// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/systolic_evaluation.h"

namespace paretoscope::problem {

SystolicNetwork runNetwork(const workload::Network& network, const hardware::SystolicArray& array,
                           const std::stop_token& stop)
{
    SystolicNetwork result;
    for (const workload::UniqueLayer& layer : workload::uniqueLayers(network)) {
        if (stop.stop_requested()) {
            result.reason = "stopped";
            return result;
        }
        const workload::Layer& shape = network.layers[layer.representative];
        auto evaluation = cost::systolic::evaluate(shape.operation, array);
        if (!evaluation) {
            result.reason = "A layer does not run on a systolic array";
            result.example = shape.name + ": " + evaluation.error().what;
            return result;
        }
        result.add(evaluation->report, layer.occurrences, array.word_bits, array.clock_Hz);
        result.parts.push_back({layer, std::move(evaluation).value()});
    }
    result.complete = true;
    return result;
}

} // namespace paretoscope::problem
