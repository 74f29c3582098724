// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_reader.h"
#include "core/hardware/technology.h"

#include <QtTest>

#include <cmath>

using namespace paretoscope;
using namespace paretoscope::hardware;
using nlohmann::json;

namespace {

const std::filesystem::path kTechnologies = std::filesystem::path(PARETOSCOPE_RESOURCE_DIR) / "technology";

Technology shipped()
{
    return readTechnology(kTechnologies / "45nm.json").value();
}

json shippedDocument()
{
    return readJsonFile(kTechnologies / "45nm.json").value();
}

bool close(double a, double b)
{
    return std::abs(a - b) <= 1e-12 * std::max(std::abs(a), std::abs(b));
}

} // namespace

class TestTechnology : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyShippedFile_isRead()
    {
        int files = 0;
        for (const auto& entry : std::filesystem::directory_iterator(kTechnologies)) {
            if (!entry.is_regular_file()) // tables of figures stand in a folder of their own
                continue;
            const auto technology = readTechnology(entry.path());
            QVERIFY2(technology, technology ? "" : technology.error().text().c_str());
            QVERIFY(!technology->name.empty() && !technology->source.empty());
            ++files;
        }
        QVERIFY(files >= 1);
    }

    void atItsOwnRows_theTableAnswersExactly()
    {
        const Technology technology = shipped();
        for (const Technology::SramRow& row : technology.sram) {
            const MemoryFigures figures = technology.memory(row.size_bytes, technology.sramPort_bits);
            QCOMPARE(figures.read_J, row.read_J);
            QCOMPARE(figures.write_J, row.write_J);
            QCOMPARE(figures.area_mm2, row.area_mm2);
            QCOMPARE(figures.leakage_W, row.leakage_W);
        }
        for (const Technology::MacRow& row : technology.macs) {
            QCOMPARE(technology.macEnergy_J(row.bits), row.energy_J);
            QCOMPARE(technology.macArea_mm2(row.bits), row.area_mm2);
        }
    }

    void betweenRows_theLineIsStraightOnLogLogPaper()
    {
        const Technology technology = shipped();
        for (std::size_t i = 1; i < technology.sram.size(); ++i) {
            const auto& a = technology.sram[i - 1];
            const auto& b = technology.sram[i];
            const MemoryFigures middle = technology.memory(std::sqrt(a.size_bytes * b.size_bytes),
                                                           technology.sramPort_bits);
            QVERIFY(close(middle.read_J, std::sqrt(a.read_J * b.read_J)));
            QVERIFY(close(middle.write_J, std::sqrt(a.write_J * b.write_J)));
            QVERIFY(close(middle.area_mm2, std::sqrt(a.area_mm2 * b.area_mm2)));
        }
    }

    void beyondTheLastRow_theLastSegmentGoesOn()
    {
        const Technology technology = shipped();
        const auto& a = technology.sram[technology.sram.size() - 2];
        const auto& b = technology.sram.back();
        // As far beyond the last row as the row before it is below, on log-log paper.
        const MemoryFigures beyond = technology.memory(b.size_bytes * b.size_bytes / a.size_bytes,
                                                       technology.sramPort_bits);
        QVERIFY(close(beyond.read_J, b.read_J * b.read_J / a.read_J));
        QVERIFY(close(beyond.area_mm2, b.area_mm2 * b.area_mm2 / a.area_mm2));
        const auto& m = technology.macs[technology.macs.size() - 2];
        const auto& n = technology.macs.back();
        QVERIFY(
            close(technology.macEnergy_J(n.bits * n.bits / m.bits), n.energy_J * n.energy_J / m.energy_J));
    }

    void largerMemories_neverCostLess()
    {
        const Technology technology = shipped();
        MemoryFigures before = technology.memory(16.0, 16.0);
        for (double size_bytes = 16.0; size_bytes <= 8.0 * 1024.0 * 1024.0; size_bytes *= 1.01) {
            const MemoryFigures figures = technology.memory(size_bytes, 16.0);
            QVERIFY2(figures.read_J >= before.read_J && figures.write_J >= before.write_J
                         && figures.area_mm2 >= before.area_mm2,
                     qPrintable(QString::number(size_bytes)));
            before = figures;
        }
        double energy_J = 0.0;
        for (double bits = 1.0; bits <= 64.0; bits += 1.0) {
            QVERIFY(technology.macEnergy_J(bits) > energy_J);
            energy_J = technology.macEnergy_J(bits);
        }
    }

    void belowTheSmallestMemory_figuresStay()
    {
        const Technology technology = shipped();
        const MemoryFigures smallest = technology.memory(kSmallestMemory_bytes, 32.0);
        QCOMPARE(technology.memory(1.0, 32.0).read_J, smallest.read_J);
        QCOMPARE(technology.memory(1.0, 32.0).area_mm2, smallest.area_mm2);
        QVERIFY(technology.memory(2.0 * kSmallestMemory_bytes, 32.0).read_J > smallest.read_J);
    }

    void energy_isProportionalToTheBitsOfAnAccessAndAreaIsNot()
    {
        const Technology technology = shipped();
        const MemoryFigures narrow = technology.memory(5'000.0, 16.0);
        const MemoryFigures wide = technology.memory(5'000.0, 128.0);
        QVERIFY(close(wide.read_J, 8.0 * narrow.read_J));
        QVERIFY(close(wide.write_J, 8.0 * narrow.write_J));
        QCOMPARE(wide.area_mm2, narrow.area_mm2);
        QCOMPARE(wide.leakage_W, narrow.leakage_W);
        QVERIFY(close(technology.dramEnergy_J(16.0), 16.0 * 20e-12));
    }

    // Section 4 of the tables: logic area (node/45)^2, SRAM area (node/45)^1.8, energy (node/45)(V/0.9)^2.
    void anotherNode_scalesByTheRules_data()
    {
        QTest::addColumn<double>("node_nm");
        QTest::addColumn<double>("voltage_V");
        QTest::newRow("65 nm") << 65.0 << 1.1;
        QTest::newRow("28 nm") << 28.0 << 0.9;
        QTest::newRow("22 nm") << 22.0 << 0.8;
        QTest::newRow("same") << 45.0 << 0.9;
    }
    void anotherNode_scalesByTheRules()
    {
        QFETCH(double, node_nm);
        QFETCH(double, voltage_V);
        const Technology before = shipped();
        const Technology after = before.scaledTo(node_nm, voltage_V);
        const double energy = node_nm / 45.0 * voltage_V * voltage_V / 0.81;
        QCOMPARE(after.node_nm, node_nm);
        QCOMPARE(after.voltage_V, voltage_V);
        for (std::size_t i = 0; i < before.sram.size(); ++i) {
            QCOMPARE(after.sram[i].size_bytes, before.sram[i].size_bytes);
            QVERIFY(close(after.sram[i].read_J, before.sram[i].read_J * energy));
            QVERIFY(close(after.sram[i].write_J, before.sram[i].write_J * energy));
            QVERIFY(close(after.sram[i].leakage_W, before.sram[i].leakage_W * energy));
            QVERIFY(close(after.sram[i].area_mm2, before.sram[i].area_mm2 * std::pow(node_nm / 45.0, 1.8)));
        }
        for (std::size_t i = 0; i < before.macs.size(); ++i) {
            QCOMPARE(after.macs[i].bits, before.macs[i].bits);
            QVERIFY(close(after.macs[i].energy_J, before.macs[i].energy_J * energy));
            QVERIFY(close(after.macs[i].area_mm2, before.macs[i].area_mm2 * node_nm * node_nm / 2025.0));
        }
        QCOMPARE(after.dramEnergy_JPerBit, before.dramEnergy_JPerBit);
    }

    void thereAndBack_isTheSame()
    {
        const Technology before = shipped();
        const Technology after = before.scaledTo(65.0, 1.0).scaledTo(45.0, 0.9);
        QVERIFY(close(after.memory(3'000.0, 16.0).read_J, before.memory(3'000.0, 16.0).read_J));
        QVERIFY(close(after.memory(3'000.0, 16.0).area_mm2, before.memory(3'000.0, 16.0).area_mm2));
        QVERIFY(close(after.macArea_mm2(16.0), before.macArea_mm2(16.0)));
    }

    void mistakes_areNamedWithPlaceAndRemedy_data()
    {
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QString>("value"); ///< "" removes what stands there
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* name, const char* pointer, const char* value, const char* sentence) {
            QTest::newRow(name) << pointer << value << sentence;
        };
        row("other format", "/format", R"("paretoscope-study")", "paretoscope-technology");
        row("newer version", "/version", "2", "version: is 2");
        row("no source", "/source", "", "source: is missing");
        row("unknown key", "/volts", "1", "volts");
        row("unknown key in a row", "/sram/rows/2/colour", "1", "colour");
        row("node below the rules", "/node_nm", "7", "from 22 to 1000");
        row("node as text", "/node_nm", R"("45")", "node_nm");
        row("no voltage", "/voltage_v", "", "voltage_v: is missing");
        row("leakage as number", "/leakage_counts", "1", "true or false");
        row("row without source", "/sram/rows/1/source", "", "/sram/rows/1/source: is missing");
        row("row without confidence", "/mac/rows/1/confidence", "", "/mac/rows/1/confidence: is missing");
        row("unknown confidence", "/dram/confidence", R"("D")", "\"A\", \"B\" or \"C\"");
        row("negative energy", "/sram/rows/0/read_pj", "-1", "a number above 0");
        row("no energy", "/mac/rows/0/energy_pj", "0", "a number above 0");
        row("no area", "/mac/rows/0/area_mm2", "null", "area_mm2");
        row("not increasing", "/sram/rows/3/size_bytes", "1024", "/sram/rows/3: is not above the row before");
        row("widths not increasing", "/mac/rows/1/bits", "1", "/mac/rows/1: is not above the row before");
        row("one row", "/sram/rows", "[]", "has 0 rows; a line needs at least two");
        row("rows as object", "/mac/rows", "{}", "a list of objects");
        row("no port", "/sram/port_bits", "0", "from 1 to 4096");
        row("no memories", "/sram", "", "sram: is missing");
        row("no DRAM", "/dram/energy_pj_per_bit", "", "energy_pj_per_bit: is missing");
    }
    void mistakes_areNamedWithPlaceAndRemedy()
    {
        QFETCH(QString, pointer);
        QFETCH(QString, value);
        QFETCH(QString, sentence);
        json document = shippedDocument();
        const json::json_pointer place(pointer.toStdString());
        if (value.isEmpty())
            document[place.parent_pointer()].erase(place.back());
        else
            document[place] = json::parse(value.toStdString());
        const auto technology = technologyFromJson(document, "t.json");
        QVERIFY(!technology);
        QCOMPARE(technology.error().code, ErrorCode::InvalidInput);
        QVERIFY(technology.error().where.starts_with("t.json"));
        const QString text = QString::fromStdString(technology.error().text());
        QVERIFY2(text.contains(sentence), qPrintable(text));
    }

    void numbersThatAreNone_areRefused()
    {
        for (const double value : {std::nan(""), HUGE_VAL, -HUGE_VAL}) {
            json document = shippedDocument();
            document["sram"]["rows"][0]["area_mm2"] = value;
            QVERIFY(!technologyFromJson(document, "t.json"));
        }
        QVERIFY(!technologyFromJson(json::array(), "t.json"));
        QVERIFY(!technologyFromJson(nullptr, "t.json"));
        QCOMPARE(readTechnology(kTechnologies / "none.json").error().code, ErrorCode::NotFound);
    }
};

QTEST_APPLESS_MAIN(TestTechnology)
#include "tst_technology.moc"
