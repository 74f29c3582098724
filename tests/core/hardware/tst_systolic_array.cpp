// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_reader.h"
#include "core/hardware/systolic_array.h"

#include <QtTest>

#include <cmath>

using namespace paretoscope;
using namespace paretoscope::hardware;
using nlohmann::json;

namespace {

const std::string kSample = std::string(PARETOSCOPE_RESOURCE_DIR) + "/hardware/systolic_45nm.json";

json sampleDocument()
{
    return readJsonFile(kSample).value();
}

} // namespace

class TestSystolicArray : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sample_readsAsWritten()
    {
        const auto machine = SystolicTemplate::read(kSample);
        QVERIFY2(machine, machine ? "" : machine.error().text().c_str());
        const auto array = machine->instantiate({});
        QVERIFY(array);
        QCOMPARE(array->rows, 32);
        QCOMPARE(array->columns, 32);
        QCOMPARE(array->inputs.size_bytes, 131072);
        QCOMPARE(array->word_bits, 8);
        QVERIFY(array->options.keepsPartialSums);
        QVERIFY(!array->options.readsBackPartialSums);
        QVERIFY(array->macEnergy_J > 0.0 && array->dramEnergy_J > array->inputs.read_J);
        QVERIFY(array->area_mm2() > 1024 * array->macArea_mm2);
    }

    void settings_changeWhatTheyName()
    {
        const auto machine = SystolicTemplate::read(kSample);
        const auto array = machine->instantiate({{"array.rows", 8, {}},
                                                 {"array.pods", 2, {}},
                                                 {"weight_sram.size_bytes", 4096, {}},
                                                 {"dram.bandwidth_bytes_per_cycle", 2.5, {}},
                                                 {"dataflow", 0, "input_stationary"}});
        QVERIFY(array);
        QCOMPARE(array->macs(), 8 * 32 * 2);
        QCOMPARE(array->weights.size_bytes, 4096);
        QVERIFY(array->weights.area_mm2 < array->inputs.area_mm2);
        QCOMPARE(*array->bandwidth_bytesPerCycle, 2.5);
        QCOMPARE(array->dataflow, SystolicDataflow::InputStationary);
    }

    void absurdSettings_areRefusedWithTheirName_data()
    {
        QTest::addColumn<QString>("attribute");
        QTest::addColumn<double>("number");
        QTest::addColumn<QString>("word");
        const double nan = std::nan("");
        QTest::newRow("NaN") << "array.rows" << nan << "";
        QTest::newRow("zero") << "array.columns" << 0.0 << "";
        QTest::newRow("half a row") << "array.rows" << 1.5 << "";
        QTest::newRow("huge memory") << "input_sram.size_bytes" << 1e18 << "";
        QTest::newRow("infinite bandwidth")
            << "dram.bandwidth_bytes_per_cycle" << std::numeric_limits<double>::infinity() << "";
        QTest::newRow("negative clock") << "clock_hz" << -1.0 << "";
        QTest::newRow("unknown dataflow") << "dataflow" << 0.0 << "row_stationary";
        QTest::newRow("word for a number") << "word_bits" << 8.0 << "eight";
        QTest::newRow("unknown attribute") << "array.depth" << 1.0 << "";
    }
    void absurdSettings_areRefusedWithTheirName()
    {
        QFETCH(QString, attribute);
        QFETCH(double, number);
        QFETCH(QString, word);
        const auto machine = SystolicTemplate::read(kSample);
        const auto array = machine->instantiate({{attribute.toStdString(), number, word.toStdString()}});
        QVERIFY(!array);
        QVERIFY2(array.error().what.find(attribute.toStdString()) != std::string::npos,
                 array.error().what.c_str());
    }

    void tooManyUnitsTogether_areRefused()
    {
        const auto machine = SystolicTemplate::read(kSample);
        QVERIFY(!machine->instantiate({{"array.rows", 65536, {}}, {"array.columns", 65536, {}}}));
        QVERIFY(!SystolicTemplate().instantiate({}));
    }

    void document_readsBackWithItsTechnology()
    {
        const auto machine = SystolicTemplate::read(kSample);
        const auto again = SystolicTemplate::fromJson(machine->toJson(), "session");
        QVERIFY2(again, again ? "" : again.error().text().c_str());
        QCOMPARE(again->instantiate({})->inputs.read_J, machine->instantiate({})->inputs.read_J);
        QCOMPARE(again->name(), machine->name());
    }

    void malformedDocuments_areRefusedWithTheirPlace_data()
    {
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QString>("value");
        QTest::newRow("format") << "/format"
                                << "\"paretoscope-spatial-architecture\"";
        QTest::newRow("no rows") << "/array/rows"
                                 << "0";
        QTest::newRow("half a byte") << "/input_sram/size_bytes"
                                     << "0.5";
        QTest::newRow("dataflow") << "/dataflow"
                                  << "\"any\"";
        QTest::newRow("misspelt option") << "/options/keep_psum"
                                         << "true";
        QTest::newRow("technology") << "/technology"
                                    << "7";
        QTest::newRow("missing technology file") << "/technology"
                                                 << "\"nowhere.json\"";
        QTest::newRow("node beyond the rule") << "/node_nm"
                                              << "3";
    }
    void malformedDocuments_areRefusedWithTheirPlace()
    {
        QFETCH(QString, pointer);
        QFETCH(QString, value);
        json document = sampleDocument();
        document[json::json_pointer(pointer.toStdString())] = json::parse(value.toStdString());
        const auto machine = SystolicTemplate::fromJson(document, kSample);
        QVERIFY(!machine);
        QVERIFY2(machine.error().where.find(pointer.toStdString()) != std::string::npos,
                 machine.error().text().c_str());
    }
};

QTEST_APPLESS_MAIN(TestSystolicArray)
#include "tst_systolic_array.moc"
