// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench_problems.h"

namespace paretoscope::bench {

/// The closed-form stand-in of section 2.2: the shape of an accelerator co-design space, no real machine.
/// \param small  accel_b: a network of depthwise blocks, tighter caps, area as a third objective
[[nodiscard]] BenchProblem acceleratorToy(bool small);

} // namespace paretoscope::bench
