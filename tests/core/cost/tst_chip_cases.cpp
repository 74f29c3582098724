// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/cost/validation/chip_cases.h"
#include "core/cost/validation/tolerance.h"

#include <QtTest>

#include <cstdlib>

using namespace paretoscope;
using namespace paretoscope::cost;
using namespace paretoscope::cost::validation;
using nlohmann::json;

namespace {

const std::filesystem::path kNetworks = std::filesystem::path(PARETOSCOPE_RESOURCE_DIR) / "networks";

/// AlexNet's third layer on Eyeriss, with the published mapping.
json layerDocument()
{
    return json::parse(R"({"schema_version": 1, "family": "eyeriss_and_others", "cases": [
      {"id": "only", "group": "eyeriss_alexnet", "inputs": {"chip": "Eyeriss", "network": "alexnet",
        "layer": "CONV3", "batch": 4, "pes": "12x14", "core_mhz": 200, "link_mhz": 60, "voltage": 1.0,
        "precision_bits": 16, "buffer_kb": 108, "shape": {"padded_h": 15, "channels_per_group": 256,
        "filters": 384, "k": 3, "stride": 1, "out_h": 13, "groups": 1},
        "mapping_m_n_e_p_q_r_t": [64, 4, 13, 16, 4, 1, 4]},
       "expected": {"active_pes": 156, "macs_exact": 598081536},
       "tolerance": {"active_pes": "exact with the published mapping, 10 % for a mapper"}}]})");
}

} // namespace

