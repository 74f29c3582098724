// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/surrogate/stationary_kernel.h"

#include <cmath>
#include <numbers>

namespace paretoscope::surrogate {

StationaryKernel::StationaryKernel(Profile profile, std::vector<NumericColumn> columns)
    : m_profile(profile)
    , m_columns(std::move(columns))
{
    for (const NumericColumn& column : m_columns)
        m_indices.push_back(column.column);
}

std::vector<HyperParameter> StationaryKernel::hyperParameters() const
{
    const double dimensions = static_cast<double>(m_columns.size());
    const double mean = std::numbers::sqrt2 + 0.5 * std::log(dimensions);
    // A fit starts at a quarter of the diagonal of the unit cube: long enough to see a trend in few points,
    // short enough that no column has been given up (our choice).
    const double start = std::log(0.25 * std::sqrt(dimensions));
    std::vector<HyperParameter> all;
    for (const NumericColumn& column : m_columns) {
        all.push_back({"length scale of " + column.label, start, std::log(0.005), std::log(200.0), mean,
                       std::numbers::sqrt3});
    }
    return all;
}

std::vector<double> StationaryKernel::inverseSquares(std::span<const double> hyper) const
{
    std::vector<double> scales(hyper.size());
    for (std::size_t c = 0; c < hyper.size(); ++c)
        scales[c] = std::exp(-2.0 * hyper[c]);
    return scales;
}

void StationaryKernel::evaluate(std::span<const double> hyper, const Matrix& a, const Matrix& b,
                                bool withSlopes, KernelTrace& trace) const
{
    const dense::Operations& dense = dense::operations();
    const std::vector<double> scales = inverseSquares(hyper);
    trace.value.resize(a.rows(), b.rows());
    dense.squaredDistances(a.data(), a.rows(), b.data(), b.rows(), m_indices.data(), scales.data(),
                           static_cast<Index>(m_indices.size()), trace.value.data());
    if (withSlopes)
        trace.slope.resize(a.rows(), b.rows());
    dense.profile(m_profile, trace.value.size(), trace.value.data(), trace.value.data(),
                  withSlopes ? trace.slope.data() : nullptr);
}

/// With G = weights o slope and s its row sums: sum_ij G_ij (x_i - x_j)^2 = 2 sum_i s_i x_i^2 - 2 x^T G x, so
/// one matrix product serves all columns.
void StationaryKernel::pullHyper(std::span<const double> hyper, const Matrix& points,
                                 const KernelTrace& trace, const Matrix& weights,
                                 std::span<double> gradient) const
{
    const std::vector<double> scales = inverseSquares(hyper);
    const Matrix g = weights.cwiseProduct(trace.slope);
    const Vector sums = g.colwise().sum();
    const Matrix x = points(Eigen::all, m_indices);
    const Matrix gx = g * x;
    for (std::size_t c = 0; c < m_indices.size(); ++c) {
        const auto column = x.col(static_cast<Index>(c));
        const double spread = 2.0
                              * (sums.dot(column.cwiseAbs2()) - column.dot(gx.col(static_cast<Index>(c))));
        gradient[c] += -2.0 * scales[c] * spread; // d r^2 / d log l = -2 (difference / l)^2
    }
}

void StationaryKernel::pullPoints(std::span<const double> hyper, const Matrix& a, const Matrix& b,
                                  const KernelTrace& trace, const Matrix& weights, Matrix& gradient) const
{
    const std::vector<double> scales = inverseSquares(hyper);
    const Matrix g = weights.cwiseProduct(trace.slope);
    const Vector sums = g.rowwise().sum();
    const Matrix gb = g * b(Eigen::all, m_indices);
    for (std::size_t c = 0; c < m_indices.size(); ++c) {
        const Index column = m_indices[c];
        gradient.col(column) += 2.0 * scales[c]
                                * (sums.cwiseProduct(a.col(column)) - gb.col(static_cast<Index>(c)));
    }
}

Vector StationaryKernel::diagonal(std::span<const double> /*hyper*/, const Matrix& points) const
{
    return Vector::Ones(points.rows());
}

} // namespace paretoscope::surrogate
