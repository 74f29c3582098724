// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/crossbar/evaluate.h"
#include "core/problem/explanation.h"
#include "core/workload/network.h"

namespace paretoscope::problem {

/// Tells a network on a crossbar machine the way the inspector draws it; the numbers that only crossbars have
/// are in Explanation::crossbar. The nest of a layer lists its arrays and its vectors in time. Sums agree
/// with the metrics to rounding.
[[nodiscard]] Explanation explainCrossbar(const workload::Network& network,
                                          const hardware::CrossbarArray& machine,
                                          const cost::crossbar::NetworkCost& cost);

} // namespace paretoscope::problem
