// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/hpabo.h"
#include "core/optimizer/insight.h"
#include "core/optimizer/pabo.h"
#include "core/pareto/dominance.h"
#include "sample_problems.h"

#include <QtTest>

#include <set>

using namespace paretoscope;
using namespace paretoscope::optimizer;

namespace {

/// Two ordinal parameters: f1 falls with both and then stays, f2 rises with both. f2 may be free.
struct Ladder
{
    space::Space space = space::Space::make({sample::integer("a", 0, 60), sample::integer("b", 0, 60)})
                             .value();

    [[nodiscard]] Observation evaluate(std::uint64_t id, const space::Design& design) const
    {
        const double a = design.row()[0];
        const double b = design.row()[1];
        Observation seen;
        seen.id = id;
        seen.design = design;
        seen.objectives = {std::exp(-a / 15.0) + 0.01 * std::abs(b - 20.0), 1.0 + a + 0.5 * b};
        seen.metrics = seen.objectives;
        return seen;
    }
    [[nodiscard]] SearchProblem stated(bool secondIsFree) const
    {
        SearchProblem search{space, 2, std::vector<double>{2.0, 100.0}};
        search.objectiveDocs = {{"error", "", false, false, true},
                                {"energy", "J", false, secondIsFree, false}};
        if (secondIsFree)
            search.free = [this](const space::Design& design) {
                return std::vector<double>{std::nan(""), evaluate(0, design).objectives[1]};
            };
        search.parts = CodesignParts{{true, false}, space::Design({0.0, 20.0})};
        return search;
    }
};

MethodChoice agent(std::vector<std::pair<std::string, std::string>> more = {})
{
    MethodChoice choice{"pabo", {}, {{"mode", "agent"}}};
    choice.choices.insert(choice.choices.end(), more.begin(), more.end());
    return choice;
}

struct Search
{
    const Ladder& ladder;
    std::unique_ptr<Optimizer> optimizer;
    std::vector<Observation> trials;

    Search(const Ladder& problem, const MethodChoice& choice, bool free = true, std::uint64_t seed = 1)
        : ladder(problem)
        , optimizer(std::move(makeOptimizer(choice, problem.stated(free), seed).value()))
    { }
    void run(std::size_t trials_)
    {
        while (trials.size() < trials_) {
            const std::uint64_t id = trials.size();
            trials.push_back(ladder.evaluate(id, *optimizer->ask(id)));
            optimizer->tell(std::span(&trials.back(), 1));
        }
    }
    [[nodiscard]] const PaboLedger& ledger() const { return *optimizer->ledger(); }
};

bool same(const std::vector<Observation>& a, const std::vector<Observation>& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const Observation& x, const Observation& y) { return x.design == y.design; });
}

std::size_t countOf(const std::vector<PaboTurn>& turns, PaboTurn::Decision decision)
{
    return static_cast<std::size_t>(std::count_if(
        turns.begin(), turns.end(), [&](const PaboTurn& turn) { return turn.decision == decision; }));
}

} // namespace

