// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include "core/base/result.h"
#include "core/surrogate/regression_tree.h"

#include <cstdint>
#include <span>
#include <vector>

namespace paretoscope::surrogate {

struct ForestOptions
{
    std::size_t trees = 100;
    double columnShare = 5.0 / 6.0; ///< of the columns, tried at a split. Lindauer et al. 2022 (SMAC3), B
    std::size_t fewestInLeaf = 1;   ///< rows. SMAC3, B
    std::size_t fewestToSplit = 3;  ///< rows. SMAC3, B
    bool bootstrap = true;          ///< each tree learns from as many rows, drawn with repetition
};

/// A random forest for regression (Breiman 2001) over mixed columns, numbers and category codes, with a
/// measure of its doubt. Deterministic for a seed. Thread-safe once fitted.
class RandomForest
{
public:
    /// \param rows        n rows of `categories.size()` values, row-major; numbers finite, codes whole
    /// \param categories  per column the number of its categories, codes from 0; 0 = numeric
    /// \errors InvalidInput: no rows or columns, sizes that disagree, values that are not finite, codes out
    /// of range, options out of range \cost per tree: rows x columns x depth
    [[nodiscard]] static Result<RandomForest> fit(std::span<const double> rows,
                                                  std::vector<std::size_t> categories,
                                                  std::span<const double> targets,
                                                  const ForestOptions& options, std::uint64_t seed);

    struct Prediction
    {
        double mean = 0.0;
        double variance = 0.0;
    };
    /// Mean over the trees, and the law of total variance over them: the mean of the leaves' variances plus
    /// the variance of the leaves' means (Hutter, Xu, Hoos, Leyton-Brown 2014).
    /// \param row  one value per column, as at fit()
    [[nodiscard]] Prediction predict(std::span<const double> row) const;

    /// Mean squared error of predicting each row by the trees that never saw it (Breiman 2001, section 3.1).
    /// NaN where there is no such row: without bootstrap.
    [[nodiscard]] double outOfBagError() const { return m_outOfBagError; }
    /// Share of the targets' variance that this explains; below 0 when it is worse than their mean. NaN as
    /// above, and for targets that are all equal.
    [[nodiscard]] double outOfBagR2() const { return m_outOfBagR2; }

    /// Share of each column in the squared error that all splits took away; sums to 1 unless nothing was
    /// split. Favours columns of many values.
    [[nodiscard]] std::vector<double> impurityImportance() const;
    /// By how much the out-of-bag error of a tree rises, on average, when the column's values are shuffled
    /// among the rows (Breiman 2001, section 10). In squared units of the target; about 0 for a column that
    /// says nothing, zeros without bootstrap.
    [[nodiscard]] std::vector<double> permutationImportance() const;

private:
    RandomForest() = default;
    void measureOutOfBag();
    [[nodiscard]] std::span<const double> rowAt(std::size_t row) const;

    std::vector<RegressionTree> m_trees;
    std::vector<std::vector<std::uint32_t>> m_outOfBag; ///< rows that each tree never saw
    std::vector<double> m_rows;
    std::vector<double> m_targets;
    double m_centre = 0.0; ///< mean target; the trees learn the rest, which spares digits
    std::uint64_t m_seed = 0;
    std::size_t m_columns = 0;
    double m_outOfBagError = 0.0;
    double m_outOfBagR2 = 0.0;
};

} // namespace paretoscope::surrogate
