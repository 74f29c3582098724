// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/spatial/mapper.h"
#include "core/hardware/spatial_architecture.h"
#include "core/workload/network.h"

#include <stop_token>
#include <string>
#include <vector>

namespace paretoscope::problem {

/// A whole network mapped on one machine: each distinct layer shape once, with the best mapping found for it.
struct MappedNetwork
{
    struct Part
    {
        workload::UniqueLayer layer;
        cost::spatial::MapperResult mapped;
    };
    std::vector<Part> parts; ///< up to the first layer without a legal mapping, which is the last entry
    bool complete = false;   ///< every layer has a mapping
    std::string reason;      ///< short and countable, when not complete
    std::string example;     ///< the sentence of one failed candidate, when not complete

    // Sums over the whole network, repeats counted; meaningful only when complete.
    double energy_J = 0.0;
    double latency_s = 0.0; ///< layers one after the other
    double cycles = 0.0;
    double macs = 0.0;
    double offChip_bytes = 0.0;
};

/// \returns what was found so far when stopped (complete = false, reason "stopped")
[[nodiscard]] MappedNetwork mapNetwork(const workload::Network& network,
                                       const hardware::SpatialArchitecture& machine,
                                       const cost::spatial::MapperOptions& options,
                                       const std::stop_token& stop);

/// Bytes that one layer moves over the outermost level: reads and updates of every tensor there.
[[nodiscard]] double offChipBytes(const cost::LayerReport& report,
                                  const hardware::SpatialArchitecture& machine);

/// On-chip memory of the whole machine.
[[nodiscard]] double onChipBytes(const hardware::SpatialArchitecture& machine);

} // namespace paretoscope::problem
