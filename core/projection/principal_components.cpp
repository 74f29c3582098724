// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/projection/principal_components.h"

#include <Eigen/Eigenvalues>

#include <algorithm>
#include <cmath>

namespace paretoscope::projection {

namespace {

constexpr double kConstant = 1e-12; ///< variance below which a feature counts as one that never changes

} // namespace

std::array<double, 2> PrincipalComponents::project(std::span<const double> row) const
{
    std::array<double, 2> place{};
    for (Eigen::Index f = 0; f < mean.size(); ++f) {
        const double standard = (row[static_cast<std::size_t>(f)] - mean[f]) * scale[f];
        place[0] += standard * loadings(f, 0);
        place[1] += standard * loadings(f, 1);
    }
    return place;
}

Result<PrincipalComponents> principalComponents(const Moments& moments)
{
    if (moments.count() < 3)
        return Error{ErrorCode::InvalidInput, "Needs 3 or more designs.", {}, {}};
    Eigen::MatrixXd matrix = moments.covariance();
    const Eigen::Index features = matrix.rows();
    PrincipalComponents found;
    found.mean = moments.mean();
    found.scale.setZero(features);
    double varying = 0.0;
    for (Eigen::Index f = 0; f < features; ++f) {
        if (matrix(f, f) <= kConstant)
            continue;
        found.scale[f] = 1.0 / std::sqrt(matrix(f, f));
        varying += 1.0;
    }
    if (varying == 0.0)
        return Error{ErrorCode::InvalidInput, "All designs are alike, so nothing sets them apart.", {}, {}};
    matrix = found.scale.asDiagonal() * matrix * found.scale.asDiagonal();
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(matrix);
    if (solver.info() != Eigen::Success)
        return Error{ErrorCode::Internal, "The principal components could not be computed.", {}, {}};

    found.loadings.setZero(features, 2);
    for (Eigen::Index k = 0; k < std::min<Eigen::Index>(2, features); ++k) {
        const Eigen::Index at = features - 1 - k; // eigenvalues ascend
        Eigen::VectorXd column = solver.eigenvectors().col(at);
        Eigen::Index largest = 0;
        column.cwiseAbs().maxCoeff(&largest);
        found.loadings.col(k) = column[largest] < 0.0 ? Eigen::VectorXd(-column) : column;
        found.explained[static_cast<std::size_t>(k)] = std::max(0.0, solver.eigenvalues()[at]) / varying;
    }
    return found;
}

void keepDirections(PrincipalComponents& next, const PrincipalComponents& former)
{
    if (next.loadings.rows() != former.loadings.rows())
        return;
    for (Eigen::Index k = 0; k < 2; ++k) {
        if (next.loadings.col(k).dot(former.loadings.col(k)) < 0.0)
            next.loadings.col(k) *= -1.0;
    }
}

} // namespace paretoscope::projection
