// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/spatial/layer_constraints.h"
#include "core/cost/spatial/map_constraints_json.h"
#include "core/cost/spatial/mapper.h"
#include "tests/core/cost/spatial_examples.h"
#include "tests/core/hardware/schema_walker.h"

#include <QtTest>

#include <algorithm>

using namespace examples;
using hardware::Residency;
using nlohmann::json;
using Relation = FactorRule::Relation;

namespace {

/// A buffer shared by rows of clusters, each with a memory, of PEs with registers: spatial loops at two
/// levels, X and Y, and every tensor free to stay or to pass.
hardware::SpatialArchitecture clusters()
{
    hardware::SpatialArchitecture a = machine({{1, 1}, {1, 1}, {2, 4}, {8, 4}, {8, 8}});
    a.levels[1].capacity_words = 20'000;
    a.levels[2].capacity_words = 3'000;
    a.levels[3].capacity_words = 300;
    return a;
}

std::vector<Operation> layers()
{
    return {convolution({3, 3, 12, 12, 8, 16, 1}), convolution({1, 1, 14, 14, 16, 24, 1}),
            convolution({3, 3, 8, 8, 1, 1, 16}), product(32, 48, 24, 2)};
}

json read(const char* text)
{
    return json::parse(text);
}

/// Constraints from JSON that has no mistakes in it.
MapConstraints constraintsOf(const json& document)
{
    JsonReader reader(document, "test");
    MapConstraints constraints = readMapConstraints(reader);
    if (const Status status = reader.finish(); !status)
        qFatal("%s", status.error().text().c_str());
    return constraints;
}

MapperResult search(const Operation& operation, const MapConstraints& constraints,
                    std::int64_t evaluations = 200, std::uint64_t seed = 1,
                    const std::vector<Mapping>& models = {})
{
    MapperOptions options;
    options.models = models;
    options.evaluations = evaluations;
    options.seed = seed;
    options.constraints = constraints;
    return searchMapping(operation, clusters(), options);
}

template <class T> const T& pick(const std::vector<T>& from, Rng& rng)
{
    return from[rng.below(from.size())];
}

std::vector<std::string> someOf(std::vector<std::string> names, double share, Rng& rng)
{
    for (std::size_t i = names.size(); i-- > 1;)
        std::swap(names[i], names[rng.below(i + 1)]);
    std::erase_if(names, [&](const std::string&) { return !rng.chance(share); });
    return names;
}

std::vector<FactorRule> randomFactors(const std::vector<std::string>& dimensions, bool spatial, Rng& rng)
{
    const std::vector<Relation> relations{Relation::Fixed, Relation::AtMost, Relation::AtLeast};
    std::vector<FactorRule> rules;
    for (const std::string& name : someOf(dimensions, spatial ? 0.15 : 0.25, rng))
        rules.push_back(
            {name, pick(relations, rng), static_cast<std::int64_t>(1 + rng.below(spatial ? 2 : 6))});
    return rules;
}

/// Constraints of every kind at random; they may leave no mapping, but contradict no names.
MapConstraints randomConstraints(const std::vector<std::string>& dimensions, Rng& rng)
{
    MapConstraints constraints;
    constraints.minimumParallelism = rng.chance(0.3) ? rng.uniform(0.0, 0.6) : 0.0;
    for (const hardware::MemoryLevel& level : clusters().levels) {
        LevelRules rules;
        rules.level = level.name;
        rules.temporal = randomFactors(dimensions, false, rng);
        if (rng.chance(0.3))
            rules.allowedX = someOf(dimensions, 0.6, rng);
        else
            rules.spatialX = randomFactors(dimensions, true, rng);
        if (rng.chance(0.3))
            rules.allowedY = someOf(dimensions, 0.6, rng);
        const std::vector<std::string> order = someOf(dimensions, 0.5, rng);
        const auto cut = order.begin() + static_cast<std::ptrdiff_t>(rng.below(order.size() + 1));
        rules.outermost.assign(order.begin(), cut);
        rules.innermost.assign(cut, order.end());
        for (const char* tensor : {"weights", "inputs", "outputs"})
            if (rng.chance(0.3) && level.name != "L0")
                (rng.chance(0.5) ? rules.keep : rules.bypass).emplace_back(tensor);
        constraints.levels.push_back(std::move(rules));
    }
    return constraints;
}

std::vector<std::string> namesOf(const Operation& operation)
{
    std::vector<std::string> names;
    for (const workload::Dimension& dimension : operation.dimensions)
        names.push_back(dimension.name);
    return names;
}

std::string broken(const MapConstraints& constraints, const Mapping& mapping, const Operation& operation)
{
    const auto resolved = constrainLayer(constraints, Dataflow{}, operation, clusters());
    return resolved ? brokenConstraint(*resolved, mapping, operation, clusters()).value_or("")
                    : resolved.error().text();
}

/// Constraints that only one mapping keeps: every factor, order and residency of it.
MapConstraints exactly(const Mapping& mapping, const Operation& operation)
{
    const auto names = namesOf(operation);
    MapConstraints constraints;
    for (std::size_t l = 0; l < mapping.levels.size(); ++l) {
        const LevelMapping& level = mapping.levels[l];
        LevelRules rules;
        rules.level = clusters().levels[l].name;
        const auto pin = [&](const std::vector<Loop>& loops, std::vector<FactorRule>& factors) {
            for (std::size_t d = 0; d < names.size(); ++d) {
                FactorRule rule{names[d], Relation::Exactly, 1};
                for (const Loop& loop : loops)
                    rule.factor *= loop.dimension == d ? loop.factor : 1;
                factors.push_back(rule);
            }
        };
        pin(level.temporal, rules.temporal);
        pin(level.spatialX, rules.spatialX);
        pin(level.spatialY, rules.spatialY);
        for (const Loop& loop : level.temporal)
            rules.outermost.push_back(names[loop.dimension]);
        for (std::size_t t = 0; t < level.keeps.size(); ++t)
            (level.keeps[t] ? rules.keep : rules.bypass).push_back(operation.tensors[t].name);
        constraints.levels.push_back(std::move(rules));
    }
    return constraints;
}

} // namespace

