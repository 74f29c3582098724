// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/surrogate/dense_algebra.h"
#include "core/surrogate/kernel.h"

namespace paretoscope::surrogate {

using dense::Profile;

/// One number per design, in [0, 1] or thereabouts.
struct NumericColumn
{
    Index column = 0;
    std::string label;
};

/// Covariance falls with the distance r, measured in one length scale per column (automatic relevance
/// determination): r^2 = sum_c ((a_c - b_c) / l_c)^2.
///
///   Matern12            exp(-r)
///   Matern32            (1 + sqrt3 r) exp(-sqrt3 r)
///   Matern52            (1 + sqrt5 r + 5/3 r^2) exp(-sqrt5 r)
///   SquaredExponential  exp(-r^2 / 2)
///
/// \source Rasmussen, Williams 2006, section 4.2.1. The prior of the length scales is log-normal with mean
/// sqrt2 + log(D)/2 and deviation sqrt3 of the logarithm for D columns (Hvarfner, Hellsten, Nardi 2024), from
/// memory, evidence B: distances in D dimensions grow as sqrt D, so must the scales.
class StationaryKernel final : public Kernel
{
public:
    StationaryKernel(Profile profile, std::vector<NumericColumn> columns);

    [[nodiscard]] std::vector<HyperParameter> hyperParameters() const override;
    void evaluate(std::span<const double> hyper, const Matrix& a, const Matrix& b, bool withSlopes,
                  KernelTrace& trace) const override;
    void pullHyper(std::span<const double> hyper, const Matrix& points, const KernelTrace& trace,
                   const Matrix& weights, std::span<double> gradient) const override;
    void pullPoints(std::span<const double> hyper, const Matrix& a, const Matrix& b, const KernelTrace& trace,
                    const Matrix& weights, Matrix& gradient) const override;
    [[nodiscard]] Vector diagonal(std::span<const double> hyper, const Matrix& points) const override;

private:
    [[nodiscard]] std::vector<double> inverseSquares(std::span<const double> hyper) const;

    Profile m_profile;
    std::vector<NumericColumn> m_columns;
    std::vector<Index> m_indices;
};

} // namespace paretoscope::surrogate
