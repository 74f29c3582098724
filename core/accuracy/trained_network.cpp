// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accuracy/trained_network.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::accuracy {

Status TrainedNetwork::validate() const
{
    const auto wrong = [](std::string what) {
        return Error{ErrorCode::InvalidInput, std::move(what), {}, {}};
    };
    const auto shapes = stepShapes(candidate);
    if (!shapes)
        return shapes.error();
    if (steps.size() != candidate.steps.size())
        return wrong("The weights belong to a network with another number of steps.");
    const auto finite = [](float value) { return std::isfinite(value); };
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const std::size_t reads = fanIn(candidate.steps[i], inputShape(candidate, shapes.value(), i));
        const std::size_t outputs = reads == 0 ? 0 : static_cast<std::size_t>(candidate.steps[i].outputs);
        if (steps[i].weights.size() != reads * outputs || steps[i].biases.size() != outputs)
            return wrong("Step " + std::to_string(i + 1) + " has another number of weights than it needs.");
        if (!std::all_of(steps[i].weights.begin(), steps[i].weights.end(), finite)
            || !std::all_of(steps[i].biases.begin(), steps[i].biases.end(), finite))
            return wrong("The training ran away: weights are no longer numbers.");
    }
    return success();
}

} // namespace paretoscope::accuracy
