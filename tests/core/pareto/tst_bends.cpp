// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/pareto/bends.h"

#include <QtTest>

#include <algorithm>

using namespace paretoscope;
using Positions = std::vector<std::size_t>;

class TestBends : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void corner_isFound()
    {
        QCOMPARE(pareto::bends(std::vector{0.0, 0.1, 1.0}, std::vector{1.0, 0.1, 0.0}, 5), Positions{1});
    }

    void sharperTurn_comesFirst()
    {
        // Slopes -10, -1 and -0.5, so the first corner turns by more than the second.
        const std::vector<double> x{0.0, 0.2, 0.5, 2.0};
        const std::vector<double> y{3.0, 1.0, 0.7, 0.0};
        QCOMPARE(pareto::bends(x, y, 5), (Positions{1, 2}));
        QCOMPARE(pareto::bends(x, y, 1), Positions{1});
    }

    void straightFrontAndItsSteps_haveNoBend()
    {
        QVERIFY(pareto::bends(std::vector{0.0, 0.5, 1.0}, std::vector{1.0, 0.5, 0.0}, 5).empty());
        // Above the line between its neighbours: a step of the sample, not a bend towards the ideal.
        QVERIFY(pareto::bends(std::vector{0.0, 0.5, 1.0}, std::vector{1.0, 0.9, 0.0}, 5).empty());
    }

    void degenerateFronts_haveNone()
    {
        QVERIFY(pareto::bends({}, {}, 5).empty());
        QVERIFY(pareto::bends(std::vector{1.0, 2.0}, std::vector{2.0, 1.0}, 5).empty());
        QVERIFY(pareto::bends(std::vector{1.0, 1.0, 1.0}, std::vector{3.0, 2.0, 1.0}, 5).empty());
    }

    void orderAndScale_makeNoDifference()
    {
        Rng rng(5);
        std::vector<double> x, y;
        for (int i = 0; i < 40; ++i) {
            x.push_back(rng.uniform() + 0.01);
            y.push_back(0.05 / x.back() * (1.0 + 0.3 * rng.uniform()));
        }
        const Positions found = pareto::bends(x, y, 4);
        QCOMPARE(found.size(), std::size_t{4});
        std::vector<double> scaledX(x.rbegin(), x.rend()), scaledY(y.rbegin(), y.rend());
        std::transform(scaledX.begin(), scaledX.end(), scaledX.begin(), [](double v) { return 1e6 * v - 7; });
        std::transform(scaledY.begin(), scaledY.end(), scaledY.begin(), [](double v) { return 1e-9 * v; });
        Positions mirrored = pareto::bends(scaledX, scaledY, 4);
        for (std::size_t& position : mirrored)
            position = x.size() - 1 - position;
        QCOMPARE(mirrored, found);
    }
};

QTEST_APPLESS_MAIN(TestBends)
#include "tst_bends.moc"
