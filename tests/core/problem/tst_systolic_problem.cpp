// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/study/study.h"

#include <QtTest>

#include <cmath>

using namespace paretoscope;
using nlohmann::json;

namespace {

/// ResNet-18 on the sample array, of which a study sets the sides, one memory and the dataflow.
json smallQuestion()
{
    const std::string resources = PARETOSCOPE_RESOURCE_DIR;
    return json{
        {"format", "paretoscope-study"},
        {"version", 1},
        {"name", "small"},
        {"problem",
         {{"model", "systolic"},
          {"network", resources + "/networks/resnet18.json"},
          {"architecture", resources + "/hardware/systolic_45nm.json"}}},
        {"parameters",
         {{{"name", "rows"}, {"kind", "integer"}, {"min", 1}, {"max", 256}, {"sets", "array.rows"}},
          {{"name", "columns"}, {"kind", "integer"}, {"min", 1}, {"max", 256}, {"sets", "array.columns"}},
          {{"name", "inputs"},
           {"kind", "ordinal"},
           {"values", {16384, 131072, 4194304}},
           {"sets", "input_sram.size_bytes"}},
          {{"name", "dataflow"},
           {"kind", "categorical"},
           {"values", {"output_stationary", "weight_stationary", "input_stationary"}},
           {"sets", "dataflow"}}}},
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

/// A value is stored as its number, or as the index of its word.
space::Design designOf(double rows, double columns, double inputs, double dataflow)
{
    return space::Design({rows, columns, inputs, dataflow});
}

double metric(const problem::Problem& problem, const problem::Outcome& outcome, const std::string& name)
{
    for (std::size_t i = 0; i < problem.metrics().size(); ++i)
        if (problem.metrics()[i].name == name)
            return outcome.metrics[i];
    return std::nan("");
}

} // namespace

class TestSystolicProblem : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void metricsAgreeWithTheirExplanation_data()
    {
        QTest::addColumn<double>("dataflow");
        for (int i = 0; i < 3; ++i)
            QTest::addRow("dataflow %d", i) << static_cast<double>(i);
    }
    void metricsAgreeWithTheirExplanation()
    {
        QFETCH(double, dataflow);
        const auto loaded = load(smallQuestion());
        QVERIFY2(loaded, loaded ? "" : loaded.error().text().c_str());
        const problem::Problem& question = *loaded->problem;
        const space::Design design = designOf(32, 48, 131072, dataflow);
        const problem::Outcome outcome = question.evaluate(design, {});
        QCOMPARE(outcome.verdict, problem::Verdict::Feasible);
        const auto told = question.explain(design, {});
        QVERIFY(told);

        double energy = 0.0;
        double latency = 0.0;
        double macs = 0.0;
        double traffic = 0.0;
        for (const problem::EnergyPart& part : told->energy)
            energy += part.energy_J;
        for (const problem::LayerExplanation& layer : told->layers) {
            const auto times = static_cast<double>(layer.repeats);
            latency += times * layer.latency_s;
            macs += times * static_cast<double>(layer.macs);
            traffic += times * layer.offChip_bytes;
            double parts = 0.0;
            for (const problem::EnergyPart& part : layer.energy)
                parts += part.energy_J;
            QVERIFY2(close(parts, layer.energy_J), layer.name.c_str());
            QVERIFY(layer.utilization > 0.0 && layer.utilization <= 1.0);
        }
        QVERIFY(close(energy, metric(question, outcome, "energy")));
        QVERIFY(close(latency, metric(question, outcome, "latency")));
        QVERIFY(close(traffic, metric(question, outcome, "off_chip_traffic")));
        QVERIFY(close(told->area_mm2, metric(question, outcome, "area")));
        QCOMPARE(metric(question, outcome, "pes"), 32.0 * 48.0);
        QCOMPARE(metric(question, outcome, "on_chip_memory"), 131072.0 + 131072.0 + 65536.0);
        // 1.814 GMAC: ResNet-18 without biases, normalisation and pooling.
        QVERIFY(std::abs(macs - 1.814e9) < 0.005e9);
        QVERIFY(told->roofline.peak_macsPerSecond >= macs / latency);

        double blockArea = 0.0;
        for (const problem::Block& block : told->blocks)
            blockArea += block.parent < 0 && block.kind != problem::Block::Kind::OffChip ? block.area_mm2
                                                                                         : 0.0;
        QVERIFY(close(blockArea, told->area_mm2));
        QVERIFY(!told->notes.empty());
    }

    void nest_coversTheLayersWork()
    {
        const auto loaded = load(smallQuestion());
        for (const double dataflow : {0.0, 1.0, 2.0}) {
            const auto told = loaded->problem->explain(designOf(16, 16, 131072, dataflow), {});
            QVERIFY(told);
            for (const problem::LayerExplanation& layer : told->layers) {
                double covered = 1.0;
                for (const problem::NestLevel& level : layer.nest)
                    for (const problem::NestLoop& loop : level.loops)
                        covered *= static_cast<double>(loop.bound);
                QVERIFY2(covered >= static_cast<double>(layer.macs), layer.name.c_str());
                const bool ragged = problem::printNest(layer.nest).find("the last with") != std::string::npos;
                QCOMPARE(ragged, covered > static_cast<double>(layer.macs));
            }
        }
    }

    void largerInputMemory_savesTraffic()
    {
        const auto loaded = load(smallQuestion());
        const problem::Problem& question = *loaded->problem;
        const auto small = question.evaluate(designOf(32, 32, 16384, 0), {});
        const auto large = question.evaluate(designOf(32, 32, 4194304, 0), {});
        QVERIFY(metric(question, small, "off_chip_traffic") > metric(question, large, "off_chip_traffic"));
        QVERIFY(metric(question, small, "area") < metric(question, large, "area"));
    }

    void stoppedEvaluation_saysSo()
    {
        const auto loaded = load(smallQuestion());
        std::stop_source source;
        source.request_stop();
        const auto outcome = loaded->problem->evaluate(designOf(32, 32, 16384, 0), source.get_token());
        QCOMPARE(outcome.verdict, problem::Verdict::Failed);
        QCOMPARE(outcome.reason, "stopped");
    }

    void embeddedStudy_readsBackToTheSameNumbers()
    {
        const auto loaded = load(smallQuestion());
        const auto again = study::studyFromDocument(*loaded->document, "session");
        QVERIFY2(again, again ? "" : again.error().text().c_str());
        const space::Design design = designOf(24, 40, 131072, 1);
        QCOMPARE(again->problem->evaluate(design, {}).metrics, loaded->problem->evaluate(design, {}).metrics);
    }

    void everySampleArray_runsResNet()
    {
        for (const char* file : {"/hardware/systolic_45nm.json", "/hardware/tpu_v1_class.json"}) {
            json question = smallQuestion();
            question["problem"]["architecture"] = std::string(PARETOSCOPE_RESOURCE_DIR) + file;
            const auto loaded = load(question);
            QVERIFY2(loaded, loaded ? "" : loaded.error().text().c_str());
            QCOMPARE(loaded->problem->evaluate(designOf(64, 64, 131072, 1), {}).verdict,
                     problem::Verdict::Feasible);
        }
    }

    void sampleStudy_opens()
    {
        const auto loaded = study::readStudy(std::string(PARETOSCOPE_RESOURCE_DIR)
                                             + "/studies/systolic-resnet50.json");
        QVERIFY2(loaded, loaded ? "" : loaded.error().text().c_str());
    }

    void mistakes_areNamed_data()
    {
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("expected");
        QTest::newRow("unknown attribute") << "/parameters/0/sets"
                                           << "\"pe_array.rows\""
                                           << "does not have";
        QTest::newRow("word for a number") << "/parameters/3/sets"
                                           << "\"clock_hz\""
                                           << "cannot set";
        QTest::newRow("unknown objective") << "/objectives/0"
                                           << "\"speed\""
                                           << "not a metric";
        QTest::newRow("unknown key") << "/problem/mapper"
                                     << "{}"
                                     << "mapper";
        QTest::newRow("another family's machine")
            << "/problem/architecture"
            << "\"" PARETOSCOPE_RESOURCE_DIR "/hardware/eyeriss_class.json\""
            << "paretoscope-systolic-array";
    }
    void mistakes_areNamed()
    {
        QFETCH(QString, pointer);
        QFETCH(QString, value);
        QFETCH(QString, expected);
        json question = smallQuestion();
        question[json::json_pointer(pointer.toStdString())] = json::parse(value.toStdString());
        const auto loaded = load(question);
        QVERIFY(!loaded);
        QVERIFY2(loaded.error().text().find(expected.toStdString()) != std::string::npos,
                 loaded.error().text().c_str());
    }
};

QTEST_APPLESS_MAIN(TestSystolicProblem)
#include "tst_systolic_problem.moc"

#include <nlohmann/json.hpp>
