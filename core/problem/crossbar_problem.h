// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/hardware/crossbar_array.h"
#include "core/problem/machine_problem.h"

#include <memory>

namespace paretoscope::problem {

/// A network on a family of crossbar machines: its score follows in closed form.
struct CrossbarQuestion : MachineQuestion
{
    hardware::CrossbarTemplate machine;
};

/// What an evaluation measures, in this order: energy, latency, area, edp, power, interval, arrays, tiles,
/// utilization, adc_bits_lost, sqnr.
[[nodiscard]] const std::vector<Metric>& crossbarMetrics();

/// Measures crossbarMetrics(). Errors: as judgementOf(); a network with a layer that arrays cannot compute.
[[nodiscard]] Result<std::shared_ptr<const Problem>> makeCrossbarProblem(CrossbarQuestion question);

} // namespace paretoscope::problem
