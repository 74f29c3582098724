// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/surrogate/warped_kernel.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::surrogate {

namespace {

/// Derivatives are unbounded at the very ends; a hair inside they are merely large.
constexpr double kMargin = 1e-7;

struct Bend
{
    double value = 0.0;
    double byPoint = 0.0;
    double byLogA = 0.0;
    double byLogB = 0.0;
};

Bend bend(double x, double logA, double logB)
{
    const double a = std::exp(logA);
    const double b = std::exp(logB);
    const double u = std::clamp(x, kMargin, 1.0 - kMargin);
    const double power = std::pow(u, a);
    const double rest = std::pow(1.0 - power, b);
    const double slope = b * rest / (1.0 - power); // of the value by u^a
    Bend bend;
    bend.value = 1.0 - rest;
    bend.byPoint = x == u ? slope * a * power / u : 0.0;
    bend.byLogA = slope * power * std::log(u) * a;
    bend.byLogB = -rest * std::log1p(-power) * b;
    return bend;
}

} // namespace

WarpedKernel::WarpedKernel(KernelPtr kernel, std::vector<NumericColumn> columns)
    : m_kernel(std::move(kernel))
    , m_inner(m_kernel->hyperCount())
    , m_columns(std::move(columns))
{ }

std::vector<HyperParameter> WarpedKernel::hyperParameters() const
{
    std::vector<HyperParameter> all = m_kernel->hyperParameters();
    for (const NumericColumn& column : m_columns)
        for (const char* exponent : {"a", "b"})
            all.push_back(
                {std::string("warp ") + exponent + " of " + column.label, 0.0, -2.0, 2.0, 0.0, 0.75});
    return all;
}

Matrix WarpedKernel::warped(std::span<const double> bends, const Matrix& points) const
{
    Matrix result = points;
    for (std::size_t c = 0; c < m_columns.size(); ++c)
        for (Index i = 0; i < points.rows(); ++i) {
            double& x = result(i, m_columns[c].column);
            x = bend(x, bends[2 * c], bends[2 * c + 1]).value;
        }
    return result;
}

void WarpedKernel::evaluate(std::span<const double> hyper, const Matrix& a, const Matrix& b, bool withSlopes,
                            KernelTrace& trace) const
{
    const auto bends = hyper.subspan(m_inner);
    trace.parts.resize(1);
    m_kernel->evaluate(hyper.first(m_inner), warped(bends, a), warped(bends, b), withSlopes, trace.parts[0]);
    trace.value = trace.parts[0].value;
}

void WarpedKernel::pullHyper(std::span<const double> hyper, const Matrix& points, const KernelTrace& trace,
                             const Matrix& weights, std::span<double> gradient) const
{
    const auto bends = hyper.subspan(m_inner);
    const Matrix moved = warped(bends, points);
    m_kernel->pullHyper(hyper.first(m_inner), moved, trace.parts[0], weights, gradient.first(m_inner));
    // A point stands in a row and in a column of the symmetric matrix, hence twice.
    Matrix byPoint = Matrix::Zero(points.rows(), points.cols());
    m_kernel->pullPoints(hyper.first(m_inner), moved, moved, trace.parts[0], 2.0 * weights, byPoint);
    for (std::size_t c = 0; c < m_columns.size(); ++c)
        for (Index i = 0; i < points.rows(); ++i) {
            const Index column = m_columns[c].column;
            const Bend at = bend(points(i, column), bends[2 * c], bends[2 * c + 1]);
            gradient[m_inner + 2 * c] += byPoint(i, column) * at.byLogA;
            gradient[m_inner + 2 * c + 1] += byPoint(i, column) * at.byLogB;
        }
}

void WarpedKernel::pullPoints(std::span<const double> hyper, const Matrix& a, const Matrix& b,
                              const KernelTrace& trace, const Matrix& weights, Matrix& gradient) const
{
    const auto bends = hyper.subspan(m_inner);
    Matrix byWarped = Matrix::Zero(a.rows(), a.cols());
    m_kernel->pullPoints(hyper.first(m_inner), warped(bends, a), warped(bends, b), trace.parts[0], weights,
                         byWarped);
    for (std::size_t c = 0; c < m_columns.size(); ++c)
        for (Index i = 0; i < a.rows(); ++i) {
            const Index column = m_columns[c].column;
            byWarped(i, column) *= bend(a(i, column), bends[2 * c], bends[2 * c + 1]).byPoint;
        }
    gradient += byWarped;
}

Vector WarpedKernel::diagonal(std::span<const double> hyper, const Matrix& points) const
{
    return m_kernel->diagonal(hyper.first(m_inner), warped(hyper.subspan(m_inner), points));
}

} // namespace paretoscope::surrogate
