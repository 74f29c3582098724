// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/rng.h"
#include "core/cost/spatial/evaluate.h"
#include "core/cost/spatial/nest.h"
#include "core/cost/spatial/reference_cases.h"
#include "core/interchange/decimal.h"
#include "core/interchange/timeloop_yaml.h"

#include <QtTest>

using namespace paretoscope;
using namespace paretoscope::interchange;
using cost::spatial::Loop;
using hardware::SpatialArchitecture;
using workload::Operation;

namespace {

const TimeloopText kNames{"arch.yaml", "problem.yaml", "mapping.yaml"};

/// A machine with a buffer and 4 x 2 PEs with a register each; written by hand in the manner of v4.
const std::string kArchitecture = R"(
architecture:
  version: 0.4
  nodes:
  - !Container
    name: small
    attributes: {technology: "32nm", global_cycle_seconds: 2e-9}
  - !Component
    name: DRAM
    class: DRAM
    attributes: {width: 64, datawidth: 16, read_bandwidth: 2.5}
  - !Component
    name: buffer
    class: smartbuffer_SRAM
    attributes: {depth: 512, width: 32, datawidth: 16, n_banks: 4, multiple_buffering: 2}
    constraints:
      dataspace: {keep: [Inputs], bypass: [Weights]}
  - !Container
    name: PE
    spatial: {meshX: 4, meshY: 2}
  - !Component
    name: register
    class: regfile
    attributes: {depth: 64, width: 16, datawidth: 16}
  - !Component
    name: mac
    class: intmac
    attributes: {multiplier_width: 8, adder_width: 16}
)";

/// One-dimensional convolution with a stride of 2.
const std::string kProblem = R"(
problem:
  version: '0.4'
  shape:
    name: conv
    dimensions: [C, K, P, R]
    coefficients:
    - {name: Pstride, default: 1}
    data_spaces:
    - {name: Weights, projection: [C, K, R]}
    - name: Inputs
      projection:
      - [[C]]
      - [[P, Pstride], [R]]
    - {name: Outputs, projection: [[[K]], [[P]]], read_write: True}
  instance: {C: 4, K: 8, P: 6, R: 3, Pstride: 2}
)";

const std::string kMapping = R"(
mapping:
- {target: DRAM, type: temporal, factors: "C=2 K=2", permutation: KC}
- {target: buffer, type: temporal, factors: [P=3], permutation: [P, C, K, R]}
- target: PE
  type: spatial
  factors: K=4, C=2
  permutation: KCPR
  split: 1
- {target: register, type: temporal, factors: [R=0, P=2], permutation: RPCK}
- {target: register, type: dataspace, keep: [Weights, Outputs], bypass: [Inputs]}
)";

TimeloopText small()
{
    return {kArchitecture, kProblem, kMapping};
}

std::string replaced(std::string text, const std::string& from, const std::string& to)
{
    const std::size_t at = text.find(from);
    if (at == std::string::npos)
        qFatal("the example has no \"%s\"", from.c_str());
    return text.replace(at, from.size(), to);
}

/// The first thing in which two machines differ; empty when they are equal.
std::string difference(const SpatialArchitecture& a, const SpatialArchitecture& b, const Operation& operation)
{
    if (a.name != b.name)
        return "name";
    if (a.levels.size() != b.levels.size())
        return "number of levels";
    if (a.macMeshX != b.macMeshX || a.macMeshY != b.macMeshY || a.mac_bits != b.mac_bits)
        return "MACs";
    if (a.macEnergy_J != b.macEnergy_J || a.macArea_mm2 != b.macArea_mm2 || a.clock_Hz != b.clock_Hz)
        return "figures of the MACs or clock";
    for (std::size_t l = 0; l < a.levels.size(); ++l) {
        const hardware::MemoryLevel& x = a.levels[l];
        const hardware::MemoryLevel& y = b.levels[l];
        if (x.name != y.name || x.kind != y.kind || x.meshX != y.meshX || x.meshY != y.meshY)
            return x.name + ": name, kind or mesh";
        if (x.capacity_words != y.capacity_words || x.word_bits != y.word_bits
            || x.block_words != y.block_words || x.multipleBuffering != y.multipleBuffering)
            return x.name + ": sizes";
        if (x.read_wordsPerCycle != y.read_wordsPerCycle || x.write_wordsPerCycle != y.write_wordsPerCycle)
            return x.name + ": bandwidth";
        if (x.energy.read_J != y.energy.read_J || x.energy.fill_J != y.energy.fill_J
            || x.energy.update_J != y.energy.update_J
            || x.energy.leakage_JPerCycle != y.energy.leakage_JPerCycle || x.area_mm2 != y.area_mm2)
            return x.name + ": energy or area";
        for (const workload::Tensor& tensor : operation.tensors)
            if (cost::spatial::residency(x, tensor.name) != cost::spatial::residency(y, tensor.name))
                return x.name + ": residency";
    }
    return {};
}

