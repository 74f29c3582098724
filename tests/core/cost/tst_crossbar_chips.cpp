// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/crossbar/mnsim_pipeline.h"
#include "core/cost/crossbar/puma_chip.h"
#include "core/cost/crossbar/sense_circuit.h"

#include <QTest>

#include <cmath>
#include <initializer_list>

using namespace paretoscope::cost::crossbar;
namespace mnsim = paretoscope::hardware::mnsim;

/// The chips of the simulators at sizes that no reference case has.
class TestCrossbarChips : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pumaSizesBetweenAndBeyondTheTables_haveSmoothCosts();
    void pumaPrograms_takeLongerWithMoreTilesAndSleepSooner();
    void mnsimSizes_moveTheirCostsTheWayTheyMust();
    void mnsimTiles_lieInShells();
    void senseCircuits_followTheirFloorPlanAndTheirLaws();
};

namespace {

bool close(double a, double b, double tolerance = 1e-9)
{
    return std::abs(a - b) <= tolerance * std::max(std::abs(a), std::abs(b));
}

} // namespace

void TestCrossbarChips::pumaSizesBetweenAndBeyondTheTables_haveSmoothCosts()
{
    double before = 0.0;
    for (const std::int64_t size : {16, 32, 48, 64, 100, 128, 200, 256, 512}) {
        PumaChip chip;
        chip.size = size;
        const AreaAndPower core = pumaCore(chip);
        QVERIFY(core.area_mm2 > before && core.leakage_W > 0.0 && core.peak_W > 0.0);
        before = core.area_mm2;
    }
    before = 0.0;
    for (PumaChip chip; chip.edram_KiB <= 512; chip.edram_KiB *= 2) {
        QVERIFY(pumaTile(chip).area_mm2 > before);
        before = pumaTile(chip).area_mm2;
    }
    // The simulator's table repeats its smallest memory.
    PumaChip small;
    small.edram_KiB = 8;
    QCOMPARE(pumaTile(small).area_mm2, pumaTile(PumaChip{}).area_mm2);
    for (const int cellBits : {1, 2, 4, 6, 8}) {
        PumaChip chip;
        chip.cellBits = cellBits;
        // All slices of a full weight are there, whatever a cell holds.
        QVERIFY(close(pumaMvmCycles(chip), 1800.0));
        QCOMPARE(pumaMvmCounts(chip).arrayActivations, 16.0 * std::ceil(16.0 / cellBits));
    }
}

void TestCrossbarChips::pumaPrograms_takeLongerWithMoreTilesAndSleepSooner()
{
    const PumaChip chip;
    double cycles = 0.0;
    double dynamic_J = 0.0;
    for (const std::int64_t rowTiles : {1, 2, 3, 4, 6, 8, 16, 32}) {
        PumaProgram program;
        program.rowTiles = rowTiles;
        const PumaRun run = pumaRun(chip, program);
        QVERIFY(run.cycles >= cycles && run.dynamic_J > dynamic_J && run.leakage_J > 0.0);
        QCOMPARE(run.mvms, double(rowTiles));
        cycles = run.cycles;
        dynamic_J = run.dynamic_J;
    }
    // Columns that need another tile do not wait for the memory of the first.
    PumaProgram full;
    full.rowTiles = full.columnTiles = 4; // 8 cores
    PumaProgram twice = full;
    twice.columnTiles = 8;
    QCOMPARE(pumaRun(chip, full).cycles, pumaRun(chip, twice).cycles);
}

namespace {

MnsimChip mnsimChip()
{
    MnsimChip chip;
    chip.adc = *mnsim::adc(6);
    chip.dac = *mnsim::dac(1);
    return chip;
}

MnsimLayer mnsimLayer()
{
    MnsimLayer layer;
    layer.inputs = 64;
    layer.outputs = 200;
    layer.kernel = 3;
    layer.padding = 1;
    layer.outputRows = layer.outputColumns = 16;
    return layer;
}

} // namespace

