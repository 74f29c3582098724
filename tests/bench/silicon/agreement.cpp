// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/silicon/agreement.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <vector>

namespace paretoscope::silicon {

namespace {

std::vector<double> ranks(std::span<const double> values)
{
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    std::vector<double> rank(values.size());
    for (std::size_t first = 0; first < order.size();) {
        std::size_t end = first;
        while (end < order.size() && values[order[end]] == values[order[first]])
            ++end;
        for (std::size_t i = first; i < end; ++i)
            rank[order[i]] = static_cast<double>(first + end - 1) / 2.0;
        first = end;
    }
    return rank;
}

} // namespace

double spearman(std::span<const double> ours, std::span<const double> theirs)
{
    const std::vector<double> a = ranks(ours);
    const std::vector<double> b = ranks(theirs);
    const double mean = (static_cast<double>(a.size()) - 1.0) / 2.0; // ties leave it where it is
    double together = 0.0, alone = 0.0, other = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        together += (a[i] - mean) * (b[i] - mean);
        alone += (a[i] - mean) * (a[i] - mean);
        other += (b[i] - mean) * (b[i] - mean);
    }
    return alone > 0.0 && other > 0.0 ? together / std::sqrt(alone * other)
                                      : std::numeric_limits<double>::quiet_NaN();
}

std::vector<double> additiveFit(const std::vector<std::vector<double>>& factors,
                                std::span<const double> theirs)
{
    std::vector<double> logs;
    for (const double value : theirs)
        logs.push_back(std::log(value));
    const double mean = std::accumulate(logs.begin(), logs.end(), 0.0) / static_cast<double>(logs.size());
    std::vector<double> fitted(logs.size(), mean);
    for (const std::vector<double>& factor : factors) {
        std::map<double, std::pair<double, double>> effects; // sum and count of each level
        for (std::size_t i = 0; i < logs.size(); ++i) {
            effects[factor[i]].first += logs[i] - mean;
            effects[factor[i]].second += 1.0;
        }
        for (std::size_t i = 0; i < logs.size(); ++i)
            fitted[i] += effects[factor[i]].first / effects[factor[i]].second;
    }
    for (double& value : fitted)
        value = std::exp(value);
    return fitted;
}

Following follow(std::span<const double> ours, std::span<const double> theirs)
{
    Following result;
    result.points = ours.size();
    result.spearman = spearman(ours, theirs);
    std::vector<double> errors;
    for (std::size_t i = 0; i < ours.size(); ++i)
        errors.push_back(std::abs(ours[i] - theirs[i]) / theirs[i]);
    if (errors.empty())
        return result;
    const auto middle = errors.begin() + static_cast<std::ptrdiff_t>(errors.size() / 2);
    std::nth_element(errors.begin(), middle, errors.end());
    result.medianError = *middle;
    result.worstError = *std::max_element(errors.begin(), errors.end());
    return result;
}

} // namespace paretoscope::silicon
