// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_layers.h"

#include "core/codesign/mapping_sampler.h"

#include <QtTest>

#include <cmath>

using namespace paretoscope;
using namespace paretoscope::codesign;

class TestMappingSpace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachRule_isBrokenByWhatItForbids()
    {
        const LayerShape layer = sample::kDqn2; // R S P Q C K = 4 4 9 9 16 32, stride 2
        Machine machine = eyeriss(168);
        TiledMapping mapping = sample::plain(layer);
        QCOMPARE(brokenRule(mapping, layer, machine), Rule::Dataflow);
        mapping.factor[kR] = {4, 1, 1, 1, 1};
        QCOMPARE(brokenRule(mapping, layer, machine), Rule::Dataflow);
        mapping.factor[kS] = {1, 1, 4, 1, 1};
        QCOMPARE(brokenRule(mapping, layer, machine), Rule::None);
        TiledMapping wide = mapping;
        wide.factor[kK] = {1, 16, 1, 1, 2}; // 14 columns
        QCOMPARE(brokenRule(wide, layer, machine), Rule::Array);
        TiledMapping tall = mapping;
        tall.factor[kC] = {1, 1, 4, 1, 4}; // with S 16 of 12 rows
        QCOMPARE(brokenRule(tall, layer, machine), Rule::Array);
        TiledMapping deep = mapping;
        deep.factor[kC] = {4, 1, 1, 1, 4}; // 16 input words of 12
        QCOMPARE(brokenRule(deep, layer, machine), Rule::Scratchpads);
        deep.factor[kC] = {2, 1, 1, 1, 8}; // 8
        QCOMPARE(brokenRule(deep, layer, machine), Rule::None);
        deep.factor[kK] = {32, 1, 1, 1, 1}; // 256 weights of 192, 32 outputs of 16
        QCOMPARE(brokenRule(deep, layer, machine), Rule::Scratchpads);
        machine.filterWidthInside = machine.filterHeightAcross = false;
        QCOMPARE(brokenRule(sample::plain(layer), layer, machine), Rule::None);
    }

    void bufferTiles_countInputsAndOutputsButNoWeights()
    {
        const LayerShape layer{{1, 1, 256, 128, 1, 1024}, 1}; // 32768 inputs, 2^25 outputs
        Machine machine = eyeriss(168);
        TiledMapping mapping = sample::plain(layer);
        mapping.factor[kP] = {1, 1, 1, 256, 1};
        mapping.factor[kQ] = {1, 1, 1, 128, 1};
        mapping.factor[kR][kLocal] = mapping.factor[kS][kAcrossY] = 1;
        QCOMPARE(brokenRule(mapping, layer, machine), Rule::None); // 32768 + 32768, exactly full
        mapping.factor[kK] = {1, 1, 1, 2, 512};
        QCOMPARE(brokenRule(mapping, layer, machine), Rule::GlobalBuffer);
    }

    void drawnMappings_keepAllRules()
    {
        Rng rng(11);
        for (const LayerShape& layer : {sample::kResNet2, sample::kDqn1, sample::kTransformer2}) {
            for (int i = 0; i < 20; ++i) {
                const Machine machine = sampleMachine(168, rng);
                MappingSampler sampler(layer, machine);
                const auto mapping = sampler.valid(rng, 20'000);
                if (!mapping)
                    continue;
                QCOMPARE(brokenRule(*mapping, layer, machine), Rule::None);
                for (std::size_t d = 0; d < kDims; ++d) {
                    std::int32_t product = 1;
                    for (const std::int32_t factor : mapping->factor[d])
                        product *= factor;
                    QCOMPARE(product, layer.size[d]);
                }
                for (const auto& order : mapping->order) {
                    unsigned met = 0;
                    for (const std::uint8_t dim : order)
                        met |= 1U << dim;
                    QCOMPARE(met, 63U);
                }
            }
        }
    }

    // Every prime goes to each slot with probability 1/5; for 4 = 2 * 2 both to the same one in 5 of 25
    // cases, to two given different ones in 2 of 25.
    void primes_areSharedEvenly()
    {
        const LayerShape layer{{1, 1, 1, 1, 4, 1}, 1};
        const MappingSampler sampler(layer, eyeriss(168), false);
        Rng rng(5);
        std::array<int, kSlots> whole{};
        int split = 0;
        constexpr int kDraws = 50'000;
        for (int i = 0; i < kDraws; ++i) {
            const TiledMapping mapping = sampler.raw(rng);
            const auto& factors = mapping.factor[kC];
            for (std::size_t s = 0; s < kSlots; ++s)
                whole[s] += factors[s] == 4 ? 1 : 0;
            split += factors[kLocal] == 2 && factors[kMemory] == 2 ? 1 : 0;
        }
        const double deviation = std::sqrt(kDraws * 0.04); // about 45
        for (const int count : whole)
            QVERIFY(std::abs(count - kDraws / 25.0) < 5.0 * deviation);
        QVERIFY(std::abs(split - 2.0 * kDraws / 25.0) < 7.0 * deviation);
    }

    // Feasible shares of this sampler on the hand-made machine, measured with another program.
    void shareOfValidMappings_isTheCalibratedOne()
    {
        const auto share = [](const LayerShape& layer) {
            MappingSampler sampler(layer, eyeriss(168));
            Rng rng(1);
            while (sampler.funnel().raw < 300'000)
                (void)sampler.valid(rng, 300'000);
            return sampler.funnel().validShare();
        };
        QVERIFY(std::abs(share(sample::kResNet2) - 0.0073) < 0.0008);
        QVERIFY(std::abs(share(sample::kDqn1) - 0.0045) < 0.0008);
        QVERIFY(std::abs(share(sample::kDqn2) - 0.035) < 0.002);
    }

    void funnel_narrowsAndAgreesWithTheSetsOfRules()
    {
        const LayerShape layer = sample::kDqn2;
        const Machine machine = eyeriss(168);
        MappingSampler sampler(layer, machine);
        Rng rng(2);
        while (sampler.funnel().raw < 200'000)
            (void)sampler.valid(rng, 200'000);
        const Funnel& funnel = sampler.funnel();
        QVERIFY(funnel.raw > funnel.array && funnel.array == funnel.dataflow);
        QVERIFY(funnel.dataflow > funnel.scratchpads && funnel.scratchpads >= funnel.valid);
        Rng other(3);
        const FunnelSets sets = sampleFunnel(layer, machine, 200'000, true, other);
        QCOMPARE(sets.passing(0), 200'000);
        QVERIFY(std::abs(static_cast<double>(sets.passing(15)) / 200'000.0 - funnel.validShare()) < 0.003);
        for (const unsigned rule :
             {1U, 4U}) // the buffer never refuses what fits the scratchpads of this layer
            QVERIFY(sets.passing(15U & ~rule) > sets.passing(15) + sets.passing(15) / 4);
        QCOMPARE(sets.passing(15U & ~8U), sets.passing(15));
        const FunnelSets free = sampleFunnel(layer, machine, 200'000, false, other);
        QVERIFY(free.passing(15) * 10 < sets.passing(15));
    }

    void layersWithoutValidMapping_giveUp()
    {
        Machine machine = eyeriss(168);
        machine.inputWords = 1; // 8 of R do not fit, and all of R must
        machine.outputWords = 27;
        MappingSampler sampler(sample::kDqn1, machine);
        Rng rng(1);
        QVERIFY(!sampler.valid(rng, 5'000));
        QCOMPARE(sampler.funnel().raw, 5'000);
        QCOMPARE(sampler.funnel().scratchpads, 0);
    }
};

QTEST_APPLESS_MAIN(TestMappingSpace)
#include "tst_mapping_space.moc"
