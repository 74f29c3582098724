// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/surrogate/composite_kernel.h"

#include <cmath>
#include <iterator>

namespace paretoscope::surrogate {

CompositeKernel::CompositeKernel(Combination combination, std::vector<KernelPtr> parts)
    : m_combination(combination)
    , m_parts(std::move(parts))
    , m_first{0}
{
    for (const KernelPtr& part : m_parts)
        m_first.push_back(m_first.back() + part->hyperCount());
}

std::vector<HyperParameter> CompositeKernel::hyperParameters() const
{
    std::vector<HyperParameter> all;
    for (const KernelPtr& part : m_parts) {
        std::vector<HyperParameter> some = part->hyperParameters();
        std::move(some.begin(), some.end(), std::back_inserter(all));
    }
    return all;
}

void CompositeKernel::evaluate(std::span<const double> hyper, const Matrix& a, const Matrix& b,
                               bool withSlopes, KernelTrace& trace) const
{
    trace.parts.resize(m_parts.size());
    for (std::size_t p = 0; p < m_parts.size(); ++p) {
        m_parts[p]->evaluate(hyper.subspan(m_first[p], m_first[p + 1] - m_first[p]), a, b, withSlopes,
                             trace.parts[p]);
        const Matrix& value = trace.parts[p].value;
        if (p == 0)
            trace.value = value;
        else if (m_combination == Combination::Sum)
            trace.value += value;
        else
            trace.value.array() *= value.array();
    }
}

Matrix CompositeKernel::weightsOf(std::size_t part, const KernelTrace& trace, const Matrix& weights) const
{
    Matrix own = weights;
    if (m_combination == Combination::Product) {
        for (std::size_t other = 0; other < m_parts.size(); ++other)
            if (other != part)
                own.array() *= trace.parts[other].value.array();
    }
    return own;
}

void CompositeKernel::pullHyper(std::span<const double> hyper, const Matrix& points, const KernelTrace& trace,
                                const Matrix& weights, std::span<double> gradient) const
{
    for (std::size_t p = 0; p < m_parts.size(); ++p) {
        const std::size_t count = m_first[p + 1] - m_first[p];
        m_parts[p]->pullHyper(hyper.subspan(m_first[p], count), points, trace.parts[p],
                              weightsOf(p, trace, weights), gradient.subspan(m_first[p], count));
    }
}

void CompositeKernel::pullPoints(std::span<const double> hyper, const Matrix& a, const Matrix& b,
                                 const KernelTrace& trace, const Matrix& weights, Matrix& gradient) const
{
    for (std::size_t p = 0; p < m_parts.size(); ++p) {
        m_parts[p]->pullPoints(hyper.subspan(m_first[p], m_first[p + 1] - m_first[p]), a, b, trace.parts[p],
                               weightsOf(p, trace, weights), gradient);
    }
}

Vector CompositeKernel::diagonal(std::span<const double> hyper, const Matrix& points) const
{
    Vector all = m_parts[0]->diagonal(hyper.subspan(0, m_first[1]), points);
    for (std::size_t p = 1; p < m_parts.size(); ++p) {
        const Vector some = m_parts[p]->diagonal(hyper.subspan(m_first[p], m_first[p + 1] - m_first[p]),
                                                 points);
        if (m_combination == Combination::Sum)
            all += some;
        else
            all.array() *= some.array();
    }
    return all;
}

ScaledKernel::ScaledKernel(KernelPtr kernel, std::string label)
    : m_kernel(std::move(kernel))
    , m_label(std::move(label))
{ }

std::vector<HyperParameter> ScaledKernel::hyperParameters() const
{
    // Values are standardized before a fit, so a variance near 1 is expected; the prior is our choice.
    std::vector<HyperParameter> all{{"variance of " + m_label, 0.0, std::log(1e-3), std::log(1e3), 0.0, 1.0}};
    std::vector<HyperParameter> inner = m_kernel->hyperParameters();
    std::move(inner.begin(), inner.end(), std::back_inserter(all));
    return all;
}

void ScaledKernel::evaluate(std::span<const double> hyper, const Matrix& a, const Matrix& b, bool withSlopes,
                            KernelTrace& trace) const
{
    trace.parts.resize(1);
    m_kernel->evaluate(hyper.subspan(1), a, b, withSlopes, trace.parts[0]);
    trace.value = std::exp(hyper[0]) * trace.parts[0].value;
}

void ScaledKernel::pullHyper(std::span<const double> hyper, const Matrix& points, const KernelTrace& trace,
                             const Matrix& weights, std::span<double> gradient) const
{
    gradient[0] += weights.cwiseProduct(trace.value).sum();
    m_kernel->pullHyper(hyper.subspan(1), points, trace.parts[0], std::exp(hyper[0]) * weights,
                        gradient.subspan(1));
}

void ScaledKernel::pullPoints(std::span<const double> hyper, const Matrix& a, const Matrix& b,
                              const KernelTrace& trace, const Matrix& weights, Matrix& gradient) const
{
    m_kernel->pullPoints(hyper.subspan(1), a, b, trace.parts[0], std::exp(hyper[0]) * weights, gradient);
}

Vector ScaledKernel::diagonal(std::span<const double> hyper, const Matrix& points) const
{
    return std::exp(hyper[0]) * m_kernel->diagonal(hyper.subspan(1), points);
}

} // namespace paretoscope::surrogate
