// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/cost_report.h"
#include "core/cost/spatial/mapping.h"
#include "core/hardware/spatial_architecture.h"
#include "core/problem/explanation.h"
#include "core/workload/operation.h"

#include <vector>

namespace paretoscope::problem {

/// A mapping as people read it. \param levels whose tiles are told, one entry a memory of the machine
[[nodiscard]] std::vector<NestLevel> nestOf(const workload::Operation& operation,
                                            const hardware::SpatialArchitecture& machine,
                                            const cost::spatial::Mapping& mapping,
                                            const std::vector<cost::LevelReport>& levels);

} // namespace paretoscope::problem
