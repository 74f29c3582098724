// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/optimizer/expected_improvement.h"
#include "core/optimizer/utility.h"
#include "core/pareto/hypervolume.h"
#include "core/surrogate/normal.h"

#include <QtTest>

#include <cmath>
#include <functional>

using namespace paretoscope;
using namespace paretoscope::optimizer;
namespace normal = surrogate::normal;

namespace {

using Row = std::vector<double>;

Row randomFront(std::size_t n, std::size_t k, std::uint64_t seed)
{
    Rng rng(seed);
    Row points;
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < k; ++j)
            points.push_back(rng.uniform(0.0, 1.1)); // some dominated, some beyond the reference
    return points;
}

bool improves(const Row& front, const Row& z)
{
    const std::size_t k = z.size();
    for (std::size_t i = 0; i < front.size(); i += k) {
        bool dominated = true;
        for (std::size_t j = 0; j < k; ++j)
            dominated = dominated && front[i + j] <= z[j];
        if (dominated)
            return false;
    }
    return true;
}

bool closeTo(double found, double expected, double tolerance)
{
    if (std::abs(found - expected) <= tolerance * std::max(1.0, std::abs(expected)))
        return true;
    qWarning() << "found" << found << "expected" << expected;
    return false;
}

/// Compares a promise's derivatives with differences of `value`.
bool derivativesMatch(const Promise& promise, const std::function<double(const Row&, const Row&)>& value,
                      const Row& means, const Row& deviations)
{
    constexpr double kStep = 1e-6;
    bool match = closeTo(promise.value, value(means, deviations), 1e-12);
    for (std::size_t j = 0; j < means.size(); ++j) {
        Row up = means, down = means, wide = deviations, narrow = deviations;
        up[j] += kStep;
        down[j] -= kStep;
        wide[j] += kStep;
        narrow[j] -= kStep;
        match = match
                && closeTo(promise.byMean[j],
                           (value(up, deviations) - value(down, deviations)) / (2.0 * kStep), 1e-4)
                && closeTo(promise.byDeviation[j],
                           (value(means, wide) - value(means, narrow)) / (2.0 * kStep), 1e-4);
    }
    return match;
}

} // namespace

