// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codesign/machine_space.h"

#include <QtTest>

#include <set>

using namespace paretoscope;
using namespace paretoscope::codesign;

class TestMachineSpace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void handMadeMachines_haveTheirBudgets()
    {
        for (const std::int32_t pes : peBudgets()) {
            const Machine machine = eyeriss(pes);
            QCOMPARE(machine.pes(), pes);
            QCOMPARE(machine.inputWords + machine.weightWords + machine.outputWords, kLocalWords);
            QVERIFY(machineSpace(pes).check(designOf(machineSpace(pes), machine)));
        }
    }

    void sampledMachines_keepAllConstraints()
    {
        Rng rng(7);
        std::set<std::int32_t> columns;
        for (const std::int32_t pes : peBudgets()) {
            const space::Space space = machineSpace(pes);
            for (int i = 0; i < 2'000; ++i) {
                const Machine machine = sampleMachine(pes, rng);
                const space::Design design = designOf(space, machine);
                QVERIFY2(space.check(design), space.print(design).c_str());
                QCOMPARE(machineOf(space, design, pes), machine);
                columns.insert(machine.columns);
            }
        }
        QCOMPARE(columns.size(), 21U); // 16 divisors of 168 and 9 of 256, four of them in common
    }

    void designsOfTheSpace_areMachinesOnTheSameResources()
    {
        const space::Space space = machineSpace(168);
        QCOMPARE(space.constraints().size(), 5U); // a mistyped expression would be missing
        Rng rng(3);
        for (int i = 0; i < 500; ++i) {
            const auto design = space.sample(rng);
            QVERIFY(design);
            const Machine machine = machineOf(space, *design, 168);
            QCOMPARE(machine.pes(), 168);
            QVERIFY(machine.inputWords >= 1 && machine.weightWords >= 1 && machine.outputWords >= 1);
            QCOMPARE(machine.inputWords + machine.weightWords + machine.outputWords, kLocalWords);
            QCOMPARE(machine.bankColumns * machine.bankRows, machine.banks);
            QCOMPARE(machine.columns % machine.bankColumns, 0);
            QCOMPARE(machine.rows % machine.bankRows, 0);
            QVERIFY(machine.rowWords() <= kWidestRow);
        }
    }

    void eachKnownConstraint_refusesWhatBreaksIt()
    {
        const space::Space space = machineSpace(168);
        const auto refuses = [&](auto change) {
            Machine machine = eyeriss(168);
            change(machine);
            return !space.satisfiesConstraints(designOf(space, machine));
        };
        QVERIFY(!refuses([](Machine&) {}));
        QVERIFY(refuses([](Machine& m) { m.inputWords = 28; })); // 28 + 192 leaves none for outputs
        QVERIFY(refuses([](Machine& m) { m.banks = 2, m.bankColumns = 4; }));
        QVERIFY(refuses([](Machine& m) { m.banks = m.bankColumns = 4; }));    // 14 columns
        QVERIFY(refuses([](Machine& m) { m.banks = 8, m.bankColumns = 1; })); // 12 rows
        QVERIFY(!refuses([](Machine& m) { m.banks = 8, m.bankColumns = 2; }));
        QVERIFY(refuses([](Machine& m) { m.blockWords = 8, m.clusterBlocks = 4; }));
    }
};

QTEST_APPLESS_MAIN(TestMachineSpace)
#include "tst_machine_space.moc"
