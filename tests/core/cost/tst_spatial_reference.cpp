// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/cost/spatial/reference_cases.h"

#include <QtTest>

#include <cstdlib>
#include <filesystem>

using namespace paretoscope;
using namespace paretoscope::cost::spatial;
using nlohmann::json;

namespace {

std::filesystem::path referenceFile()
{
    const char* shared = std::getenv("PARETOSCOPE_SHARED");
    const std::filesystem::path root = shared != nullptr
                                           ? std::filesystem::path(shared)
                                           : std::filesystem::path(PARETOSCOPE_RESOURCE_DIR).parent_path()
                                                 / ".." / "shared";
    return root / "reference" / "timeloop" / "visible.json";
}

/// The smallest document of the format: one machine, one layer, one case that holds.
json smallDocument()
{
    return json::parse(R"({
      "format": "spatial-accelerator-model-reference", "format_version": 1,
      "architectures": {"one": {
        "levels": [{"name": "DRAM", "kind": "dram", "capacity_words": null, "mesh": [1, 1], "word_bits": 16,
                    "block_words": 1, "multiple_buffering": 1, "read_words_per_cycle": null,
                    "write_words_per_cycle": null,
                    "energy_pj": {"read": 2.0, "fill": 3.0, "update": 5.0, "leak": 0.0}}],
        "mac": {"name": "MAC", "mesh": [1, 1], "word_bits": 16, "energy_pj": 1.0}}},
      "problems": {"scale": {"dims": {"P": 4}, "tensors": [
        {"name": "I", "role": "input", "axes": [[{"dim": "P", "coef": 1}]]},
        {"name": "O", "role": "output", "axes": [[{"dim": "P", "coef": 1}]]}]}},
      "cases": [{"id": "only", "architecture": "one", "problem": "scale",
        "mapping": {"levels": [{"name": "DRAM", "keep": ["I", "O"], "temporal": [["P", 4]], "spatial_x": [],
                                "spatial_y": []}]},
        "expected": {"status": "ok", "cycles": 4, "compute_cycles": 4, "utilization": 1.0, "macs": 4,
          "mac_instances_used": 1, "mac_energy_pj": 4.0, "energy_pj": 32.0, "edp_pj_cycles": 128.0,
          "levels": [{"name": "DRAM", "cycles": 4, "throttle": 1.0, "leak_pj": 0.0, "energy_pj": 28.0,
            "tensors": {
              "I": {"tile_words": 4, "instances": 1, "reads": 4, "fills": 0, "updates": 0,
                    "temporal_reductions": 0, "partition_words": 4, "energy_pj": 8.0},
              "O": {"tile_words": 4, "instances": 1, "reads": 0, "fills": 0, "updates": 4,
                    "temporal_reductions": 0, "partition_words": 4, "energy_pj": 20.0}}}]}}]})");
}

} // namespace

