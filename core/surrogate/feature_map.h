// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/space.h"
#include "core/surrogate/stationary_kernel.h"

#include <vector>

namespace paretoscope::surrogate {

/// How designs become rows of numbers for kernels, and which kernel fits them:
///
///   Real           one numeric column: the place in the interval, on its own scale (linear or logarithmic)
///   Integer,       one numeric column: of positive values that span a factor of 8 or more the logarithm,
///   Ordinal        otherwise the rank over the number of ranks (our choice: sizes and rates matter by ratio)
///   Factorization  a numeric column per factor: its logarithm over that of the whole
///   Categorical    a label column: the index
///   Permutation    a label column per pair of items: which of them comes first
///
/// A conditional parameter has one more label column that says whether it is active; where it is not, its
/// numeric columns stand in the middle and its label columns at -1, so that inactive values are all alike.
///
/// (Space::features serves models that take categories one-hot, such as trees; kernels do better with
/// labels.)
class FeatureMap
{
public:
    explicit FeatureMap(const space::Space& space);

    [[nodiscard]] Index columns() const { return static_cast<Index>(m_columns.size()); }
    [[nodiscard]] Eigen::RowVectorXd encode(const space::Design& design) const;
    /// One row a design.
    [[nodiscard]] Matrix encode(std::span<const space::Design> designs) const;

    /// The parameter that a column belongs to.
    [[nodiscard]] std::size_t parameterOf(Index column) const;
    /// Columns of real parameters: the ones in which a design can move by however little.
    [[nodiscard]] const std::vector<Index>& realColumns() const { return m_real; }
    /// Sets an active real parameter to the place `u` in [0, 1] of its column.
    void setReal(space::Design& design, Index column, double u) const;

    /// Matern 5/2 over the numeric columns times the mismatch kernel over the labels, with a signal variance;
    /// (if asked for) behind a learnt bend of every numeric column.
    [[nodiscard]] KernelPtr kernel(Profile profile = Profile::Matern52, bool warp = false) const;

private:
    enum class Kind { Numeric, Label, Activity };
    struct Column
    {
        std::size_t parameter = 0;
        Kind kind = Kind::Numeric;
    };
    void encodeActive(const space::Parameter& parameter, std::span<const double> value,
                      std::vector<double>& out) const;

    space::Space m_space;
    std::vector<Column> m_columns;
    std::vector<Index> m_real;
};

} // namespace paretoscope::surrogate
