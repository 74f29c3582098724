// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/surrogate/gaussian_process.h"

namespace paretoscope::surrogate {

/// What a process would say if the noise were taken off its points: some possible truths at the points,
/// drawn together from the posterior, and the beliefs elsewhere that go with each. Those differ in their mean
/// alone; how uncertain they are is the same for all.
///
/// Draws are made by Matheron's rule (Journel, Huijbregts 1978; from memory): a function is drawn from the
/// prior, with noise, and corrected by what the process says of the difference to what was observed. Where
/// the fit found no noise but the least it may find, there is nothing to take off, and every draw is what was
/// observed.
class NoiselessDraws
{
public:
    /// \param more  further points to draw at, one row a point, say of designs that are being evaluated
    /// \errors InvalidInput: points that are so close to each other that their covariance is singular
    /// \cost   the cube of all points, once, and their square per draw
    [[nodiscard]] static Result<NoiselessDraws> make(const GaussianProcess& model, const Matrix& more,
                                                     Index count, Rng& rng);

    [[nodiscard]] Index count() const { return m_alphas.cols(); }
    /// One row per point of the model, then per further one; one column a draw. In units of the values.
    [[nodiscard]] const Matrix& values() const { return m_values; }

    struct Beliefs
    {
        Matrix means;    ///< one row a point, one column a draw
        Vector variance; ///< of every draw
    };
    /// \param points one row a point \cost the square of the points drawn at, a point
    [[nodiscard]] Beliefs predict(const Matrix& points) const;

    /// Beliefs about one point, with what their gradient needs.
    struct Traced
    {
        Vector means; ///< one per draw
        double variance = 0.0;
        KernelTrace trace;
        Matrix solved;
    };
    [[nodiscard]] Traced predictTraced(const Matrix& point) const;
    /// The derivative by the point's features of sum_s byMeans(s) means(s) + byVariance variance.
    [[nodiscard]] Eigen::RowVectorXd pull(const Matrix& point, const Traced& traced, const Vector& byMeans,
                                          double byVariance) const;

    /// Noise variance of scaled values that still counts as none: the least that a fit may find.
    static constexpr double kNoNoise = 1e-6;

private:
    NoiselessDraws() = default;
    [[nodiscard]] std::span<const double> kernelHyper() const;

    KernelPtr m_kernel;
    HyperFit m_fit;
    Matrix m_points;
    Matrix m_factor; ///< Cholesky factor of the covariance of the points, its lower triangle
    Matrix m_alphas; ///< covariance^-1 scaled values, one column a draw
    Matrix m_values;
};

} // namespace paretoscope::surrogate
