// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/crossbar/column_sum.h"
#include "core/cost/crossbar/evaluate.h"
#include "core/cost/crossbar/isaac_chip.h"
#include "core/cost/crossbar/pipeline.h"
#include "core/cost/crossbar/puma_chip.h"

#include <QTest>

#include <cmath>

using namespace paretoscope::cost::crossbar;
using namespace paretoscope::hardware;

class TestCrossbar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void layouts_needTheArraysOfTheirFormula();
    void arrays_growWithWeightBitsAndFallWithCellsAndSide();
    void depthwiseLayer_isPackedOnlyWhenAsked();
    void utilization_countsTheCellsThatHoldWeights();
    void balancedCopies_followPositionsWithinTheBudget();
    void mvmEnergy_isProportionalToItsSlices();
    void mvmTime_isLinearInAdcBits();
    void conversions_dependOnTheSideOnlyByPadding();
    void copies_divideTimeAndKeepEnergy();
    void isaacTile_sumsToItsTable();
    void adcBits_followIsaac();
    void fewerAdcBits_neverGiveMoreSignalToNoise();
    void pipelinedLayers_areFasterThanOneAfterTheOther();
    void networkSums_areThoseOfTheLayers();
};

namespace {

CrossbarArray machineOf(CrossbarLayout layout, CrossbarComponents components)
{
    CrossbarArray machine;
    machine.layout = layout;
    machine.components = components;
    deriveFigures(machine);
    return machine;
}

CrossbarArray isaac()
{
    return machineOf(CrossbarLayout::AdjacentColumns, CrossbarComponents::Isaac);
}

LayerShape convolution(std::int64_t channels, std::int64_t outputs, std::int64_t side, std::int64_t kernel)
{
    LayerShape shape;
    shape.window = kernel * kernel;
    shape.reduction = shape.window * channels;
    shape.outputs = outputs;
    shape.rows = shape.columns = side;
    shape.positions = side * side;
    shape.kernel = kernel;
    return shape;
}

bool close(double a, double b, double tolerance = 1e-9)
{
    return std::abs(a - b) <= tolerance * std::max(std::abs(a), std::abs(b));
}

} // namespace

void TestCrossbar::layouts_needTheArraysOfTheirFormula()
{
    const LayerShape shape = convolution(64, 100, 7, 3); // K 576, N 100
    CrossbarArray machine = isaac();
    QCOMPARE(mapLayer(shape, machine).arraysPerCopy, std::int64_t{5 * 7}); // ceil(576/128) ceil(800/128)
    machine.layout = CrossbarLayout::SeparateArrays;
    QCOMPARE(mapLayer(shape, machine).arraysPerCopy, std::int64_t{5 * 1 * 8});
    // Whole windows: 14 channels an array; 16 bits less the sign, each bit a pair of arrays.
    machine.layout = CrossbarLayout::BitGroups;
    machine.differential = true;
    QCOMPARE(mapLayer(shape, machine).arraysPerCopy, std::int64_t{5 * 15 * 2});
}

void TestCrossbar::arrays_growWithWeightBitsAndFallWithCellsAndSide()
{
    const LayerShape shape = convolution(100, 120, 7, 3);
    for (const auto layout :
         {CrossbarLayout::AdjacentColumns, CrossbarLayout::SeparateArrays, CrossbarLayout::BitGroups}) {
        CrossbarArray machine = isaac();
        machine.layout = layout;
        std::int64_t before = 0;
        for (machine.weightBits = 2; machine.weightBits <= 16; ++machine.weightBits) {
            const std::int64_t arrays = mapLayer(shape, machine).arraysPerCopy;
            QVERIFY(arrays >= before);
            before = arrays;
        }
        machine.weightBits = 16;
        for (machine.cellBits = 1; machine.cellBits <= 8; ++machine.cellBits) {
            const std::int64_t arrays = mapLayer(shape, machine).arraysPerCopy;
            QVERIFY(machine.cellBits == 1 || arrays <= before);
            before = arrays;
        }
        machine.cellBits = 2;
        for (const std::int64_t side : {32, 64, 128, 256, 512}) {
            machine.rows = machine.columns = side;
            const std::int64_t arrays = mapLayer(shape, machine).arraysPerCopy;
            QVERIFY(side == 32 || arrays <= before);
            before = arrays;
        }
    }
}

