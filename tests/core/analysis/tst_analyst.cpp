// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/analyst.h"
#include "core/analysis/trial_sample.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <set>

using namespace paretoscope;
using namespace paretoscope::analysis;

namespace {

/// Four reals: the first matters much to the cost, the second little, the third decides what is allowed, the
/// last matters to nothing. Luck is noise alone.
class Known : public problem::Problem
{
public:
    explicit Known(bool withLuck)
    {
        std::vector<space::ParameterPtr> parameters;
        for (const char* name : {"much", "little", "room", "nothing"})
            parameters.push_back(space::makeReal({name, name, "", {}}, 0.0, 1.0, false).value());
        m_space = space::Space::make(std::move(parameters)).value();
        using problem::Direction;
        m_metrics = {{"cost", "Cost", "", Direction::Minimize, problem::Scale::Linear, ""},
                     {"speed", "Speed", "", Direction::Maximize, problem::Scale::Linear, ""},
                     {"area", "Area", "", Direction::Minimize, problem::Scale::Linear, ""}};
        m_objectives = {{0}, {1}};
        m_constraints = {{2, -INFINITY, 0.7}};
        m_luck = withLuck;
    }
    const std::string& name() const override { return m_name; }
    const space::Space& space() const override { return m_space; }
    const std::vector<problem::Metric>& metrics() const override { return m_metrics; }
    const std::vector<problem::Objective>& objectives() const override { return m_objectives; }
    const std::vector<problem::MetricConstraint>& constraints() const override { return m_constraints; }
    problem::Outcome evaluate(const space::Design& design, const std::stop_token&) const override
    {
        const auto x = design.row();
        problem::Outcome outcome;
        const double luck = Rng(3, static_cast<std::uint64_t>(x[0] * 1e9)).uniform();
        outcome.metrics = {m_luck ? luck : 5.0 + std::sin(5.0 * x[0]) + 0.1 * x[1], 3.0 + x[0] - 0.5 * x[1],
                           x[2]};
        outcome.violation = std::max(0.0, (x[2] - 0.7) / 0.7);
        outcome.verdict = outcome.violation > 0.0 ? problem::Verdict::Infeasible : problem::Verdict::Feasible;
        return outcome;
    }
    Result<problem::Explanation> explain(const space::Design&, const std::stop_token&) const override
    {
        return Error{ErrorCode::Unsupported, "nothing to explain", {}, {}};
    }

private:
    bool m_luck = false;
    std::string m_name = "known";
    space::Space m_space;
    std::vector<problem::Metric> m_metrics;
    std::vector<problem::Objective> m_objectives;
    std::vector<problem::MetricConstraint> m_constraints;
};

study::Study studyOf(bool withLuck = false)
{
    study::Study study;
    study.problem = std::make_shared<Known>(withLuck);
    return study;
}

study::SnapshotPtr tried(const study::Study& study, std::uint64_t trials)
{
    auto snapshot = std::make_shared<study::Snapshot>();
    Rng rng(5);
    for (std::uint64_t id = 0; id < trials; ++id) {
        study::Trial trial;
        trial.id = id;
        trial.design = *study.problem->space().sample(rng);
        trial.outcome = study.problem->evaluate(trial.design, {});
        snapshot->trials.append(std::move(trial));
    }
    return snapshot;
}

bool always(double)
{
    return true;
}

std::shared_ptr<const Analyst> analystOf(const study::Study& study, std::uint64_t trials)
{
    return Analyst::fit(study, tried(study, trials), {}, always).value();
}

space::Design middle()
{
    return space::Design(std::vector<double>{0.5, 0.5, 0.5, 0.5});
}

} // namespace

