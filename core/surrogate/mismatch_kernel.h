// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/surrogate/kernel.h"

namespace paretoscope::surrogate {

/// Columns that say one thing together: a category's index, or the precedences of a permutation's pairs.
struct MismatchGroup
{
    std::vector<Index> columns;
    std::string label;
};

/// Covariance falls with the share of columns in which two designs differ, each group at a rate of its own:
/// exp(-sum_g theta_g mismatch_g), mismatch_g in [0, 1].
///
///   a group of one category index       the exchangeable (Hamming, Gower) kernel of that category
///   a group of all pairwise precedences the Mallows kernel: mismatch is Kendall's distance over its maximum
///
/// \source Jiao, Vert 2015 (Mallows is positive definite); Hutter et al. 2011, SMAC's weighted Hamming
/// kernel; both from memory, evidence B. Priors are our choice.
class MismatchKernel final : public Kernel
{
public:
    explicit MismatchKernel(std::vector<MismatchGroup> groups);

    [[nodiscard]] std::vector<HyperParameter> hyperParameters() const override;
    void evaluate(std::span<const double> hyper, const Matrix& a, const Matrix& b, bool withSlopes,
                  KernelTrace& trace) const override;
    void pullHyper(std::span<const double> hyper, const Matrix& points, const KernelTrace& trace,
                   const Matrix& weights, std::span<double> gradient) const override;
    void pullPoints(std::span<const double> hyper, const Matrix& a, const Matrix& b, const KernelTrace& trace,
                    const Matrix& weights, Matrix& gradient) const override;
    [[nodiscard]] Vector diagonal(std::span<const double> hyper, const Matrix& points) const override;

private:
    std::vector<MismatchGroup> m_groups;
};

} // namespace paretoscope::surrogate
