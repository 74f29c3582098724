// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/problem/test_problem.h"
#include "ui/session/ghost.h"

#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace paretoscope;
using namespace paretoscope::ui::session;

namespace {

GhostPoint at(double first)
{
    return {{first}, {}, true};
}

} // namespace

class TestGhost : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void moves_areToldOncePerTurn()
    {
        Ghost ghost;
        QSignalSpy changed(&ghost, &Ghost::changed);
        for (int i = 0; i < 5; ++i)
            ghost.setGhost(at(i));
        QCOMPARE(changed.size(), 0);
        QTRY_COMPARE(changed.size(), 1);
        ghost.startFrom(std::nullopt);
        QTRY_COMPARE(changed.size(), 2);
        ghost.startFrom(std::nullopt); // nothing there to remove
        QCoreApplication::processEvents();
        QCOMPARE(changed.size(), 2);
    }

    void trail_holdsWhereItWas_oldestFirst()
    {
        Ghost ghost;
        ghost.startFrom(TrialId{7});
        for (int i = 0; i < 3; ++i)
            ghost.setGhost(at(i));
        QCOMPARE(ghost.origin(), TrialId{7});
        QCOMPARE(ghost.point()->metrics, std::vector{2.0});
        QCOMPARE(ghost.trail().size(), 2U);
        QCOMPARE(ghost.trail().front().metrics, std::vector{0.0});
        ghost.setGhost(std::nullopt);
        QVERIFY(!ghost.point() && ghost.trail().empty() && !ghost.origin());
    }

    void longTrail_forgetsTheOldest()
    {
        Ghost ghost;
        for (std::size_t i = 0; i < Ghost::kLongestTrail + 11; ++i)
            ghost.setGhost(at(static_cast<double>(i)));
        QCOMPARE(ghost.trail().size(), Ghost::kLongestTrail);
        QCOMPARE(ghost.trail().front().metrics, std::vector{10.0});
    }

    void point_liesWhereATrialOfTheDesignWould()
    {
        const auto problem = problem::makeTestProblem({"zdt1", 3, 0.0}).value();
        Rng rng(3);
        study::Trial trial;
        trial.design = problem->space().sample(rng).value();
        trial.outcome = problem->evaluate(trial.design, {});
        const GhostPoint ghost = ghostPoint(trial.design, trial.outcome, *problem);
        for (const Axis& axis : axesOf(*problem))
            QCOMPARE(ghost.value(axis), axis.value(trial, *problem));
        Axis beyond;
        beyond.index = 99;
        QVERIFY(std::isnan(ghost.value(beyond)));
    }
};

QTEST_MAIN(TestGhost)
#include "tst_ghost.moc"
