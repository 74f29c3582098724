// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema_walker.h"

#include "core/base/json_reader.h"
#include "core/hardware/spatial_architecture.h"
#include "core/workload/network.h"

#include <QtTest>

#include <functional>

using namespace paretoscope;
using nlohmann::json;

namespace {

const std::filesystem::path kResources = PARETOSCOPE_RESOURCE_DIR;

SchemaWalker schema(const std::string& name)
{
    return SchemaWalker(readJsonFile(kResources / "schemas" / (name + ".schema.json")).value());
}

bool isRead(const std::string& kind, const json& document)
{
    if (kind == "network")
        return workload::networkFromJson(document, "file").hasValue();
    if (kind == "technology")
        return hardware::technologyFromJson(document, "file").hasValue();
    return hardware::SpatialTemplate::fromJson(document, "file").hasValue();
}

/// A small technology, a network with every kind of layer, a machine: documents that use every key there is.
json completeTechnology()
{
    return json::parse(R"({"format": "paretoscope-technology", "version": 1, "name": "t", "source": "s",
        "node_nm": 45, "voltage_v": 0.9, "leakage_counts": true,
        "sram": {"port_bits": 32, "rows": [
          {"size_bytes": 16, "read_pj": 1, "write_pj": 1, "area_mm2": 1, "leakage_mw": 1, "source": "s", "confidence": "A"},
          {"size_bytes": 64, "read_pj": 2, "write_pj": 2, "area_mm2": 2, "leakage_mw": 2, "source": "s", "confidence": "B"}]},
        "mac": {"rows": [
          {"bits": 8, "energy_pj": 1, "area_mm2": 1, "source": "s", "confidence": "C"},
          {"bits": 16, "energy_pj": 2, "area_mm2": 2, "source": "s", "confidence": "C"}]},
        "dram": {"energy_pj_per_bit": 20, "source": "s", "confidence": "B"}})");
}

json completeNetwork()
{
    return json::parse(R"({"format": "paretoscope-network", "version": 1, "name": "n", "description": "d",
        "source": "s", "layers": [
        {"name": "a", "kind": "convolution", "filter": [3, 3], "output": [8, 8], "input_channels": 4,
         "output_channels": 6, "stride": [2, 1], "dilation": [1, 2], "groups": 2, "batch": 3, "bias": true, "repeats": 2},
        {"name": "b", "kind": "fully_connected", "inputs": 10, "outputs": 5, "repeats": 4, "batch": 2, "bias": true},
        {"name": "c", "kind": "matrix_product", "rows": 2, "columns": 3, "reduction": 4, "products": 5,
         "weights_are_parameters": true, "bias": false, "repeats": 3}]})");
}

json completeMachine()
{
    json document = json::parse(R"({"format": "paretoscope-spatial-architecture", "version": 1, "name": "m",
        "description": "d", "source": "s", "node_nm": 28, "voltage_v": 0.8, "word_bits": 16, "clock_hz": 1e9,
        "dataflow": "any", "pe_array": {"columns": 4, "rows": 2}, "levels": [
        {"name": "DRAM", "kind": "dram", "word_bits": 16, "block_words": 4, "bandwidth_bytes_per_cycle": 8, "area_mm2": 0,
         "energy_pj": {"read": 9, "fill": 9, "update": 9}, "keeps": ["weights", "inputs", "outputs"]},
        {"name": "buffer", "kind": "sram", "size_bytes": 4096, "multiple_buffering": 2, "word_bits": 32, "block_words": 4,
         "bandwidth_bytes_per_cycle": 16, "inside": "pe_columns", "instances_per_pe": {"columns": 1, "rows": 1},
         "energy_pj": {"read": 1, "fill": 1, "update": 1}, "area_mm2": 1, "keeps": ["inputs"], "bypasses": ["weights"]}],
        "mac": {"bits": 8, "energy_pj": 1, "area_mm2": 1, "instances_per_pe": {"columns": 2, "rows": 2}}})");
    document["technology"] = completeTechnology();
    return document;
}

json complete(const std::string& kind)
{
    return kind == "network"      ? completeNetwork()
           : kind == "technology" ? completeTechnology()
                                  : completeMachine();
}

/// Calls `visit` with every JSON pointer into the document.
void walk(const json& node, const json::json_pointer& at,
          const std::function<void(const json::json_pointer&)>& visit)
{
    visit(at);
    if (node.is_object())
        for (const auto& [key, child] : node.items())
            walk(child, at / key, visit);
    for (std::size_t i = 0; node.is_array() && i < node.size(); ++i)
        walk(node[i], at / i, visit);
}

} // namespace

