// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/race_curves.h"

#include "core/study/best_so_far.h"
#include "core/study/race_fronts.h"
#include "core/study/study.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <cmath>

using namespace paretoscope;
using namespace paretoscope::study;

namespace {

Study zdt1()
{
    return studyFromDocument({{"format", "paretoscope-study"},
                              {"version", 1},
                              {"name", "curves"},
                              {"problem", {{"model", "test"}, {"function", "zdt1"}, {"variables", 3}}},
                              {"method", {{"name", "random"}}},
                              {"evaluations", 10},
                              {"seed", 1}},
                             "test")
        .value();
}

/// A lane of ten evaluations, a second each, that met these points at these trials.
RaceLanePtr lane(std::size_t method, const std::vector<std::pair<std::uint64_t, std::vector<double>>>& met,
                 const std::vector<double>& reference = {4.0, 4.0}, std::uint64_t evaluations = 10)
{
    auto made = std::make_shared<RaceLane>();
    made->method = method;
    made->evaluations = evaluations;
    made->at_s = static_cast<double>(evaluations);
    made->over = evaluations == 10;
    RaceTracer tracer({1.0, 1.0}, reference);
    for (const auto& [trial, point] : met)
        tracer.add(trial, static_cast<double>(trial) + 1.0, point);
    made->trace = tracer.trace();
    for (int i = 0; i <= 100 && i <= static_cast<int>(evaluations) * 10; ++i)
        made->pulse_s.push_back(i / 10.0);
    return made;
}

RaceSnapshot race(std::vector<RaceLanePtr> lanes, std::size_t methods = 1)
{
    RaceSnapshot made;
    for (std::size_t i = 0; i < methods; ++i)
        made.methods.push_back(i == 0 ? "random" : "nsga2");
    made.seeds = static_cast<unsigned>(lanes.size() / methods);
    made.budget = 10;
    made.reference = {4.0, 4.0};
    made.lanes = std::move(lanes);
    return made;
}

void compare(const Quartiles& found, double lower, double median, double upper)
{
    const auto same = [](double a, double b) {
        return (std::isnan(a) && std::isnan(b)) || std::abs(a - b) < 1e-12;
    };
    QVERIFY2(same(found.lower, lower) && same(found.median, median) && same(found.upper, upper),
             qPrintable(QStringLiteral("%1 %2 %3").arg(found.lower).arg(found.median).arg(found.upper)));
}

} // namespace

class TestRaceCurves : public QObject
{
    Q_OBJECT

    const double kNone = std::nan("");

private Q_SLOTS:
    void quartiles_knownAnswers()
    {
        compare(quartilesOf({5, 1, 4, 2, 3}, true), 2, 3, 4);
        compare(quartilesOf({1, 2, 3, 4}, true), 1.75, 2.5, 3.25);
        compare(quartilesOf({7}, true), 7, 7, 7);
        compare(quartilesOf({7, 9}, true), 7.5, 8, 8.5);
        compare(quartilesOf({}, true), kNone, kNone, kNone);
    }

    void seedWithNothingToShow_standsAtItsEnd()
    {
        compare(quartilesOf({kNone, 1, 2}, true), 1.5, 2, kNone);
        compare(quartilesOf({kNone, 1, 2}, false), kNone, 1, 1.5);
        compare(quartilesOf({kNone, kNone, 2}, true), kNone, kNone, kNone);
    }

    void trace_remembersWhoPushedWhomOff()
    {
        // (2,2) enters, (3,3) does not, (1,3) enters beside it, (1,1) replaces both.
        const RaceTrace trace = lane(0, {{0, {2, 2}}, {1, {3, 3}}, {4, {1, 3}}, {7, {1, 1}}})->trace;
        QCOMPARE(trace.trials, std::vector<std::uint64_t>({0, 4, 7}));
        QCOMPARE(trace.until, std::vector<std::uint64_t>({7, 7, RaceTrace::kStays}));
        QCOMPARE(trace.frontAt(0), std::vector<std::size_t>());
        QCOMPARE(trace.frontAt(1), std::vector<std::size_t>({0}));
        QCOMPARE(trace.frontAt(5), std::vector<std::size_t>({1, 0})); // by the first objective
        QCOMPARE(trace.frontAt(7), std::vector<std::size_t>({1, 0}));
        QCOMPARE(trace.frontAt(8), std::vector<std::size_t>({2}));
        // Boxes to (4,4), divided by 16: 2*2, then 2*2 + 1*1, then 3*3.
        QCOMPARE(trace.hypervolume, std::vector<double>({4.0 / 16, 5.0 / 16, 9.0 / 16}));
        QCOMPARE(trace.enteredBySecond(4.9), std::size_t{1});
        QCOMPARE(trace.enteredBySecond(5.0), std::size_t{2});
    }

