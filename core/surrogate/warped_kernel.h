// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/surrogate/stationary_kernel.h"

namespace paretoscope::surrogate {

/// A kernel whose numeric columns pass first through a learnt bend of [0, 1] onto itself, the cumulative
/// Kumaraswamy distribution w(x) = 1 - (1 - x^a)^b, so that a function that changes quickly near one end of a
/// range looks evenly rough. Values outside [0, 1] are taken to its ends.
///
/// \source Snoek, Swersky, Zemel, Adams 2014 (there with the beta distribution); priors of log a and log b:
/// normal with mean 0 and deviation 0.75, as BoTorch's default (from memory, evidence B).
class WarpedKernel final : public Kernel
{
public:
    WarpedKernel(KernelPtr kernel, std::vector<NumericColumn> columns);

    /// Those of the kernel, then log a and log b per column.
    [[nodiscard]] std::vector<HyperParameter> hyperParameters() const override;
    void evaluate(std::span<const double> hyper, const Matrix& a, const Matrix& b, bool withSlopes,
                  KernelTrace& trace) const override;
    void pullHyper(std::span<const double> hyper, const Matrix& points, const KernelTrace& trace,
                   const Matrix& weights, std::span<double> gradient) const override;
    void pullPoints(std::span<const double> hyper, const Matrix& a, const Matrix& b, const KernelTrace& trace,
                    const Matrix& weights, Matrix& gradient) const override;
    [[nodiscard]] Vector diagonal(std::span<const double> hyper, const Matrix& points) const override;

private:
    [[nodiscard]] Matrix warped(std::span<const double> bends, const Matrix& points) const;

    KernelPtr m_kernel;
    std::size_t m_inner; ///< hyper-parameters of the kernel
    std::vector<NumericColumn> m_columns;
};

} // namespace paretoscope::surrogate
