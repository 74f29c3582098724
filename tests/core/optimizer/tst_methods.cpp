// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_problems.h"

#include <QtTest>

#include <set>

using namespace paretoscope;
using namespace paretoscope::optimizer;

class TestMethods : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyMethod_isMadeWithItsDefaults()
    {
        const auto space = space::Space::make({sample::integer("a", 0, 9)}).value();
        SearchProblem search{space, 2};
        search.objectiveDocs = {{"quality", "", false, false, true}, {"cost"}};
        search.parts = CodesignParts{{true}, space::Design({0.0})};
        QVERIFY(methods().size() >= 14U);
        for (const MethodDoc& method : methods()) {
            MethodChoice choice{method.name, {}};
            for (const OptionDoc& option : method.options) {
                QVERIFY(!option.help.empty());
                if (!option.choices.empty()) {
                    choice.choices.emplace_back(option.name, option.choices.back());
                    continue;
                }
                QVERIFY(option.minimum <= option.fallback && option.fallback <= option.maximum);
                QVERIFY(!option.whole || std::trunc(option.fallback) == option.fallback);
                choice.options.emplace_back(option.name, option.fallback);
            }
            const auto made = makeOptimizer(choice, search, 1);
            QVERIFY(made);
            if (method.name != "parego") // a way to run Bayesian optimization
                QCOMPARE((*made)->name(), method.name);
        }
    }

    void wrongChoices_areRefused_data()
    {
        QTest::addColumn<QString>("found");
        QTest::addColumn<QString>("what");
        const auto row = [](const char* name, const MethodChoice& choice, const space::Space& space,
                            const char* what) {
            const auto made = makeOptimizer(choice, {space, 2}, 1);
            QTest::newRow(name) << (made ? QString("accepted") : QString::fromStdString(made.error().what))
                                << what;
        };
        const auto small = space::Space::make({sample::integer("a", 0, 9)}).value();
        const auto large = space::Space::make({sample::integer("a", 0, 1'000'000)}).value();
        row("method", {"nsga4", {}}, small, "nsga2, nsga3");
        row("text for a number", {"nsga2", {}, {{"population", "many"}}}, small, "a number");
        row("number for a text", {"moead", {{"scalarization", 1}}}, small, "one of tchebycheff");
        row("no such choice", {"moead", {}, {{"scalarization", "sum"}}}, small, "boundary_intersection");
        row("option", {"nsga2", {{"pop", 3}}}, small, "population, crossover");
        row("option of none", {"random", {{"pop", 3}}}, small, "none");
        row("range", {"nsga2", {{"population", 2}}}, small, "from 4 to 2000");
        row("nan", {"nsga2", {{"crossover", std::nan("")}}}, small, "from 0 to 1");
        row("fraction", {"nsga2", {{"population", 10.5}}}, small, "whole");
        row("grid of many", {"grid", {}}, large, "1000001");
        row("grid of reals", {"grid", {}}, sample::unitCube(2), "real");
        row("no space", {"random", {}}, space::Space(), "at least one");
    }
    void wrongChoices_areRefused()
    {
        QFETCH(QString, found);
        QFETCH(QString, what);
        QVERIFY2(found.contains(what), qPrintable(found));
    }

    void smallSpace_isUsedUpWithoutRepetition_data()
    {
        QTest::addColumn<QString>("method");
        // These think for long, as "bayesian" does, or, the last, ask for a problem of two parts.
        const std::set<std::string> without{"auto", "parego", "cbo", "ehvi", "hpabo"};
        for (const MethodDoc& method : methods())
            if (!without.contains(method.name))
                QTest::newRow(method.name.c_str()) << QString::fromStdString(method.name);
    }
    void smallSpace_isUsedUpWithoutRepetition()
    {
        QFETCH(QString, method);
        sample::Problem problem = sample::machine();
        problem.space = space::Space::make({sample::integer("a", 0, 19), sample::integer("b", 0, 9)}).value();
        QVERIFY(problem.space.constrain("c", "a != b"));
        problem.evaluate = [](const space::Design& design) {
            Observation seen;
            seen.design = design;
            seen.objectives = {design.row()[0], -design.row()[1]};
            return seen;
        };
        const auto optimizer = sample::made(method.toStdString(), problem, 3);
        const sample::Run run = sample::run(*optimizer, problem, 1000);
        std::set<space::Design> seen;
        for (const Observation& trial : run.trials) {
            QVERIFY(problem.space.check(trial.design));
            seen.insert(trial.design);
        }
        QCOMPARE(seen.size(), 190U);
        QVERIFY(!optimizer->ask(5000));
        QVERIFY2(optimizer->whyNone().find("Every design") != std::string::npos,
                 optimizer->whyNone().c_str());
    }

    void impossiblePins_areSaidToBe_data() { smallSpace_isUsedUpWithoutRepetition_data(); }
    void impossiblePins_areSaidToBe()
    {
        QFETCH(QString, method);
        sample::Problem problem = sample::machine();
        problem.space = space::Space::make({sample::integer("a", 0, 19)}).value();
        const auto optimizer = sample::made(method.toStdString(), problem, 3);
        Steering steering;
        steering.parameters = {{0, 4.25, 4.75}};
        optimizer->constrain(steering);
        QVERIFY(!optimizer->ask(0));
        QVERIFY2(optimizer->whyNone().find("No design") != std::string::npos, optimizer->whyNone().c_str());
        optimizer->constrain({});
        QVERIFY(optimizer->ask(1));
    }

    void withdrawnDesign_isForgotten_data() { smallSpace_isUsedUpWithoutRepetition_data(); }
    void withdrawnDesign_isForgotten()
    {
        QFETCH(QString, method);
        sample::Problem problem = sample::machine();
        problem.space = space::Space::make({sample::integer("a", 0, 2)}).value();
        const auto optimizer = sample::made(method.toStdString(), problem, 3);
        for (std::uint64_t id = 0; id < 3; ++id)
            QVERIFY(optimizer->ask(id));
        QVERIFY(!optimizer->ask(3));
        const std::vector<std::uint64_t> ids{1, 77};
        optimizer->withdraw(ids);
        QVERIFY(optimizer->ask(1));
        QVERIFY(!optimizer->ask(4));
    }
};

QTEST_APPLESS_MAIN(TestMethods)
#include "tst_methods.moc"
