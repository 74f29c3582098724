// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_reader.h"
#include "core/base/rng.h"
#include "core/hardware/spatial_architecture.h"

#include <QtTest>

#include <cmath>
#include <map>

using namespace paretoscope;
using namespace paretoscope::hardware;
using nlohmann::json;

namespace {

const std::filesystem::path kResources = PARETOSCOPE_RESOURCE_DIR;
const std::filesystem::path kMachines = kResources / "hardware";

SpatialTemplate eyeriss()
{
    return SpatialTemplate::read(kMachines / "eyeriss_class.json").value();
}

/// Three levels, one of them inside the array, with figures given for the buffer.
json smallMachine()
{
    json document = json::parse(R"({"format": "paretoscope-spatial-architecture", "version": 1,
        "name": "small", "word_bits": 16, "clock_hz": 1e9, "pe_array": {"columns": 4, "rows": 2},
        "levels": [
          {"name": "DRAM", "kind": "dram"},
          {"name": "buffer", "kind": "sram", "size_bytes": 4096, "block_words": 2, "area_mm2": 3.0,
           "energy_pj": {"read": 1, "fill": 2, "update": 3}},
          {"name": "registers", "kind": "register_file", "inside": "pe_array", "size_bytes": 64}]})");
    document["technology"] = (kResources / "technology" / "45nm.json").string();
    return document;
}

using Mesh = std::pair<std::int64_t, std::int64_t>;

struct Hierarchy
{
    json document;
    std::vector<Mesh> meshes; ///< of every level, then of the MACs
};

/// Everything that a level on the chip may say, by chance.
json randomLevel(std::size_t index, Rng& rng)
{
    json level{{"name", "L" + std::to_string(index)},
               {"kind", rng.chance(0.5) ? "sram" : "register_file"},
               {"size_bytes", 256 << rng.below(8)},
               {"block_words", 1 << rng.below(3)},
               {"multiple_buffering", 1 + rng.below(3)}};
    if (rng.chance(0.5))
        level["word_bits"] = 8 << rng.below(3);
    if (rng.chance(0.5))
        level["bandwidth_bytes_per_cycle"] = 1 << rng.below(5);
    if (rng.chance(0.5))
        level["energy_pj"] = {{"read", 1}, {"fill", 2}, {"update", 3}};
    for (const char* tensor : {"weights", "inputs", "outputs"})
        if (const auto rule = rng.below(3); rule < 2)
            level[rule == 0 ? "keeps" : "bypasses"].push_back(tensor);
    return level;
}

/// A machine of so many memory levels that fans out along X, Y or both at any boundaries. The outermost
/// fan-out is the array's; those inside it are instances in every PE.
Hierarchy randomHierarchy(std::size_t depth, Rng& rng)
{
    const auto side = [&] { return static_cast<std::int64_t>(rng.chance(0.5) ? 1 : 2 + rng.below(3)); };
    Hierarchy hierarchy{smallMachine(), {{1, 1}}};
    const Mesh array{side(), side()};
    hierarchy.document["pe_array"] = {{"columns", array.first}, {"rows", array.second}};
    hierarchy.document["levels"] = {{{"name", "L0"}, {"kind", "dram"}}};
    const std::size_t arrayAt = 1 + rng.below(depth);
    Mesh perPe{1, 1};
    for (std::size_t l = 1; l <= depth; ++l) {
        if (l > arrayAt)
            perPe = {perPe.first * side(), perPe.second * side()};
        const json instances{{"columns", perPe.first}, {"rows", perPe.second}};
        hierarchy.meshes.push_back(
            l < arrayAt ? Mesh{1, 1} : Mesh{array.first * perPe.first, array.second * perPe.second});
        if (l == depth) {
            hierarchy.document["mac"]["instances_per_pe"] = instances;
            break;
        }
        json level = randomLevel(l, rng);
        if (l >= arrayAt) {
            level["inside"] = "pe_array";
            level["instances_per_pe"] = instances;
        }
        hierarchy.document["levels"].push_back(std::move(level));
    }
    return hierarchy;
}

QString exact(double number)
{
    return QString::number(number, 'g', 17);
}

QString exact(const std::optional<double>& number)
{
    return number ? exact(*number) : QStringLiteral("none");
}

