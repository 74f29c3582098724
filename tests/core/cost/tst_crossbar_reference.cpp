// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/cost/whole_networks.h"

#include <nlohmann/json.hpp>

#include <QTemporaryDir>
#include <QTest>

#include <cstdlib>
#include <fstream>
#include <utility>
#include <vector>

using namespace paretoscope;
using namespace paretoscope::cost::crossbar;

class TestCrossbarReference : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyReferenceCase_agrees();
    void wholeNetworks_costWhatTheirSimulatorSays();
    void wordsOfATolerance_areUnderstood();
    void aWrongModel_isCaught();
    void hostileCases_areRefusedWithTheirKey();
};

namespace {

std::filesystem::path referenceFile()
{
    const char* shared = std::getenv("PARETOSCOPE_SHARED");
    return shared != nullptr ? std::filesystem::path(shared) / "reference/crossbar.json"
                             : std::filesystem::path();
}

} // namespace

void TestCrossbarReference::everyReferenceCase_agrees()
{
    if (!std::filesystem::exists(referenceFile()))
        QSKIP("The reference simulators' cases are not here; set PARETOSCOPE_SHARED to run them.");
    const auto results = checkReferenceFile(referenceFile());
    QVERIFY(results.hasValue());
    QVERIFY(results->size() >= 77);
    for (const cost::CaseResult& result : *results)
        QVERIFY2(result.agrees && result.figures > 0, (result.id + ": " + result.worst).c_str());
}

void TestCrossbarReference::wholeNetworks_costWhatTheirSimulatorSays()
{
    if (!std::filesystem::exists(referenceFile()))
        QSKIP("The reference simulators' cases are not here; set PARETOSCOPE_SHARED to run them.");
    const auto comparison = whole::compare(referenceFile(), PARETOSCOPE_RESOURCE_DIR "/hardware");
    QVERIFY(comparison.hasValue());
    QVERIFY(comparison->mnsim.layers > 50 && comparison->puma.layers > 10);
    constexpr double kPrinted = 1e-6;
    for (const auto& [figure, deviation] : comparison->mnsim.worst)
        if (figure.rfind("pipelined", 0) != 0) // theirs is that of their buffers
            QVERIFY2(deviation < kPrinted, figure.c_str());
    QVERIFY(comparison->mnsim.worst.at("pipelined latency, fast buffers") < 0.3); // rows, no pooling
    const auto puma = [&](const char* figure) { return comparison->puma.worst.at(figure); };
    for (const char* counted : {"arrays", "conversions", "array reads"})
        QCOMPARE(puma(counted), 0.0);
    QVERIFY(puma("cycles") < 0.08);                 // of eight copies that start one after the other
    QVERIFY(puma("energy of the products") < 0.01); // and of the activation, which a machine always has
    QVERIFY(puma("dynamic energy") < 0.07);
    QVERIFY(puma("area of a tile") < 0.03); // shifts and samples of every array, not of the eight together
}

void TestCrossbarReference::wordsOfATolerance_areUnderstood()
{
    QCOMPARE(allowanceFrom("0.1 %")->relative, 0.001);
    QCOMPARE(allowanceFrom("10 % + 160 cycles for programs on one core")->absolute, 160.0);
    QCOMPARE(allowanceFrom("factor 3")->factor, 3.0);
    QVERIFY(allowanceFrom("exact").has_value());
    QVERIFY(!allowanceFrom("exact given the same rule, else informative").has_value());
    QVERIFY(!allowanceFrom("informative").has_value());
    QVERIFY(!allowanceFrom("").has_value());
}

