// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/surrogate/task_kernel.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::surrogate {

TaskKernel::TaskKernel(Index column, Index tasks, Index rank)
    : m_column(column)
    , m_tasks(std::max<Index>(tasks, 1))
    , m_rank(std::max<Index>(rank, 1))
{ }

std::vector<HyperParameter> TaskKernel::hyperParameters() const
{
    std::vector<HyperParameter> all;
    for (Index task = 0; task < m_tasks; ++task) {
        for (Index r = 0; r < m_rank; ++r) {
            // Different starts per column, or no gradient would ever tell the columns of A apart.
            const double start = r % 2 == 0 || task % 2 == 0 ? 0.7 : -0.7;
            all.push_back({"loading " + std::to_string(r) + " of task " + std::to_string(task), start, -5.0,
                           5.0, 0.0, 1.0});
        }
    }
    for (Index task = 0; task < m_tasks; ++task)
        all.push_back({"own variance of task " + std::to_string(task), std::log(0.5), std::log(1e-4),
                       std::log(1e2), std::log(0.5), 1.0});
    return all;
}

Matrix TaskKernel::betweenTasks(std::span<const double> hyper) const
{
    const Eigen::Map<const Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>> loadings(
        hyper.data(), m_tasks, m_rank);
    Matrix b = loadings * loadings.transpose();
    for (Index task = 0; task < m_tasks; ++task)
        b(task, task) += std::exp(hyper[static_cast<std::size_t>(m_tasks * m_rank + task)]);
    return b;
}

/// What is no task counts as the nearest one; FeatureMap and the caller keep to whole numbers.
Index TaskKernel::taskOf(double value) const
{
    return static_cast<Index>(std::clamp(std::round(value), 0.0, static_cast<double>(m_tasks - 1)));
}

void TaskKernel::evaluate(std::span<const double> hyper, const Matrix& a, const Matrix& b,
                          bool /*withSlopes*/, KernelTrace& trace) const
{
    const Matrix between = betweenTasks(hyper);
    trace.value.resize(a.rows(), b.rows());
    for (Index j = 0; j < b.rows(); ++j)
        for (Index i = 0; i < a.rows(); ++i)
            trace.value(i, j) = between(taskOf(a(i, m_column)), taskOf(b(j, m_column)));
}

/// First dL/dB by adding up the weights of every pair of tasks; then B = A A^T + diag(v).
void TaskKernel::pullHyper(std::span<const double> hyper, const Matrix& points, const KernelTrace& /*trace*/,
                           const Matrix& weights, std::span<double> gradient) const
{
    Matrix sums = Matrix::Zero(m_tasks, m_tasks);
    for (Index j = 0; j < points.rows(); ++j)
        for (Index i = 0; i < points.rows(); ++i)
            sums(taskOf(points(i, m_column)), taskOf(points(j, m_column))) += weights(i, j);
    for (Index task = 0; task < m_tasks; ++task) {
        for (Index r = 0; r < m_rank; ++r) {
            double sum = 0.0;
            for (Index other = 0; other < m_tasks; ++other)
                sum += (sums(task, other) + sums(other, task))
                       * hyper[static_cast<std::size_t>(other * m_rank + r)];
            gradient[static_cast<std::size_t>(task * m_rank + r)] += sum;
        }
        const auto own = static_cast<std::size_t>(m_tasks * m_rank + task);
        gradient[own] += sums(task, task) * std::exp(hyper[own]);
    }
}

void TaskKernel::pullPoints(std::span<const double> /*hyper*/, const Matrix& /*a*/, const Matrix& /*b*/,
                            const KernelTrace& /*trace*/, const Matrix& /*weights*/,
                            Matrix& /*gradient*/) const
{ }

Vector TaskKernel::diagonal(std::span<const double> hyper, const Matrix& points) const
{
    const Matrix between = betweenTasks(hyper);
    Vector all(points.rows());
    for (Index i = 0; i < points.rows(); ++i) {
        const Index task = taskOf(points(i, m_column));
        all(i) = between(task, task);
    }
    return all;
}

} // namespace paretoscope::surrogate
