// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include "core/surrogate/hyper_fit.h"

#include "core/base/rng.h"

namespace paretoscope::surrogate {

/// What a model says of points it was asked about, in units of the values; the noise is not in it.
struct Prediction
{
    Vector mean;
    Vector variance; ///< >= 0
};

/// With derivatives by the points' features, one row a point.
struct PredictionGradient
{
    Prediction at;
    Matrix mean;
    Matrix variance;
};

/// Mean and full covariance, for draws that belong together.
struct JointPrediction
{
    Vector mean;
    Matrix covariance;
};

/// A function known at some points and normally distributed elsewhere (Rasmussen, Williams 2006, algorithm
/// 2.1). Points may be appended and taken off again at the cost of n^2 each, hyper-parameters unchanged; the
/// numbers are then the same as if the points had been there from the start, to rounding. Copies share
/// nothing. Not thread-safe while it changes.
class GaussianProcess
{
public:
    /// \errors InvalidInput as in fitHyperParameters, or where the covariance is singular with these
    /// hyper-parameters
    [[nodiscard]] static Result<GaussianProcess> make(KernelPtr kernel, HyperFit fit, Matrix points,
                                                      const Vector& values);
    /// Fits, then makes.
    [[nodiscard]] static Result<GaussianProcess> fitted(KernelPtr kernel, Matrix points, const Vector& values,
                                                        const FitOptions& options);

    [[nodiscard]] Index size() const { return m_size; }
    [[nodiscard]] Vector values() const { return (m_scaled.array() * m_fit.scale + m_fit.offset).matrix(); }
    [[nodiscard]] const HyperFit& fit() const { return m_fit; }
    [[nodiscard]] const Kernel& kernel() const { return *m_kernel; }
    [[nodiscard]] const KernelPtr& sharedKernel() const { return m_kernel; }
    [[nodiscard]] const Matrix& points() const { return m_points; } ///< one row a point
    /// The inverse of the points' covariance, noise included, times columns of `size` numbers.
    [[nodiscard]] Matrix solved(Matrix columns) const;

    /// \param points one row a point \cost n^2 a point
    [[nodiscard]] Prediction predict(const Matrix& points) const;
    [[nodiscard]] Vector predictMean(const Matrix& points) const; ///< \cost n a point
    [[nodiscard]] PredictionGradient predictWithGradient(const Matrix& points) const;
    [[nodiscard]] JointPrediction predictJointly(const Matrix& points) const;
    /// \returns points x count: values of `count` functions drawn from the posterior
    [[nodiscard]] Matrix draw(const Matrix& points, Index count, Rng& rng) const;

    /// \returns false, and changes nothing, where the point is not finite or adds nothing but rounding
    bool append(const Eigen::RowVectorXd& point, double value);
    /// Forgets the points after the first `size`, most useful after appending what one only believed.
    void truncate(Index size);

    /// What the model would have said of each of its points had it not known it, noise included
    /// (equations 5.10 to 5.12): a cross-validation without refitting. \cost n^3
    [[nodiscard]] Prediction leaveOneOut() const;

private:
    GaussianProcess() = default;
    [[nodiscard]] std::span<const double> kernelHyper() const;
    [[nodiscard]] double noise() const;
    void solveAlpha();
    [[nodiscard]] static Index roomFor(Index size);
    void makeRoom(Index size);

    KernelPtr m_kernel;
    HyperFit m_fit;
    Matrix m_points; ///< size rows
    Vector m_scaled; ///< values, scaled
    Matrix m_factor; ///< roomFor(size) square; the lower triangle of its corner is the Cholesky factor
    Vector m_alpha;  ///< K^-1 scaled values
    Index m_size = 0;
};

} // namespace paretoscope::surrogate
