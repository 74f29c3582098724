// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"

#include <QtTest>

#include <array>

using paretoscope::Rng;

class TestRng : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sameSeedAndStream_sameNumbers()
    {
        Rng a(7, 3);
        Rng b(7, 3);
        for (int i = 0; i < 1000; ++i)
            QCOMPARE(a(), b());
    }

    void neighbouringStreams_differ()
    {
        Rng a(7, 3);
        Rng b(7, 4);
        Rng c(8, 3);
        int equal = 0;
        for (int i = 0; i < 1000; ++i) {
            const auto x = a();
            equal += x == b() ? 1 : 0;
            equal += x == c() ? 1 : 0;
        }
        QCOMPARE(equal, 0);
    }

    void below_isUniform()
    {
        // Chi-square with 6 degrees of freedom: 22.5 is the 0.999 quantile.
        Rng rng(1);
        std::array<int, 7> counts{};
        constexpr int kDraws = 70'000;
        for (int i = 0; i < kDraws; ++i)
            ++counts[rng.below(7)];
        double chiSquare = 0.0;
        for (const int count : counts)
            chiSquare += (count - 10'000.0) * (count - 10'000.0) / 10'000.0;
        QVERIFY2(chiSquare < 22.5, qPrintable(QString::number(chiSquare)));
    }

    void uniform_staysInsideTheUnitInterval()
    {
        Rng rng(2);
        double sum = 0.0;
        for (int i = 0; i < 100'000; ++i) {
            const double u = rng.uniform();
            QVERIFY(u >= 0.0 && u < 1.0);
            sum += u;
        }
        QVERIFY(std::abs(sum / 100'000 - 0.5) < 0.005);
    }
};

QTEST_APPLESS_MAIN(TestRng)
#include "tst_rng.moc"
