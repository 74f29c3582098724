// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/projection/moments.h"

#include <Eigen/Core>

#include <array>
#include <span>

namespace paretoscope::projection {

/// The plane in which standardised features vary most.
struct PrincipalComponents
{
    Eigen::VectorXd mean;     ///< of each feature
    Eigen::VectorXd scale;    ///< 1 / standard deviation; 0 for a feature that never changes, which drops out
    Eigen::MatrixXd loadings; ///< feature x 2; unit columns: how much each standardised feature counts
    std::array<double, 2> explained{}; ///< share of the variance along each of the two, falling

    /// Where a row lies on the plane, in standard deviations of one feature.
    [[nodiscard]] std::array<double, 2> project(std::span<const double> row) const;
};

/// Principal components of the correlation matrix (Jolliffe, Principal Component Analysis, 2002, section 2.3;
/// from memory). Errors: InvalidInput for fewer than 3 rows, or when nothing varies.
[[nodiscard]] Result<PrincipalComponents> principalComponents(const Moments& moments);

/// Turns components of `next` round where they point against those of `former`: which way an eigenvector
/// points means nothing, and a live picture must not flip.
void keepDirections(PrincipalComponents& next, const PrincipalComponents& former);

} // namespace paretoscope::projection
