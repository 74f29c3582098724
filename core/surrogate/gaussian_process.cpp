// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/surrogate/gaussian_process.h"

#include "core/surrogate/dense_algebra.h"
#include "core/surrogate/normal.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::surrogate {

namespace {

Error singular()
{
    return {ErrorCode::InvalidInput, "the points' covariance is not positive definite.", "surrogate",
            "Points that are equal need more noise."};
}

} // namespace

std::span<const double> GaussianProcess::kernelHyper() const
{
    return std::span(m_fit.hyper).first(m_fit.hyper.size() - 1);
}

double GaussianProcess::noise() const
{
    return std::exp(m_fit.hyper.back());
}

Result<GaussianProcess> GaussianProcess::make(KernelPtr kernel, HyperFit fit, Matrix points,
                                              const Vector& values)
{
    if (points.rows() != values.size() || points.rows() == 0 || !points.allFinite() || !values.allFinite()
        || fit.hyper.size() != kernel->hyperCount() + 1) {
        return Error{
            ErrorCode::InvalidInput,
            "a model needs points, one finite value for each and the hyper-parameters of its kernel.",
            "surrogate",
            {}};
    }
    GaussianProcess model;
    model.m_kernel = std::move(kernel);
    model.m_fit = std::move(fit);
    model.m_points = std::move(points);
    model.m_size = model.m_points.rows();
    model.m_scaled = (values.array() - model.m_fit.offset) / model.m_fit.scale;
    const Index n = model.m_size;
    const Index room = roomFor(n);
    model.m_factor.setZero(room, room);
    model.m_factor.topLeftCorner(n, n) = covariance(*model.m_kernel, model.kernelHyper(), model.m_points,
                                                    model.m_points);
    model.m_factor.diagonal().head(n).array() += model.noise();
    if (!dense::operations().cholesky(model.m_factor.data(), n, room))
        return singular();
    model.solveAlpha();
    return model;
}

Result<GaussianProcess> GaussianProcess::fitted(KernelPtr kernel, Matrix points, const Vector& values,
                                                const FitOptions& options)
{
    auto fit = fitHyperParameters(*kernel, points, values, options);
    if (!fit)
        return fit.error();
    return make(std::move(kernel), std::move(fit).value(), std::move(points), values);
}

Matrix GaussianProcess::solved(Matrix columns) const
{
    const dense::Operations& dense = dense::operations();
    const Index count = columns.cols();
    dense.solveLower(m_factor.data(), m_size, m_factor.rows(), columns.data(), count, m_size);
    dense.solveLowerTransposed(m_factor.data(), m_size, m_factor.rows(), columns.data(), count, m_size);
    return columns;
}

void GaussianProcess::solveAlpha()
{
    m_alpha = solved(m_scaled);
}

Vector GaussianProcess::predictMean(const Matrix& points) const
{
    const Matrix cross = covariance(*m_kernel, kernelHyper(), m_points, points);
    return ((cross.transpose() * m_alpha).array() * m_fit.scale + m_fit.offset).matrix();
}

Prediction GaussianProcess::predict(const Matrix& points) const
{
    // By pieces whose covariances stay in the cache.
    constexpr Index kPiece = 128;
    Prediction result{Vector(points.rows()), Vector(points.rows())};
    const Vector prior = m_kernel->diagonal(kernelHyper(), points);
    KernelTrace trace;
    for (Index first = 0; first < points.rows(); first += kPiece) {
        const Index count = std::min(kPiece, points.rows() - first);
        m_kernel->evaluate(kernelHyper(), m_points, points.middleRows(first, count), false, trace);
        Matrix& cross = trace.value;
        result.mean.segment(first, count) = cross.transpose() * m_alpha;
        dense::operations().solveLower(m_factor.data(), m_size, m_factor.rows(), cross.data(), count, m_size);
        result.variance.segment(first, count) = prior.segment(first, count)
                                                - cross.colwise().squaredNorm().transpose();
    }
    result.mean = (result.mean.array() * m_fit.scale + m_fit.offset).matrix();
    // Rounding may leave a little less than nothing where a point is known exactly.
    result.variance = result.variance.cwiseMax(0.0) * (m_fit.scale * m_fit.scale);
    return result;
}

PredictionGradient GaussianProcess::predictWithGradient(const Matrix& points) const
{
    const dense::Operations& dense = dense::operations();
    KernelTrace trace;
    m_kernel->evaluate(kernelHyper(), points, m_points, true, trace); // one row a point
    Matrix solved = trace.value.transpose();
    dense.solveLower(m_factor.data(), m_size, m_factor.rows(), solved.data(), points.rows(), m_size);
    PredictionGradient result;
    result.at.mean = ((trace.value * m_alpha).array() * m_fit.scale + m_fit.offset).matrix();
    const Vector prior = m_kernel->diagonal(kernelHyper(), points);
    const double square = m_fit.scale * m_fit.scale;
    result.at.variance = (prior - solved.colwise().squaredNorm().transpose()).cwiseMax(0.0) * square;
    dense.solveLowerTransposed(m_factor.data(), m_size, m_factor.rows(), solved.data(), points.rows(),
                               m_size);
    result.mean = Matrix::Zero(points.rows(), points.cols());
    result.variance = Matrix::Zero(points.rows(), points.cols());
    const Matrix alphas = (m_fit.scale * m_alpha).transpose().replicate(points.rows(), 1);
    m_kernel->pullPoints(kernelHyper(), points, m_points, trace, alphas, result.mean);
    m_kernel->pullPoints(kernelHyper(), points, m_points, trace, (-2.0 * square) * solved.transpose(),
                         result.variance);
    return result;
}