class TestChipCases : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void words_becomeBounds_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("network");
        QTest::addColumn<bool>("published");
        QTest::addColumn<bool>("states");
        QTest::addColumn<double>("lowest");
        QTest::addColumn<double>("highest");
        const QString mapper = "exact with the published mapping, 10 % for a mapper";
        QTest::newRow("published mapping") << mapper << "alexnet" << true << true << 1.0 << 1.0;
        QTest::newRow("mapper") << mapper << "alexnet" << false << true << 0.9 << 1.1;
        QTest::newRow("remark") << "2 % (table is rounded)"
                                << "" << false << true << 0.98 << 1.02;
        const QString either = "AlexNet: utilization model may be 4-18 % below; VGG: lower bound only";
        QTest::newRow("below, one network") << either << "alexnet" << true << true << 0.82 << 1.0;
        QTest::newRow("bound, other network") << either << "vgg16" << false << true << 0.0 << 1.0;
        QTest::newRow("neither network") << either << "resnet50" << false << false << 0.0 << 0.0;
        QTest::newRow("both clauses") << "lower bound; AlexNet 25 %"
                                      << "alexnet" << true << true << 0.75 << 1.0;
        QTest::newRow("one clause") << "lower bound; AlexNet 25 %"
                                    << "vgg16" << true << true << 0.0 << 1.0;
        QTest::newRow("factor") << "factor 1.5"
                                << "" << false << true << 1.0 / 1.5 << 1.5;
        QTest::newRow("factor, remark") << "factor 2 (compressed in the chip)"
                                        << "" << false << true << 0.5 << 2.0;
        QTest::newRow("share, words") << "40 % with default energy tables"
                                      << "" << false << true << 0.6 << 1.4;
        QTest::newRow("exact, remark") << "exact (defaults)"
                                       << "" << false << true << 1.0 << 1.0;
        QTest::newRow("informative") << "informative"
                                     << "" << false << false << 0.0 << 0.0;
        QTest::newRow("nothing") << ""
                                 << "" << false << false << 0.0 << 0.0;
    }
    void words_becomeBounds()
    {
        QFETCH(QString, words);
        QFETCH(QString, network);
        QFETCH(bool, published);
        QFETCH(bool, states);
        const auto found = agreementFrom(words.toStdString(), {network.toStdString(), published});
        QCOMPARE(found.has_value(), states);
        if (!states)
            return;
        QFETCH(double, lowest);
        QFETCH(double, highest);
        QVERIFY(std::abs(found->lowest - lowest) < 1e-6);
        QVERIFY(std::abs(found->highest - highest) < 1e-6);
    }

    void publishedMappings_useThePublishedPes_data()
    {
        QTest::addColumn<QList<int>>("layer"); // filter, stride, output, channels, filters, groups
        QTest::addColumn<QList<int>>("mapping");
        QTest::addColumn<int>("pes");
        QTest::newRow("CONV1") << QList<int>{11, 4, 55, 3, 96, 1} << QList<int>{96, 1, 7, 16, 1, 1, 2} << 154;
        QTest::newRow("CONV2") << QList<int>{5, 1, 27, 96, 256, 2} << QList<int>{64, 1, 27, 16, 2, 1, 1}
                               << 135;
        QTest::newRow("CONV3") << QList<int>{3, 1, 13, 256, 384, 1} << QList<int>{64, 4, 13, 16, 4, 1, 4}
                               << 156;
        QTest::newRow("CONV5") << QList<int>{3, 1, 13, 384, 256, 2} << QList<int>{64, 4, 13, 16, 3, 2, 2}
                               << 156;
    }
    void publishedMappings_useThePublishedPes()
    {
        QFETCH(QList<int>, layer);
        QFETCH(QList<int>, mapping);
        QFETCH(int, pes);
        const workload::Convolution convolution{layer[0], layer[0], layer[2], layer[2], layer[3], layer[4],
                                                layer[5], layer[1], layer[1], 1,        1,        4};
        const auto counts = spatial::countRowStationary(
            convolution, {},
            {mapping[0], mapping[1], mapping[2], mapping[3], mapping[4], mapping[5], mapping[6]});
        QVERIFY2(counts, counts ? "" : counts.error().text().c_str());
        QCOMPARE(counts->activePes, std::int64_t{pes});
        const auto macs = static_cast<double>(workload::toOperation(convolution).macs());
        QVERIFY(counts->cycles >= macs / pes);
        QVERIFY(counts->cycles < 1.05 * macs / pes);
        // Weight, input and sum are read and the sum written for every multiply-accumulate.
        QVERIFY(counts->registers() >= 3.9 * macs && counts->registers() < 5.0 * macs);
        QVERIFY(counts->dram() >= static_cast<double>(workload::toOperation(convolution).words(0)));
    }

    void tooLargeAMapping_isRefusedInOneSentence_data()
    {
        QTest::addColumn<QList<int>>("mapping");
        QTest::addColumn<QString>("named");
        QTest::newRow("sets") << QList<int>{64, 1, 13, 16, 4, 2, 4} << "sets 8 where 4 fit";
        QTest::newRow("inputs") << QList<int>{64, 1, 13, 16, 5, 1, 4} << "inputs 15 where 12 fit";
        QTest::newRow("weights") << QList<int>{80, 1, 13, 20, 4, 1, 4} << "weights 240 where 224 fit";
        QTest::newRow("sums") << QList<int>{100, 1, 13, 25, 1, 1, 4} << "sums 25 where 24 fit";
        QTest::newRow("buffer") << QList<int>{384, 4, 13, 16, 4, 1, 4} << "buffer";
        QTest::newRow("passes") << QList<int>{65, 1, 13, 16, 4, 1, 4} << "no multiple";
        QTest::newRow("nothing") << QList<int>{64, 0, 13, 16, 4, 1, 4} << "at least 1";
    }
    void tooLargeAMapping_isRefusedInOneSentence()
    {
        QFETCH(QList<int>, mapping);
        QFETCH(QString, named);
        const workload::Convolution layer{3, 3, 13, 13, 256, 384, 1, 1, 1, 1, 1, 4};
        const auto counts = spatial::countRowStationary(
            layer, {}, {mapping[0], mapping[1], mapping[2], mapping[3], mapping[4], mapping[5], mapping[6]});
        QVERIFY(!counts);
        QVERIFY2(QString::fromStdString(counts.error().what).contains(named), counts.error().what.c_str());
    }

    void searchedMapping_fitsAndNeverWastesMoreThanItMay()
    {
        const workload::Convolution layer{3, 3, 28, 28, 512, 512, 1, 1, 1, 1, 1, 3};
        const auto found = spatial::searchRowStationary(layer, {});
        QVERIFY(found);
        const auto counts = spatial::countRowStationary(layer, {}, *found);
        QVERIFY(counts);
        QCOMPARE(counts->activePes, std::int64_t{168});
        const workload::Convolution tall{13, 13, 28, 28, 4, 4, 1, 1, 1, 1, 1, 1};
        QVERIFY(!spatial::searchRowStationary(tall, {}));
    }

    void moreZeros_costLessEnergyAndTraffic()
    {
        const workload::Convolution layer{3, 3, 13, 13, 256, 384, 1, 1, 1, 1, 1, 4};
        const spatial::RowStationary mapping{64, 4, 13, 16, 4, 1, 4};
        const auto dense = predict(layer, {}, 0.0, mapping);
        const auto sparse = predict(layer, {}, 0.7, mapping);
        QVERIFY(dense && sparse);
        QVERIFY(sparse->energy_J < dense->energy_J);
        QVERIFY(sparse->dram_bytes < dense->dram_bytes);
        QCOMPARE(sparse->total_s, dense->total_s);
    }

    void rightFigures_agreeAndWrongOnesAreNamed()
    {
        QVERIFY(check(layerDocument()).agrees);
        QCOMPARE(check(layerDocument()).figures, 2);
        json document = layerDocument();
        document["cases"][0]["expected"]["active_pes"] = 155;
        const CaseResult result = check(document);
        QVERIFY(!result.agrees);
        QVERIFY2(result.worst.rfind("active_pes is 156", 0) == 0, result.worst.c_str());
    }

    void figuresWithoutPrediction_areNamedNotPassed()
    {
        json document = layerDocument();
        document["cases"][0]["expected"] = {{"colour", 3}, {"dram_mb", 3.0}};
        const CaseResult result = check(document);
        QVERIFY(!result.agrees); // nothing could be compared
        QCOMPARE(result.unpredicted.size(), std::size_t{2});
    }

    void energyOverABoundedTime_isNotPredicted()
    {
        json document = layerDocument();
        document["cases"][0]["expected"] = {{"total_latency_ms", 500.0}, {"energy_mj", 6.3}};
        document["cases"][0]["tolerance"] = {{"total_latency_ms", "lower bound"}, {"energy_mj", "40 %"}};
        const CaseResult result = check(document);
        QVERIFY(result.agrees);
        QCOMPARE(result.figures, 1);
        QCOMPARE(result.unpredicted.size(), std::size_t{1});
    }

    void unknownGroup_doesNotAgree()
    {
        json document = layerDocument();
        document["cases"][0]["group"] = "quantum";
        QVERIFY(!check(document).agrees);
        QVERIFY(check(document).worst.find("quantum") != std::string::npos);
    }

    void malformedFiles_areRefusedWithTheirPlace_data()
    {
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QString>("value");
        QTest::newRow("version") << "/schema_version"
                                 << "2";
        QTest::newRow("family") << "/family"
                                << "\"other\"";
        QTest::newRow("cases") << "/cases"
                               << "3";
        QTest::newRow("pes") << "/cases/0/inputs/pes"
                             << "\"many\"";
        QTest::newRow("no pes") << "/cases/0/inputs/pes"
                                << "\"0x14\"";
        QTest::newRow("huge") << "/cases/0/inputs/pes"
                              << "\"99999x99999\"";
        QTest::newRow("clock") << "/cases/0/inputs/core_mhz"
                               << "-1";
        QTest::newRow("batch") << "/cases/0/inputs/batch"
                               << "0";
        QTest::newRow("buffer") << "/cases/0/inputs/buffer_kb"
                                << "4";
        QTest::newRow("mapping") << "/cases/0/inputs/mapping_m_n_e_p_q_r_t"
                                 << "[1, 2]";
        QTest::newRow("parts") << "/cases/0/inputs/mapping_m_n_e_p_q_r_t"
                               << "[1, 2, 3, 4, 5, 6, 0.5]";
        QTest::newRow("input") << "/cases/0/inputs/shape/padded_h"
                               << "5";
        QTest::newRow("groups") << "/cases/0/inputs/shape/groups"
                                << "5";
        QTest::newRow("figure") << "/cases/0/expected/active_pes"
                                << "\"many\"";
        QTest::newRow("tolerance") << "/cases/0/tolerance/active_pes"
                                   << "3";
    }
    void malformedFiles_areRefusedWithTheirPlace()
    {
        QFETCH(QString, pointer);
        QFETCH(QString, value);
        json document = layerDocument();
        document[json::json_pointer(pointer.toStdString())] = json::parse(value.toStdString());
        QTemporaryDir folder;
        const auto cases = readChipCases(write(folder, document));
        QVERIFY(!cases);
        QVERIFY2(QString::fromStdString(cases.error().where).contains("cases.json"),
                 cases.error().text().c_str());
    }

    void everyPublishedCase_agrees()
    {
        const char* shared = std::getenv("PARETOSCOPE_SHARED");
        const std::filesystem::path file = std::filesystem::path(shared != nullptr ? shared : "../shared")
                                           / "reference" / "eyeriss.json";
        if (!std::filesystem::exists(file))
            QSKIP("The published cases are not here; set PARETOSCOPE_SHARED to check them.");
        const auto results = checkChipFile(file, kNetworks);
        QVERIFY2(results, results ? "" : results.error().text().c_str());
        for (const CaseResult& result : *results)
            QVERIFY2(result.agrees, (result.id + ": " + result.worst).c_str());
    }

private:
    static std::filesystem::path write(const QTemporaryDir& folder, const json& document)
    {
        const std::filesystem::path file = folder.filePath("cases.json").toStdString();
        (void)writeFileAtomically(file, document.dump());
        return file;
    }
    static CaseResult check(const json& document)
    {
        QTemporaryDir folder;
        const auto results = checkChipFile(write(folder, document), kNetworks);
        CaseResult failed;
        failed.worst = results ? "not one case" : results.error().text();
        return results && results->size() == 1 ? results->front() : failed;
    }
};

QTEST_APPLESS_MAIN(TestChipCases)
#include "tst_chip_cases.moc"

#include <nlohmann/json.hpp>
