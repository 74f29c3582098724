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
    /// Factors may multiply to more than the size of a dimension (the reference simulator's cases do not).
    bool ragged = true;
};

/// Cycles, energy and every access count of one mapping, by the semantics of the reference simulator
/// (Timeloop, commit 4cf6d4cd): exact two-iteration emulation of temporal loops, multicast by equal deltas,
/// first-read elision, block rounding, bandwidth throttling. Thread-safe, deterministic. \param mapping one
/// entry a memory level; sizes that do not fit the operation are Illegal, not undefined.
///
/// Ragged mappings (our definition, see mapping.h) are counted with tiles clipped to the true sizes:
/// - compute cycles: elements of an array run in step, at the pace of the first, whose tile is the largest;
/// - multiply-accumulates and their energy: of the true sizes, not of the padded ones;
/// - words of tensors without sums: those of a full walk through the clipped loops, exactly;
/// - words of sliding windows, and of neighbours: the emulation of ragged_emulation.h;
/// - capacity: of the largest, whole tiles; energy: of all accesses of all instances; bandwidth: of the
///   accesses of the first instance, the busiest. Where a block holds several words, the mean of a level's
///   instances is rounded up to blocks.
/// With perfect factors all this is the reference's figures.
[[nodiscard]] std::variant<LayerReport, Illegal> evaluate(const workload::Operation& operation,
                                                          const hardware::SpatialArchitecture& architecture,
                                                          const Mapping& mapping,
                                                          const EvaluationOptions& options = {});

} // namespace paretoscope::cost::spatial
