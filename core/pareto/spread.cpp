// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pareto/spread.h"

#include "core/pareto/ascending.h"
#include "core/pareto/indicator_input.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

namespace paretoscope::pareto {

namespace {

using Values = std::span<const double>;

double distance(Values a, Values b)
{
    double square = 0.0;
    for (std::size_t j = 0; j < a.size(); ++j)
        square += (a[j] - b[j]) * (a[j] - b[j]);
    return std::sqrt(square);
}

/// (ends + sum of |gap - mean|) / (ends + sum of gaps): the form that both measures share. A front without
/// gaps, one point or copies of one, is as uneven as can be.
double unevenness(const std::vector<double>& gaps, double ends)
{
    const double sum = std::accumulate(gaps.begin(), gaps.end(), 0.0);
    const double mean = gaps.empty() ? 0.0 : sum / static_cast<double>(gaps.size());
    double deviation = 0.0;
    for (const double gap : gaps)
        deviation += std::abs(gap - mean);
    return ends + sum > 0.0 ? (ends + deviation) / (ends + sum) : 1.0;
}

/// The reference point that is largest in objective j, the extreme of that axis.
Values extreme(std::span<const double> reference, std::size_t k, std::size_t j)
{
    std::size_t best = 0;
    for (std::size_t z = k; z < reference.size(); z += k)
        if (reference[z + j] > reference[best + j])
            best = z;
    return reference.subspan(best, k);
}

/// Distance to the nearest of `rows`, leaving out the one that begins at `except`.
double nearest(Values from, std::span<const double> rows, std::size_t except)
{
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t a = 0; a < rows.size(); a += from.size())
        if (a != except)
            least = std::min(least, distance(from, rows.subspan(a, from.size())));
    return least;
}

} // namespace

Result<double> spread(std::span<const double> front, std::span<const double> reference)
{
    constexpr std::size_t k = 2;
    if (const Status fit = checkIndicatorInput(front, reference, k); !fit)
        return fit.error();
    const auto order = lexicographicOrder(front, k);
    const auto row = [&](std::size_t i) { return front.subspan(order[i] * k, k); };
    std::vector<double> gaps;
    for (std::size_t i = 1; i < order.size(); ++i)
        gaps.push_back(distance(row(i - 1), row(i)));
    // On a front the smallest first objective goes with the largest second.
    const double ends = distance(row(0), extreme(reference, k, 1))
                        + distance(row(order.size() - 1), extreme(reference, k, 0));
    return unevenness(gaps, ends);
}

Result<double> generalizedSpread(std::span<const double> front, std::span<const double> reference,
                                 std::size_t k)
{
    if (const Status fit = checkIndicatorInput(front, reference, k); !fit)
        return fit.error();
    double ends = 0.0;
    for (std::size_t j = 0; j < k; ++j)
        ends += nearest(extreme(reference, k, j), front, front.size());
    std::vector<double> gaps;
    for (std::size_t a = 0; a < front.size() && front.size() > k; a += k)
        gaps.push_back(nearest(front.subspan(a, k), front, a));
    return unevenness(gaps, ends);
}

} // namespace paretoscope::pareto
