// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_problems.h"

#include <QtTest>

#include <algorithm>
#include <set>

using namespace paretoscope;
using namespace paretoscope::optimizer;

namespace {

std::vector<space::Design> designs(const sample::Run& run)
{
    std::vector<space::Design> all;
    for (const Observation& trial : run.trials)
        all.push_back(trial.design);
    return all;
}

/// Of five seeds, told what bounds the volume.
double medianVolume(const std::string& method, const sample::Problem& problem, std::size_t budget)
{
    SearchProblem search{problem.space, problem.reference.size()};
    search.reference = problem.reference;
    std::vector<double> volumes;
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        const auto optimizer = std::move(makeOptimizer({method, {}}, search, seed).value());
        volumes.push_back(sample::run(*optimizer, problem, budget).volume);
    }
    std::sort(volumes.begin(), volumes.end());
    return volumes[2];
}

/// Eight categories of five, each with one best value for either objective: what tables of networks are like.
sample::Problem table()
{
    std::vector<space::ParameterPtr> parameters;
    for (int i = 0; i < 8; ++i)
        parameters.push_back(
            space::makeCategorical({"edge" + std::to_string(i), "", "", {}}, {"a", "b", "c", "d", "e"})
                .value());
    return {space::Space::make(parameters).value(), {9.0, 9.0}, [](const space::Design& design) {
                Observation seen;
                seen.design = design;
                double accuracy = 0.0;
                double latency = 0.0;
                for (std::size_t i = 0; i < 8; ++i) {
                    const double op = design.row()[i];
                    accuracy += op == static_cast<double>(i % 5) ? 0.0 : 1.0;
                    latency += op == static_cast<double>((i + 2) % 5) ? 0.0 : 1.0;
                }
                seen.objectives = {accuracy, latency};
                seen.metrics = seen.objectives;
                return seen;
            }};
}

sample::Problem problemNamed(const QString& name)
{
    if (name == "table")
        return table();
    return name == "zdt1" ? sample::zdt1() : name == "dtlz2" ? sample::dtlz2() : sample::machine();
}

} // namespace

