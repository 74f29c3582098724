// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/cost_report.h"
#include "core/cost/spatial/mapping_front.h"

#include <string>

/// What a mapping costs, as text: figures with every digit, to hold against another tool's.
namespace paretoscope::cli {

/// Cycles, what bounds them, utilization, energy and accesses of every tensor at every level.
[[nodiscard]] std::string reportText(const cost::LayerReport& report, bool energyKnown);

/// The mapping as a loop nest.
[[nodiscard]] std::string nestText(const workload::Operation& operation,
                                   const hardware::SpatialArchitecture& machine,
                                   const cost::spatial::Mapping& mapping, const cost::LayerReport& report);

/// One line a mapping, fewest cycles first.
[[nodiscard]] std::string frontText(const cost::spatial::MappingFrontResult& result);

} // namespace paretoscope::cli
