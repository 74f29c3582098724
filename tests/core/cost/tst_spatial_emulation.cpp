// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/spatial/evaluate.h"
#include "core/cost/spatial/evaluator.h"
#include "tests/core/cost/naive_emulation.h"
#include "tests/core/cost/spatial_examples.h"

#include <QtTest>

using namespace examples;

class TestSpatialEmulation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void randomMappings_countWhatAWalkThroughCounts_data()
    {
        QTest::addColumn<int>("layer");
        QTest::addColumn<int>("machine");
        const char* layers[] = {"conv",    "strided",   "dilated",     "depthwise",
                                "product", "tied axes", "three terms", "far apart"};
        const char* machines[] = {"one by one", "grid", "flat", "clusters", "narrow"};
        for (int l = 0; l < 8; ++l)
            for (int m = 0; m < 5; ++m)
                QTest::addRow("%s on %s", layers[l], machines[m]) << l << m;
    }
    void randomMappings_countWhatAWalkThroughCounts()
    {
        QFETCH(int, layer);
        QFETCH(int, machine);
        const Operation operation = layers()[static_cast<std::size_t>(layer)];
        const auto architecture = machines()[static_cast<std::size_t>(machine)];
        Rng rng(static_cast<std::uint64_t>(100 * layer + machine));
        int compared = 0;
        for (int i = 0; i < 6; ++i) {
            const Mapping mapping = randomMapping(operation, architecture, rng);
            for (const bool forwarding : {true, false}) {
                const auto outcome = evaluate(operation, architecture, mapping,
                                              {.peerForwarding = forwarding});
                const auto* report = std::get_if<cost::LayerReport>(&outcome);
                QVERIFY2(report != nullptr,
                         std::get_if<Illegal>(&outcome) ? std::get<Illegal>(outcome).message.c_str() : "");
                naive::Emulation walk(operation, architecture, mapping, forwarding);
                for (std::size_t l = 0; l < mapping.levels.size(); ++l) {
                    std::size_t row = 0;
                    for (std::size_t t = 0; t < operation.tensors.size(); ++t) {
                        const auto expected = walk.accesses(l, t);
                        if (!expected)
                            continue;
                        const cost::TensorAccesses& a = report->levels[l].tensors[row++];
                        QCOMPARE(a.tile_words, expected->tile);
                        QCOMPARE(a.reads, expected->reads);
                        QCOMPARE(a.fills, expected->fills);
                        QCOMPARE(a.updates, expected->updates);
                        QCOMPARE(a.partition_words, expected->partition);
                        ++compared;
                    }
                }
            }
        }
        QVERIFY(compared > 30);
    }

    void reusedEvaluator_forgetsEarlierMappings()
    {
        for (const Operation& operation : layers())
            for (const auto& architecture : machines()) {
                Result<Evaluator> reused = Evaluator::compile(operation, architecture);
                QVERIFY(reused);
                Rng rng(5);
                Counts counts;
                for (int i = 0; i < 40; ++i) {
                    const Mapping mapping = randomMapping(operation, architecture, rng);
                    const auto nest = flatten(mapping, operation, architecture);
                    QVERIFY(std::holds_alternative<Nest>(nest));
                    QVERIFY(!reused.value().evaluate(std::get<Nest>(nest), {}, counts));
                    const auto fresh = evaluate(operation, architecture, mapping);
                    QCOMPARE(counts.energy_J, std::get<cost::LayerReport>(fresh).energy_J);
                    QCOMPARE(counts.cycles, std::get<cost::LayerReport>(fresh).cycles);
                }
            }
    }

private:
    static std::vector<Operation> layers()
    {
        // Beyond what layers need, to hold the general rules: one index on two axes, three indices on one.
        Operation tied = convolution({3, 1, 4, 1, 2, 2, 1});
        tied.tensors[1].axes.push_back({{2, 1}});
        Operation three = convolution({3, 2, 4, 1, 2, 2, 1});
        three.tensors[1].axes = {{{2, 2}, {0, 1}, {1, 1}}, {{4, 1}}};
        return {convolution({3, 3, 4, 4, 2, 2, 1}),
                convolution({3, 2, 6, 2, 2, 2, 1}, 2),
                convolution({3, 3, 6, 4, 1, 2, 1}, 1, 2),
                convolution({3, 3, 4, 4, 1, 1, 6}),
                product(8, 6, 4, 2),
                tied,
                three,
                convolution({3, 1, 4, 1, 2, 2, 1}, 400'009)};
    }
    static std::vector<hardware::SpatialArchitecture> machines()
    {
        return {machine({{1, 1}, {1, 1}, {1, 1}}), machine({{1, 1}, {1, 1}, {4, 2}, {4, 2}}),
                machine({{1, 1}, {1, 1}, {4, 4}}), machine({{1, 1}, {1, 1}, {2, 2}, {4, 6}, {4, 6}}),
                machine({{1, 1}, {7, 3}, {7, 3}})};
    }
};

QTEST_APPLESS_MAIN(TestSpatialEmulation)
#include "tst_spatial_emulation.moc"
