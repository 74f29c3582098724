// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <Eigen/Core>

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace paretoscope::surrogate {

using Index = Eigen::Index;
using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

/// One number that a fit chooses. All are held as natural logarithms, so none can turn negative and a step
/// means a ratio. The prior is log-normal, that is normal in what is held.
struct HyperParameter
{
    std::string name;   ///< "length scale of pe_rows"
    double start = 0.0; ///< where a fit begins
    double low = -10.0;
    double high = 10.0;
    double priorMean = 0.0;
    double priorDeviation = 0.0; ///< 0: no prior
};

/// What Kernel::evaluate leaves behind so that derivatives need not start over.
struct KernelTrace
{
    Matrix value;
    Matrix slope; ///< of some kernels: the derivative by the squared distance
    std::vector<KernelTrace> parts;
};

/// A covariance between designs: how much knowing the value at one says about the other. Points are rows of
/// features (see FeatureMap); a kernel reads the columns it was made for. Kernels hold no hyper-parameters,
/// they are handed them, so one kernel serves many models. Immutable; thread-safe.
///
/// Derivatives are asked for backwards: given dL/dK for a number L that depends on the covariances, the
/// kernel adds up dL/d(hyper-parameter), dL/d(point). One pass serves all hyper-parameters, and sums and
/// products of kernels pass the question on to their parts.
class Kernel
{
public:
    virtual ~Kernel() = default;

    [[nodiscard]] virtual std::vector<HyperParameter> hyperParameters() const = 0;
    [[nodiscard]] std::size_t hyperCount() const { return hyperParameters().size(); }

    /// Covariances of the rows of `a` (n x D) with the rows of `b` (m x D).
    /// \param withSlopes  whether derivatives will be asked for
    virtual void evaluate(std::span<const double> hyper, const Matrix& a, const Matrix& b, bool withSlopes,
                          KernelTrace& trace) const = 0;

    /// gradient[h] += sum_ij weights(i, j) dK(i, j)/d hyper[h], for a = b = points and symmetric weights.
    virtual void pullHyper(std::span<const double> hyper, const Matrix& points, const KernelTrace& trace,
                           const Matrix& weights, std::span<double> gradient) const = 0;

    /// gradient(i, c) += sum_j weights(i, j) dK(i, j)/d a(i, c). Columns that hold no quantity get nothing.
    virtual void pullPoints(std::span<const double> hyper, const Matrix& a, const Matrix& b,
                            const KernelTrace& trace, const Matrix& weights, Matrix& gradient) const = 0;

    /// k(x, x) per row, without the matrix.
    [[nodiscard]] virtual Vector diagonal(std::span<const double> hyper, const Matrix& points) const = 0;
};

using KernelPtr = std::shared_ptr<const Kernel>;

/// The covariance matrix alone.
[[nodiscard]] Matrix covariance(const Kernel& kernel, std::span<const double> hyper, const Matrix& a,
                                const Matrix& b);

} // namespace paretoscope::surrogate
