// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/hardware/spatial_architecture.h"
#include "core/interchange/yaml_reader.h"

#include <string>
#include <vector>

/// The attributes of single components. As in the v4 front end, what a component is follows from which known
/// word its class contains: DRAM, SRAM, regfile, smartbuffer or storage; then mac or compute.
namespace paretoscope::interchange {

enum class ComponentKind : std::uint8_t { Storage, Compute, Unknown };
[[nodiscard]] ComponentKind componentKind(const std::string& className);

/// Capacity, word, block, buffering and bandwidth of a storage; mesh and energies are others' affair.
[[nodiscard]] hardware::MemoryLevel readStorage(YamlReader attributes, const std::string& name,
                                                const std::string& className);
/// Bits of one multiply-accumulate unit.
[[nodiscard]] std::int64_t readMacBits(YamlReader attributes);

/// Attributes that only Accelergy's estimators use. They reach us as the figures of the energy table, so they
/// are understood by that; nothing that Timeloop's own counts depend on is among them.
void passEstimatorAttributes(YamlReader& attributes);

/// The clock of "global_cycle_seconds", where it is given.
void readClock(YamlReader& attributes, double& clock_Hz);

} // namespace paretoscope::interchange
