// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/hardware/spatial_architecture.h"
#include "core/problem/explanation.h"
#include "core/problem/spatial_evaluation.h"
#include "core/workload/network.h"

namespace paretoscope::problem {

/// Tells a mapped network the way the inspector draws it: the machine's blocks, energy by component and
/// operand, every layer with its loop nest, the roofline. Sums agree with the metrics to rounding.
[[nodiscard]] Explanation explainSpatial(const workload::Network& network,
                                         const hardware::SpatialArchitecture& machine,
                                         const MappedNetwork& mapped);

/// A mapping as nested loops with the tensors that every level holds. \param report of that mapping
[[nodiscard]] std::vector<NestLevel> nestOf(const workload::Operation& operation,
                                            const hardware::SpatialArchitecture& machine,
                                            const cost::spatial::Mapping& mapping,
                                            const cost::LayerReport& report);

} // namespace paretoscope::problem
