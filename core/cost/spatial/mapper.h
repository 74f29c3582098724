// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/spatial/evaluate.h"
#include "core/cost/spatial/map_constraints.h"

#include <array>
#include <functional>
#include <stop_token>
#include <vector>

namespace paretoscope::cost::spatial {

enum class MappingObjective { Energy, Delay, EnergyDelayProduct, PowerProduct };

struct MapperOptions
{
    MappingObjective objective = MappingObjective::EnergyDelayProduct;
    /// Of the power product energy^a * delay^b: a and b, each >= 0 and one of them positive.
    double energyExponent = 1.0, delayExponent = 1.0;
    /// Mappings to evaluate at most. Deterministic for a seed, whatever the machine's speed.
    std::int64_t evaluations = 2'000;
    std::uint64_t seed = 1;
    EvaluationOptions evaluation;
    /// Constraint on the map space, see dataflow.h: "any", "row_stationary", "weight_stationary",
    /// "output_stationary". The architecture's own dataflow is used where this is empty.
    std::string dataflow;
    /// Every mapping found keeps them. A dataflow among them goes before the one above.
    MapConstraints constraints;
    /// Mappings of operations with the same dimensions on the same machine, which the search takes for
    /// models: a network's layers help each other. Others are left out without harm.
    std::vector<Mapping> models;
    /// Spends about half of the evaluations on ragged mappings (see mapping.h): perfect ones of sizes padded
    /// a little, drawn anew time and again. Such a mapping is the result where it beats all perfect ones.
    /// Unsupported under constraints on factors or on MACs in use.
    bool ragged = false;
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

/// Told of every legal mapping that a search evaluates; `mapping` makes the mapping, for those worth keeping.
using MappingWitness =
    std::function<void(double energy_J, std::int64_t cycles, const std::function<Mapping()>& mapping)>;
[[nodiscard]] MapperResult searchMapping(const workload::Operation& operation,
                                         const hardware::SpatialArchitecture& architecture,
                                         const MapperOptions& options, const MappingWitness& witness,
                                         const std::stop_token& stop);

/// The dataflow that a search under these options obeys: the constraints', else the options', else the
/// machine's own.
[[nodiscard]] const std::string& dataflowFor(const MapperOptions& options,
                                             const hardware::SpatialArchitecture& architecture);

} // namespace paretoscope::cost::spatial
