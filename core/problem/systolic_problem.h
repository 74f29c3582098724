// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/hardware/systolic_array.h"
#include "core/problem/machine_problem.h"

#include <memory>

namespace paretoscope::problem {

/// A network on a family of systolic arrays: every design is an array with its memories and dataflow, and its
/// score follows in closed form, without a search for mappings.
struct SystolicQuestion : MachineQuestion
{
    hardware::SystolicTemplate machine;
};

/// Measures machineMetrics(). Errors: as judgementOf().
[[nodiscard]] Result<std::shared_ptr<const Problem>> makeSystolicProblem(SystolicQuestion question);

} // namespace paretoscope::problem