    void maximisedObjectives_keepTheirDirection()
    {
        RaceTracer tracer({1.0, -1.0}, {4.0, 0.0});
        tracer.add(3, 1.0, std::vector<double>{2.0, -6.0});
        QCOMPARE(tracer.trace().values, std::vector<double>({2.0, 6.0}));
        QCOMPARE(tracer.trace().hypervolume.front(), 12.0); // 2 * 6; a reference of 0 leaves it as it is
    }

    void bands_areQuartilesOfStepsOverTheSeeds()
    {
        const Study made = zdt1();
        const RaceSnapshot three = race(
            {lane(0, {{0, {2, 2}}}), lane(0, {{0, {3, 3}}, {4, {1, 1}}}), lane(0, {{2, {2, 3}}})});
        const auto volume = raceBands(three, *made.problem, {}, RaceClock::Evaluations);
        QCOMPARE(volume.size(), std::size_t{1});
        QCOMPARE(volume[0].x.size(), std::size_t{11}); // 0 to 10 evaluations
        compare(volume[0].y[0], 0, 0, 0);
        compare(volume[0].y[1], 0.5 / 16, 1.0 / 16, 2.5 / 16);  // 4, 1 and 0 sixteenths
        compare(volume[0].y[10], 3.0 / 16, 4.0 / 16, 6.5 / 16); // 4, 9 and 2
        const auto best = raceBands(three, *made.problem, {0}, RaceClock::Evaluations);
        compare(best[0].y[0], kNone, kNone, kNone);
        compare(best[0].y[1], 2.5, 3, kNone); // 2, 3 and nothing, which is worst
        compare(best[0].y[10], 1.5, 2, 2);
        const auto seconds = raceBands(three, *made.problem, {}, RaceClock::Seconds, 11);
        compare(seconds[0].y[1], 0.5 / 16, 1.0 / 16, 2.5 / 16);
    }

    void runningBand_endsWhereItsSlowestSeedIs()
    {
        const Study made = zdt1();
        const RaceSnapshot now = race({lane(0, {{0, {2, 2}}}), lane(0, {{0, {2, 2}}}, {4.0, 4.0}, 6)});
        const auto bands = raceBands(now, *made.problem, {}, RaceClock::Evaluations);
        QCOMPARE(bands[0].x.back(), 6.0);
        QVERIFY(bands[0].x.size() <= 7);
    }

