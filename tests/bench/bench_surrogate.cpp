// SPDX-License-Identifier: GPL-3.0-or-later
// Gaussian processes in ten dimensions beside two libraries: processor seconds for a fit and for predicting
// 1,000 points, and the error on them; then the error and the likelihood reached over several draws of the
// data, since one draw says little. Target and peers' columns: reference page of optimizers, section 5.3
// (measured on a machine of the same kind, single-threaded OpenBLAS, one draw of the data each).
#include "core/surrogate/composite_kernel.h"
#include "core/surrogate/dense_algebra.h"
#include "core/surrogate/gaussian_process.h"
#include "core/surrogate/normal.h"
#include "core/surrogate/stationary_kernel.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>

using namespace paretoscope;
using namespace paretoscope::surrogate;

namespace {

constexpr Index kDimensions = 10;

double cpu_s()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

double target(const Eigen::RowVectorXd& x)
{
    return std::sin(3.0 * x(0)) + x(1) * x(1) + x(2) * x(3) - 0.5 * std::cos(5.0 * x(4));
}

Matrix uniformPoints(Index n, Rng& rng)
{
    Matrix points(n, kDimensions);
    for (Index i = 0; i < n; ++i)
        for (Index c = 0; c < kDimensions; ++c)
            points(i, c) = rng.uniform();
    return points;
}

KernelPtr matern52()
{
    std::vector<NumericColumn> columns;
    for (Index c = 0; c < kDimensions; ++c)
        columns.push_back({c, "x" + std::to_string(c)});
    auto matern = std::make_shared<StationaryKernel>(Profile::Matern52, std::move(columns));
    return std::make_shared<ScaledKernel>(std::move(matern), "signal");
}

/// Noisy values of the target at uniform points, and points to predict at.
struct Data
{
    Matrix points;
    Vector values;
    Matrix probes;
};

Data drawnData(Index n, std::uint64_t seed)
{
    Rng rng(seed);
    Data data{uniformPoints(n, rng), Vector(n), {}};
    for (Index i = 0; i < n; ++i)
        data.values(i) = target(data.points.row(i)) + 0.01 * normal::draw(rng);
    data.probes = uniformPoints(1000, rng);
    return data;
}

/// Root mean square of what a model misses the target by.
double errorOf(const Vector& means, const Matrix& probes)
{
    double squares = 0.0;
    for (Index i = 0; i < probes.rows(); ++i)
        squares += std::pow(means(i) - target(probes.row(i)), 2.0);
    return std::sqrt(squares / static_cast<double>(probes.rows()));
}

void measure(Index n, bool priors, const char* peers)
{
    const Data data = drawnData(n, 1);
    FitOptions options;
    options.priors = priors;
    const KernelPtr kernel = matern52();
    const double start = cpu_s();
    const auto model = GaussianProcess::fitted(kernel, data.points, data.values, options);
    const double fitted = cpu_s();
    if (!model) {
        std::printf("%s\n", model.error().text().c_str());
        return;
    }
    const Prediction prediction = model->predict(data.probes);
    const double predicted = cpu_s();
    static_cast<void>(marginalLikelihood(*kernel, model->fit().hyper, data.points, data.values));
    const double once = cpu_s();
    std::printf("%5td  %-10s %8.3f %10.5f %10.4f %6d %8.4f %12.1f   %s\n", n,
                priors ? "priors" : "likelihood", fitted - start, once - predicted, predicted - fitted,
                model->fit().evaluations, errorOf(prediction.mean, data.probes), model->fit().logLikelihood,
                peers);
}

/// \param scikit, botorch  the peers' errors
void measureError(Index n, int draws, double scikit, double botorch)
{
    std::vector<double> errors;
    double perPoint = 0.0;
    double atBest = 0.0;
    const KernelPtr kernel = matern52();
    for (int draw = 1; draw <= draws; ++draw) {
        const Data data = drawnData(n, static_cast<std::uint64_t>(draw));
        const auto model = GaussianProcess::fitted(kernel, data.points, data.values, {});
        FitOptions thorough; // what a fit finds that is never cut short
        thorough.iterations = 300;
        thorough.tolerance = 1e-6;
        const auto best = fitHyperParameters(*kernel, data.points, data.values, thorough);
        if (!model || !best)
            return;
        errors.push_back(errorOf(model->predictMean(data.probes), data.probes));
        perPoint += model->fit().objective / static_cast<double>(n * draws);
        atBest += best->objective / static_cast<double>(n * draws);
    }
    std::sort(errors.begin(), errors.end());
    std::printf("%5td %6d   %.4f (%.4f-%.4f)   %14.4f %14.4f   %9.4f %9.4f\n", n, draws,
                errors[errors.size() / 2], errors.front(), errors.back(), perPoint, atBest, botorch, scikit);
    std::fflush(stdout);
}

} // namespace

int main()
{
    std::printf("Matern 5/2 ARD, 10 dimensions, instructions: %s, processor seconds\n",
                dense::operations().name);
    std::printf("    n  maximizes       fit   lik+grad  predict1k  evals     RMSE   log lik.   BoTorch | "
                "scikit-learn: "
                "fit, predict, RMSE\n");
    for (const bool priors : {true, false}) {
        measure(100, priors, "2.26, 0.081, 0.0349 | 0.336, 0.0042, 0.0234");
        measure(500, priors, "20.7, 0.14, 0.0086 | 6.31, 0.035, 0.0062");
        measure(1000, priors, "107, 0.325, 0.0050 | 60.3, 0.054, 0.0042");
    }
    std::printf(
        "\nError over draws of the data: median (least-most); the fit's objective a point, and that of "
        "a fit that runs to its end; the peers' errors\n");
    std::printf("    n  draws   RMSE                          objective       thorough     BoTorch  "
                "scikit-learn\n");
    measureError(100, 10, 0.0234, 0.0349);
    measureError(500, 3, 0.0062, 0.0086);
    measureError(1000, 1, 0.0042, 0.0050);
    return 0;
}
