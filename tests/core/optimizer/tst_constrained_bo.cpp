// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_problems.h"

#include <QtTest>

#include <algorithm>
#include <cmath>

using namespace paretoscope;
using namespace paretoscope::optimizer;

namespace {

/// Two numbers; the best is at (0.75, 0.3), right beside what is infeasible, x > 0.8, of which nothing is
/// known beforehand; y <= x is known.
space::Space square()
{
    auto space = std::move(space::Space::make({*space::makeReal({"x", "", "", {}}, 0.0, 1.0, false),
                                               *space::makeReal({"y", "", "", {}}, 0.0, 1.0, false)})
                               .value());
    (void)space.constrain("below", "y <= x");
    return space;
}

Observation judged(const space::Space& space, std::uint64_t id, const space::Design& design)
{
    const double x = space.value(design, 0)[0];
    const double y = space.value(design, 1)[0];
    Observation seen;
    seen.id = id;
    seen.design = design;
    if (x > 0.8) {
        seen.violation = INFINITY;
        return seen;
    }
    seen.objectives = {0.01 + std::pow(x - 0.75, 2.0) + std::pow(y - 0.3, 2.0)};
    seen.metrics = seen.objectives;
    return seen;
}

struct Run
{
    double best = INFINITY;
    std::vector<space::Design> designs;
};

std::unique_ptr<Optimizer> searchBy(const std::string& method, const SearchProblem& problem,
                                    std::uint64_t seed,
                                    std::vector<std::pair<std::string, std::string>> choices = {})
{
    return std::move(makeOptimizer({method, {}, std::move(choices)}, problem, seed).value());
}

Run searched(Optimizer& optimizer, const space::Space& space, std::uint64_t evaluations)
{
    Run run;
    for (std::uint64_t id = 0; id < evaluations; ++id) {
        const auto design = optimizer.ask(id);
        if (!design)
            return run;
        run.designs.push_back(*design);
        const Observation seen = judged(space, id, *design);
        if (seen.violation == 0.0)
            run.best = std::min(run.best, seen.objectives[0]);
        optimizer.tell(std::span(&seen, 1));
    }
    return run;
}

} // namespace

