// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/runner.h"
#include "tests/core/study/fake_problem.h"

#include <QtTest>

#include <chrono>
#include <cmath>
#include <csignal>
#include <filesystem>
#include <sys/resource.h>

using namespace paretoscope;
using namespace paretoscope::study;
namespace fs = std::filesystem;

namespace {

constexpr double kLong_s = 20.0;

struct Run
{
    std::unique_ptr<Session> session;
    std::unique_ptr<Runner> runner;
};

Run opened(const fs::path& file, unsigned workers = 2)
{
    Run run;
    auto session = Session::open(file);
    if (!session)
        qFatal("%s", session.error().text().c_str());
    run.session = std::move(session).value();
    auto runner = Runner::make(*run.session, {workers, 8, {}, 30.0});
    if (!runner)
        qFatal("%s", runner.error().text().c_str());
    run.runner = std::move(runner).value();
    return run;
}

void awaitTrials(const Runner& runner, std::size_t count)
{
    QTRY_VERIFY_WITH_TIMEOUT(runner.snapshot()->trials.size() >= count, 10'000);
}

} // namespace

class TestRunner : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_files = 0;

    fs::path fresh(const std::string& behaviour, std::uint64_t evaluations, std::uint64_t seed = 7)
    {
        const fs::path file = fs::path(m_folder.path().toStdString()) / std::to_string(++m_files);
        if (!Session::create(file, fake::study(behaviour, evaluations, seed)))
            qFatal("cannot make a session");
        return file;
    }

    SnapshotPtr finished(const fs::path& file, unsigned workers = 2)
    {
        Run run = opened(file, workers);
        run.runner->start();
        if (!run.runner->waitUntilQuiet(kLong_s))
            qFatal("did not end");
        return run.runner->snapshot();
    }

private Q_SLOTS:
    void anyNumberOfWorkers_sameTrials()
    {
        const auto one = finished(fresh("jitter", 300), 1);
        QVERIFY(one->state == RunState::Finished);
        QCOMPARE(one->trials.size(), std::size_t{300});
        QVERIFY(fake::bytes(one->trials) == fake::bytes(finished(fresh("jitter", 300), 2)->trials));
        QVERIFY(fake::bytes(one->trials) == fake::bytes(finished(fresh("jitter", 300), 8)->trials));
        QVERIFY(fake::bytes(one->trials) != fake::bytes(finished(fresh("jitter", 300, 8), 2)->trials));
    }

    void stoppedAndReopened_continuesAsIfUninterrupted()
    {
        const auto whole = finished(fresh("jitter", 400));
        const fs::path file = fresh("jitter", 400);
        for (const std::size_t count : {30U, 31U, 150U, 290U}) {
            Run run = opened(file, 1 + static_cast<unsigned>(count % 3));
            QCOMPARE(run.runner->snapshot()->state, RunState::Idle);
            run.runner->start();
            awaitTrials(*run.runner, count);
            run.runner->stop();
            QVERIFY(run.runner->waitUntilQuiet(kLong_s));
            if (count == 150) { // and on again without reopening
                QVERIFY(run.runner->snapshot()->state == RunState::Stopped);
                run.runner->start();
                awaitTrials(*run.runner, 200);
                run.runner->pause();
                QVERIFY(run.runner->waitUntilQuiet(kLong_s));
                run.runner->start();
                awaitTrials(*run.runner, 230);
            } // destroyed while running
        }
        const auto rest = finished(file);
        QVERIFY(fake::bytes(rest->trials) == fake::bytes(whole->trials));
        QVERIFY(rest->front == whole->front);
        QVERIFY(rest->reference == whole->reference);
        QCOMPARE(rest->reasons.size(), whole->reasons.size());
    }

    void snapshots_showOnlyWhatIsDurable()
    {
        const fs::path file = fresh("jitter", 200);
        Run run = opened(file);
        auto reader = Session::open(file, Session::Access::ReadOnly);
        QVERIFY(reader);
        run.runner->start();
        for (;;) {
            const auto seen = run.runner->snapshot();
            const auto kept = reader.value()->trials();
            QVERIFY(kept);
            QVERIFY(kept->size() >= seen->trials.size());
            for (std::size_t i = 0; i < seen->trials.size(); ++i)
                QCOMPARE(seen->trials[i].id, i);
            if (seen->state == RunState::Finished)
                break;
            QTest::qSleep(2);
        }
    }

