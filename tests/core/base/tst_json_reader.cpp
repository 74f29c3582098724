// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_reader.h"

#include <QtTest>

using namespace paretoscope;
using nlohmann::json;

class TestJsonReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wellFormedObject_isRead()
    {
        const json document = json::parse(R"({"a": 1.5, "n": 3, "name": "x", "on": true, "list": [1, 2],
                                              "inner": {"b": 2}, "items": [{"c": 1}, {"c": 2}]})");
        JsonReader reader(document, "f.json");
        QCOMPARE(reader.number("a", kPositive), 1.5);
        QCOMPARE(reader.integer("n", 0, 10), 3);
        QCOMPARE(reader.string("name"), std::string("x"));
        QVERIFY(reader.boolean("on"));
        QCOMPARE(reader.numbers("list", kPositive), (std::vector<double>{1, 2}));
        JsonReader inner = reader.object("inner");
        QCOMPARE(inner.integer("b", 0, 10), 2);
        std::int64_t sum = 0;
        for (JsonReader& item : reader.objects("items"))
            sum += item.integer("c", 0, 10);
        QCOMPARE(sum, 3);
        QCOMPARE(reader.integer("absent", 0, 9, 5), 5);
        QVERIFY(reader.finish());
    }

    void mistakes_areNamedWithPlaceAndRemedy_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("where");
        QTest::addColumn<QString>("what");
        QTest::newRow("unknown key") << R"({"n": 1, "colour": 2})"
                                     << "f.json#/colour"
                                     << "not a key";
        QTest::newRow("missing") << R"({})"
                                 << "f.json#/n"
                                 << "is missing";
        QTest::newRow("wrong type") << R"({"n": "many"})"
                                    << "f.json#/n"
                                    << "is \"many\"; a whole number from 1 to 9";
        QTest::newRow("fraction") << R"({"n": 1.5})"
                                  << "f.json#/n"
                                  << "is 1.5";
        QTest::newRow("too large") << R"({"n": 10})"
                                   << "f.json#/n"
                                   << "is 10";
        QTest::newRow("absurd") << R"({"n": 99999999999999999999999})"
                                << "f.json#/n"
                                << "a whole number";
        QTest::newRow("unsigned overflow") << R"({"n": 18446744073709551615})"
                                           << "f.json#/n"
                                           << "a whole number";
        QTest::newRow("not an object") << R"([1])"
                                       << "f.json"
                                       << "is a list of 1";
        QTest::newRow("null") << R"({"n": null})"
                              << "f.json#/n"
                              << "is null";
    }
    void mistakes_areNamedWithPlaceAndRemedy()
    {
        QFETCH(QString, text);
        QFETCH(QString, where);
        QFETCH(QString, what);
        const json document = json::parse(text.toStdString());
        JsonReader reader(document, "f.json");
        (void)reader.integer("n", 1, 9);
        const Status status = reader.finish();
        QVERIFY(!status);
        QCOMPARE(QString::fromStdString(status.error().where), where);
        QVERIFY2(QString::fromStdString(status.error().what).contains(what), status.error().what.c_str());
    }

    void unknownKeyInNestedList_isNamed()
    {
        const json document = json::parse(R"({"items": [{"c": 1}, {"c": 1, "d": 2}]})");
        JsonReader reader(document, "f.json");
        for (JsonReader& item : reader.objects("items"))
            (void)item.integer("c", 0, 10);
        const Status status = reader.finish();
        QVERIFY(!status);
        QCOMPARE(status.error().where, std::string("f.json#/items/1/d"));
    }

    void brokenText_namesTheLine()
    {
        const auto broken = parseJson("{\n\"a\": 1,\n\"b\": }\n", "f.json");
        QVERIFY(!broken);
        QVERIFY2(broken.error().where == "f.json:3", broken.error().where.c_str());
    }

    void missingFileAndFolder_areSentences()
    {
        QCOMPARE(readJsonFile("/nowhere/at/all.json").error().code, ErrorCode::NotFound);
        QCOMPARE(readJsonFile("/").error().code, ErrorCode::InvalidInput);
    }
};

QTEST_APPLESS_MAIN(TestJsonReader)
#include "tst_json_reader.moc"
