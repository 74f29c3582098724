// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/utility.h"

#include "core/surrogate/normal.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace paretoscope::optimizer {

namespace {

class HypervolumeUtility final : public Utility
{
public:
    HypervolumeUtility(BoxDecomposition region, std::vector<Belief> beliefs)
        : m_expected(std::move(region), std::move(beliefs))
    { }

    [[nodiscard]] double value(std::span<const double> means,
                               std::span<const double> deviations) const override
    {
        return m_expected.logValue(means, deviations);
    }
    [[nodiscard]] Promise promise(std::span<const double> means,
                                  std::span<const double> deviations) const override
    {
        return m_expected.logPromise(means, deviations);
    }

private:
    ExpectedHypervolume m_expected;
};

class ConfidenceUtility final : public Utility
{
public:
    ConfidenceUtility(double weight, double scale)
        : m_weight(weight)
        , m_scale(scale)
    { }

    [[nodiscard]] double value(std::span<const double> means,
                               std::span<const double> deviations) const override
    {
        return -(means[0] - m_weight * deviations[0]) / m_scale;
    }
    [[nodiscard]] Promise promise(std::span<const double> means,
                                  std::span<const double> deviations) const override
    {
        return {value(means, deviations), {-1.0 / m_scale}, {m_weight / m_scale}};
    }

private:
    double m_weight;
    double m_scale;
};

/// The expectation is the integral over t up to best of P(all outcomes lie below their t), a product of
/// normal distributions, here by Gauss-Legendre quadrature where the integrand is not negligible.
class ChebyshevUtility final : public Utility
{
public:
    ChebyshevUtility(std::vector<double> weights, std::vector<double> ideal, double best)
        : m_weights(std::move(weights))
        , m_ideal(std::move(ideal))
        , m_best(best)
    { }

    [[nodiscard]] double value(std::span<const double> means,
                               std::span<const double> deviations) const override
    {
        return integrate(means, deviations, nullptr);
    }
    [[nodiscard]] Promise promise(std::span<const double> means,
                                  std::span<const double> deviations) const override
    {
        Promise promise{0.0, std::vector<double>(means.size(), 0.0), std::vector<double>(means.size(), 0.0)};
        promise.value = integrate(means, deviations, &promise);
        return promise;
    }

private:
    /// How far below `best` the integrand matters: eight deviations below where the last outcome is centred,
    /// or, if that lies above best, the length over which its tail falls off.
    [[nodiscard]] double width(std::span<const double> means, std::span<const double> deviations) const
    {
        double lowest = -INFINITY;
        double tail = INFINITY;
        for (std::size_t j = 0; j < means.size(); ++j) {
            const double deviation = m_weights[j] * deviations[j];
            const double centre = m_weights[j] * (means[j] - m_ideal[j]);
            lowest = std::max(lowest, centre - 8.0 * deviation);
            const double above = std::max((centre - m_best) / deviation, 1.0);
            tail = std::min(tail, 12.0 * deviation / above);
        }
        return std::max(m_best - lowest, tail);
    }

    [[nodiscard]] double integrate(std::span<const double> means, std::span<const double> deviations,
                                   Promise* promise) const
    {
        // Gauss-Legendre of 8 points on [-1, 1] (Abramowitz, Stegun 25.4.30), on three panels.
        constexpr std::array<double, 4> kNodes{0.1834346424956498, 0.5255324099163290, 0.7966664774136267,
                                               0.9602898564975363};
        constexpr std::array<double, 4> kWeights{0.3626837833783620, 0.3137066458778873, 0.2223810344533745,
                                                 0.1012285362903763};
        constexpr int kPanels = 3;
        const double panel = width(means, deviations) / kPanels;
        struct Node
        {
            double t, logTerm;
        };
        std::array<Node, 8 * kPanels> nodes;
        double most = -INFINITY;
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            const std::size_t within = i % 8;
            const double x = within < 4 ? -kNodes[within] : kNodes[within - 4];
            Node& node = nodes[i];
            node.t = m_best - panel * (static_cast<double>(i / 8) + 0.5 * (1.0 + x));
            node.logTerm = std::log(0.5 * panel * kWeights[within % 4]);
            for (std::size_t j = 0; j < means.size(); ++j)
                node.logTerm += surrogate::normal::logCumulative(standard(node.t, j, means, deviations));
            most = std::max(most, node.logTerm);
        }
        double sum = 0.0;
        for (const Node& node : nodes)
            sum += std::exp(node.logTerm - most);
        for (std::size_t i = 0; promise && i < nodes.size(); ++i) {
            const double weight = std::exp(nodes[i].logTerm - most) / sum;
            for (std::size_t j = 0; j < means.size(); ++j) {
                const double t = standard(nodes[i].t, j, means, deviations);
                const double slope = std::exp(-0.5 * t * t - 0.91893853320467274
                                              - surrogate::normal::logCumulative(t));
                promise->byMean[j] -= weight * slope / deviations[j];
                promise->byDeviation[j] -= weight * slope * t / deviations[j];
            }
        }
        return most + std::log(sum);
    }

    [[nodiscard]] double standard(double t, std::size_t j, std::span<const double> means,
                                  std::span<const double> deviations) const
    {
        return (t / m_weights[j] + m_ideal[j] - means[j]) / deviations[j];
    }

    std::vector<double> m_weights;
    std::vector<double> m_ideal;
    double m_best;
};

} // namespace

std::unique_ptr<Utility> hypervolumeUtility(BoxDecomposition region, std::vector<Belief> beliefs)
{
    return std::make_unique<HypervolumeUtility>(std::move(region), std::move(beliefs));
}

std::unique_ptr<Utility> confidenceUtility(double weight, double scale)
{
    return std::make_unique<ConfidenceUtility>(weight, scale);
}

std::unique_ptr<Utility> chebyshevUtility(std::vector<double> weights, std::vector<double> ideal, double best)
{
    return std::make_unique<ChebyshevUtility>(std::move(weights), std::move(ideal), best);
}

} // namespace paretoscope::optimizer