    void finishedRun_tellsFrontHypervolumeAndReasons()
    {
        const auto done = finished(fresh("plain", 500));
        QCOMPARE(done->trials.size(), std::size_t{500});
        QCOMPARE(done->inFlight, std::uint64_t{0});
        std::uint64_t feasible = 0;
        for (std::size_t i = 0; i < 500; ++i)
            feasible += done->trials[i].outcome.verdict == problem::Verdict::Feasible;
        QCOMPARE(done->feasible, feasible);
        QCOMPARE(done->reasons.size(), std::size_t{1});
        QCOMPARE(done->reasons[0].count, 500 - feasible);
        QCOMPARE(done->trials[done->reasons[0].example].outcome.reason, std::string("too many"));
        QVERIFY(done->front.size() > 3);
        const auto energy = [&](std::uint64_t id) { return done->trials[id].outcome.metrics[0]; };
        const auto speed = [&](std::uint64_t id) { return done->trials[id].outcome.metrics[1]; };
        for (std::size_t i = 1; i < done->front.size(); ++i) {
            QVERIFY(energy(done->front[i - 1]) < energy(done->front[i]));
            QVERIFY(speed(done->front[i - 1]) < speed(done->front[i]));
        }
        QCOMPARE(done->reference.size(), std::size_t{2});
        double before = 0.0;
        for (const HypervolumeSample& sample : done->hypervolume) {
            QVERIFY(sample.value >= before);
            before = sample.value;
        }
        QCOMPARE(done->hypervolume.back().trials, std::uint64_t{500});
        QCOMPARE(done->trials[499].hypervolume, before);
        QVERIFY(std::isnan(done->trials[0].hypervolume));
        QVERIFY(!done->remaining_s);
    }

    void misbehavingEvaluators_becomeFailedTrials_data()
    {
        QTest::addColumn<QString>("behaviour");
        QTest::addColumn<QString>("reason");
        QTest::newRow("throws") << "throws"
                                << "the evaluator failed: the wheels came off";
        QTest::newRow("nan") << "nan"
                             << "the evaluator returned no finite number for energy";
        QTest::newRow("short") << "short"
                               << "the evaluator returned 1 metrics instead of 2";
    }
    void misbehavingEvaluators_becomeFailedTrials()
    {
        QFETCH(QString, behaviour);
        QFETCH(QString, reason);
        const auto done = finished(fresh(behaviour.toStdString(), 100));
        QCOMPARE(done->trials.size(), std::size_t{100});
        bool found = false;
        for (const ReasonCount& count : done->reasons) {
            if (QString::fromStdString(count.reason) != reason)
                continue;
            found = true;
            QVERIFY(count.count > 10);
            QVERIFY(done->trials[count.example].outcome.verdict == problem::Verdict::Failed);
        }
        QVERIFY(found);
    }