JointPrediction GaussianProcess::predictJointly(const Matrix& points) const
{
    Matrix cross = covariance(*m_kernel, kernelHyper(), m_points, points);
    JointPrediction result;
    result.mean = ((cross.transpose() * m_alpha).array() * m_fit.scale + m_fit.offset).matrix();
    dense::operations().solveLower(m_factor.data(), m_size, m_factor.rows(), cross.data(), points.rows(),
                                   m_size);
    result.covariance = covariance(*m_kernel, kernelHyper(), points, points);
    result.covariance.noalias() -= cross.transpose() * cross;
    result.covariance *= m_fit.scale * m_fit.scale;
    return result;
}

Matrix GaussianProcess::draw(const Matrix& points, Index count, Rng& rng) const
{
    const JointPrediction joint = predictJointly(points);
    const Index n = points.rows();
    Matrix factor;
    // Points close to each other make the covariance singular to rounding; a little on the diagonal helps.
    const double scale = std::max(joint.covariance.diagonal().maxCoeff(), 1e-300);
    for (double jitter = 1e-10;; jitter *= 10.0) {
        factor = joint.covariance;
        factor.diagonal().array() += jitter * scale;
        if (dense::operations().cholesky(factor.data(), n, n) || jitter > 1.0)
            break;
    }
    Matrix draws(n, count);
    for (Index j = 0; j < count; ++j)
        for (Index i = 0; i < n; ++i)
            draws(i, j) = normal::draw(rng);
    draws = factor.triangularView<Eigen::Lower>() * draws;
    draws.colwise() += joint.mean;
    return draws;
}

/// Rows that a factor of `size` points is kept in: whole steps, with one to spare. A function of the size
/// alone, because the place of a number in memory has a part in how sums over it are rounded.
Index GaussianProcess::roomFor(Index size)
{
    constexpr Index kStep = 64;
    return (size / kStep + 2) * kStep;
}

void GaussianProcess::makeRoom(Index size)
{
    const Index room = roomFor(size);
    if (room == m_factor.rows())
        return;
    Matrix other(room, room);
    const Index kept = std::min(m_size, size);
    other.topLeftCorner(kept, kept) = m_factor.topLeftCorner(kept, kept);
    m_factor = std::move(other);
}

/// The new row l of the factor satisfies L l = k and l.l + d^2 = k(x, x) + noise.
bool GaussianProcess::append(const Eigen::RowVectorXd& point, double value)
{
    if (point.size() != m_points.cols() || !point.allFinite() || !std::isfinite(value))
        return false;
    const Matrix asRow = point;
    Vector row = covariance(*m_kernel, kernelHyper(), m_points, asRow);
    dense::operations().solveLower(m_factor.data(), m_size, m_factor.rows(), row.data(), 1, m_size);
    const double own = m_kernel->diagonal(kernelHyper(), asRow)(0) + noise();
    const double rest = own - row.squaredNorm();
    if (!(rest > 1e-14 * own))
        return false;
    makeRoom(m_size + 1);
    m_factor.row(m_size).head(m_size) = row.transpose();
    m_factor(m_size, m_size) = std::sqrt(rest);
    m_points.conservativeResize(m_size + 1, Eigen::NoChange);
    m_points.row(m_size) = point;
    m_scaled.conservativeResize(m_size + 1);
    m_scaled(m_size) = (value - m_fit.offset) / m_fit.scale;
    ++m_size;
    solveAlpha();
    return true;
}

void GaussianProcess::truncate(Index size)
{
    if (size >= m_size || size < 1)
        return;
    makeRoom(size);
    m_size = size;
    m_points.conservativeResize(size, Eigen::NoChange);
    m_scaled.conservativeResize(size);
    solveAlpha();
}

Prediction GaussianProcess::leaveOneOut() const
{
    Matrix inverse(m_size, m_size);
    Matrix scratch(m_size, m_size);
    dense::operations().inverse(m_factor.data(), m_size, m_factor.rows(), inverse.data(), scratch.data());
    const Vector precision = inverse.diagonal();
    Prediction result;
    result.mean = ((m_scaled - m_alpha.cwiseQuotient(precision)).array() * m_fit.scale + m_fit.offset)
                      .matrix();
    result.variance = precision.cwiseInverse() * (m_fit.scale * m_fit.scale);
    return result;
}

} // namespace paretoscope::surrogate
