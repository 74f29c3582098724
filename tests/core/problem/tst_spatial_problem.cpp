// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/problem/explanation.h"
#include "core/problem/spatial_explanation.h"
#include "core/problem/spatial_problem.h"
#include "core/study/study.h"

#include <QtTest>

using namespace paretoscope;
using nlohmann::json;

namespace {

/// A question that is answered in milliseconds: the DQN layers on an Eyeriss-class machine.
json smallQuestion()
{
    const std::string resources = PARETOSCOPE_RESOURCE_DIR;
    return json{
        {"format", "paretoscope-study"},
        {"version", 1},
        {"name", "small"},
        {"problem",
         {{"model", "spatial"},
          {"network", resources + "/networks/dqn.json"},
          {"architecture", resources + "/hardware/eyeriss_class.json"},
          {"mapper", {{"evaluations", 300}}}}},
        {"parameters",
         {{{"name", "columns"}, {"kind", "integer"}, {"min", 1}, {"max", 32}, {"sets", "pe_array.columns"}},
          {{"name", "buffer"},
           {"kind", "ordinal"},
           {"values", {64, 16384, 131072}},
           {"sets", "global_buffer.size_bytes"}}}},
        {"objectives", {"latency", "energy"}}};
}

Result<study::Study> load(const json& document)
{
    QTemporaryDir folder;
    const std::string file = folder.filePath("study.json").toStdString();
    if (Status written = writeFileAtomically(file, document.dump()); !written)
        return written.error();
    return study::readStudy(file);
}

bool close(double a, double b)
{
    return std::abs(a - b) <= 1e-9 * std::max(std::abs(a), std::abs(b));
}

std::size_t metricIndex(const problem::Problem& problem, const std::string& name)
{
    for (std::size_t i = 0; i < problem.metrics().size(); ++i)
        if (problem.metrics()[i].name == name)
            return i;
    return problem.metrics().size();
}

} // namespace

