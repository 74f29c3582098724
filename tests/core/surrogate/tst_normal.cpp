// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/surrogate/normal.h"

#include <QtTest>

#include <cmath>

using namespace paretoscope;
using namespace paretoscope::surrogate;

class TestNormal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Values from tables (Abramowitz, Stegun, table 26.1).
    void cumulative_matchesTables_data()
    {
        QTest::addColumn<double>("t");
        QTest::addColumn<double>("expected");
        QTest::newRow("0") << 0.0 << 0.5;
        QTest::newRow("1") << 1.0 << 0.841344746068543;
        QTest::newRow("2") << 2.0 << 0.977249868051821;
        QTest::newRow("-3") << -3.0 << 0.001349898031630;
    }
    void cumulative_matchesTables()
    {
        QFETCH(double, t);
        QFETCH(double, expected);
        QVERIFY(std::abs(normal::cumulative(t) - expected) < 1e-14);
        QVERIFY(std::abs(normal::logCumulative(t) - std::log(expected)) < 1e-11);
        QVERIFY(std::abs(normal::quantile(expected) - t) < 1e-10);
    }

    /// The integral of the cumulative distribution has it as its slope and vanishes far to the left.
    void excess_isTheIntegral()
    {
        for (double t = -8.0; t <= 8.0; t += 0.37) {
            const double slope = (normal::expectedExcess(t + 1e-5) - normal::expectedExcess(t - 1e-5)) / 2e-5;
            QVERIFY(std::abs(slope - normal::cumulative(t)) < 1e-9);
        }
        QVERIFY(normal::expectedExcess(-30.0) < 1e-190);
        QVERIFY(std::abs(normal::expectedExcess(0.0) - 0.3989422804014327) < 1e-15);
    }

    /// Where plain numbers give way to series (at -36) nothing jumps, and beyond the underflow slopes go on.
    void logarithms_areSmoothIntoTheFarTail()
    {
        for (double t = -34.0; t > -100.0; t -= 0.25) {
            const double step = normal::logExpectedExcess(t) - normal::logExpectedExcess(t - 0.25);
            const double expected = 0.25 * -(t - 0.125); // d/dt of -t^2/2 dominates
            QVERIFY(std::abs(step / expected - 1.0) < 0.01);
            const double stepOfCumulative = normal::logCumulative(t) - normal::logCumulative(t - 0.25);
            QVERIFY(std::abs(stepOfCumulative / expected - 1.0) < 0.01);
        }
        QVERIFY(std::abs(normal::logExpectedExcess(-36.0 - 1e-9) - normal::logExpectedExcess(-36.0 + 1e-9))
                < 1e-5);
        QVERIFY(std::abs(normal::logCumulative(-36.0 - 1e-9) - normal::logCumulative(-36.0 + 1e-9)) < 1e-6);
        QVERIFY(normal::logCumulative(40.0) == 0.0 || normal::logCumulative(40.0) > -1e-300);
    }

    void draws_haveUnitMoments()
    {
        Rng rng(3);
        constexpr int kDraws = 20'000;
        double sum = 0.0, squares = 0.0;
        for (int i = 0; i < kDraws; ++i) {
            const double x = normal::draw(rng);
            QVERIFY(std::isfinite(x));
            sum += x;
            squares += x * x;
        }
        QVERIFY(std::abs(sum / kDraws) < 0.03); // four standard errors
        QVERIFY(std::abs(squares / kDraws - 1.0) < 0.04);
    }
};

QTEST_APPLESS_MAIN(TestNormal)
#include "tst_normal.moc"
