// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/hardware/crossbar_array.h"
#include "core/problem/training_problem.h"

namespace paretoscope::problem {

/// The crossbar machine that a trained network runs on, as what it adds to the network's metrics: those of
/// crossbarMetrics(), from the same network mapped on square arrays of the design's rows, with the design's
/// widths and variation; all else as described. Errors: InvalidInput where the machine computes otherwise
/// than the network is judged: without pairs of a positive and a negative array, with more than one bit of an
/// input at a time, or with groups of single bits.
[[nodiscard]] Result<HardwareScore> crossbarHardware(const hardware::CrossbarTemplate& machine);

} // namespace paretoscope::problem
