// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codesign/codesign_problem.h"
#include "core/study/study.h"

#include <QtTest>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numeric>

using namespace paretoscope;
using namespace paretoscope::codesign;
using nlohmann::json;

namespace {

json document(const std::string& evaluator = "exact")
{
    return {{"format", "paretoscope-study"},
            {"version", 1},
            {"name", "small"},
            {"problem",
             {{"model", "codesign"},
              {"network",
               {{"format", "paretoscope-network"},
                {"version", 1},
                {"name", "two layers"},
                {"description", "a convolution twice and a product"},
                {"source", "made up"},
                {"layers",
                 {{{"name", "conv"},
                   {"kind", "convolution"},
                   {"filter", {3, 3}},
                   {"output", {8, 8}},
                   {"input_channels", 8},
                   {"output_channels", 16},
                   {"repeats", 2}},
                  {{"name", "product"}, {"kind", "fully_connected"}, {"inputs", 64}, {"outputs", 32}}}}}},
              {"evaluator", evaluator},
              {"mapping_search", {{"evaluations", 30}, {"warm_up", 15}, {"pool", 20}}}}},
            {"method", {{"name", "cbo"}}}};
}

std::shared_ptr<const problem::Problem> made(const std::string& evaluator = "exact")
{
    return study::studyFromDocument(document(evaluator), "small.json").value().problem;
}

} // namespace

