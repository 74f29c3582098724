// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/spatial/mapper.h"
#include "core/hardware/spatial_architecture.h"
#include "core/problem/problem.h"
#include "core/workload/network.h"

#include <memory>
#include <string>
#include <vector>

namespace paretoscope::problem {

/// What a categorical parameter may set besides attributes of the machine: the objective of the mapping search,
/// one of mappingObjectives().
inline constexpr const char* kMappingObjective = "mapping.objective";

/// "energy", "delay", "energy_delay_product", in the order of cost::spatial::MappingObjective.
[[nodiscard]] const std::vector<std::string>& mappingObjectives();

/// A network on a family of spatial accelerators: every design is a machine, and its score is that of the
/// best mapping found for each layer of the network on it.
struct SpatialQuestion
{
    std::string name;
    workload::Network network;
    hardware::SpatialTemplate machine;
    space::Space space;
    /// Per parameter of the space: the attribute of the machine that it sets ("global_buffer.size_bytes"), or
    /// kMappingObjective: what the mappings are chosen for is then part of the design.
    std::vector<std::string> sets;
    std::vector<std::string> objectives; ///< names of metrics, 1 to 4
    struct Limit
    {
        std::string metric;
        double minimum = -std::numeric_limits<double>::infinity();
        double maximum = std::numeric_limits<double>::infinity();
    };
    std::vector<Limit> limits;
    /// Mappings tried per layer, objective of that search, seed: the same for every design, so that a
    /// design's score is a function of the design.
    cost::spatial::MapperOptions mapper;
};

/// What an evaluation measures, in this order: energy, latency, area, edp, power, utilization,
/// off_chip_traffic, on_chip_memory, pes.
[[nodiscard]] const std::vector<Metric>& spatialMetrics();

/// Errors: an attribute that the machine does not have, an objective that is no metric, a parameter of a kind
/// that cannot set its attribute.
[[nodiscard]] Result<std::shared_ptr<const Problem>> makeSpatialProblem(SpatialQuestion question);

} // namespace paretoscope::problem
