// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pareto/dominance.h"
#include "core/pareto/hypervolume.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::pareto {

IncrementalHypervolume::IncrementalHypervolume(std::vector<double> reference)
    : m_reference(std::move(reference))
{ }

/// What a new point adds is its own box less what the front already covers of it. The front's points, pushed
/// into that box (the limited set: the worse of the two in each objective; While, Bradstreet, Barone 2012),
/// cover exactly that, so one batch computation over the few that reach into the box gives it.
double IncrementalHypervolume::add(std::span<const double> point)
{
    const std::size_t k = m_reference.size();
    if (point.size() != k)
        return m_value;
    for (std::size_t j = 0; j < k; ++j)
        if (!std::isfinite(point[j]) || !(point[j] < m_reference[j]))
            return m_value;
    const auto row = [&](std::size_t i) { return std::span<const double>(m_front.data() + i * k, k); };
    std::vector<double> limited;
    std::vector<double> front;
    const std::size_t n = m_front.size() / k;
    for (std::size_t i = 0; i < n; ++i)
        if (dominates(row(i), point) || std::equal(point.begin(), point.end(), row(i).begin()))
            return m_value;
    limited.reserve(m_front.size());
    front.reserve(m_front.size() + k);
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < k; ++j)
            limited.push_back(std::max(m_front[i * k + j], point[j]));
        if (!dominates(point, row(i)))
            front.insert(front.end(), row(i).begin(), row(i).end());
    }
    double box = 1.0;
    for (std::size_t j = 0; j < k; ++j)
        box *= m_reference[j] - point[j];
    const auto covered = hypervolume(limited, m_reference);
    if (!covered) // a reference of neither 2 nor 3 finite numbers measures nothing
        return m_value;
    front.insert(front.end(), point.begin(), point.end());
    m_front = std::move(front);
    m_value += std::max(0.0, box - *covered);
    return m_value;
}

} // namespace paretoscope::pareto
