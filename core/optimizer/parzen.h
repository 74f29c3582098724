// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include "core/base/rng.h"
#include "core/optimizer/scales.h"
#include "core/space/space.h"

#include <span>
#include <vector>

namespace paretoscope::optimizer {

/// How kernels see a space: each parameter as a scale, as categories, or as a compound of several parts
/// (tilings, loop orders), which is known by its features.
class ParzenSpace
{
public:
    explicit ParzenSpace(const space::Space& space);

    enum class Kind { Scale, Category, Compound };
    struct Axis
    {
        Kind kind = Kind::Scale;
        double values = 0.0;   ///< how many there are; 0 = a continuum
        std::size_t first = 0; ///< place of its numbers in a code
        std::size_t width = 1; ///< how many numbers
        /// What a kernel on a scale smooths over beyond either end, so that the end values are as wide as the
        /// others: half the distance of two values.
        double margin = 0.0;
    };

    /// A design in the numbers that kernels compare: places in [0, 1], category indices, features. NaN where
    /// a parameter is inactive.
    [[nodiscard]] std::vector<double> coded(const space::Design& design) const;
    [[nodiscard]] const std::vector<Axis>& axes() const { return m_axes; }
    [[nodiscard]] std::size_t codeWidth() const { return m_codeWidth; }
    [[nodiscard]] const space::Space& space() const { return m_space; }
    [[nodiscard]] const Scales& scales() const { return m_scales; }

private:
    space::Space m_space;
    Scales m_scales;
    std::vector<Axis> m_axes;
    std::size_t m_codeWidth = 0;
};

struct ParzenOptions
{
    /// Standard deviation of a kernel on a scale when there is but one, as a share of the scale. Optuna takes
    /// 0.2 (B); half of it was measured to be better on most of the problems of bench_optimizers.
    double width = 0.1;
    double narrowest = 0.01;    ///< the least that it shrinks to. Optuna, B
    double categoryShare = 0.2; ///< probability that a kernel leaves its own category; our choice
    double prior = 1.0;         ///< weight of the uniform part, beside kernels of weight 1. Optuna, B
};

/// A density over designs (Parzen 1962): a kernel around each of some designs, the product of one per
/// parameter, so that what goes together stays together; and a uniform part, so that nothing is ever
/// impossible. On scales kernels are normal, cut off at the ends; on categories they keep their own with some
/// probability and share the rest out (Aitchison, Aitken 1976). Densities are relative to the uniform one, so
/// parameters of all kinds multiply, and one that is inactive says nothing.
class ParzenEstimator
{
public:
    /// \param space  must outlive the estimator, as must \param centres the designs
    ParzenEstimator(const ParzenSpace& space, std::vector<const space::Design*> centres,
                    const ParzenOptions& options);

    /// Log of the density at a design given in code. \cost centres x parameters
    [[nodiscard]] double logDensity(std::span<const double> code) const;
    /// A design drawn from the density; of compounds only roughly. Conditional parameters may come wrongly
    /// active; Space::activate repairs that.
    [[nodiscard]] space::Design sample(Rng& rng) const;

private:
    void normalise(std::size_t axis);
    [[nodiscard]] std::span<const double> numbersAt(std::size_t place) const;
    void addLogKernels(std::size_t axis, std::span<const double> code, std::span<double> logTerms) const;
    void addLogCompounds(const ParzenSpace::Axis& axis, std::span<const double> code,
                         std::span<double> logTerms) const;
    void sampleAxis(std::size_t axis, const space::Design& centre, space::Design& design, Rng& rng) const;

    const ParzenSpace& m_space;
    ParzenOptions m_options;
    std::vector<const space::Design*> m_centres;
    std::vector<double> m_codes;    ///< of the centres: for each place of a code, one number per centre
    std::vector<double> m_logNorms; ///< for each axis, one per centre: makes a kernel on a scale one in sum
    std::vector<double> m_logSame;  ///< per axis of categories: log density of a kernel's own
    std::vector<double> m_logOther; ///< and of any other
    double m_deviation = 0.0;
};

} // namespace paretoscope::optimizer
