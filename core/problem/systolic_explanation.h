// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/explanation.h"
#include "core/problem/systolic_evaluation.h"

namespace paretoscope::problem {

/// Tells a network on a systolic array the way the inspector draws it. The nest of a layer lists its folds,
/// which are rounded up: where a dimension does not divide by the array, its loops cover more than the layer
/// has, and the meaning of the fold says how full the last one is. Sums agree with the metrics to rounding.
[[nodiscard]] Explanation explainSystolic(const workload::Network& network,
                                          const hardware::SystolicArray& array, const SystolicNetwork& run);

} // namespace paretoscope::problem
