// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema_walker.h"

#include "core/base/json_reader.h"
#include "core/hardware/crossbar_components.h"
#include "core/hardware/published_figures.h"
#include "core/hardware/technology.h"

#include <QtTest>

#include <cmath>

using namespace paretoscope;
using namespace paretoscope::hardware;
using nlohmann::json;

namespace {

const std::filesystem::path kResources = PARETOSCOPE_RESOURCE_DIR;

PublishedTable table(const std::string& name)
{
    return readFigures(kResources / "technology" / "tables" / (name + ".json")).value();
}

Technology technology(const std::string& name)
{
    return readTechnology(kResources / "technology" / (name + ".json")).value();
}

double relative(double a, double b)
{
    return std::abs(a - b) / std::abs(b);
}

json smallTable()
{
    return json::parse(R"({"format": "paretoscope-figures", "version": 1, "name": "n", "description": "d",
        "source": "s", "confidence": "A", "figures": [
          {"subject": "adder", "quantity": "energy", "value": 1.5, "unit": "pJ"},
          {"subject": "adder", "quantity": "area", "value": 36, "unit": "um2", "source": "t",
           "confidence": "B"}]})");
}

} // namespace

class TestPublishedFigures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyShippedTable_isReadAndFollowsItsSchema()
    {
        SchemaWalker schema(readJsonFile(kResources / "schemas" / "figures.schema.json").value());
        std::size_t figures = 0;
        for (const auto& entry : std::filesystem::directory_iterator(kResources / "technology" / "tables")) {
            const std::string problem = schema.violation(readJsonFile(entry.path()).value());
            QVERIFY2(problem.empty(), problem.c_str());
            const Result<PublishedTable> read = readFigures(entry.path());
            QVERIFY2(read, read ? "" : read.error().text().c_str());
            for (const PublishedFigure& figure : read->figures) {
                QVERIFY(!figure.unit.empty() && !figure.source.empty());
                QVERIFY(figure.confidence >= 'A' && figure.confidence <= 'C');
            }
            figures += read->figures.size();
        }
        QVERIFY(figures > 150);
        QVERIFY(schema.undescribedKeys().empty());
    }

    void componentsOfCrossbars_areThoseOfTheirTables()
    {
        const auto same = [](double ours, const PublishedTable& from, const char* subject,
                             const char* quantity, double unit) {
            const double theirs = from.value(subject, quantity).value() * unit;
            return std::abs(ours - theirs) <= 1e-9 * std::abs(theirs);
        };
        const PublishedTable pumas = table("crossbar_puma");
        for (const int size : {32, 64, 128, 256}) {
            const std::string name = "array register " + std::to_string(size);
            const puma::ArrayRegister figures = puma::arrayRegister(size);
            QVERIFY(same(figures.read_J, pumas, name.c_str(), "read power", 1e-12));
            QVERIFY(same(figures.write_J, pumas, name.c_str(), "write power", 1e-12));
            QVERIFY(same(figures.leakage_W, pumas, name.c_str(), "leakage", 1e-3));
            QVERIFY(same(figures.area_mm2, pumas, name.c_str(), "area", 1.0));
        }
        for (const int size : {256, 512, 1024, 2048}) {
            const std::string name = "register file " + std::to_string(size) + " B";
            QVERIFY(same(puma::registerFile(size).dynamic_W, pumas, name.c_str(), "power", 1e-3));
            QVERIFY(same(puma::registerFile(size).area_mm2, pumas, name.c_str(), "area", 1.0));
        }
        QVERIFY(same(puma::kArrayRead_J, pumas, "array read, any size", "power", 100e-12));
        QVERIFY(same(puma::kAdcPerBit_W, pumas, "ADC, each bit", "power", 1e-3));
        QVERIFY(same(puma::edram(128.0).dynamic_W, pumas, "eDRAM 128 KB", "power", 1e-3));
        QVERIFY(same(puma::kRouter.area_mm2, pumas, "router, 4 ports", "area", 1.0));
        const PublishedTable isaacs = table("crossbar_isaac");
        QVERIFY(same(isaac::kAdcs.dynamic_W, isaacs, "8 ADCs of 8 bits", "power", 1e-3));
        QVERIFY(same(isaac::kTileArithmetic.area_mm2, isaacs, "tile arithmetic and output register", "area",
                     1.0));
        const PublishedTable mnsims = table("crossbar_mnsim");
        for (int choice = 1; choice <= 8; ++choice) {
            const std::string name = "ADC " + std::to_string(choice);
            QVERIFY(same(mnsim::adc(choice)->power_W, mnsims, name.c_str(), "power", 1e-3));
            QVERIFY(same(mnsim::adc(choice)->rate_Hz, mnsims, name.c_str(), "rate", 1e6));
            QVERIFY(same(mnsim::adc(choice)->area_um2, mnsims, name.c_str(), "area", 1.0));
        }
        QVERIFY(!mnsim::adc(0) && !mnsim::adc(9) && !mnsim::dac(8));
        QVERIFY(same(mnsim::dac(6)->area_um2, mnsims, "DAC 6", "area", 1.0));
    }

    void ownSourceAndMark_winOverTheTables()
    {
        const PublishedTable read = figuresFromJson(smallTable(), "file").value();
        QCOMPARE(read.figures[0].source, std::string("s"));
        QCOMPARE(read.figures[0].confidence, 'A');
        QCOMPARE(read.figures[1].source, std::string("t"));
        QCOMPARE(read.figures[1].confidence, 'B');
        QCOMPARE(read.value("adder", "area").value(), 36.0);
        QVERIFY(read.value("adder", "delay").error().what.find("delay of adder") != std::string::npos);
    }

    void malformedTables_areRefusedWithTheirPlace_data()
    {
        QTest::addColumn<QString>("patch");
        QTest::addColumn<QString>("named");
        const auto row = [](const char* name, const char* patch, const char* named) {
            QTest::newRow(name) << patch << named;
        };
        row("unit", R"([{"op": "replace", "path": "/figures/0/unit", "value": "furlong"}])",
            "figures/0/unit");
        row("no unit", R"([{"op": "remove", "path": "/figures/0/unit"}])", "figures/0/unit");
        row("value", R"([{"op": "replace", "path": "/figures/1/value", "value": "many"}])",
            "figures/1/value");
        row("mark", R"([{"op": "replace", "path": "/figures/1/confidence", "value": "D"}])", "confidence");
        row("no source", R"([{"op": "remove", "path": "/source"}])", "figures/0/source");
        row("no mark", R"([{"op": "remove", "path": "/confidence"}])", "figures/0/confidence");
        row("empty source", R"([{"op": "replace", "path": "/source", "value": ""}])", "source");
        row("twice", R"([{"op": "replace", "path": "/figures/1/quantity", "value": "energy"}])", "figures/1");
        row("unknown key", R"([{"op": "add", "path": "/figures/1/colour", "value": 1}])", "colour");
        row("format", R"([{"op": "replace", "path": "/format", "value": "other"}])", "format");
    }
    void malformedTables_areRefusedWithTheirPlace()
    {
        QFETCH(QString, patch);
        QFETCH(QString, named);
        const auto read = figuresFromJson(smallTable().patch(json::parse(patch.toStdString())), "file");
        QVERIFY(!read);
        const std::string text = read.error().text();
        QVERIFY2(QString::fromStdString(text).contains(named), text.c_str());
    }

    void smallMemoriesAt45nm_areTheCactiRows_data()
    {
        QTest::addColumn<QString>("size");
        QTest::addColumn<double>("bytes");
        QTest::newRow("128 B") << "128 B" << 128.0;
        QTest::newRow("512 B") << "512 B" << 512.0;
        QTest::newRow("1 KiB") << "1 KiB" << 1024.0;
        QTest::newRow("2 KiB") << "2 KiB" << 2048.0;
        QTest::newRow("4 KiB") << "4 KiB" << 4096.0;
    }
    void smallMemoriesAt45nm_areTheCactiRows()
    {
        QFETCH(QString, size);
        QFETCH(double, bytes);
        const std::string subject = "CACTI " + size.toStdString();
        const PublishedTable memories = table("memories");
        const MemoryFigures ours = technology("45nm").memory(bytes, 32.0);
        QVERIFY(relative(ours.read_J * 1e12, memories.value(subject, "read energy").value()) < 1e-9);
        QVERIFY(relative(ours.write_J * 1e12, memories.value(subject, "write energy").value()) < 1e-9);
        QVERIFY(relative(ours.area_mm2, memories.value(subject, "area").value()) < 1e-9);
    }

    void largeMemoriesAt45nm_followHorowitz()
    {
        const Technology ours = technology("45nm");
        const PublishedTable memories = table("memories");
        const std::pair<const char*, double> sizes[] = {
            {"Horowitz 8 KiB", 8.0}, {"Horowitz 32 KiB", 32.0}, {"Horowitz 1 MiB", 1024.0}};
        for (const auto& [subject, size_KiB] : sizes) {
            const double read_pJ = ours.memory(size_KiB * 1024.0, 64.0).read_J * 1e12;
            QVERIFY(relative(read_pJ, memories.value(subject, "access energy").value()) < 1e-9);
        }
        // Between and beyond them, the power law through the three points.
        for (const double size_KiB : {16.0, 64.0, 256.0, 2048.0}) {
            const double law_pJ = 10.0 * std::pow(size_KiB / 8.0, 0.48);
            QVERIFY(relative(ours.memory(size_KiB * 1024.0, 64.0).read_J * 1e12, law_pJ) < 0.05);
        }
    }

    void macsAt45nm_areTheSynthesisedOnes()
    {
        const Technology ours = technology("45nm");
        const PublishedTable arrays = table("mac_arrays");
        for (const int bits : {2, 4, 8, 16}) {
            const std::string name = std::to_string(bits) + " bit ";
            QVERIFY(relative(ours.macEnergy_J(bits) * 1e12, arrays.value(name + "MAC", "energy").value())
                    < 1e-9);
            // The largest array's share of a unit.
            const double unit_mm2 = arrays.value(name + "16x1", "area").value() / 16.0 * 1e-6;
            QVERIFY(relative(ours.macArea_mm2(bits), unit_mm2) < 0.1);
        }
        // An 8-bit MAC costs what Horowitz's multiply and add do together.
        const PublishedTable arithmetic = table("arithmetic");
        const double sum_pJ = arithmetic.value("int8 multiply", "energy").value()
                              + arithmetic.value("int8 add", "energy").value();
        QVERIFY(relative(ours.macEnergy_J(8.0) * 1e12, sum_pJ) < 0.01);
    }

    void memoriesAt32nm_arePumas()
    {
        const Technology ours = technology("32nm");
        const PublishedTable memories = table("memories");
        for (const double size_KiB : {64.0, 128.0}) {
            const std::string subject = "PUMA " + std::to_string(static_cast<int>(size_KiB))
                                        + " KiB eDRAM, 256 bit";
            const MemoryFigures figures = ours.memory(size_KiB * 1024.0, 256.0);
            QVERIFY(relative(figures.read_J * 1e12, memories.value(subject, "access energy").value()) < 1e-9);
            QVERIFY(relative(figures.area_mm2, memories.value(subject, "area").value()) < 1e-9);
        }
        const std::string file = "PUMA 1 KiB register file, 16 bit";
        QVERIFY(
            relative(ours.memory(1024.0, 16.0).read_J * 1e12, memories.value(file, "access energy").value())
            < 1e-9);
    }

    void macsAt32nm_areTheScaledOnes()
    {
        const Technology scaled = technology("45nm").scaledTo(32.0, 0.9);
        const Technology ours = technology("32nm");
        for (const double bits : {4.0, 8.0, 16.0}) {
            QVERIFY(relative(ours.macEnergy_J(bits), scaled.macEnergy_J(bits)) < 1e-3);
            QVERIFY(relative(ours.macArea_mm2(bits), scaled.macArea_mm2(bits)) < 1e-3);
        }
    }

    void movementAt65nm_isOfThePublishedOrder()
    {
        const Technology ours = technology("45nm").scaledTo(65.0, 1.0);
        const PublishedTable movement = table("data_movement");
        const double mac_J = ours.macEnergy_J(16.0);
        // Within a factor of two each: other cells, another vendor's process.
        const double buffer = ours.memory(100.0 * 1024.0, 16.0).read_J / mac_J;
        const double dram = ours.dramEnergy_J(16.0) / mac_J;
        const double file = ours.memory(512.0, 16.0).read_J / mac_J;
        QVERIFY2(std::abs(std::log2(buffer / movement.value("global buffer", "energy").value())) < 1.0,
                 std::to_string(buffer).c_str());
        QVERIFY2(std::abs(std::log2(dram / movement.value("DRAM", "energy").value())) < 1.0,
                 std::to_string(dram).c_str());
        QVERIFY2(std::abs(std::log2(file / movement.value("local register file", "energy").value())) < 1.0,
                 std::to_string(file).c_str());
    }

    void chips_addUp()
    {
        const PublishedTable chips = table("chips");
        const auto of = [&](const char* chip, const char* what) { return chips.value(chip, what).value(); };
        const double pes = of("Eyeriss", "PE rows") * of("Eyeriss", "PE columns");
        QVERIFY(relative(pes * of("Eyeriss", "core clock") * 1e-3, of("Eyeriss", "peak rate at 200 MHz"))
                < 1e-3);
        QVERIFY(relative(of("Eyeriss", "global buffer")
                             + pes * of("Eyeriss", "weight scratchpad of a PE") / 1024.0,
                         of("Eyeriss", "on-chip SRAM"))
                < 1e-3);
        const double tpu_TOPS = 2.0 * of("TPU v1", "PE rows") * of("TPU v1", "PE columns")
                                * of("TPU v1", "clock") * 1e-6;
        QVERIFY(relative(tpu_TOPS, of("TPU v1", "peak")) < 0.01);
        const double eie_mW = of("EIE PE", "power: memory") + of("EIE PE", "power: clock network")
                              + of("EIE PE", "power: registers") + of("EIE PE", "power: logic");
        QVERIFY(relative(eie_mW, of("EIE PE", "power")) < 1e-3);
        QVERIFY(of("Gemmini", "area: array") + of("Gemmini", "area: scratchpad")
                    + of("Gemmini", "area: accumulator") + of("Gemmini", "area: host core")
                < of("Gemmini", "area"));
    }
};

QTEST_APPLESS_MAIN(TestPublishedFigures)
#include "tst_published_figures.moc"
