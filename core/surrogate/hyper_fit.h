// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include "core/base/result.h"
#include "core/surrogate/kernel.h"

#include <cstdint>
#include <vector>

namespace paretoscope::surrogate {

struct FitOptions
{
    bool priors = true;  ///< weigh the priors in; without them the fit maximizes the likelihood alone
    int starts = 1;      ///< the kernel's own start, then random draws around it
    int iterations = 60; ///< evaluations of the likelihood per start, at most
    /// Stop when a step gains less than this, in units of log likelihood (our choice: differences below a
    /// hundredth do not change a prediction visibly).
    double tolerance = 0.01;
    double leastNoise = 1e-6;  ///< variance, as a share of the values' own; keeps covariances invertible
    bool noisy = false;        ///< the values are known to be noisy
    std::vector<double> start; ///< instead of the kernel's own start, where it has the right length
    std::uint64_t seed = 0;    ///< of the random starts
};

/// What a fit chooses, and how well it explains the values.
struct HyperFit
{
    std::vector<double> hyper;  ///< of the kernel, then the logarithm of the noise variance
    double offset = 0.0;        ///< in units of the values
    double scale = 1.0;         ///< likewise; the model is of (value - offset) / scale
    double logLikelihood = 0.0; ///< of the scaled values, priors not counted in
    double objective = 0.0;     ///< with the priors, where they were weighed in
    int evaluations = 0;
};

/// The noise as the last hyper-parameter: its log-normal prior has median 1e-4 and deviation 2.5 (our choice:
/// evaluators here are mostly deterministic, and what is not is rarely noisier than a few per cent), or,
/// where somebody said that there is noise, median 1e-2 and deviation 2 (our choice).
[[nodiscard]] HyperParameter noiseHyperParameter(double leastNoise, bool noisy = false);

/// Logarithm of the marginal likelihood of `z` under a zero-mean process with covariance K + noise I
/// (Rasmussen, Williams 2006, equation 5.8), its constant mean chosen to be the most likely one, and its
/// gradient (equation 5.9).
struct Likelihood
{
    double value = 0.0; ///< -infinity where the covariance is not positive definite
    double mean = 0.0;
    std::vector<double> gradient; ///< by kernel hyper-parameters, then log noise
};
[[nodiscard]] Likelihood marginalLikelihood(const Kernel& kernel, std::span<const double> hyper,
                                            const Matrix& points, const Vector& z);

/// Maximizes it with L-BFGS from NLopt (Liu, Nocedal 1989; Johnson). A function of its arguments alone.
/// \errors InvalidInput: no points, sizes that disagree, a number that is not finite
[[nodiscard]] Result<HyperFit> fitHyperParameters(const Kernel& kernel, const Matrix& points,
                                                  const Vector& values, const FitOptions& options);

} // namespace paretoscope::surrogate
