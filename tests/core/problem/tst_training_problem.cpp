// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accuracy/drawn_glyphs.h"
#include "core/base/atomic_file.h"
#include "core/problem/crossbar_layers.h"
#include "core/problem/training_cache.h"
#include "core/problem/training_problem.h"
#include "core/study/study.h"

#include <QtTest>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <numeric>
#include <thread>

using namespace paretoscope;
using namespace paretoscope::problem;
using nlohmann::json;

namespace {

/// A study small enough to train in a moment.
json smallStudy()
{
    return json::parse(R"({"format": "paretoscope-study", "version": 1, "name": "small",
        "problem": {"model": "training", "epochs": 2, "judged_images": 32,
                    "data": {"kind": "glyphs", "side": 12, "training": 160, "validation": 64},
                    "crossbar": {"array_rows": 64}},
        "parameters": [
            {"name": "hidden", "kind": "ordinal", "values": [8, 16]},
            {"name": "rate", "kind": "real", "min": 0.001, "max": 100, "scale": "log", "sets": "learning_rate"},
            {"name": "bits", "kind": "integer", "min": 2, "max": 8, "sets": "weight_bits"},
            {"name": "kernel", "kind": "ordinal", "values": [3, 4]}],
        "objectives": ["error", "macs"], "limits": [{"metric": "parameters", "maximum": 5000}]})");
}

Result<std::shared_ptr<const Problem>> load(const json& document)
{
    auto study = study::studyFromDocument(document, "small.json");
    if (!study)
        return study.error();
    return study->problem;
}

} // namespace

