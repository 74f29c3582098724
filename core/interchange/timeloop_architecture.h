// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/hardware/spatial_architecture.h"
#include "core/interchange/timeloop_directives.h"
#include "core/interchange/yaml_reader.h"

#include <string>
#include <vector>

namespace paretoscope::interchange {

/// A node that fans out. Its spatial loops stand below the temporal loops of the memory level above it.
struct FanOut
{
    std::string name;
    std::size_t above = 0;             ///< how many memory levels stand above it
    std::int64_t meshX = 1, meshY = 1; ///< copies that this node makes
};

/// An architecture as its document says it: the machine, the names that loops are directed at, and the
/// constraints on them. Residency constraints are already in the machine.
struct MachineDocument
{
    hardware::SpatialArchitecture machine;
    std::vector<FanOut> fanOuts; ///< outermost first
    std::vector<Directive> constraints;
    bool energiesGiven = false;
};

/// Reads the keys "architecture", "constraints", "variables", "ERT" and "ART" of a document. The hierarchy of
/// v4 is a list of !Component and !Container nodes, outermost first; a node's `spatial` multiplies itself and
/// everything after it. !Hierarchical nodes are flattened. !Parallel nodes are flattened too, each branch
/// bypassing what the others keep, as the v4 front end does before it calls the C++ program.
/// \param tensors of the problem, which residency constraints name. Problems go to the reader.
[[nodiscard]] MachineDocument readArchitecture(YamlReader& document, const std::vector<std::string>& tensors);

} // namespace paretoscope::interchange