/// Writes, reads and compares; what differs, or the error.
std::string roundTrip(const SpatialArchitecture& architecture, const Operation& operation,
                      const cost::spatial::Mapping& mapping)
{
    const auto text = writeTimeloop(architecture, operation, mapping);
    if (!text)
        return text.error().text();
    const auto back = readTimeloop(*text, kNames);
    if (!back)
        return back.error().text();
    if (const std::string d = difference(architecture, back->architecture, operation); !d.empty())
        return d;
    if (!(back->operation == operation))
        return "operation";
    return back->mapping == mapping ? "" : "mapping";
}

} // namespace

class TestTimeloopYaml : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void smallExample_isReadAsMeant()
    {
        const auto read = readTimeloop(small(), kNames);
        QVERIFY2(read, read ? "" : read.error().text().c_str());
        const SpatialArchitecture& machine = read->architecture;
        QCOMPARE(machine.name, std::string("small"));
        QCOMPARE(machine.clock_Hz, 5e8);
        QCOMPARE(machine.levels.size(), std::size_t{3});
        QVERIFY(machine.levels[0].kind == hardware::MemoryKind::Dram);
        QVERIFY(!machine.levels[0].capacity_words);
        QCOMPARE(machine.levels[0].block_words, std::int64_t{4});
        QCOMPARE(*machine.levels[0].read_wordsPerCycle, 2.5);
        QVERIFY(!machine.levels[0].write_wordsPerCycle);
        QCOMPARE(*machine.levels[1].capacity_words, std::int64_t{1024}); // depth counts blocks of two words
        QCOMPARE(machine.levels[1].multipleBuffering, std::int64_t{2});
        QVERIFY(cost::spatial::residency(machine.levels[1], "Inputs") == hardware::Residency::Keeps);
        QVERIFY(cost::spatial::residency(machine.levels[1], "Weights") == hardware::Residency::Bypasses);
        QVERIFY(cost::spatial::residency(machine.levels[1], "Outputs") == hardware::Residency::Free);
        QVERIFY(machine.levels[2].kind == hardware::MemoryKind::RegisterFile);
        QCOMPARE(machine.levels[1].instances(), std::int64_t{1});
        QCOMPARE(machine.levels[2].meshX, std::int64_t{4});
        QCOMPARE(machine.macMeshY, std::int64_t{2});
        QCOMPARE(machine.mac_bits, std::int64_t{8});
        QVERIFY(!read->energiesGiven);

        const Operation& layer = read->operation;
        QCOMPARE(layer.macs(), std::int64_t{4 * 8 * 6 * 3});
        QCOMPARE(layer.words(1), std::int64_t{4 * (2 * 5 + 2 + 1)});
        QVERIFY(layer.tensors[2].role == workload::TensorRole::Output);

        // Dimensions C, K, P, R are 0 to 3; outermost loop first.
        const auto& levels = read->mapping.levels;
        QVERIFY((levels[0].temporal == std::vector<Loop>{{0, 2}, {1, 2}}));
        QVERIFY((levels[0].keeps == std::vector<bool>{true, true, true}));
        QVERIFY((levels[1].temporal == std::vector<Loop>{{2, 3}}));
        QVERIFY((levels[1].keeps == std::vector<bool>{false, true, true})); // as the architecture prescribes
        QVERIFY((levels[1].spatialX == std::vector<Loop>{{1, 4}}));
        QVERIFY((levels[1].spatialY == std::vector<Loop>{{0, 2}}));
        QVERIFY((levels[2].temporal == std::vector<Loop>{{2, 2}, {3, 3}})); // R=0 is all of R
        QVERIFY((levels[2].keeps == std::vector<bool>{true, false, true}));
        const auto outcome = cost::spatial::evaluate(layer, machine, read->mapping);
        QVERIFY(std::holds_alternative<cost::LayerReport>(outcome));
        QCOMPARE(std::get<cost::LayerReport>(outcome).computeCycles, std::int64_t{2 * 2 * 3 * 2 * 3});
    }

    void oneFileWithEverything_isReadToo()
    {
        QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("all.yaml").toStdString();
        QVERIFY(
            writeFileAtomically(file, kArchitecture + kProblem + kMapping + "mapper: {algorithm: random}\n"));
        const auto read = readTimeloopFiles({file, file, file});
        QVERIFY2(read, read ? "" : read.error().text().c_str());
        const auto apart = readTimeloop(small(), kNames);
        QVERIFY(read->mapping == apart->mapping);
        const auto missing = readTimeloopFiles({file, file, folder.filePath("none").toStdString()});
        QVERIFY(!missing && missing.error().code == ErrorCode::NotFound);
        const auto folderItself = readTimeloopFiles({folder.path().toStdString(), file, file});
        QVERIFY(!folderItself && folderItself.error().code == ErrorCode::InvalidInput);
    }

    void olderWaysToNameTheFanOut_meanTheSame_data()
    {
        QTest::addColumn<QString>("target");
        QTest::newRow("memory level above, as in v3") << "buffer";
        QTest::newRow("the front end's dummy level") << "inter_PE_spatial";
    }
    void olderWaysToNameTheFanOut_meanTheSame()
    {
        QFETCH(QString, target);
        TimeloopText text = small();
        text.mapping = replaced(text.mapping, "target: PE", "target: " + target.toStdString());
        text.mapping += "- {target: inter_PE_spatial, type: temporal, factors: C=1 K=1}\n"
                        "- {target: inter_PE_spatial, type: bypass, bypass: [Inputs, Weights, Outputs]}\n";
        const auto read = readTimeloop(text, kNames);
        QVERIFY2(read, read ? "" : read.error().text().c_str());
        QVERIFY(read->mapping == readTimeloop(small(), kNames)->mapping);
    }

    void nestedFanOuts_multiplyAndStandInOneNest()
    {
        TimeloopText text = small();
        text.architecture = replaced(text.architecture, "    name: PE\n    spatial: {meshX: 4, meshY: 2}\n",
                                     "    name: column\n    spatial: {meshX: 4}\n  - !Container\n"
                                     "    name: PE\n    spatial: {meshY: 2}\n");
        text.mapping = replaced(
            text.mapping,
            "- target: PE\n  type: spatial\n  factors: K=4, C=2\n  permutation: KCPR\n"
            "  split: 1\n",
            "- {target: column, type: spatial, factors: [K=4]}\n"
            "- {target: PE, type: spatial, factors: [C=2], permutation: [K, C], split: 1}\n");
        const auto read = readTimeloop(text, kNames);
        QVERIFY2(read, read ? "" : read.error().text().c_str());
        QVERIFY(read->mapping == readTimeloop(small(), kNames)->mapping);
        QVERIFY(difference(read->architecture, readTimeloop(small(), kNames)->architecture, read->operation)
                    .empty());
        // One cannot tell which of the two the level above means.
        text.mapping = replaced(text.mapping, "target: PE", "target: buffer");
        QVERIFY(!readTimeloop(text, kNames));
    }

    void parallelBranches_bypassWhatTheOthersKeep()
    {
        TimeloopText text = small();
        text.architecture = replaced(text.architecture,
                                     "  - !Component\n    name: register\n    class: regfile\n"
                                     "    attributes: {depth: 64, width: 16, datawidth: 16}\n",
                                     R"(  - !Parallel
    nodes:
    - !Component
      name: iw
      class: regfile
      attributes: {depth: 64, width: 16, datawidth: 16}
      constraints: {dataspace: {keep: [Inputs, Weights]}}
    - !Component
      name: register
      class: regfile
      attributes: {depth: 64, width: 16, datawidth: 16}
      constraints: {dataspace: {keep: [Outputs]}}
)");
        text.mapping = replaced(text.mapping, "keep: [Weights, Outputs], bypass: [Inputs]",
                                "keep: [Outputs]");
        const auto read = readTimeloop(text, kNames);
        QVERIFY2(read, read ? "" : read.error().text().c_str());
        QVERIFY((read->mapping.levels[2].keeps == std::vector<bool>{true, true, false}));
        QVERIFY((read->mapping.levels[3].keeps == std::vector<bool>{false, false, true}));
        text.architecture = replaced(text.architecture, "{keep: [Outputs]}", "{keep: [Weights]}");
        QVERIFY(!readTimeloop(text, kNames));
    }

    void constraints_completeTheMappingOrRefuseIt_data()
    {
        QTest::addColumn<QString>("constraints");
        QTest::addColumn<QString>("complaint");
        QTest::newRow("decides") << "{target: buffer, type: temporal, factors: [R=1]}"
                                 << "";
        QTest::newRow("agrees") << "{target: register, type: temporal, factors: [R=3, P<=2, C>=1], "
                                   "permutation: RP}"
                                << "";
        QTest::newRow("factor") << "{target: buffer, type: temporal, factors: [P=1]}"
                                << "prescribes the factor 1 of P; the mapping has 3";
        QTest::newRow("at most") << "{target: PE, type: spatial, factors: [K<=2]}"
                                 << "at most 2; the mapping has 4";
        QTest::newRow("at least") << "{target: PE, type: spatial, factors: [C>=4]}"
                                  << "at least 4; the mapping has 2";
        QTest::newRow("order") << "{target: DRAM, type: temporal, permutation: CK}"
                               << "another order";
        QTest::newRow("unknown type") << "{target: DRAM, type: max_overbooked_proportion, proportion: 0.1}"
                                      << "max_overbooked_proportion";
        QTest::newRow("unknown key") << "{target: PE, type: spatial, no_reuse: [Inputs]}"
                                     << "no_reuse";
        QTest::newRow("unknown target") << "{target: nowhere, type: temporal, factors: [P=1]}"
                                        << "nowhere";
    }
    void constraints_completeTheMappingOrRefuseIt()
    {
        QFETCH(QString, constraints);
        QFETCH(QString, complaint);
        TimeloopText text = small();
        text.architecture += "constraints:\n  version: 0.4\n  targets:\n  - " + constraints.toStdString()
                             + '\n';
        const auto read = readTimeloop(text, kNames);
        QCOMPARE(read.hasValue(), complaint.isEmpty());
        if (!read)
            QVERIFY2(QString::fromStdString(read.error().text()).contains(complaint),
                     read.error().text().c_str());
        else
            QVERIFY(read->mapping == readTimeloop(small(), kNames)->mapping);
    }

    void energies_areReadFromTheTable()
    {
        TimeloopText text = small();
        text.architecture += R"(ERT:
  version: '0.4'
  tables:
  - {name: "top.DRAM[1..1]", actions: [{name: read, energy: 100}, {name: write, energy: 130.5}]}
  - name: top.buffer[1..1]
    actions:
    - {name: read, arguments: {global_cycle_seconds: 1e-9}, energy: 2.0}
    - {name: write, energy: 3.0}
    - {name: update, energy: 5.0}
    - {name: leak, energy: 1e-3}
  - {name: register, actions: [{name: read, energy: 0.25}, {name: write, energy: 0.5}]}
  - {name: "top.mac[1..8]", actions: [{name: compute, energy: 1.1}]}
  - {name: "top.inter_PE_spatial[1..1]", actions: [{name: read, energy: 0}]}
)";
        const auto read = readTimeloop(text, kNames);
        QVERIFY2(read, read ? "" : read.error().text().c_str());
        QVERIFY(read->energiesGiven);
        const auto& levels = read->architecture.levels;
        QCOMPARE(levels[0].energy.read_J, 100e-12);
        QCOMPARE(levels[0].energy.update_J, 130.5e-12); // as a write
        QCOMPARE(levels[1].energy.update_J, 5e-12);
        QCOMPARE(levels[1].energy.leakage_JPerCycle, 1e-15);
        QCOMPARE(read->architecture.macEnergy_J, 1.1e-12);
        text.architecture = replaced(text.architecture, "name: register, actions", "name: other, actions");
        const auto incomplete = readTimeloop(text, kNames);
        QVERIFY(!incomplete);
        QVERIFY2(incomplete.error().text().find("no entry of register") != std::string::npos,
                 incomplete.error().text().c_str());
    }

    void writtenText_readsBackEqual()
    {
        const auto read = readTimeloop(small(), kNames);
        QVERIFY(read);
        SpatialArchitecture machine = read->architecture;
        machine.levels[1].capacity_words = 1023; // no whole number of blocks
        machine.levels[0].energy = {1.0 / 3.0, 0.1, 1e-30, 7e-12};
        machine.macArea_mm2 = 1.0 / 7.0;
        machine.clock_Hz = 333'333'333.25;
        QCOMPARE(roundTrip(machine, read->operation, read->mapping), std::string());
    }

    void dimensionAlongBothSides_needsTwoNodes()
    {
        const auto read = readTimeloop(small(), kNames);
        QVERIFY(read);
        cost::spatial::Mapping mapping = read->mapping;
        mapping.levels[0].temporal = {{0, 4}, {1, 2}};
        mapping.levels[1].spatialX = {{1, 2}, {2, 2}};
        mapping.levels[1].spatialY = {{1, 2}};
        mapping.levels[2].temporal = {{3, 3}};
        QCOMPARE(roundTrip(read->architecture, read->operation, mapping), std::string());
    }

    void whatTheFormatCannotSay_isRefused()
    {
        const auto read = readTimeloop(small(), kNames);
        QVERIFY(read);
        const auto refused = [&](const SpatialArchitecture& a, const Operation& o,
                                 const cost::spatial::Mapping& m) { return !writeTimeloop(a, o, m); };
        SpatialArchitecture machine = read->architecture;
        machine.levels[1].name = "two words";
        QVERIFY(refused(machine, read->operation, read->mapping));
        machine.levels[1].name = machine.levels[0].name;
        QVERIFY(refused(machine, read->operation, read->mapping));
        Operation layer = read->operation;
        layer.dimensions[0].name = "channels";
        QVERIFY(refused(read->architecture, layer, read->mapping));
        cost::spatial::Mapping mapping = read->mapping;
        mapping.levels[0].temporal = {{0, 2}, {1, 2}, {0, 2}};
        QVERIFY(refused(read->architecture, read->operation, mapping));
        mapping.levels[0].temporal = {{0, 2}, {1, 3}}; // ragged
        const auto ragged = writeTimeloop(read->architecture, read->operation, mapping);
        QVERIFY(!ragged && ragged.error().text().find("only perfect factors") != std::string::npos);
        mapping.levels[0].temporal = {{9, 2}};
        QVERIFY(refused(read->architecture, read->operation, mapping));
        mapping.levels.pop_back();
        QVERIFY(refused(read->architecture, read->operation, mapping));
    }

    void everyReferenceCase_survivesExportAndImport()
    {
        const char* const given = std::getenv("PARETOSCOPE_SHARED");
        const std::filesystem::path shared = given != nullptr ? given : PARETOSCOPE_SOURCE_DIR "/../shared";
        const std::filesystem::path file = shared / "reference/timeloop/visible.json";
        if (!std::filesystem::exists(file))
            QSKIP("the reference cases are not here");
        const auto cases = cost::spatial::readReferenceCases(file);
        QVERIFY2(cases, cases ? "" : cases.error().text().c_str());
        int legal = 0;
        for (const cost::spatial::ReferenceCase& reference : *cases) {
            if (!reference.expected.report)
                continue;
            ++legal;
            const std::string what = roundTrip(reference.architecture, reference.operation,
                                               reference.mapping);
            QVERIFY2(what.empty(), (reference.id + ": " + what).c_str());
        }
        QVERIFY(legal > 0);
        qInfo("%d legal cases read back equal", legal);
    }

    void whatIsNotUnderstood_isNamedWithItsPlace_data()
    {
        QTest::addColumn<int>("document");
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("complaint");
        const auto arch = [](const char* row, const char* from, const char* to, const char* complaint) {
            QTest::newRow(row) << 0 << from << to << complaint;
        };
        arch("version", "version: 0.4", "version: 0.3", "arch.yaml:3, /architecture/version: is \"0.3\"");
        arch("untagged node", "  - !Container\n    name: PE", "  -\n    name: PE", "has no tag");
        arch("pipelined", "!Container\n    name: PE", "!Pipelined\n    name: PE", "!Pipelined");
        arch("class", "class: regfile", "class: optical", "\"optical\"");
        arch("attribute", "n_banks: 4", "metadata_datawidth: 4", "metadata_datawidth: is not understood");
        arch("network", "    spatial: {meshX: 4, meshY: 2}", "    networks: []", "/networks");
        arch("clusters", "n_banks: 4", "cluster-size: 4", "clusters");
        arch("overbooking", "n_banks: 4", "allow_overbooking: true", "switched on");
        arch("width", "width: 32", "width: 33", "is 33 bits");
        arch("depth", "depth: 512", "depth: -1", "\"-1\"; a whole number");
        arch("huge depth", "depth: 512", "depth: 99999999999999999999", "a whole number");
        arch("expression", "depth: 512", "depth: 512*2", "\"512*2\"");
        arch("size twice", "n_banks: 4", "entries: 4", "size twice");
        arch("mesh", "meshX: 4", "meshX: 0", "/spatial/meshX");
        arch("absurd mesh", "meshX: 4", "meshX: 9000000", "/spatial/meshX");
        arch("no mac", "class: intmac", "class: SRAM", "ends without arithmetic");
        arch("name twice", "name: register", "name: buffer", "second node named");
        arch("data space", "keep: [Inputs]", "keep: [Input]", "\"Input\"");
        arch("keep and bypass", "bypass: [Weights]", "bypass: [Inputs]", "both keep and bypass");
        arch("clock", "2e-9", "0", "global_cycle_seconds");
        arch("no nodes", "nodes:", "subtree:", "has no \"nodes\"");
        arch("no buffers", "multiple_buffering: 2", "multiple_buffering: 2000", "describes no machine");
        const auto prob = [](const char* row, const char* from, const char* to, const char* complaint) {
            QTest::newRow(row) << 1 << from << to << complaint;
        };
        prob("built-in shape", "  shape:\n    name: conv", "  shape: cnn-layer\n  more:\n    name: conv",
             "\"cnn-layer\"");
        prob("long dimension", "[C, K, P, R]", "[C, K, P, Row]", "one letter");
        prob("dimension twice", "[C, K, P, R]", "[C, K, P, P]", "twice");
        prob("projection", "[[C]]", "[[Z]]", "\"Z\"");
        prob("coefficient", "[P, Pstride]", "[P, Wstride]", "\"Wstride\"");
        prob("coefficient of 0", "Pstride: 2", "Pstride: 0", "/problem/instance/Pstride");
        prob("size missing", "R: 3, ", "", "has no \"R\"");
        prob("size", "R: 3", "R: many", "\"many\"");
        prob("too large", "R: 3", "R: 9007199254740992", "2^53");
        prob("no output", "read_write: True", "read_write: False", "output");
        prob("sparse", "R: 3", "R: 3, densities: {Inputs: 0.5}", "sparse");
        prob("unknown size", "R: 3", "R: 3, Wpadding: 1", "Wpadding");
        prob("tensor twice", "name: Outputs", "name: Inputs", "twice");
        const auto map = [](const char* row, const char* from, const char* to, const char* complaint) {
            QTest::newRow(row) << 2 << from << to << complaint;
        };
        map("type", "type: spatial", "type: skew", "\"skew\"");
        map("target", "target: buffer", "target: cache", "\"cache\"");
        map("number as target", "target: buffer", "target: 1", "\"1\"");
        map("line breaks", "target: buffer", "target: \"a\\nb\"", "\"a b\"");
        map("dimension", "[P=3]", "[Z=3]", "\"Z\"");
        map("no factor", "[P=3]", "[P]", "not a list of factors");
        map("negative", "[P=3]", "[P=-3]", "not a list of factors");
        map("overflow", "[P=3]", "[P=99999999999999999999]", "not a list of factors");
        map("imperfect", "factors: [P=3]", "factors: \"P=4,2\"", "remainder");
        map("comparison", "[P=3]", "[P<=3]", "compares");
        map("two factors", "[P=3]", "[P=3, P=1]", "two factors");
        map("permutation", "KCPR", "KCPP", "twice");
        map("split", "split: 1", "split: -1", "/split");
        map("second directive", "target: buffer, type: temporal", "target: DRAM, type: temporal", "second");
        map("keep", "keep: [Weights, Outputs]", "keep: [Weights, Psums]", "\"Psums\"");
        map("map, not list", "mapping:\n-", "mapping:\n  a: &x\n -", "not YAML");
    }
    void whatIsNotUnderstood_isNamedWithItsPlace()
    {
        QFETCH(int, document);
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(QString, complaint);
        TimeloopText text = small();
        std::string& changed = document == 0   ? text.architecture
                               : document == 1 ? text.problem
                                               : text.mapping;
        changed = replaced(changed, from.toStdString(), to.toStdString());
        const auto read = readTimeloop(text, kNames);
        QVERIFY(!read);
        const QString error = QString::fromStdString(read.error().text());
        QVERIFY2(error.contains(complaint), qPrintable(error));
        const char* const files[] = {"arch.yaml:", "problem.yaml:", "mapping.yaml:"};
        QVERIFY2(error.contains(files[document]), qPrintable(error));
        QVERIFY2(!error.contains('\n'), qPrintable(error));
    }

    /// Whatever is broken, cut or doubled: a value or an error, never a crash.
    void mutilatedDocuments_neverCrash()
    {
        Rng rng(11);
        int read = 0;
        for (int round = 0; round < 800; ++round) {
            TimeloopText text = small();
            std::string* const parts[] = {&text.architecture, &text.problem, &text.mapping};
            std::string& part = *parts[rng.below(3)];
            for (std::uint64_t change = rng.below(3) + 1; change > 0; --change) {
                const std::size_t at = rng.below(part.size());
                const std::size_t length = std::min<std::size_t>(rng.below(20), part.size() - at);
                static const std::string kSigns = "{}[]:-&*!|>%@`\"'#,?=<0 9\n\t";
                switch (rng.below(4)) {
                case 0:
                    part.erase(at, length);
                    break;
                case 1:
                    part.insert(at, part.substr(at, length));
                    break;
                case 2:
                    part[at] = kSigns[rng.below(kSigns.size())];
                    break;
                default:
                    part.insert(at, 1, kSigns[rng.below(kSigns.size())]);
                }
                if (part.empty())
                    part = "x";
            }
            if (const auto result = readTimeloop(text, kNames)) {
                ++read;
                (void)cost::spatial::evaluate(result->operation, result->architecture, result->mapping);
            } else {
                QVERIFY(!result.error().what.empty());
                QVERIFY(!result.error().where.empty());
                QVERIFY(result.error().text().find('\n') == std::string::npos);
            }
        }
        QVERIFY(read > 0 && read < 800);
    }
};

QTEST_APPLESS_MAIN(TestTimeloopYaml)
#include "tst_timeloop_yaml.moc"
