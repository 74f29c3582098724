// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/spatial/dataflow.h"
#include "core/cost/spatial/map_constraints.h"
#include "core/cost/spatial/mapping.h"
#include "core/cost/spatial/nest.h"
#include "core/workload/operation.h"

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace paretoscope::cost::spatial {

/// Where a factor may stand at a level.
enum class Where : std::uint8_t { Time, Row, Column };
inline constexpr std::size_t kWheres = 3;

struct FactorBounds
{
    std::int64_t least = 1;
    std::int64_t most = std::numeric_limits<std::int64_t>::max();
    std::int64_t start = 1; ///< a divisor within the bounds; those of one dimension divide its size together
    [[nodiscard]] bool fixed() const { return least == most; }
    [[nodiscard]] bool allows(std::int64_t factor) const { return factor >= least && factor <= most; }
};

/// MapConstraints as one layer on one machine sees them: by index, with the sizes of that layer.
struct LayerConstraints
{
    struct Level
    {
        std::array<std::array<FactorBounds, kMaxDimensions>, kWheres> factor{};
        /// Order of the loops along an axis, outermost first; those not named follow by index.
        std::array<std::vector<std::uint8_t>, kWheres> order{};
        std::vector<std::uint8_t> outermost, innermost; ///< temporal loops, outermost first
        std::uint8_t keep = 0, bypass = 0;              ///< bit per tensor
    };
    std::array<Level, kMaxLevels> levels{};
    std::int64_t leastSpread = 1; ///< MACs that a mapping must use
    bool constrainsFactors = false;
};

/// Errors, InvalidInput, one sentence each: as checkConstraints(); a factor above the fan-out; factors of one
/// axis that together exceed it; factors that the layer's sizes or the dataflow do not allow.
[[nodiscard]] Result<LayerConstraints> constrainLayer(const MapConstraints& constraints,
                                                      const Dataflow& dataflow,
                                                      const workload::Operation& operation,
                                                      const hardware::SpatialArchitecture& architecture);

/// The first constraint that a mapping breaks, as a sentence; nothing if it keeps them all. The mapping must
/// have the shape that flatten() checks.
[[nodiscard]] std::optional<std::string> brokenConstraint(const LayerConstraints& constraints,
                                                          const Mapping& mapping,
                                                          const workload::Operation& operation,
                                                          const hardware::SpatialArchitecture& architecture);

} // namespace paretoscope::cost::spatial
