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

ExpectedHypervolume::ExpectedHypervolume(BoxDecomposition region, std::vector<Belief> beliefs)
    : m_region(std::move(region))
    , m_beliefs(std::move(beliefs))
{
    m_beliefs.resize(m_region.objectives, Belief::Normal);
}

namespace {

constexpr double kMinusInfinity = -std::numeric_limits<double>::infinity();
/// Below this sums in plain numbers have lost boxes to underflow, and logarithms take over.
constexpr double kSmall = 1e-200;

/// Of a belief and a level: the integral of its distribution up to the level, and derivatives of that.
struct Level
{
    double integral = 0.0;
    double byMean = 0.0;
    double byDeviation = 0.0;
};

/// The same where numbers are too small: logarithms of the integral and of minus the derivative by the mean.
/// The derivative by the deviation may have either sign and stands as its ratio to the integral.
struct LogLevel
{
    double integral = kMinusInfinity;
    double byMean = kMinusInfinity;
    double byDeviation = 0.0;
};

constexpr double kLogRoot2Pi = 0.91893853320467274;

Level normalLevel(double level, double mean, double deviation)
{
    if (level == kMinusInfinity)
        return {};
    const double t = (level - mean) / deviation;
    const double density = normal::density(t);
    const double cumulative = normal::cumulative(t);
    return {std::max(deviation * (density + t * cumulative), 0.0), -cumulative, density};
}

LogLevel normalLogLevel(double level, double mean, double deviation)
{
    if (level == kMinusInfinity)
        return {};
    const double t = (level - mean) / deviation;
    const double integral = std::log(deviation) + normal::logExpectedExcess(t);
    return {integral, normal::logCumulative(t), std::exp(-0.5 * t * t - kLogRoot2Pi - integral)};
}

/// With mean m and deviation s of the logarithm, t = (log z - m) / s and F = exp(m + s^2 / 2): the integral
/// is z cumulative(t) - F cumulative(t - s), a put option; its derivatives are -F cumulative(t - s) by m and
/// z density(t) - s F cumulative(t - s) by s.
Level putLevel(double level, double mean, double deviation)
{
    if (level <= 0.0)
        return {};
    const double t = (std::log(level) - mean) / deviation;
    const double forward = std::exp(mean + 0.5 * deviation * deviation);
    const double exercised = forward * normal::cumulative(t - deviation);
    return {std::max(level * normal::cumulative(t) - exercised, 0.0), -exercised,
            level * normal::density(t) - deviation * exercised};
}

/// As z density(t) (M(t) - M(t - s)) with M = cumulative / density, since F density(t - s) = z density(t).
/// For narrow beliefs and far tails the difference is s times the slope of M, which is h / density.
LogLevel putLogLevel(double level, double mean, double deviation)
{
    if (level <= 0.0)
        return {};
    const double t = (std::log(level) - mean) / deviation;
    const double below = t - deviation;
    const auto logDensity = [](double at) { return -0.5 * at * at - kLogRoot2Pi; };
    double difference = 0.0; // log(M(t) - M(t - s))
    if (deviation < 1e-3 || t < -30.0) {
        const double middle = t - 0.5 * deviation;
        difference = std::log(deviation) + normal::logExpectedExcess(middle) - logDensity(middle);
    } else {
        const double high = normal::logCumulative(t) - logDensity(t);
        const double low = normal::logCumulative(below) - logDensity(below);
        difference = high + std::log(-std::expm1(std::min(low - high, -1e-300)));
    }
    const double exercised = mean + 0.5 * deviation * deviation + normal::logCumulative(below);
    const double integral = std::log(level) + logDensity(t) + difference;
    return {integral, exercised, std::exp(-difference) - deviation * std::exp(exercised - integral)};
}

Level levelAt(Belief belief, double level, double mean, double deviation)
{
    return belief == Belief::Normal ? normalLevel(level, mean, deviation) : putLevel(level, mean, deviation);
}

LogLevel logLevelAt(Belief belief, double level, double mean, double deviation)
{
    return belief == Belief::Normal ? normalLogLevel(level, mean, deviation)
                                    : putLogLevel(level, mean, deviation);
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
            integrals[j].push_back(levelAt(m_beliefs[j], level, means[j], deviations[j]).integral);
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
            levels[j].push_back(levelAt(m_beliefs[j], level, means[j], deviations[j]));
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
            promise.byMean[j] += others * (high.byMean - low.byMean);
            promise.byDeviation[j] += others * (high.byDeviation - low.byDeviation);
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
            levels[j].push_back(logLevelAt(m_beliefs[j], level, means[j], deviations[j]));
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
                                      * (std::exp(high.byMean - factor) - std::exp(low.byMean - factor));
                promise->byDeviation[j] += weight
                                           * (std::exp(high.integral - factor) * high.byDeviation
                                              - std::exp(low.integral - factor) * low.byDeviation);
            }
        }
    }
    return most + std::log(sum);
}

} // namespace paretoscope::optimizer
