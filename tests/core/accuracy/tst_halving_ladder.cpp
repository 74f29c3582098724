// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accuracy/halving_ladder.h"
#include "core/accuracy/training_record.h"
#include "core/base/rng.h"

#include <QtTest>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <thread>

using namespace paretoscope;
using namespace paretoscope::accuracy;

namespace {

/// A training whose error at a rung is known beforehand.
double errorOf(std::uint64_t number, std::size_t rung)
{
    Rng rng(number, rung);
    return rng.uniform() / static_cast<double>(rung + 1);
}

/// Rungs that each trial went past, by number.
std::vector<int> climb(HalvingLadder& ladder, std::uint64_t trials, int workers)
{
    std::vector<int> passed(trials, 0);
    std::atomic<std::uint64_t> next = 0;
    const auto work = [&](std::uint64_t worker) {
        Rng rng(worker);
        for (std::uint64_t number = next++; number < trials; number = next++) {
            (void)ladder.enter(number, std::to_string(number), {});
            std::vector<double> errors;
            for (std::size_t rung = 0; rung < ladder.rungs().size(); ++rung) {
                for (auto turns = rng.below(50); turns > 0; --turns)
                    std::this_thread::yield();
                errors.push_back(errorOf(number, rung));
                if (!ladder.judge(number, rung, errors.back(), {})->goesOn)
                    break;
                ++passed[number];
            }
            ladder.leave(number, errors, 1);
        }
    };
    std::vector<std::jthread> threads;
    for (int worker = 0; worker < workers; ++worker)
        threads.emplace_back(work, static_cast<std::uint64_t>(worker));
    threads.clear();
    return passed;
}

} // namespace

