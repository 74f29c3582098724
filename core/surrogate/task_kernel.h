// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/surrogate/kernel.h"

namespace paretoscope::surrogate {

/// How tasks (networks, workloads, cheap and dear measurements) resemble each other: covariance B = A A^T +
/// diag(v) between the tasks that one column numbers from 0. Times a kernel over the other columns this is
/// the intrinsic model of coregionalization (Goovaerts 1997; Bonilla, Chai, Williams 2007; from memory,
/// evidence B).
///
/// Entries of A are signed and so are the one exception to "held as logarithms": tasks may oppose each other.
class TaskKernel final : public Kernel
{
public:
    /// \param tasks  at least 1 \param rank  columns of A, at least 1
    TaskKernel(Index column, Index tasks, Index rank);

    /// A by rows, then log v.
    [[nodiscard]] std::vector<HyperParameter> hyperParameters() const override;
    void evaluate(std::span<const double> hyper, const Matrix& a, const Matrix& b, bool withSlopes,
                  KernelTrace& trace) const override;
    void pullHyper(std::span<const double> hyper, const Matrix& points, const KernelTrace& trace,
                   const Matrix& weights, std::span<double> gradient) const override;
    void pullPoints(std::span<const double> hyper, const Matrix& a, const Matrix& b, const KernelTrace& trace,
                    const Matrix& weights, Matrix& gradient) const override;
    [[nodiscard]] Vector diagonal(std::span<const double> hyper, const Matrix& points) const override;

    /// B. \returns tasks x tasks
    [[nodiscard]] Matrix betweenTasks(std::span<const double> hyper) const;

private:
    [[nodiscard]] Index taskOf(double value) const;

    Index m_column;
    Index m_tasks;
    Index m_rank;
};

} // namespace paretoscope::surrogate
