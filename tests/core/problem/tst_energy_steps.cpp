// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/energy_steps.h"

#include <QtTest>

#include <cmath>
#include <numeric>

using namespace paretoscope::problem;

class TestEnergySteps : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void steps_leadFromOneSumToTheOther()
    {
        const std::vector<EnergyPart> from{
            {"DRAM", "weights", 4.0}, {"DRAM", "inputs", 1.0}, {"MAC", "", 2.0}};
        const std::vector<EnergyPart> to{
            {"DRAM", "weights", 1.0}, {"buffer", "inputs", 0.5}, {"MAC", "", 2.0}};
        const auto steps = energySteps(from, to);
        QCOMPARE(steps.size(), std::size_t{3});
        QCOMPARE(steps[0].component, std::string("DRAM")); // the largest change first
        QCOMPARE(steps[0].change_J(), -4.0);
        QCOMPARE(steps[1].component, std::string("buffer"));
        QCOMPARE(steps[1].from_J, 0.0);
        QCOMPARE(steps[2].change_J(), 0.0);
        double sum = 7.0;
        for (const EnergyStep& step : steps)
            sum += step.change_J();
        QVERIFY(std::abs(sum - 3.5) < 1e-12);
    }

    void sameDesign_changesNothing()
    {
        const std::vector<EnergyPart> parts{{"b", "x", 1.0}, {"a", "y", 2.0}};
        const auto steps = energySteps(parts, parts);
        QCOMPARE(steps.size(), std::size_t{2});
        QCOMPARE(steps[0].component, std::string("a")); // by name
        for (const EnergyStep& step : steps)
            QCOMPARE(step.change_J(), 0.0);
        QVERIFY(energySteps({}, {}).empty());
    }
};

QTEST_APPLESS_MAIN(TestEnergySteps)
#include "tst_energy_steps.moc"
