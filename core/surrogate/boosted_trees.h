// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include "core/base/result.h"
#include "core/surrogate/regression_tree.h"

#include <cstdint>
#include <span>
#include <vector>

namespace paretoscope::surrogate {

struct BoostingOptions
{
    std::size_t trees = 60;       ///< our choice
    std::size_t depth = 4;        ///< splits from the root to a leaf at most; our choice
    double shrinkage = 0.3;       ///< share of each tree that counts; our choice
    std::size_t fewestInLeaf = 1; ///< rows
};

/// Gradient boosting for squared errors (Friedman 2001): each tree learns what those before it left over.
/// Such a model guides the search for schedules in a deep-learning compiler (Chen et al. 2018, TVM). It says
/// what to expect, and nothing of its doubt. Deterministic for a seed. Thread-safe once fitted.
class BoostedTrees
{
public:
    /// \param rows  n rows of `columns` numbers, row-major
    /// \errors InvalidInput: no rows or columns, sizes that disagree, values that are not finite
    [[nodiscard]] static Result<BoostedTrees> fit(std::span<const double> rows, std::size_t columns,
                                                  std::span<const double> targets,
                                                  const BoostingOptions& options, std::uint64_t seed);

    /// \param row  one value per column
    [[nodiscard]] double predict(std::span<const double> row) const;

private:
    BoostedTrees() = default;

    std::vector<RegressionTree> m_trees;
    double m_centre = 0.0; ///< mean target
    double m_shrinkage = 0.0;
};

} // namespace paretoscope::surrogate
