// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/pareto/dominance.h"

#include <QtTest>

#include <cmath>
#include <limits>

using namespace paretoscope;
using namespace paretoscope::pareto;

namespace {

using Row = std::vector<double>;

Row randomRow(Rng& rng, std::size_t k)
{
    Row row(k);
    for (double& value : row)
        value = static_cast<double>(rng.below(4)); // few values, so that ties occur
    return row;
}

} // namespace

class TestDominance : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void dominance_isAStrictPartialOrder()
    {
        Rng rng(1);
        int chains = 0;
        for (int i = 0; i < 50'000; ++i) {
            const Row a = randomRow(rng, 3);
            const Row b = randomRow(rng, 3);
            const Row c = randomRow(rng, 3);
            QVERIFY(!dominates(a, a));
            QVERIFY(!(dominates(a, b) && dominates(b, a)));
            if (dominates(a, b) && dominates(b, c)) {
                ++chains;
                QVERIFY(dominates(a, c));
            }
        }
        QVERIFY(chains > 100);
    }

    void nan_neitherDominatesNorIsDominated()
    {
        const Row bad{0, std::nan("")};
        QVERIFY(!dominates(bad, Row{1, 1}));
        QVERIFY(!dominates(Row{-1, -1}, bad));
    }

    void violations_comeFirst()
    {
        constexpr double kNothingKnown = std::numeric_limits<double>::infinity();
        QVERIFY(constrainedDominates(Row{9, 9}, 0, Row{1, 1}, 0.1));
        QVERIFY(constrainedDominates(Row{9, 9}, 0.1, Row{1, 1}, 0.2));
        QVERIFY(!constrainedDominates(Row{1, 1}, 0.1, Row{9, 9}, 0.1));
        QVERIFY(constrainedDominates(Row{9, 9}, 5, Row{1, 1}, kNothingKnown));
        QVERIFY(constrainedDominates(Row{1, 1}, 0, Row{1, 2}, 0));
    }

    void ranks_arePeeledFronts()
    {
        constexpr std::size_t kRows = 120;
        Rng rng(2);
        std::vector<double> objectives;
        std::vector<double> violations;
        for (std::size_t i = 0; i < kRows; ++i) {
            const Row row = randomRow(rng, 2);
            objectives.insert(objectives.end(), row.begin(), row.end());
            violations.push_back(rng.chance(0.3) ? static_cast<double>(rng.below(3)) : 0.0);
        }
        const auto ranks = nonDominatedRanks(objectives, 2, violations);
        const auto row = [&](std::size_t i) { return std::span<const double>(objectives).subspan(2 * i, 2); };
        // By definition: a row's rank is one more than the highest rank of those that dominate it.
        for (std::size_t i = 0; i < kRows; ++i) {
            int highest = -1;
            for (std::size_t j = 0; j < kRows; ++j)
                if (constrainedDominates(row(j), violations[j], row(i), violations[i]))
                    highest = std::max(highest, ranks[j]);
            QCOMPARE(ranks[i], highest + 1);
        }
    }

    void crowding_isTheCuboidOfThePaper()
    {
        // On a line from (0,4) to (4,0) at 0, 1, 3, 4: the inner ones see gaps of 3/4 in both objectives.
        const std::vector<double> objectives{3, 1, 0, 4, 9, 9, 4, 0, 1, 3};
        const std::vector<std::size_t> rows{0, 1, 3, 4};
        const auto distances = crowdingDistances(objectives, 2, rows);
        QCOMPARE(distances[0], 1.5);
        QVERIFY(std::isinf(distances[1]) && std::isinf(distances[2]));
        QCOMPARE(distances[3], 1.5);
    }

    void crowdingOfFewOrEqualRows_isHarmless()
    {
        const std::vector<double> objectives{1, 1, 1, 1, 1, 1};
        QVERIFY(crowdingDistances(objectives, 2, {}).empty());
        const std::vector<std::size_t> one{1};
        QVERIFY(std::isinf(crowdingDistances(objectives, 2, one)[0]));
        const std::vector<std::size_t> equal{0, 1, 2};
        QCOMPARE(crowdingDistances(objectives, 2, equal)[1], 0.0);
    }
};

QTEST_APPLESS_MAIN(TestDominance)
#include "tst_dominance.moc"
