// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/spatial/dataflow.h"
#include "core/cost/spatial/mapper.h"
#include "core/cost/spatial/padding.h"
#include "tests/core/cost/every_mapping.h"
#include "tests/core/cost/spatial_examples.h"

#include <QtTest>

#include <algorithm>

using namespace examples;
using hardware::Residency;

namespace {

/// An array with a buffer and three small memories in every element, one per tensor.
hardware::SpatialArchitecture array()
{
    hardware::SpatialArchitecture a = machine({{1, 1}, {1, 1}, {6, 4}, {6, 4}, {6, 4}, {6, 4}});
    a.levels[1].capacity_words = 4096;
    const char* tensors[] = {"inputs", "weights", "outputs"};
    for (std::size_t l = 2; l < 5; ++l) {
        a.levels[l].capacity_words = 16;
        for (std::size_t t = 0; t < 3; ++t)
            a.levels[l].residency.emplace_back(tensors[t],
                                               t == l - 2 ? Residency::Keeps : Residency::Bypasses);
    }
    a.levels[0].read_wordsPerCycle = a.levels[0].write_wordsPerCycle = 2.0;
    return a;
}

double edp(const cost::LayerReport& report)
{
    return report.energy_J * static_cast<double>(report.cycles);
}

MapperOptions budget(std::int64_t evaluations)
{
    MapperOptions options;
    options.evaluations = evaluations;
    return options;
}

std::vector<Operation> layers()
{
    return {convolution({3, 3, 12, 12, 8, 16, 1}),  // ordinary
            convolution({1, 1, 12, 12, 16, 16, 1}), // pointwise
            convolution({1, 1, 1, 1, 64, 100, 1}),  // fully connected
            convolution({3, 3, 12, 12, 1, 1, 16}),  // depthwise
            product(32, 48, 24, 2)};
}

std::int64_t unrolled(const Mapping& mapping, std::size_t dimension, bool columns)
{
    std::int64_t ways = 1;
    for (const LevelMapping& level : mapping.levels)
        for (const Loop& loop : columns ? level.spatialX : level.spatialY)
            ways *= loop.dimension == dimension ? loop.factor : 1;
    return ways;
}

} // namespace

