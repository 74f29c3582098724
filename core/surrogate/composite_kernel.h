// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include "core/surrogate/kernel.h"

namespace paretoscope::surrogate {

/// Kernels combined; their hyper-parameters stand one after the other. Sums and products of covariances are
/// covariances (Rasmussen, Williams 2006, section 4.2.4): a product says that designs must be alike in every
/// respect, a sum that the value is a sum of independent contributions.
enum class Combination { Sum, Product };

class CompositeKernel final : public Kernel
{
public:
    /// \param parts  at least one
    CompositeKernel(Combination combination, std::vector<KernelPtr> parts);

    [[nodiscard]] std::vector<HyperParameter> hyperParameters() const override;
    void evaluate(std::span<const double> hyper, const Matrix& a, const Matrix& b, bool withSlopes,
                  KernelTrace& trace) const override;
    void pullHyper(std::span<const double> hyper, const Matrix& points, const KernelTrace& trace,
                   const Matrix& weights, std::span<double> gradient) const override;
    void pullPoints(std::span<const double> hyper, const Matrix& a, const Matrix& b, const KernelTrace& trace,
                    const Matrix& weights, Matrix& gradient) const override;
    [[nodiscard]] Vector diagonal(std::span<const double> hyper, const Matrix& points) const override;

private:
    /// dL/dK of one part, given dL/dK of the whole.
    [[nodiscard]] Matrix weightsOf(std::size_t part, const KernelTrace& trace, const Matrix& weights) const;

    Combination m_combination;
    std::vector<KernelPtr> m_parts;
    std::vector<std::size_t> m_first; ///< first hyper-parameter of each part, and their number at the end
};

/// A kernel times a variance of its own, the one hyper-parameter that stands before those of the kernel.
class ScaledKernel final : public Kernel
{
public:
    /// \param label  what varies, for people: "signal"
    ScaledKernel(KernelPtr kernel, std::string label);

    [[nodiscard]] std::vector<HyperParameter> hyperParameters() const override;
    void evaluate(std::span<const double> hyper, const Matrix& a, const Matrix& b, bool withSlopes,
                  KernelTrace& trace) const override;
    void pullHyper(std::span<const double> hyper, const Matrix& points, const KernelTrace& trace,
                   const Matrix& weights, std::span<double> gradient) const override;
    void pullPoints(std::span<const double> hyper, const Matrix& a, const Matrix& b, const KernelTrace& trace,
                    const Matrix& weights, Matrix& gradient) const override;
    [[nodiscard]] Vector diagonal(std::span<const double> hyper, const Matrix& points) const override;

private:
    KernelPtr m_kernel;
    std::string m_label;
};

} // namespace paretoscope::surrogate