class TestMapConstraints : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void randomConstraints_areKeptByWhateverIsFound()
    {
        int found = 0;
        int tried = 0;
        Rng rng(7);
        // Mappings found without constraints, which tempt the search to follow them.
        std::vector<Mapping> models;
        for (const Operation& operation : layers())
            models.push_back(*search(operation, {}).best);
        for (int round = 0; round < 60; ++round)
            for (const Operation& operation : layers()) {
                const MapConstraints constraints = randomConstraints(namesOf(operation), rng);
                ++tried;
                const MapperResult result = search(operation, constraints, 120, rng(),
                                                   round % 2 == 0 ? models : std::vector<Mapping>());
                if (!result.best) {
                    QVERIFY(!result.example.empty());
                    continue;
                }
                ++found;
                const std::string problem = broken(constraints, *result.best, operation);
                QVERIFY2(problem.empty(),
                         (problem + '\n' + mapConstraintsToJson(constraints).dump()).c_str());
                QVERIFY(
                    std::holds_alternative<cost::LayerReport>(evaluate(operation, clusters(), *result.best)));
            }
        QVERIFY2(found * 3 > tried, std::to_string(found).c_str());
    }

    void mappingFoundFreely_isTheOneFoundWhenItIsPrescribed()
    {
        for (std::uint64_t seed = 1; seed <= 8; ++seed)
            for (const Operation& operation : layers()) {
                const MapperResult free = search(operation, {}, 300, seed);
                QVERIFY(free.best.has_value());
                const MapConstraints constraints = exactly(*free.best, operation);
                QVERIFY2(broken(constraints, *free.best, operation).empty(),
                         broken(constraints, *free.best, operation).c_str());
                const MapperResult bound = search(operation, constraints, 3, seed + 100);
                QVERIFY2(bound.best.has_value(), bound.example.c_str());
                QVERIFY(*bound.best == *free.best);
                QCOMPARE(bound.report.energy_J, free.report.energy_J);
            }
    }

    void smallSpace_isSolvedExactlyUnderEachConstraint_data()
    {
        QTest::addColumn<QString>("level");
        QTest::newRow("at most") << R"({"level": "L1", "temporal": {"M": {"at_most": 2}}})";
        QTest::newRow("at least") << R"({"level": "L1", "temporal": {"M": {"at_least": 2}}})";
        QTest::newRow("outer at most") << R"({"level": "L0", "temporal": {"M": {"at_most": 2}}})";
        QTest::newRow("outer fixed") << R"({"level": "L0", "temporal": {"M": 2}})";
        QTest::newRow("innermost") << R"({"level": "L0", "innermost": ["M"]})";
        QTest::newRow("outermost") << R"({"level": "L0", "outermost": ["M"]})";
        QTest::newRow("bypass") << R"({"level": "L1", "bypass": ["weights"]})";
        QTest::newRow("keep") << R"({"level": "L1", "keep": ["weights", "inputs", "outputs"]})";
        QTest::newRow("axis") << R"({"level": "L1", "allowed_x": ["N"]})";
        QTest::newRow("forbidden") << R"({"level": "L1", "forbidden_spatial": ["M", "N"]})";
    }
    void smallSpace_isSolvedExactlyUnderEachConstraint()
    {
        QFETCH(QString, level);
        hardware::SpatialArchitecture tiny = machine({{1, 1}, {1, 1}, {2, 1}});
        tiny.levels[1].capacity_words = 9;
        const Operation operation = product(4, 2, 1);
        const MapConstraints constraints = constraintsOf({{"levels", {json::parse(level.toStdString())}}});
        const auto resolved = constrainLayer(constraints, Dataflow{}, operation, tiny);
        QVERIFY(resolved);
        // Every way to put the primes 2, 2 of M and 2 of N in three places, in both orders, storing or not.
        double best = std::numeric_limits<double>::infinity();
        for (int code = 0; code < 27 * 4 * 8; ++code) {
            Mapping mapping = blank(2);
            for (int prime = 0, places = code % 27; prime < 3; ++prime, places /= 3) {
                LevelMapping& at = mapping.levels[static_cast<std::size_t>(places % 3 > 0)];
                auto& loops = places % 3 == 2 ? at.spatialX : at.temporal;
                const std::size_t d = prime < 2 ? 0 : 1;
                const bool front = ((code / 27) >> (places % 3 > 0 ? 1 : 0) & 1) != 0;
                if (!loops.empty() && loops.back().dimension == d)
                    loops.back().factor *= 2;
                else
                    loops.insert(front ? loops.begin() : loops.end(), Loop{d, 2});
            }
            for (std::size_t t = 0; t < 3; ++t)
                mapping.levels[1].keeps[t] = ((code / 108) >> t & 1) != 0;
            const auto outcome = evaluate(operation, tiny, mapping);
            const auto* report = std::get_if<cost::LayerReport>(&outcome);
            const bool spread = mapping.levels[1].spatialX.size() <= 1;
            if (report != nullptr && spread && !brokenConstraint(*resolved, mapping, operation, tiny))
                best = std::min(best, report->energy_J * static_cast<double>(report->cycles));
        }
        QVERIFY(std::isfinite(best));
        MapperOptions options;
        options.evaluations = 1'500;
        options.constraints = constraints;
        const MapperResult result = searchMapping(operation, tiny, options);
        QVERIFY2(result.best.has_value(), result.example.c_str());
        const double found = result.report.energy_J * static_cast<double>(result.report.cycles);
        QVERIFY2(std::abs(found - best) <= 1e-12 * best,
                 qPrintable(QStringLiteral("%1 against %2").arg(found).arg(best)));
    }

    void fixedFactor_isTheLargestDivisorThatFits()
    {
        // R is 3, 1 and absent in these layers, and P 12 and 14.
        const MapConstraints constraints = constraintsOf(
            read(R"({"levels": [{"level": "L3", "temporal": {"R": 2, "S": "all", "P": 5}}]})"));
        const auto factor = [&](const Operation& operation, std::size_t d) {
            const auto resolved = constrainLayer(constraints, Dataflow{}, operation, clusters());
            return resolved.value().levels[3].factor[0][d].most;
        };
        QCOMPARE(factor(layers()[0], 0), 1); // 3 has no divisor of 2
        QCOMPARE(factor(layers()[0], 1), 3);
        QCOMPARE(factor(layers()[0], 2), 4);
        QCOMPARE(factor(layers()[1], 2), 2);
        QVERIFY(search(layers()[3], constraints).best.has_value());
    }

    void severalFixedFactors_shareTheSizeFromTheInside()
    {
        const MapConstraints constraints = constraintsOf(read(
            R"({"levels": [{"level": "L1", "spatial_y": {"C": 4}}, {"level": "L3", "temporal": {"C": 4}}]})"));
        const auto resolved = constrainLayer(constraints, Dataflow{}, layers()[0], clusters());
        QVERIFY(resolved);
        QCOMPARE(resolved->levels[3].factor[static_cast<std::size_t>(Where::Time)][4].most, 4);
        QCOMPARE(resolved->levels[1].factor[static_cast<std::size_t>(Where::Row)][4].most, 2); // of 8
    }

    void minimumParallelism_isKeptOrRefused()
    {
        MapConstraints constraints;
        constraints.minimumParallelism = 1.0;
        const Operation wide = convolution({1, 1, 8, 8, 8, 16, 1});
        const MapperResult full = search(wide, constraints, 300);
        QVERIFY2(full.best.has_value(), full.example.c_str());
        QCOMPARE(full.report.computeCycles * 64, full.report.macs);
        const MapperResult none = search(convolution({1, 1, 7, 7, 1, 1, 1}), constraints, 300);
        QVERIFY(!none.best.has_value());
        QVERIFY2(none.example.find("at least 64 MACs") != std::string::npos, none.example.c_str());
    }

    void prescribedDataflow_goesBeforeTheOthers()
    {
        MapperOptions options;
        options.dataflow = "weight_stationary";
        QCOMPARE(dataflowFor(options, clusters()), std::string("weight_stationary"));
        options.constraints.dataflow = "output_stationary";
        QCOMPARE(dataflowFor(options, clusters()), std::string("output_stationary"));
    }

    void whatALayerCannotKeep_isOneSentence_data()
    {
        QTest::addColumn<QString>("level");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("does not divide")
            << R"({"level": "L2", "temporal": {"P": {"exactly": 5}}})"
            << "the constraint on P in time at L2 asks for a factor of 5, which does not divide the size 12.";
        QTest::newRow("above the fan-out") << R"({"level": "L1", "spatial_x": {"C": 4}})"
                                           << "the constraint on C along X at L1 asks for a factor of 4; the "
                                              "fan-out there is 2.";
        QTest::newRow("together above the fan-out")
            << R"({"level": "L1", "spatial_x": {"C": 2, "K": 2}})"
            << "the factors prescribed along X at L1 multiply to more than its fan-out of 2.";
        QTest::newRow("at least too much") << R"({"level": "L1", "spatial_y": {"C": {"at_least": 5}}})"
                                           << "at least 5; the fan-out there is 4.";
    }
    void whatALayerCannotKeep_isOneSentence()
    {
        QFETCH(QString, level);
        QFETCH(QString, sentence);
        const MapConstraints constraints = constraintsOf({{"levels", {json::parse(level.toStdString())}}});
        const MapperResult result = search(layers()[0], constraints);
        QVERIFY(!result.best.has_value());
        QVERIFY2(result.example.find(sentence.toStdString()) != std::string::npos, result.example.c_str());
        QCOMPARE(result.illegal[static_cast<std::size_t>(IllegalReason::Constraint)], 1);
    }

    void dataflowAndConstraint_mustAgree()
    {
        MapConstraints constraints = constraintsOf(
            read(R"({"dataflow": "row_stationary", "levels": [{"level": "L2", "spatial_x": {"S": 3}}]})"));
        const MapperResult result = search(layers()[0], constraints);
        QVERIFY(!result.best.has_value());
        QVERIFY2(result.example.find("dataflow does not allow") != std::string::npos, result.example.c_str());
        constraints.dataflow = "any";
        QVERIFY(search(layers()[0], constraints).best.has_value());
    }

    void mistakesInNames_areNamedWithTheirPlace_data()
    {
        QTest::addColumn<QString>("document");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* name, const char* document, const char* sentence) {
            QTest::newRow(name) << document << sentence;
        };
        row("level", R"({"levels": [{"level": "L9"}]})", "levels/0/level: There is no memory level \"L9\".");
        row("level twice", R"({"levels": [{"level": "L1"}, {"level": "L1"}]})", "levels/1/level");
        row("dimension", R"({"levels": [{"level": "L1", "temporal": {"Z": 2}}]})",
            "levels/0/temporal: There is no dimension \"Z\".");
        row("tensor", R"({"levels": [{"level": "L1", "keep": ["bias"]}]})",
            "levels/0/keep: There is no tensor \"bias\".");
        row("keep and bypass", R"({"levels": [{"level": "L1", "keep": ["inputs"], "bypass": ["inputs"]}]})",
            "\"inputs\" is both kept and bypassed");
        row("both ends", R"({"levels": [{"level": "L1", "outermost": ["C"], "innermost": ["C"]}]})",
            "\"C\" is both innermost and outermost");
        row("not allowed there",
            R"({"levels": [{"level": "L1", "spatial_x": {"C": 2}, "allowed_x": ["K"]}]})", "Allowed are: K.");
        row("machine bypasses", R"({"levels": [{"level": "L3", "keep": ["weights"]}]})",
            "the machine always bypasses it there.");
        row("machine keeps", R"({"levels": [{"level": "L3", "bypass": ["inputs"]}]})",
            "the machine always keeps it there.");
    }
    void mistakesInNames_areNamedWithTheirPlace()
    {
        QFETCH(QString, document);
        QFETCH(QString, sentence);
        hardware::SpatialArchitecture strict = clusters();
        strict.levels[3].residency = {{"weights", Residency::Bypasses}, {"inputs", Residency::Keeps}};
        const Status status = checkConstraints(constraintsOf(json::parse(document.toStdString())), strict,
                                               {});
        QVERIFY(!status);
        QVERIFY2(status.error().text().find(sentence.toStdString()) != std::string::npos,
                 status.error().text().c_str());
    }

    void malformedDocuments_areRefused_data()
    {
        QTest::addColumn<QString>("document");
        for (const char* text :
             {R"({"levels": 3})", R"({"level": []})", R"({"levels": [{}]})", R"({"dataflow": "sideways"})",
              R"({"minimum_parallelism": 2})", R"({"minimum_parallelism": "much"})",
              R"({"levels": [{"level": "L1", "temporal": {"C": 0}}]})",
              R"({"levels": [{"level": "L1", "temporal": {"C": 1.5}}]})",
              R"({"levels": [{"level": "L1", "temporal": {"C": "some"}}]})",
              R"({"levels": [{"level": "L1", "temporal": {"C": {}}}]})",
              R"({"levels": [{"level": "L1", "temporal": {"C": {"at_most": 2, "at_least": 2}}}]})",
              R"({"levels": [{"level": "L1", "temporal": {"C": {"about": 2}}}]})",
              R"({"levels": [{"level": "L1", "temporal": [["C", 2]]}]})",
              R"({"levels": [{"level": "L1", "keep": "inputs"}]})",
              R"({"levels": [{"level": "L1", "spatial_x": {"C": 2}, "forbidden_spatial": ["C"]}]})",
              R"({"format": "paretoscope-study", "version": 1})", R"([])"})
            QTest::newRow(text) << text;
    }
    void malformedDocuments_areRefused()
    {
        QFETCH(QString, document);
        const json parsed = json::parse(document.toStdString());
        JsonReader reader(parsed, "file.json");
        (void)readMapConstraints(reader);
        const Status status = reader.finish();
        QVERIFY(!status);
        QVERIFY(QString::fromStdString(status.error().where).startsWith("file.json"));
    }

    void schema_allowsWhatIsReadAndNothingElse()
    {
        const auto file = std::filesystem::path(PARETOSCOPE_RESOURCE_DIR) / "schemas"
                          / "map-constraints.schema.json";
        SchemaWalker schema(readJsonFile(file).value());
        const json complete = read(R"({"format": "paretoscope-map-constraints", "version": 1,
            "description": "d", "dataflow": "any", "minimum_parallelism": 0.5, "levels": [{"level": "L1",
            "temporal": {"R": 3, "S": "all", "P": {"exactly": 2}, "Q": {"at_most": 4}, "C": {"at_least": 2}},
            "spatial_x": {"K": 2}, "spatial_y": {"C": 2}, "allowed_x": ["K"], "allowed_y": ["C"],
            "forbidden_spatial": ["P"], "outermost": ["K"], "innermost": ["R", "S"], "keep": ["inputs"],
            "bypass": ["weights"]}]})");
        QVERIFY2(schema.violation(complete).empty(), schema.violation(complete).c_str());
        QVERIFY(schema.unusedKeys().empty());
        QVERIFY(schema.undescribedKeys().empty());
        const MapConstraints constraints = constraintsOf(complete);
        QVERIFY(schema.violation(mapConstraintsToJson(constraints)).empty());
        for (const char* change : {R"({"levels": 3})", R"({"more": 1})", R"({"dataflow": "sideways"})",
                                   R"({"minimum_parallelism": 2})", R"({"levels": [{"temporal": {}}]})",
                                   R"({"levels": [{"level": "L1", "temporal": {"C": 0}}]})",
                                   R"({"levels": [{"level": "L1", "temporal": {"C": "some"}}]})",
                                   R"({"levels": [{"level": "L1", "temporal": {"C": {"about": 2}}}]})"}) {
            json changed = complete;
            changed.update(read(change));
            JsonReader reader(changed, "changed");
            (void)readMapConstraints(reader);
            QVERIFY2(!reader.finish() && !schema.violation(changed).empty(), change);
        }
    }

    void writtenAndReadAgain_areTheSameConstraints()
    {
        Rng rng(3);
        for (int i = 0; i < 100; ++i) {
            MapConstraints constraints = randomConstraints({"R", "S", "P", "Q", "C", "K"}, rng);
            constraints.dataflow = i % 2 == 0 ? "" : "any";
            for (LevelRules& rules : constraints.levels)
                for (auto* factors : {&rules.temporal, &rules.spatialX}) {
                    if (!factors->empty())
                        factors->front() = {factors->front().dimension, Relation::Whole, 1};
                    std::sort(factors->begin(), factors->end(),
                              [](const auto& a, const auto& b) { return a.dimension < b.dimension; });
                }
            QVERIFY(constraintsOf(mapConstraintsToJson(constraints)) == constraints);
        }
    }
};

QTEST_APPLESS_MAIN(TestMapConstraints)
#include "tst_map_constraints.moc"
