// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accuracy/successive_halving.h"

#include <QtTest>

#include <cmath>

using namespace paretoscope;
using namespace paretoscope::accuracy;

namespace {

/// Stands for trainings: a candidate's error falls to its number as epochs go by, so a lower number is better
/// at every moment.
double fakeError(std::size_t candidate, int epochs)
{
    return static_cast<double>(candidate) + 10.0 / epochs;
}

} // namespace

class TestSuccessiveHalving : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nineCandidates_goThroughThreeRungs()
    {
        SuccessiveHalving halving({9, 1, 9, 3.0});
        int epochs = 0;
        std::vector<int> done(9, 0);
        while (!halving.isDone()) {
            const auto job = halving.next();
            QVERIFY(job);
            epochs += job->epochs - done[job->candidate];
            done[job->candidate] = job->epochs;
            halving.tell(job->candidate, fakeError(job->candidate, job->epochs));
        }
        QCOMPARE(halving.rungs().size(), 3U);
        QCOMPARE(halving.rungs()[1].candidates, (std::vector<std::size_t>{0, 1, 2}));
        QCOMPARE(halving.rungs()[1].epochs, 3);
        QCOMPARE(halving.ranking(), std::vector<std::size_t>{0});
        QCOMPARE(epochs, 9 * 1 + 3 * 2 + 1 * 6); // instead of 81
        QVERIFY(!halving.next());
    }

    void resultsInAnyOrder_promoteTheSame()
    {
        SuccessiveHalving halving({6, 2, 8, 2.0});
        for (int i = 0; i < 6; ++i)
            QVERIFY(halving.next());
        QVERIFY(!halving.next()); // the rung waits
        for (const std::size_t candidate : {5, 0, 3, 1, 4, 2})
            halving.tell(candidate, -static_cast<double>(candidate));
        QCOMPARE(halving.rungs().back().candidates, (std::vector<std::size_t>{5, 4, 3}));
        QCOMPARE(halving.next()->epochs, 4);
    }

    void failedTrainings_areNotPromotedBeforeOthers()
    {
        SuccessiveHalving halving({4, 1, 2, 2.0});
        while (halving.next()) { }
        for (std::size_t i = 0; i < 4; ++i)
            halving.tell(i, i == 3 ? 1e9 : std::nan(""));
        QCOMPARE(halving.rungs().back().candidates, (std::vector<std::size_t>{3, 0}));
    }

    void unaskedResults_changeNothing()
    {
        SuccessiveHalving halving({2, 1, 2, 2.0});
        halving.tell(0, 0.0);
        halving.tell(17, 0.0);
        QVERIFY(std::isnan(halving.rungs()[0].errors[0]));
        QVERIFY(halving.next());
        QVERIFY(halving.next());
        halving.tell(0, 2.0);
        halving.tell(0, 1.0); // told twice: the last word counts, and the rung still waits for the other
        QCOMPARE(halving.rungs().size(), 1U);
        halving.tell(1, 1.5);
        QCOMPARE(halving.rungs()[1].candidates, std::vector<std::size_t>{0});
    }

    void factorsNearOne_stillEnd()
    {
        SuccessiveHalving halving({3, 1, 6, 1.01});
        int jobs = 0;
        while (const auto job = halving.next()) {
            halving.tell(job->candidate, fakeError(job->candidate, job->epochs));
            QVERIFY(++jobs < 100);
        }
        QVERIFY(halving.isDone());
        QCOMPARE(halving.rungs().back().epochs, 6);
    }

    void nonsense_isRefused()
    {
        QVERIFY(HalvingOptions().validate());
        QVERIFY(!(HalvingOptions{0, 1, 9, 3.0}.validate()));
        QVERIFY(!(HalvingOptions{9, 0, 9, 3.0}.validate()));
        QVERIFY(!(HalvingOptions{9, 5, 4, 3.0}.validate()));
        QVERIFY(!(HalvingOptions{9, 1, 9, 1.0}.validate()));
        QVERIFY(!(HalvingOptions{9, 1, 9, std::nan("")}.validate()));
    }
};

QTEST_APPLESS_MAIN(TestSuccessiveHalving)
#include "tst_successive_halving.moc"
