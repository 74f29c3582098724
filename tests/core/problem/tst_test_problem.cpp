// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/test_problem.h"

#include <QtTest>

using namespace paretoscope;
using problem::Outcome;
using problem::Verdict;

class TestTestProblem : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knownPoints_haveKnownValues_data()
    {
        QTest::addColumn<QString>("function");
        QTest::addColumn<QList<double>>("x");
        QTest::addColumn<QList<double>>("expected");
        // On the fronts: g = 1, so f2 = 1 - sqrt(f1), 1 - f1^2, 1 - sqrt(f1) - f1 sin(10 pi f1).
        QTest::newRow("zdt1") << "zdt1" << QList<double>{0.25, 0, 0} << QList<double>{0.25, 0.5};
        QTest::newRow("zdt2") << "zdt2" << QList<double>{0.5, 0, 0} << QList<double>{0.5, 0.75};
        QTest::newRow("zdt3") << "zdt3" << QList<double>{0.25, 0, 0} << QList<double>{0.25, 0.25};
        QTest::newRow("zdt1 worst") << "zdt1" << QList<double>{0, 1, 1} << QList<double>{0, 10};
        QTest::newRow("dtlz2") << "dtlz2" << QList<double>{0, 0, 0.5} << QList<double>{1, 0, 0};
        QTest::newRow("bnh") << "bnh" << QList<double>{0.2, 1.0 / 3} << QList<double>{8, 32};
    }
    void knownPoints_haveKnownValues()
    {
        QFETCH(QString, function);
        QFETCH(QList<double>, x);
        QFETCH(QList<double>, expected);
        const auto made = problem::makeTestProblem(
            {function.toStdString(), static_cast<std::size_t>(x.size()), 0});
        QVERIFY(made);
        const Outcome outcome = (*made)->evaluate(space::Design(std::vector<double>(x.begin(), x.end())),
                                                  std::stop_token());
        QCOMPARE(outcome.verdict, Verdict::Feasible);
        for (qsizetype i = 0; i < expected.size(); ++i)
            QVERIFY2(std::abs(outcome.metrics[static_cast<std::size_t>(i)] - expected[i]) < 1e-12,
                     qPrintable(QString::number(outcome.metrics[static_cast<std::size_t>(i)], 'g', 17)));
    }

    void dtlz2Front_liesOnTheUnitSphere()
    {
        const auto made = problem::makeTestProblem({"dtlz2", 5, 0});
        Rng rng(3);
        for (int i = 0; i < 100; ++i) {
            const Outcome outcome = (*made)->evaluate(
                space::Design({rng.uniform(), rng.uniform(), 0.5, 0.5, 0.5}), std::stop_token());
            double radius = 0.0;
            for (const double f : outcome.metrics)
                radius += f * f;
            QVERIFY(std::abs(radius - 1.0) < 1e-12);
        }
    }

    void violatedConstraint_isInfeasibleByAnAmount()
    {
        const auto made = problem::makeTestProblem({"bnh", 2, 0});
        const Outcome outcome = (*made)->evaluate(space::Design({0.0, 1.0}), std::stop_token());
        QCOMPARE(outcome.verdict, Verdict::Infeasible);
        QVERIFY(outcome.violation > 0.0);
        QVERIFY(!outcome.reason.empty());
    }

    void stopWhileEvaluating_returnsSoon()
    {
        const auto made = problem::makeTestProblem({"zdt1", 3, 10.0});
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE((*made)->evaluate(space::Design({0, 0, 0}), stop.get_token()).reason,
                 std::string("stopped"));
    }

    void nonsense_isRefused()
    {
        QVERIFY(!problem::makeTestProblem({"rosenbrock", 3, 0}));
        QVERIFY(!problem::makeTestProblem({"zdt1", 1, 0}));
        QVERIFY(!problem::makeTestProblem({"zdt1", 3, std::nan("")}));
    }
};

QTEST_APPLESS_MAIN(TestTestProblem)
#include "tst_test_problem.moc"