class TestPabo : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void alternatingAgent_givesTurnsToTheObjectivesInTurn()
    {
        const Ladder ladder;
        Search search(ladder, agent());
        search.run(30);
        QCOMPARE(search.ledger().turns.size(), std::size_t{20});
        for (std::size_t i = 0; i < 20; ++i) {
            QCOMPARE(search.ledger().turns[i].owner, i % 2);
            QCOMPARE(*search.ledger().turns[i].trial, std::uint64_t{10 + i});
            QCOMPARE(search.ledger().turns[i].acquisitionsSkipped, std::size_t{1});
        }
    }

    void firstOnly_neverGivesTheSecondATurn()
    {
        const Ladder ladder;
        Search search(ladder, agent({{"order", "first only"}}));
        search.run(20);
        for (const PaboTurn& turn : search.ledger().turns)
            QCOMPARE(turn.owner, std::size_t{0});
    }

    /// Rule S, checked by hand against everything told before.
    void sharing_isForWhatNothingDominates()
    {
        const Ladder ladder;
        Search search(ladder, agent());
        search.run(40);
        std::uint64_t skipped = 0;
        std::vector<std::size_t> taught(2, 10);
        for (const PaboTurn& turn : search.ledger().turns) {
            QVERIFY(turn.told);
            bool dominated = false;
            for (std::uint64_t id = 0; id < *turn.trial; ++id)
                dominated = dominated
                            || pareto::dominates(search.trials[id].objectives,
                                                 search.trials[*turn.trial].objectives);
            QCOMPARE(turn.shared, !dominated);
            QCOMPARE(turn.dominating.has_value(), dominated);
            skipped += turn.updatesSkipped;
            ++taught[turn.owner];
            taught[1 - turn.owner] += turn.shared ? 1 : 0;
        }
        QVERIFY(skipped > 0);
        QCOMPARE(search.ledger().counters.updatesSkipped, skipped);
        QCOMPARE(search.ledger().counters.updatesMade + skipped, std::uint64_t{30});
        const auto& models = dynamic_cast<Pabo&>(*search.optimizer).models().objectives();
        QCOMPARE(models[0].size(), taught[0]);
        QCOMPARE(models[1].size(), taught[1]);
    }

    void sharingAlways_teachesBothModelsEverything()
    {
        const Ladder ladder;
        Search search(ladder, agent({{"share", "always"}}));
        search.run(25);
        for (const OutcomeModel& model : dynamic_cast<Pabo&>(*search.optimizer).models().objectives())
            QCOMPARE(model.size(), std::size_t{25});
        QCOMPARE(search.ledger().counters.updatesSkipped, std::uint64_t{0});
    }

    /// Where the energy is free, only its turns can be vetoed, and by the rule.
    void gate_vetoesWhatEvenAtBestIsDominated()
    {
        const Ladder ladder;
        Search search(ladder, agent({{"gate", "on"}}));
        search.run(50);
        const PaboLedger& ledger = search.ledger();
        QVERIFY(ledger.counters.vetoes > 0);
        QCOMPARE(countOf(ledger.turns, PaboTurn::Decision::Vetoed), std::size_t{ledger.counters.vetoes});
        QCOMPARE(ledger.counters.freeValues, ledger.counters.vetoes);
        std::set<space::Design> tried;
        for (const Observation& trial : search.trials)
            tried.insert(trial.design);
        for (const PaboTurn& turn : ledger.turns) {
            if (turn.decision != PaboTurn::Decision::Vetoed)
                continue;
            QCOMPARE(turn.owner, std::size_t{1});
            QVERIFY(!turn.trial && turn.dominating);
            QCOMPARE(*turn.known, ladder.evaluate(0, turn.design).objectives[1]);
            const std::vector<double> view{turn.views[0].optimistic, *turn.known};
            QVERIFY(pareto::dominates(search.trials[*turn.dominating].objectives, view));
            QVERIFY(turn.views[0].optimistic <= turn.views[0].median);
        }
        QCOMPARE(tried.size(), std::size_t{50}); // vetoed designs took none of the trials
    }

    void gateWithNothingFree_recordsVetoesAndTeachesNothing()
    {
        const Ladder ladder;
        Search search(ladder, agent({{"gate", "on"}}), false);
        search.run(50);
        QVERIFY(search.ledger().counters.vetoes > 0);
        QCOMPARE(search.ledger().counters.freeValues, std::uint64_t{0});
        for (const PaboTurn& turn : search.ledger().turns)
            QVERIFY(!turn.known);
        QCOMPARE(search.trials.size(), std::size_t{50});
    }

    void resumedSearch_goesOnAsIfNeverStopped_data()
    {
        QTest::addColumn<QString>("method");
        for (const char* method : {"anchored", "agent", "gate", "hpabo", "ehvi", "parego_one", "single"})
            QTest::newRow(method) << QString(method);
    }
    void resumedSearch_goesOnAsIfNeverStopped()
    {
        QFETCH(QString, method);
        MethodChoice choice = agent();
        if (method == "anchored")
            choice = {"pabo", {}, {}};
        if (method == "gate")
            choice = agent({{"gate", "on"}});
        if (method != "anchored" && method != "agent" && method != "gate")
            choice = {method.toStdString(), {}, {}};
        const Ladder ladder;
        Search whole(ladder, choice);
        whole.run(36);
        Search again(ladder, choice);
        again.run(36);
        QVERIFY(same(whole.trials, again.trials));
        Search resumed(ladder, choice);
        resumed.trials.assign(whole.trials.begin(), whole.trials.begin() + 23);
        resumed.optimizer->tell(resumed.trials);
        resumed.run(36);
        QVERIFY(same(whole.trials, resumed.trials));
        Search other(ladder, choice, true, 2);
        other.run(36);
        QVERIFY(!same(whole.trials, other.trials));
    }

    void anchoredTurn_namesAPointOfTheFrontAndItsMarks()
    {
        const Ladder ladder;
        Search search(ladder, {"pabo", {}, {{"aim", "beat the point"}}});
        search.run(30);
        for (const PaboTurn& turn : search.ledger().turns) {
            QVERIFY(turn.anchor);
            const std::vector<double>& anchor = search.trials[*turn.anchor].objectives;
            QCOMPARE(turn.marks, anchor);
            for (std::uint64_t id = 0; id < *turn.trial; ++id)
                QVERIFY(!pareto::dominates(search.trials[id].objectives, anchor));
        }
    }

    void anchoredTurn_fillsTheGapToTheNextPointOfTheFront()
    {
        const Ladder ladder;
        Search search(ladder, {"pabo", {}, {}});
        search.run(40);
        std::size_t gaps = 0;
        for (const PaboTurn& turn : search.ledger().turns) {
            const std::vector<double>& anchor = search.trials[*turn.anchor].objectives;
            const std::size_t other = 1 - turn.owner;
            QCOMPARE(turn.marks[turn.owner], anchor[turn.owner]);
            QVERIFY(turn.marks[other] > anchor[other]);
            // What comes up to both marks is beaten by nothing that was known, whatever it gains.
            std::vector<double> corner = turn.marks;
            corner[0] -= 1e-9;
            corner[1] -= 1e-9;
            for (std::uint64_t id = 0; id < *turn.trial; ++id)
                QVERIFY(!pareto::dominates(search.trials[id].objectives, corner));
            const bool isReference = turn.marks[other] == (other == 0 ? 2.0 : 100.0);
            gaps += isReference ? 0 : 1;
        }
        QVERIFY(gaps > 5);
    }

    void thought_saysWhoOwnsTheTurnAndWhatTheOthersExpect()
    {
        const Ladder ladder;
        Search search(ladder, agent());
        search.run(9);
        (void)search.optimizer->ask(9);
        QVERIFY(!search.optimizer->thought().fromModel);
        search.optimizer->withdraw(std::vector<std::uint64_t>{9});
        search.run(11);
        const Thought thought = search.optimizer->thought();
        QVERIFY(thought.fromModel);
        const std::string said = thought.sentences.front();
        QVERIFY2(said.find("The error model owns this turn") == 0, said.c_str());
        QVERIFY(thought.sentences.back().find("the energy model expects") != std::string::npos);
        const auto beliefs = search.optimizer->beliefs(std::vector{search.trials[0].design});
        QVERIFY(beliefs && beliefs->outcomes.size() == 2 && beliefs->acquisition.size() == 1);
    }

    void effort_countsWhatWasSpent()
    {
        const Ladder ladder;
        Search search(ladder, {"pabo", {}, {}});
        search.run(10);
        QCOMPARE(search.optimizer->effort().acquisitionEvaluations, std::uint64_t{0});
        search.run(13);
        const Effort effort = search.optimizer->effort();
        QVERIFY(effort.counted && effort.modelFits >= 2 && effort.cpu_s > 0.0);
        QVERIFY(effort.acquisitionEvaluations > 250 && effort.acquisitionEvaluations <= 1500);
        Search random(ladder, {"random", {}, {}});
        QVERIFY(!random.optimizer->effort().counted);
        QVERIFY(random.optimizer->ledger() == nullptr);
    }

    void hierarchy_keepsTheMachineThenTheNetworks()
    {
        const Ladder ladder;
        Search search(ladder, {"hpabo", {}, {}});
        search.run(60);
        const auto& hpabo = dynamic_cast<const Hpabo&>(*search.optimizer);
        std::set<double> networks;
        for (const std::uint64_t id : hpabo.keptNetworks())
            networks.insert(search.trials[id].design.row()[0]);
        QVERIFY(!networks.empty() && networks.size() <= 5);
        for (const Observation& trial : search.trials) {
            if (hpabo.isFirstLevel(trial.id))
                QCOMPARE(trial.design.row()[1], 20.0);
            else
                QVERIFY(networks.contains(trial.design.row()[0]));
        }
    }

    void hierarchyWithoutMarkedParameters_isRefused()
    {
        const Ladder ladder;
        SearchProblem search = ladder.stated(true);
        search.parts.reset();
        QVERIFY(!makeOptimizer({"hpabo", {}, {}}, search, 1));
    }

    void models_beatChance_data()
    {
        QTest::addColumn<QString>("method");
        for (const char* method : {"pabo", "ehvi"})
            QTest::newRow(method) << QString(method);
    }
    void models_beatChance()
    {
        QFETCH(QString, method);
        const sample::Problem problem = sample::zdt1();
        const auto volume = [&](const std::string& name, std::uint64_t seed) {
            const SearchProblem search{problem.space, 2, problem.reference};
            const auto optimizer = std::move(makeOptimizer({name, {}, {}}, search, seed).value());
            std::vector<double> points;
            for (std::uint64_t id = 0; id < 40; ++id) {
                Observation seen = problem.evaluate(*optimizer->ask(id));
                seen.id = id;
                optimizer->tell(std::span(&seen, 1));
                points.insert(points.end(), seen.objectives.begin(), seen.objectives.end());
            }
            return pareto::hypervolume(points, problem.reference).value();
        };
        for (const std::uint64_t seed : {1, 2})
            QVERIFY(volume(method.toStdString(), seed) > volume("random", seed) + 0.3);
    }

    /// A learnt limit multiplies what is maximized by the probability that it holds.
    void limit_isKeptByMostProposalsOnceItIsLearnt_data()
    {
        QTest::addColumn<QString>("method");
        for (const char* method : {"pabo", "pabo_literal", "hpabo", "parego_one", "single", "ehvi"})
            QTest::newRow(method) << QString(method);
    }
    void limit_isKeptByMostProposalsOnceItIsLearnt()
    {
        QFETCH(QString, method);
        const Ladder ladder;
        SearchProblem search = ladder.stated(false);
        search.constraints = {{"limit", false}};
        const auto optimizer = std::move(makeOptimizer({method.toStdString(), {}, {}}, search, 1).value());
        int kept = 0;
        for (std::uint64_t id = 0; id < 40; ++id) {
            Observation seen = ladder.evaluate(id, *optimizer->ask(id));
            const double excess = seen.design.row()[0] / 20.0 - 1.0; // a may be at most 20 of 60
            seen.constraints = {excess};
            seen.violation = std::max(0.0, excess);
            kept += id >= 20 && excess <= 0.0 ? 1 : 0;
            optimizer->tell(std::span(&seen, 1));
        }
        QVERIFY2(kept >= 15, qPrintable(QString::number(kept)));
    }

    void objectiveReadOnLogarithmicScale_isNeverExpectedBelowZero()
    {
        const Ladder ladder;
        SearchProblem search = ladder.stated(false);
        search.objectiveDocs[1].logarithmic = true;
        ModelOptions options;
        options.byScale = true;
        OutcomeModels models(search, options);
        for (std::uint64_t id = 0; id < 6; ++id) // too few to tell from the values alone
            models.tell(ladder.evaluate(id, ladder.space.at(id * 181)));
        QVERIFY(models.update());
        std::vector<space::Design> everywhere;
        for (std::uint64_t rank = 0; rank < *ladder.space.count(); rank += 37)
            everywhere.push_back(ladder.space.at(rank));
        const Beliefs beliefs = beliefsOf(models, everywhere);
        QCOMPARE(beliefs.outcomes.size(), std::size_t{2});
        for (const double low : beliefs.outcomes[1].low)
            QVERIFY(low > 0.0);
    }

    void limit_multipliesTheScoreByItsProbability()
    {
        const Ladder ladder;
        SearchProblem search = ladder.stated(false);
        search.constraints = {{"limit", false}};
        OutcomeModels models(search, {});
        for (std::uint64_t id = 0; id < 20; ++id) {
            Observation seen = ladder.evaluate(id, ladder.space.at(id * 181));
            seen.constraints = {seen.design.row()[0] / 20.0 - 1.0};
            seen.violation = std::max(0.0, seen.constraints[0]);
            models.tell(seen);
        }
        QVERIFY(models.update());
        const std::vector<space::Design> designs{space::Design({5.0, 20.0}), space::Design({55.0, 20.0})};
        const Marks none{0, {Marks::kNone, Marks::kNone}};
        const Marks some{0, {1.0, 80.0}};
        const auto feasible = anchoredScore(models, designs, none);
        QVERIFY(feasible(0) > feasible(1) + 3.0); // logarithms
        const auto scored = anchoredScore(models, designs, some);
        const auto expected = surrogate::Vector(scored - feasible); // of the objectives alone
        search.constraints.clear();
        OutcomeModels free(search, {});
        for (const Observation& seen : models.told()) {
            Observation allowed = seen;
            allowed.constraints.clear();
            allowed.violation = 0.0;
            free.tell(allowed);
        }
        QVERIFY(free.update());
        const auto unlimited = anchoredScore(free, designs, some);
        for (int i = 0; i < 2; ++i)
            QVERIFY(std::abs(expected(i) - unlimited(i)) < 0.3 + 0.05 * std::abs(unlimited(i)));
    }

    /// What costs no evaluation is known, whatever the model thinks of it.
    void freeObjective_isKnownToTheAnchoredScore()
    {
        const Ladder ladder;
        const SearchProblem search = ladder.stated(true);
        OutcomeModels models(search, {});
        for (std::uint64_t id = 0; id < 20; ++id)
            models.tell(ladder.evaluate(id, ladder.space.at(id * 181)));
        QVERIFY(models.update());
        const space::Design just({20.0, 20.0}); // energy 31
        const space::Design over({21.0, 20.0}); // energy 32
        const std::vector<space::Design> designs{just, over};
        const auto score = anchoredScore(models, designs, {0, {1.0, 31.5}}, search.free);
        QVERIFY(score(0) > score(1) + 100.0);
    }

    void threeObjectives_takeTurnsAndAreAllKnownOnTheFront_data()
    {
        QTest::addColumn<QString>("gate");
        QTest::newRow("agent") << QString("off");
        QTest::newRow("gate") << QString("on");
    }
    void threeObjectives_takeTurnsAndAreAllKnownOnTheFront()
    {
        QFETCH(QString, gate);
        const sample::Problem problem = sample::dtlz2();
        const SearchProblem search{problem.space, 3, problem.reference};
        const auto optimizer = std::move(
            makeOptimizer(agent({{"gate", gate.toStdString()}}), search, 1).value());
        std::vector<Observation> trials;
        for (std::uint64_t id = 0; id < 34; ++id) {
            trials.push_back(problem.evaluate(*optimizer->ask(id)));
            trials.back().id = id;
            optimizer->tell(std::span(&trials.back(), 1));
        }
        const PaboLedger& ledger = *optimizer->ledger();
        QCOMPARE(ledger.counters.turns, ledger.turns.size());
        QCOMPARE(countOf(ledger.turns, PaboTurn::Decision::Vetoed), std::size_t{ledger.counters.vetoes});
        std::size_t owner = 0;
        for (const PaboTurn& turn : ledger.turns) {
            QCOMPARE(turn.views.size(), std::size_t{3});
            QCOMPARE(turn.acquisitionsSkipped, std::size_t{2});
            if (gate == "off")
                QCOMPARE(turn.owner, owner++ % 3);
            if (turn.decision == PaboTurn::Decision::Vetoed)
                QVERIFY(turn.dominating && !turn.trial);
            else if (!turn.shared)
                QCOMPARE(turn.updatesSkipped, std::size_t{2});
        }
        for (const std::size_t row : dynamic_cast<Pabo&>(*optimizer).models().front())
            for (const Observation& other : trials)
                QVERIFY(!pareto::dominates(other.objectives, trials[row].objectives));
    }

    void hierarchy_tellsItsTurnsAndWhereItsSecondLevelBegins()
    {
        const Ladder ladder;
        Search search(ladder, {"hpabo", {}, {}});
        search.run(60);
        QCOMPARE(search.ledger().turns.size(), std::size_t{50});
        for (const PaboTurn& turn : search.ledger().turns) {
            QVERIFY(turn.told && turn.views.size() == 2);
            QVERIFY(turn.anchor || *turn.trial < 30);
        }
        QCOMPARE(firstOfLevelTwo({"hpabo", {}, {}}).value(), std::uint64_t{30});
        QCOMPARE(firstOfLevelTwo({"hpabo", {{"trials", 100}}, {}}).value(), std::uint64_t{50});
        QVERIFY(!firstOfLevelTwo({"pabo", {}, {}}));
        QCOMPARE(search.ledger().counters.turns, std::uint64_t{50});
    }

    void oneNumber_findsItsOwnEndOfTheFront()
    {
        const Ladder ladder;
        const auto least = [&](const MethodChoice& choice, std::size_t objective) {
            Search search(ladder, choice);
            search.run(35);
            double best = INFINITY;
            for (const Observation& trial : search.trials)
                best = std::min(best, trial.objectives[objective]);
            return best;
        };
        QVERIFY(least({"single_first", {}, {}}, 0) < 0.1);  // the optimum is exp(-4) = 0.02
        QVERIFY(least({"single_second", {}, {}}, 1) < 3.0); // the optimum is 1
        QCOMPARE(least({"single", {}, {{"goal", "second"}}}, 1), least({"single_second", {}, {}}, 1));
        QVERIFY(!makeOptimizer({"single", {}, {{"goal", "third"}}}, ladder.stated(true), 1));
    }

    void paregoWithOneModel_isReachedByTheOption()
    {
        const Ladder ladder;
        Search byName(ladder, {"parego_one", {}, {}});
        Search byOption(ladder, {"parego", {}, {{"models", "one of the weighting"}}});
        byName.run(25);
        byOption.run(25);
        QVERIFY(same(byName.trials, byOption.trials));
        QCOMPARE(byOption.optimizer->name(), std::string("parego"));
        const Effort effort = byName.optimizer->effort();
        QVERIFY(effort.counted && effort.modelFits >= 15);
        const Thought thought = byName.optimizer->thought();
        QVERIFY(thought.sentences.front().find("weighted") != std::string::npos);
    }

    void words_haveUnitsThatPeopleRead()
    {
        const Ladder ladder;
        SearchProblem search = ladder.stated(true);
        search.free = {};
        const auto optimizer = std::move(makeOptimizer(agent(), search, 1).value());
        for (std::uint64_t id = 0; id < 12; ++id) {
            Observation seen = ladder.evaluate(id, *optimizer->ask(id));
            seen.objectives[1] *= 1e-9;
            optimizer->tell(std::span(&seen, 1));
        }
        const std::string said = optimizer->thought().sentences.back();
        QVERIFY2(said.find(" nJ") != std::string::npos, said.c_str());
        QVERIFY2(said.find("e-") == std::string::npos, said.c_str());
    }
};

QTEST_APPLESS_MAIN(TestPabo)
#include "tst_pabo.moc"
