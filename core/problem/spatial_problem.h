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

/// A network on a family of spatial accelerators: every design is a machine, and its score is that of the
/// best mapping found for each layer of the network on it.
struct SpatialQuestion
{
    std::string name;
    workload::Network network;
    hardware::SpatialTemplate machine;
    space::Space space;
    /// Per parameter of the space: the attribute of the machine that it sets ("global_buffer.size_bytes").
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

/// One layer of a design as its score saw it: the machine, the arithmetic, and the best mapping found.
struct MappedLayer
{
    hardware::SpatialArchitecture machine;
    workload::Layer layer;
    cost::spatial::Mapping mapping;
    cost::LayerReport report; ///< of one occurrence
};

/// Searches that layer's mapping again, with the study's budget and seed, so that it is the very mapping that
/// the design's score counts. Errors: Unsupported (no spatial problem), NotFound (no layer of that name),
/// InvalidInput (the design is no machine, or the layer has no legal mapping on it), Cancelled.
[[nodiscard]] Result<MappedLayer> mapLayer(const Problem& problem, const space::Design& design,
                                           const std::string& layer, const std::stop_token& stop = {});

} // namespace paretoscope::problem
