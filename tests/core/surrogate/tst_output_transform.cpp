// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/surrogate/normal.h"
#include "core/surrogate/output_transform.h"

#include <QtTest>

#include <cmath>

using namespace paretoscope;
using namespace paretoscope::surrogate;

class TestOutputTransform : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void powerOne_changesNothing()
    {
        const PowerTransform transform(1.0, 2.0, 4.0);
        for (const double value : {-30.0, 1.9, 2.0, 7.0})
            QVERIFY(std::abs(transform.apply(value) - (value - 2.0) / 4.0) < 1e-12);
    }

    void formulas_areYeoAndJohnsons()
    {
        QVERIFY(std::abs(PowerTransform(0.0, 0.0, 1.0).apply(3.0) - std::log(4.0)) < 1e-12);
        QVERIFY(std::abs(PowerTransform(2.0, 0.0, 1.0).apply(-3.0) + std::log(4.0)) < 1e-12);
        QVERIFY(std::abs(PowerTransform(0.5, 0.0, 1.0).apply(3.0) - 2.0) < 1e-12);
        QVERIFY(std::abs(PowerTransform(0.5, 0.0, 1.0).apply(-3.0) + 7.0 / 1.5) < 1e-12); // (4^1.5 - 1)/1.5
    }

    void inverse_undoes_data()
    {
        QTest::addColumn<double>("power");
        for (const double power : {-2.0, -0.5, 0.0, 0.3, 1.0, 2.0, 3.0})
            QTest::addRow("%g", power) << power;
    }
    void inverse_undoes()
    {
        QFETCH(double, power);
        const PowerTransform transform(power, 5.0, 2.0);
        for (double value = -20.0; value <= 40.0; value += 0.77) {
            QVERIFY(std::abs(transform.invert(transform.apply(value)) - value) < 1e-7);
            const double slope = (transform.apply(value + 1e-6) - transform.apply(value - 1e-6)) / 2e-6;
            QVERIFY(std::abs(std::log(slope) - transform.logSlope(value)) < 1e-4);
        }
        QVERIFY(std::isfinite(transform.invert(1e6)) && std::isfinite(transform.invert(-1e6)));
    }

    void fit_drawsLongTailsIn()
    {
        Rng rng(1);
        Vector plain(400);
        for (double& value : plain)
            value = 3.0 + normal::draw(rng);
        const Vector upper = plain.array().exp();
        QVERIFY(std::abs(PowerTransform::fitted(plain)->power() - 1.0) < 0.2);
        QVERIFY(PowerTransform::fitted(upper)->power() < 0.4);
        QVERIFY(PowerTransform::fitted(-upper)->power() > 1.6);
    }

    void oddValues_areRefusedOrLeftAlone()
    {
        QVERIFY(!PowerTransform::fitted(Vector()));
        QVERIFY(!PowerTransform::fitted(Vector::Constant(2, std::nan(""))));
        QCOMPARE(PowerTransform::fitted(Vector::Constant(3, 7.0))->power(), 1.0);
    }
};

QTEST_APPLESS_MAIN(TestOutputTransform)
#include "tst_output_transform.moc"
