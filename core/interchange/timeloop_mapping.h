// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/spatial/mapping.h"
#include "core/interchange/timeloop_architecture.h"
#include "core/workload/operation.h"

namespace paretoscope::interchange {

/// Reads a list of directives as a mapping.
///
/// A permutation lists loops innermost first; dimensions it leaves out stand outside in the shape's order;
/// of a spatial directive the first `split` dimensions of it run along X, the others along Y, all along X
/// where no split is given (src/mapping/parser.cpp). A factor of 0 is the whole dimension, one left out is 1.
/// A tensor that neither the mapping nor the architecture says anything about is kept.
///
/// Spatial directives name the node that fans out, as in v4, or "inter_<node>_spatial", as the v4 front end
/// renames it, or the memory level above, as in v3. Our reading: where several nodes fan out between two
/// memory levels, their loops stand in one nest, as if the front end's dummy levels between them were not
/// there.
///
/// The architecture's constraints hold for the mapping: what it leaves open they decide, as in the front
/// end's runs of timeloop-model; what breaks one is a problem.
[[nodiscard]] cost::spatial::Mapping readMapping(YamlReader& mapping, const MachineDocument& machine,
                                                 const workload::Operation& operation);

} // namespace paretoscope::interchange