class TestTrainingProblem : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        const QByteArray test = QTest::currentTestFunction();
        const bool trains = test != "mistakes_areNamed"
                            && test != "cache_forgetsTheOldestAndKeepsNothingStopped"
                            && test != "foldersOfImages_areFoundFromTheStudy"
                            && test != "machinesThatComputeOtherwise_areRefused"
                            && test != "networksThatCannotBe_areInfeasible";
        const Status available = accuracy::trainingAvailable();
        if (trains && !available)
            QSKIP(available.error().text().c_str());
    }

    void designsThatDifferInTheCrossbar_shareOneTraining()
    {
        const auto problem = load(smallStudy());
        QVERIFY2(problem, problem ? "" : problem.error().text().c_str());
        const Outcome wide = problem.value()->evaluate(space::Design({16, 0.05, 8, 3}), {});
        QVERIFY2(wide.verdict == Verdict::Feasible, wide.reason.c_str());
        const Outcome narrow = problem.value()->evaluate(space::Design({16, 0.05, 2, 3}), {});
        QCOMPARE(trainingsOf(*problem.value()), 1U);
        QCOMPARE(narrow.metrics[1], wide.metrics[1]); // in floating point
        QCOMPARE(narrow.metrics[2], wide.metrics[2]); // time of the training
        const Outcome other = problem.value()->evaluate(space::Design({8, 0.05, 8, 3}), {});
        QCOMPARE(trainingsOf(*problem.value()), 2U);
        QVERIFY(other.metrics[4] < wide.metrics[4]);
        const auto explanation = problem.value()->explain(space::Design({16, 0.05, 8, 3}), {});
        QVERIFY(explanation);
        QCOMPARE(explanation->layers.size(), 4U);
        // How far results stand above their errors: further with eight bits than with two.
        const auto worse = problem.value()->explain(space::Design({16, 0.05, 2, 3}), {});
        QVERIFY(worse->notes.front() != explanation->notes.front());
        QCOMPARE(trainingsOf(*problem.value()), 2U);
    }

    void workersThatAskTogether_trainOnceAndAgree()
    {
        const auto problem = load(smallStudy());
        QVERIFY(problem);
        Outcome there;
        const space::Design design({16, 0.05, 6, 3});
        std::jthread other([&] { there = problem.value()->evaluate(design, {}); });
        const Outcome here = problem.value()->evaluate(design, {});
        other.join();
        QCOMPARE(trainingsOf(*problem.value()), 1U);
        QCOMPARE(there.metrics, here.metrics);
    }

    void networksThatCannotBe_areInfeasible()
    {
        const auto problem = load(smallStudy());
        const Outcome outcome = problem.value()->evaluate(space::Design({16, 0.05, 8, 4}), {});
        QCOMPARE(outcome.verdict, Verdict::Infeasible);
        QVERIFY2(outcome.reason.find("odd kernel") != std::string::npos, outcome.reason.c_str());
        QVERIFY(outcome.violation > 0.0);
        QCOMPARE(trainingsOf(*problem.value()), 0U);
        const auto explanation = problem.value()->explain(space::Design({16, 0.05, 8, 4}), {});
        QCOMPARE(explanation->infeasible, outcome.reason);
    }

    void cache_forgetsTheOldestAndKeepsNothingStopped()
    {
        TrainingCache cache(2);
        int trained = 0;
        const auto get = [&](const char* key, ErrorCode code = ErrorCode::InvalidInput) {
            return cache.get(key, {}, [&]() -> TrainingCache::Entry {
                ++trained;
                return Error{code, key, {}, {}};
            });
        };
        for (const char* key : {"a", "a", "b", "a", "c", "b", "c"})
            QCOMPARE(get(key).error().what, std::string(key));
        QCOMPARE(trained, 3);
        (void)get("a"); // forgotten when c came
        QCOMPARE(trained, 4);
        (void)get("d", ErrorCode::Cancelled);
        (void)get("d", ErrorCode::Cancelled);
        QCOMPARE(trained, 6);
        QCOMPARE(cache.trainings(), 4U);
    }

    void stoppedEvaluation_isNeitherKeptNorCounted()
    {
        const auto problem = load(smallStudy());
        std::stop_source stop;
        stop.request_stop();
        const Outcome outcome = problem.value()->evaluate(space::Design({16, 0.05, 8, 3}), stop.get_token());
        QCOMPARE(outcome.verdict, Verdict::Failed);
        QCOMPARE(outcome.reason, std::string("stopped"));
        QCOMPARE(trainingsOf(*problem.value()), 0U);
        QCOMPARE(problem.value()->evaluate(space::Design({16, 0.05, 8, 3}), {}).verdict, Verdict::Feasible);
    }

    void limits_areJudged()
    {
        json document = smallStudy();
        document["limits"][0]["maximum"] = 100;
        const auto problem = load(document);
        const Outcome outcome = problem.value()->evaluate(space::Design({16, 0.05, 8, 3}), {});
        QCOMPARE(outcome.verdict, Verdict::Infeasible);
        QCOMPARE(outcome.violation, outcome.metrics[3] / 100.0 - 1.0);
    }

    void hardware_addsItsMetrics()
    {
        TrainingQuestion question;
        accuracy::GlyphOptions options{12, 64, 32, 0.1, 1, 0.85, 1};
        question.data = std::make_shared<const accuracy::DataSet>(accuracy::drawGlyphs(options).value());
        question.space = defaultTrainingSpace();
        question.sets = trainingKnobs();
        question.sets.pop_back(); // variation
        question.epochs = 1;
        question.objectives = {"error", "energy"};
        question.log = std::make_shared<accuracy::TrainingLog>();
        question.hardware.metrics = {
            {"energy", "Energy", "J", Direction::Minimize, Scale::Logarithmic, "A test."}};
        question.hardware.score = [](const workload::Network& network,
                                     const accuracy::CrossbarWidths& widths) {
            return Result<std::vector<double>>(
                {1e-12 * static_cast<double>(network.macs()) * widths.weightBits});
        };
        const auto log = question.log;
        const auto problem = makeTrainingProblem(std::move(question));
        QVERIFY2(problem, problem ? "" : problem.error().text().c_str());
        const space::Design design({1, 4, 3, 16, 0.1, 0.03, 0.9, 16, 64, 4, 4, 2, 6});
        QVERIFY(problem.value()->space().check(design));
        const Outcome outcome = problem.value()->evaluate(design, {});
        QVERIFY2(outcome.verdict == Verdict::Feasible, outcome.reason.c_str());
        QCOMPARE(outcome.metrics[5], 4e-12 * outcome.metrics[4]);
        QCOMPARE(trainingLogOf(*problem.value()), log);
        QCOMPARE(log->snapshot()->size(), 1U);
        QCOMPARE(log->snapshot()->front()->epochs.size(), 1U);
        QCOMPARE(log->snapshot()->front()->title,
                 std::string("1 convolution from 4 filters of 3x3, 16 hidden, dropout 0.1, learning rate "
                             "0.03, momentum 0.9, "
                             "batch 16"));
    }

    void energyOfTheSameNetwork_isFreeOfTraining()
    {
        const auto study = study::readStudy(PARETOSCOPE_RESOURCE_DIR "/studies/pabo-trained-crossbar.json");
        QVERIFY2(study, study ? "" : study.error().text().c_str());
        json document = *study->document;
        document["problem"]["epochs"] = 1;
        document["problem"]["judged_images"] = 32;
        document["problem"]["data"] = {{"kind", "glyphs"}, {"training", 160}, {"validation", 64}};
        const auto problem = load(document);
        QVERIFY2(problem, problem ? "" : problem.error().text().c_str());
        const space::Design design({1, 4, 3, 16, 0.03, 64, 4, 4, 2, 5, 0});
        QVERIFY(problem.value()->space().check(design));
        const std::vector<double> free = problem.value()->freeMetrics(design);
        QCOMPARE(trainingsOf(*problem.value()), 0U);
        const Outcome outcome = problem.value()->evaluate(design, {});
        QVERIFY2(outcome.verdict == Verdict::Feasible, outcome.reason.c_str());
        QCOMPARE(free.size(), outcome.metrics.size());
        for (std::size_t metric = 0; metric < free.size(); ++metric) {
            QCOMPARE(problem.value()->isFree(metric), !std::isnan(free[metric]));
            if (problem.value()->isFree(metric))
                QCOMPARE(free[metric], outcome.metrics[metric]);
        }
        // The machine's page speaks of the network that was trained, and of what its columns add up to.
        const auto explanation = problem.value()->explain(design, {});
        QVERIFY2(explanation, explanation ? "" : explanation.error().text().c_str());
        const auto at = [&](const char* name) {
            const auto& metrics = problem.value()->metrics();
            const auto found = std::find_if(metrics.begin(), metrics.end(),
                                            [&](const Metric& metric) { return metric.name == name; });
            return outcome.metrics[static_cast<std::size_t>(found - metrics.begin())];
        };
        QCOMPARE(explanation->energy_J, at("energy"));
        QCOMPARE(explanation->area_mm2, at("area"));
        QVERIFY(explanation->crossbar.has_value());
        QCOMPARE(static_cast<double>(explanation->crossbar->arrays), at("arrays"));
        QCOMPARE(explanation->crossbar->weightSlices, std::int64_t{2}); // 3 bits beside the sign, 2 a cell
        const auto views = crossbarLayerViews(*problem.value(), design, *explanation, {});
        QVERIFY2(views, views ? "" : views.error().text().c_str());
        QCOMPARE(views->size(), explanation->crossbar->layers.size());
        QCOMPARE(views->front().matrixRows, std::int64_t{9}); // 3x3 windows of one channel
        QCOMPARE(views->front().matrixColumns, std::int64_t{4});
        for (const CrossbarLayerView& layer : *views) {
            QVERIFY(layer.sums.measured && layer.measuredSqnr_dB.has_value());
            QVERIFY(std::abs(std::accumulate(layer.sums.shares.begin(), layer.sums.shares.end(), 0.0) - 1.0)
                    < 1e-9);
        }
        QVERIFY(!explanation->blocks.empty());
        // Cells that vary cost an answer now and then, and no energy.
        const Outcome off = problem.value()->evaluate(space::Design({1, 4, 3, 16, 0.03, 64, 4, 4, 2, 5, 0.4}),
                                                      {});
        QCOMPARE(trainingsOf(*problem.value()), 1U);
        QCOMPARE(off.metrics[5], outcome.metrics[5]);
    }

    void networksOfCells_areTrainedAndNamed()
    {
        json document = smallStudy();
        document["problem"]["plan"] = "cells";
        document["parameters"] = json::parse(R"([
            {"name": "edge_01", "kind": "categorical", "values": ["conv3x3", "pool3x3"]},
            {"name": "edge_02", "kind": "categorical", "values": ["none", "skip"]},
            {"name": "edge_12", "kind": "categorical", "values": ["none"]},
            {"name": "edge_03", "kind": "categorical", "values": ["none"]},
            {"name": "last", "kind": "categorical", "values": ["none", "skip"], "sets": "edge_13"},
            {"name": "edge_23", "kind": "categorical", "values": ["conv1x1", "skip"]},
            {"name": "filters", "kind": "integer", "min": 2, "max": 4}])");
        const auto problem = load(document);
        QVERIFY2(problem, problem ? "" : problem.error().text().c_str());
        // A convolution alone, and a convolution beside one of 1x1: more work, another network.
        const Outcome one = problem.value()->evaluate(space::Design({0, 0, 0, 0, 1, 0, 2}), {});
        QVERIFY2(one.verdict == Verdict::Feasible, one.reason.c_str());
        const Outcome two = problem.value()->evaluate(space::Design({0, 1, 0, 0, 1, 0, 2}), {});
        QVERIFY2(two.verdict == Verdict::Feasible, two.reason.c_str());
        QVERIFY(two.metrics[4] > one.metrics[4]);
        QCOMPARE(trainingsOf(*problem.value()), 2U);
        const std::string title = trainingTitleOf(*problem.value(), space::Design({0, 1, 0, 0, 1, 0, 2}));
        QVERIFY2(
            title.find("01 conv3x3, 02 skip, 12 none, 03 none, 13 skip, 23 conv1x1; 2 stages of 1 from 2")
                != std::string::npos,
            title.c_str());
        // Nothing gets through this one.
        const Outcome none = problem.value()->evaluate(space::Design({0, 0, 0, 0, 0, 0, 2}), {});
        QCOMPARE(none.verdict, Verdict::Infeasible);
        QVERIFY2(none.reason.find("passes nothing on") != std::string::npos, none.reason.c_str());
        document["parameters"][0]["values"] = {"conv5x5", "none"};
        QVERIFY(load(document).error().text().find("conv3x3") != std::string::npos);
        QVERIFY(study::readStudy(PARETOSCOPE_RESOURCE_DIR "/studies/cells-signs.json"));
        QVERIFY(study::readStudy(PARETOSCOPE_RESOURCE_DIR "/studies/halving-signs.json"));
        document.erase("parameters");
        document.erase("limits");
        QCOMPARE(load(document).value()->space().size(), 17U);
    }

    void machinesThatComputeOtherwise_areRefused()
    {
        for (const char* machine : {"puma_crossbar", "mnsim_crossbar", "isaac_crossbar"}) {
            json document = smallStudy();
            document["problem"]["architecture"] =
                readJsonFile(std::string(PARETOSCOPE_RESOURCE_DIR "/hardware/") + machine + ".json").value();
            const auto problem = load(document);
            QVERIFY(!problem);
            QVERIFY2(problem.error().what.find("positive and a negative") != std::string::npos,
                     problem.error().what.c_str());
        }
    }

    void trainingCancelledByHand_failsItsDesignsAndIsNotBegunAgain()
    {
        json document = smallStudy();
        document["problem"]["epochs"] = 10'000;
        document["problem"]["patience"] = 0;
        const auto problem = load(document);
        const auto log = trainingLogOf(*problem.value());
        std::atomic<bool> first = true;
        log->setListener([&] {
            const auto curves = log->snapshot();
            if (!curves->front()->epochs.empty() && first.exchange(false))
                log->cancel(0);
        });
        const Outcome outcome = problem.value()->evaluate(space::Design({16, 0.05, 8, 3}), {});
        QCOMPARE(outcome.verdict, Verdict::Failed);
        QCOMPARE(outcome.reason, std::string("The training was cancelled by hand"));
        const auto curve = log->snapshot()->front();
        QCOMPARE(curve->state, accuracy::TrainingState::Stopped);
        QVERIFY(!curve->epochs.empty() && curve->epochs.size() < 10'000U);
        QCOMPARE(trainingTitleOf(*problem.value(), space::Design({16, 0.05, 8, 3})), curve->title);
        const Outcome sibling = problem.value()->evaluate(space::Design({16, 0.05, 2, 3}), {});
        QCOMPARE(sibling.verdict, Verdict::Failed);
        QCOMPARE(log->snapshot()->size(), 1U);
    }

    void mistakes_areNamed_data()
    {
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("word");
        QTest::newRow("objective") << "/objectives/0"
                                   << "\"energy\""
                                   << "not a metric";
        QTest::newRow("knob") << "/parameters/1/sets"
                              << "\"lerning_rate\""
                              << "learning_rate";
        QTest::newRow("twice") << "/parameters/1/sets"
                               << "\"hidden\""
                               << "Two parameters";
        QTest::newRow("kind of data") << "/problem/data/kind"
                                      << "\"mnist\""
                                      << "glyphs";
        QTest::newRow("folder") << "/problem/data"
                                << R"({"kind": "idx", "folder": "/nowhere"})"
                                << "/nowhere";
        QTest::newRow("no folder") << "/problem/data"
                                   << R"({"kind": "cifar"})"
                                   << "folder";
        QTest::newRow("epochs") << "/problem/epochs"
                                << "0"
                                << "epochs";
        QTest::newRow("misspelt") << "/problem/epoch"
                                  << "3"
                                  << "epoch";
        QTest::newRow("bits") << "/problem/crossbar/cell_bits"
                              << "9"
                              << "cell_bits";
        QTest::newRow("halving") << "/problem/halving"
                                 << R"({"keep": 1})"
                                 << "keep";
        QTest::newRow("rung beyond the end") << "/problem/halving"
                                             << R"({"fewest_epochs": 3})"
                                             << "fewest_epochs";
        QTest::newRow("plan") << "/problem/plan"
                              << "\"cell\""
                              << "cells";
        QTest::newRow("knob of chains") << "/problem/plan"
                                        << "\"cells\""
                                        << "edge_01";
        QTest::newRow("limit") << "/limits/0/metric"
                               << "\"weights\""
                               << "not a metric";
    }
    void mistakes_areNamed()
    {
        QFETCH(QString, pointer);
        QFETCH(QString, value);
        QFETCH(QString, word);
        json document = smallStudy();
        document[json::json_pointer(pointer.toStdString())] = json::parse(value.toStdString());
        const auto problem = load(document);
        QVERIFY(!problem);
        QVERIFY2(QString::fromStdString(problem.error().text()).contains(word),
                 problem.error().text().c_str());
    }

    void foldersOfImages_areFoundFromTheStudy()
    {
        QTemporaryDir folder;
        json document = smallStudy();
        document["problem"]["data"] = {{"kind", "idx"}, {"folder", "images"}};
        const std::filesystem::path file = folder.filePath("study.json").toStdString();
        QVERIFY(writeFileAtomically(file, document.dump()));
        const auto study = study::readStudy(file);
        QVERIFY(!study);
        QVERIFY2(study.error().text().find(folder.path().toStdString() + "/images/train")
                     != std::string::npos,
                 study.error().text().c_str());
    }
};

QTEST_APPLESS_MAIN(TestTrainingProblem)
#include "tst_training_problem.moc"

#include <nlohmann/json.hpp>
