// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/surrogate/mismatch_kernel.h"

#include "core/surrogate/dense_algebra.h"

#include <cmath>

namespace paretoscope::surrogate {

MismatchKernel::MismatchKernel(std::vector<MismatchGroup> groups)
    : m_groups(std::move(groups))
{ }

std::vector<HyperParameter> MismatchKernel::hyperParameters() const
{
    // Starting at 1 over the number of groups leaves a covariance of 1/e between designs that differ in all.
    const double start = -std::log(static_cast<double>(m_groups.size()));
    std::vector<HyperParameter> all;
    for (const MismatchGroup& group : m_groups)
        all.push_back({"rate of " + group.label, start, std::log(1e-4), std::log(20.0), start, 1.5});
    return all;
}

void MismatchKernel::evaluate(std::span<const double> hyper, const Matrix& a, const Matrix& b,
                              bool /*withSlopes*/, KernelTrace& trace) const
{
    trace.value.setZero(a.rows(), b.rows());
    for (std::size_t g = 0; g < m_groups.size(); ++g) {
        const double each = std::exp(hyper[g]) / static_cast<double>(m_groups[g].columns.size());
        for (const Index column : m_groups[g].columns) {
            const auto from = a.col(column).array();
            for (Index j = 0; j < b.rows(); ++j)
                trace.value.col(j).array() -= each * (from != b(j, column)).cast<double>();
        }
    }
    trace.value = trace.value.array().exp();
}

void MismatchKernel::pullHyper(std::span<const double> hyper, const Matrix& points, const KernelTrace& trace,
                               const Matrix& weights, std::span<double> gradient) const
{
    const Matrix w = weights.cwiseProduct(trace.value);
    for (std::size_t g = 0; g < m_groups.size(); ++g) {
        const double each = std::exp(hyper[g]) / static_cast<double>(m_groups[g].columns.size());
        for (const Index column : m_groups[g].columns) {
            const auto from = points.col(column).array();
            for (Index j = 0; j < points.rows(); ++j)
                gradient[g] -= each * ((from != from(j)).cast<double>() * w.col(j).array()).sum();
        }
    }
}

/// Between labels there is no direction to move in.
void MismatchKernel::pullPoints(std::span<const double> /*hyper*/, const Matrix& /*a*/, const Matrix& /*b*/,
                                const KernelTrace& /*trace*/, const Matrix& /*weights*/,
                                Matrix& /*gradient*/) const
{ }

Vector MismatchKernel::diagonal(std::span<const double> /*hyper*/, const Matrix& points) const
{
    return Vector::Ones(points.rows());
}

} // namespace paretoscope::surrogate
