// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/common_scale.h"

#include <QtTest>

#include <cmath>

using namespace paretoscope::problem;

class TestCommonScale : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void best_standsAtOne_whicheverWayIsBetter()
    {
        const std::vector<double> values{2.0, 4.0, 8.0};
        QCOMPARE(sharesOfBest(values, Direction::Minimize), (std::vector<double>{1.0, 0.5, 0.25}));
        QCOMPARE(sharesOfBest(values, Direction::Maximize), (std::vector<double>{0.25, 0.5, 1.0}));
    }

    void unit_doesNotMatter()
    {
        const auto small = sharesOfBest(std::vector<double>{1e-12, 3e-12}, Direction::Minimize);
        const auto large = sharesOfBest(std::vector<double>{1e9, 3e9}, Direction::Minimize);
        for (std::size_t i = 0; i < 2; ++i)
            QVERIFY(std::abs(small[i] - large[i]) < 1e-12);
    }

    void zeroAndUnknown_haveAPlace()
    {
        QCOMPARE(sharesOfBest(std::vector<double>{0.0, 5.0}, Direction::Minimize),
                 (std::vector<double>{1.0, 0.0}));
        QCOMPARE(sharesOfBest(std::vector<double>{0.0, 0.0}, Direction::Maximize),
                 (std::vector<double>{1.0, 1.0}));
        const auto shares = sharesOfBest(std::vector<double>{std::nan(""), 3.0, -1.0}, Direction::Minimize);
        QVERIFY(std::isnan(shares[0]) && std::isnan(shares[2]));
        QCOMPARE(shares[1], 1.0);
    }
};

QTEST_APPLESS_MAIN(TestCommonScale)
#include "tst_common_scale.moc"