class TestSpatialReference : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyReferenceCase_isReproduced()
    {
        const std::filesystem::path file = referenceFile();
        if (!std::filesystem::exists(file))
            QSKIP("The reference simulator's cases are not here; set PARETOSCOPE_SHARED to run them.");
        const auto results = checkReferenceFile(file);
        QVERIFY2(results, results ? "" : results.error().text().c_str());
        QVERIFY(results->size() >= 90);
        for (const CaseResult& result : *results)
            QVERIFY2(result.agrees, (result.id + ": " + result.worst).c_str());
    }

    void smallDocument_holds()
    {
        const CaseResult result = check(smallDocument());
        QVERIFY2(result.agrees, result.worst.c_str());
        QVERIFY(result.legal);
        QVERIFY(result.figures > 20);
    }

    void wrongFigures_areFoundAndNamed_data()
    {
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("named");
        QTest::newRow("cycles") << "/cycles" << 5.0 << "cycles";
        QTest::newRow("energy") << "/energy_pj" << 32.001 << "energy";
        QTest::newRow("reads") << "/levels/0/tensors/I/reads" << 5.0 << "DRAM I reads";
        QTest::newRow("updates") << "/levels/0/tensors/O/updates" << 3.0 << "DRAM O updates";
        QTest::newRow("partition") << "/levels/0/tensors/O/partition_words" << 3.0 << "DRAM O partition";
        QTest::newRow("throttle") << "/levels/0/throttle" << 0.5 << "DRAM throttle";
    }
    void wrongFigures_areFoundAndNamed()
    {
        QFETCH(QString, pointer);
        QFETCH(double, value);
        QFETCH(QString, named);
        json document = smallDocument();
        json& figure = document.at(json::json_pointer("/cases/0/expected" + pointer.toStdString()));
        figure = figure.is_number_integer() ? json(static_cast<std::int64_t>(value)) : json(value);
        const CaseResult result = check(document);
        QVERIFY(!result.agrees);
        QVERIFY2(QString::fromStdString(result.worst).contains(named), result.worst.c_str());
    }

    void legalWhereTheReferenceRefuses_disagrees()
    {
        json document = smallDocument();
        document["cases"][0]["expected"] = {
            {"status", "illegal"}, {"reason", "capacity"}, {"level", "DRAM"}, {"message", "too large"}};
        const CaseResult result = check(document);
        QVERIFY(!result.agrees);
        QVERIFY(!result.legal);
    }

    void malformedDocuments_areRefusedWithTheirPlace_data()
    {
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QString>("value");
        QTest::newRow("format") << "/format"
                                << "\"other\"";
        QTest::newRow("newer") << "/format_version"
                               << "2";
        QTest::newRow("unknown key") << "/colour"
                                     << "1";
        QTest::newRow("mesh") << "/architectures/one/levels/0/mesh"
                              << "[1]";
        QTest::newRow("mesh of nothing") << "/architectures/one/mac/mesh"
                                         << "[0, 1]";
        QTest::newRow("negative energy") << "/architectures/one/levels/0/energy_pj/read"
                                         << "-1";
        QTest::newRow("axis") << "/problems/scale/tensors/0/axes/0/0/dim"
                              << "\"Z\"";
        QTest::newRow("axes") << "/problems/scale/tensors/0/axes"
                              << "3";
        QTest::newRow("size") << "/problems/scale/dims/P"
                              << "0";
        QTest::newRow("loop") << "/cases/0/mapping/levels/0/temporal/0"
                              << "[\"Z\", 4]";
        QTest::newRow("loops") << "/cases/0/mapping/levels/0/temporal"
                               << "{}";
        QTest::newRow("keep") << "/cases/0/mapping/levels/0/keep"
                              << "[\"W\"]";
        QTest::newRow("machine") << "/cases/0/architecture"
                                 << "\"two\"";
        QTest::newRow("status") << "/cases/0/expected/status"
                                << "\"maybe\"";
        QTest::newRow("count") << "/cases/0/expected/cycles"
                               << "\"many\"";
        QTest::newRow("cases") << "/cases"
                               << "{}";
    }
    void malformedDocuments_areRefusedWithTheirPlace()
    {
        QFETCH(QString, pointer);
        QFETCH(QString, value);
        json document = smallDocument();
        document[json::json_pointer(pointer.toStdString())] = json::parse(value.toStdString());
        QTemporaryDir folder;
        const auto cases = readReferenceCases(write(folder, document));
        QVERIFY(!cases);
        QVERIFY2(QString::fromStdString(cases.error().where).contains("cases.json"),
                 cases.error().text().c_str());
        QVERIFY(!cases.error().what.empty());
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
        const auto results = checkReferenceFile(write(folder, document));
        if (!results || results->size() != 1) {
            CaseResult failed;
            failed.worst = results ? "not one case" : results.error().text();
            return failed;
        }
        return results->front();
    }
};

QTEST_APPLESS_MAIN(TestSpatialReference)
#include "tst_spatial_reference.moc"

#include <nlohmann/json.hpp>