/// Everything that a machine is, by name, so that two can be compared for what differs.
std::map<QString, QString> facts(const SpatialArchitecture& machine)
{
    std::map<QString, QString> all{
        {"name", QString::fromStdString(machine.name)},
        {"macs.x", QString::number(machine.macMeshX)},
        {"macs.y", QString::number(machine.macMeshY)},
        {"macs.bits", QString::number(machine.mac_bits)},
        {"macs.energy", exact(machine.macEnergy_J)},
        {"macs.area", exact(machine.macArea_mm2)},
        {"clock", exact(machine.clock_Hz)},
        {"dataflow", QString::fromStdString(machine.dataflow)},
    };
    for (const MemoryLevel& level : machine.levels) {
        const QString name = QString::fromStdString(level.name) + '.';
        all[name + "x"] = QString::number(level.meshX);
        all[name + "y"] = QString::number(level.meshY);
        all[name + "words"] = level.capacity_words ? QString::number(*level.capacity_words) : "unlimited";
        all[name + "bits"] = QString::number(level.word_bits);
        all[name + "block"] = QString::number(level.block_words);
        all[name + "buffers"] = QString::number(level.multipleBuffering);
        all[name + "rate"] = exact(level.read_wordsPerCycle) + '/' + exact(level.write_wordsPerCycle);
        all[name + "energy"] = exact(level.energy.read_J) + '/' + exact(level.energy.fill_J) + '/'
                               + exact(level.energy.update_J);
        all[name + "leakage"] = exact(level.energy.leakage_JPerCycle);
        all[name + "area"] = exact(level.area_mm2);
        for (const auto& [tensor, residency] : level.residency)
            all[name + "residency"] += QString::fromStdString(tensor) + QString::number(int(residency));
    }
    return all;
}

QStringList differences(const SpatialArchitecture& a, const SpatialArchitecture& b)
{
    const auto before = facts(a);
    const auto after = facts(b);
    QStringList names;
    for (const auto& [name, value] : before)
        if (!after.contains(name) || after.at(name) != value)
            names.append(name);
    names.sort();
    return names;
}

QString refusal(const Result<SpatialArchitecture>& machine)
{
    return machine ? QString() : QString::fromStdString(machine.error().text());
}

/// The shipped machines of this family; the folder holds other families' too.
std::vector<std::filesystem::path> spatialMachines()
{
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(kMachines)) {
        const auto document = readJsonFile(entry.path());
        if (document && document->value("format", "") == "paretoscope-spatial-architecture")
            files.push_back(entry.path());
    }
    return files;
}

} // namespace

