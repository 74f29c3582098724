// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include "core/optimizer/box_decomposition.h"

#include <span>
#include <vector>

/// What a design promises, given normally distributed beliefs about its outcomes. Everything is minimised.
/// Logarithms, because promises shrink below the smallest double long before they stop being comparable
/// (Ament, Daulton, Eriksson, Balandat, Bakshy 2023).
namespace paretoscope::optimizer {

/// A number with its derivatives by the means and deviations of the beliefs it was computed from.
struct Promise
{
    double value = 0.0;
    std::vector<double> byMean;
    std::vector<double> byDeviation;
};

/// Expected improvement on `best` of one outcome: d h((best - mean) / d) with h(t) = density(t) + t
/// cumulative(t) (Jones, Schonlau, Welch 1998, equation 15). \param deviation > 0
[[nodiscard]] double expectedImprovement(double mean, double deviation, double best);
/// Its logarithm.
[[nodiscard]] Promise logExpectedImprovement(double mean, double deviation, double best);

/// Logarithm of the probability that an outcome is at most 0.
[[nodiscard]] Promise logProbabilityHolds(double mean, double deviation);

/// What shape a belief about an outcome has: normal, or normal in the outcome's logarithm. Of the latter,
/// mean and deviation are always those of the logarithm.
enum class Belief { Normal, LogNormal };

/// Expected hypervolume improvement over a front, exact for independent beliefs about one to three outcomes.
/// The improvement of y is the volume of {z : y <= z} within the region that the front leaves, so its
/// expectation is the integral of prod_j P(Y_j <= z_j) over that region, and over a box the integral is a
/// product of differences of the integrals of single distributions: of a normal one d h((z - mean) / d), of a
/// log-normal one the price of a put option (Black, Scholes 1973). (The boxes as in Yang, Emmerich, Deutz,
/// Baeck 2019; the integral is our way of putting it.)
class ExpectedHypervolume
{
public:
    /// \param beliefs  one per objective; normal where missing
    explicit ExpectedHypervolume(BoxDecomposition region, std::vector<Belief> beliefs = {});

    [[nodiscard]] std::size_t objectives() const { return m_region.objectives; }
    /// Logarithm of the expectation; one mean and one deviation > 0 per objective. \cost per box and level
    [[nodiscard]] double logValue(std::span<const double> means, std::span<const double> deviations) const;
    [[nodiscard]] Promise logPromise(std::span<const double> means, std::span<const double> deviations) const;

private:
    [[nodiscard]] double logOfSmall(std::span<const double> means, std::span<const double> deviations,
                                    Promise* promise) const;

    BoxDecomposition m_region;
    std::vector<Belief> m_beliefs;
};

} // namespace paretoscope::optimizer
