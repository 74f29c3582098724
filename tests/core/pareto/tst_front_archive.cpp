// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/pareto/dominance.h"
#include "core/pareto/front_archive.h"

#include <QtTest>

#include <cmath>
#include <set>

using namespace paretoscope;
using namespace paretoscope::pareto;

using Row = std::vector<double>;

class TestFrontArchive : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void front_isExactlyTheNonDominated_data()
    {
        QTest::addColumn<int>("objectives");
        QTest::newRow("two") << 2;
        QTest::newRow("three") << 3;
    }
    void front_isExactlyTheNonDominated()
    {
        QFETCH(int, objectives);
        const auto k = static_cast<std::size_t>(objectives);
        Rng rng(1);
        FrontArchive archive(k);
        std::vector<Row> all;
        std::set<std::uint64_t> alive;
        for (std::uint64_t id = 0; id < 400; ++id) {
            Row point(k);
            for (double& value : point)
                value = static_cast<double>(rng.below(12));
            const bool would = archive.wouldEnter(point);
            const auto change = archive.insert(id, point);
            QCOMPARE(change.inserted, would);
            for (const std::uint64_t gone : change.removed) {
                QVERIFY(dominates(point, all[gone]));
                QCOMPARE(alive.erase(gone), 1U);
            }
            if (change.inserted)
                alive.insert(id);
            all.push_back(point);
        }
        std::set<std::uint64_t> expected;
        for (std::size_t i = 0; i < all.size(); ++i) {
            bool in = true;
            for (std::size_t j = 0; j < all.size(); ++j)
                in = in && !dominates(all[j], all[i]) && !(j < i && all[j] == all[i]);
            if (in)
                expected.insert(i);
        }
        QCOMPARE(alive, expected);
        QCOMPARE(archive.size(), expected.size());
        for (std::size_t i = 0; i < archive.size(); ++i) {
            const auto row = archive.points().subspan(i * k, k);
            QCOMPARE(Row(row.begin(), row.end()), all[archive.ids()[i]]);
        }
    }

    void pointsThatAreNoPoints_areRefused()
    {
        FrontArchive archive(2);
        for (const Row& bad :
             {Row{1, std::nan("")}, Row{1, INFINITY}, Row{-INFINITY, 1}, Row{1}, Row{1, 2, 3}, Row{}})
            QVERIFY(!archive.insert(1, bad).inserted);
        QCOMPARE(archive.size(), 0U);
        QVERIFY(archive.insert(1, Row{1, 2}).inserted);
        QVERIFY(!archive.insert(2, Row{1, 2}).inserted);
    }

    void knee_isTheBendOfTheCurve()
    {
        // Hyperbola-like: (1,1) is farthest below the line from (0,10) to (10,0).
        const Row front{0, 10, 0.5, 4, 1, 1, 4, 0.5, 10, 0};
        QCOMPARE(kneeIndex(front, 2), 2);
        Row scaled = front; // normalised: units do not matter
        for (std::size_t i = 0; i < scaled.size(); i += 2)
            scaled[i] *= 1e-9;
        QCOMPARE(kneeIndex(scaled, 2), 2);
        QCOMPARE(kneeIndex(Row{0, 0, 9, 0, 9, 0, 9, 0, 0, 1, 1, 1}, 3), 3);
    }

    void kneeOfTooFewOrFlatPoints_isHarmless()
    {
        QCOMPARE(kneeIndex(Row{}, 2), -1);
        QCOMPARE(kneeIndex(Row{0, 1, 1, 0}, 2), -1);
        QVERIFY(kneeIndex(Row{1, 1, 1, 1, 1, 1}, 2) >= 0);
    }
};

QTEST_APPLESS_MAIN(TestFrontArchive)
#include "tst_front_archive.moc"
