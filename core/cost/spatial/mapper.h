// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/spatial/evaluate.h"

#include <array>
#include <stop_token>

namespace paretoscope::cost::spatial {

enum class MappingObjective { Energy, Delay, EnergyDelayProduct };

struct MapperOptions
{
    MappingObjective objective = MappingObjective::EnergyDelayProduct;
    /// Mappings to evaluate at most. Deterministic for a seed, whatever the machine's speed.
    std::int64_t evaluations = 2'000;
    std::uint64_t seed = 1;
    EvaluationOptions evaluation;
    /// Constraint on the map space, see dataflow.h: "any", "row_stationary", "weight_stationary",
    /// "output_stationary". The architecture's own dataflow is used where this is empty.
    std::string dataflow;
};

struct MapperResult
{
    std::optional<Mapping> best;                         ///< absent if no legal mapping was found
    LayerReport report;                                  ///< exact evaluation of `best`
    std::int64_t evaluated = 0;                          ///< legal mappings
    std::array<std::int64_t, kIllegalReasons> illegal{}; ///< how many failed, by reason
    std::string example; ///< one failed candidate's message, for the "why" of an infeasible machine
};

/// Searches the mappings of one operation on one machine: perfect factorizations, loop orders, residency
/// where the architecture leaves it free. Anytime: never worse with more evaluations at the same seed.
/// Thread-safe; returns the best so far when stopped.
[[nodiscard]] MapperResult searchMapping(const workload::Operation& operation,
                                         const hardware::SpatialArchitecture& architecture,
                                         const MapperOptions& options, const std::stop_token& stop = {});

} // namespace paretoscope::cost::spatial
