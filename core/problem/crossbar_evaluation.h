// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/crossbar/evaluate.h"
#include "core/workload/network.h"

#include <string>
#include <vector>

namespace paretoscope::problem {

/// The layers of a network as matrices, in its order; made once, used by every evaluation.
/// Errors: Unsupported, with the layer's name, for a layer that arrays cannot compute.
[[nodiscard]] Result<std::vector<cost::crossbar::NetworkLayer>>
crossbarLayers(const workload::Network& network);

/// Why a chip cannot run the network, short and countable; empty where it can.
[[nodiscard]] std::string crossbarObstacle(const hardware::CrossbarArray& machine,
                                           const cost::crossbar::NetworkCost& cost);

/// The values of crossbarMetrics().
[[nodiscard]] std::vector<double> crossbarFigures(const cost::crossbar::NetworkCost& cost);

} // namespace paretoscope::problem
