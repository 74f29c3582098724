// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/scalarization.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::optimizer {

Scalarization::Scalarization(std::size_t objectives)
    : m_ideal(objectives, INFINITY)
    , m_worst(objectives, -INFINITY)
{ }

void Scalarization::cover(const History& history)
{
    std::fill(m_ideal.begin(), m_ideal.end(), INFINITY);
    std::fill(m_worst.begin(), m_worst.end(), -INFINITY);
    for (std::size_t row = 0; row < history.size(); ++row)
        if (history.violation(row) == 0.0)
            include(history.objectives(row));
}

void Scalarization::include(std::span<const double> objectives)
{
    for (std::size_t j = 0; j < m_ideal.size(); ++j) {
        m_ideal[j] = std::min(m_ideal[j], objectives[j]);
        m_worst[j] = std::max(m_worst[j], objectives[j]);
    }
}

double Scalarization::normalised(std::span<const double> objectives, std::size_t j) const
{
    const double range = m_worst[j] - m_ideal[j];
    return range > 0.0 ? (objectives[j] - m_ideal[j]) / range : objectives[j];
}

double Scalarization::tchebycheff(std::span<const double> objectives, std::span<const double> weights) const
{
    constexpr double kLeastWeight = 1e-3; // so that no objective goes unnoticed
    double worst = -INFINITY;
    for (std::size_t j = 0; j < m_ideal.size(); ++j)
        worst = std::max(worst, std::max(weights[j], kLeastWeight) * normalised(objectives, j));
    return worst;
}

double Scalarization::boundaryIntersection(std::span<const double> objectives,
                                           std::span<const double> weights) const
{
    constexpr double kPenalty = 5.0;
    double along = 0.0;
    double length = 0.0;
    for (std::size_t j = 0; j < m_ideal.size(); ++j) {
        along += normalised(objectives, j) * weights[j];
        length += weights[j] * weights[j];
    }
    length = std::sqrt(length);
    along /= length;
    double aside = 0.0;
    for (std::size_t j = 0; j < m_ideal.size(); ++j) {
        const double off = normalised(objectives, j) - along * weights[j] / length;
        aside += off * off;
    }
    return along + kPenalty * std::sqrt(aside);
}

} // namespace paretoscope::optimizer
