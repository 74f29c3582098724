// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/surrogate/composite_kernel.h"
#include "core/surrogate/mismatch_kernel.h"
#include "core/surrogate/stationary_kernel.h"
#include "core/surrogate/task_kernel.h"
#include "core/surrogate/warped_kernel.h"

#include <Eigen/Eigenvalues>
#include <QtTest>

#include <cmath>

using namespace paretoscope;
using namespace paretoscope::surrogate;

namespace {

std::vector<NumericColumn> numericColumns(Index count)
{
    std::vector<NumericColumn> columns;
    for (Index c = 0; c < count; ++c)
        columns.push_back({c, "x" + std::to_string(c)});
    return columns;
}

/// Two numeric columns, a category of three, three precedences and a task of two.
Matrix mixedPoints(Index n, std::uint64_t seed)
{
    Rng rng(seed);
    Matrix points(n, 7);
    for (Index i = 0; i < n; ++i) {
        points(i, 0) = 0.02 + 0.96 * rng.uniform();
        points(i, 1) = 0.02 + 0.96 * rng.uniform();
        points(i, 2) = static_cast<double>(rng.below(3));
        for (Index c = 3; c < 6; ++c)
            points(i, c) = rng.chance(0.5) ? 1.0 : -1.0;
        points(i, 6) = static_cast<double>(rng.below(2));
    }
    return points;
}

KernelPtr stationary(Profile profile)
{
    return std::make_shared<StationaryKernel>(profile, numericColumns(2));
}

KernelPtr mismatch()
{
    return std::make_shared<MismatchKernel>(std::vector<MismatchGroup>{{{2}, "kind"}, {{3, 4, 5}, "order"}});
}

KernelPtr everything()
{
    const auto warped = std::make_shared<WarpedKernel>(stationary(Profile::Matern52), numericColumns(2));
    const auto mixed = std::make_shared<CompositeKernel>(
        Combination::Product,
        std::vector<KernelPtr>{warped, mismatch(), std::make_shared<TaskKernel>(6, 2, 2)});
    const auto extra = std::make_shared<ScaledKernel>(stationary(Profile::Matern32), "trend");
    return std::make_shared<CompositeKernel>(Combination::Sum, std::vector<KernelPtr>{mixed, extra});
}

std::vector<double> someHyper(const Kernel& kernel, std::uint64_t seed)
{
    Rng rng(seed);
    std::vector<double> hyper;
    for (const HyperParameter& parameter : kernel.hyperParameters())
        hyper.push_back(parameter.start + rng.uniform(-0.5, 0.5));
    return hyper;
}

Matrix symmetricWeights(Index n, std::uint64_t seed)
{
    Rng rng(seed);
    Matrix weights(n, n);
    for (Index j = 0; j < n; ++j)
        for (Index i = 0; i <= j; ++i)
            weights(i, j) = weights(j, i) = rng.uniform(-1.0, 1.0);
    return weights;
}

bool close(double found, double expected, double tolerance)
{
    if (std::abs(found - expected) <= tolerance * std::max(1.0, std::abs(expected)))
        return true;
    qWarning() << "found" << found << "expected" << expected;
    return false;
}

} // namespace

