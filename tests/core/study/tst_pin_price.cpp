// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/pin_price.h"
#include "tests/core/study/fake_problem.h"

#include <QtTest>

#include <cmath>

using namespace paretoscope;
using namespace paretoscope::study;

namespace {

constexpr std::size_t kEnergy = 0, kSpeed = 1;

/// Energy is minimised, speed maximised: boxes of 9, then 24 and 12 more, against the reference.
Snapshot threeDesigns()
{
    Snapshot snapshot;
    snapshot.reference = {10.0, 0.0};
    const auto add = [&](double columns, double energy, double speed, problem::Verdict verdict) {
        Trial trial;
        trial.id = snapshot.trials.size();
        trial.design = space::Design({columns, 2, 1});
        trial.outcome = {verdict, {energy, speed}, 0.0, {}, 0.0};
        snapshot.trials.append(std::move(trial));
    };
    add(2, 1.0, 1.0, problem::Verdict::Feasible);
    add(16, 2.0, 4.0, problem::Verdict::Feasible);
    add(4, 4.0, 6.0, problem::Verdict::Feasible);
    add(2, 0.5, 9.0, problem::Verdict::Infeasible); // must not count
    return snapshot;
}

const std::function<bool()> kGoOn = [] { return false; };

} // namespace

class TestPinPrice : public QObject
{
    Q_OBJECT

    const Study m_study = fake::study("plain", 10);
    PinPrice priced(const Pins& pins, std::size_t which, const PriceQuestion& question)
    {
        return pinPrice(threeDesigns(), *m_study.problem, pins, which, question, kGoOn).value();
    }

private Q_SLOTS:
    void limit_losesVolumeAndTheBestOfTheOtherAxis()
    {
        const PinPrice price = priced({{"energy", -INFINITY, 2.0, false}}, 0, {kSpeed, {}});
        QCOMPARE(price.volumeLoss, 12.0 / 45.0);
        QCOMPARE(price.worse, (6.0 - 4.0) / 6.0);
        QVERIFY(!price.nothingPasses);
    }

    void limitOnAThirdAxis_isPricedAtEqualPerformance()
    {
        const Pins pins{{"columns", 1, 8, false}};
        QCOMPARE(priced(pins, 0, {kEnergy, PriceQuestion::Held{kSpeed, 4.0}}).worse, 1.0); // 2 to 4
        QCOMPARE(priced(pins, 0, {kEnergy, PriceQuestion::Held{kSpeed, 6.0}}).worse, 0.0); // the same design
        QVERIFY(std::isnan(priced(pins, 0, {kEnergy, PriceQuestion::Held{kSpeed, 7.0}}).worse)); // nobody
        const Pins tight{{"columns", 1, 2, false}};
        QVERIFY(std::isinf(priced(tight, 0, {kEnergy, PriceQuestion::Held{kSpeed, 4.0}}).worse));
    }

    void otherPins_stayInForce()
    {
        // Without the slowest and the hungriest, the limit on columns costs everything that is left.
        const Pins pins{{"energy", 1.5, 3.0, false}, {"columns", 1, 8, false}};
        QVERIFY(priced(pins, 1, {kEnergy, {}}).nothingPasses);
        QCOMPARE(priced(pins, 0, {kSpeed, {}}).nothingPasses, true);
        const Pins loose{{"energy", 0.0, 3.0, false}, {"columns", 1, 8, false}};
        QCOMPARE(priced(loose, 1, {kSpeed, {}}).worse, (4.0 - 1.0) / 4.0);
    }

    void limitThatExcludesNobody_isFree()
    {
        const PinPrice price = priced({{"energy", 0.0, 9.0, false}}, 0, {kSpeed, {}});
        QCOMPARE(price.volumeLoss, 0.0);
        QCOMPARE(price.worse, 0.0);
    }

    void withoutReference_onlyTheVolumeIsUnknown()
    {
        Snapshot snapshot = threeDesigns();
        snapshot.reference.clear();
        const auto price = pinPrice(snapshot, *m_study.problem, {{"energy", -INFINITY, 2.0, false}}, 0,
                                    {kSpeed, {}}, kGoOn);
        QVERIFY(std::isnan(price->volumeLoss));
        QCOMPARE(price->worse, (6.0 - 4.0) / 6.0);
    }

    void staleWork_ends()
    {
        QVERIFY(!pinPrice(threeDesigns(), *m_study.problem, {{"energy", 0.0, 9.0, false}}, 0, {kSpeed, {}},
                          [] { return true; }));
    }
};

QTEST_APPLESS_MAIN(TestPinPrice)
#include "tst_pin_price.moc"
