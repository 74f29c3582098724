// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/spatial/layer_constraints.h"
#include "core/cost/spatial/map_constraints.h"
#include "core/interchange/timeloop_architecture.h"
#include "core/workload/operation.h"

#include <string>
#include <vector>

/// Constraints on the map space, between Timeloop's directives and ours.
namespace paretoscope::interchange {

/// The constraints of an architecture's documents as ours. Residency is already in the machine.
///
/// A factor with "=" is exact, 0 the whole dimension (src/mapping/constraints.cpp reads it so, with a
/// warning). A permutation of loops in time is innermost first and what it leaves out stands outside of it.
/// Our reading of a spatial one, as for mappings: what it leaves out follows in the shape's order; the first
/// `split` run along X, the others along Y; without a split all run along the only axis that the node has.
///
/// Problems go to the reader, Unsupported where two nodes share an axis between two memories, or where
/// factors are prescribed for a node of two axes without saying which.
[[nodiscard]] cost::spatial::MapConstraints
readMapConstraints(YamlReader& place, const MachineDocument& machine, const workload::Operation& operation);

/// A node of a written architecture that fans out along one axis, and whose spatial loops those of a level
/// are.
struct AxisNode
{
    std::string name;
    std::size_t level = 0;
    cost::spatial::Where axis = cost::spatial::Where::Column;
};

/// The key "constraints" of an architecture's document; empty if there are none. Errors, Unsupported, for
/// what the format cannot say: a share of MACs to use; loops that are outermost while others are free.
[[nodiscard]] Result<std::string> constraintsText(const cost::spatial::LayerConstraints& constraints,
                                                  const workload::Operation& operation,
                                                  const hardware::SpatialArchitecture& architecture,
                                                  const std::vector<AxisNode>& nodes);

/// Whether anything is said about what runs along the axes below a level.
[[nodiscard]] bool constrainsAxes(const cost::spatial::LayerConstraints::Level& rules,
                                  const workload::Operation& operation);

} // namespace paretoscope::interchange