class TestAnalyst : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sample_holdsTheFrontAndARandomRest()
    {
        const study::Study study = studyOf();
        auto snapshot = std::make_shared<study::Snapshot>(*tried(study, 1000));
        for (std::uint64_t id = 0; id < 20; ++id)
            snapshot->front.push_back(id * 7);
        const TrialSample sample = sampleTrials(*snapshot, 100, 300, 1);
        QCOMPARE(sample.of, 1000U);
        QCOMPARE(sample.ids.size(), std::size_t{300});
        QCOMPARE(std::set<std::uint64_t>(sample.ids.begin(), sample.ids.end()).size(), std::size_t{300});
        const std::set<std::uint64_t> first(sample.ids.begin(), sample.ids.begin() + 100);
        for (const std::uint64_t id : snapshot->front)
            QVERIFY(first.contains(id));
        QCOMPARE(sampleTrials(*snapshot, 100, 300, 1).ids, sample.ids);
        QVERIFY(sampleTrials(*snapshot, 100, 300, 2).ids != sample.ids);
        for (std::uint64_t id = 0; id < 1000; ++id)
            snapshot->front.push_back(id); // far more than fit: half of the few, at most
        QCOMPARE(sampleTrials(*snapshot, 100, 100, 1).ids.size(), std::size_t{100});
        QVERIFY(sampleTrials(study::Snapshot{}, 100, 300, 1).ids.empty());
    }

    void influence_findsWhatMattersAndWhatDoesNot()
    {
        const study::Study study = studyOf();
        const auto analyst = analystOf(study, 150);
        QCOMPARE(analyst->outcomes().size(), std::size_t{3});
        QCOMPARE(analyst->learntFrom(), 150U);
        const OutcomeFacts& cost = analyst->outcomes()[0];
        for (const Influence* influence : {&cost.everywhere, &cost.tried}) {
            QVERIFY(influence->shares[0] > 0.9);
            QVERIFY(influence->shares[1] < 0.05);
            QVERIFY(influence->shares[3] < 0.01);
            for (std::size_t i = 0; i < 4; ++i)
                QVERIFY(influence->low[i] <= influence->shares[i]
                        && influence->shares[i] <= influence->high[i]);
        }
        // x - y / 2 has variances 1/12 and 1/48: shares of 0.8 and 0.2.
        const OutcomeFacts& speed = analyst->outcomes()[1];
        QVERIFY(std::abs(speed.everywhere.shares[0] - 0.8) < 0.08);
        QVERIFY(std::abs(speed.everywhere.shares[1] - 0.2) < 0.05);
        const OutcomeFacts& limit = analyst->outcomes()[2];
        QVERIFY(limit.kind == OutcomeFacts::Kind::Limit);
        QCOMPARE(limit.metric, std::size_t{2});
        QVERIFY(limit.everywhere.shares[2] > 0.95);
        QVERIFY(cost.lengths.lengthScales[0] < cost.lengths.lengthScales[3]);
    }

    /// Along the line the speed hardly changes; away from it, with one parameter of another design, it does.
    void influence_amongDesignsOnALineIsStillAShare()
    {
        const study::Study study = studyOf();
        auto snapshot = std::make_shared<study::Snapshot>();
        Rng rng(7);
        for (std::uint64_t id = 0; id < 120; ++id) {
            const double much = 0.45 * rng.uniform();
            study::Trial trial;
            trial.id = id;
            trial.design = space::Design(
                std::vector<double>{much, 2.0 * much + 0.1 * rng.uniform(), 0.5, rng.uniform()});
            trial.outcome = study.problem->evaluate(trial.design, {});
            snapshot->trials.append(std::move(trial));
        }
        const auto analyst = Analyst::fit(study, snapshot, {}, always);
        QVERIFY(analyst);
        const Influence& speed = (*analyst)->outcomes()[1].tried;
        for (std::size_t i = 0; i < 4; ++i)
            QVERIFY2(speed.shares[i] >= 0.0 && speed.high[i] <= 1.0,
                     qPrintable(QString::number(speed.high[i])));
        QVERIFY(speed.shares[0] > 0.5 && speed.shares[1] > 0.5);
        QVERIFY(speed.shares[3] < 0.05);
    }

    void validation_isNearOneOfASmoothFunctionAndLowOfNoise()
    {
        const auto smooth = analystOf(studyOf(), 120);
        QVERIFY(smooth->outcomes()[0].validation.determination > 0.98);
        const auto noise = analystOf(studyOf(true), 120);
        QVERIFY(noise->outcomes()[0].validation.determination < 0.2);
        QVERIFY(noise->outcomes()[1].validation.determination > 0.98);
        // Speed is maximised: what the models negate comes back.
        const optimizer::CrossValidation& speed = smooth->outcomes()[1].validation;
        QVERIFY(speed.measured.front() > 2.0 && speed.predicted.front() > 2.0);
        QVERIFY(speed.low.front() <= speed.high.front());
    }

    void slice_bandHoldsTheTruth()
    {
        const study::Study study = studyOf();
        const auto analyst = analystOf(study, 60);
        std::size_t within = 0;
        for (std::size_t outcome = 0; outcome < 2; ++outcome) {
            const auto slice = analyst->along(middle(), 0, outcome, 21);
            QVERIFY(bool(slice));
            for (std::size_t i = 0; i < 21; ++i) {
                const double truth = study.problem->evaluate(slice->designs[i], {}).metrics[outcome];
                QVERIFY(std::abs(slice->median[i] - truth) < 0.1);
                within += slice->low[i] <= truth && truth <= slice->high[i] ? 1 : 0;
                QVERIFY(slice->low[i] <= slice->high[i]);
                QVERIFY(slice->legal[i]);
            }
        }
        QVERIFY2(within >= 34, qPrintable(QString::number(within))); // of 42, 40 are to be expected
        const auto across = analyst->along(middle(), 2, 0, 21);
        QVERIFY(across->feasibility.front() > 0.9 && across->feasibility.back() < 0.1);
    }

    void map_agreesWithTheSlice()
    {
        const auto analyst = analystOf(studyOf(), 80);
        const auto map = analyst->over(middle(), 0, 2, 0, 5, [] { return true; });
        QVERIFY(bool(map));
        QCOMPARE(map->at.median.size(), std::size_t{25});
        const auto slice = analyst->along(middle(), 0, 0, 5);
        for (std::size_t i = 0; i < 5; ++i) { // the middle row passes through the centre
            QVERIFY(std::abs(map->at.median[10 + i] - slice->median[i]) < 1e-9);
            QVERIFY(std::abs(map->at.logImprovement[10 + i] - slice->logImprovement[i]) < 1e-6);
        }
        QVERIFY(map->at.feasibility[2] > 0.9 && map->at.feasibility[22] < 0.1);
        const auto gain = map->at.logGain();
        for (std::size_t i = 0; i < gain.size(); ++i) { // the product is what decides
            const double chance = map->at.feasibility[i];
            const double product = gain[i] + std::log(chance);
            if (chance > 0.0)
                QVERIFY2(std::abs(product - map->at.logImprovement[i]) < 1e-6,
                         qPrintable(QString::number(product)));
            else
                QVERIFY(std::isnan(gain[i]));
        }
        const auto shares = analysis::relativeToBest({std::log(2.0), std::nan(""), std::log(8.0)});
        QCOMPARE(shares[0], 0.25);
        QVERIFY(std::isnan(shares[1]));
        QCOMPARE(shares[2], 1.0);
        QVERIFY(!analyst->over(middle(), 1, 1, 0, 5, [] { return true; }));
        QVERIFY(analyst->over(middle(), 0, 1, 0, 5, [] { return false; }).error().code
                == ErrorCode::Cancelled);
    }

    void nearTrials_areMeasuredAndNearInWhatMatters()
    {
        const study::Study study = studyOf();
        const auto snapshot = tried(study, 150);
        const auto analyst = Analyst::fit(study, snapshot, {}, always).value();
        const std::size_t freed[]{1};
        const auto near = analyst->near(middle(), freed, 0, 20);
        QVERIFY(!near.empty() && near.size() <= 20);
        for (const NearTrial& trial : near) {
            const study::Trial& truth = snapshot->trials[trial.id];
            QCOMPARE(trial.value, truth.outcome.metrics[0]);
            QCOMPARE(trial.positions[0], truth.design.row()[1]);
            QVERIFY(trial.closeness >= 0.7 && trial.closeness <= 1.0 + 1e-9);
            QVERIFY(std::abs(truth.design.row()[0] - 0.5) < 0.3); // what matters is alike
        }
        QVERIFY(std::is_sorted(near.begin(), near.end(),
                               [](const auto& a, const auto& b) { return a.closeness > b.closeness; }));
    }

    void sameTrials_giveTheSameAnswers()
    {
        const study::Study study = studyOf();
        const auto a = analystOf(study, 60);
        const auto b = analystOf(study, 60);
        QCOMPARE(a->outcomes()[0].everywhere.shares, b->outcomes()[0].everywhere.shares);
        QCOMPARE(a->outcomes()[0].tried.low, b->outcomes()[0].tried.low);
    }

    void tooFewOrGivenUp_saysSo()
    {
        const study::Study study = studyOf();
        const auto few = Analyst::fit(study, tried(study, 49), {}, always);
        QVERIFY(!few && few.error().code == ErrorCode::Unsupported);
        QVERIFY(few.error().what.find("49") != std::string::npos);
        int asked = 0;
        const auto givenUp = Analyst::fit(study, tried(study, 60), {}, [&](double) { return ++asked < 6; });
        QVERIFY(!givenUp && givenUp.error().code == ErrorCode::Cancelled);
        QCOMPARE(asked, 6);
        const auto analyst = analystOf(study, 60);
        QVERIFY(!analyst->along(middle(), 9, 0, 5));
        QVERIFY(!analyst->along(middle(), 0, 9, 5));
        QVERIFY(!analyst->along(space::Design(std::vector<double>{1.0}), 0, 0, 5));
        QVERIFY(analyst->near(space::Design(std::vector<double>{1.0}), {}, 0, 5).empty());
    }

    void failedTrials_countForNothing()
    {
        const study::Study study = studyOf();
        auto snapshot = std::make_shared<study::Snapshot>(*tried(study, 55));
        for (std::uint64_t id = 55; id < 65; ++id) {
            study::Trial trial;
            trial.id = id;
            trial.design = middle();
            trial.outcome.metrics.assign(3, std::nan(""));
            snapshot->trials.append(std::move(trial));
        }
        const auto analyst = Analyst::fit(study, snapshot, {}, always).value();
        QCOMPARE(analyst->outOf(), 55U);
        QCOMPARE(analyst->trialsThen(), 65U);
    }
};

QTEST_APPLESS_MAIN(TestAnalyst)
#include "tst_analyst.moc"
