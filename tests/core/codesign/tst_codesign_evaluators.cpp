// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_layers.h"

#include "core/codesign/exact_evaluator.h"
#include "core/codesign/lite_evaluator.h"
#include "core/codesign/machine_energy.h"
#include "core/codesign/mapping_sampler.h"
#include "core/workload/layer.h"

#include <QtTest>

#include <cmath>

using namespace paretoscope;
using namespace paretoscope::codesign;

namespace {

bool near(double a, double b)
{
    return std::abs(a - b) <= 1e-9 * std::abs(b);
}

} // namespace

class TestCodesignEvaluators : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // R S P Q C K = 1 1 4 1 6 8. Inside a PE C = 2 then K = 2 (K innermost); across X K = 2, across Y C = 3;
    // in front of the buffer P = 2; at DRAM P = 2 outside K = 2.
    void lightTraffic_isWhatOneCountsByHand()
    {
        const LayerShape layer{{1, 1, 4, 1, 6, 8}, 1};
        TiledMapping mapping = sample::plain(layer);
        mapping.factor[kP] = {1, 1, 1, 2, 2};
        mapping.factor[kC] = {2, 1, 3, 1, 1};
        mapping.factor[kK] = {2, 2, 1, 1, 2};
        const Traffic t = trafficOf(layer, mapping);
        QCOMPARE(t.inputLocal, 2.0);  // C
        QCOMPARE(t.weightLocal, 4.0); // C K
        QCOMPARE(t.outputLocal, 2.0); // K
        QCOMPARE(t.inputArray, 6.0);
        QCOMPARE(t.weightArray, 24.0);
        QCOMPARE(t.outputArray, 4.0);
        QCOMPARE(t.inputBuffer, 12.0);
        QCOMPARE(t.outputBuffer, 8.0);
        // Loops outside in: P2 K2 | P2.
        QCOMPARE(t.inputVisits, 8.0);  // the inner P moves inputs: 2 * 2 * 2
        QCOMPARE(t.weightVisits, 4.0); // K is the innermost that moves weights: 2 * 2
        QCOMPARE(t.outputVisits, 8.0);
        QCOMPARE(t.outputDistinct, 8.0);
        QCOMPARE(t.bufferInputVisits, 2.0);
        QCOMPARE(t.bufferOutputVisits, 4.0);
        QCOMPARE(t.bufferOutputDistinct, 4.0);
        QCOMPARE(t.inputReuse, 2.0); // K is innermost and does not move inputs
        QCOMPARE(t.weightReuse, 1.0);
        QCOMPARE(t.outputReuse, 1.0);
    }

    void lightCosts_areWhatOneAddsUpByHand()
    {
        const LayerShape layer{{1, 1, 4, 1, 6, 8}, 1};
        TiledMapping mapping = sample::plain(layer);
        mapping.factor[kP] = {1, 1, 1, 2, 2};
        mapping.factor[kC] = {2, 1, 3, 1, 1};
        mapping.factor[kK] = {2, 2, 1, 1, 2};
        const LiteReport report = liteReport(layer, eyeriss(168), mapping);
        const double macs = 192.0;
        QVERIFY(near(report.arithmetic_J, 0.83e-12 * macs));
        // Accesses 192 / 2, fills 8 visits * 2 words * 6 PEs; 0.09 + 0.0098 * 12 pJ.
        QVERIFY(near(report.inputPad_J, (96.0 + 96.0) * 0.2076e-12));
        QVERIFY(near(report.weightPad_J, (192.0 + 4 * 4 * 6.0) * 1.9716e-12));
        QVERIFY(near(report.outputPad_J, (384.0 + 8 * 2 * 6.0) * 0.2468e-12));
        // A run of one word in rows of four: a quarter is used, so a word costs a whole row.
        const double read = 48.0, written = 32.0, in = 24.0, out = 32.0;
        QVERIFY(near(report.bufferInputs_J, (read + 0.78 * in) * 18.18e-12));
        QVERIFY(near(report.bufferOutputs_J, (out + 0.78 * written) * 18.18e-12));
        QVERIFY(near(report.memoryInputs_J, 128e-12 * in));
        QVERIFY(near(report.memoryWeights_J, 128e-12 * 96.0));
        QVERIFY(near(report.memoryOutputs_J, 128e-12 * out));
        QVERIFY(near(report.wires_J, (read + written + 96.0) * 0.35e-12 * 13.0));
        QCOMPARE(report.computeCycles, 32.0);
        QVERIFY(near(report.bufferCycles, read + written + in + out));
        QVERIFY(near(report.memoryCycles, (in + 96.0 + out) / 8.0));
        QCOMPARE(std::string(report.bound()), std::string("global_buffer"));
        QVERIFY(near(report.total().cycles, 136.0));
        QVERIFY(near(report.total().logEdp(), std::log(report.total().energy_J * 136.0 / 200e6)));
    }

    void wideRowsAndManyBanks_costWhatTheFormulasSay()
    {
        Machine machine = eyeriss(168);
        QVERIFY(near(bufferRow_J(machine), 18.18e-12));
        machine.banks = 4;
        machine.blockWords = 8;
        machine.clusterBlocks = 2;
        QVERIFY(near(bufferRow_J(machine), 18.18e-12 * 0.5 * 2.5));
        machine.bankColumns = 2;
        machine.bankRows = 2;
        QVERIFY(near(hop_J(machine), 0.35e-12 * (7.0 + 6.0) / 2.0));
    }

    void exactModel_acceptsWhatTheRulesAccept()
    {
        Rng rng(13);
        int valid = 0;
        int invalid = 0;
        for (const LayerShape& layer : {sample::kDqn2, sample::kTransformer2, sample::kResNet2}) {
            for (int m = 0; m < 15; ++m) {
                Machine machine = sampleMachine(168, rng);
                ExactEvaluator exact(layer, machine);
                MappingSampler sampler(layer, machine);
                for (int i = 0; i < 40; ++i) {
                    const TiledMapping mapping = sampler.raw(rng);
                    const bool fits = brokenRule(mapping, layer, machine) == Rule::None;
                    QCOMPARE(exact.fits(mapping), fits);
                    invalid += fits ? 0 : 1;
                }
                if (const auto mapping = sampler.valid(rng, 20'000)) {
                    ++valid;
                    QVERIFY(exact.fits(*mapping));
                    QVERIFY(std::isfinite(exact.cost(*mapping).logEdp()));
                }
            }
        }
        QVERIFY(valid > 20 && invalid > 500);
    }

    void exactModel_countsNoLessThanArithmeticAndCompulsoryTraffic()
    {
        Rng rng(17);
        const LayerShape layer = sample::kTransformer2;
        const Machine machine = eyeriss(256);
        ExactEvaluator exact(layer, machine);
        MappingSampler sampler(layer, machine);
        const double compulsory = static_cast<double>(inputWords(layer.size, layer.stride)
                                                      + weightWords(layer.size) + outputWords(layer.size));
        for (int i = 0; i < 50; ++i) {
            const TiledMapping mapping = sampler.valid(rng, 20'000).value();
            const MappingCost cost = exact.cost(mapping);
            QVERIFY(cost.energy_J >= kMac_J * layer.macs() + kMemoryWord_J * compulsory);
            const auto used = static_cast<double>(mapping.usedColumns() * mapping.usedRows());
            QVERIFY(cost.cycles >= layer.macs() / used);
        }
    }

    void mappingsForTheExactModel_comeBackTheSame()
    {
        Rng rng(19);
        const LayerShape layer = sample::kDqn2;
        const workload::Operation operation = operationOf(layer);
        MappingSampler sampler(layer, eyeriss(168));
        ExactEvaluator exact(layer, eyeriss(168));
        for (int i = 0; i < 50; ++i) {
            const TiledMapping mapping = sampler.valid(rng, 20'000).value();
            const auto again = tiledMapping(exactMapping(mapping, operation), operation);
            QVERIFY(again);
            QCOMPARE(again->factor, mapping.factor);
            QCOMPARE(exact.cost(*again).logEdp(), exact.cost(mapping).logEdp());
        }
    }

    void layersThatAreNotSearched_sayWhy()
    {
        workload::Convolution grouped;
        grouped.inputChannels = grouped.outputChannels = grouped.groups = 8;
        grouped.outputWidth = 4;
        QCOMPARE(shapeOf(workload::toOperation(grouped)).error().code, ErrorCode::Unsupported);
        workload::MatrixProduct product{32, 512, 64};
        const auto shape = shapeOf(workload::toOperation(product));
        QVERIFY(shape);
        QCOMPARE(shape->size, (Sizes{1, 1, 32, 1, 64, 512}));
        QCOMPARE(shapeOf(operationOf(sample::kDqn1)).value(), sample::kDqn1);
    }
};

QTEST_APPLESS_MAIN(TestCodesignEvaluators)
#include "tst_codesign_evaluators.moc"
