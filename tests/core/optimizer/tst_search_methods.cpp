// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/auto_search.h"
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

/// All but those that think for long, which have tests of their own.
void addMethods(const std::set<std::string>& without)
{
    // "hpabo" needs a problem that marks whose parameters are whose; tst_every_method has one for all of
    // them.
    const std::set<std::string> slow{"bayesian",   "parego", "cbo",          "auto",
                                     "ehvi",       "pabo",   "pabo_literal", "hpabo",
                                     "parego_one", "single", "single_first", "single_second"};
    QTest::addColumn<QString>("method");
    for (const MethodDoc& method : methods())
        if (!without.contains(method.name) && !slow.contains(method.name))
            QTest::newRow(method.name.c_str()) << QString::fromStdString(method.name);
}

/// The sample machine with half of its designs forbidden by a function instead of an expression.
SearchProblem withKnownFunction(const sample::Problem& problem)
{
    SearchProblem search{problem.space, problem.reference.size()};
    search.constraints = {{"even", true}};
    search.known = [space = problem.space](const space::Design& design) {
        const double buffer = space.value(design, 2)[0];
        const double order = space.value(design, 5)[0];
        return std::vector<double>{buffer >= 4.0 && order != 0.0 ? -1.0 : 1.0};
    };
    return search;
}

} // namespace

