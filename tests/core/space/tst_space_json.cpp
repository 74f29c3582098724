// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/space_json.h"

#include <QtTest>

using namespace paretoscope;
using namespace paretoscope::space;
using nlohmann::json;

class TestSpaceJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyKind_isRead()
    {
        const json document = json::parse(R"({
          "parameters": [
            {"name": "pe_columns", "label": "PE columns", "kind": "integer", "min": 4, "max": 32, "step": 2,
             "unit": "", "sets": "array.columns"},
            {"name": "frequency", "kind": "real", "min": 1e8, "max": 1e9, "scale": "log", "unit": "Hz"},
            {"name": "buffer", "kind": "ordinal", "values": [1024, 2048], "unit": "B"},
            {"name": "dataflow", "kind": "categorical", "values": ["any", "fixed"]},
            {"name": "tile", "kind": "factorization", "n": 64, "factors": 3,
             "condition": {"parent": "dataflow", "values": ["any"]}},
            {"name": "order", "kind": "permutation", "items": ["R", "S"],
             "condition": {"parent": "pe_columns", "values": [4, 6]}}],
          "input_constraints": [{"name": "fits", "expression": "pe_columns*buffer <= 65536"}]})");
        JsonReader reader(document, "s.json");
        const auto description = spaceFromJson(reader);
        QVERIFY2(description, description ? "" : description.error().text().c_str());
        QVERIFY(reader.finish());
        QCOMPARE(description->space.size(), 6U);
        QCOMPARE(description->space.parameter(0).label(), std::string("PE columns"));
        QVERIFY(description->space.parameter(1).axisExtent().logarithmic);
        QCOMPARE(description->sets, (std::map<std::string, std::string>{{"pe_columns", "array.columns"}}));
        QCOMPARE(description->space.constraints().size(), 1U);
        QVERIFY(description->space.parameter(4).condition().has_value());
    }

    void mistakes_areNamedWithTheirPlace_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("where");
        QTest::addColumn<QString>("what");
        const auto one = [](const char* parameter, const char* constraints = "[]") {
            return QString(R"({"parameters": [%1], "input_constraints": %2})").arg(parameter, constraints);
        };
        const char* a = R"({"name": "a", "kind": "integer", "min": 1, "max": 9})";
        QTest::newRow("no parameters") << "{}"
                                       << "s.json#/parameters"
                                       << "missing";
        QTest::newRow("empty") << R"({"parameters": []})"
                               << "s.json#/parameters"
                               << "1 to 200";
        QTest::newRow("not a list") << R"({"parameters": 3})"
                                    << "s.json#/parameters"
                                    << "list";
        QTest::newRow("not objects") << one("3") << "s.json#/parameters/0"
                                     << "object";
        QTest::newRow("kind") << one(R"({"name": "a", "kind": "int"})") << "s.json#/parameters/0/kind"
                              << "\"integer\"";
        QTest::newRow("missing max") << one(R"({"name": "a", "kind": "integer", "min": 1})")
                                     << "s.json#/parameters/0/max"
                                     << "missing";
        QTest::newRow("empty range") << one(R"({"name": "a", "kind": "integer", "min": 9, "max": 1})")
                                     << "s.json#/parameters/0"
                                     << "empty";
        QTest::newRow("bad name") << one(R"({"name": "A b", "kind": "integer", "min": 1, "max": 9})")
                                  << "s.json#/parameters/0"
                                  << "lower-case";
        QTest::newRow("unsorted") << one(R"({"name": "a", "kind": "ordinal", "values": [2, 1]})")
                                  << "s.json#/parameters/0"
                                  << "increase";
        QTest::newRow("typed wrongly")
            << one(R"({"name": "a", "kind": "categorical", "values": [1]})") << "s.json#/parameters/0/values"
            << "text";
        QTest::newRow("condition") << one(R"({"name": "a", "kind": "integer", "min": 1, "max": 9,
                                             "condition": {"parent": "b", "values": ["1"]}})")
                                   << "s.json#/parameters"
                                   << "no parameter";
        QTest::newRow("condition values") << one(R"({"name": "a", "kind": "integer", "min": 1, "max": 9,
                                                    "condition": {"parent": "b", "values": [[]]}})")
                                          << "s.json#/parameters/0/condition/values"
                                          << "texts and numbers";
        QTest::newRow("constraint syntax")
            << one(a, R"([{"name": "c", "expression": "a <"}])") << "s.json#/input_constraints/0/expression"
            << "at character";
        QTest::newRow("constraint twice")
            << one(a, R"([{"name": "c", "expression": "a < 3"}, {"name": "c", "expression": "a < 2"}])")
            << "s.json#/input_constraints/1/name"
            << "twice";
        QTest::newRow("impossible") << one(a, R"([{"name": "c", "expression": "a > 9"}])")
                                    << "s.json#/input_constraints"
                                    << "no design";
    }
    void mistakes_areNamedWithTheirPlace()
    {
        QFETCH(QString, text);
        QFETCH(QString, where);
        QFETCH(QString, what);
        const json document = json::parse(text.toStdString());
        JsonReader reader(document, "s.json");
        const auto description = spaceFromJson(reader);
        QVERIFY(!description);
        QCOMPARE(QString::fromStdString(description.error().where), where);
        QVERIFY2(QString::fromStdString(description.error().what).contains(what),
                 description.error().what.c_str());
    }

    void unknownKey_isLeftForTheOuterReaderToReport()
    {
        const json document = json::parse(
            R"({"parameters": [{"name": "a", "kind": "integer", "min": 1, "max": 9, "stepp": 2}]})");
        JsonReader reader(document, "s.json");
        QVERIFY(spaceFromJson(reader));
        const Status status = reader.finish();
        QVERIFY(!status);
        QCOMPARE(status.error().where, std::string("s.json#/parameters/0/stepp"));
    }

    void rareDesign_isFoundByTryingThemAll()
    {
        const json document = json::parse(R"({
          "parameters": [{"name": "a", "kind": "integer", "min": 1, "max": 400},
                         {"name": "b", "kind": "integer", "min": 1, "max": 400}],
          "input_constraints": [{"name": "c", "expression": "a == 399 && b == 400"}]})");
        JsonReader reader(document, "s.json");
        QVERIFY(spaceFromJson(reader));
    }
};

QTEST_APPLESS_MAIN(TestSpaceJson)
#include "tst_space_json.moc"
