// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/spatial/evaluator.h"

namespace paretoscope::cost::spatial {

/// The sentence for a nest that does not fit.
[[nodiscard]] Illegal explain(const Misfit& misfit, const hardware::SpatialArchitecture& architecture);

/// Counts with names, for people. The nest is the one that was evaluated.
[[nodiscard]] LayerReport report(const Counts& counts, const Nest& nest, const workload::Operation& operation,
                                 const hardware::SpatialArchitecture& architecture);

} // namespace paretoscope::cost::spatial