class TestHalvingLadder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rungs_areTheFewestEpochsAndSoManyTimesMore()
    {
        QCOMPARE((HalvingOptions{3.0, 1, 9}.rungs()), (std::vector<int>{1, 3}));
        QCOMPARE((HalvingOptions{2.0, 2, 8}.rungs()), (std::vector<int>{2, 4}));
        QCOMPARE((HalvingOptions{2.0, 2, 9}.rungs()), (std::vector<int>{2, 4, 8}));
        QCOMPARE((HalvingOptions{1.01, 1, 5}.rungs()),
                 (std::vector<int>{1, 2, 3, 4})); // moves on all the same
        QCOMPARE((HalvingOptions{3.0, 9, 9}.rungs()), std::vector<int>());
    }

    void oneOfThree_goesOnAndTheBestInAnyCase()
    {
        HalvingLadder ladder({3.0, 1, 3});
        const std::vector<double> errors{0.5, 0.6, 0.4, 0.7, 0.45, 0.45, 0.3};
        const std::vector<bool> goesOn{true, false, true, false, false, false, true};
        for (std::size_t i = 0; i < errors.size(); ++i) {
            QVERIFY(*ladder.enter(i, std::to_string(i), {}));
            const auto verdict = ladder.judge(i, 0, errors[i], {});
            QCOMPARE(verdict->goesOn, bool(goesOn[i]));
            QCOMPARE(verdict->compared, i + 1);
            ladder.leave(i, {errors[i]}, 1);
        }
        // Two of six may go on; the second of two equals is third.
        QVERIFY(*ladder.enter(7, "seven", {}));
        QCOMPARE(ladder.judge(7, 0, 0.3, {})->place, 2U);
    }

    void sharedTraining_isJudgedOnceAndItsEpochsAreKnown()
    {
        HalvingLadder ladder({3.0, 1, 9});
        QVERIFY(*ladder.enter(0, "a", {}));
        QVERIFY(!*ladder.enter(1, "a", {}));
        QVERIFY(!*ladder.enter(2, "", {})); // trains nothing
        ladder.close(2);
        QVERIFY(ladder.judge(0, 0, 0.5, {}));
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(ladder.epochsOf("a", stop.get_token()).error().code, ErrorCode::Cancelled);
        ladder.leave(0, {0.5}, 4);
        QCOMPARE(ladder.epochsOf("a", {})->value_or(0), 4);
        QVERIFY(!ladder.epochsOf("b", {})->has_value());
        QVERIFY(*ladder.enter(3, "b", {}));
        QCOMPARE(ladder.judge(3, 0, 0.6, {})->compared, 2U); // not 3: one training of two trials counts once
    }

    void verdicts_areTheSameWithManyWorkers()
    {
        const HalvingOptions options{3.0, 1, 27};
        HalvingLadder alone(options);
        const std::vector<int> expected = climb(alone, 60, 1);
        QVERIFY(std::count(expected.begin(), expected.end(), 0) > 30);
        QVERIFY(std::count(expected.begin(), expected.end(), 3) > 0);
        for (int repetition = 0; repetition < 3; ++repetition) {
            HalvingLadder together(options);
            QCOMPARE(climb(together, 60, 4), expected);
        }
    }

    void abandonedTrial_isWaitedForUntilItIsBegunAgain()
    {
        HalvingLadder ladder({3.0, 1, 9});
        QVERIFY(*ladder.enter(0, "a", {}));
        QVERIFY(*ladder.enter(1, "b", {}));
        QVERIFY(ladder.judge(0, 0, 0.1, {}));
        ladder.withdraw(0);
        std::stop_source stop;
        std::jthread stopper([&] { stop.request_stop(); });
        QCOMPARE(ladder.judge(1, 0, 0.2, stop.get_token()).error().code, ErrorCode::Cancelled);
        QVERIFY(*ladder.enter(0, "c", {})); // another design meanwhile
        QVERIFY(ladder.judge(0, 0, 0.3, {}));
        QCOMPARE(ladder.judge(1, 0, 0.2, {})->place, 1U); // better than the new one, unlike the old
    }

    void optionsWithoutMeaning_areRefused()
    {
        QVERIFY(HalvingOptions().validate());
        QVERIFY(!(HalvingOptions{3.0, 0, 9}.validate()));
        QVERIFY(!(HalvingOptions{3.0, 5, 4}.validate()));
        QVERIFY(!(HalvingOptions{1.0, 1, 9}.validate()));
        QVERIFY(!(HalvingOptions{std::nan(""), 1, 9}.validate()));
    }

    void record_readsBackAndAnythingElseIsRefused()
    {
        TrainingCurve curve{"", 9, TrainingState::Outranked, {}, {}, {1}, 0, false, {}};
        curve.epochs = {{1, 2.1, 0.2, 0.25, 0.01}, {2, 1.7, 0.4, 1.0 / 3.0, 0.02}, {3, 1.5, 0.5, 0.6, 0.01}};
        const std::vector<double> record = toRecord(curve);
        const auto back = fromRecord(record);
        QVERIFY(back.has_value());
        QCOMPARE(back->epochs, curve.epochs); // to the last bit
        QCOMPARE(back->state, curve.state);
        QCOMPARE(back->rungs, curve.rungs);
        QCOMPARE(back->plannedEpochs, 9);
        for (std::size_t i = 0; i < record.size(); ++i) {
            QVERIFY(!fromRecord(std::span(record).first(i)) || (record.size() - i) % 4 == 0);
            for (const double wrong : {std::nan(""), -3.0, 1e300, static_cast<double>(INFINITY)}) {
                std::vector<double> hostile = record;
                hostile[i] = wrong;
                QVERIFY2(!fromRecord(hostile), qPrintable(QStringLiteral("%1 at %2").arg(wrong).arg(i)));
            }
        }
        TrainingCurve longer = curve;
        longer.plannedEpochs = 2; // fewer than it has
        QVERIFY(!fromRecord(toRecord(longer)));
        longer = curve;
        longer.state = TrainingState::Running;
        QVERIFY(!fromRecord(toRecord(longer)));
    }
};

QTEST_APPLESS_MAIN(TestHalvingLadder)
#include "tst_halving_ladder.moc"