class TestExpectedImprovement : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Jones et al. 1998, equation 15, written out, and the integral that it stands for.
    void expectedImprovement_matchesItsDefinition()
    {
        const double mean = 1.2, deviation = 0.7, best = 0.9;
        const double t = (best - mean) / deviation;
        const double formula = (best - mean) * 0.5 * std::erfc(-t / std::sqrt(2.0))
                               + deviation * std::exp(-0.5 * t * t) / std::sqrt(2.0 * M_PI);
        QVERIFY(closeTo(expectedImprovement(mean, deviation, best), formula, 1e-14));
        double integral = 0.0;
        constexpr int kSteps = 20'000;
        for (int i = 0; i < kSteps; ++i) {
            const double z = -8.0 + 16.0 * (i + 0.5) / kSteps;
            integral += std::max(0.0, best - (mean + deviation * z)) * normal::density(z) * 16.0 / kSteps;
        }
        QVERIFY(closeTo(formula, integral, 1e-7));
    }

    void logarithms_haveTheirDerivatives()
    {
        for (const double mean : {-3.0, 0.2, 1.0, 6.0, 60.0}) {
            QVERIFY(derivativesMatch(
                logExpectedImprovement(mean, 0.8, 0.5),
                [](const Row& m, const Row& d) { return logExpectedImprovement(m[0], d[0], 0.5).value; },
                {mean}, {0.8}));
            QVERIFY(derivativesMatch(
                logProbabilityHolds(mean, 0.8),
                [](const Row& m, const Row& d) { return logProbabilityHolds(m[0], d[0]).value; }, {mean},
                {0.8}));
        }
        QVERIFY(closeTo(logExpectedImprovement(1.2, 0.7, 0.9).value,
                        std::log(expectedImprovement(1.2, 0.7, 0.9)), 1e-12));
        QVERIFY(closeTo(logProbabilityHolds(0.0, 3.0).value, std::log(0.5), 1e-12));
    }

    void boxes_coverExactlyWhatImproves_data()
    {
        QTest::addColumn<int>("objectives");
        QTest::addColumn<int>("points");
        for (const int k : {1, 2, 3})
            for (const int n : {0, 1, 7, 40})
                QTest::addRow("%d objectives, %d points", k, n) << k << n;
    }
    void boxes_coverExactlyWhatImproves()
    {
        QFETCH(int, objectives);
        QFETCH(int, points);
        const auto k = static_cast<std::size_t>(objectives);
        const Row front = randomFront(static_cast<std::size_t>(points), k, 5);
        const Row reference(k, 1.0);
        const BoxDecomposition region = decompose(front, reference);
        QVERIFY(region.boxes.size() <= 3 * static_cast<std::size_t>(points) + 1);
        Rng rng(6);
        for (int i = 0; i < 3000; ++i) {
            Row z(k);
            for (double& value : z)
                value = rng.uniform(-0.3, 1.0);
            int inside = 0;
            for (const BoxDecomposition::Box& box : region.boxes) {
                bool within = true;
                for (std::size_t j = 0; j < k; ++j)
                    within = within && region.levels[j][box.low[j]] < z[j]
                             && z[j] <= region.levels[j][box.high[j]];
                inside += within ? 1 : 0;
            }
            QCOMPARE(inside, improves(front, z) ? 1 : 0);
        }
    }

    void equalPoints_doNoHarm()
    {
        const Row front{0.5, 0.5, 0.5, 0.5, 0.5, 0.2, 0.2, 0.5};
        const ExpectedHypervolume expected(decompose(front, Row{1.0, 1.0}));
        // A certain point adds its rectangle: 0.1 to 0.2 and 0.1 to 1, and so on, by the hypervolume itself.
        Row with = front;
        with.insert(with.end(), {0.1, 0.1});
        const double gain = pareto::hypervolume(with, Row{1.0, 1.0}).value()
                            - pareto::hypervolume(front, Row{1.0, 1.0}).value();
        QVERIFY(closeTo(expected.logValue(Row{0.1, 0.1}, Row{1e-7, 1e-7}), std::log(gain), 1e-5));
    }

    void expectedHypervolume_matchesMonteCarlo_data()
    {
        QTest::addColumn<int>("objectives");
        QTest::newRow("2") << 2;
        QTest::newRow("3") << 3;
    }
    void expectedHypervolume_matchesMonteCarlo()
    {
        QFETCH(int, objectives);
        const auto k = static_cast<std::size_t>(objectives);
        const Row front = randomFront(8, k, 11);
        const Row reference(k, 1.0);
        const double before = pareto::hypervolume(front, reference).value();
        const Row means{0.4, 0.5, 0.3};
        const Row deviations{0.2, 0.3, 0.25};
        Rng rng(12);
        constexpr int kDraws = 20'000;
        double sum = 0.0, squares = 0.0;
        for (int i = 0; i < kDraws; ++i) {
            Row with = front;
            for (std::size_t j = 0; j < k; ++j)
                with.push_back(means[j] + deviations[j] * normal::draw(rng));
            const double gain = pareto::hypervolume(with, reference).value() - before;
            sum += gain;
            squares += gain * gain;
        }
        const double mean = sum / kDraws;
        const double error = std::sqrt((squares / kDraws - mean * mean) / kDraws);
        const ExpectedHypervolume expected(decompose(front, reference));
        const double found = std::exp(expected.logValue({means.data(), k}, {deviations.data(), k}));
        QVERIFY2(std::abs(found - mean) < 4.0 * error,
                 qPrintable(QString("%1 against %2 +- %3").arg(found).arg(mean).arg(error)));
    }

    void ofOneObjective_itIsExpectedImprovement()
    {
        const ExpectedHypervolume expected(decompose({}, Row{0.9}));
        QVERIFY(closeTo(expected.logValue(Row{1.2}, Row{0.7}), logExpectedImprovement(1.2, 0.7, 0.9).value,
                        1e-12));
    }

    void hypervolume_hasItsDerivativesNearAndFar_data()
    {
        QTest::addColumn<int>("objectives");
        QTest::addColumn<double>("away");
        for (const int k : {1, 2, 3})
            for (const double away : {0.0, 3.0, 9.0, 20.0}) // from likely to beyond the smallest double
                QTest::addRow("%d objectives, %g away", k, away) << k << away;
    }
    void hypervolume_hasItsDerivativesNearAndFar()
    {
        QFETCH(int, objectives);
        QFETCH(double, away);
        const auto k = static_cast<std::size_t>(objectives);
        const auto utility = hypervolumeUtility(decompose(randomFront(6, k, 21), Row(k, 1.0)));
        Row means{0.6 + away, 0.5 + away, 0.7 + away};
        Row deviations{0.3, 0.4, 0.5};
        means.resize(k);
        deviations.resize(k);
        const auto value = [&](const Row& m, const Row& d) { return utility->value(m, d); };
        QVERIFY(std::isfinite(value(means, deviations)));
        QVERIFY(derivativesMatch(utility->promise(means, deviations), value, means, deviations));
    }

    /// Beliefs about logarithms: the integral of a put option, against draws, near and far.
    void logNormalBeliefs_matchMonteCarlo()
    {
        const Row front{0.3, 0.8, 0.5, 0.4};
        const Row reference{1.0, 1.0};
        const double before = pareto::hypervolume(front, reference).value();
        const Row means{-0.8, 0.5}, deviations{0.7, 0.3};
        Rng rng(13);
        constexpr int kDraws = 20'000;
        double sum = 0.0, squares = 0.0;
        for (int i = 0; i < kDraws; ++i) {
            Row with = front;
            with.push_back(std::exp(means[0] + deviations[0] * normal::draw(rng)));
            with.push_back(means[1] + deviations[1] * normal::draw(rng));
            const double gain = pareto::hypervolume(with, reference).value() - before;
            sum += gain;
            squares += gain * gain;
        }
        const double mean = sum / kDraws;
        const double error = std::sqrt((squares / kDraws - mean * mean) / kDraws);
        const std::vector<Belief> beliefs{Belief::LogNormal, Belief::Normal};
        const auto utility = hypervolumeUtility(decompose(front, reference), beliefs);
        const auto bounded = [&](const Row& m, const Row& d) { return utility->value(m, d); };
        // The region reaches below 0 in the second objective only, so the same integral bounds it.
        QVERIFY(std::abs(std::exp(bounded(means, deviations)) - mean) < 4.0 * error);
        for (const double away : {0.0, 2.0, 8.0, 15.0, 30.0})
            for (const double deviation : {0.7, 0.05}) {
                const Row m{means[0] + away, means[1]}, d{deviation, 0.3};
                QVERIFY(std::isfinite(bounded(m, d)));
                QVERIFY(derivativesMatch(utility->promise(m, d), bounded, m, d));
            }
    }

    /// With one objective the weighted maximum is that objective; with three the integral is checked by
    /// draws.
    void chebyshev_isTheExpectedImprovementOfTheMaximum()
    {
        const auto single = chebyshevUtility({2.0}, {0.1}, 1.5);
        // 2 (Y - 0.1) below 1.5 is Y below 0.85, in units twice as large.
        QVERIFY(closeTo(single->value(Row{1.0}, Row{0.4}),
                        std::log(2.0 * expectedImprovement(1.0, 0.4, 0.85)), 1e-5));
        const Row weights{0.5, 0.3, 0.2}, ideal{0.0, -0.2, 0.1}, means{0.5, 0.4, 0.9},
            deviations{0.3, 0.6, 0.2};
        const auto utility = chebyshevUtility(weights, ideal, 0.3);
        Rng rng(31);
        constexpr int kDraws = 50'000;
        double sum = 0.0, squares = 0.0;
        for (int i = 0; i < kDraws; ++i) {
            double most = -INFINITY;
            for (std::size_t j = 0; j < 3; ++j)
                most = std::max(most, weights[j] * (means[j] + deviations[j] * normal::draw(rng) - ideal[j]));
            const double gain = std::max(0.0, 0.3 - most);
            sum += gain;
            squares += gain * gain;
        }
        const double mean = sum / kDraws;
        const double error = std::sqrt((squares / kDraws - mean * mean) / kDraws);
        QVERIFY(std::abs(std::exp(utility->value(means, deviations)) - mean) < 4.0 * error);
    }

    void chebyshev_hasItsDerivatives()
    {
        const auto utility = chebyshevUtility({0.5, 0.3, 0.2}, {0.0, -0.2, 0.1}, 0.3);
        const auto value = [&](const Row& m, const Row& d) { return utility->value(m, d); };
        for (const double shift : {0.0, 0.5, 2.0}) {
            const Row means{0.5 + shift, 0.4, 0.9}, deviations{0.3, 0.6, 0.2};
            QVERIFY(derivativesMatch(utility->promise(means, deviations), value, means, deviations));
        }
    }

    /// The probability of a normal number from tables: P(Y <= 0) of mean 1 and deviation 0.5 is 0.0227501.
    void probabilityThatARestrictionHolds_matchesTables()
    {
        QVERIFY(closeTo(logProbabilityHolds(1.0, 0.5).value, std::log(0.022750131948179), 1e-12));
        QVERIFY(closeTo(logProbabilityHolds(-1.0, 0.5).value, std::log(0.977249868051821), 1e-12));
    }

    void confidence_isTheNegatedLowerBound()
    {
        const auto utility = confidenceUtility(2.0, 4.0);
        const auto value = [&](const Row& m, const Row& d) { return utility->value(m, d); };
        QVERIFY(closeTo(utility->value(Row{3.0}, Row{0.5}), -(3.0 - 2.0 * 0.5) / 4.0, 1e-15));
        QVERIFY(derivativesMatch(utility->promise(Row{3.0}, Row{0.5}), value, {3.0}, {0.5}));
    }
};

QTEST_APPLESS_MAIN(TestExpectedImprovement)
#include "tst_expected_improvement.moc"
