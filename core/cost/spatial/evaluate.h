// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/cost/cost_report.h"
#include "core/cost/spatial/mapping.h"
#include "core/hardware/spatial_architecture.h"
#include "core/workload/operation.h"

#include <optional>
#include <string>
#include <variant>

namespace paretoscope::cost::spatial {

/// Constraint: legal on the machine, but not among the mappings that were asked for (map_constraints.h).
enum class IllegalReason { Capacity, Fanout, FactorProduct, NoStorage, Constraint };
inline constexpr std::size_t kIllegalReasons = 5;

/// Why a mapping cannot run. Infeasible is not an error: it is counted, with an example.
struct Illegal
{
    IllegalReason reason = IllegalReason::Capacity;
    std::string level;
    std::string message; ///< one sentence with the numbers
};

struct EvaluationOptions
{
    /// Neighbouring PEs hand words to each other where that saves accesses of the parent (the reference
    /// simulator's default).
    bool peerForwarding = true;
};

/// Cycles, energy and every access count of one mapping, by the semantics of the reference simulator
/// (Timeloop, commit 4cf6d4cd): exact two-iteration emulation of temporal loops, multicast by equal deltas,
/// first-read elision, block rounding, bandwidth throttling. Thread-safe, deterministic. \param mapping one
/// entry a memory level; sizes that do not fit the operation are Illegal, not undefined.
[[nodiscard]] std::variant<LayerReport, Illegal> evaluate(const workload::Operation& operation,
                                                          const hardware::SpatialArchitecture& architecture,
                                                          const Mapping& mapping,
                                                          const EvaluationOptions& options = {});

} // namespace paretoscope::cost::spatial