class TestSpatialTemplate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyShippedFile_isAMachine()
    {
        int files = 0;
        for (const std::filesystem::path& file : spatialMachines()) {
            const auto machine = SpatialTemplate::read(file);
            QVERIFY2(machine, machine ? "" : machine.error().text().c_str());
            QVERIFY(!machine->name().empty());
            const auto built = machine->instantiate({});
            QVERIFY2(built, built ? "" : built.error().text().c_str());
            QVERIFY2(!built->description.empty(), file.c_str());
            QVERIFY2(!machine->toJson().value("source", "").empty(), file.c_str());
            QVERIFY(built->area_mm2() > 0.0);
            ++files;
        }
        QVERIFY(files >= 1);
    }

    void withoutSettings_theMachineIsAsWritten()
    {
        const auto machine = eyeriss().instantiate({});
        QVERIFY(machine);
        QCOMPARE(machine->macs(), 168);
        QCOMPARE(machine->levels.size(), 5U);
        QVERIFY(!machine->levels[0].capacity_words);
        QCOMPARE(*machine->levels[1].capacity_words, 55'296);
        QCOMPARE(machine->levels[1].instances(), 1);
        const std::int64_t words[] = {12, 224, 24}; // published: 12 inputs, 224 weights, 24 partial sums
        for (std::size_t i = 0; i < 3; ++i) {
            QCOMPARE(*machine->levels[i + 2].capacity_words, words[i]);
            QCOMPARE(machine->levels[i + 2].meshX, 14);
            QCOMPARE(machine->levels[i + 2].meshY, 12);
        }
        QCOMPARE(*machine->levels[1].read_wordsPerCycle, 16.0);
        QCOMPARE(machine->dataflow, std::string("row_stationary"));
    }

    void relativeCosts_standInThePublishedOrder()
    {
        const auto machine = eyeriss().instantiate({});
        QVERIFY(machine);
        const auto wordRead_J = [](const MemoryLevel& level) {
            return level.energy.read_J / static_cast<double>(level.block_words);
        };
        const double mac_J = machine->macEnergy_J;
        const double registers_J = wordRead_J(machine->levels[3]);
        const double buffer_J = wordRead_J(machine->levels[1]);
        const double dram_J = wordRead_J(machine->levels[0]);
        // The paper's own ratios are 1 : 1 : 6 : 200 (Eyeriss, ISCA 2016); ours come from other sources, so
        // only their order is held to it.
        qInfo("MAC : weight scratchpad : global buffer : DRAM = 1 : %.2f : %.1f : %.0f", registers_J / mac_J,
              buffer_J / mac_J, dram_J / mac_J);
        QVERIFY(registers_J < buffer_J);
        QVERIFY(mac_J < buffer_J);
        QVERIFY(buffer_J < dram_J);
    }

    void aSetting_changesWhatItNamesAndNothingElse_data()
    {
        QTest::addColumn<QString>("attribute");
        QTest::addColumn<double>("number");
        QTest::addColumn<QString>("word");
        QTest::addColumn<QStringList>("changed");
        const auto row = [](const char* attribute, double number, const QStringList& changed,
                            const char* word = "") {
            QTest::addRow("%s = %g%s", attribute, number, word) << attribute << number << word << changed;
        };
        const QString buffer = "global_buffer.";
        row("global_buffer.size_bytes", 65'536, {buffer + "area", buffer + "energy", buffer + "words"});
        row("global_buffer.size_bytes", 110'592, {});
        row("global_buffer.bandwidth_bytes_per_cycle", 48, {buffer + "rate"});
        row("global_buffer.block_words", 8, {buffer + "block", buffer + "energy"});
        row("DRAM.bandwidth_bytes_per_cycle", 0.5, {"DRAM.rate"});
        row("DRAM.block_words", 4, {"DRAM.block", "DRAM.energy"});
        row("weight_spad.size_bytes", 512, {"weight_spad.area", "weight_spad.energy", "weight_spad.words"});
        row("psum_spad.bandwidth_bytes_per_cycle", 4, {"psum_spad.rate"});
        row("pe_array.columns", 28, {"input_spad.x", "macs.x", "psum_spad.x", "weight_spad.x"});
        row("pe_array.rows", 5, {"input_spad.y", "macs.y", "psum_spad.y", "weight_spad.y"});
        row("clock_hz", 1e9, {"clock"});
        row("dataflow", 0, {"dataflow"}, "weight_stationary");
        // The MAC's width is written in the file, so it stays.
        row("word_bits", 8,
            {"DRAM.bits", "DRAM.energy", "DRAM.rate", "global_buffer.bits", "global_buffer.energy",
             "global_buffer.rate", "global_buffer.words", "input_spad.bits", "input_spad.energy",
             "input_spad.words", "psum_spad.bits", "psum_spad.energy", "psum_spad.words", "weight_spad.bits",
             "weight_spad.energy", "weight_spad.words"});
    }
    void aSetting_changesWhatItNamesAndNothingElse()
    {
        QFETCH(QString, attribute);
        QFETCH(double, number);
        QFETCH(QString, word);
        QFETCH(QStringList, changed);
        const SpatialTemplate machine = eyeriss();
        const auto before = machine.instantiate({});
        const auto after = machine.instantiate({{attribute.toStdString(), number, word.toStdString()}});
        QVERIFY2(after, qPrintable(refusal(after)));
        QCOMPARE(differences(*before, *after), changed);
        QVERIFY(differences(*before, *machine.instantiate({})).isEmpty());
    }

    void everyAttribute_canBeSet()
    {
        const SpatialTemplate machine = eyeriss();
        const std::vector<std::string> attributes = machine.attributes();
        QCOMPARE(attributes.size(), 2U + 4U * 3U + 5U);
        for (const std::string& attribute : attributes) {
            const bool isWord = attribute == "dataflow";
            const auto built = machine.instantiate({{attribute, isWord ? 0.0 : 8.0, isWord ? "any" : ""}});
            QVERIFY2(built, attribute.c_str());
        }
    }

    void anotherSize_derivesItsFiguresFromTheTechnology()
    {
        const auto technology = readTechnology(kResources / "technology" / "45nm.json")->scaledTo(65.0, 1.0);
        const auto machine = eyeriss().instantiate(
            {{"global_buffer.size_bytes", 50'000.0, {}}, {"global_buffer.block_words", 8.0, {}}});
        QVERIFY(machine);
        const MemoryFigures figures = technology.memory(50'000.0, 128.0);
        const MemoryLevel& buffer = machine->levels[1];
        QCOMPARE(*buffer.capacity_words, 25'000);
        QCOMPARE(buffer.energy.read_J, figures.read_J);
        QCOMPARE(buffer.energy.fill_J, figures.write_J);
        QCOMPARE(buffer.energy.update_J, figures.write_J);
        QCOMPARE(buffer.area_mm2, figures.area_mm2);
        QCOMPARE(machine->macEnergy_J, technology.macEnergy_J(16.0));
        QCOMPARE(machine->levels[0].energy.read_J, technology.dramEnergy_J(16.0));
    }

    void givenFigures_holdForTheMemoryTheyWereGivenFor()
    {
        const auto machine = SpatialTemplate::fromJson(smallMachine(), "m.json");
        QVERIFY2(machine, machine ? "" : machine.error().text().c_str());
        const auto asGiven = [](const MemoryLevel& buffer) {
            return buffer.energy.read_J == 1e-12 && buffer.energy.fill_J == 2e-12
                   && std::abs(buffer.energy.update_J - 3e-12) < 1e-24 && buffer.area_mm2 == 3.0;
        };
        const auto bufferWith = [&](const char* attribute, double value) {
            return machine->instantiate({{attribute, value, {}}})->levels[1];
        };
        QVERIFY(asGiven(machine->instantiate({})->levels[1]));
        QVERIFY(asGiven(bufferWith("buffer.size_bytes", 4'096)));
        QVERIFY(asGiven(bufferWith("buffer.bandwidth_bytes_per_cycle", 4)));
        QVERIFY(asGiven(bufferWith("pe_array.rows", 8)));
        QVERIFY(asGiven(bufferWith("registers.size_bytes", 128)));
        QVERIFY(!asGiven(bufferWith("buffer.size_bytes", 8'192)));
        QVERIFY(!asGiven(bufferWith("buffer.block_words", 4)));
        QVERIFY(!asGiven(bufferWith("word_bits", 8)));
    }

    void leakage_countsOnlyWhereAskedFor()
    {
        json document = eyeriss().toJson();
        const auto leakageOf = [](const json& machine, std::vector<SpatialTemplate::Setting> settings) {
            return SpatialTemplate::fromJson(machine, "m.json")
                ->instantiate(settings)
                ->levels[1]
                .energy.leakage_JPerCycle;
        };
        QCOMPARE(leakageOf(document, {}), 0.0);
        document["technology"]["leakage_counts"] = true;
        const double leakage_JPerCycle = leakageOf(document, {});
        QVERIFY(leakage_JPerCycle > 0.0);
        const double atTwiceTheClock = leakageOf(document, {{"clock_hz", 400e6, {}}});
        QVERIFY(std::abs(2.0 * atTwiceTheClock / leakage_JPerCycle - 1.0) < 1e-12);
    }

    void area_isThatOfEveryInstanceOnTheChip()
    {
        const auto machine = SpatialTemplate::fromJson(smallMachine(), "m.json")->instantiate({});
        QVERIFY(machine);
        const double expected = 3.0 + 8.0 * machine->levels[2].area_mm2 + 8.0 * machine->macArea_mm2;
        QVERIFY(std::abs(machine->area_mm2() - expected) < 1e-12);
    }

    void placesAndInstances_giveTheMeshes()
    {
        json document = smallMachine();
        document["levels"][1]["inside"] = "pe_columns";
        document["mac"] = {{"instances_per_pe", {{"columns", 3}, {"rows", 2}}}};
        const auto machine = SpatialTemplate::fromJson(document, "m.json")->instantiate({});
        QVERIFY2(machine, qPrintable(refusal(machine)));
        QCOMPARE(machine->levels[1].meshX, 4);
        QCOMPARE(machine->levels[1].meshY, 1);
        QCOMPARE(machine->macMeshX, 12);
        QCOMPARE(machine->macMeshY, 4);
        document["levels"][1]["inside"] = "pe_rows";
        document["levels"][1]["instances_per_pe"] = {{"rows", 1}};
        const auto turned = SpatialTemplate::fromJson(document, "m.json")->instantiate({});
        QCOMPARE(turned->levels[1].meshX, 1);
        QCOMPARE(turned->levels[1].meshY, 2);
    }

    void levelsOwnWord_decidesItsWordsAndRates()
    {
        json document = smallMachine();
        document["levels"][1]["word_bits"] = 32;
        document["levels"][1]["bandwidth_bytes_per_cycle"] = 8;
        const SpatialTemplate chip = SpatialTemplate::fromJson(document, "m.json").value();
        const auto machine = chip.instantiate({});
        QVERIFY(machine);
        QCOMPARE(*machine->levels[1].capacity_words, 1024);
        QCOMPARE(*machine->levels[1].write_wordsPerCycle, 2.0);
        QCOMPARE(machine->levels[2].word_bits, 16);
        QCOMPARE(*machine->levels[2].capacity_words, 32);
        // Its figures were given for that word, which a change of the chip's does not touch.
        const auto narrow = chip.instantiate({{"word_bits", 8, {}}});
        QVERIFY(narrow);
        QCOMPARE(narrow->levels[1].word_bits, 32);
        QCOMPARE(narrow->levels[1].energy.fill_J, 2e-12);
        QCOMPARE(*narrow->levels[2].capacity_words, 64);
    }

    void anyHierarchy_canBeWritten()
    {
        Rng rng(8);
        for (int round = 0; round < 200; ++round) {
            const Hierarchy hierarchy = randomHierarchy(2 + rng.below(5), rng);
            const auto read = SpatialTemplate::fromJson(hierarchy.document, "m.json");
            QVERIFY2(read, read ? "" : (read.error().text() + hierarchy.document.dump()).c_str());
            const SpatialArchitecture machine = read->instantiate({}).value();
            QCOMPARE(machine.levels.size() + 1, hierarchy.meshes.size());
            QVERIFY((hierarchy.meshes.back() == Mesh{machine.macMeshX, machine.macMeshY}));
            for (std::size_t l = 1; l < machine.levels.size(); ++l) {
                const MemoryLevel& level = machine.levels[l];
                const json& said = hierarchy.document["levels"][l];
                QVERIFY((hierarchy.meshes[l] == Mesh{level.meshX, level.meshY}));
                const std::int64_t word_bits = said.value("word_bits", std::int64_t{16});
                QCOMPARE(*level.capacity_words, said["size_bytes"].get<std::int64_t>() * 8 / word_bits);
                QCOMPARE(level.block_words, said["block_words"].get<std::int64_t>());
                QCOMPARE(level.multipleBuffering, said["multiple_buffering"].get<std::int64_t>());
                QCOMPARE(level.read_wordsPerCycle.value_or(0.0) * static_cast<double>(word_bits) / 8.0,
                         said.value("bandwidth_bytes_per_cycle", 0.0));
                QVERIFY(level.energy.read_J > 0.0);
                if (said.contains("energy_pj"))
                    QCOMPARE(level.energy.update_J, 3e-12);
                QCOMPARE(level.residency.size(), said.value("keeps", json::array()).size()
                                                     + said.value("bypasses", json::array()).size());
            }
        }
    }

    void settingsThatMakeNoSense_areRefused_data()
    {
        QTest::addColumn<QString>("attribute");
        QTest::addColumn<double>("number");
        QTest::addColumn<QString>("word");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* attribute, double number, const char* sentence,
                            const char* word = "") {
            QTest::addRow("%s = %g%s", attribute, number, word) << attribute << number << word << sentence;
        };
        const double none = std::nan("");
        row("global_buffer.size_bytes", none, "global_buffer.size_bytes is nan; a whole number from 1");
        row("global_buffer.size_bytes", 1e18, "global_buffer.size_bytes is 1e+18; a whole number from 1 to");
        row("global_buffer.size_bytes", HUGE_VAL, "a whole number from 1");
        row("global_buffer.size_bytes", -5, "global_buffer.size_bytes is -5");
        row("global_buffer.size_bytes", 0, "a whole number from 1");
        row("global_buffer.size_bytes", 1024.5, "1024.5; a whole number");
        row("global_buffer.size_bytes", 1, "global_buffer holds no word of 16 bits");
        row("global_buffer.size_bytes", 6, "less than one block of 4");
        row("global_buffer.size_bytes", 0, "\"large\"; a whole number", "large");
        row("global_buffer.bandwidth_bytes_per_cycle", -1, "a number above 0");
        row("global_buffer.bandwidth_bytes_per_cycle", 0, "a number above 0");
        row("DRAM.bandwidth_bytes_per_cycle", none, "DRAM.bandwidth_bytes_per_cycle is nan");
        row("DRAM.size_bytes", 1024, "\"DRAM.size_bytes\" is no attribute of Eyeriss class");
        row("global_buffer", 1024, "is no attribute");
        row("", 1, "is no attribute");
        row("psum_spad.block_words", 1e9, "from 1 to 65536");
        row("pe_array.columns", 0, "pe_array.columns is 0; a whole number from 1 to 65536");
        row("pe_array.rows", 65'537, "from 1 to 65536");
        row("pe_array.columns", 3.5, "3.5; a whole number");
        row("clock_hz", 0, "clock_hz is 0; a number from 1");
        row("clock_hz", HUGE_VAL, "clock_hz is inf");
        row("word_bits", 129, "from 1 to 128");
        row("dataflow", 0, "one of any, row_stationary", "fastest");
        row("dataflow", 3, "one of any, row_stationary");
    }
    void settingsThatMakeNoSense_areRefused()
    {
        QFETCH(QString, attribute);
        QFETCH(double, number);
        QFETCH(QString, word);
        QFETCH(QString, sentence);
        const auto machine = eyeriss().instantiate({{attribute.toStdString(), number, word.toStdString()}});
        QVERIFY(!machine);
        QVERIFY2(refusal(machine).contains(sentence), qPrintable(refusal(machine)));
    }

    void arraysTooLargeTogether_areRefused()
    {
        const auto machine = eyeriss().instantiate(
            {{"pe_array.columns", 65'536.0, {}}, {"pe_array.rows", 65'536.0, {}}});
        QVERIFY2(refusal(machine).contains("65536x65536 MACs; at most"), qPrintable(refusal(machine)));
    }

    void aTemplateOfNothing_isNoMachine()
    {
        const SpatialTemplate nothing;
        QVERIFY(!nothing.instantiate({}));
        QVERIFY(!nothing.instantiate({{"pe_array.rows", 2.0, {}}}));
    }

    void mistakes_areNamedWithPlaceAndRemedy_data();
    void mistakes_areNamedWithPlaceAndRemedy();

    void numbersThatAreNone_areRefused()
    {
        for (const char* key : {"clock_hz", "node_nm", "voltage_v", "word_bits"}) {
            json document = smallMachine();
            document[key] = std::nan("");
            const auto machine = SpatialTemplate::fromJson(document, "m.json");
            QVERIFY2(!machine && machine.error().where == "m.json#/" + std::string(key), key);
        }
        QVERIFY(!SpatialTemplate::fromJson(json::array(), "m.json"));
        QCOMPARE(SpatialTemplate::read(kMachines / "none.json").error().code, ErrorCode::NotFound);
    }

    void writtenAndReadAgain_isTheSameMachine()
    {
        for (const std::filesystem::path& file : spatialMachines()) {
            const auto machine = SpatialTemplate::read(file);
            QVERIFY(machine);
            // Nowhere near the technology file: the document must need no other.
            const auto again = SpatialTemplate::fromJson(json::parse(machine->toJson().dump()), "elsewhere");
            QVERIFY2(again, again ? "" : again.error().text().c_str());
            QCOMPARE(again->attributes(), machine->attributes());
            const std::vector<SpatialTemplate::Setting> settings{{"pe_array.rows", 6.0, {}}};
            QVERIFY(differences(*machine->instantiate({}), *again->instantiate({})).isEmpty());
            QVERIFY(differences(*machine->instantiate(settings), *again->instantiate(settings)).isEmpty());
        }
    }

    void validate_findsWhatNoFileCouldSay_data();
    void validate_findsWhatNoFileCouldSay();
};

void TestSpatialTemplate::mistakes_areNamedWithPlaceAndRemedy_data()
{
    QTest::addColumn<QString>("pointer");
    QTest::addColumn<QString>("value"); ///< "" removes what stands there
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* name, const char* pointer, const char* value, const char* sentence) {
        QTest::newRow(name) << pointer << value << sentence;
    };
    row("other format", "/format", R"("paretoscope-technology")", "paretoscope-spatial-architecture");
    row("no name", "/name", "", "name: is missing");
    row("unknown key", "/colour", "1", "colour");
    row("unknown key in a level", "/levels/1/size_byte", "1", "size_byte");
    row("size of DRAM", "/levels/0/size_bytes", "1024", "size_bytes");
    row("zero columns", "/pe_array/columns", "0", "a whole number from 1 to 65536");
    row("half a row", "/pe_array/rows", "1.5", "a whole number from 1 to 65536");
    row("no array", "/pe_array", "", "pe_array: is missing");
    row("1-byte buffer", "/levels/1/size_bytes", "1", "buffer holds no word of 16 bits");
    row("smaller than a block", "/levels/1/block_words", "4096", "less than one block of 4096");
    row("divided to nothing", "/levels/2",
        R"({"name": "r", "kind": "sram", "size_bytes": 4, "multiple_buffering": 4})", "holds no word");
    row("1e18 bytes", "/levels/1/size_bytes", "1000000000000000000", "from 1 to 1099511627776");
    row("1e30 bytes", "/levels/1/size_bytes", "1e30", "from 1 to 1099511627776");
    row("negative bandwidth", "/levels/1/bandwidth_bytes_per_cycle", "-8",
        "bandwidth_bytes_per_cycle: is -8");
    row("no bandwidth at all", "/levels/1/bandwidth_bytes_per_cycle", "0", "bandwidth_bytes_per_cycle: is 0");
    row("same name twice", "/levels/2/name", R"("buffer")", "as a level before it");
    row("name with a dot", "/levels/1/name", R"("a.b")", "letters, digits and _");
    row("name of the array", "/levels/1/name", R"("pe_array")", "not \"pe_array\"");
    row("empty name", "/levels/1/name", R"("")", "letters, digits and _");
    row("no DRAM", "/levels/0/kind", R"("sram")", "levels/0");
    row("two DRAMs", "/levels/1", R"({"name": "D2", "kind": "dram"})", "only the first level");
    row("no levels", "/levels", "[]", "is a list of 0; 1 to 16");
    row("unknown kind", "/levels/1/kind", R"("flash")", "\"dram\", \"sram\" or \"register_file\"");
    row("unknown place", "/levels/2/inside", R"("chip")", "\"pe_array\", \"pe_columns\" or \"pe_rows\"");
    row("unknown tensor", "/levels/1/keeps", R"(["weight"])", "names \"weight\"");
    row("kept and bypassed", "/levels/1", R"({"name": "b", "kind": "sram", "size_bytes": 64,
        "keeps": ["inputs"], "bypasses": ["inputs"]})",
        "names \"inputs\" a second time");
    row("bypassed DRAM", "/levels/0/bypasses", R"(["inputs"])", "bypasses");
    row("negative energy", "/levels/1/energy_pj/fill", "-1", "energy_pj/fill: is -1");
    row("half an energy", "/levels/1/energy_pj/update", "", "energy_pj/update: is missing");
    row("negative area", "/levels/1/area_mm2", "-1", "area_mm2: is -1");
    row("meshes that do not divide", "/levels/1", R"({"name": "b", "kind": "sram", "size_bytes": 64,
        "inside": "pe_array", "instances_per_pe": {"columns": 2}})",
        "which does not divide the 4x2");
    row("too many MACs", "/mac", R"({"instances_per_pe": {"columns": 65536}})", "from 1 to 1024");
    row("wide MAC", "/mac", R"({"bits": 256})", "from 1 to 128");
    row("word of nothing", "/word_bits", "0", "from 1 to 128");
    row("clock of nothing", "/clock_hz", "0", "clock_hz");
    row("unknown dataflow", "/dataflow", R"("row")", "\"any\", \"row_stationary\"");
    row("node below the rules", "/node_nm", "7", "from 22 to 1000");
    row("no technology", "/technology", "", "technology: is missing; a technology file or its content");
    row("technology as number", "/technology", "45", "is 45; a technology file or its content");
    row("unknown technology file", "/technology", R"("nowhere.json")", "nowhere.json, which is no use");
    row("technology in pieces", "/technology", R"({"format": "paretoscope-technology"})", "#/technology");
}

void TestSpatialTemplate::mistakes_areNamedWithPlaceAndRemedy()
{
    QFETCH(QString, pointer);
    QFETCH(QString, value);
    QFETCH(QString, sentence);
    json document = smallMachine();
    const json::json_pointer place(pointer.toStdString());
    if (value.isEmpty())
        document.at(place.parent_pointer()).erase(place.back());
    else
        document[place] = json::parse(value.toStdString());
    const auto machine = SpatialTemplate::fromJson(document, "m.json");
    QVERIFY(!machine);
    QVERIFY2(machine.error().where.find("m.json") != std::string::npos, machine.error().where.c_str());
    const QString text = QString::fromStdString(machine.error().text());
    QVERIFY2(text.contains(sentence), qPrintable(text));
}

using Spoil = void (*)(SpatialArchitecture&);

void TestSpatialTemplate::validate_findsWhatNoFileCouldSay_data()
{
    QTest::addColumn<Spoil>("spoil");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* name, Spoil spoil, const char* sentence) {
        QTest::newRow(name) << spoil << sentence;
    };
    row(
        "no levels", [](SpatialArchitecture& m) { m.levels.clear(); }, "has no memory level");
    row(
        "mesh zero", [](SpatialArchitecture& m) { m.levels[1].meshX = 0; }, "has a mesh of 0x1");
    row(
        "negative mesh", [](SpatialArchitecture& m) { m.levels[2].meshY = -12; }, "has a mesh of 14x-12");
    row(
        "no MACs", [](SpatialArchitecture& m) { m.macMeshX = 0; }, "has 0x12 MACs");
    row(
        "MAC of no bits", [](SpatialArchitecture& m) { m.mac_bits = 0; }, "MACs of 0 bits");
    row(
        "MACs off the mesh", [](SpatialArchitecture& m) { m.macMeshY = 13; },
        "psum_spad has a mesh of 14x12, which does not divide the 14x13 of the MACs");
    row(
        "levels off the mesh", [](SpatialArchitecture& m) { m.levels[1].meshX = 4; },
        "global_buffer has a mesh of 4x1, which does not divide the 14x12 of input_spad");
    row(
        "no word", [](SpatialArchitecture& m) { m.levels[1].capacity_words = 0; }, "holds no word");
    row(
        "no clock", [](SpatialArchitecture& m) { m.clock_Hz = std::nan(""); }, "a clock that is not");
    row(
        "bandwidth", [](SpatialArchitecture& m) { m.levels[1].read_wordsPerCycle = -1.0; }, "a bandwidth");
    row(
        "energy", [](SpatialArchitecture& m) { m.levels[1].energy.fill_J = std::nan(""); }, "an energy");
    row(
        "MAC energy", [](SpatialArchitecture& m) { m.macEnergy_J = -1.0; }, "a MAC whose energy");
    row(
        "block", [](SpatialArchitecture& m) { m.levels[1].block_words = 0; }, "below 1");
}

void TestSpatialTemplate::validate_findsWhatNoFileCouldSay()
{
    QFETCH(Spoil, spoil);
    QFETCH(QString, sentence);
    SpatialArchitecture machine = eyeriss().instantiate({}).value();
    QVERIFY(machine.validate());
    spoil(machine);
    const Status status = machine.validate();
    QVERIFY(!status);
    const QString text = QString::fromStdString(status.error().what);
    QVERIFY2(text.contains(sentence), qPrintable(text));
}

QTEST_APPLESS_MAIN(TestSpatialTemplate)
#include "tst_spatial_template.moc"
