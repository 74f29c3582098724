// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/surrogate/hyper_fit.h"

#include "core/surrogate/dense_algebra.h"
#include "core/surrogate/normal.h"

#include <nlopt.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <numbers>

namespace paretoscope::surrogate {

namespace {

constexpr double kMinusInfinity = -std::numeric_limits<double>::infinity();

struct Search
{
    const Kernel& kernel;
    const Matrix& points;
    const Vector& z;
    std::vector<HyperParameter> parameters;
    bool priors = true;
    std::vector<double> best;
    double bestObjective = kMinusInfinity;
    Likelihood bestLikelihood;
    int evaluations = 0;
};

/// Adds the log density of the priors, up to a constant, and its gradient.
double addPriors(const std::vector<HyperParameter>& parameters, std::span<const double> at,
                 std::vector<double>& gradient)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const auto& [name, start, low, high, mean, deviation] = parameters[i];
        if (deviation <= 0.0)
            continue;
        const double t = (at[i] - mean) / deviation;
        sum -= 0.5 * t * t;
        gradient[i] -= t / deviation;
    }
    return sum;
}

/// What NLopt calls; it minimizes. Where the covariance cannot be factorized the value is huge and the
/// gradient zero, which a line search answers with a shorter step.
double negative(unsigned n, const double* x, double* gradient, void* data)
{
    Search& search = *static_cast<Search*>(data);
    const std::span<const double> at(x, n);
    Likelihood found = marginalLikelihood(search.kernel, at, search.points, search.z);
    ++search.evaluations;
    double objective = found.value;
    if (search.priors && std::isfinite(objective))
        objective += addPriors(search.parameters, at, found.gradient);
    if (!std::isfinite(objective)) {
        if (gradient)
            std::fill_n(gradient, n, 0.0);
        return 1e30;
    }
    if (gradient)
        std::transform(found.gradient.begin(), found.gradient.end(), gradient, std::negate<>());
    if (objective > search.bestObjective) {
        search.bestObjective = objective;
        search.best.assign(at.begin(), at.end());
        search.bestLikelihood = std::move(found);
    }
    return -objective;
}

void climb(Search& search, std::vector<double> from, const FitOptions& options)
{
    const std::size_t n = from.size();
    std::vector<double> low(n);
    std::vector<double> high(n);
    for (std::size_t i = 0; i < n; ++i) {
        low[i] = search.parameters[i].low;
        high[i] = search.parameters[i].high;
        from[i] = std::clamp(from[i], low[i], high[i]);
    }
    const std::unique_ptr<nlopt_opt_s, decltype(&nlopt_destroy)> run(
        nlopt_create(NLOPT_LD_LBFGS, static_cast<unsigned>(n)), &nlopt_destroy);
    nlopt_set_lower_bounds(run.get(), low.data());
    nlopt_set_upper_bounds(run.get(), high.data());
    nlopt_set_min_objective(run.get(), negative, &search);
    nlopt_set_maxeval(run.get(), options.iterations);
    nlopt_set_ftol_abs(run.get(), options.tolerance);
    double least = 0.0;
    // The best point seen is kept by `negative`; a run that ends in rounding is as good as one that
    // converged.
    static_cast<void>(nlopt_optimize(run.get(), from.data(), &least));
}

Status check(const Matrix& points, const Vector& values)
{
    const auto refused = [](std::string what) {
        return Error{ErrorCode::InvalidInput, std::move(what), "surrogate", {}};
    };
    if (points.rows() == 0 || points.cols() == 0)
        return refused("there are no points to fit a model to.");
    if (points.rows() != values.size())
        return refused("there are " + std::to_string(points.rows()) + " points and "
                       + std::to_string(values.size()) + " values; one value a point is expected.");
    if (!points.allFinite() || !values.allFinite())
        return refused("a point or a value is not a finite number.");
    return success();
}

} // namespace

HyperParameter noiseHyperParameter(double leastNoise, bool noisy)
{
    const double low = std::log(std::max(leastNoise, 1e-12));
    if (noisy)
        return {"noise variance", std::max(std::log(1e-2), low), low, std::log(1.0), std::log(1e-2), 2.0};
    return {"noise variance", std::max(std::log(1e-3), low), low, std::log(1.0), std::log(1e-4), 2.5};
}

Likelihood marginalLikelihood(const Kernel& kernel, std::span<const double> hyper, const Matrix& points,
                              const Vector& z)
{
    const dense::Operations& dense = dense::operations();
    const Index n = points.rows();
    const std::size_t kernelCount = hyper.size() - 1;
    const double noise = std::exp(hyper[kernelCount]);
    KernelTrace trace;
    kernel.evaluate(hyper.first(kernelCount), points, points, true, trace);
    Matrix factor = trace.value;
    factor.diagonal().array() += noise;
    Likelihood result;
    result.gradient.assign(hyper.size(), 0.0);
    if (!dense.cholesky(factor.data(), n, n)) {
        result.value = kMinusInfinity;
        return result;
    }
    Matrix inverse(n, n);
    Matrix scratch(n, n);
    dense.inverse(factor.data(), n, n, inverse.data(), scratch.data());
    const Vector sums = inverse.rowwise().sum();
    result.mean = sums.dot(z) / sums.sum();
    const Vector centred = z.array() - result.mean;
    const Vector alpha = inverse * centred;
    result.value = -0.5 * centred.dot(alpha) - factor.diagonal().array().log().sum()
                   - 0.5 * static_cast<double>(n) * std::log(2.0 * std::numbers::pi);
    // The mean is at its best, so the value does not change with it to first order: equation 5.9 holds as is.
    result.gradient[kernelCount] = 0.5 * noise * (alpha.squaredNorm() - inverse.trace());
    inverse *= -0.5;
    inverse.noalias() += 0.5 * alpha * alpha.transpose();
    kernel.pullHyper(hyper.first(kernelCount), points, trace, inverse,
                     std::span(result.gradient).first(kernelCount));
    return result;
}

Result<HyperFit> fitHyperParameters(const Kernel& kernel, const Matrix& points, const Vector& values,
                                    const FitOptions& options)
{
    if (const Status checked = check(points, values); !checked)
        return checked.error();
    HyperFit fit;
    const double mean = values.mean();
    const double spread = std::sqrt((values.array() - mean).square().mean());
    fit.scale = spread > 1e-12 * std::max(1.0, std::abs(mean)) ? spread : 1.0; // all equal: any scale does
    const Vector z = (values.array() - mean) / fit.scale;

    Search search{kernel, points, z, kernel.hyperParameters(), options.priors, {}, kMinusInfinity, {}, 0};
    search.parameters.push_back(noiseHyperParameter(options.leastNoise, options.noisy));
    std::vector<double> start;
    for (const HyperParameter& parameter : search.parameters)
        start.push_back(parameter.start);
    if (options.start.size() == start.size())
        start = options.start;
    Rng rng(options.seed);
    for (int i = 0; i < std::max(options.starts, 1); ++i) {
        std::vector<double> from = start;
        for (double& x : from)
            x += i == 0 ? 0.0 : normal::draw(rng);
        climb(search, from, options);
    }
    if (search.best.empty())
        return Error{ErrorCode::InvalidInput,
                     "no hyper-parameters make the points' covariance invertible.",
                     "surrogate",
                     {}};
    fit.hyper = std::move(search.best);
    fit.offset = mean + fit.scale * search.bestLikelihood.mean;
    fit.logLikelihood = search.bestLikelihood.value;
    fit.objective = search.bestObjective;
    fit.evaluations = search.evaluations;
    return fit;
}

} // namespace paretoscope::surrogate
