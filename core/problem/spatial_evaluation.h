// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/hardware/spatial_architecture.h"
#include "core/problem/machine_problem.h"
#include "core/problem/mapping_cache.h"

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace paretoscope::problem {

/// A whole network mapped on one machine: each distinct layer shape once, with the best mapping found for it.
/// The sums are meaningful only when complete.
struct MappedNetwork : NetworkTotals
{
    struct Part
    {
        workload::UniqueLayer layer;
        std::shared_ptr<const cost::spatial::MapperResult> mapped; ///< never null
    };
    std::vector<Part> parts; ///< up to the first layer without a legal mapping, which is the last entry
    bool complete = false;   ///< every layer has a mapping
    std::string reason;      ///< short and countable, when not complete
    std::string example;     ///< the sentence of one failed candidate, when not complete
};

/// What another machine of the same levels does with a network's distinct layers, in order.
struct KnownMappings
{
    std::vector<cost::spatial::Mapping> mappings; ///< may end early
    std::string dataflow;                         ///< that they obey
};

/// Layers help each other: the mappings found for one are models for the search of the next with the same
/// dimensions; and those with more multiply-accumulates are searched for longer, the budget being
/// `options.evaluations` a layer on the average. \returns what was found so far when stopped (complete =
/// false, reason "stopped")
/// \param known null, or one more model for every layer; where such a mapping runs as it is under the same
///              dataflow, no layer ends worse than with it
[[nodiscard]] MappedNetwork mapNetwork(const workload::Network& network,
                                       const hardware::SpatialArchitecture& machine,
                                       const cost::spatial::MapperOptions& options,
                                       const std::stop_token& stop, MappingCache& cache,
                                       const KnownMappings* known = nullptr);

/// The same for one layer alone, as it is mapped within its network; null when stopped.
[[nodiscard]] std::shared_ptr<const cost::spatial::MapperResult>
mapLayerOf(const workload::Network& network, const workload::Layer& layer,
           const hardware::SpatialArchitecture& machine, const cost::spatial::MapperOptions& options,
           const std::stop_token& stop, MappingCache& cache);

/// On-chip memory of the whole machine.
[[nodiscard]] double onChipBytes(const hardware::SpatialArchitecture& machine);

} // namespace paretoscope::problem