void TestCrossbarChips::mnsimSizes_moveTheirCostsTheWayTheyMust()
{
    const MnsimLayer layer = mnsimLayer();
    const auto time = [&](const MnsimChip& chip) { return mnsimBusyTime(chip, layer); };
    const auto area = [](const MnsimChip& chip) { return mnsimTileArea(chip).sum(); };
    const MnsimChip base = mnsimChip();
    MnsimChip chip = base;
    for (chip.adcs = 8; chip.adcs <= 256; chip.adcs *= 2) {
        MnsimChip more = chip;
        more.adcs = 2 * chip.adcs;
        QVERIFY(time(more).adc_s <= time(chip).adc_s && area(more) > area(chip));
    }
    // Subarrays share the converters of an array: each has fewer, so that columns wait longer.
    chip = base;
    chip.subarrayRows = 64;
    QCOMPARE(chip.subarrays(), std::int64_t{4});
    QVERIFY(close(time(chip).adc_s, 3.5 * time(base).adc_s)); // ceil(800 / 128) turns instead of 2
    QCOMPARE(mnsimTileArea(chip).arrays, mnsimTileArea(base).arrays);
    // One array instead of a pair: half the silicon, one weight bit more.
    chip = base;
    chip.differential = false;
    QVERIFY(close(mnsimTileArea(chip).arrays, mnsimTileArea(base).arrays / 2.0));
    QCOMPARE(mnsimPlacement(chip, layer).elementColumns, std::int64_t{9});
    QCOMPARE(mnsimPlacement(base, layer).elementColumns, std::int64_t{8});
    // A sense amplifier takes one period and next to no area; energy of a read follows both resistances.
    chip = base;
    chip.adc = *mnsim::adc(8);
    QVERIFY(close(time(chip).adc_s, time(base).adc_s / 8.0));
    QVERIFY(area(chip) < area(base));
    chip = base;
    chip.onResistance_ohm *= 10.0;
    QVERIFY(mnsimEnergy(chip, layer).array_J < mnsimEnergy(base, layer).array_J / 5.0);
    QCOMPARE(mnsimEnergy(chip, layer).adc_J, mnsimEnergy(base, layer).adc_J);
    // Slower links and clocks only delay.
    const std::vector<MnsimLayer> network(3, layer);
    const double pipelined_s = mnsimPipelined_s(base, network);
    chip = base;
    chip.interTile_bitsPerSecond /= 10.0;
    QVERIFY(mnsimPipelined_s(chip, network) > pipelined_s);
    chip = base;
    chip.clock_Hz *= 2.0;
    QVERIFY(mnsimPipelined_s(chip, network) < pipelined_s);
    QVERIFY(pipelined_s > time(base).sum_s() && pipelined_s < 3.5 * time(base).sum_s());
    MnsimLayer twice = layer;
    twice.replicas = 2;
    QVERIFY(close(mnsimPipelined_s(base, {&twice, 1}), mnsimPipelined_s(base, {&layer, 1}) / 2.0, 0.1));
}

void TestCrossbarChips::mnsimTiles_lieInShells()
{
    // 0 1 8
    // 3 2 7
    // 4 5 6
    const std::vector<std::int64_t> alone{1, 3};
    QCOMPARE(tileDistances(alone)[0].inside, std::int64_t{0});
    QCOMPARE(tileDistances(alone)[0].onward, std::int64_t{2}); // to tile 2
    const std::vector<std::int64_t> pair{2, 0, 1};
    const auto distances = tileDistances(pair);
    QCOMPARE(distances[0].inside, std::int64_t{1});
    QCOMPARE(distances[0].onward, std::int64_t{1}); // tile 1 gathers, the next layer with a tile has tile 2
    QCOMPARE(distances[2].onward, std::int64_t{0});
    const std::vector<std::int64_t> square{9};
    QCOMPARE(tileDistances(square)[0].inside, std::int64_t{2}); // from the middle
}

void TestCrossbarChips::senseCircuits_followTheirFloorPlanAndTheirLaws()
{
    const std::vector<SenseLayer> layers{{16, 9, 64, 196}, {64, 9, 256, 36}, {4096, 1, 10, 1}};
    SenseCircuit circuit;
    // 256 outputs of four slices ask for tiles of 1024 rows, twice what arrays of 128 rows need.
    QCOMPARE(senseNetwork(circuit, layers).layers[1].tiles, std::int64_t{1});
    QCOMPARE(senseNetwork(circuit, layers).layers[2].tiles, std::int64_t{4});
    circuit.windowsApart = true;
    const SenseNetworkCost apart = senseNetwork(circuit, layers);
    QCOMPARE(apart.layers[2].tiles, std::int64_t{8}); // now alone in its tiles, which are smaller
    QVERIFY(apart.chip_mm2 > 0.0 && apart.latency_s > 0.0);
    const auto rises = [&](auto set, std::initializer_list<double> values, auto figure) {
        double before = 0.0;
        for (const double value : values) {
            SenseCircuit changed;
            set(changed, value);
            const double now = figure(senseNetwork(changed, layers));
            if (!(now > before))
                return false;
            before = now;
        }
        return true;
    };
    const auto area = [](const SenseNetworkCost& cost) { return cost.chip_mm2; };
    const auto latency = [](const SenseNetworkCost& cost) { return cost.latency_s; };
    const auto energy = [](const SenseNetworkCost& cost) { return cost.dynamic_J; };
    const auto node = [](SenseCircuit& c, double v) { c.node_nm = v; };
    const auto nodes = {7.0, 10.0, 14.0, 18.0, 22.0, 28.0, 32.0, 45.0, 65.0, 90.0, 130.0};
    QVERIFY(rises(node, nodes, area) && rises(node, nodes, latency) && rises(node, nodes, energy));
    const auto levels = [](SenseCircuit& c, double v) { c.adcLevels = v; };
    const auto allLevels = {2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 1024.0};
    QVERIFY(rises(levels, allLevels, area) && rises(levels, allLevels, latency)
            && rises(levels, allLevels, energy));
    const auto bits = [](SenseCircuit& c, double v) { c.inputBits = int(v); };
    QVERIFY(rises(bits, {1.0, 2.0, 4.0, 8.0, 16.0}, latency)
            && rises(bits, {1.0, 2.0, 4.0, 8.0, 16.0}, energy));
    const auto conductance = [](SenseCircuit& c, double v) { c.onResistance_ohm = 1e6 / v; };
    QVERIFY(rises(conductance, {1.0, 10.0, 100.0, 1000.0}, energy));
    const auto adcs = [](SenseCircuit& c, double v) { c.columnsPerAdc = std::int64_t(128.0 / v); };
    QVERIFY(rises(adcs, {1.0, 4.0, 16.0, 64.0, 128.0}, area));
}

QTEST_APPLESS_MAIN(TestCrossbarChips)
#include "tst_crossbar_chips.moc"