class TestSpatialMapper : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyLayerAndDataflow_findsALegalMapping_data()
    {
        QTest::addColumn<int>("layer");
        QTest::addColumn<QString>("dataflow");
        for (int l = 0; l < 5; ++l)
            for (const std::string& name : dataflows())
                QTest::addRow("layer %d, %s", l, name.c_str()) << l << QString::fromStdString(name);
    }
    void everyLayerAndDataflow_findsALegalMapping()
    {
        QFETCH(int, layer);
        QFETCH(QString, dataflow);
        const Operation operation = layers()[static_cast<std::size_t>(layer)];
        MapperOptions options;
        options.evaluations = 300;
        options.dataflow = dataflow.toStdString();
        const MapperResult result = searchMapping(operation, array(), options);
        QVERIFY(result.best.has_value());
        QVERIFY(result.evaluated <= 300);
        const auto outcome = evaluate(operation, array(), *result.best);
        QVERIFY(std::holds_alternative<cost::LayerReport>(outcome));
        QCOMPARE(edp(std::get<cost::LayerReport>(outcome)), edp(result.report));
        QCOMPARE(result.report.levels.size(), std::size_t{5});
        // Far better than running everything one by one, which is always possible.
        QVERIFY(result.report.computeCycles * 4 <= result.report.macs);
    }

    void smallProblem_findsTheBestOfAllMappings()
    {
        hardware::SpatialArchitecture grid = machine({{1, 1}, {1, 1}, {2, 2}, {2, 2}});
        grid.levels[1].capacity_words = 20;
        grid.levels[2].capacity_words = 5;
        for (const char* tensor : {"inputs", "weights", "outputs"})
            grid.levels[0].residency.emplace_back(tensor, Residency::Keeps);
        grid.levels[1].residency = {{"inputs", Residency::Keeps}, {"outputs", Residency::Keeps}};
        grid.levels[2].residency = {{"inputs", Residency::Bypasses}, {"weights", Residency::Keeps}};
        const Operation operation = product(4, 4, 2);
        auto evaluator = Evaluator::compile(operation, grid);
        QVERIFY(evaluator.hasValue());
        Counts counts;
        int legal = 0;
        double best = std::numeric_limits<double>::infinity();
        EveryMapping(operation, grid).visit([&](const Nest& nest) {
            if (evaluator.value().evaluate(nest, {}, counts))
                return;
            ++legal;
            best = std::min(best, counts.energy_J * static_cast<double>(counts.cycles));
        });
        QVERIFY(legal > 1'000);
        for (std::uint64_t seed = 1; seed <= 5; ++seed) {
            MapperOptions options = budget(4'000);
            options.seed = seed;
            const double found = edp(searchMapping(operation, grid, options).report);
            QVERIFY2(found >= best * (1.0 - 1e-12), "every mapping was listed");
            QVERIFY2(found <= best * 1.01, qPrintable(QString::number(found / best)));
        }
    }

    void model_isTakenUpAndAdapted()
    {
        const Operation operation = layers()[0];
        const MapperResult model = searchMapping(operation, array(), budget(20'000));
        // So short a search has only its models to go by.
        MapperOptions options = budget(2);
        options.models = {*model.best};
        QCOMPARE(edp(searchMapping(operation, array(), options).report), edp(model.report));
        const Operation smaller = convolution({3, 3, 6, 12, 4, 16, 1});
        const MapperResult adapted = searchMapping(smaller, array(), options);
        QCOMPARE(adapted.evaluated, 2);
        QVERIFY(adapted.report.computeCycles * 8 <= adapted.report.macs);
        // Of another kind, or of another machine: left out.
        options = budget(50);
        options.models = {*searchMapping(product(8, 8, 8), array(), budget(50)).best, Mapping{}};
        QVERIFY(searchMapping(smaller, array(), options).best.has_value());
    }

    void ragged_fillsAnArrayThatASizeDoesNotDivide()
    {
        // 13 rows on 6 x 4 elements: a prime leaves most of them idle.
        const Operation operation = convolution({1, 1, 13, 13, 4, 5, 1});
        MapperOptions options = budget(4'000);
        const MapperResult perfect = searchMapping(operation, array(), options);
        QVERIFY(perfect.report.ragged.empty());
        options.ragged = true;
        const MapperResult ragged = searchMapping(operation, array(), options);
        QVERIFY(!ragged.report.ragged.empty());
        QVERIFY(edp(ragged.report) < edp(perfect.report));
        QVERIFY(ragged.evaluated <= options.evaluations);
        QCOMPARE(ragged.report.macs, perfect.report.macs);
        const auto again = evaluate(operation, array(), *ragged.best);
        QCOMPARE(edp(std::get<cost::LayerReport>(again)), edp(ragged.report));
        // Longer is never worse; sizes that divide well lose nothing but evaluations.
        options.evaluations = 8'000;
        QVERIFY(edp(searchMapping(operation, array(), options).report) <= edp(ragged.report));
    }

    void ragged_underConstraintsOnFactors_isRefusedBySentence()
    {
        MapperOptions options = budget(100);
        options.ragged = true;
        options.constraints.levels.push_back({});
        options.constraints.levels.back().level = array().levels[0].name;
        options.constraints.levels.back().temporal = {{"K", FactorRule::Relation::Exactly, 2}};
        const MapperResult result = searchMapping(layers()[0], array(), options);
        QVERIFY(!result.best.has_value());
        QVERIFY(result.example.find("ragged") != std::string::npos);
    }

    void paddings_areALittleLargerAndOfSmallPrimes()
    {
        QCOMPARE(paddingsOf(13), (std::vector<std::int64_t>{14, 15, 16}));
        QCOMPARE(paddingsOf(7), (std::vector<std::int64_t>{8}));
        QVERIFY(paddingsOf(4).empty());
        QVERIFY(paddingsOf(1).empty());
    }

    void rowStationary_unrollsRowsAndKeepsTheFilterRowInside()
    {
        MapperOptions options;
        options.dataflow = "row_stationary";
        options.evaluations = 500;
        const Operation operation = layers()[0];
        for (options.seed = 1; options.seed < 5; ++options.seed) {
            const MapperResult result = searchMapping(operation, array(), options);
            QVERIFY(result.best.has_value());
            enum : std::size_t { R, S, P, Q };
            QCOMPARE(unrolled(*result.best, R, true) * unrolled(*result.best, R, false), 1);
            QCOMPARE(unrolled(*result.best, P, true) * unrolled(*result.best, P, false), 1);
            QCOMPARE(unrolled(*result.best, S, true), 1);
            QCOMPARE(unrolled(*result.best, Q, false), 1);
            for (std::size_t l = 0; l < 2; ++l)
                for (const Loop& loop : result.best->levels[l].temporal)
                    QVERIFY(loop.dimension != R);
        }
    }

    void weightStationary_streamsPastTheWeights()
    {
        MapperOptions options;
        options.dataflow = "weight_stationary";
        options.evaluations = 500;
        const Operation operation = layers()[0];
        const MapperResult result = searchMapping(operation, array(), options);
        QVERIFY(result.best.has_value());
        enum : std::size_t { R, S, P, Q, C, K };
        for (const std::size_t d : {P, Q})
            QCOMPARE(unrolled(*result.best, d, true) * unrolled(*result.best, d, false), 1);
        for (const std::size_t d : {R, S, C})
            QCOMPARE(unrolled(*result.best, d, true), 1);
        QCOMPARE(unrolled(*result.best, K, false), 1);
        // In front of the array, no loop over the weights stands inside one over output positions.
        bool streaming = false;
        for (const Loop& loop : result.best->levels[1].temporal) {
            const bool position = loop.dimension == P || loop.dimension == Q;
            QVERIFY(position || !streaming);
            streaming = streaming || position;
        }
    }

    void outputStationary_unrollsNoReduction()
    {
        MapperOptions options;
        options.dataflow = "output_stationary";
        options.evaluations = 500;
        const MapperResult result = searchMapping(layers()[4], array(), options);
        QVERIFY(result.best.has_value());
        QCOMPARE(unrolled(*result.best, 2, true) * unrolled(*result.best, 2, false), 1);
    }

    void architecturesOwnDataflow_isUsedUnlessAnotherIsAsked()
    {
        hardware::SpatialArchitecture own = array();
        own.dataflow = "row_stationary";
        MapperOptions options;
        options.evaluations = 300;
        MapperOptions named = options;
        named.dataflow = "row_stationary";
        QVERIFY(*searchMapping(layers()[0], own, options).best
                == *searchMapping(layers()[0], array(), named).best);
    }

    void unknownDataflow_isTold()
    {
        MapperOptions options;
        options.dataflow = "sideways";
        const MapperResult result = searchMapping(layers()[0], array(), options);
        QVERIFY(!result.best.has_value());
        QVERIFY2(result.example.find("sideways") != std::string::npos, result.example.c_str());
        QVERIFY(!dataflow("sideways", layers()[0]));
        QCOMPARE(dataflows().front(), std::string("any"));
    }

    void sameSeed_sameMapping()
    {
        MapperOptions options;
        options.evaluations = 400;
        const MapperResult a = searchMapping(layers()[0], array(), options);
        const MapperResult b = searchMapping(layers()[0], array(), options);
        QVERIFY(*a.best == *b.best);
        QCOMPARE(a.evaluated, b.evaluated);
        QVERIFY(a.illegal == b.illegal);
    }

    void moreEvaluations_areNeverWorse()
    {
        for (std::uint64_t seed = 1; seed < 4; ++seed) {
            double previous = std::numeric_limits<double>::infinity();
            for (const std::int64_t evaluations : {1, 2, 10, 100, 160, 500, 1000}) {
                MapperOptions options;
                options.seed = seed;
                options.evaluations = evaluations;
                const MapperResult result = searchMapping(layers()[0], array(), options);
                QVERIFY(result.best.has_value());
                QVERIFY(edp(result.report) <= previous);
                previous = edp(result.report);
            }
        }
    }

    void objectives_areEachBestAtTheirOwn()
    {
        MapperOptions options;
        options.evaluations = 1500;
        options.objective = MappingObjective::Energy;
        const auto energy = searchMapping(layers()[0], array(), options).report;
        options.objective = MappingObjective::Delay;
        const auto delay = searchMapping(layers()[0], array(), options).report;
        QVERIFY(energy.energy_J <= delay.energy_J);
        QVERIFY(delay.cycles <= energy.cycles);
    }

    /// Every mapping that fits a buffer fits a larger one at the same cost, since energies here do not
    /// depend on its size: the best one cannot get worse, and the best one found only by the search's noise.
    void largerBuffer_neverMakesTheBestFoundWorseThanNoise()
    {
        constexpr double kNoise = 0.1; // the worst of these is 1.044 times the best of the smaller ones
        for (const std::size_t level : {std::size_t{1}, std::size_t{3}})
            for (const Operation& operation : {layers()[0], layers()[1], layers()[4]})
                for (std::uint64_t seed = 1; seed < 4; ++seed) {
                    double least = std::numeric_limits<double>::infinity();
                    for (const std::int64_t times : {1, 2, 4, 16, 64}) {
                        hardware::SpatialArchitecture machine = array();
                        machine.levels[level].capacity_words = times * (level == 1 ? 512 : 4);
                        MapperOptions options = budget(2'000);
                        options.seed = seed;
                        const MapperResult found = searchMapping(operation, machine, options);
                        QVERIFY(found.best.has_value());
                        const double cost = edp(found.report);
                        QVERIFY2(cost <= least * (1.0 + kNoise), qPrintable(QString::number(cost / least)));
                        least = std::min(least, cost);
                    }
                }
    }

    void smallSpace_isSolvedExactly()
    {
        // Four multiply-accumulates and room for one word of each: every mapping can be listed.
        const Operation operation = product(2, 2, 1);
        hardware::SpatialArchitecture tiny = machine({{1, 1}, {1, 1}, {1, 1}});
        for (const char* name : {"inputs", "weights", "outputs"})
            tiny.levels[1].residency.emplace_back(name, Residency::Keeps);
        tiny.levels[1].capacity_words = 5;
        double best = std::numeric_limits<double>::infinity();
        for (const std::size_t mLevel : {0U, 1U})
            for (const std::size_t nLevel : {0U, 1U})
                for (const bool mFirst : {true, false}) {
                    Mapping mapping = blank(2);
                    mapping.levels[mLevel].temporal.push_back({0, 2});
                    auto& loops = mapping.levels[nLevel].temporal;
                    loops.insert(mFirst ? loops.end() : loops.begin(), Loop{1, 2});
                    const auto outcome = evaluate(operation, tiny, mapping);
                    if (const auto* report = std::get_if<cost::LayerReport>(&outcome))
                        best = std::min(best, edp(*report));
                }
        const MapperResult result = searchMapping(operation, tiny, budget(200));
        QVERIFY(std::abs(edp(result.report) - best) <= 1e-12 * best);
    }

    void nothingFits_saysWhy()
    {
        hardware::SpatialArchitecture cramped = array();
        cramped.levels[3].capacity_words = 0;
        const MapperResult result = searchMapping(layers()[0], cramped, {});
        QVERIFY(!result.best.has_value());
        QCOMPARE(result.evaluated, 0);
        QVERIFY(result.illegal[static_cast<std::size_t>(IllegalReason::Capacity)] > 0);
        QVERIFY2(result.example.find("L3") != std::string::npos, result.example.c_str());
    }

    void filterRowTooLongForTheElement_saysWhy()
    {
        hardware::SpatialArchitecture cramped = array();
        cramped.levels[2].capacity_words = 2;
        MapperOptions options;
        options.dataflow = "row_stationary";
        QVERIFY(!searchMapping(layers()[0], cramped, options).best.has_value());
        options.dataflow = "any";
        QVERIFY(searchMapping(layers()[0], cramped, options).best.has_value());
    }

    void tensorThatNoLevelMayStore_isTold()
    {
        hardware::SpatialArchitecture leaky = array();
        for (hardware::MemoryLevel& level : leaky.levels)
            level.residency = {{"weights", Residency::Bypasses}};
        const MapperResult result = searchMapping(layers()[0], leaky, {});
        QVERIFY(!result.best.has_value());
        QCOMPARE(result.illegal[static_cast<std::size_t>(IllegalReason::NoStorage)], 1);
        QVERIFY2(result.example.find("weights") != std::string::npos, result.example.c_str());
    }

    void stopRequested_returnsWhatThereIs()
    {
        std::stop_source source;
        source.request_stop();
        const MapperResult result = searchMapping(layers()[0], array(), budget(1'000'000'000),
                                                  source.get_token());
        QVERIFY(result.evaluated < 1000);
    }

    void layerOfOneProduct_isMapped()
    {
        const MapperResult result = searchMapping(product(1, 1, 1), array(), budget(20));
        QVERIFY(result.best.has_value());
        QCOMPARE(result.report.cycles, 1); // two words read and one written, at two a cycle each
    }
};

QTEST_APPLESS_MAIN(TestSpatialMapper)
#include "tst_spatial_mapper.moc"
