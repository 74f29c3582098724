// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/race.h"

#include "core/study/race_evaluations.h"
#include "core/study/race_plan.h"
#include "core/study/race_store.h"
#include "core/study/runner.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <QTemporaryDir>

#include <cmath>
#include <set>

using namespace paretoscope;
using namespace paretoscope::study;
using nlohmann::json;

namespace {

constexpr double kLong_s = 30.0;

Study small(const json& more = json::object())
{
    json document{{"format", "paretoscope-study"},
                  {"version", 1},
                  {"name", "a race"},
                  {"problem", {{"model", "test"}, {"function", "zdt1"}, {"variables", 3}}},
                  {"method", {{"name", "nsga2"}}},
                  {"evaluations", 120},
                  {"seed", 5}};
    document.merge_patch(more);
    return studyFromDocument(document, "test").value();
}

RacePlan plan(const Study& study, std::vector<std::string> methods, std::uint64_t evaluations = 120,
              unsigned seeds = 2)
{
    RacePlan made = racePlanFor(study, methods);
    made.evaluations = evaluations;
    made.seeds = seeds;
    return made;
}

std::unique_ptr<Race> raceOf(const Study& study, const RacePlan& plan, unsigned workers = 2)
{
    Race::Options options;
    options.workers = workers;
    return std::move(Race::make(study, plan, options)).value();
}

RaceSnapshotPtr finished(const Study& study, const RacePlan& plan, unsigned workers = 2)
{
    const auto race = raceOf(study, plan, workers);
    race->start();
    race->waitUntilQuiet(kLong_s);
    return race->snapshot();
}

/// What must not depend on workers, pace or timing.
void compareLanes(const RaceSnapshot& a, const RaceSnapshot& b)
{
    QCOMPARE(a.reference, b.reference);
    QCOMPARE(a.lanes.size(), b.lanes.size());
    for (std::size_t i = 0; i < a.lanes.size(); ++i) {
        QCOMPARE(a.lanes[i]->evaluations, b.lanes[i]->evaluations);
        QCOMPARE(a.lanes[i]->trace.trials, b.lanes[i]->trace.trials);
        QCOMPARE(a.lanes[i]->trace.until, b.lanes[i]->trace.until);
        QCOMPARE(a.lanes[i]->trace.values, b.lanes[i]->trace.values);
        QCOMPARE(a.lanes[i]->trace.hypervolume, b.lanes[i]->trace.hypervolume);
    }
}

} // namespace

