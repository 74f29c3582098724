// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/hpabo.h"
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
        for (const char* method : {"anchored", "agent", "gate", "hpabo", "ehvi"})
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
        if (method == "hpabo" || method == "ehvi")
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
        Search search(ladder, {"pabo", {}, {}});
        search.run(30);
        for (const PaboTurn& turn : search.ledger().turns) {
            QVERIFY(turn.anchor);
            const std::vector<double>& anchor = search.trials[*turn.anchor].objectives;
            QCOMPARE(turn.marks, anchor);
            for (std::uint64_t id = 0; id < *turn.trial; ++id)
                QVERIFY(!pareto::dominates(search.trials[id].objectives, anchor));
        }
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
};

QTEST_APPLESS_MAIN(TestPabo)
#include "tst_pabo.moc"