class TestKernels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void profiles_matchTheirFormulas_data()
    {
        QTest::addColumn<int>("profile");
        QTest::addColumn<double>("expected"); // at the distance 1.3
        const double r = 1.3;
        const double a = std::sqrt(3.0) * r;
        const double b = std::sqrt(5.0) * r;
        QTest::newRow("Matern 1/2") << int(Profile::Matern12) << std::exp(-r);
        QTest::newRow("Matern 3/2") << int(Profile::Matern32) << (1.0 + a) * std::exp(-a);
        QTest::newRow("Matern 5/2") << int(Profile::Matern52) << (1.0 + b + b * b / 3.0) * std::exp(-b);
        QTest::newRow("squared exponential") << int(Profile::SquaredExponential) << std::exp(-0.5 * r * r);
    }

    void profiles_matchTheirFormulas()
    {
        QFETCH(int, profile);
        QFETCH(double, expected);
        // Apart by 0.5 of length 0.5 and 1.2 * 0.3 of length 0.36 / sqrt(0.69): r^2 = 1 + 0.69.
        Matrix a(1, 2);
        a << 0.1, 0.2;
        Matrix b(1, 2);
        b << 0.6, 0.56;
        const std::vector<double> hyper{std::log(0.5), std::log(0.36 / std::sqrt(0.69))};
        const Matrix k = covariance(*stationary(static_cast<Profile>(profile)), hyper, a, b);
        QVERIFY(close(k(0, 0), expected, 1e-13));
    }

    void mismatch_countsShares()
    {
        Matrix a(1, 7);
        a << 0, 0, 1, 1, 1, 1, 0;
        Matrix b(1, 7);
        b << 0, 0, 2, 1, -1, -1, 0; // another kind, two of three precedences
        const std::vector<double> hyper{std::log(0.7), std::log(0.9)};
        QVERIFY(close(covariance(*mismatch(), hyper, a, b)(0, 0), std::exp(-0.7 - 0.9 * 2.0 / 3.0), 1e-14));
        QVERIFY(close(covariance(*mismatch(), hyper, a, a)(0, 0), 1.0, 1e-14));
    }

    void tasks_covaryByLoadings()
    {
        const TaskKernel kernel(0, 2, 1);
        const std::vector<double> hyper{2.0, -0.5, std::log(0.3), std::log(0.4)};
        const Matrix b = kernel.betweenTasks(hyper);
        QVERIFY(close(b(0, 0), 4.3, 1e-14));
        QVERIFY(close(b(0, 1), -1.0, 1e-14));
        QVERIFY(close(b(1, 1), 0.65, 1e-14));
    }

    void warp_withUnitExponentsChangesNothing()
    {
        const Matrix points = mixedPoints(6, 1);
        const WarpedKernel warped(stationary(Profile::Matern52), numericColumns(2));
        const std::vector<double> plain{-0.3, 0.4};
        const std::vector<double> bent{-0.3, 0.4, 0.0, 0.0, 0.0, 0.0};
        const Matrix difference = covariance(warped, bent, points, points)
                                  - covariance(*stationary(Profile::Matern52), plain, points, points);
        QVERIFY(difference.cwiseAbs().maxCoeff() < 1e-12);
    }

    void warp_followsKumaraswamy()
    {
        // w(x) = 1 - (1 - x^a)^b, then exp(-distance) of what is left of the way between two points.
        const WarpedKernel warped(stationary(Profile::Matern12), numericColumns(2));
        const double a0 = 1.7, b0 = 0.6, a1 = 0.8, b1 = 2.5;
        const std::vector<double> hyper{std::log(0.5), std::log(2.0), std::log(a0),
                                        std::log(b0),  std::log(a1),  std::log(b1)};
        Matrix points(2, 7);
        points << 0.2, 0.9, 0, 0, 0, 0, 0, 0.7, 0.4, 0, 0, 0, 0, 0;
        const auto bent = [](double x, double a, double b) {
            return 1.0 - std::pow(1.0 - std::pow(x, a), b);
        };
        const double first = (bent(0.2, a0, b0) - bent(0.7, a0, b0)) / 0.5;
        const double second = (bent(0.9, a1, b1) - bent(0.4, a1, b1)) / 2.0;
        QVERIFY(close(covariance(warped, hyper, points, points)(0, 1), std::exp(-std::hypot(first, second)),
                      1e-12));
    }

    void sumsProductsAndScales_combineTheirParts()
    {
        const Matrix points = mixedPoints(4, 1);
        const KernelPtr first = stationary(Profile::Matern52);
        const KernelPtr second = mismatch();
        const auto scaled = std::make_shared<ScaledKernel>(second, "signal");
        const std::vector<double> firstHyper{-0.3, 0.4};
        const std::vector<double> secondHyper{0.2, -0.1};
        const std::vector<double> all{-0.3, 0.4, std::log(3.0), 0.2, -0.1};
        const Matrix a = covariance(*first, firstHyper, points, points);
        const Matrix b = 3.0 * covariance(*second, secondHyper, points, points);
        const CompositeKernel sum(Combination::Sum, {first, scaled});
        const CompositeKernel product(Combination::Product, {first, scaled});
        QVERIFY((covariance(sum, all, points, points) - (a + b)).cwiseAbs().maxCoeff() < 1e-13);
        QVERIFY((covariance(product, all, points, points) - a.cwiseProduct(b)).cwiseAbs().maxCoeff() < 1e-13);
    }

    void taskCovariance_isThatOfTheRowsTasks()
    {
        const TaskKernel kernel(6, 2, 1);
        const std::vector<double> hyper{2.0, -0.5, std::log(0.3), std::log(0.4)};
        Matrix points = mixedPoints(2, 1);
        points(0, 6) = 0.0;
        points(1, 6) = 1.0;
        const Matrix found = covariance(kernel, hyper, points, points);
        QVERIFY((found - kernel.betweenTasks(hyper)).cwiseAbs().maxCoeff() < 1e-14);
    }

    void covariances_arePositiveDefinite()
    {
        const Matrix points = mixedPoints(40, 2);
        const KernelPtr kernel = everything();
        const auto hyper = someHyper(*kernel, 3);
        const Matrix k = covariance(*kernel, hyper, points, points);
        QVERIFY((k - k.transpose()).cwiseAbs().maxCoeff() < 1e-12);
        QVERIFY(Eigen::SelfAdjointEigenSolver<Matrix>(k).eigenvalues().minCoeff() > -1e-10);
        QVERIFY((k.diagonal() - kernel->diagonal(hyper, points)).cwiseAbs().maxCoeff() < 1e-12);
    }

    void kernels_data()
    {
        QTest::addColumn<int>("which");
        for (int i = 0; i < 8; ++i)
            QTest::newRow(qPrintable(QString::number(i))) << i;
    }

    static KernelPtr kernelNumber(int which)
    {
        switch (which) {
        case 0:
        case 1:
        case 2:
        case 3:
            return stationary(static_cast<Profile>(which));
        case 4:
            return mismatch();
        case 5:
            return std::make_shared<TaskKernel>(6, 2, 2);
        case 6:
            return std::make_shared<WarpedKernel>(stationary(Profile::Matern52), numericColumns(2));
        default:
            return everything();
        }
    }

    void hyperGradients_matchFiniteDifferences_data() { kernels_data(); }
    void hyperGradients_matchFiniteDifferences()
    {
        QFETCH(int, which);
        const KernelPtr kernel = kernelNumber(which);
        const Matrix points = mixedPoints(9, 4);
        const Matrix weights = symmetricWeights(9, 5);
        std::vector<double> hyper = someHyper(*kernel, 6);
        KernelTrace trace;
        kernel->evaluate(hyper, points, points, true, trace);
        std::vector<double> gradient(hyper.size(), 0.0);
        kernel->pullHyper(hyper, points, trace, weights, gradient);
        constexpr double kStep = 1e-6;
        for (std::size_t i = 0; i < hyper.size(); ++i) {
            std::vector<double> up = hyper;
            std::vector<double> down = hyper;
            up[i] += kStep;
            down[i] -= kStep;
            const double expected = weights
                                        .cwiseProduct(covariance(*kernel, up, points, points)
                                                      - covariance(*kernel, down, points, points))
                                        .sum()
                                    / (2.0 * kStep);
            QVERIFY(close(gradient[i], expected, 1e-7));
        }
    }

    void pointGradients_matchFiniteDifferences_data() { kernels_data(); }
    void pointGradients_matchFiniteDifferences()
    {
        QFETCH(int, which);
        const KernelPtr kernel = kernelNumber(which);
        const Matrix known = mixedPoints(9, 7);
        const Matrix asked = mixedPoints(4, 8);
        const std::vector<double> hyper = someHyper(*kernel, 9);
        const Matrix weights = symmetricWeights(9, 10).topRows(4);
        KernelTrace trace;
        kernel->evaluate(hyper, asked, known, true, trace);
        Matrix gradient = Matrix::Zero(4, 7);
        kernel->pullPoints(hyper, asked, known, trace, weights, gradient);
        constexpr double kStep = 1e-6;
        for (Index i = 0; i < 4; ++i)
            for (Index c = 0; c < 2; ++c) {
                Matrix up = asked;
                Matrix down = asked;
                up(i, c) += kStep;
                down(i, c) -= kStep;
                const double expected = weights
                                            .cwiseProduct(covariance(*kernel, hyper, up, known)
                                                          - covariance(*kernel, hyper, down, known))
                                            .sum()
                                        / (2.0 * kStep);
                QVERIFY(close(gradient(i, c), expected, 1e-7));
            }
        QVERIFY(gradient.rightCols(5).isZero());
    }
};

QTEST_APPLESS_MAIN(TestKernels)
#include "tst_kernels.moc"
