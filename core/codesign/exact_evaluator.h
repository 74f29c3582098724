// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/codesign/cost_model.h"
#include "core/cost/spatial/evaluator.h"
#include "core/cost/spatial/map_constraints.h"
#include "core/hardware/spatial_architecture.h"

#include <optional>

namespace paretoscope::codesign {

/// The machine as the program's exact model of spatial accelerators sees it: DRAM, the global buffer (inputs
/// and outputs; weights pass it by), and in every PE a scratchpad for each tensor. Energies and bandwidths
/// are those of machine_energy.h. Which mappings are valid is the same as by brokenRule(); what they cost is
/// counted another way than in lite_evaluator.h:
/// - the banks are one buffer of one space of addresses whose rows are always used in full; the light model
///   lets short runs of columns waste a part of each;
/// - words that several PEs want at once are read once, those that a neighbour has are handed over, the halo
/// of
///   a window that stays is not read again, first partial sums are not read; the light model moves whole
///   tiles;
/// - wires cost nothing; in the light model every word pays for its way.
[[nodiscard]] hardware::SpatialArchitecture architectureOf(const Machine& machine);

/// Levels of architectureOf(), outermost first.
enum ArchitectureLevel : std::size_t { kDramLevel, kBufferLevel, kInputPad, kWeightPad, kOutputPad };
inline constexpr std::size_t kArchitectureLevels = 5;

/// The mapping for that machine: all local loops stand at the innermost scratchpad, so that every scratchpad
/// holds the tile of the whole PE.
/// \param operation  operationOf() the layer
[[nodiscard]] cost::spatial::Mapping exactMapping(const TiledMapping& mapping,
                                                  const workload::Operation& operation);
/// The way back. \errors InvalidInput where a scratchpad above the innermost has loops of its own, or the
/// shape is another
[[nodiscard]] Result<TiledMapping> tiledMapping(const cost::spatial::Mapping& mapping,
                                                const workload::Operation& operation);

/// What the program's own mapper must keep so that it searches the very mappings of TiledMapping.
[[nodiscard]] cost::spatial::MapConstraints mapperConstraints(const Machine& machine);

/// The exact model for one layer on one machine.
class ExactEvaluator final : public CostModel
{
public:
    ExactEvaluator(const LayerShape& layer, const Machine& machine);
    [[nodiscard]] MappingCost cost(const TiledMapping& mapping) override;
    /// Whether the exact model accepts it, too.
    [[nodiscard]] bool fits(const TiledMapping& mapping);

private:
    workload::Operation m_operation;
    hardware::SpatialArchitecture m_architecture;
    std::optional<cost::spatial::Evaluator> m_evaluator; ///< absent never: shapes are checked by shapeOf()
};

} // namespace paretoscope::codesign
