// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/json_reader.h"
#include "core/problem/crossbar_evaluation.h"
#include "core/problem/crossbar_explanation.h"
#include "core/study/study.h"

#include <QtTest>

#include <cmath>
#include <filesystem>

using namespace paretoscope;
using nlohmann::json;

namespace {

const std::filesystem::path kResources = PARETOSCOPE_RESOURCE_DIR;
const std::filesystem::path kSample = kResources / "studies/crossbar-resnet18.json";

Result<study::Study> sample()
{
    return study::readStudy(kSample);
}

double metric(const problem::Problem& problem, const problem::Outcome& outcome, const std::string& name)
{
    for (std::size_t i = 0; i < problem.metrics().size(); ++i)
        if (problem.metrics()[i].name == name)
            return outcome.metrics[i];
    return std::nan("");
}

bool close(double a, double b)
{
    return std::abs(a - b) <= 1e-9 * std::max(std::abs(a), std::abs(b));
}

} // namespace

class TestCrossbarProblem : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void metricsAgreeWithTheirExplanation();
    void explanation_tellsArraysUsedAndWasted();
    void designsBelowTheLimit_areInfeasibleByTheirDistance();
    void partsOfEveryPreset_standInItsCores();
    void unknownMetric_isRefused();
    void everyPreset_runsEveryNetworkThatHasOnlyProducts();
    void cornersOfEveryAttribute_costSomethingFiniteOrAreRefused();
};

void TestCrossbarProblem::metricsAgreeWithTheirExplanation()
{
    const auto study = sample();
    QVERIFY2(study.hasValue(), study ? "" : study.error().what.c_str());
    const problem::Problem& problem = *study->problem;
    // side, cell, weight, input, DAC, ADC bits, ADCs, arrays, cores, copies
    for (const auto& values : std::vector<std::vector<double>>{{128, 2, 8, 8, 1, 8, 1, 8, 12, 0},
                                                               {64, 1, 16, 8, 2, 6, 4, 16, 8, 16000}}) {
        const space::Design design(values);
        const problem::Outcome outcome = problem.evaluate(design, {});
        const auto explanation = problem.explain(design, {});
        QVERIFY(explanation.hasValue());
        QVERIFY(close(metric(problem, outcome, "energy"), explanation->energy_J));
        QVERIFY(close(metric(problem, outcome, "latency"), explanation->latency_s));
        QVERIFY(close(metric(problem, outcome, "area"), explanation->area_mm2));
        double parts = 0.0;
        for (const problem::EnergyPart& part : explanation->energy)
            parts += part.energy_J;
        QVERIFY(close(parts, explanation->energy_J));
        double blocks = 0.0;
        for (const problem::Block& block : explanation->blocks)
            blocks += block.parent < 0 ? block.area_mm2 : 0.0;
        QVERIFY(close(blocks, explanation->area_mm2));
        double area = 0.0;
        for (const problem::CrossbarArea& part : explanation->crossbar->area)
            area += part.area_mm2;
        QVERIFY(close(area, explanation->area_mm2));
    }
}

void TestCrossbarProblem::explanation_tellsArraysUsedAndWasted()
{
    const auto study = sample();
    const space::Design design({128, 2, 8, 8, 1, 8, 1, 8, 12, 0});
    const auto explanation = study->problem->explain(design, {});
    const problem::CrossbarDetail& detail = *explanation->crossbar;
    QCOMPARE(detail.layers.size(), explanation->layers.size());
    std::int64_t arrays = 0;
    double wasted = 0.0;
    for (const problem::CrossbarLayerDetail& layer : detail.layers) {
        arrays += layer.repeats * layer.arrays;
        wasted += static_cast<double>(layer.repeats) * layer.wastedArrays;
        QVERIFY(layer.wastedArrays >= 0.0 && layer.wastedArrays < static_cast<double>(layer.arrays));
    }
    QCOMPARE(arrays, detail.arrays);
    QVERIFY(detail.builtArrays >= detail.arrays);
    QVERIFY(close(wasted, static_cast<double>(arrays) * (1.0 - detail.utilization)));
    // The first layer: 7 x 7 x 3 inputs, 64 outputs of four slices: two arrays down, two across.
    QCOMPARE(detail.layers.front().arrays, std::int64_t{4});
}

void TestCrossbarProblem::designsBelowTheLimit_areInfeasibleByTheirDistance()
{
    const auto study = sample();
    const problem::Outcome poor = study->problem->evaluate(space::Design({512, 4, 4, 4, 4, 4, 1, 4, 4, 0}),
                                                           {});
    QVERIFY(poor.verdict == problem::Verdict::Infeasible);
    QVERIFY(poor.violation > 0.0 && std::isfinite(poor.violation));
    QVERIFY(poor.reason.find("Signal to noise") != std::string::npos);
}

void TestCrossbarProblem::partsOfEveryPreset_standInItsCores()
{
    const auto network = workload::readNetwork(kResources / "networks/resnet18.json");
    const auto layers = problem::crossbarLayers(*network);
    for (const char* name : {"puma", "isaac", "mnsim"}) {
        const auto file = kResources / "hardware" / (std::string(name) + "_crossbar.json");
        const auto machine = hardware::CrossbarTemplate::read(file)->instantiate({});
        const auto explanation = problem::explainCrossbar(*network, *machine,
                                                          cost::crossbar::evaluate(*layers, *machine));
        int inside = 0;
        for (const problem::Block& block : explanation.blocks)
            if (block.parent >= 0) {
                ++inside;
                QCOMPARE(explanation.blocks[static_cast<std::size_t>(block.parent)].name,
                         std::string("Cores"));
            }
        QVERIFY(inside >= 3);
    }
}