class TestRace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void smallBudget_givesNsga2AFittingPopulation()
    {
        RacePlan brief = racePlanFor(small(), {"nsga2", "random"});
        brief.evaluations = 60;
        RacePlan own = brief;
        suitPopulation(own, "nsga2");
        QVERIFY(own.methods[0].options.empty());
        RacePlan large = brief;
        large.evaluations = 500;
        suitPopulation(large, "pabo");
        QVERIFY(large.methods[0].options.empty());
        suitPopulation(brief, "pabo");
        QCOMPARE(brief.methods[0].options.size(), std::size_t{1});
        QCOMPARE(brief.methods[0].options[0].second, 12.0);
        QVERIFY(brief.methods[1].options.empty());
        QVERIFY(fieldOf(small(), brief)); // the method takes it
    }

    void numberOfWorkers_changesNothing()
    {
        const Study study = small();
        const RacePlan three = plan(study, {"auto", "nsga2", "random"}, 60);
        const RaceSnapshotPtr alone = finished(study, three, 1);
        QCOMPARE(alone->state, RunState::Finished);
        compareLanes(*alone, *finished(study, three, 2));
        QCOMPARE(alone->done(), std::uint64_t{360});
    }

    void everyLane_usesExactlyTheBudget()
    {
        const Study study = small();
        const RaceSnapshotPtr race = finished(study, plan(study, {"random", "nsga2"}, 77, 3));
        QCOMPARE(race->lanes.size(), std::size_t{6});
        std::set<std::pair<std::size_t, std::uint64_t>> lanes;
        for (const RaceLanePtr& lane : race->lanes) {
            QCOMPARE(lane->evaluations, std::uint64_t{77});
            QVERIFY(lane->over);
            QVERIFY(lane->message.empty());
            QCOMPARE(lane->pulse_s.size(), std::size_t{101});
            QVERIFY(std::is_sorted(lane->pulse_s.begin(), lane->pulse_s.end()));
            lanes.insert({lane->method, lane->seed});
        }
        QCOMPARE(lanes.size(), std::size_t{6});
        QCOMPARE(race->lanes[2]->seed, std::uint64_t{7}); // the study's seed is 5
    }

    void laneOfTheStudysOwnMethod_isARunOfTheStudy()
    {
        const Study study = small();
        QTemporaryDir folder;
        auto session = Session::create(folder.filePath("run.pscope").toStdString(), study);
        QVERIFY(session);
        auto runner = std::move(Runner::make(*session.value(), {})).value();
        runner->start();
        QVERIFY(runner->waitUntilQuiet(kLong_s));
        const SnapshotPtr run = runner->snapshot();

        const RaceSnapshotPtr race = finished(study, plan(study, {"random", "nsga2"}, 120, 1));
        const RaceLane& lane = *race->lanes[1];
        QCOMPARE(race->reference, run->reference);
        QCOMPARE(lane.trace.hypervolume.back(), run->hypervolume.back().value);
        std::vector<std::uint64_t> front;
        for (const std::size_t row : lane.trace.frontAt(120))
            front.push_back(lane.trace.trials[row]);
        QCOMPARE(front, run->front);
    }

    void sameDesign_isEvaluatedOnce()
    {
        const Study study = small();
        RaceEvaluations evaluations(study.problem);
        const space::Design design(std::vector<double>{0.25, 0.5, 0.75});
        const auto first = evaluations.evaluate(design, {});
        const auto second = evaluations.evaluate(design, {});
        QVERIFY(first && second);
        QCOMPARE(first->metrics, second->metrics);
        QCOMPARE(evaluations.counts().evaluated, std::uint64_t{1});
        QCOMPARE(evaluations.counts().saved, std::uint64_t{1});

        std::stop_source stop;
        stop.request_stop();
        QVERIFY(evaluations.evaluate(design, stop.get_token())); // what is known needs no time
    }

    void savedEvaluations_stillCount()
    {
        // The reference is found by the study's own method and seed, whose lane repeats those evaluations.
        const Study study = small();
        const RaceSnapshotPtr race = finished(study, plan(study, {"nsga2", "random"}, 100, 1));
        QCOMPARE(race->done(), std::uint64_t{200});
        QVERIFY(race->saved >= 32);
        const Study given = small({{"reference", {1.5, 8.0}}});
        const RaceSnapshotPtr other = finished(given, plan(given, {"nsga2", "random"}, 100, 1));
        QCOMPARE(other->reference, std::vector<double>({1.5, 8.0}));
        QCOMPARE(other->evaluated + other->saved, other->done());
    }

    void step_movesEveryLaneEquallyAndPauses()
    {
        const Study study = small();
        const auto race = raceOf(study, plan(study, {"nsga2", "random"}));
        for (const std::uint64_t expected : {1, 11, 21}) {
            race->step(expected == 1 ? 1 : 10);
            QVERIFY(race->waitUntilQuiet(kLong_s));
            QCOMPARE(race->snapshot()->state, RunState::Paused);
            for (const RaceLanePtr& lane : race->snapshot()->lanes)
                QCOMPARE(lane->evaluations, expected);
        }
        race->start();
        QVERIFY(race->waitUntilQuiet(kLong_s));
        compareLanes(*race->snapshot(), *finished(study, plan(study, {"nsga2", "random"})));
    }

    void pace_holdsLanesTogetherAndChangesNothing()
    {
        const Study study = small();
        const auto race = raceOf(study, plan(study, {"nsga2", "random"}, 60));
        race->setPace(20);
        race->start();
        std::uint64_t most = 0, least = 0;
        while (!race->waitUntilQuiet(0.005)) {
            const RaceSnapshotPtr now = race->snapshot();
            most = least = now->lanes.front()->evaluations;
            for (const RaceLanePtr& lane : now->lanes) {
                most = std::max(most, lane->evaluations);
                least = std::min(least, lane->evaluations);
            }
            QVERIFY(most - least <= 20);
        }
        compareLanes(*race->snapshot(), *finished(study, plan(study, {"nsga2", "random"}, 60)));
    }

    void stopInTheMiddleAndStart_endsAsIfNeverStopped()
    {
        const Study study = small({{"problem", {{"evaluation_s", 0.002}}}});
        const auto race = raceOf(study, plan(study, {"nsga2", "random"}, 40));
        race->start();
        while (race->snapshot()->done() < 20)
            QTest::qWait(1);
        race->stop();
        QVERIFY(race->waitUntilQuiet(kLong_s));
        const RaceSnapshotPtr stopped = race->snapshot();
        QCOMPARE(stopped->state, RunState::Stopped);
        QVERIFY(stopped->done() < 160);
        race->start();
        race->pause();
        QVERIFY(race->waitUntilQuiet(kLong_s));
        QCOMPARE(race->snapshot()->state, RunState::Paused);
        race->start();
        QVERIFY(race->waitUntilQuiet(kLong_s));
        QCOMPARE(race->snapshot()->state, RunState::Finished);
        compareLanes(*race->snapshot(), *finished(study, plan(study, {"nsga2", "random"}, 40)));
    }

    void destroyedWhileRunning_joins()
    {
        const Study study = small({{"problem", {{"evaluation_s", 0.001}}}});
        for (int i = 0; i < 20; ++i) {
            const auto race = raceOf(study, plan(study, {"nsga2", "random"}, 5000));
            race->start();
            if (i % 2 == 0)
                QTest::qWait(i);
        }
    }

    void methodThatCannotSearch_isNamedAndLeftOut()
    {
        const Study study = small();
        const RaceSnapshotPtr race = finished(study, plan(study, {"grid", "random"}, 10, 1));
        QCOMPARE(race->methods, std::vector<std::string>{"random"});
        QCOMPARE(race->leftOut.size(), std::size_t{1});
        QCOMPARE(race->leftOut[0].method, std::string("grid"));
        QVERIFY(!race->leftOut[0].reason.empty());
        const auto none = Race::make(study, plan(study, {"grid"}), {});
        QVERIFY(!none);
        QVERIFY(none.error().what.find("grid") != std::string::npos);
    }

    void planThatMakesNoSense_isRefusedInASentence()
    {
        const Study study = small();
        RacePlan none = plan(study, {});
        RacePlan twice = plan(study, {"random", "random"});
        RacePlan unknown = plan(study, {"guess"});
        RacePlan seedless = plan(study, {"random"}, 10, 0);
        RacePlan idle = plan(study, {"random"}, 0);
        RacePlan flat = plan(study, {"random"});
        flat.reference = std::vector<double>{1.0};
        RacePlan endless = plan(study, {"random"});
        endless.reference = std::vector<double>{1.0, std::nan("")};
        for (const RacePlan& each : {none, twice, unknown, seedless, idle, flat, endless}) {
            const auto race = Race::make(study, each, {});
            QVERIFY(!race);
            QCOMPARE(race.error().code, ErrorCode::InvalidInput);
            QVERIFY(race.error().what.ends_with('.'));
        }
    }

    void keptRace_comesBackAsItWas()
    {
        const Study study = small();
        const RaceSnapshotPtr race = finished(study, plan(study, {"grid", "nsga2", "random"}, 50));
        const json kept = json::parse(raceToJson(*race).dump());
        const auto back = raceFromJson(kept, study, "test");
        QVERIFY2(back, back ? "" : back.error().text().c_str());
        QCOMPARE(back->state, RunState::Finished);
        QCOMPARE(back->methods, race->methods);
        QCOMPARE(back->leftOut.size(), std::size_t{1});
        QCOMPARE(back->saved, race->saved);
        for (std::size_t i = 0; i < race->lanes.size(); ++i) {
            QVERIFY(back->lanes[i]->trace == race->lanes[i]->trace);
            QCOMPARE(back->lanes[i]->pulse_s, race->lanes[i]->pulse_s);
        }
        QCOMPARE(raceToJson(*back), kept);
    }

    void damagedRace_isRefused()
    {
        const Study study = small();
        const json good = raceToJson(*finished(study, plan(study, {"random"}, 20)));
        QVERIFY(raceFromJson(good, study, "test"));
        for (const char* patch :
             {R"({"version": 9})", R"({"methods": []})", R"({"seeds": 3})", R"({"reference": [1, 2, 3]})",
              R"({"lanes": [{"method": 0}]})", R"({"lanes": 4})", R"({"extra": 1})"}) {
            json bad = good;
            bad.merge_patch(json::parse(patch));
            QVERIFY2(!raceFromJson(bad, study, "test"), patch);
        }
        json uneven = good;
        uneven["lanes"][0]["entered_s"].push_back(1.0);
        QVERIFY(!raceFromJson(uneven, study, "test"));
        QVERIFY(!raceFromJson(json::array(), study, "test"));
    }

    void csv_hasALineForEveryStepAndEveryEnd()
    {
        const Study study = small();
        const RaceSnapshotPtr race = finished(study, plan(study, {"random"}, 30, 2));
        const QString text = QString::fromStdString(raceToCsv(*race, study));
        const QStringList lines = text.split('\n', Qt::SkipEmptyParts);
        const std::size_t steps = race->lanes[0]->trace.size() + race->lanes[1]->trace.size();
        QCOMPARE(static_cast<std::size_t>(lines.size()), 1 + steps + 2);
        QCOMPARE(lines[0],
                 QStringLiteral("method,seed,evaluations,seconds_s,hypervolume,f1,f2,best_f1,best_f2"));
        for (const QString& line : lines)
            QCOMPARE(line.count(','), 8);
        QVERIFY(lines.last().startsWith(QStringLiteral("random,6,30,")));
    }
};

QTEST_GUILESS_MAIN(TestRace)
#include "tst_race.moc"
