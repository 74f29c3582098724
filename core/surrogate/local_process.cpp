// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/surrogate/local_process.h"

#include <algorithm>
#include <numeric>

namespace paretoscope::surrogate {

Result<LocalProcess> LocalProcess::fitted(KernelPtr kernel, Matrix points, Vector values,
                                          const LocalOptions& options)
{
    if (points.rows() != values.size() || !points.allFinite() || !values.allFinite()) {
        return Error{
            ErrorCode::InvalidInput, "a model needs points and one finite value for each.", "surrogate", {}};
    }
    const Index count = std::min(points.rows(), std::max<Index>(options.mostFitted, 2));
    Matrix some(count, points.cols());
    Vector told(count);
    for (Index i = 0; i < count; ++i) {
        const Index row = i * points.rows() / count;
        some.row(i) = points.row(row);
        told(i) = values(row);
    }
    auto fit = fitHyperParameters(*kernel, some, told, options.fit);
    if (!fit)
        return fit.error();
    LocalProcess model;
    model.m_kernel = std::move(kernel);
    model.m_fit = std::move(fit).value();
    model.m_points = std::move(points);
    model.m_values = std::move(values);
    model.m_nearest = std::clamp<Index>(options.nearest, 1, model.m_points.rows());
    return model;
}

std::vector<Index> LocalProcess::nearest(const Matrix& point) const
{
    const std::span<const double> hyper = std::span(m_fit.hyper).first(m_fit.hyper.size() - 1);
    const Vector alike = covariance(*m_kernel, hyper, m_points, point);
    std::vector<Index> rows(static_cast<std::size_t>(m_points.rows()));
    std::iota(rows.begin(), rows.end(), Index{0});
    std::nth_element(rows.begin(), rows.begin() + (m_nearest - 1), rows.end(),
                     [&](Index a, Index b) { return alike(a) != alike(b) ? alike(a) > alike(b) : a < b; });
    rows.resize(static_cast<std::size_t>(m_nearest));
    std::sort(rows.begin(), rows.end());
    return rows;
}

Prediction LocalProcess::predict(const Matrix& points) const
{
    Prediction result{Vector(points.rows()), Vector(points.rows())};
    for (Index i = 0; i < points.rows(); ++i) {
        const Matrix point = points.row(i);
        const std::vector<Index> rows = nearest(point);
        const auto model = GaussianProcess::make(m_kernel, m_fit, m_points(rows, Eigen::all), m_values(rows));
        // The noise was fitted with the rest, so this fails for degenerate data alone: then the prior is all.
        const Prediction one = model ? model->predict(point)
                                     : Prediction{Vector::Constant(1, m_fit.offset),
                                                  Vector::Constant(1, m_fit.scale * m_fit.scale)};
        result.mean(i) = one.mean(0);
        result.variance(i) = one.variance(0);
    }
    return result;
}

} // namespace paretoscope::surrogate
