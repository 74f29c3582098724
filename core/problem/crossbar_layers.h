// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/column_sums.h"
#include "core/problem/problem.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace paretoscope::problem {

/// A layer on its arrays, cell by cell and sum by sum.
struct CrossbarLayerView
{
    std::int64_t matrixRows = 1, matrixColumns = 1; ///< cells of one matrix; slices that stand aside once
    ColumnSums sums;
    /// Of a trained network: its result over its error, on images, noise of earlier layers included.
    std::optional<double> measuredSqnr_dB;
};

/// Every layer of explanation.crossbar; empty where there is none. Sums are counted where the problem trains
/// networks, expectedSums() otherwise.
/// \param explanation of the design
/// \cost some 0.1 s where networks are trained, and a training where that is no longer kept
/// Errors: those of evaluating the design; Cancelled.
[[nodiscard]] Result<std::vector<CrossbarLayerView>> crossbarLayerViews(const Problem& problem,
                                                                        const space::Design& design,
                                                                        const Explanation& explanation,
                                                                        const std::stop_token& stop);

} // namespace paretoscope::problem
