// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/surrogate/composite_kernel.h"
#include "core/surrogate/noiseless_draws.h"
#include "core/surrogate/stationary_kernel.h"

#include <QtTest>

#include <cmath>

using namespace paretoscope;
using namespace paretoscope::surrogate;

namespace {

/// A process in two dimensions with hyper-parameters that are given, not fitted.
GaussianProcess processOf(const Matrix& points, double noise)
{
    auto matern = std::make_shared<StationaryKernel>(Profile::Matern52,
                                                     std::vector<NumericColumn>{{0, "a"}, {1, "b"}});
    const KernelPtr kernel = std::make_shared<ScaledKernel>(std::move(matern), "signal");
    HyperFit fit;
    for (const HyperParameter& parameter : kernel->hyperParameters())
        fit.hyper.push_back(parameter.start);
    fit.hyper.push_back(std::log(noise));
    fit.offset = 2.0;
    fit.scale = 3.0;
    Vector values(points.rows());
    for (Index i = 0; i < points.rows(); ++i)
        values(i) = 2.0 + 3.0 * std::sin(4.0 * points(i, 0)) + points(i, 1);
    return std::move(GaussianProcess::make(kernel, fit, points, values).value());
}

Matrix somePoints(Index n, std::uint64_t seed)
{
    Rng rng(seed);
    Matrix points(n, 2);
    for (Index i = 0; i < n; ++i)
        points.row(i) << rng.uniform(), rng.uniform();
    return points;
}

NoiselessDraws drawn(const GaussianProcess& model, const Matrix& more, Index count)
{
    Rng rng(5);
    return std::move(NoiselessDraws::make(model, more, count, rng).value());
}

} // namespace

class TestNoiselessDraws : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutNoise_everyDrawIsWhatWasObserved()
    {
        const GaussianProcess model = processOf(somePoints(12, 1), NoiselessDraws::kNoNoise);
        const NoiselessDraws draws = drawn(model, Matrix(0, 2), 4);
        const Matrix probes = somePoints(7, 2);
        const Prediction expected = model.predict(probes);
        const NoiselessDraws::Beliefs beliefs = draws.predict(probes);
        for (Index s = 0; s < 4; ++s) {
            // The least noise stays in the covariance, and with it a share of a value of about its root.
            QVERIFY((draws.values().col(s) - model.values()).cwiseAbs().maxCoeff() < 1e-6);
            QVERIFY((beliefs.means.col(s) - expected.mean).cwiseAbs().maxCoeff() < 1e-6);
        }
        QVERIFY((beliefs.variance - expected.variance).cwiseAbs().maxCoeff() < 1e-9);
    }

    void atThePoints_drawsFollowThePosterior()
    {
        const Matrix points = somePoints(6, 1);
        const Matrix more = somePoints(2, 3);
        const GaussianProcess model = processOf(points, 0.1);
        constexpr Index kDraws = 20'000;
        const NoiselessDraws draws = drawn(model, more, kDraws);
        Matrix all(8, 2);
        all << points, more;
        const JointPrediction expected = model.predictJointly(all);
        const Vector mean = draws.values().rowwise().mean();
        const Matrix centred = draws.values().colwise() - mean;
        const Matrix covariance = centred * centred.transpose() / static_cast<double>(kDraws - 1);
        const double most = expected.covariance.diagonal().maxCoeff();
        // Five standard errors of a mean, and of a covariance of two normal numbers.
        QVERIFY((mean - expected.mean).cwiseAbs().maxCoeff() < 5.0 * std::sqrt(most / kDraws));
        QVERIFY((covariance - expected.covariance).cwiseAbs().maxCoeff()
                < 5.0 * most * std::sqrt(2.0 / kDraws));
    }

    void elsewhere_drawsAddUpToThePosterior()
    {
        // Mean and variance of a mixture: E = E[m_s], V = Var[m_s] + v.
        const GaussianProcess model = processOf(somePoints(6, 1), 0.1);
        constexpr Index kDraws = 20'000;
        const NoiselessDraws draws = drawn(model, Matrix(0, 2), kDraws);
        const Matrix probes = somePoints(5, 9);
        const Prediction expected = model.predict(probes);
        const NoiselessDraws::Beliefs beliefs = draws.predict(probes);
        for (Index i = 0; i < probes.rows(); ++i) {
            const double mean = beliefs.means.row(i).mean();
            const double spread = (beliefs.means.row(i).array() - mean).square().mean();
            const double error = 5.0 * std::sqrt(spread / kDraws);
            QVERIFY(std::abs(mean - expected.mean(i)) < error);
            QVERIFY(std::abs(spread + beliefs.variance(i) - expected.variance(i))
                    < 5.0 * spread * std::sqrt(2.0 / kDraws) + 1e-5 * expected.variance(i));
            QVERIFY(beliefs.variance(i) < expected.variance(i)); // a truth leaves less doubt
        }
    }

    void gradient_matchesDifferences()
    {
        const GaussianProcess model = processOf(somePoints(9, 1), 0.05);
        const NoiselessDraws draws = drawn(model, somePoints(1, 4), 3);
        Matrix point(1, 2);
        point << 0.37, 0.61;
        Vector byMeans(3);
        byMeans << 0.7, -0.2, 1.3;
        constexpr double kByVariance = 0.9;
        const auto value = [&](const Matrix& at) {
            const NoiselessDraws::Beliefs beliefs = draws.predict(at);
            return (beliefs.means.row(0) * byMeans)(0) + kByVariance * beliefs.variance(0);
        };
        const NoiselessDraws::Traced traced = draws.predictTraced(point);
        QVERIFY(
            std::abs((traced.means.transpose() * byMeans)(0) + kByVariance * traced.variance - value(point))
            < 1e-9);
        const Eigen::RowVectorXd slope = draws.pull(point, traced, byMeans, kByVariance);
        constexpr double kStep = 1e-5;
        for (Index c = 0; c < 2; ++c) {
            Matrix above = point;
            Matrix below = point;
            above(0, c) += kStep;
            below(0, c) -= kStep;
            const double difference = (value(above) - value(below)) / (2.0 * kStep);
            QVERIFY2(std::abs(slope(c) - difference) < 1e-5 * (1.0 + std::abs(difference)),
                     qPrintable(QString("%1 against %2").arg(slope(c)).arg(difference)));
        }
    }

    void repeatedPoints_haveOneTruth()
    {
        Matrix points = somePoints(6, 1);
        points.row(3) = points.row(0);
        points.row(5) = points.row(0);
        const GaussianProcess model = processOf(points, 0.1);
        const NoiselessDraws draws = drawn(model, points.topRows(1), 50);
        const double close = 20.0 * model.fit().scale * std::sqrt(NoiselessDraws::kNoNoise);
        for (const Index same : {Index{3}, Index{5}, Index{6}})
            QVERIFY((draws.values().row(same) - draws.values().row(0)).cwiseAbs().maxCoeff() < close);
    }

    void sameSeed_sameDraws()
    {
        const GaussianProcess model = processOf(somePoints(6, 1), 0.1);
        const Matrix more = somePoints(2, 3);
        QVERIFY(drawn(model, more, 5).values() == drawn(model, more, 5).values());
    }
};

QTEST_APPLESS_MAIN(TestNoiselessDraws)
#include "tst_noiseless_draws.moc"