class TestSpatialProblem : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void raggedLoops_sayWhatTheLastTileIsLike()
    {
        // 30 columns in 4 tiles of 8, the last of 6, which inner loops of 4 and 2 cover in 3 steps.
        problem::NestLevel level;
        level.memory = "DRAM";
        level.loops = {{problem::NestLoop::Kind::Temporal, "P", {}, 4, 4, 8, 6},
                       {problem::NestLoop::Kind::SpatialX, "P", {}, 4, 3, 2, 2},
                       {problem::NestLoop::Kind::Temporal, "P", {}, 2, 2, 1, 1},
                       {problem::NestLoop::Kind::Temporal, "K", {}, 5}};
        const std::string text = problem::printNest({level});
        QVERIFY(text.find("for p in 0..4 (last tile 6 of 8)\n") != std::string::npos);
        QVERIFY(text.find("parallel for p in 0..4 (at the end 0..3) along columns\n") != std::string::npos);
        QVERIFY(text.find("for p in 0..2\n") != std::string::npos);
        QVERIFY(text.find("for k in 0..5\n") != std::string::npos);
    }

    void raggedMappings_areMarkedInTheExplanation()
    {
        workload::Network network;
        network.layers.emplace_back();
        network.layers[0].operation.dimensions = {{"M", 10}};
        network.layers[0].operation.tensors = {{"outputs", workload::TensorRole::Output, {{{0, 1}}}}};
        hardware::SpatialArchitecture machine;
        machine.levels.resize(1);
        machine.levels[0].name = "DRAM";
        cost::spatial::Mapping mapping;
        mapping.levels = {{{true}, {{0, 3}, {0, 4}}, {}, {}}};
        const auto outcome = cost::spatial::evaluate(network.layers[0].operation, machine, mapping);
        QVERIFY(std::holds_alternative<cost::LayerReport>(outcome));
        problem::MappedNetwork mapped;
        mapped.parts.emplace_back();
        cost::spatial::MapperResult found;
        found.best = mapping;
        found.report = std::get<cost::LayerReport>(outcome);
        mapped.parts[0].mapped = std::make_shared<const cost::spatial::MapperResult>(found);
        mapped.complete = true;
        const auto explained = problem::explainSpatial(network, machine, mapped);
        QCOMPARE(explained.layers.size(), std::size_t{1});
        const problem::LayerExplanation& layer = explained.layers[0];
        QCOMPARE(layer.ragged.size(), std::size_t{1});
        QCOMPARE(layer.ragged[0].size, 10);
        QCOMPARE(layer.ragged[0].padded, 12);
        const std::string text = problem::printNest(layer.nest);
        QVERIFY(text.find("for m in 0..3 (last tile 2 of 4)") != std::string::npos);
        QVERIFY(text.find("for m in 0..4 (at the end 0..2)") != std::string::npos);
    }

    void metricsAgreeWithTheirExplanation()
    {
        const auto loaded = load(smallQuestion());
        QVERIFY2(loaded, loaded ? "" : loaded.error().text().c_str());
        const problem::Problem& question = *loaded->problem;
        const space::Design design({14, 131072});
        const problem::Outcome outcome = question.evaluate(design, {});
        QCOMPARE(outcome.verdict, problem::Verdict::Feasible);
        const auto told = question.explain(design, {});
        QVERIFY(told);

        double energy = 0.0;
        double latency = 0.0;
        double byLayer = 0.0;
        for (const problem::EnergyPart& part : told->energy)
            energy += part.energy_J;
        for (const problem::LayerExplanation& layer : told->layers) {
            latency += static_cast<double>(layer.repeats) * layer.latency_s;
            double parts = 0.0;
            for (const problem::EnergyPart& part : layer.energy)
                parts += part.energy_J;
            QVERIFY2(close(parts, layer.energy_J), layer.name.c_str());
            byLayer += static_cast<double>(layer.repeats) * layer.energy_J;
            QVERIFY(layer.utilization > 0.0 && layer.utilization <= 1.0);
            QVERIFY(!layer.nest.empty());
        }
        QVERIFY(close(energy, outcome.metrics[metricIndex(question, "energy")]));
        QVERIFY(close(byLayer, energy));
        QVERIFY(close(latency, outcome.metrics[metricIndex(question, "latency")]));
        QVERIFY(close(told->area_mm2, outcome.metrics[metricIndex(question, "area")]));

        double blockArea = 0.0;
        for (const problem::Block& block : told->blocks)
            blockArea += block.parent < 0 && block.kind != problem::Block::Kind::OffChip ? block.area_mm2
                                                                                         : 0.0;
        QVERIFY(close(blockArea, told->area_mm2));
    }

    void constraints_holdForEveryLayerThatCounts()
    {
        json document = smallQuestion();
        document["problem"]["mapper"]["constraints"] = {
            {"levels", {{{"level", "global_buffer"}, {"innermost", {"K"}}, {"forbidden_spatial", {"K"}}}}}};
        const auto loaded = load(document);
        QVERIFY2(loaded, loaded ? "" : loaded.error().text().c_str());
        const space::Design design({14, 131072});
        const auto free = load(smallQuestion());
        const std::size_t energy = metricIndex(*loaded->problem, "energy");
        const problem::Outcome bound = loaded->problem->evaluate(design, {});
        QCOMPARE(bound.verdict, problem::Verdict::Feasible);
        QVERIFY(bound.metrics[energy] != free->problem->evaluate(design, {}).metrics[energy]);
        for (const char* layer : {"DQN-K1", "DQN-K2"}) {
            const auto mapped = problem::mapLayer(*loaded->problem, design, layer);
            QVERIFY(mapped);
            const cost::spatial::LevelMapping& buffer = mapped->mapping.levels[1];
            const auto isK = [&](const cost::spatial::Loop& loop) {
                return mapped->layer.operation.dimensions[loop.dimension].name == "K";
            };
            QVERIFY(std::none_of(buffer.spatialX.begin(), buffer.spatialX.end(), isK));
            QVERIFY(std::none_of(buffer.spatialY.begin(), buffer.spatialY.end(), isK));
            const auto k = std::find_if(buffer.temporal.begin(), buffer.temporal.end(), isK);
            QVERIFY(k == buffer.temporal.end() || k + 1 == buffer.temporal.end());
        }
    }

    void constraintsOfAFileOfTheirOwn_areThoseWrittenInside()
    {
        QTemporaryDir folder;
        const json rules{{"format", "paretoscope-map-constraints"},
                         {"version", 1},
                         {"levels", {{{"level", "global_buffer"}, {"innermost", {"K"}}}}}};
        QVERIFY(writeFileAtomically(folder.filePath("rules.json").toStdString(), rules.dump()));
        json named = smallQuestion();
        named["problem"]["mapper"]["constraints"] = folder.filePath("rules.json").toStdString();
        json inside = smallQuestion();
        inside["problem"]["mapper"]["constraints"] = rules;
        const auto a = load(named);
        const auto b = load(inside);
        QVERIFY2(a, a ? "" : a.error().text().c_str());
        QVERIFY(b);
        QCOMPARE(a->document->dump(), b->document->dump());
    }

    void wrongConstraints_areRefusedWithTheirPlace()
    {
        const auto refusal = [](const json& constraints, bool choosesDataflow) {
            json document = smallQuestion();
            document["problem"]["mapper"]["constraints"] = constraints;
            if (choosesDataflow)
                document["parameters"].push_back({{"name", "flow"},
                                                  {"kind", "categorical"},
                                                  {"values", {"any", "weight_stationary"}},
                                                  {"sets", "dataflow"}});
            const auto loaded = load(document);
            return loaded ? std::string() : loaded.error().text();
        };
        QVERIFY(refusal({{"levels", {{{"level", "nowhere"}}}}}, false)
                    .find("problem/mapper/constraints/levels/0/level: There is no memory level \"nowhere\"")
                != std::string::npos);
        QVERIFY(refusal({{"more", 1}}, false).find("more") != std::string::npos);
        QVERIFY(refusal({{"dataflow", "any"}}, true).find("which a parameter also sets")
                != std::string::npos);
        QVERIFY(refusal({{"dataflow", "any"}}, false).empty());
    }

    void factorAboveTheFanOut_makesADesignInfeasible()
    {
        json document = smallQuestion();
        document["problem"]["mapper"]["constraints"] = {
            {"levels", {{{"level", "global_buffer"}, {"spatial_x", {{"Q", 9}}}}}}};
        const auto loaded = load(document);
        QVERIFY(loaded);
        QCOMPARE(loaded->problem->evaluate(space::Design({14, 131072}), {}).verdict,
                 problem::Verdict::Feasible);
        const problem::Outcome narrow = loaded->problem->evaluate(space::Design({8, 131072}), {});
        QCOMPARE(narrow.verdict, problem::Verdict::Infeasible);
        QCOMPARE(narrow.reason, std::string("No mapping keeps the study's constraints on mappings"));
    }

    void explainingAScoredDesign_searchesNothingAgain()
    {
        const auto loaded = load(smallQuestion());
        const space::Design design({14, 131072});
        (void)loaded->problem->evaluate(design, {});
        const auto scored = *problem::mappingCacheUse(*loaded->problem);
        QCOMPARE(scored.hits, 0);
        QVERIFY(loaded->problem->explain(design, {}));
        const auto explained = *problem::mappingCacheUse(*loaded->problem);
        QCOMPARE(explained.hits, scored.lookups);
        QCOMPARE(explained.kept, scored.kept);
    }

    void mappedLayer_isTheOneThatCounts()
    {
        const auto loaded = load(smallQuestion());
        const space::Design design({14, 131072});
        const auto told = loaded->problem->explain(design, {});
        QVERIFY(told);
        for (const problem::LayerExplanation& layer : told->layers) {
            const auto mapped = problem::mapLayer(*loaded->problem, design, layer.name);
            QVERIFY2(mapped, mapped ? "" : mapped.error().text().c_str());
            QCOMPARE(mapped->machine.macMeshX, std::int64_t{14});
            QCOMPARE(mapped->report.macs, layer.macs);
            QVERIFY(close(mapped->report.energy_J, layer.energy_J));
            QVERIFY(close(static_cast<double>(mapped->report.cycles) / mapped->machine.clock_Hz,
                          layer.latency_s));
            const auto again = cost::spatial::evaluate(mapped->layer.operation, mapped->machine,
                                                       mapped->mapping);
            QCOMPARE(std::get<cost::LayerReport>(again).energy_J, mapped->report.energy_J);
        }
    }

    void mappedLayer_tellsWhyThereIsNone()
    {
        const auto loaded = load(smallQuestion());
        const space::Design design({14, 131072});
        const auto unknown = problem::mapLayer(*loaded->problem, design, "conv99");
        QVERIFY(!unknown && unknown.error().code == ErrorCode::NotFound);
        QVERIFY2(unknown.error().text().find("It has: ") != std::string::npos,
                 unknown.error().text().c_str());
        const std::string name = loaded->problem->explain(design, {})->layers[0].name;
        std::stop_source stopped;
        stopped.request_stop();
        const auto cancelled = problem::mapLayer(*loaded->problem, design, name, stopped.get_token());
        QVERIFY(!cancelled && cancelled.error().code == ErrorCode::Cancelled);
    }

    void loopNest_multipliesToTheLayersWork()
    {
        const auto loaded = load(smallQuestion());
        const auto told = loaded->problem->explain(space::Design({14, 131072}), {});
        QVERIFY(told);
        for (const problem::LayerExplanation& layer : told->layers) {
            std::int64_t product = 1;
            for (const problem::NestLevel& level : layer.nest)
                for (const problem::NestLoop& loop : level.loops)
                    product *= loop.bound;
            QCOMPARE(product, layer.macs);
        }
    }

    void mappingObjective_tradesEnergyForDelay()
    {
        json document = smallQuestion();
        document["problem"]["mapper"]["evaluations"] = 3'000; // long enough for each to find its best
        document["parameters"].push_back({{"name", "mapped_for"},
                                          {"kind", "categorical"},
                                          {"values", {"energy", "delay", "energy_delay_product"}},
                                          {"sets", "mapping.objective"}});
        const auto loaded = load(document);
        QVERIFY2(loaded, loaded ? "" : loaded.error().text().c_str());
        const auto metric = [&](double objective, const char* name) {
            const auto outcome = loaded->problem->evaluate(space::Design({14, 131072, objective}), {});
            return outcome.metrics[metricIndex(*loaded->problem, name)];
        };
        for (const double other : {1.0, 2.0})
            QVERIFY(metric(0, "energy") <= metric(other, "energy"));
        for (const double other : {0.0, 2.0})
            QVERIFY(metric(1, "latency") <= metric(other, "latency"));
    }

    void sameDesign_sameNumbers()
    {
        const auto loaded = load(smallQuestion());
        const space::Design design({8, 16384});
        const auto once = loaded->problem->evaluate(design, {});
        const auto again = loaded->problem->evaluate(design, {});
        QCOMPARE(once.verdict, problem::Verdict::Feasible);
        QCOMPARE(once.metrics, again.metrics);
    }

    void tooSmallBuffer_isInfeasibleWithACountableReason()
    {
        json document = smallQuestion();
        document["parameters"][1]["sets"] = "psum_spad.size_bytes";
        document["parameters"][1]["values"] = {2, 64};
        document["parameters"].push_back({{"name", "input_words"},
                                          {"kind", "ordinal"},
                                          {"values", {2, 64}},
                                          {"sets", "input_spad.size_bytes"}});
        document["parameters"].push_back({{"name", "flow"},
                                          {"kind", "categorical"},
                                          {"values", {"row_stationary", "any"}},
                                          {"sets", "dataflow"}});
        const auto loaded = load(document);
        QVERIFY2(loaded, loaded ? "" : loaded.error().text().c_str());
        // Row stationary runs a filter row of 8 inside every PE; one word of inputs cannot hold it.
        const auto outcome = loaded->problem->evaluate(space::Design({8, 64, 2, 0}), {});
        QCOMPARE(outcome.verdict, problem::Verdict::Infeasible);
        QVERIFY(outcome.reason.starts_with("No legal mapping"));
        QVERIFY(std::isnan(outcome.metrics[metricIndex(*loaded->problem, "energy")]));
        QVERIFY(outcome.metrics[metricIndex(*loaded->problem, "area")] > 0.0);
        const auto told = loaded->problem->explain(space::Design({8, 64, 2, 0}), {});
        QVERIFY(told && !told->infeasible.empty());
    }

    void limit_makesDesignsInfeasibleByHowMuch()
    {
        json document = smallQuestion();
        document["limits"] = {{{"metric", "area"}, {"maximum", 1e-6}}};
        const auto loaded = load(document);
        QVERIFY(loaded);
        const auto outcome = loaded->problem->evaluate(space::Design({8, 16384}), {});
        QCOMPARE(outcome.verdict, problem::Verdict::Infeasible);
        const double area = outcome.metrics[metricIndex(*loaded->problem, "area")];
        QVERIFY(close(outcome.violation, (area - 1e-6) / 1e-6));
        QCOMPARE(outcome.reason, std::string("Area above the study's limit"));
    }

    void mistakes_areNamed_data()
    {
        QTest::addColumn<QString>("patch");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("unknown key") << R"({"evalutions": 5})"
                                     << "evalutions";
        QTest::newRow("wrong type") << R"({"seed": "one"})"
                                    << "a whole number";
        QTest::newRow("unknown metric") << R"({"objectives": ["speed"]})"
                                        << "\"speed\" is not a metric";
        QTest::newRow("twice") << R"({"objectives": ["area", "area"]})"
                               << "named twice";
        QTest::newRow("none") << R"({"objectives": []})"
                              << "from 1 to 4 objectives";
        QTest::newRow("empty range")
            << R"({"parameters": [{"name": "c", "kind": "integer", "min": 5, "max": 4, "sets": "pe_array.columns"}]})"
            << "parameters/0";
        QTest::newRow("unknown attribute")
            << R"({"parameters": [{"name": "c", "kind": "integer", "min": 1, "max": 4, "sets": "pe_array.depth"}]})"
            << "pe_array.depth";
        QTest::newRow("impossible constraint")
            << R"({"input_constraints": [{"name": "never", "expression": "columns > 99"}]})"
            << "input_constraints";
        QTest::newRow("impossible limit") << R"({"limits": [{"metric": "area", "minimum": 5, "maximum": 4}]})"
                                          << "minimum is above";
        QTest::newRow("mapping objective")
            << R"({"parameters": [{"name": "c", "kind": "categorical", "values": ["speed"], "sets": "mapping.objective"}]})"
            << "\"speed\", which mappings cannot";
        QTest::newRow("no file") << R"({"problem": {"network": "nowhere.json"}})"
                                 << "does not exist";
        QTest::newRow("unknown method") << R"({"method": {"name": "magic"}})"
                                        << "\"latin\" or \"grid\" is expected";
        QTest::newRow("option range") << R"({"method": {"name": "nsga2", "population": -1}})"
                                      << "population";
        QTest::newRow("unknown option") << R"({"method": {"name": "nsga2", "populatoin": 20}})"
                                        << "populatoin";
        QTest::newRow("reference size") << R"({"reference": [1]})"
                                        << "one per objective, 2";
        QTest::newRow("newer") << R"({"version": 2})"
                               << "version";
        QTest::newRow("other format") << R"({"format": "x"})"
                                      << "paretoscope-study";
    }
    void mistakes_areNamed()
    {
        QFETCH(QString, patch);
        QFETCH(QString, sentence);
        json document = smallQuestion();
        document.merge_patch(json::parse(patch.toStdString()));
        const auto loaded = load(document);
        QVERIFY(!loaded);
        const QString text = QString::fromStdString(loaded.error().text());
        QVERIFY2(text.contains(sentence), qPrintable(text));
        QVERIFY2(!loaded.error().where.empty(), qPrintable(text));
    }

    void embeddedDocument_needsNoOtherFile()
    {
        const auto loaded = load(smallQuestion());
        QVERIFY(loaded);
        const auto again = study::studyFromDocument(*loaded->document, "session");
        QVERIFY2(again, again ? "" : again.error().text().c_str());
        const space::Design design({14, 131072});
        QCOMPARE(again->problem->evaluate(design, {}).metrics, loaded->problem->evaluate(design, {}).metrics);
        QCOMPARE(study::fingerprint(*again->document), study::fingerprint(*loaded->document));
    }

    void sampleStudies_load()
    {
        QDir folder(PARETOSCOPE_RESOURCE_DIR "/studies");
        const QStringList files = folder.entryList({"*.json"}, QDir::Files);
        QVERIFY(!files.isEmpty());
        for (const QString& file : files) {
            const auto loaded = study::readStudy(folder.filePath(file).toStdString());
            QVERIFY2(loaded, loaded ? "" : loaded.error().text().c_str());
        }
    }
};

QTEST_APPLESS_MAIN(TestSpatialProblem)
#include "tst_spatial_problem.moc"

#include <nlohmann/json.hpp>
