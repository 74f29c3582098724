// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/expected_improvement.h"

#include "core/surrogate/normal.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace paretoscope::optimizer {

namespace normal = surrogate::normal;

double expectedImprovement(double mean, double deviation, double best)
{
    return deviation * normal::expectedExcess((best - mean) / deviation);
}

/// The derivative of h is the cumulative distribution, so those of d h(t) by mean and deviation are
/// -cumulative(t) and density(t).
Promise logExpectedImprovement(double mean, double deviation, double best)
{
    const double t = (best - mean) / deviation;
    const double logH = normal::logExpectedExcess(t);
    const double logDensity = -0.5 * t * t - 0.91893853320467274;
    return {std::log(deviation) + logH,
            {-std::exp(normal::logCumulative(t) - logH) / deviation},
            {std::exp(logDensity - logH) / deviation}};
}

Promise logProbabilityHolds(double mean, double deviation)
{
    const double t = -mean / deviation;
    const double value = normal::logCumulative(t);
    const double slope = std::exp(-0.5 * t * t - 0.91893853320467274 - value); // of log cumulative
    return {value, {-slope / deviation}, {-slope * t / deviation}};
}

ExpectedHypervolume::ExpectedHypervolume(BoxDecomposition region)
    : m_region(std::move(region))
{ }

namespace {

constexpr double kMinusInfinity = -std::numeric_limits<double>::infinity();
/// Below this sums in plain numbers have lost boxes to underflow, and logarithms take over.
constexpr double kSmall = 1e-200;

struct Level
{
    double integral = 0.0;   ///< d h(t)
    double cumulative = 0.0; ///< minus its derivative by the mean
    double density = 0.0;    ///< its derivative by the deviation
};

Level levelAt(double level, double mean, double deviation)
{
    if (level == kMinusInfinity)
        return {};
    const double t = (level - mean) / deviation;
    const double density = normal::density(t);
    const double cumulative = normal::cumulative(t);
    return {std::max(deviation * (density + t * cumulative), 0.0), cumulative, density};
}

struct LogLevel
{
    double integral = kMinusInfinity;
    double cumulative = kMinusInfinity;
    double density = kMinusInfinity;
};

LogLevel logLevelAt(double level, double mean, double deviation)
{
    if (level == kMinusInfinity)
        return {};
    const double t = (level - mean) / deviation;
    return {std::log(deviation) + normal::logExpectedExcess(t), normal::logCumulative(t),
            -0.5 * t * t - 0.91893853320467274};
}

/// log(exp(a) - exp(b)) for a > b.
double logDifference(double a, double b)
{
    return b == kMinusInfinity ? a : a + std::log(-std::expm1(std::min(b - a, -1e-300)));
}

} // namespace

double ExpectedHypervolume::logValue(std::span<const double> means, std::span<const double> deviations) const
{
    const std::size_t k = m_region.objectives;
    thread_local std::vector<double> integrals[3];
    for (std::size_t j = 0; j < k; ++j) {
        integrals[j].clear();
        for (const double level : m_region.levels[j])
            integrals[j].push_back(levelAt(level, means[j], deviations[j]).integral);
    }
    double sum = 0.0;
    for (const BoxDecomposition::Box& box : m_region.boxes) {
        double product = 1.0;
        for (std::size_t j = 0; j < k; ++j)
            product *= integrals[j][box.high[j]] - integrals[j][box.low[j]];
        sum += product;
    }
    return sum > kSmall ? std::log(sum) : logOfSmall(means, deviations, nullptr);
}

Promise ExpectedHypervolume::logPromise(std::span<const double> means,
                                        std::span<const double> deviations) const
{
    const std::size_t k = m_region.objectives;
    Promise promise{0.0, std::vector<double>(k, 0.0), std::vector<double>(k, 0.0)};
    std::vector<std::vector<Level>> levels(k);
    for (std::size_t j = 0; j < k; ++j)
        for (const double level : m_region.levels[j])
            levels[j].push_back(levelAt(level, means[j], deviations[j]));
    double sum = 0.0;
    for (const BoxDecomposition::Box& box : m_region.boxes) {
        double factor[3]{1.0, 1.0, 1.0};
        for (std::size_t j = 0; j < k; ++j)
            factor[j] = levels[j][box.high[j]].integral - levels[j][box.low[j]].integral;
        sum += factor[0] * factor[1] * factor[2];
        for (std::size_t j = 0; j < k; ++j) {
            const double others = factor[(j + 1) % 3] * factor[(j + 2) % 3];
            const Level& high = levels[j][box.high[j]];
            const Level& low = levels[j][box.low[j]];
            promise.byMean[j] -= others * (high.cumulative - low.cumulative);
            promise.byDeviation[j] += others * (high.density - low.density);
        }
    }
    if (!(sum > kSmall)) {
        promise.value = logOfSmall(means, deviations, &promise);
        return promise;
    }
    promise.value = std::log(sum);
    for (std::size_t j = 0; j < k; ++j) {
        promise.byMean[j] /= sum;
        promise.byDeviation[j] /= sum;
    }
    return promise;
}

/// The same sums with every number held as its logarithm.
double ExpectedHypervolume::logOfSmall(std::span<const double> means, std::span<const double> deviations,
                                       Promise* promise) const
{
    const std::size_t k = m_region.objectives;
    std::vector<std::vector<LogLevel>> levels(k);
    for (std::size_t j = 0; j < k; ++j)
        for (const double level : m_region.levels[j])
            levels[j].push_back(logLevelAt(level, means[j], deviations[j]));
    const auto factorOf = [&](const BoxDecomposition::Box& box, std::size_t j) {
        return logDifference(levels[j][box.high[j]].integral, levels[j][box.low[j]].integral);
    };
    std::vector<double> products;
    for (const BoxDecomposition::Box& box : m_region.boxes) {
        products.push_back(0.0);
        for (std::size_t j = 0; j < k; ++j)
            products.back() += factorOf(box, j);
    }
    const double most = *std::max_element(products.begin(), products.end());
    double sum = 0.0;
    for (const double product : products)
        sum += std::exp(product - most);
    if (promise) {
        std::fill(promise->byMean.begin(), promise->byMean.end(), 0.0);
        std::fill(promise->byDeviation.begin(), promise->byDeviation.end(), 0.0);
        for (std::size_t b = 0; b < products.size(); ++b) {
            const BoxDecomposition::Box& box = m_region.boxes[b];
            const double weight = std::exp(products[b] - most) / sum;
            for (std::size_t j = 0; weight > 0.0 && j < k; ++j) {
                const LogLevel& high = levels[j][box.high[j]];
                const LogLevel& low = levels[j][box.low[j]];
                const double factor = factorOf(box, j);
                promise->byMean[j] -= weight
                                      * (std::exp(high.cumulative - factor)
                                         - std::exp(low.cumulative - factor));
                promise->byDeviation[j] += weight
                                           * (std::exp(high.density - factor)
                                              - std::exp(low.density - factor));
            }
        }
    }
    return most + std::log(sum);
}

} // namespace paretoscope::optimizer