namespace {

/// All metrics are numbers, and those that count or measure are above zero.
bool sensible(const cost::crossbar::NetworkCost& cost)
{
    const bool finite = std::isfinite(cost.sum_J) && std::isfinite(cost.latency_s)
                        && std::isfinite(cost.area_mm2) && !std::isnan(cost.sqnr_dB);
    bool parts = true;
    for (const double energy_J : cost.energy_J)
        parts = parts && energy_J >= 0.0;
    return finite && parts && cost.sum_J > 0.0 && cost.latency_s > 0.0 && cost.area_mm2 > 0.0
           && cost.interval_s > 0.0 && cost.arrays > 0 && cost.tiles > 0 && cost.utilization > 0.0
           && cost.utilization <= 1.0;
}

/// A network as somebody brings it: a convolution, its depthwise kind, and a product, under names of theirs.
workload::Network imported()
{
    const json document = json::parse(R"({
        "format": "paretoscope-network", "version": 1, "name": "theirs", "layers": [
        {"name": "Conv_0 3x5", "kind": "convolution", "filter": [3, 5], "output": [15, 11],
         "input_channels": 3, "output_channels": 17, "stride": [2, 1]},
        {"name": "per channel", "kind": "convolution", "filter": [3, 3], "output": [15, 11],
         "input_channels": 17, "output_channels": 17, "groups": 17},
        {"name": "head", "kind": "fully_connected", "inputs": 2805, "outputs": 7}]
})");
    auto network = workload::networkFromJson(document, "theirs");
    return network ? std::move(network).value() : workload::Network{};
}

} // namespace

void TestCrossbarProblem::everyPreset_runsEveryNetworkThatHasOnlyProducts()
{
    std::vector<workload::Network> networks{imported()};
    QVERIFY(!networks.front().layers.empty());
    for (const auto& entry : std::filesystem::directory_iterator(kResources / "networks"))
        networks.push_back(workload::readNetwork(entry.path()).value());
    QVERIFY(networks.size() > 10);
    for (const char* name : {"puma", "puma_pairs", "isaac", "mnsim"}) {
        const auto file = kResources / "hardware" / (std::string(name) + "_crossbar.json");
        const auto preset = hardware::CrossbarTemplate::read(file);
        for (const workload::Network& network : networks) {
            const auto layers = problem::crossbarLayers(network);
            QVERIFY2(layers.hasValue(), layers ? "" : layers.error().what.c_str());
            for (const double copies : {0.0, 100'000.0}) {
                const auto machine = preset->instantiate({{"replication.arrays", copies, {}}});
                const auto cost = cost::crossbar::evaluate(*layers, *machine);
                QVERIFY2(sensible(cost), (network.name + " on " + name).c_str());
                const auto explanation = problem::explainCrossbar(network, *machine, cost);
                QVERIFY(close(explanation.energy_J, cost.sum_J)
                        && close(explanation.area_mm2, cost.area_mm2));
            }
        }
    }
}

void TestCrossbarProblem::cornersOfEveryAttribute_costSomethingFiniteOrAreRefused()
{
    const auto network = workload::readNetwork(kResources / "networks/resnet18.json");
    const auto layers = problem::crossbarLayers(*network);
    int computed = 0;
    for (const char* name : {"puma", "isaac", "mnsim"}) {
        const auto preset = hardware::CrossbarTemplate::read(kResources / "hardware"
                                                             / (std::string(name) + "_crossbar.json"));
        for (const std::string& attribute : hardware::CrossbarTemplate::attributes())
            for (const double value : {0.0, 1.0, 2.0, 3.0, 5.0, 7.0, 16.0, 100.0, 4096.0, 1e6, 1e9, 1e30}) {
                const auto machine = preset->instantiate({{attribute, value, {}}});
                if (machine) {
                    const auto cost = cost::crossbar::evaluate(*layers, *machine);
                    QVERIFY2(sensible(cost), (attribute + " " + std::to_string(value) + name).c_str());
                    ++computed;
                } else {
                    QVERIFY(machine.error().what.find(attribute) != std::string::npos
                            || attribute.rfind("array.", 0) == 0);
                    QVERIFY(machine.error().what.back() == '.');
                }
            }
    }
    QVERIFY(computed > 200);
}

void TestCrossbarProblem::unknownMetric_isRefused()
{
    json document = readJsonFile(kSample).value();
    document["problem"]["network"] = (kResources / "networks/resnet18.json").string();
    document["problem"]["architecture"] = (kResources / "hardware/isaac_crossbar.json").string();
    document["objectives"] = {"latency", "pes"};
    QTemporaryDir folder;
    const std::string file = folder.filePath("study.json").toStdString();
    QVERIFY(writeFileAtomically(file, document.dump()).hasValue());
    const auto study = study::readStudy(file);
    QVERIFY(!study.hasValue());
    QVERIFY(study.error().what.find("pes") != std::string::npos);
}

QTEST_APPLESS_MAIN(TestCrossbarProblem)
#include "tst_crossbar_problem.moc"