class TestConstrainedBo : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void learntSearch_comesCloserThanRandomSearch()
    {
        const SearchProblem problem{square(), 1};
        double learnt = 0.0;
        double random = 0.0;
        for (std::uint64_t seed = 1; seed <= 5; ++seed) {
            const Run run = searched(*searchBy("cbo", problem, seed), problem.space, 30);
            learnt += run.best - 0.01;
            random += searched(*searchBy("random", problem, seed), problem.space, 30).best - 0.01;
        }
        QVERIFY2(learnt < 0.3 * random, qPrintable(QString("%1 %2").arg(learnt).arg(random)));
    }

    void feasibleRegion_isLearntFromLabels()
    {
        const SearchProblem problem{square(), 1};
        const auto optimizer = searchBy("cbo", problem, 1);
        Rng rng(3);
        for (std::uint64_t id = 0; id < 60; ++id) {
            const Observation seen = judged(problem.space, id, *problem.space.sample(rng));
            optimizer->tell(std::span(&seen, 1));
        }
        std::vector<space::Design> asked;
        for (int i = 0; i < 200; ++i)
            asked.push_back(*problem.space.sample(rng));
        const auto beliefs = optimizer->beliefs(asked);
        QVERIFY(beliefs);
        int right = 0;
        for (std::size_t i = 0; i < asked.size(); ++i)
            right += (beliefs->feasibility[i] > 0.5) == (problem.space.value(asked[i], 0)[0] <= 0.8) ? 1 : 0;
        QVERIFY2(right >= 180, qPrintable(QString::number(right)));
    }

    void knownConstraints_holdForEveryProposal()
    {
        const SearchProblem problem{square(), 1};
        for (const char* kernel : {"matern", "linear"})
            for (const char* acquisition : {"improvement", "lower_bound"}) {
                const auto optimizer = searchBy("cbo", problem, 3,
                                                {{"kernel", kernel}, {"acquisition", acquisition}});
                const Run run = searched(*optimizer, problem.space, 16);
                QCOMPARE(run.designs.size(), 16U);
                for (const space::Design& design : run.designs)
                    QVERIFY(problem.space.check(design));
            }
    }

    // How often a search was asked before must not matter, only what it was told.
    void searchResumed_goesOnAsIfNeverStopped()
    {
        const SearchProblem problem{square(), 1};
        const auto first = searchBy("cbo", problem, 5);
        const Run run = searched(*first, problem.space, 15);
        const auto second = searchBy("cbo", problem, 5);
        for (std::uint64_t id = 0; id < 15; ++id) {
            const Observation seen = judged(problem.space, id, run.designs[id]);
            second->tell(std::span(&seen, 1));
        }
        QCOMPARE(second->ask(15), first->ask(15));
    }

    void designsInFlight_areNotProposedAgain()
    {
        const SearchProblem problem{square(), 1};
        const auto optimizer = searchBy("cbo", problem, 7);
        (void)searched(*optimizer, problem.space, 14);
        std::vector<std::pair<double, double>> asked;
        for (std::uint64_t id = 14; id < 18; ++id) {
            const auto design = optimizer->ask(id);
            QVERIFY(design);
            asked.emplace_back(problem.space.value(*design, 0)[0], problem.space.value(*design, 1)[0]);
        }
        for (std::size_t i = 0; i < asked.size(); ++i)
            for (std::size_t j = 0; j < i; ++j)
                QVERIFY(std::hypot(asked[i].first - asked[j].first, asked[i].second - asked[j].second)
                        > 1e-4);
    }

    void derivedFeatures_areWhatTheModelsSee()
    {
        SearchProblem problem{square(), 1};
        const auto plain = searched(*searchBy("cbo", problem, 9), problem.space, 14);
        int asked = 0;
        problem.features = [&asked, space = problem.space](const space::Design& design) {
            ++asked;
            return std::vector<double>{space.value(design, 0)[0] - space.value(design, 1)[0]};
        };
        const auto derived = searched(*searchBy("cbo", problem, 9), problem.space, 14);
        QVERIFY(asked > 1'000);
        QVERIFY(std::equal(plain.designs.begin(), plain.designs.begin() + 10, derived.designs.begin()));
        QVERIFY(plain.designs != derived.designs);
    }

    void beliefs_areInTheObjectivesUnitsAndKnowWhatIsFeasible()
    {
        const SearchProblem problem{square(), 1};
        const auto optimizer = searchBy("cbo", problem, 2);
        QVERIFY(optimizer->thought().phase.empty());
        std::vector<space::Design> asked{space::Design({0.7, 0.3}), space::Design({0.98, 0.3})};
        QCOMPARE(optimizer->beliefs(asked).error().code, ErrorCode::NotFound);
        (void)searched(*optimizer, problem.space, 40);
        const auto beliefs = optimizer->beliefs(asked);
        QVERIFY(beliefs);
        const OutcomeBelief& objective = beliefs->outcomes.at(0);
        QVERIFY(objective.low[0] <= objective.median[0] && objective.median[0] <= objective.high[0]);
        QVERIFY2(std::abs(objective.median[0] - 0.0125) < 0.01,
                 qPrintable(QString::number(objective.median[0])));
        QVERIFY(beliefs->feasibility[0] > 0.8 && beliefs->feasibility[1] < 0.5);
        QVERIFY(optimizer->thought().fromModel);
        QVERIFY(!optimizer->thought().sentences.empty());
    }

    void severalObjectives_areSearchedByTheirProductAndToldOneByOne()
    {
        const SearchProblem problem{square(), 2};
        const auto optimizer = searchBy("cbo", problem, 6);
        double best = INFINITY;
        for (std::uint64_t id = 0; id < 35; ++id) {
            Observation seen = judged(problem.space, id, optimizer->ask(id).value());
            if (seen.violation == 0.0) { // energy and delay of one product
                best = std::min(best, seen.objectives[0]);
                const double split = std::exp(problem.space.value(seen.design, 1)[0]);
                seen.objectives = {10.0 * seen.objectives[0] * split, 1.0 / split};
            }
            optimizer->tell(std::span(&seen, 1));
        }
        QVERIFY2(best < 0.012, qPrintable(QString::number(best)));
        const std::vector<space::Design> asked{space::Design({0.7, 0.3})};
        const auto beliefs = optimizer->beliefs(asked);
        QVERIFY(beliefs);
        QCOMPARE(beliefs->outcomes.size(), 3U);
        QCOMPARE(beliefs->outcomes[1].outcome, std::string("objective 2"));
        QVERIFY(std::abs(beliefs->outcomes[1].median[0] - std::exp(-0.3)) < 0.1);
    }

    void boundOnAMetric_countsAsInfeasible()
    {
        const SearchProblem problem{square(), 1};
        const auto optimizer = searchBy("cbo", problem, 4);
        (void)searched(*optimizer, problem.space, 20);
        Steering steering;
        steering.metrics.push_back({0, 0.05, INFINITY});
        optimizer->constrain(steering);
        const std::vector<space::Design> best{space::Design({0.75, 0.3})};
        const auto beliefs = optimizer->beliefs(best);
        QVERIFY(beliefs);
        QVERIFY2(beliefs->feasibility[0] < 0.5, qPrintable(QString::number(beliefs->feasibility[0])));
    }
};

QTEST_APPLESS_MAIN(TestConstrainedBo)
#include "tst_constrained_bo.moc"