void TestCrossbarReference::aWrongModel_isCaught()
{
    ReferenceCase wrong;
    wrong.inputs = IsaacCase{};
    wrong.expected = {{"arrays", 16'129.0}};
    wrong.tolerance = {{"*", "exact"}};
    QVERIFY(!checkCase(wrong).agrees);
    wrong.expected = {{"arrays", 16'128.0}};
    QVERIFY(checkCase(wrong).agrees);
    wrong.expected.clear();
    QVERIFY(!checkCase(wrong).agrees); // nothing compared is no agreement
}

namespace {

nlohmann::json document(const char* model, const nlohmann::json& hardware, const nlohmann::json& layer)
{
    return {{"family", "crossbar"},
            {"schema_version", 1},
            {"cases",
             {{{"id", "one"},
               {"inputs",
                {{"model", model},
                 {"hardware", hardware},
                 {"weight_bits", 8},
                 {"input_bits", 8},
                 {"layers", nlohmann::json::array({layer})}}},
               {"expected", {{"latency_ns", 1.0}}}}}}};
}

const nlohmann::json kMnsim = nlohmann::json::parse(R"({"xbar_rows": 256, "xbar_cols": 256, "adc_choice": 6,
    "dac_choice": 1, "adc_num": 128, "dac_num": 128, "group_num": 1, "xbar_polarity": 2, "pe_per_tile": "2x2",
    "digital_mhz": 500, "inter_tile_gbps": 20, "intra_tile_gbps": 1024, "device_area_um2": 1.44,
    "read_latency_ns": 3.16, "read_voltages_v": [0, 0.15], "resistances_ohm": [1e6, 1e4]})");
const nlohmann::json kMnsimLayer = nlohmann::json::parse(R"({"type": "conv", "Inputchannel": 3,
    "Outputchannel": 6, "Kernelsize": 5, "Stride": 1, "Padding": 0, "Outputsize": [28, 28], "Inputbit": 9,
    "Weightbit": 9, "outputbit": 9})");
const nlohmann::json kSense = nlohmann::json::parse(R"({"tech_nm": 22, "subarray_rows": 128,
    "columns_per_adc": 8, "adc_levels": 32, "cell_bits": 2, "ron_ohm": 6000, "mapping": "novel"})");
const nlohmann::json kSenseLayer = nlohmann::json::parse(R"({"Cin": 16, "k": 3, "N": 64, "positions": 196})");

} // namespace

void TestCrossbarReference::hostileCases_areRefusedWithTheirKey()
{
    QTemporaryDir folder;
    const std::string file = folder.filePath("cases.json").toStdString();
    const auto read = [&](const nlohmann::json& json) {
        std::ofstream(file) << json.dump();
        return readReferenceCases(file);
    };
    QVERIFY(read(document("mnsim", kMnsim, kMnsimLayer)).hasValue());
    QVERIFY(read(document("neurosim", kSense, kSenseLayer)).hasValue());
    const auto refuses = [&](const char* model, const nlohmann::json& hardware, const nlohmann::json& layer,
                             const std::string& key) {
        const auto cases = read(document(model, hardware, layer));
        if (cases || cases.error().what.back() != '.')
            return false;
        const bool named = (cases.error().what + cases.error().where).find(key) != std::string::npos;
        if (!named)
            qWarning("%s %s", cases.error().what.c_str(), cases.error().where.c_str());
        return named;
    };
    const std::vector<std::pair<std::string, nlohmann::json>> chips{
        {"adc_choice", 9},    {"dac_choice", 0},        {"subarray_rows", 100}, {"pe_per_tile", "2 by 2"},
        {"digital_mhz", 0},   {"inter_tile_gbps", -1},  {"xbar_rows", 1e9},     {"read_voltages_v", "none"},
        {"xbar_polarity", 3}, {"resistances_ohm", {0}}, {"group_num", 0.5},     {"adc_num", nullptr}};
    for (const auto& [key, value] : chips) {
        nlohmann::json hardware = kMnsim;
        hardware[key] = value;
        QVERIFY2(refuses("mnsim", hardware, kMnsimLayer, key), key.c_str());
    }
    nlohmann::json layer = kMnsimLayer;
    layer["Outputsize"] = {28, 1e9};
    QVERIFY(refuses("mnsim", kMnsim, layer, "Outputsize"));
    const std::vector<std::pair<std::string, nlohmann::json>> circuits{{"tech_nm", 500},
                                                                       {"mapping", "upside down"},
                                                                       {"adc_levels", 1},
                                                                       {"ron_ohm", 0},
                                                                       {"columns_per_adc", 0}};
    for (const auto& [key, value] : circuits) {
        nlohmann::json hardware = kSense;
        hardware[key] = value;
        QVERIFY2(refuses("neurosim", hardware, kSenseLayer, key), key.c_str());
    }
}

QTEST_APPLESS_MAIN(TestCrossbarReference)
#include "tst_crossbar_reference.moc"
