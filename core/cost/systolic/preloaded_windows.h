// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/systolic/evaluate.h"

namespace paretoscope::cost::systolic {

/// Cycles of one product in the reference simulator's given-bandwidth mode, estimated from below
/// (SCALE-Sim v2.0.2, read from its code, not replayed): what fills the first window of each operand comes
/// before cycle 0 and is free, every further window costs ceil(half / bandwidth) + 1 cycles, and results that
/// still fit the output memory at the end are never charged. The simulator fetches more than this when an
/// operand comes back after it was evicted, and then takes up to 23 times the traffic's own bound; that is
/// not imitated. For comparison with the simulator only: studies use evaluate(), which charges all traffic.
[[nodiscard]] std::int64_t preloadedWindowsCycles(const Evaluation& layer,
                                                  const hardware::SystolicArray& array);

} // namespace paretoscope::cost::systolic