class TestSchemas : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void shippedFiles_keepTheirSchema_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("kind");
        const std::pair<const char*, const char*> folders[] = {{"networks", "network"},
                                                               {"technology", "technology"},
                                                               {"hardware", "spatial-architecture"},
                                                               {"studies", "study"},
                                                               {"constraints", "map-constraints"}};
        for (const auto& [folder, kind] : folders)
            for (const auto& entry : std::filesystem::directory_iterator(kResources / folder)) {
                if (!entry.is_regular_file())
                    continue;
                const auto document = readJsonFile(entry.path());
                QVERIFY(document);
                const std::string format = document->value("format", "");
                QTest::newRow(entry.path().filename().c_str())
                    << QString::fromStdString(entry.path().string())
                    << (format == "paretoscope-systolic-array"   ? "systolic-array"
                        : format == "paretoscope-crossbar-array" ? "crossbar-array"
                                                                 : kind);
            }
    }
    void shippedFiles_keepTheirSchema()
    {
        QFETCH(QString, file);
        QFETCH(QString, kind);
        SchemaWalker walker = schema(kind.toStdString());
        const std::string problem = walker.violation(readJsonFile(file.toStdString()).value());
        QVERIFY2(problem.empty(), problem.c_str());
    }

    void everyKey_isExplained_data() { kinds(true); }
    void everyKey_isExplained()
    {
        QFETCH(QString, kind);
        const std::set<std::string> undescribed = schema(kind.toStdString()).undescribedKeys();
        QVERIFY2(undescribed.empty(), undescribed.empty() ? "" : undescribed.begin()->c_str());
    }

    void everyKeyOfASchema_isRead_data() { kinds(false); }
    void everyKeyOfASchema_isRead()
    {
        QFETCH(QString, kind);
        SchemaWalker walker = schema(kind.toStdString());
        const json document = complete(kind.toStdString());
        const std::string problem = walker.violation(document);
        QVERIFY2(problem.empty(), problem.c_str());
        QVERIFY(isRead(kind.toStdString(), document));
        const std::set<std::string> unused = walker.unusedKeys();
        QVERIFY2(unused.empty(), unused.empty() ? "" : unused.begin()->c_str());
    }

    /// Whatever is removed from a complete document or put in the place of one of its values, schema and
    /// reader agree whether it may be so.
    void schemaAndReader_agreeOnEveryChange_data() { kinds(false); }
    void schemaAndReader_agreeOnEveryChange()
    {
        QFETCH(QString, kind);
        const std::string name = kind.toStdString();
        const json original = complete(name);
        SchemaWalker walker = schema(name);
        int refused = 0;
        const auto compare = [&](const json& changed, const std::string& what) {
            const std::string problem = walker.violation(changed);
            refused += problem.empty() ? 0 : 1;
            if (problem.empty() == isRead(name, changed))
                return;
            QFAIL((what + (problem.empty() ? ": refused by the reader only" : ": " + problem)).c_str());
        };
        const json others[] = {nullptr, true, -1, 0, 1e30, "", "other", json::array(), json::object()};
        walk(original, json::json_pointer(), [&](const json::json_pointer& at) {
            // What stands inside a written-out technology is the other schema's.
            const bool isForeign = name == "spatial-architecture"
                                   && at.to_string().starts_with("/technology");
            if (at.empty() || isForeign || QTest::currentTestFailed())
                return;
            const json& parent = original.at(at.parent_pointer());
            if (parent.is_object()) {
                json changed = original;
                changed.at(at.parent_pointer()).erase(at.back());
                compare(changed, "without " + at.to_string());
            }
            for (const json& other : others) {
                json changed = original;
                changed.at(at) = other;
                compare(changed, at.to_string() + " = " + other.dump());
            }
            if (original.at(at).is_object()) {
                json changed = original;
                changed.at(at)["unknown"] = 1;
                compare(changed, at.to_string() + " with an unknown key");
            }
        });
        QVERIFY(refused > 100);
    }

private:
    static void kinds(bool alsoStudies)
    {
        QTest::addColumn<QString>("kind");
        for (const char* kind : {"network", "technology", "spatial-architecture"})
            QTest::newRow(kind) << kind;
        if (!alsoStudies)
            return;
        QTest::newRow("study") << "study";
        QTest::newRow("evaluator") << "evaluator";
    }
};

QTEST_APPLESS_MAIN(TestSchemas)
#include "tst_schemas.moc"