void TestCrossbar::depthwiseLayer_isPackedOnlyWhenAsked()
{
    LayerShape shape = convolution(1, 1, 14, 3);
    shape.groups = 96;
    CrossbarArray machine = isaac();
    QCOMPARE(mapLayer(shape, machine).arraysPerCopy, std::int64_t{96});
    machine.packsDepthwise = true;
    // floor(128 / 9) = 14 channels down the diagonal, 8 columns each.
    QCOMPARE(mapLayer(shape, machine).arraysPerCopy, std::int64_t{7});
    QVERIFY(mapLayer(shape, machine).utilization > 10.0 * 9.0 * 8.0 / (128.0 * 128.0));
}

void TestCrossbar::utilization_countsTheCellsThatHoldWeights()
{
    LayerShape full;
    full.reduction = 256;
    full.outputs = 32; // 256 columns of slices
    QCOMPARE(mapLayer(full, isaac()).utilization, 1.0);
    full.outputs = 33;
    QVERIFY(close(mapLayer(full, isaac()).utilization, 33.0 / 48.0));
    QVERIFY(close(mapLayer(full, isaac()).wastedArrays(), 6.0 * 15.0 / 48.0));
}

void TestCrossbar::balancedCopies_followPositionsWithinTheBudget()
{
    const CrossbarArray machine = isaac();
    const std::vector<LayerShape> shapes{convolution(3, 64, 56, 3), convolution(64, 64, 28, 3),
                                         convolution(64, 128, 14, 3)};
    std::vector<LayerMapping> mappings;
    for (const LayerShape& shape : shapes)
        mappings.push_back(mapLayer(shape, machine));
    const std::vector<std::int64_t> repeats{1, 1, 1};
    QCOMPARE(balancedCopies(shapes, mappings, repeats, 0), (std::vector<std::int64_t>{1, 1, 1}));
    constexpr std::int64_t kBudget = 2000;
    const auto copies = balancedCopies(shapes, mappings, repeats, kBudget);
    std::int64_t arrays = 0;
    for (std::size_t i = 0; i < copies.size(); ++i)
        arrays += copies[i] * mappings[i].arraysPerCopy;
    QVERIFY(arrays <= kBudget && arrays > kBudget * 8 / 10);
    QVERIFY(std::abs(double(copies[0]) / double(copies[1]) - 4.0) < 0.3); // as their positions
}

void TestCrossbar::mvmEnergy_isProportionalToItsSlices()
{
    PumaChip chip;
    const double all = pumaMvmEnergy_J(chip);
    QVERIFY(close(all, 52.8e-9, 0.005)); // 128 x 128, 16 bits
    chip.weightBits = 8;
    QVERIFY(close(pumaMvmEnergy_J(chip), all / 2.0, 0.03));
    chip.inputBits = 8;
    QVERIFY(close(pumaMvmEnergy_J(chip), all / 4.0, 0.05));
}

void TestCrossbar::mvmTime_isLinearInAdcBits()
{
    PumaChip chip;
    QVERIFY(close(pumaMvmCycles(chip), 1800.0));
    for (chip.adcBits = 1; chip.adcBits <= 12; ++chip.adcBits)
        QVERIFY(close(pumaMvmCycles(chip), 1800.0 / 8.0 * chip.adcBits));
}

void TestCrossbar::conversions_dependOnTheSideOnlyByPadding()
{
    // A layer that fills arrays of every side: columns by row tiles, so conversions halve as rows double.
    const NetworkLayer layer{[] {
                                 LayerShape shape;
                                 shape.reduction = 1024;
                                 shape.outputs = 128;
                                 return shape;
                             }(),
                             1};
    CrossbarArray machine = isaac();
    machine.rows = 128;
    double first = 0.0;
    for (const std::int64_t columns : {128, 256, 512, 1024}) {
        machine.columns = columns;
        deriveFigures(machine);
        const double conversions = evaluate({&layer, 1}, machine).layers.front().conversions;
        first = first > 0.0 ? first : conversions;
        QCOMPARE(conversions, first);
    }
}

