// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/surrogate/bayesian_linear.h"

#include <Eigen/Cholesky>

#include <algorithm>
#include <cmath>

namespace paretoscope::surrogate {

namespace {

Error refusedLinear(std::string what)
{
    return {ErrorCode::InvalidInput, std::move(what), "linear model", {}};
}

} // namespace

Result<BayesianLinear> BayesianLinear::fit(const Matrix& points, const Vector& values,
                                           const BayesianLinearOptions& options)
{
    if (points.rows() == 0 || points.rows() != values.size())
        return refusedLinear("a value for every point is needed, and at least one point.");
    if (!points.allFinite() || !values.allFinite())
        return refusedLinear("a number is not finite.");
    BayesianLinear model;
    const auto n = static_cast<double>(points.rows());
    model.m_centre = points.colwise().mean();
    model.m_scale = ((points.rowwise() - model.m_centre).colwise().squaredNorm() / n).cwiseSqrt();
    // A column that never changed says nothing; it must not be blown up when it does.
    for (double& scale : model.m_scale)
        scale = scale > 1e-12 ? scale : 1.0;
    model.m_valueCentre = values.mean();
    const double spread = std::sqrt((values.array() - model.m_valueCentre).square().sum() / n);
    model.m_valueScale = spread > 1e-12 ? spread : 1.0;

    const Matrix phi = model.standardised(points);
    const Vector target = (values.array() - model.m_valueCentre) / model.m_valueScale;
    const Matrix gram = phi.transpose() * phi;
    const Vector pull = phi.transpose() * target;
    const Index columns = gram.rows();
    double prior = options.startPrecision;
    double noise = options.startNoise;
    for (int i = 0;; ++i) {
        const Matrix precision = prior * Matrix::Identity(columns, columns) + noise * gram;
        model.m_covariance = precision.llt().solve(Matrix::Identity(columns, columns));
        model.m_weights = noise * (model.m_covariance * pull);
        if (i >= options.iterations)
            break;
        const double determined = static_cast<double>(columns) - prior * model.m_covariance.trace();
        const double misfit = (target - phi * model.m_weights).squaredNorm();
        prior = std::clamp(determined / std::max(model.m_weights.squaredNorm(), 1e-12), 0.01, 1e4);
        noise = std::clamp(std::max(1e-3, n - determined) / std::max(misfit, 1e-12), 1.0, 1e4);
    }
    model.m_noisePrecision = noise;
    return model;
}

Matrix BayesianLinear::standardised(const Matrix& points) const
{
    Matrix phi(points.rows(), points.cols() + 1);
    phi.leftCols(points.cols()) = (points.rowwise() - m_centre).array().rowwise() / m_scale.array();
    phi.col(points.cols()).setOnes();
    return phi;
}

BayesianLinear::Belief BayesianLinear::predict(const Matrix& points) const
{
    const Matrix phi = standardised(points);
    Belief belief;
    belief.mean = (phi * m_weights).array() * m_valueScale + m_valueCentre;
    const Vector variance = (phi * m_covariance).cwiseProduct(phi).rowwise().sum();
    belief.deviation = variance.cwiseMax(0.0).cwiseSqrt() * m_valueScale;
    return belief;
}

Vector BayesianLinear::weights() const
{
    return m_weights.head(m_weights.size() - 1) * m_valueScale;
}

Vector BayesianLinear::weightErrors() const
{
    return m_covariance.diagonal().head(m_weights.size() - 1).cwiseMax(0.0).cwiseSqrt() * m_valueScale;
}

double BayesianLinear::noiseDeviation() const
{
    return m_valueScale / std::sqrt(m_noisePrecision);
}

} // namespace paretoscope::surrogate
