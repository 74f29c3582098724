// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <Eigen/Core>

#include <cstdint>
#include <span>

namespace paretoscope::projection {

/// Mean and covariance of rows that come one by one, so that a run's new designs are added without looking at
/// the former ones again. Sums are kept of differences to the first row, which loses no digits where all rows
/// lie far from zero.
class Moments
{
public:
    /// \param row finite, as long as the first one was. O(length^2).
    void add(std::span<const double> row);

    [[nodiscard]] std::uint64_t count() const { return m_count; }
    [[nodiscard]] Eigen::VectorXd mean() const;
    /// Divided by count; zeros before the second row.
    [[nodiscard]] Eigen::MatrixXd covariance() const;

private:
    std::uint64_t m_count = 0;
    Eigen::VectorXd m_origin;
    Eigen::VectorXd m_sum;
    Eigen::MatrixXd m_products; ///< lower triangle
};

} // namespace paretoscope::projection
