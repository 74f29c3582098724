// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_reader.h"
#include "core/hardware/crossbar_array.h"

#include <QTest>

#include <cmath>

using namespace paretoscope;
using namespace paretoscope::hardware;
using nlohmann::json;

namespace {

std::filesystem::path preset(const std::string& name)
{
    return std::filesystem::path(PARETOSCOPE_RESOURCE_DIR) / "hardware" / (name + "_crossbar.json");
}

} // namespace

class TestCrossbarArray : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void presets_areReadAndDerived();
    void everyAttribute_canBeSet();
    void nonsense_isRefusedWithItsAttribute();
    void misspeltKey_isRefused();
    void smallerNode_shrinksAreaByItsSquare();
    void writtenDocument_readsBackEqual();
};

void TestCrossbarArray::presets_areReadAndDerived()
{
    for (const char* name : {"puma", "isaac", "mnsim"}) {
        const auto machine = CrossbarTemplate::read(preset(name));
        QVERIFY2(machine.hasValue(), name);
        const auto array = machine->instantiate({});
        QVERIFY2(array.hasValue(), name);
        QVERIFY(array->figures.arrayRead_J > 0.0 && array->figures.conversion_s > 0.0);
        QVERIFY(array->tileArea_mm2() > array->coreArea_mm2());
    }
    const auto isaac = CrossbarTemplate::read(preset("isaac"))->instantiate({});
    QVERIFY(std::abs(isaac->tileArea_mm2() - 0.372) < 0.004);
    QVERIFY(std::abs(isaac->figures.conversion_J - 1.5625e-12) < 1e-18);
}

void TestCrossbarArray::everyAttribute_canBeSet()
{
    const auto machine = CrossbarTemplate::read(preset("mnsim"));
    for (const std::string& attribute : CrossbarTemplate::attributes()) {
        const double value = attribute == "tile.buffer_bytes"       ? 65536.0
                             : attribute == "device.sigma_relative" ? 0.5
                             : attribute == "node_nm"               ? 45.0
                                                                    : 8.0;
        QVERIFY2(machine->instantiate({{attribute, value, {}}}).hasValue(), attribute.c_str());
    }
    const auto square = machine->instantiate({{"array.side", 64, {}}});
    QCOMPARE(square->rows, std::int64_t{64});
    QCOMPARE(square->columns, std::int64_t{64});
    QCOMPARE(square->adcsPerArray, std::int64_t{64}); // no more than columns
}

void TestCrossbarArray::nonsense_isRefusedWithItsAttribute()
{
    const auto machine = CrossbarTemplate::read(preset("isaac"));
    for (const CrossbarTemplate::Setting& setting :
         std::vector<CrossbarTemplate::Setting>{{"array.rows", 0, {}},
                                                {"array.rows", 12.5, {}},
                                                {"adc.bits", 99, {}},
                                                {"adc.bits", std::nan(""), {}},
                                                {"weight_bits", 8, "eight"},
                                                {"device.sigma_relative", -0.1, {}},
                                                {"array.colour", 1, {}}}) {
        const auto array = machine->instantiate({setting});
        QVERIFY(!array.hasValue());
        QVERIFY(array.error().what.find(setting.attribute) != std::string::npos);
    }
    // 16 bits in 1-bit cells need 16 neighbouring columns.
    QVERIFY(!machine->instantiate({{"array.columns", 8, {}}, {"array.cell_bits", 1, {}}}).hasValue());
}

void TestCrossbarArray::misspeltKey_isRefused()
{
    json document = readJsonFile(preset("puma")).value();
    document["adc"]["bit"] = 8;
    QVERIFY(!CrossbarTemplate::fromJson(document, "here").hasValue());
}

void TestCrossbarArray::smallerNode_shrinksAreaByItsSquare()
{
    const auto machine = CrossbarTemplate::read(preset("puma"));
    const auto large = machine->instantiate({{"node_nm", 32, {}}});
    const auto small = machine->instantiate({{"node_nm", 16, {}}});
    QVERIFY(std::abs(small->tileArea_mm2() / large->tileArea_mm2() - 0.25) < 1e-9);
    QVERIFY(std::abs(small->figures.conversion_J / large->figures.conversion_J - 0.5) < 1e-9);
}

void TestCrossbarArray::writtenDocument_readsBackEqual()
{
    const auto machine = CrossbarTemplate::read(preset("puma"));
    const auto again = CrossbarTemplate::fromJson(machine->toJson(), "again");
    QVERIFY(again.hasValue());
    QCOMPARE(again->instantiate({})->tileArea_mm2(), machine->instantiate({})->tileArea_mm2());
}

QTEST_APPLESS_MAIN(TestCrossbarArray)
#include "tst_crossbar_array.moc"
