// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/spatial/mapper.h"
#include "core/hardware/spatial_architecture.h"
#include "core/problem/machine_problem.h"
#include "core/problem/mapping_cache.h"

#include <memory>
#include <optional>

namespace paretoscope::problem {

/// What kMappingObjective may be set to: "energy", "delay", "energy_delay_product", "power_product", in the
/// order of cost::spatial::MappingObjective.
[[nodiscard]] const std::vector<std::string>& mappingObjectives();

/// A network on a family of spatial accelerators: every design is a machine, and its score is that of the
/// best mapping found for each layer of the network on it.
struct SpatialQuestion : MachineQuestion
{
    hardware::SpatialTemplate machine;
    /// Mappings tried per layer, objective of that search, constraints, seed: the same for every design, so
    /// that a design's score is a function of the design.
    cost::spatial::MapperOptions mapper;
};

/// Measures machineMetrics(). Errors: as judgementOf() and cost::spatial::checkConstraints(); a dataflow both
/// prescribed and chosen.
[[nodiscard]] Result<std::shared_ptr<const Problem>> makeSpatialProblem(SpatialQuestion question);

/// Whether mapLayer() has anything to say about this problem's designs.
[[nodiscard]] bool hasMappings(const Problem& problem);

/// One layer of a design as its score saw it: the machine, the arithmetic, and the best mapping found.
struct MappedLayer
{
    hardware::SpatialArchitecture machine;
    workload::Layer layer;
    cost::spatial::Mapping mapping;
    cost::LayerReport report;                    ///< of one occurrence
    cost::spatial::EvaluationOptions evaluation; ///< with which it was counted
};

/// Searches that layer's mapping again, with the study's budget and seed, so that it is the very mapping that
/// the design's score counts. Errors: Unsupported (no spatial problem), NotFound (no layer of that name),
/// InvalidInput (the design is no machine, or the layer has no legal mapping on it), Cancelled.
[[nodiscard]] Result<MappedLayer> mapLayer(const Problem& problem, const space::Design& design,
                                           const std::string& layer, const std::stop_token& stop = {});

/// Mappings that a design's score tries a layer, on the average; nothing for a problem without mappings.
[[nodiscard]] std::optional<std::int64_t> searchBudget(const Problem& problem);

/// The same question with a shorter search, for designs near a known one while a hand is moving: every layer
/// starts from the mapping that the known design has for it and tries `evaluations` mappings on the average.
/// Scores are those of legal mappings, but may be worse than the design's own. Null for a problem without
/// mappings. Scores the known design first, which takes as long as evaluate() where that is not cached.
[[nodiscard]] std::shared_ptr<const Problem> withShorterSearch(const Problem& problem,
                                                               const space::Design& known,
                                                               std::int64_t evaluations,
                                                               const std::stop_token& stop = {});

/// How often mappings were asked for, and were known already; nothing for a problem without mappings.
[[nodiscard]] std::optional<MappingCache::Use> mappingCacheUse(const Problem& problem);

} // namespace paretoscope::problem
