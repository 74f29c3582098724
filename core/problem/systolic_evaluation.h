// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/systolic/evaluate.h"
#include "core/hardware/systolic_array.h"
#include "core/problem/machine_problem.h"

#include <stop_token>
#include <string>
#include <vector>

namespace paretoscope::problem {

/// A whole network on one systolic array: each distinct layer shape once. The sums are meaningful only when
/// complete.
struct SystolicNetwork : NetworkTotals
{
    struct Part
    {
        workload::UniqueLayer layer;
        cost::systolic::Evaluation evaluation;
    };
    std::vector<Part> parts; ///< up to the first layer that does not run
    bool complete = false;
    std::string reason;  ///< short and countable, when not complete; "stopped" when asked to stop
    std::string example; ///< which layer and why, when not complete
};

[[nodiscard]] SystolicNetwork runNetwork(const workload::Network& network,
                                         const hardware::SystolicArray& array, const std::stop_token& stop);

} // namespace paretoscope::problem