/// What every method promises, whatever it does to find good designs.
class TestSearchMethods : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyProposal_isLegalNewAndInsideThePins_data() { addMethods({"grid"}); }
    void everyProposal_isLegalNewAndInsideThePins()
    {
        QFETCH(QString, method);
        const sample::Problem problem = sample::machine();
        const SearchProblem search = withKnownFunction(problem);
        const auto optimizer = std::move(makeOptimizer({method.toStdString(), {}}, search, 5).value());
        std::set<space::Design> seen;
        Steering steering;
        for (std::uint64_t id = 0; id < 400; ++id) {
            if (id == 200) {
                steering.parameters = {{0, 8.0, 40.0}, {3, 0.0, 0.0}};
                steering.metrics = {{1, 0.0, 600.0}};
                optimizer->constrain(steering);
            }
            const auto design = optimizer->ask(id);
            QVERIFY(design);
            const Status checked = problem.space.check(*design);
            QVERIFY2(checked, checked ? "" : checked.error().text().c_str());
            QVERIFY(search.known(*design).front() <= 0.0);
            QVERIFY(steering.allows(problem.space, *design));
            QVERIFY(seen.insert(*design).second);
            Observation told = problem.evaluate(*design);
            told.id = id;
            optimizer->tell({&told, 1});
        }
    }

    void sameSeedAndRhythm_sameTrials_data() { addMethods({"grid"}); }
    void sameSeedAndRhythm_sameTrials()
    {
        QFETCH(QString, method);
        const std::string name = method.toStdString();
        const sample::Problem problem = sample::machine();
        for (const std::size_t lookahead : {1U, 8U}) {
            const auto a = designs(sample::run(*sample::made(name, problem, 1), problem, 250, lookahead));
            const auto b = designs(sample::run(*sample::made(name, problem, 1), problem, 250, lookahead));
            const auto c = designs(sample::run(*sample::made(name, problem, 2), problem, 250, lookahead));
            QVERIFY(a == b);
            QVERIFY(a != c);
        }
    }

    void resumedFromItsTrials_goesOnAsIfNeverStopped_data() { addMethods({"grid"}); }
    void resumedFromItsTrials_goesOnAsIfNeverStopped()
    {
        QFETCH(QString, method);
        const std::string name = method.toStdString();
        const sample::Problem problem = sample::machine();
        const sample::Run whole = sample::run(*sample::made(name, problem, 1), problem, 300);
        for (const std::size_t stop : {1U, 64U, 150U, 290U}) {
            const auto resumed = sample::made(name, problem, 1);
            resumed->tell({whole.trials.data(), stop});
            for (std::size_t i = stop; i < std::min<std::size_t>(stop + 10, 300); ++i) {
                QVERIFY(resumed->ask(i) == whole.trials[i].design);
                resumed->tell({&whole.trials[i], 1});
            }
        }
    }

    void laterTrialsOfALongRun_resumeToo()
    {
        // Beyond the first challenger of the portfolio and the opening of the automatic choice.
        const sample::Problem problem = sample::zdt1();
        const sample::Run whole = sample::run(*sample::made("portfolio", problem, 1), problem, 4'500);
        const auto resumed = sample::made("portfolio", problem, 1);
        resumed->tell({whole.trials.data(), 4'400});
        for (std::size_t i = 4'400; i < 4'500; ++i) {
            QVERIFY(resumed->ask(i) == whole.trials[i].design);
            resumed->tell({&whole.trials[i], 1});
        }
    }

    void automaticChoice_opensWithOneMethodAndGoesOnWithAnother()
    {
        const sample::Problem problem = sample::machine();
        const SearchProblem search{problem.space, 2};
        const auto team = [&](std::uint64_t opening) {
            std::vector<std::unique_ptr<Optimizer>> members;
            members.push_back(sample::made("sobol", problem, 1));
            members.push_back(sample::made("portfolio", problem, 1));
            return AutoSearch(search, 1, std::move(members), opening);
        };
        AutoSearch automatic = team(100);
        const sample::Run run = sample::run(automatic, problem, 200);
        const sample::Run sobol = sample::run(*sample::made("sobol", problem, 1), problem, 100);
        const auto portfolio = sample::made("portfolio", problem, 1);
        portfolio->tell({run.trials.data(), 100});
        for (std::size_t i = 0; i < 200; ++i) {
            if (i < 100) {
                QVERIFY(run.trials[i].design == sobol.trials[i].design);
                continue;
            }
            QVERIFY(portfolio->ask(i) == run.trials[i].design); // it heard of what the other one tried
            portfolio->tell({&run.trials[i], 1});
        }
        AutoSearch resumed = team(100);
        resumed.tell({run.trials.data(), 150});
        QVERIFY(resumed.ask(150) == run.trials[150].design);
    }

    void automaticChoice_opensForTheWholeOfASmallBudget()
    {
        SearchProblem search{sample::unitCube(2), 2};
        search.budget = 100;
        QCOMPARE(openingTrials(search), 100U);
        search.budget = 10'000;
        QVERIFY(openingTrials(search) >= 100U && openingTrials(search) <= 1'000U);
        search.budget = 0;
        QVERIFY(openingTrials(search) >= 100U);
    }

    void failedTrials_stopNobody_data() { addMethods({"grid"}); }
    void failedTrials_stopNobody()
    {
        QFETCH(QString, method);
        const sample::Problem problem = sample::zdt1();
        const auto optimizer = sample::made(method.toStdString(), problem, 3);
        for (std::uint64_t id = 0; id < 150; ++id) {
            const auto design = optimizer->ask(id);
            QVERIFY(design);
            Observation told = problem.evaluate(*design);
            told.id = id;
            if (id % 3 != 0 || id < 40) { // at first nothing works at all
                told.objectives.clear();
                told.metrics.clear();
                told.violation = INFINITY;
            }
            optimizer->tell({&told, 1});
        }
    }

    void batchOfAnySize_isAnsweredTogether_data() { addMethods({"grid"}); }
    void batchOfAnySize_isAnsweredTogether()
    {
        QFETCH(QString, method);
        const sample::Problem problem = sample::machine();
        const auto optimizer = sample::made(method.toStdString(), problem, 3);
        std::set<space::Design> seen;
        std::uint64_t id = 0;
        for (const std::size_t batch : {1U, 130U, 7U, 60U}) {
            std::vector<Observation> told;
            for (std::size_t i = 0; i < batch; ++i, ++id) {
                const auto design = optimizer->ask(id);
                QVERIFY(design && seen.insert(*design).second);
                told.push_back(problem.evaluate(*design));
                told.back().id = id;
            }
            optimizer->tell(told);
        }
    }

    void methodsThatLearn_beatRandomByFar_data() { addMethods({"grid", "random", "sobol", "latin"}); }
    void methodsThatLearn_beatRandomByFar()
    {
        QFETCH(QString, method);
        const sample::Problem problem = sample::zdt1();
        constexpr double kWhole = 1.1 * 6.0 - 1.0 / 3.0; // what the whole front dominates
        const auto missing = [&](const std::string& name) {
            double sum = 0.0;
            for (std::uint64_t seed = 1; seed <= 3; ++seed) {
                SearchProblem search{problem.space, 2};
                search.budget = 800; // for those that pace themselves
                const auto optimizer = std::move(makeOptimizer({name, {}}, search, seed).value());
                sum += kWhole - sample::run(*optimizer, problem, 800).volume;
            }
            return sum / 3.0;
        };
        const double learnt = missing(method.toStdString());
        const double drawn = missing("random");
        // Annealing walks four single paths, which is slow where thirty steps in a row must succeed.
        const double share = method == "annealing" ? 0.9 : 0.6;
        QVERIFY2(learnt < share * drawn, qPrintable(QString("%1 against %2").arg(learnt).arg(drawn)));
    }

    void oneObjective_isMinimised_data() { addMethods({"grid", "random", "sobol", "latin"}); }
    void oneObjective_isMinimised()
    {
        QFETCH(QString, method);
        const sample::Problem bowl{sample::unitCube(4), {10.0}, [](const space::Design& design) {
                                       Observation seen;
                                       seen.design = design;
                                       double sum = 0.0;
                                       for (const double x : design.row())
                                           sum += (x - 0.3) * (x - 0.3);
                                       seen.objectives = {sum};
                                       seen.metrics = seen.objectives;
                                       return seen;
                                   }};
        const auto best = [&](const std::string& name) {
            double sum = 0.0;
            for (std::uint64_t seed = 1; seed <= 3; ++seed) {
                SearchProblem search{bowl.space, 1};
                search.budget = 1'000;
                const auto optimizer = std::move(makeOptimizer({name, {}}, search, seed).value());
                double least = INFINITY;
                for (const Observation& trial : sample::run(*optimizer, bowl, 1'000).trials)
                    least = std::min(least, trial.objectives.front());
                sum += least / 3.0;
            }
            return sum;
        };
        const double learnt = best(method.toStdString());
        const double drawn = best("random");
        QVERIFY2(learnt < 0.3 * drawn, qPrintable(QString("%1 against %2").arg(learnt).arg(drawn)));
    }

    void fiveObjectives_areSearched_data() { addMethods({"grid"}); }
    void fiveObjectives_areSearched()
    {
        QFETCH(QString, method);
        const space::Space space = sample::unitCube(6);
        const auto optimizer = std::move(makeOptimizer({method.toStdString(), {}}, {space, 5}, 1).value());
        for (std::uint64_t id = 0; id < 250; ++id) {
            Observation told;
            told.id = id;
            told.design = *optimizer->ask(id);
            for (std::size_t j = 0; j < 5; ++j)
                told.objectives.push_back(std::abs(told.design.row()[j] - 0.5) + told.design.row()[5 - j]);
            told.metrics = told.objectives;
            optimizer->tell({&told, 1});
        }
    }
};

QTEST_APPLESS_MAIN(TestSearchMethods)
#include "tst_search_methods.moc"
