// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pareto/dominance.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace paretoscope::pareto {

bool dominates(std::span<const double> a, std::span<const double> b)
{
    bool better = false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (!(a[i] <= b[i])) // also where one of them is NaN
            return false;
        better = better || a[i] < b[i];
    }
    return better;
}

bool constrainedDominates(std::span<const double> a, double violationA, std::span<const double> b,
                          double violationB)
{
    if (violationA > 0.0 || violationB > 0.0)
        return violationA < violationB;
    return dominates(a, b);
}

std::vector<double> crowdingDistances(std::span<const double> objectives, std::size_t k,
                                      std::span<const std::size_t> rows)
{
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    std::vector<double> distances(rows.size(), 0.0);
    std::vector<std::size_t> order(rows.size());
    for (std::size_t objective = 0; objective < k && !rows.empty(); ++objective) {
        const auto at = [&](std::size_t i) { return objectives[rows[i] * k + objective]; };
        for (std::size_t i = 0; i < order.size(); ++i)
            order[i] = i;
        // Ties by index: the ends, and with them the result, must not depend on the sorting algorithm.
        std::sort(order.begin(), order.end(),
                  [&](std::size_t a, std::size_t b) { return at(a) < at(b) || (!(at(b) < at(a)) && a < b); });
        distances[order.front()] = distances[order.back()] = kInfinity;
        const double range = at(order.back()) - at(order.front());
        if (!(range > 0.0) || !std::isfinite(range))
            continue;
        for (std::size_t i = 1; i + 1 < order.size(); ++i)
            distances[order[i]] += (at(order[i + 1]) - at(order[i - 1])) / range;
    }
    return distances;
}

} // namespace paretoscope::pareto