    void longBudget_isThinnedToWholeEvaluations()
    {
        const Study made = zdt1();
        RaceSnapshot now = race({lane(0, {{0, {2, 2}}})});
        auto longer = std::make_shared<RaceLane>(*now.lanes[0]);
        longer->evaluations = 100'000;
        now.lanes[0] = longer;
        const auto bands = raceBands(now, *made.problem, {}, RaceClock::Evaluations, 300);
        QCOMPARE(bands[0].x.size(), std::size_t{300});
        QCOMPARE(bands[0].x.back(), 100'000.0);
        for (const double x : bands[0].x)
            QCOMPARE(x, std::round(x));
    }

    void medianLane_isTheMiddleOne()
    {
        const Study made = zdt1();
        const RaceSnapshot now = race(
            {lane(0, {{0, {1, 1}}}), lane(0, {{0, {3, 3}}}), lane(0, {{0, {2, 2}}})});
        QCOMPARE(medianLane(now, *made.problem, 0), std::size_t{2});
        RaceSnapshot without = now;
        without.reference.clear();
        QCOMPARE(medianLane(without, *made.problem, 0), std::size_t{2});
    }

    void standings_tellWhereEveryMethodWas()
    {
        const Study made = zdt1();
        const RaceSnapshot now = race({lane(0, {{0, {2, 2}}, {4, {1, 1}}}), lane(1, {{9, {3, 1}}})}, 2);
        const auto standings = raceStandings(now, *made.problem);
        QCOMPARE(standings.size(), std::size_t{6});
        QCOMPARE(standings[1].evaluations, std::uint64_t{5});
        compare(standings[0].hypervolume, 4.0 / 16, 4.0 / 16, 4.0 / 16);
        compare(standings[1].hypervolume, 9.0 / 16, 9.0 / 16, 9.0 / 16);
        compare(standings[1].seconds, 5, 5, 5);
        compare(standings[4].best[0], kNone, kNone, kNone);
        compare(standings[5].best[0], 3, 3, 3);
        compare(standings[5].front, 1, 1, 1);
    }

    void laneThatHasNotComeSoFar_showsNothing()
    {
        const Study made = zdt1();
        const auto standings = raceStandings(race({lane(0, {{0, {2, 2}}}, {4.0, 4.0}, 6)}), *made.problem);
        compare(standings[1].hypervolume, 4.0 / 16, 4.0 / 16, 4.0 / 16);
        compare(standings[2].hypervolume, kNone, kNone, kNone);
        compare(standings[2].seconds, kNone, kNone, kNone);
    }

    void tradeOffs_areTheStairsOfEveryQuarter()
    {
        using problem::Direction;
        const std::vector<PlanePoint> points{{3, 1}, {1, 3}, {2, 2}, {3, 3}, {2, 2}};
        const std::vector<PlanePoint> down{{1, 3}, {2, 2}, {3, 1}};
        QVERIFY(tradeOffs(points, Direction::Minimize, Direction::Minimize) == down);
        const std::vector<PlanePoint> up{{3, 3}};
        QVERIFY(tradeOffs(points, Direction::Maximize, Direction::Maximize) == up);
        const std::vector<PlanePoint> mixed{{1, 3}};
        QVERIFY(tradeOffs(points, Direction::Minimize, Direction::Maximize) == mixed);
        QVERIFY(tradeOffs({}, Direction::Minimize, Direction::Minimize).empty());
    }

    void fronts_areThoseOfTheMoment()
    {
        const Study made = zdt1();
        const RaceSnapshot now = race(
            {lane(0, {{0, {2, 2}}, {4, {1, 3}}, {7, {1, 1}}}), lane(0, {{1, {3, 0.5}}})});
        const RaceFronts newest = raceFronts(now, *made.problem, {}, {});
        QCOMPARE(newest.lanes.size(), std::size_t{2});
        QVERIFY(newest.lanes[0].points == std::vector<PlanePoint>({{1, 1}}));
        QCOMPARE(newest.lanes[0].hypervolume, 9.0 / 16);
        QVERIFY(newest.best == std::vector<PlanePoint>({{1, 1}, {3, 0.5}}));
        QCOMPARE(newest.medians, std::vector<std::size_t>({1})); // the lower one of two
        // The extent holds the front of a quarter of the budget, (2,2), too.
        QVERIFY(*newest.low == (PlanePoint{1, 0.5}) && *newest.high == (PlanePoint{3, 2}));

        const RaceFronts early = raceFronts(now, *made.problem, {}, RaceMoment{RaceClock::Evaluations, 5.0});
        QVERIFY(early.lanes[0].stairs == std::vector<PlanePoint>({{1, 3}, {2, 2}}));
        QCOMPARE(early.lanes[0].evaluations, std::uint64_t{5});
        QVERIFY(*early.high == *newest.high); // replay needs no other axes
        const RaceFronts first = raceFronts(now, *made.problem, {}, RaceMoment{RaceClock::Seconds, 1.5});
        QVERIFY(first.lanes[1].points.empty());
        QCOMPARE(first.lanes[1].hypervolume, 0.0);
    }

    void evaluationsAt_readsEitherClock()
    {
        const RaceLanePtr one = lane(0, {{0, {2, 2}}, {4, {1, 1}}});
        QCOMPARE(evaluationsAt(*one, RaceClock::Evaluations, 7.4), std::uint64_t{7});
        QCOMPARE(evaluationsAt(*one, RaceClock::Evaluations, 99.0), std::uint64_t{10});
        QCOMPARE(evaluationsAt(*one, RaceClock::Seconds, 0.5), std::uint64_t{0});
        QCOMPARE(evaluationsAt(*one, RaceClock::Seconds, 4.9), std::uint64_t{1});
        QCOMPARE(evaluationsAt(*one, RaceClock::Seconds, 10.0), std::uint64_t{10});
    }

    void bestSoFar_followsAGrowingLog()
    {
        const Study made = zdt1();
        BestSoFar best(*made.problem);
        TrialLog log;
        const auto add = [&](double f1, double f2, problem::Verdict verdict = problem::Verdict::Feasible) {
            Trial trial;
            trial.id = log.size();
            trial.at_s = static_cast<double>(log.size());
            trial.outcome = {verdict, {f1, f2}, 0.0, {}, 0.0};
            log.append(trial);
            best.follow(log);
        };
        add(0.5, 3.0);
        add(0.1, 0.1, problem::Verdict::Infeasible);
        add(0.5, 2.0);
        add(0.2, 2.5);
        QCOMPARE(best.steps(0).size(), std::size_t{2});
        QCOMPARE(best.steps(0).back().trials, std::uint64_t{4});
        QCOMPARE(best.steps(0).back().value, 0.2);
        QCOMPARE(best.steps(1).back().trials, std::uint64_t{3});
        QCOMPARE(best.steps(1).back().at_s, 2.0);
    }
};

QTEST_GUILESS_MAIN(TestRaceCurves)
#include "tst_race_curves.moc"
