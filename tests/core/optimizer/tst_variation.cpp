// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/variation.h"
#include "sample_problems.h"

#include <QtTest>

using namespace paretoscope;
using namespace paretoscope::optimizer;

class TestVariation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void children_areLegalAfterRepair()
    {
        const sample::Problem problem = sample::machine();
        Rng rng(1);
        for (int i = 0; i < 2000; ++i) {
            const auto a = *problem.space.sample(rng);
            const auto b = *problem.space.sample(rng);
            space::Design child = Variation(problem.space).crossed(a, b, 20.0, rng);
            Variation(problem.space).mutate(child, 2.0, rng);
            problem.space.activate(child, &rng);
            const Status checked = problem.space.check(child);
            // Only the known constraint may be broken; that is for the search to reject.
            QVERIFY2(checked || checked.error().where == "constraint \"fits\"",
                     checked ? "" : checked.error().text().c_str());
        }
    }

    void childOfEqualParents_isThatParent()
    {
        const sample::Problem problem = sample::machine();
        Rng rng(2);
        for (int i = 0; i < 200; ++i) {
            const auto a = *problem.space.sample(rng);
            QVERIFY(Variation(problem.space).crossed(a, a, 20.0, rng) == a);
        }
    }

    void simulatedBinaryCrossover_keepsTheParentsMeanOnAverage()
    {
        const auto space = sample::unitCube(1);
        Rng rng(3);
        double sum = 0.0;
        constexpr int kChildren = 40'000;
        for (int i = 0; i < kChildren; ++i) {
            const bool swap = i % 2 == 0;
            const space::Design a({swap ? 0.4 : 0.6});
            const space::Design b({swap ? 0.6 : 0.4});
            const double child = Variation(space).crossed(a, b, 20.0, rng).row()[0];
            QVERIFY(child >= 0.0 && child <= 1.0);
            sum += child;
        }
        QVERIFY(std::abs(sum / kChildren - 0.5) < 0.003);
    }

    void mutationRate_isTheMeanNumberOfChanges()
    {
        const auto space = sample::unitCube(20);
        Rng rng(4);
        int changes = 0;
        for (int i = 0; i < 2000; ++i) {
            const auto before = *space.sample(rng);
            space::Design after = before;
            Variation(space).mutate(after, 3.0, rng);
            for (std::size_t j = 0; j < 20; ++j)
                changes += before.row()[j] != after.row()[j] ? 1 : 0;
        }
        QVERIFY(std::abs(changes / 2000.0 - 3.0) < 0.15); // four standard errors
    }
};

QTEST_APPLESS_MAIN(TestVariation)
#include "tst_variation.moc"
