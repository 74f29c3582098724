// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_reader.h"
#include "core/hardware/spatial_architecture.h"
#include "core/problem/spatial_evaluation.h"

#include <QtTest>

#include <algorithm>

using namespace paretoscope;

namespace {

const std::filesystem::path kResources = PARETOSCOPE_RESOURCE_DIR;

/// Few mappings a layer: enough to find a legal one, which is what is asked here.
problem::MappedNetwork mapped(const workload::Network& network, const hardware::SpatialArchitecture& machine)
{
    cost::spatial::MapperOptions options;
    options.evaluations = 100;
    problem::MappingCache cache;
    return problem::mapNetwork(network, machine, options, {}, cache);
}

} // namespace

class TestShippedMachines : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyMachine_runsResNet18_data()
    {
        QTest::addColumn<QString>("file");
        for (const auto& entry : std::filesystem::directory_iterator(kResources / "hardware")) {
            const auto document = readJsonFile(entry.path());
            QVERIFY(document);
            if (document->value("format", "") == "paretoscope-spatial-architecture")
                QTest::newRow(entry.path().stem().c_str()) << QString::fromStdString(entry.path().string());
        }
    }
    void everyMachine_runsResNet18()
    {
        QFETCH(QString, file);
        const auto network = workload::readNetwork(kResources / "networks" / "resnet18.json");
        const auto machine = hardware::SpatialTemplate::read(file.toStdString())->instantiate({});
        QVERIFY(network && machine);
        const problem::MappedNetwork result = mapped(*network, *machine);
        QVERIFY2(result.complete, (result.reason + " " + result.example).c_str());

        // No mapping beats one multiply-accumulate per MAC and cycle, nor arithmetic alone, nor fetching
        // every weight once (the last layer's 1,000 biases are counted as parameters but not moved).
        const double macs = static_cast<double>(network->macs());
        QCOMPARE(result.macs, macs);
        QVERIFY(result.cycles >= macs / static_cast<double>(machine->macs()));
        QVERIFY(result.energy_J > macs * machine->macEnergy_J);
        const double word_bytes = static_cast<double>(machine->levels[0].word_bits) / 8.0;
        QVERIFY(result.offChip_bytes >= word_bytes * static_cast<double>(network->parameters() - 1'000));
        // A class of machine is useful when it keeps a fair part of its MACs busy on the usual network.
        QVERIFY(macs / (result.cycles * static_cast<double>(machine->macs())) > 0.1);
    }
};

QTEST_APPLESS_MAIN(TestShippedMachines)
#include "tst_shipped_machines.moc"
