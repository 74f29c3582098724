// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/front_place.h"
#include "core/study/single_steps.h"

#include <QtTest>

#include <cmath>

using namespace paretoscope;
using namespace paretoscope::study;
using problem::Direction;
using problem::Outcome;
using problem::Verdict;

namespace {

/// Cost a + b is minimised, worth a * b is maximised; a and b run from 1 to 9, and their sum stays below 16.
class Trade : public problem::Problem
{
public:
    Trade()
        : m_space(space::Space::make({*space::makeInteger({"a", "", "", {}}, 1, 9),
                                      *space::makeInteger({"b", "", "", {}}, 1, 9)})
                      .value())
    {
        (void)m_space.constrain("budget", "a + b < 16");
    }
    const std::string& name() const override { return m_name; }
    const space::Space& space() const override { return m_space; }
    const std::vector<problem::Metric>& metrics() const override { return m_metrics; }
    const std::vector<problem::Objective>& objectives() const override { return m_objectives; }
    const std::vector<problem::MetricConstraint>& constraints() const override { return m_constraints; }
    Outcome evaluate(const space::Design& design, const std::stop_token& stop) const override
    {
        if (stop.stop_requested())
            return {Verdict::Failed, {}, 0.0, "stopped", 0.0};
        const double a = design.row()[0], b = design.row()[1];
        return {Verdict::Feasible, {a + b, a * b}, 0.0, {}, 0.0};
    }
    Result<problem::Explanation> explain(const space::Design&, const std::stop_token&) const override
    {
        return problem::Explanation{};
    }

private:
    std::string m_name = "trade";
    space::Space m_space;
    std::vector<problem::Metric> m_metrics{
        {"cost", "Cost", "", Direction::Minimize, problem::Scale::Linear, ""},
        {"worth", "Worth", "", Direction::Maximize, problem::Scale::Linear, ""}};
    std::vector<problem::Objective> m_objectives{{0}, {1}};
    std::vector<problem::MetricConstraint> m_constraints;
};

Outcome outcome(double cost, double worth)
{
    return {Verdict::Feasible, {cost, worth}, 0.0, {}, 0.0};
}

/// Designs at (cost, worth) (2, 1), (4, 4), (6, 9); reference cost 10, worth 0.
Snapshot threeOnTheFront()
{
    Snapshot snapshot;
    for (const auto& [cost, worth] : {std::pair{2.0, 1.0}, {4.0, 4.0}, {6.0, 9.0}}) {
        Trial trial;
        trial.id = snapshot.trials.size();
        trial.outcome = outcome(cost, worth);
        snapshot.trials.append(trial);
        snapshot.front.push_back(trial.id);
    }
    snapshot.reference = {10.0, 0.0};
    return snapshot;
}

// Of the boxes down to the reference: 2 * 1 + 2 * 4 + 4 * 9.
constexpr double kVolume = 46.0;

} // namespace

class TestWhatIf : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void betterPoint_pushesOffWhatItDominates()
    {
        const FrontPlace place = placeInFront(outcome(4.0, 9.0), threeOnTheFront(), Trade());
        QVERIFY(place.onFront());
        QCOMPARE(place.dominates, (std::vector<std::uint64_t>{1, 2}));
        QVERIFY(place.dominatedBy.empty());
        // 2 * 1 + 6 * 9 instead of 46.
        QVERIFY(std::abs(*place.hypervolumeGain - (56.0 / kVolume - 1.0)) < 1e-12);
    }

    void dominatedPoint_namesWhoDominatesIt()
    {
        const FrontPlace place = placeInFront(outcome(6.0, 3.0), threeOnTheFront(), Trade());
        QVERIFY(!place.onFront());
        QCOMPARE(place.dominatedBy, (std::vector<std::uint64_t>{1, 2}));
        QVERIFY(place.dominates.empty());
        QCOMPARE(place.hypervolumeGain, std::optional(0.0));
    }

    void pointBetweenOthers_isOnTheFrontAndDominatesNone()
    {
        const FrontPlace place = placeInFront(outcome(5.0, 5.0), threeOnTheFront(), Trade());
        QVERIFY(place.onFront());
        QVERIFY(place.dominates.empty());
        // One more unit of worth between costs 5 and 6.
        QVERIFY(std::abs(*place.hypervolumeGain - 1.0 / kVolume) < 1e-12);
    }

    void samePoint_isNamed()
    {
        const FrontPlace place = placeInFront(outcome(4.0, 4.0), threeOnTheFront(), Trade());
        QVERIFY(!place.onFront());
        QCOMPARE(place.equals, std::optional<std::uint64_t>(1));
        QCOMPARE(place.hypervolumeGain, std::optional(0.0));
    }

    void missingReference_leavesTheVolumeUnsaid()
    {
        Snapshot snapshot = threeOnTheFront();
        snapshot.reference.clear();
        const FrontPlace place = placeInFront(outcome(4.0, 9.0), snapshot, Trade());
        QVERIFY(place.onFront());
        QVERIFY(!place.hypervolumeGain);
        QVERIFY(!placeInFront({Verdict::Infeasible, {}, 1.0, "too large", 0.0}, snapshot, Trade()).feasible);
        QVERIFY(placeInFront(outcome(1.0, 1.0), Snapshot{}, Trade()).onFront());
    }

    void steps_areEveryLegalNeighbour()
    {
        const Trade trade;
        // From a = 7, b = 8: b = 9 and a = 8 break the budget.
        const auto steps = singleSteps(trade.space(), space::Design({7, 8}));
        QCOMPARE(steps.size(), std::size_t{2});
        QVERIFY(steps[0].design == space::Design({6, 8}));
        QCOMPARE(steps[0].parameter, std::size_t{0});
        QVERIFY(steps[1].design == space::Design({7, 7}));
        QCOMPARE(singleSteps(trade.space(), space::Design({5, 1})).size(), std::size_t{3});
    }

    void helpfulSteps_areCheapestFirst()
    {
        const Trade trade;
        auto steps = singleSteps(trade.space(), space::Design({2, 4}));
        std::vector<std::size_t> told;
        QVERIFY(evaluateSteps(steps, trade, {}, [&](std::size_t done) { told.push_back(done); }));
        QCOMPARE(told.size(), steps.size());
        QCOMPARE(told.back(), steps.size());
        const auto helpful = helpfulSteps(steps, outcome(6.0, 8.0), trade, 1); // worth
        // a 2 -> 3 makes 12 (+50 %), b 4 -> 5 makes 10 (+25 %); both for a sixth more cost.
        QCOMPARE(helpful.size(), std::size_t{2});
        QVERIFY(steps[helpful[0].step].design == space::Design({3, 4}));
        QVERIFY(std::abs(helpful[0].gain - 0.5) < 1e-12);
        QVERIFY(std::abs(helpful[0].price - 1.0 / 6.0) < 1e-12);
        QVERIFY(steps[helpful[1].step].design == space::Design({2, 5}));
    }

    void stopped_saysSo()
    {
        const Trade trade;
        auto steps = singleSteps(trade.space(), space::Design({2, 4}));
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(!evaluateSteps(steps, trade, stop.get_token(), [](std::size_t) {}));
    }
};

QTEST_APPLESS_MAIN(TestWhatIf)
#include "tst_what_if.moc"
