// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/surrogate/noiseless_draws.h"

#include "core/surrogate/dense_algebra.h"
#include "core/surrogate/normal.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::surrogate {

std::span<const double> NoiselessDraws::kernelHyper() const
{
    return std::span(m_fit.hyper).first(m_fit.hyper.size() - 1);
}

Result<NoiselessDraws> NoiselessDraws::make(const GaussianProcess& model, const Matrix& more, Index count,
                                            Rng& rng)
{
    const dense::Operations& dense = dense::operations();
    NoiselessDraws draws;
    draws.m_kernel = model.sharedKernel();
    draws.m_fit = model.fit();
    const Index known = model.size();
    const Index n = known + more.rows();
    draws.m_points.resize(n, model.points().cols());
    draws.m_points.topRows(known) = model.points();
    draws.m_points.bottomRows(more.rows()) = more;
    const double noise = std::exp(draws.m_fit.hyper.back());
    const double rest = std::min(noise, kNoNoise); // what stays, so that equal points do no harm
    draws.m_factor = covariance(*draws.m_kernel, draws.kernelHyper(), draws.m_points, draws.m_points);
    draws.m_factor.diagonal().array() += rest;
    if (!dense.cholesky(draws.m_factor.data(), n, n)) {
        return Error{ErrorCode::InvalidInput,
                     "the points' covariance without noise is not positive definite.",
                     "surrogate",
                     {}};
    }

    Matrix whitened(n, count);
    Matrix errors(known, count);
    for (Index s = 0; s < count; ++s) {
        for (Index i = 0; i < n; ++i)
            whitened(i, s) = normal::draw(rng);
        for (Index i = 0; i < known; ++i)
            errors(i, s) = std::sqrt(noise - rest) * normal::draw(rng);
    }
    const Matrix prior = draws.m_factor.triangularView<Eigen::Lower>() * whitened;
    const Vector seen = (model.values().array() - draws.m_fit.offset) / draws.m_fit.scale;
    const Matrix missed = (-prior.topRows(known) - errors).colwise() + seen;
    draws.m_alphas = std::move(whitened); // the inverse of factor factor' takes off one factor
    dense.solveLowerTransposed(draws.m_factor.data(), n, n, draws.m_alphas.data(), count, n);
    draws.m_alphas.topRows(known) += model.solved(missed);
    // The covariance times alpha, by its factor.
    const Matrix half = draws.m_factor.triangularView<Eigen::Lower>().transpose() * draws.m_alphas;
    draws.m_values = draws.m_factor.triangularView<Eigen::Lower>() * half;
    draws.m_values = (draws.m_values.array() * draws.m_fit.scale + draws.m_fit.offset).matrix();
    return draws;
}

NoiselessDraws::Beliefs NoiselessDraws::predict(const Matrix& points) const
{
    constexpr Index kPiece = 128; // whose covariances stay in the cache
    const Index n = m_points.rows();
    Beliefs beliefs{Matrix(points.rows(), count()), Vector(points.rows())};
    const Vector prior = m_kernel->diagonal(kernelHyper(), points);
    KernelTrace trace;
    for (Index first = 0; first < points.rows(); first += kPiece) {
        const Index size = std::min(kPiece, points.rows() - first);
        m_kernel->evaluate(kernelHyper(), m_points, points.middleRows(first, size), false, trace);
        Matrix& cross = trace.value;
        beliefs.means.middleRows(first, size) = cross.transpose() * m_alphas;
        dense::operations().solveLower(m_factor.data(), n, n, cross.data(), size, n);
        beliefs.variance.segment(first, size) = prior.segment(first, size)
                                                - cross.colwise().squaredNorm().transpose();
    }
    beliefs.means = (beliefs.means.array() * m_fit.scale + m_fit.offset).matrix();
    beliefs.variance = beliefs.variance.cwiseMax(0.0) * (m_fit.scale * m_fit.scale);
    return beliefs;
}

NoiselessDraws::Traced NoiselessDraws::predictTraced(const Matrix& point) const
{
    const Index n = m_points.rows();
    Traced traced;
    m_kernel->evaluate(kernelHyper(), point, m_points, true, traced.trace);
    traced
        .means = ((traced.trace.value * m_alphas).array() * m_fit.scale + m_fit.offset).matrix().transpose();
    traced.solved = traced.trace.value.transpose();
    const dense::Operations& dense = dense::operations();
    dense.solveLower(m_factor.data(), n, n, traced.solved.data(), 1, n);
    const double prior = m_kernel->diagonal(kernelHyper(), point)(0);
    traced.variance = std::max(prior - traced.solved.squaredNorm(), 0.0) * m_fit.scale * m_fit.scale;
    dense.solveLowerTransposed(m_factor.data(), n, n, traced.solved.data(), 1, n);
    return traced;
}

Eigen::RowVectorXd NoiselessDraws::pull(const Matrix& point, const Traced& traced, const Vector& byMeans,
                                        double byVariance) const
{
    // Both are linear in the covariances to the points: the mean by alpha, the variance by -2 solved.
    const Matrix weights = (m_fit.scale * (m_alphas * byMeans)
                            - (2.0 * byVariance * m_fit.scale * m_fit.scale) * traced.solved)
                               .transpose();
    Matrix slope = Matrix::Zero(1, point.cols());
    m_kernel->pullPoints(kernelHyper(), point, m_points, traced.trace, weights, slope);
    return slope.row(0);
}

} // namespace paretoscope::surrogate
