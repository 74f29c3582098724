// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_problems.h"

#include <QtTest>

using namespace paretoscope;
using namespace paretoscope::optimizer;

class TestSteering : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void violation_isTheSummedRelativeExcess()
    {
        Steering steering;
        steering.metrics = {{0, -INFINITY, 10.0}, {1, 4.0, INFINITY}, {2, -1.0, 0.0}};
        QCOMPARE(steering.violation(std::vector<double>{10, 4, 0}), 0.0);
        QCOMPARE(steering.violation(std::vector<double>{15, 3, 0.25}), 0.5 + 0.25 + 0.25);
        QVERIFY(std::isinf(steering.violation(std::vector<double>{15, std::nan(""), 0})));
        QVERIFY(std::isinf(steering.violation({})));
        QCOMPARE(Steering().violation({}), 0.0);
        steering.metrics = {{0, 10.0, 20.0, true}};
        QCOMPARE(steering.violation(std::vector<double>{9.0}), 0.0);
        QCOMPARE(steering.violation(std::vector<double>{12.0}), 0.2); // back below is nearer than above
        QCOMPARE(steering.violation(std::vector<double>{19.0}), 0.05);
        QVERIFY(steering.violation(std::vector<double>{20.0}) > 0.0);
        QVERIFY(Steering().empty() && !steering.empty());
    }

    void allows_followsAxisPositions()
    {
        const sample::Problem problem = sample::machine();
        const space::Design design({8, 4, 16, 0, 4, 4, 4, 0, 1, 2, 3});
        Steering steering;
        steering.parameters = {{0, 8, 8}, {2, 2, 16}, {5, 0, 0}};
        QVERIFY(steering.allows(problem.space, design));
        steering.parameters = {{0, 8.5, 64}};
        QVERIFY(!steering.allows(problem.space, design));
        // The tiling is inactive where the dataflow is fixed: it stands nowhere on its axis.
        const space::Design fixed({8, 4, 16, 1, INFINITY, INFINITY, INFINITY, 0, 1, 2, 3});
        steering.parameters = {{4, 0, 1e9}};
        QVERIFY(steering.allows(problem.space, design));
        QVERIFY(!steering.allows(problem.space, fixed));
    }

    void proposals_obeyPinsFromTheNextOneOn_data()
    {
        QTest::addColumn<QString>("method");
        QTest::newRow("random") << "random";
        QTest::newRow("nsga2") << "nsga2";
    }
    void proposals_obeyPinsFromTheNextOneOn()
    {
        QFETCH(QString, method);
        const sample::Problem problem = sample::machine();
        const auto optimizer = sample::made(method.toStdString(), problem, 5);
        (void)sample::run(*optimizer, problem, 200, 4);
        Steering steering; // one in 64, a rare tiling, one order in 24, and only where the tiling is active
        steering.parameters = {{0, 17, 17}, {4, 3, 4}, {5, 7, 7}};
        optimizer->constrain(steering);
        for (std::uint64_t id = 300; id < 400; ++id) {
            const auto design = optimizer->ask(id);
            QVERIFY(design);
            QVERIFY(problem.space.check(*design));
            QVERIFY(steering.allows(problem.space, *design));
        }
    }

    void excludedRegions_areLeftOut_data() { proposals_obeyPinsFromTheNextOneOn_data(); }
    void excludedRegions_areLeftOut()
    {
        QFETCH(QString, method);
        const sample::Problem problem = sample::machine();
        const auto optimizer = sample::made(method.toStdString(), problem, 5);
        (void)sample::run(*optimizer, problem, 200, 4);
        Steering steering; // all but the smallest values of the first, all but two of the third
        steering.parameters = {{0, 2, 1e9, true}, {2, 3, 100, true}};
        optimizer->constrain(steering);
        for (std::uint64_t id = 300; id < 330; ++id) {
            const auto design = optimizer->ask(id);
            QVERIFY2(design, optimizer->whyNone().c_str());
            QVERIFY(problem.space.check(*design) && steering.allows(problem.space, *design));
        }
    }

    void excludedReals_areLeftOut()
    {
        const sample::Problem problem = sample::zdt1();
        const auto optimizer = sample::made("nsga2", problem, 5);
        Steering steering;
        for (std::size_t i = 0; i < 10; ++i)
            steering.parameters.push_back({i, 1e-3, 1.0 - 1e-3, true});
        optimizer->constrain(steering);
        for (std::uint64_t id = 0; id < 10; ++id) {
            const auto design = optimizer->ask(id);
            QVERIFY(design && steering.allows(problem.space, *design));
        }
    }

    void narrowPinsOnReals_areMet()
    {
        const sample::Problem problem = sample::zdt1();
        const auto optimizer = sample::made("nsga2", problem, 5);
        Steering steering;
        for (std::size_t i = 0; i < 10; ++i)
            steering.parameters.push_back({i, 0.5, 0.5 + 1e-9});
        optimizer->constrain(steering);
        for (std::uint64_t id = 0; id < 10; ++id) {
            const auto design = optimizer->ask(id);
            QVERIFY(design && steering.allows(problem.space, *design));
        }
    }

    void metricPin_raisesTheShareThatSatisfiesIt()
    {
        const sample::Problem problem = sample::machine();
        const auto share = [&](bool steered) {
            const auto optimizer = sample::made("nsga2", problem, 7);
            (void)sample::run(*optimizer, problem, 320);
            Steering steering;
            steering.metrics = {{1, 100.0, 150.0}}; // a band of areas
            if (steered)
                optimizer->constrain(steering);
            int inside = 0;
            for (std::uint64_t id = 320; id < 448; ++id) {
                Observation seen = problem.evaluate(*optimizer->ask(id));
                seen.id = id;
                inside += !seen.metrics.empty() && steering.violation(seen.metrics) == 0.0 ? 1 : 0;
                optimizer->tell({&seen, 1});
            }
            return inside;
        };
        const int without = share(false);
        const int with = share(true);
        QVERIFY2(with >= 2 * without && with > 40,
                 qPrintable(QString("%1 of 128, then %2").arg(without).arg(with)));
    }
};

QTEST_APPLESS_MAIN(TestSteering)
#include "tst_steering.moc"