    void pause_finishesWhatRunsAndStartsNothing()
    {
        Run run = opened(fresh("slow", 1'000));
        run.runner->start();
        awaitTrials(*run.runner, 3);
        run.runner->pause();
        QVERIFY(run.runner->waitUntilQuiet(kLong_s));
        QVERIFY(run.runner->snapshot()->state == RunState::Paused);
        QTest::qSleep(100);
        const auto at = run.runner->snapshot();
        QTest::qSleep(100);
        QCOMPARE(run.runner->snapshot()->trials.size(), at->trials.size());
        run.runner->stop();
        QVERIFY(run.runner->waitUntilQuiet(1.0));
        QVERIFY(run.runner->snapshot()->state == RunState::Stopped);
    }

    void stop_abandonsSleepingEvaluations()
    {
        Run run = opened(fresh("asleep", 100));
        run.runner->start();
        QTRY_VERIFY(run.runner->snapshot()->state == RunState::Running);
        run.runner->stop();
        QVERIFY(run.runner->waitUntilQuiet(kLong_s));
        QVERIFY(run.runner->snapshot()->state == RunState::Stopped);
        QCOMPARE(run.runner->snapshot()->trials.size(), std::size_t{0});
    }

    void startStopDestroy_fiftyTimes()
    {
        const fs::path file = fresh("jitter", 100'000);
        std::size_t before = 0;
        for (int i = 0; i < 50; ++i) {
            Run run = opened(file);
            QVERIFY(run.runner->snapshot()->trials.size() >= before);
            before = run.runner->snapshot()->trials.size();
            run.runner->start();
            if (i % 3 == 0)
                run.runner->stop();
            if (i % 5 == 0)
                run.runner->start();
            if (i % 7 == 0)
                QTest::qSleep(3);
        }
    }

    void steeringPins_ruleEveryLaterProposalAndSurviveReopening()
    {
        const fs::path file = fresh("jitter", 600);
        const Pins pins{{"columns", 8, 16, true}, {"energy", 0, 1, false}};
        const Pins tighter{{"columns", 8, 9, true}};
        std::uint64_t from = 0;
        std::string before;
        {
            Run run = opened(file);
            run.runner->start();
            awaitTrials(*run.runner, 100);
            run.runner->setPins(pins);
            QTRY_VERIFY(!run.runner->snapshot()->marks.empty());
            from = run.runner->snapshot()->marks.front().trials;
            QCOMPARE(run.runner->snapshot()->marks.front().text, std::string("Columns from 8 to 16"));
            awaitTrials(*run.runner, from + 50);
            run.runner->setPins(tighter);
            run.runner->extendTo(700);
            QTRY_COMPARE(run.runner->snapshot()->marks.size(), std::size_t{2});
            awaitTrials(*run.runner, from + 120);
            before = fake::bytes(run.runner->snapshot()->trials);
        }
        const auto done = finished(file);
        QVERIFY(done->state == RunState::Finished);
        QCOMPARE(done->trials.size(), std::size_t{700});
        QVERIFY(from >= 100 && from < 600);
        QCOMPARE(done->marks.size(), std::size_t{2});
        bool outside = false;
        for (std::size_t i = 0; i < done->trials.size(); ++i) {
            const double columns = done->trials[i].design.row()[0];
            if (i < from)
                outside = outside || columns > 16;
            else
                QVERIFY(columns >= 8 && columns <= (i < done->marks[1].trials ? 16 : 9));
        }
        QVERIFY(outside);
        QVERIFY(fake::bytes(done->trials).substr(0, before.size()) == before);
    }

    /// Pins, extensions and a person's designs break the rhythm; a journal with such breaks continues exactly
    /// as the run that was never closed.
    void breaksInTheRhythm_areReplayed()
    {
        const fs::path file = fresh("plain", 60);
        const fs::path copy = file.string() + "-copy";
        Run run = opened(file);
        run.runner->setPins({{"rows", 1, 40, true}});
        run.runner->start();
        QVERIFY(run.runner->waitUntilQuiet(kLong_s));
        run.runner->inject(space::Design({5, 6, 1}));
        run.runner->extendTo(90);
        QVERIFY(run.runner->waitUntilQuiet(kLong_s));
        QCOMPARE(run.runner->snapshot()->trials.size(), std::size_t{90});
        run.runner->setPins({{"rows", 1, 30, true}});
        run.runner->extendTo(130);
        QVERIFY(run.runner->waitUntilQuiet(kLong_s));
        QVERIFY(run.session->flush());
        {
            auto reader = Session::open(file, Session::Access::ReadOnly);
            auto twin = Session::create(copy, run.session->study());
            const auto log = reader.value()->trials();
            std::vector<Trial> kept;
            for (std::size_t i = 0; i < 117; ++i) // as if killed there
                kept.push_back((*log)[i]);
            QVERIFY(twin.value()->append(kept));
            for (const char* key : {kPinsKey, kBudgetKey, kMarksKey, "proposal_breaks", "lookahead"})
                twin.value()->put(key, run.session->get(key));
        }
        const auto twin = finished(copy);
        QVERIFY(fake::bytes(twin->trials) == fake::bytes(run.runner->snapshot()->trials));
    }

    void injectedDesign_takesTheNextIdAndIsMarked()
    {
        const fs::path file = fresh("plain", 40);
        Run run = opened(file);
        const space::Design mine({11, 13, 2});
        run.runner->inject(space::Design({1, 2}));
        run.runner->inject(space::Design({0.5, 2, 1}));
        QTRY_VERIFY(run.runner->snapshot()->message.find("refused") != std::string::npos);
        run.runner->inject(mine);
        run.runner->start();
        QVERIFY(run.runner->waitUntilQuiet(kLong_s));
        const auto done = run.runner->snapshot();
        QCOMPARE(done->trials.size(), std::size_t{40});
        int found = 0;
        for (std::size_t i = 0; i < 40; ++i) {
            if (done->trials[i].origin != Origin::Manual)
                continue;
            ++found;
            QVERIFY(done->trials[i].design == mine);
        }
        QCOMPARE(found, 1);
        run.runner->inject(mine); // a finished run evaluates it all the same
        QTRY_COMPARE(run.runner->snapshot()->trials.size(), std::size_t{41});
        QVERIFY(run.runner->waitUntilQuiet(kLong_s));
        QVERIFY(run.runner->snapshot()->state == RunState::Finished);
    }

    void injectedWhilePaused_isEvaluatedAndTheRunRests()
    {
        const auto whole = finished(fresh("plain", 40));
        Run run = opened(fresh("plain", 40));
        const space::Design mine({11, 13, 2});
        run.runner->inject(mine); // the run has not begun
        QTRY_VERIFY(!run.runner->snapshot()->trials.empty());
        QTRY_VERIFY([&] {
            const auto now = run.runner->snapshot();
            return now->trials[now->trials.size() - 1].origin == Origin::Manual;
        }());
        const auto rested = run.runner->snapshot();
        QVERIFY(rested->state == RunState::Idle);
        QVERIFY(rested->trials[rested->trials.size() - 1].design == mine);
        QVERIFY(rested->trials.size() < 40); // what had been proposed before, nothing else
        for (std::size_t i = 0; i + 1 < rested->trials.size(); ++i)
            QVERIFY(rested->trials[i].design == whole->trials[i].design);
        run.runner->start();
        QVERIFY(run.runner->waitUntilQuiet(kLong_s));
        QCOMPARE(run.runner->snapshot()->trials.size(), std::size_t{40});
    }

    void impossiblePins_finishWithAReason()
    {
        Run run = opened(fresh("plain", 100));
        run.runner->setPins({{"columns", 200, 300, true}});
        run.runner->start();
        QVERIFY(run.runner->waitUntilQuiet(kLong_s));
        QVERIFY(run.runner->snapshot()->state == RunState::Finished);
        QCOMPARE(run.runner->snapshot()->message, std::string("No design satisfies the pins."));
        run.runner->setPins({});
        run.runner->start();
        QVERIFY(run.runner->waitUntilQuiet(kLong_s));
        QCOMPARE(run.runner->snapshot()->trials.size(), std::size_t{100});
    }

    void fullDisk_failsTheRunAndStartTriesAgain()
    {
        const auto whole = finished(fresh("plain", 3'000));
        const fs::path file = fresh("plain", 3'000);
        Run run = opened(file);
        rlimit before{};
        ::getrlimit(RLIMIT_FSIZE, &before);
        const auto handler = std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{100'000, before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        run.runner->start();
        const bool quiet = run.runner->waitUntilQuiet(kLong_s);
        const auto failed = run.runner->snapshot();
        ::setrlimit(RLIMIT_FSIZE, &before);
        std::signal(SIGXFSZ, handler);
        QVERIFY(quiet);
        QVERIFY(failed->state == RunState::Failed);
        QVERIFY(!failed->message.empty());
        QVERIFY(failed->trials.size() < 3'000);
        run.runner->start();
        QVERIFY(run.runner->waitUntilQuiet(kLong_s));
        QVERIFY2(run.runner->snapshot()->state == RunState::Finished,
                 run.runner->snapshot()->message.c_str());
        QVERIFY(fake::bytes(run.runner->snapshot()->trials) == fake::bytes(whole->trials));
    }

    void deletedSession_failsTheRunWhichGoesOnInAnotherFile()
    {
        const auto whole = finished(fresh("jitter", 400));
        const fs::path file = fresh("jitter", 400);
        Run run = opened(file);
        run.runner->start();
        awaitTrials(*run.runner, 50);
        fs::remove(file);
        QVERIFY(run.runner->waitUntilQuiet(kLong_s));
        const auto failed = run.runner->snapshot();
        QVERIFY(failed->state == RunState::Failed && failed->unkept);
        QVERIFY(failed->trials.size() >= 50 && failed->trials.size() < 400);
        const fs::path copy = file.parent_path() / "copy.pscope";
        QVERIFY(run.session->moveTo(copy));
        run.runner->start();
        QVERIFY(run.runner->waitUntilQuiet(kLong_s));
        QVERIFY(run.runner->snapshot()->state == RunState::Finished && !run.runner->snapshot()->unkept);
        QVERIFY(fake::bytes(run.runner->snapshot()->trials) == fake::bytes(whole->trials));
        run.runner.reset();
        run.session.reset();
        QVERIFY(fake::bytes(*Session::open(copy).value()->trials()) == fake::bytes(whole->trials));
    }

    void wakes_comeNoOftenerThanAskedFor()
    {
        auto session = Session::open(fresh("jitter", 2'000));
        std::atomic<int> wakes = 0;
        Runner::Options options;
        options.publishPerSecond = 10;
        options.wake = [&] { ++wakes; };
        auto runner = Runner::make(*session.value(), options);
        runner.value()->start();
        QVERIFY(runner.value()->waitUntilQuiet(kLong_s));
        QVERIFY(wakes >= 2);
        QVERIFY(wakes <= 3 + 10 * runner.value()->snapshot()->running_s);
    }
};

QTEST_APPLESS_MAIN(TestRunner)
#include "tst_runner.moc"