class TestTpe : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void atEqualBudget_itBeatsRandomSearch_data()
    {
        QTest::addColumn<QString>("problem");
        for (const char* problem : {"zdt1", "dtlz2", "machine", "table"})
            QTest::newRow(problem) << problem;
    }
    void atEqualBudget_itBeatsRandomSearch()
    {
        QFETCH(QString, problem);
        const double modelled = medianVolume("tpe", problemNamed(problem), 100);
        const double drawn = medianVolume("random", problemNamed(problem), 100);
        qInfo("hypervolume, median of 5 seeds: tpe %.6g, random %.6g", modelled, drawn);
        QVERIFY(modelled > drawn);
    }

    void unknownConstraints_areLearnt_data()
    {
        QTest::addColumn<QString>("constraints");
        QTest::newRow("by rank") << "by rank";
        QTest::newRow("by rank and density") << "by rank and density";
    }
    void unknownConstraints_areLearnt()
    {
        QFETCH(QString, constraints);
        // Half of the line is infeasible by a measure that no objective shows.
        sample::Problem problem{sample::unitCube(2), {2.0, 2.0}, [](const space::Design& design) {
                                    Observation seen;
                                    seen.design = design;
                                    const double x = design.row()[0];
                                    seen.objectives = {x, 1.0 - x + design.row()[1]};
                                    seen.metrics = seen.objectives;
                                    seen.violation = std::max(0.0, x - 0.5);
                                    return seen;
                                }};
        MethodChoice choice{"tpe", {}};
        choice.choices = {{"constraints", constraints.toStdString()}};
        const auto optimizer = std::move(makeOptimizer(choice, {problem.space, 2}, 1).value());
        const sample::Run run = sample::run(*optimizer, problem, 120);
        const auto feasible = [](const Observation& trial) { return trial.violation <= 0.0; };
        const auto early = std::count_if(run.trials.begin(), run.trials.begin() + 20, feasible);
        const auto late = std::count_if(run.trials.end() - 60, run.trials.end(), feasible);
        QVERIFY(early < 16);
        QVERIFY2(late > 48, qPrintable(QString::number(late)));
    }

    void sameSeed_sameSequence()
    {
        const sample::Problem problem = sample::machine();
        const auto a = designs(sample::run(*sample::made("tpe", problem, 1), problem, 50, 3));
        const auto b = designs(sample::run(*sample::made("tpe", problem, 1), problem, 50, 3));
        const auto c = designs(sample::run(*sample::made("tpe", problem, 2), problem, 50, 3));
        QVERIFY(a == b);
        QVERIFY(a != c);
    }

    void resumedFromItsTrials_goesOnAsIfNeverStopped()
    {
        const sample::Problem problem = sample::machine();
        const sample::Run whole = sample::run(*sample::made("tpe", problem, 1), problem, 100);
        for (const std::size_t stop : {1U, 19U, 20U, 21U, 50U, 99U}) {
            const auto resumed = sample::made("tpe", problem, 1);
            resumed->tell({whole.trials.data(), stop});
            for (std::size_t i = stop; i < std::min<std::size_t>(stop + 10, 100); ++i) {
                QVERIFY(resumed->ask(i) == whole.trials[i].design);
                resumed->tell({&whole.trials[i], 1});
            }
        }
    }

    void whatIsInFlight_isKeptAwayFrom()
    {
        const sample::Problem problem = sample::zdt1();
        const sample::Run random = sample::run(*sample::made("random", problem, 9), problem, 60);
        const auto optimizer = sample::made("tpe", problem, 1);
        optimizer->tell(random.trials);
        const auto alone = optimizer->ask(61);
        const std::vector<std::uint64_t> gone{61};
        optimizer->withdraw(gone);
        (void)optimizer->ask(60); // now 61 has company
        QVERIFY(optimizer->ask(61) != alone);
    }

    void steeringThereAndBack_isAsIfItHadOnlyCome()
    {
        const sample::Problem problem = sample::machine();
        const sample::Run random = sample::run(*sample::made("random", problem, 9), problem, 100);
        Steering steering;
        steering.metrics = {{1, 0.0, 300.0}};
        Steering other;
        other.parameters = {{0, 30, 40}};
        const auto a = sample::made("tpe", problem, 1);
        const auto b = sample::made("tpe", problem, 1);
        a->tell(random.trials);
        b->tell(random.trials);
        a->constrain(steering);
        b->constrain(other);
        b->constrain(steering);
        for (std::uint64_t id = 100; id < 115; ++id)
            QVERIFY(a->ask(id) == b->ask(id));
    }

    void pins_areObeyedAtOnce()
    {
        const sample::Problem problem = sample::machine();
        const sample::Run random = sample::run(*sample::made("random", problem, 9), problem, 60);
        const auto optimizer = sample::made("tpe", problem, 1);
        optimizer->tell(random.trials);
        Steering steering;
        steering.parameters = {{0, 30, 40}, {3, 1, 1}};
        optimizer->constrain(steering);
        for (std::uint64_t id = 60; id < 80; ++id) {
            const auto design = optimizer->ask(id);
            QVERIFY(design && problem.space.check(*design) && steering.allows(problem.space, *design));
        }
    }

    void metricPins_drawTheSearchInside()
    {
        const sample::Problem problem = sample::machine();
        const auto optimizer = sample::made("tpe", problem, 1);
        Steering steering;
        steering.metrics = {{1, 0.0, 120.0}};
        optimizer->constrain(steering);
        const sample::Run run = sample::run(*optimizer, problem, 100);
        const auto holds = [](const Observation& trial) {
            return trial.metrics.size() > 1 && trial.metrics[1] <= 120.0;
        };
        const auto early = std::count_if(run.trials.begin(), run.trials.begin() + 20, holds);
        const auto late = std::count_if(run.trials.end() - 20, run.trials.end(), holds);
        QVERIFY2(late > early, qPrintable(QString("%1 of 20, then %2").arg(early).arg(late)));
    }

    void noDesign_isProposedTwice()
    {
        const sample::Problem problem = sample::machine();
        const auto all = designs(sample::run(*sample::made("tpe", problem, 4), problem, 100, 8));
        QCOMPARE(std::set<space::Design>(all.begin(), all.end()).size(), all.size());
        for (const space::Design& design : all)
            QVERIFY(problem.space.check(design));
    }

    void smallSpaces_areUsedUp()
    {
        sample::Problem problem = table();
        problem.space = space::Space::make({sample::integer("a", 0, 9), sample::integer("b", 0, 4)}).value();
        QVERIFY(problem.space.constrain("c", "a != b"));
        problem.evaluate = [](const space::Design& design) {
            Observation seen;
            seen.design = design;
            seen.objectives = {design.row()[0], -design.row()[1]};
            return seen;
        };
        const auto optimizer = sample::made("tpe", problem, 3);
        const auto all = designs(sample::run(*optimizer, problem, 1'000));
        QCOMPARE(std::set<space::Design>(all.begin(), all.end()).size(), 45U);
        QVERIFY(!optimizer->ask(5'000));
        QVERIFY(optimizer->whyNone().find("Every design") != std::string::npos);
    }

    void initialDesign_isAsLongAsTheStudySays()
    {
        // As many random trials as the problem asks for: until then random search proposes the same.
        const sample::Problem problem = sample::zdt1();
        SearchProblem search{problem.space, 2};
        search.initial = 7;
        const auto modelled = std::move(makeOptimizer({"tpe", {}}, search, 5).value());
        const auto drawn = std::move(makeOptimizer({"random", {}}, search, 5).value());
        for (std::uint64_t id = 0; id < 8; ++id) {
            const auto a = modelled->ask(id);
            const auto b = drawn->ask(id);
            QCOMPARE(a == b, id < 7);
            Observation seen = problem.evaluate(*a);
            seen.id = id;
            modelled->tell({&seen, 1});
            drawn->tell({&seen, 1});
        }
    }
};

QTEST_APPLESS_MAIN(TestTpe)
#include "tst_tpe.moc"
