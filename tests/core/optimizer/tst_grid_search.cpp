// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_problems.h"

#include <QtTest>

#include <set>

using namespace paretoscope;
using namespace paretoscope::optimizer;

class TestGridSearch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void earlyDesigns_coverTheSpace()
    {
        sample::Problem problem = sample::machine();
        problem.space = space::Space::make({sample::integer("a", 0, 99), sample::integer("b", 0, 99)})
                            .value();
        const auto grid = sample::made("grid", problem, 1);
        std::set<std::pair<int, int>> cells; // of a 5 x 5 chessboard
        for (std::uint64_t id = 0; id < 100; ++id) {
            const auto design = grid->ask(id);
            QVERIFY(design);
            cells.emplace(static_cast<int>(design->row()[0]) / 20, static_cast<int>(design->row()[1]) / 20);
        }
        QVERIFY2(cells.size() >= 20, qPrintable(QString::number(cells.size())));
    }

    void pinsAndConstraints_areSkipped()
    {
        sample::Problem problem = sample::machine();
        problem.space = space::Space::make({sample::integer("a", 0, 9), sample::integer("b", 0, 9)}).value();
        QVERIFY(problem.space.constrain("c", "a + b <= 9"));
        const auto grid = sample::made("grid", problem, 1);
        Steering steering;
        steering.parameters = {{0, 3, 4}};
        grid->constrain(steering);
        std::set<space::Design> seen;
        std::uint64_t id = 0;
        while (const auto design = grid->ask(id++)) {
            QVERIFY(design->row()[0] == 3 || design->row()[0] == 4);
            QVERIFY(problem.space.check(*design));
            seen.insert(*design);
        }
        QCOMPARE(seen.size(), 7U + 6U);
        grid->constrain({});
        while (const auto design = grid->ask(id++))
            seen.insert(*design);
        QCOMPARE(seen.size(), 55U);
    }

    void toldDesigns_areNotVisitedAgain()
    {
        sample::Problem problem = sample::machine();
        problem.space = space::Space::make({sample::integer("a", 0, 9)}).value();
        const auto grid = sample::made("grid", problem, 1);
        Observation told;
        told.id = 99;
        told.design = problem.space.at(5);
        grid->tell({&told, 1});
        std::size_t count = 0;
        while (const auto design = grid->ask(count)) {
            QVERIFY(*design != told.design);
            ++count;
        }
        QCOMPARE(count, 9U);
    }

    void coarseGrid_visitsEndsAndMiddlesOfEverySecondParameter()
    {
        sample::Problem problem = sample::machine();
        problem.space = space::Space::make({sample::integer("a", 0, 8), sample::integer("b", 0, 8),
                                            sample::real("c"), sample::real("d"), sample::integer("e", 0, 1)})
                            .value();
        const SearchProblem search{problem.space, 2, {}};
        QVERIFY(!makeOptimizer({"grid", {}, {}}, search, 1)); // reals cannot all be visited
        const auto grid = std::move(
            makeOptimizer({"grid", {}, {{"points", "ends and middles"}}}, search, 1).value());
        std::set<space::Design> seen;
        std::uint64_t id = 0;
        while (const auto design = grid->ask(id++)) {
            const auto row = design->row();
            QVERIFY(row[0] == 0 || row[0] == 4 || row[0] == 8);
            QCOMPARE(row[1], 4.0);
            QVERIFY(row[2] == 0.0 || row[2] == 0.5 || row[2] == 1.0);
            QCOMPARE(row[3], 0.5);
            QVERIFY(seen.insert(*design).second);
        }
        QCOMPARE(seen.size(), 3U * 3U * 2U); // of two values the middle is an end
        QVERIFY(!grid->whyNone().empty());
    }
};

QTEST_APPLESS_MAIN(TestGridSearch)
#include "tst_grid_search.moc"
