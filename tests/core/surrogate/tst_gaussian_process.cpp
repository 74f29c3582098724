// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/surrogate/composite_kernel.h"
#include "core/surrogate/gaussian_process.h"
#include "core/surrogate/normal.h"
#include "core/surrogate/stationary_kernel.h"

#include <QtTest>

#include <cmath>

using namespace paretoscope;
using namespace paretoscope::surrogate;

namespace {

KernelPtr kernelOf(Index dimensions)
{
    std::vector<NumericColumn> columns;
    for (Index c = 0; c < dimensions; ++c)
        columns.push_back({c, "x" + std::to_string(c)});
    return std::make_shared<ScaledKernel>(
        std::make_shared<StationaryKernel>(Profile::SquaredExponential, std::move(columns)), "signal");
}

Matrix uniformPoints(Index n, Index dimensions, std::uint64_t seed)
{
    Rng rng(seed);
    Matrix points(n, dimensions);
    for (Index i = 0; i < n; ++i)
        for (Index c = 0; c < dimensions; ++c)
            points(i, c) = rng.uniform();
    return points;
}

Vector valuesAt(const Matrix& points)
{
    Vector values(points.rows());
    for (Index i = 0; i < points.rows(); ++i)
        values(i) = 40.0 + 7.0 * std::sin(4.0 * points(i, 0)) + points(i, 1) * points(i, 1);
    return values;
}

GaussianProcess modelOf(const Matrix& points, const Vector& values, double noise)
{
    HyperFit fit;
    fit.hyper = {std::log(1.3), std::log(0.4), std::log(0.9), std::log(noise)};
    fit.offset = 41.0;
    fit.scale = 5.0;
    return GaussianProcess::make(kernelOf(2), fit, points, values).value();
}

double largest(const Matrix& difference)
{
    return difference.cwiseAbs().maxCoeff();
}

} // namespace

