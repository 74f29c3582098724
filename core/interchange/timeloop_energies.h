// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/hardware/spatial_architecture.h"
#include "core/interchange/yaml_reader.h"

#include <string>

namespace paretoscope::interchange {

/// Reads the energy reference table that Accelergy writes and Timeloop uses: per component the energy in pJ
/// of one access of a block. Actions: read, write (a fill from above), update (a result from below; where it
/// is absent, write), leak (per cycle and instance), compute. Every level and the MACs must be in it.
void readEnergies(YamlReader table, hardware::SpatialArchitecture& machine, const std::string& macName);

/// Reads the area reference table, in um^2 for one instance.
void readAreas(YamlReader table, hardware::SpatialArchitecture& machine, const std::string& macName);

} // namespace paretoscope::interchange
