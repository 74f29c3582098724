// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_problems.h"

#include "core/optimizer/bayesian_search.h"

#include <QtTest>

#include <cmath>
#include <numeric>

using namespace paretoscope;
using namespace paretoscope::optimizer;

namespace {

/// Two objectives of four reals, of which the first matters much, the second little and the others not at
/// all.
Observation evaluated(std::uint64_t id, const space::Design& design)
{
    const auto x = design.row();
    Observation seen;
    seen.id = id;
    seen.design = design;
    seen.objectives = {5.0 + std::sin(5.0 * x[0]) + 0.1 * x[1], 3.0 - x[0]};
    seen.constraints = {x[2] - 0.7};
    seen.violation = std::max(0.0, x[2] - 0.7);
    return seen;
}

std::unique_ptr<BayesianSearch> informed(std::size_t told)
{
    SearchProblem problem{sample::unitCube(4), 2};
    problem.constraints = {{"room", false}};
    auto search = std::make_unique<BayesianSearch>(problem, 1, BayesianOptions{});
    Rng rng(1);
    for (std::uint64_t id = 0; id < told; ++id) {
        const Observation seen = evaluated(id, *problem.space.sample(rng));
        search->tell({&seen, 1});
    }
    return search;
}

} // namespace

class TestInsight : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void slice_followsTheFunction()
    {
        const auto search = informed(60);
        const space::Design centre(std::vector<double>{0.5, 0.5, 0.5, 0.5});
        const auto slice = search->slice(centre, 0, 21);
        QVERIFY(bool(slice));
        QCOMPARE(slice->positions.size(), std::size_t{21});
        QCOMPARE(slice->beliefs.size(), std::size_t{3});
        QCOMPARE(QString::fromStdString(slice->beliefs[2].outcome), QString("constraint 1"));
        for (std::size_t i = 0; i < 21; ++i) {
            QVERIFY(std::abs(slice->positions[i] - 0.05 * double(i)) < 1e-12);
            const Observation truth = evaluated(0, slice->designs[i]);
            QVERIFY(std::abs(slice->beliefs[0].median[i] - truth.objectives[0]) < 0.1);
            QVERIFY(slice->beliefs[0].low[i] <= slice->beliefs[0].median[i]);
            QVERIFY(slice->beliefs[0].median[i] <= slice->beliefs[0].high[i]);
            QVERIFY(slice->feasibility[i] > 0.9);
            QVERIFY(std::isfinite(slice->acquisition[i]));
        }
        const auto across = search->slice(centre, 2, 21); // into the constraint
        QVERIFY(across->feasibility.front() > 0.9 && across->feasibility.back() < 0.1);
    }

    void importance_tellsWhatMatters()
    {
        const auto search = informed(60);
        QVERIFY(search->updateModels());
        const auto all = importances(search->models(), sample::unitCube(4));
        QCOMPARE(all.size(), std::size_t{3});
        for (const Importance& one : all)
            QVERIFY(std::abs(std::accumulate(one.shares.begin(), one.shares.end(), 0.0) - 1.0) < 1e-9);
        QVERIFY(all[0].shares[0] > all[0].shares[1] && all[0].shares[1] > all[0].shares[3]);
        QVERIFY(all[2].shares[2] > 0.5); // the constraint is about the third parameter alone
        QVERIFY(all[0].lengthScales[0] < all[0].lengthScales[3]);
        QVERIFY(all[0].noiseShare < 1e-2);
    }

    void crossValidation_isGoodOfASmoothFunction()
    {
        const auto search = informed(60);
        QVERIFY(search->updateModels());
        const auto found = crossValidation(search->models(), 0);
        QVERIFY(bool(found));
        QCOMPARE(found->measured.size(), std::size_t{60});
        QVERIFY(found->determination > 0.98);
        QVERIFY(found->covered > 0.8);
        for (std::size_t i = 0; i < 60; ++i)
            QVERIFY(found->low[i] <= found->predicted[i] && found->predicted[i] <= found->high[i]);
    }

    void nonsense_isRefused()
    {
        const auto search = informed(30);
        const space::Design centre(std::vector<double>{0.5, 0.5, 0.5, 0.5});
        QVERIFY(!search->slice(centre, 4, 10));
        QVERIFY(!search->slice(space::Design(std::vector<double>{0.5}), 0, 10));
        QVERIFY(!crossValidation(search->models(), 99));
        QVERIFY(!informed(0)->slice(centre, 0, 10));
        const auto machine = sample::machine();
        Rng rng(1);
        space::Design design = *machine.space.sample(rng);
        while (machine.space.isActive(design, 4))
            design = *machine.space.sample(rng);
        QVERIFY(!designsAlong(machine.space, design, 4, 10)); // inactive
        const auto orders = designsAlong(machine.space, design, 5, 100);
        QCOMPARE(orders->size(), std::size_t{24});
        for (const space::Design& along : *orders)
            QVERIFY(machine.space.parameter(5).contains(machine.space.value(along, 5)));
    }
};

QTEST_APPLESS_MAIN(TestInsight)
#include "tst_insight.moc"
