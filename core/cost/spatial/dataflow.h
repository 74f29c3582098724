// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/workload/operation.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace paretoscope::cost::spatial {

/// A dataflow as a constraint on the map space, for one operation. Sets are bits per dimension; a dimension
/// the operation lacks, or of size 1, constrains nothing, so every dataflow is defined for every layer.
///
/// Our reading of the usual names (our choice; the row-stationary one follows Chen et al., ISCA 2016, and the
/// choices "filter row inside a PE" and "filter rows along Y" of published Eyeriss descriptions):
///
/// - any: no constraint.
/// - row_stationary: filter rows (S), and copies for further channels, filters, groups, along Y; output rows
///   (Q), and the same kinds of copies, along X; all of a filter row (R) in time inside the PE. Output
///   columns run in time. A matrix product reads its rows (M) as output rows, its reduction (K) as channels
///   and its columns (N) as filters.
/// - weight_stationary: what indexes both weights and outputs (output channels, groups) along X, the
/// reduction
///   of the weights along Y; in front of the array the loops that do not touch the weights are innermost, so
///   weights stay while inputs and outputs stream by.
/// - output_stationary: whatever indexes the outputs, along X or Y; the reduction runs in time, innermost in
///   front of the array, so each output stays where it is until finished.
struct Dataflow
{
    std::uint8_t columns = 0xFF; ///< may be unrolled along X
    std::uint8_t rows = 0xFF; ///< may be unrolled along Y
    std::uint8_t insideElement = 0; ///< runs in time inside the PEs, entirely
    /// Tensor whose loops stand outside all others in the levels that feed the array and inside it.
    std::optional<std::size_t> stationary;
};

/// The names dataflow() knows, "any" first.
[[nodiscard]] const std::vector<std::string>& dataflows();

/// Errors: InvalidInput for an unknown name, listing the known ones.
[[nodiscard]] Result<Dataflow> dataflow(const std::string& name, const workload::Operation& operation);

} // namespace paretoscope::cost::spatial