class TestGaussianProcess : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Two points a distance apart at which the covariance is rho; by hand, with K = [1+s rho; rho 1+s].
    void twoPoints_matchTheFormulaByHand()
    {
        Matrix points(2, 1);
        points << 0.0, 1.0;
        Vector values(2);
        values << 1.0, 3.0;
        HyperFit fit;
        fit.hyper = {0.0, 0.0, std::log(0.1)};
        const GaussianProcess model = GaussianProcess::make(kernelOf(1), fit, points, values).value();
        Matrix asked(1, 1);
        asked << 0.5;
        const double rho = std::exp(-0.5);
        const double k = std::exp(-0.125); // to both points
        // By symmetry both weights are k / (1.1 + rho).
        const double weight = k / (1.1 + rho);
        const Prediction found = model.predict(asked);
        QVERIFY(std::abs(found.mean(0) - weight * 4.0) < 1e-12);
        QVERIFY(std::abs(found.variance(0) - (1.0 - 2.0 * k * weight)) < 1e-12);
    }

    void knownPoints_areInterpolatedWithoutNoise()
    {
        const Matrix points = uniformPoints(12, 2, 1);
        const Vector values = valuesAt(points);
        const Prediction found = modelOf(points, values, 1e-10).predict(points);
        QVERIFY(largest(found.mean - values) < 1e-4);
        QVERIFY(found.variance.maxCoeff() < 1e-6);
        QVERIFY(found.variance.minCoeff() >= 0.0);
    }

    void farAway_thePriorReturns()
    {
        const Matrix points = uniformPoints(12, 2, 1);
        const GaussianProcess model = modelOf(points, valuesAt(points), 1e-4);
        Matrix far(1, 2);
        far << 50.0, -50.0;
        const Prediction found = model.predict(far);
        QVERIFY(std::abs(found.mean(0) - 41.0) < 1e-9);
        QVERIFY(std::abs(found.variance(0) - 1.3 * 25.0) < 1e-9);
    }

    void predictions_doNotDependOnTheBatch()
    {
        const Matrix points = uniformPoints(30, 2, 2);
        const GaussianProcess model = modelOf(points, valuesAt(points), 1e-4);
        const Matrix asked = uniformPoints(300, 2, 3); // more than one piece
        const Prediction all = model.predict(asked);
        QVERIFY(largest(all.mean - model.predictMean(asked)) < 1e-10);
        for (const Index i : {Index{0}, Index{127}, Index{128}, Index{299}}) {
            const Prediction one = model.predict(asked.row(i));
            QVERIFY(std::abs(one.mean(0) - all.mean(i)) < 1e-10);
            QVERIFY(std::abs(one.variance(0) - all.variance(i)) < 1e-10);
        }
    }

    void gradients_matchFiniteDifferences()
    {
        const Matrix points = uniformPoints(20, 2, 4);
        const GaussianProcess model = modelOf(points, valuesAt(points), 1e-4);
        const Matrix asked = uniformPoints(5, 2, 5);
        const PredictionGradient found = model.predictWithGradient(asked);
        const Prediction plain = model.predict(asked);
        QVERIFY(largest(found.at.mean - plain.mean) < 1e-10);
        QVERIFY(largest(found.at.variance - plain.variance) < 1e-10);
        constexpr double kStep = 1e-5;
        for (Index i = 0; i < asked.rows(); ++i)
            for (Index c = 0; c < 2; ++c) {
                Matrix up = asked.row(i);
                Matrix down = asked.row(i);
                up(0, c) += kStep;
                down(0, c) -= kStep;
                const Prediction above = model.predict(up);
                const Prediction below = model.predict(down);
                const double mean = (above.mean(0) - below.mean(0)) / (2.0 * kStep);
                const double variance = (above.variance(0) - below.variance(0)) / (2.0 * kStep);
                QVERIFY(std::abs(found.mean(i, c) - mean) < 1e-5 * std::max(1.0, std::abs(mean)));
                QVERIFY(std::abs(found.variance(i, c) - variance) < 1e-5);
            }
    }

    void likelihoodGradient_matchesFiniteDifferences()
    {
        const Matrix points = uniformPoints(25, 2, 6);
        const Vector values = valuesAt(points);
        const Vector z = (values.array() - 41.0) / 5.0;
        const KernelPtr kernel = kernelOf(2);
        const std::vector<double> hyper{0.2, -0.7, 0.1, -4.0};
        const Likelihood found = marginalLikelihood(*kernel, hyper, points, z);
        for (std::size_t i = 0; i < hyper.size(); ++i) {
            std::vector<double> up = hyper;
            std::vector<double> down = hyper;
            up[i] += 1e-5;
            down[i] -= 1e-5;
            const double expected = (marginalLikelihood(*kernel, up, points, z).value
                                     - marginalLikelihood(*kernel, down, points, z).value)
                                    / 2e-5;
            QVERIFY(std::abs(found.gradient[i] - expected) < 1e-5 * std::max(1.0, std::abs(expected)));
        }
    }

    /// One point: the likelihood of a normal number with the mean it has itself.
    void likelihoodOfOnePoint_isTheNormalDensity()
    {
        const std::vector<double> hyper{std::log(2.0), 0.0, 0.0, std::log(0.5)};
        const Likelihood found = marginalLikelihood(*kernelOf(2), hyper, Matrix::Zero(1, 2),
                                                    Vector::Constant(1, 7.0));
        QVERIFY(std::abs(found.value + 0.5 * std::log(2.0 * M_PI * 2.5)) < 1e-12);
        QVERIFY(std::abs(found.mean - 7.0) < 1e-12);
    }

    void fit_findsScalesAndNoise()
    {
        // The second column matters less, the third not at all.
        Rng rng(7);
        const Matrix points = uniformPoints(150, 3, 8);
        Vector values = valuesAt(points);
        for (Index i = 0; i < values.size(); ++i)
            values(i) += 0.1 * normal::draw(rng);
        const auto model = GaussianProcess::fitted(kernelOf(3), points, values, {});
        QVERIFY(bool(model));
        const HyperFit& fit = model->fit();
        QVERIFY(fit.hyper[1] < fit.hyper[2] && fit.hyper[2] < fit.hyper[3]);
        const double noise = std::sqrt(std::exp(fit.hyper.back())) * fit.scale;
        QVERIFY2(noise > 0.07 && noise < 0.14, qPrintable(QString::number(noise)));
        const Matrix asked = uniformPoints(200, 3, 9);
        QVERIFY(largest(model->predictMean(asked) - valuesAt(asked)) < 0.4);
        // The same again, to the last bit.
        const auto again = GaussianProcess::fitted(kernelOf(3), points, values, {});
        QVERIFY(again->fit().hyper == fit.hyper);
    }

    void appending_equalsStartingWithAll()
    {
        const Matrix points = uniformPoints(140, 2, 10);
        const Vector values = valuesAt(points);
        GaussianProcess grown = modelOf(points.topRows(20), values.head(20), 1e-3);
        for (Index i = 20; i < 140; ++i)
            QVERIFY(grown.append(points.row(i), values(i)));
        const GaussianProcess whole = modelOf(points, values, 1e-3);
        const Matrix asked = uniformPoints(40, 2, 11);
        QVERIFY(largest(grown.predict(asked).mean - whole.predict(asked).mean) < 1e-8);
        QVERIFY(largest(grown.predict(asked).variance - whole.predict(asked).variance) < 1e-8);
    }

    void truncating_undoesAppending()
    {
        const Matrix points = uniformPoints(140, 2, 10);
        const Vector values = valuesAt(points);
        GaussianProcess model = modelOf(points.topRows(50), values.head(50), 1e-3);
        const Matrix asked = uniformPoints(40, 2, 11);
        const Prediction before = model.predict(asked);
        for (Index i = 50; i < 140; ++i)
            QVERIFY(model.append(points.row(i), values(i)));
        model.truncate(50);
        const Prediction after = model.predict(asked);
        QVERIFY(before.mean == after.mean); // to the last bit: proposals must not depend on history
        QVERIFY(before.variance == after.variance);
    }

    void leaveOneOut_equalsLeavingOneOut()
    {
        const Matrix points = uniformPoints(15, 2, 12);
        const Vector values = valuesAt(points);
        const Prediction found = modelOf(points, values, 1e-2).leaveOneOut();
        for (const Index out : {Index{0}, Index{7}, Index{14}}) {
            Matrix others(14, 2);
            Vector known(14);
            for (Index i = 0, row = 0; i < 15; ++i) {
                if (i == out)
                    continue;
                others.row(row) = points.row(i);
                known(row++) = values(i);
            }
            const Prediction expected = modelOf(others, known, 1e-2).predict(points.row(out));
            QVERIFY(std::abs(found.mean(out) - expected.mean(0)) < 1e-8);
            QVERIFY(std::abs(found.variance(out) - expected.variance(0) - 1e-2 * 25.0) < 1e-8);
        }
    }

    void draws_haveThePosteriorsMoments()
    {
        const Matrix points = uniformPoints(6, 2, 13);
        const GaussianProcess model = modelOf(points, valuesAt(points), 1e-2);
        const Matrix asked = uniformPoints(3, 2, 14);
        const JointPrediction joint = model.predictJointly(asked);
        const Prediction marginal = model.predict(asked);
        QVERIFY(largest(joint.mean - marginal.mean) < 1e-9);
        QVERIFY(largest(joint.covariance.diagonal() - marginal.variance) < 1e-9);
        Rng rng(15);
        constexpr Index kDraws = 20'000;
        Matrix draws = model.draw(asked, kDraws, rng);
        const Vector mean = draws.rowwise().mean();
        draws.colwise() -= mean;
        const Matrix covariance = draws * draws.transpose() / double(kDraws);
        const double spread = std::sqrt(joint.covariance.diagonal().maxCoeff());
        QVERIFY(largest(mean - joint.mean) < 5.0 * spread / std::sqrt(double(kDraws)));
        QVERIFY(largest(covariance - joint.covariance) < 0.06 * spread * spread);
    }

    void nonsense_isRefused_data()
    {
        QTest::addColumn<int>("points");
        QTest::addColumn<int>("values");
        QTest::addColumn<double>("one");
        QTest::newRow("no points") << 0 << 0 << 1.0;
        QTest::newRow("too few values") << 4 << 3 << 1.0;
        QTest::newRow("NaN") << 4 << 4 << std::nan("");
        QTest::newRow("infinity") << 4 << 4 << double(INFINITY);
    }
    void nonsense_isRefused()
    {
        QFETCH(int, points);
        QFETCH(int, values);
        QFETCH(double, one);
        Vector told = Vector::Ones(values);
        if (values > 0)
            told(0) = one;
        const auto model = GaussianProcess::fitted(kernelOf(2), uniformPoints(points, 2, 1), told, {});
        QVERIFY(!model);
        QVERIFY(!model.error().what.empty());
    }

    void oddButHonestData_areModelled()
    {
        // All values equal; one point only; the same point many times.
        const Matrix points = uniformPoints(10, 2, 16);
        QVERIFY(bool(GaussianProcess::fitted(kernelOf(2), points, Vector::Constant(10, 3.0), {})));
        const auto one = GaussianProcess::fitted(kernelOf(2), points.topRows(1), Vector::Constant(1, 3.0),
                                                 {});
        QVERIFY(bool(one));
        QVERIFY(std::abs(one->predictMean(points)(5) - 3.0) < 1e-9);
        const Matrix same = points.topRows(1).replicate(10, 1);
        QVERIFY(bool(GaussianProcess::fitted(kernelOf(2), same, valuesAt(points), {})));
        GaussianProcess model = modelOf(points, valuesAt(points), 1e-4);
        QVERIFY(!model.append(points.row(0), std::nan("")));
        QVERIFY(model.append(points.row(0), 40.0));
        QCOMPARE(model.size(), Index{11});
    }
};

QTEST_APPLESS_MAIN(TestGaussianProcess)
#include "tst_gaussian_process.moc"