class TestCodesignProblem : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void handMadeMachine_isItsOwnYardstick()
    {
        const auto problem = made();
        const space::Design design = designOf(problem->space(), eyeriss(168));
        const auto outcome = problem->evaluate(design, {});
        QCOMPARE(outcome.verdict, problem::Verdict::Feasible);
        QCOMPARE(problem->metrics()[1].name, std::string("relative_edp"));
        QCOMPARE(outcome.metrics[1], 1.0);
        QCOMPARE(outcome.metrics[0], outcome.metrics[2] * outcome.metrics[3]);
        QVERIFY(outcome.metrics[4] > 0.0 && outcome.metrics[4] < 1.0);
        QCOMPARE(problem->evaluate(design, {}).metrics, outcome.metrics);
        QCOMPARE(made()->evaluate(design, {}).metrics, outcome.metrics);
        QCOMPARE(problem->features(design).size(), kMachineFeatures);
    }

    void handMadeMachine_isTheReferenceOfTheStudy()
    {
        const auto problem = made();
        const auto references = problem->references();
        QCOMPARE(references.size(), std::size_t{1});
        QCOMPARE(references.front().name, std::string("Eyeriss"));
        QVERIFY(references.front().note.find("first-hand") != std::string::npos);
        QVERIFY(references.front().design);
        QVERIFY(codesignOf(*problem)->machine(*references.front().design) == eyeriss(168));
        QCOMPARE(problem->evaluate(*references.front().design, {}).metrics[1], 1.0);
    }

    void explanation_sumsToTheMetrics_data()
    {
        QTest::addColumn<QString>("evaluator");
        QTest::newRow("lite") << "lite";
        QTest::newRow("exact") << "exact";
    }
    void explanation_sumsToTheMetrics()
    {
        QFETCH(QString, evaluator);
        const auto problem = made(evaluator.toStdString());
        const space::Design design = designOf(problem->space(), eyeriss(168));
        const auto outcome = problem->evaluate(design, {});
        const auto explanation = problem->explain(design, {});
        QVERIFY(explanation);
        QCOMPARE(explanation->energy_J, outcome.metrics[2]);
        QCOMPARE(explanation->latency_s, outcome.metrics[3]);
        double sum = 0.0;
        for (const auto& part : explanation->energy)
            sum += part.energy_J;
        QVERIFY(std::abs(sum - outcome.metrics[2]) < 1e-9 * sum);
        double layers = 0.0;
        for (const auto& layer : explanation->layers) {
            QVERIFY(!layer.nest.empty());
            layers += static_cast<double>(layer.repeats) * layer.energy_J;
        }
        QVERIFY(std::abs(layers - sum) < 1e-9 * sum);
    }

    void machineWithoutMapping_isInfeasibleWithAReason()
    {
        const auto problem = made();
        Machine machine = eyeriss(168);
        machine.inputWords = 2; // three columns of a filter row do not fit
        machine.outputWords = 26;
        const space::Design design = designOf(problem->space(), machine);
        const auto outcome = problem->evaluate(design, {});
        QCOMPARE(outcome.verdict, problem::Verdict::Infeasible);
        QCOMPARE(outcome.reason, std::string("no valid mapping for conv: does not fit a scratchpad"));
        const auto explanation = problem->explain(design, {});
        QVERIFY(explanation);
        QVERIFY(!explanation->infeasible.empty());
    }

    void replay_isTheSearchThatTheScoreRestsOn()
    {
        const auto problem = made();
        const space::Design design = designOf(problem->space(), eyeriss(168));
        const auto again = replay(*problem, design);
        QVERIFY(again);
        QCOMPARE(again->edp_Js(), problem->evaluate(design, {}).metrics[0]);
        QCOMPARE(again->layers.size(), 2U);
        QVERIFY(!again->layers[0].moments.empty());
        const auto parts = attributionOf(*problem, design);
        QVERIFY(parts);
        QCOMPARE(parts->byMachine, 0.0);
        QCOMPARE(parts->byMappings, 0.0);
    }

    void mistakesInAStudy_areNamed_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("says");
        QTest::newRow("PEs") << "/problem/pes"
                             << "169"
                             << "169 PEs";
        QTest::newRow("evaluator") << "/problem/evaluator"
                                   << "\"rough\""
                                   << "lite";
        QTest::newRow("method") << "/problem/mapping_search/method"
                                << "\"guess\""
                                << "constrained_bo";
        QTest::newRow("objective") << "/objectives"
                                   << "[\"area\"]"
                                   << "relative_edp";
        QTest::newRow("unknown key") << "/problem/mapping_search/pools"
                                     << "3"
                                     << "pools";
        QTest::newRow("parameters") << "/parameters"
                                    << "[]"
                                    << "parameters";
        QTest::newRow("dimension") << "/problem/network/layers/0/input_channels"
                                   << "65537"
                                   << "65536";
        QTest::newRow("groups") << "/problem/network/layers/0/groups"
                                << "8"
                                << "without groups";
    }
    void mistakesInAStudy_areNamed()
    {
        QFETCH(QString, key);
        QFETCH(QString, value);
        QFETCH(QString, says);
        json study = document();
        study[json::json_pointer(key.toStdString())] = json::parse(value.toStdString());
        const auto loaded = study::studyFromDocument(study, "small.json");
        QVERIFY(!loaded);
        QVERIFY2(QString::fromStdString(loaded.error().text()).contains(says), loaded.error().text().c_str());
    }

    void directSearchWithTheLightEvaluator_isRefused()
    {
        json study = document("lite");
        study["problem"]["mapping_search"]["method"] = "direct";
        const auto loaded = study::studyFromDocument(study, "small.json");
        QVERIFY(!loaded);
        QVERIFY(QString::fromStdString(loaded.error().what).contains("exact evaluator only"));
    }

    void shippedStudies_areTheFourNetworks()
    {
        for (const auto& [file, pes, layers] :
             {std::tuple{"resnet", 168, 4}, {"dqn", 168, 2}, {"mlp", 168, 2}, {"transformer", 256, 4}}) {
            const auto loaded = study::readStudy(std::string(PARETOSCOPE_RESOURCE_DIR "/studies/codesign-")
                                                 + file + ".json");
            QVERIFY2(loaded, loaded ? "" : loaded.error().text().c_str());
            const CodesignView* view = codesignOf(*loaded->problem);
            QVERIFY(view != nullptr);
            QCOMPARE(view->question().pes, pes);
            QCOMPARE(view->layers().size(), static_cast<std::size_t>(layers));
        }
    }
};

QTEST_APPLESS_MAIN(TestCodesignProblem)
#include "tst_codesign_problem.moc"