void TestCrossbar::copies_divideTimeAndKeepEnergy()
{
    PumaChip chip;
    chip.matrices = 1;
    PumaProgram program;
    program.positions = 8;
    const PumaRun one = pumaRun(chip, program);
    program.replicas = 8;
    const PumaRun eight = pumaRun(chip, program);
    QVERIFY(close(one.cycles, 14'902.0, 0.1) && close(eight.cycles, 2082.0, 0.1));
    QVERIFY(close(one.dynamic_J, eight.dynamic_J, 0.05)); // the network sleeps more
    // And for a whole machine: a budget for copies changes time, not dynamic energy.
    for (const auto components :
         {CrossbarComponents::Isaac, CrossbarComponents::Puma, CrossbarComponents::Mnsim}) {
        CrossbarArray machine = machineOf(static_cast<CrossbarLayout>(components), components);
        const NetworkLayer layer{convolution(16, 16, 32, 3), 1};
        const NetworkCost single = evaluate({&layer, 1}, machine);
        machine.replicationArrays = 8 * single.layers[0].mapping.arraysPerCopy;
        const NetworkCost copied = evaluate({&layer, 1}, machine);
        QCOMPARE(copied.layers[0].mapping.copies, std::int64_t{8});
        // Where tiles serve single layers, those of many copies are farther from each other.
        const double farther = components == CrossbarComponents::Mnsim ? 0.25 : 0.02;
        QVERIFY(close(copied.layers[0].latency_s, single.layers[0].latency_s / 8.0, farther));
        const auto leakage = static_cast<std::size_t>(Part::Leakage);
        QVERIFY(close(copied.sum_J - copied.energy_J[leakage], single.sum_J - single.energy_J[leakage]));
    }
}

void TestCrossbar::isaacTile_sumsToItsTable()
{
    const IsaacChip chip;
    QVERIFY(close(chip.tilePower_W(), 0.330, 0.01));
    QVERIFY(close(chip.tileArea_mm2(), 0.372, 0.01));
    // The machine of its preset, which adds instances up, comes to the same area.
    CrossbarArray machine = isaac();
    machine.arraysPerCore = 8;
    machine.coresPerTile = 12;
    deriveFigures(machine);
    QVERIFY(close(machine.tileArea_mm2(), chip.tileArea_mm2(), 1e-6));
}

void TestCrossbar::adcBits_followIsaac()
{
    QCOMPARE(isaacAdcBits(128, 1, 2, false), 9);
    QCOMPARE(isaacAdcBits(128, 1, 2, true), 8);
    QCOMPARE(isaacAdcBits(128, 2, 2, false), 11);
    PrecisionSetup setup;
    setup.reduction = 1000;
    QCOMPARE(precisionOf(setup).adcBitsNeeded, 9);
    QCOMPARE(precisionOf(setup).adcBitsLost, 1);
    setup.flippedWeights = true;
    QCOMPARE(precisionOf(setup).adcBitsLost, 0);
}

void TestCrossbar::fewerAdcBits_neverGiveMoreSignalToNoise()
{
    PrecisionSetup setup;
    setup.reduction = 576;
    double before = -100.0;
    for (setup.adcBits = 1; setup.adcBits <= 10; ++setup.adcBits) {
        const double sqnr = precisionOf(setup).sqnr_dB;
        QVERIFY(sqnr >= before);
        before = sqnr;
    }
    setup.sigma_relative = 0.05;
    const double varied = precisionOf(setup).sqnr_dB;
    QVERIFY(varied < before);
    setup.sigma_relative = 0.1;
    QVERIFY(close(varied - precisionOf(setup).sqnr_dB, 20.0 * std::log10(2.0), 1e-6));
}

void TestCrossbar::pipelinedLayers_areFasterThanOneAfterTheOther()
{
    Stage stage;
    stage.rows = stage.columns = 16;
    stage.kernel = 3;
    stage.padding = 1;
    stage.row_s = 1.0;
    const std::vector<Stage> stages(3, stage);
    const auto times = pipelined(stages);
    QCOMPARE(times[0].finish_s, 16.0);
    QVERIFY(times[2].finish_s > 16.0 && times[2].finish_s < 24.0);
    QVERIFY(times[1].begin_s > 0.0 && times[1].begin_s < times[2].begin_s);
}

void TestCrossbar::networkSums_areThoseOfTheLayers()
{
    const std::vector<NetworkLayer> layers{{convolution(3, 64, 32, 3), 1}, {convolution(64, 64, 16, 3), 4}};
    CrossbarArray machine = isaac();
    machine.pipelined = false;
    const NetworkCost cost = evaluate(layers, machine);
    double energy = 0.0;
    double latency = 0.0;
    std::int64_t arrays = 0;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        energy += double(layers[i].repeats) * cost.layers[i].sum_J();
        latency += double(layers[i].repeats) * cost.layers[i].latency_s;
        arrays += layers[i].repeats * cost.layers[i].mapping.arrays();
    }
    QVERIFY(close(cost.sum_J, energy) && close(cost.latency_s, latency));
    QCOMPARE(cost.arrays, arrays);
    machine.pipelined = true;
    QVERIFY(evaluate(layers, machine).latency_s < latency);
}

QTEST_APPLESS_MAIN(TestCrossbar)
#include "tst_crossbar.moc"
