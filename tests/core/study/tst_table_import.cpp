// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/table_problem.h"
#include "core/study/table_import.h"

#include <nlohmann/json.hpp>

#include <QTemporaryDir>
#include <QtTest>

#include <cmath>

using namespace paretoscope;
using namespace paretoscope::study;
using Role = ImportColumn::Role;

namespace {

const char* const kTable = "\xEF\xBB\xBF"
                           "design,pe_x,dataflow,energy_J,latency [ms],accuracy,note\r\n"
                           "0,8,ws,0.5,3,0.91,\"first, and \"\"good\"\"\"\r\n"
                           "1,16,os,0.25,4,0.92,\r\n"
                           "\r\n"
                           "2,32,ws,,2,0.93,x\r\n"
                           "3,8,os,0.75,1,0.94,y\r\n";

Table table()
{
    return tableFromCsv(kTable).value();
}

} // namespace

class TestTableImport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void csv_isReadWithItsQuotes()
    {
        const Table read = table();
        QCOMPARE(read.names.size(), std::size_t(7));
        QCOMPARE(read.names[0], std::string("design"));
        QCOMPARE(read.rows.size(), std::size_t(4));
        QCOMPARE(read.rows[0][6], std::string("first, and \"good\""));
        QCOMPARE(tableFromCsv("a;b\n1,5;2\n")->rows[0][0], std::string("1,5"));
        QCOMPARE(tableFromCsv("a\tb\n1\t\"2\n3\"\n")->rows[0][1], std::string("2\n3"));
    }

    void malformedCsv_isRefusedWithItsLine_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("says");
        QTest::newRow("empty") << QByteArray() << QStringLiteral("no table");
        QTest::newRow("names only") << QByteArray("a,b\n") << QStringLiteral("0 rows");
        QTest::newRow("one column") << QByteArray("a\n1\n") << QStringLiteral("1 columns");
        QTest::newRow("short line") << QByteArray("a,b\n1,2\n3\n") << QStringLiteral("Line 3 has 1 cells");
        QTest::newRow("open quote") << QByteArray("a,b\n1,\"2\n") << QStringLiteral("line 2 is never closed");
        QTest::newRow("binary") << QByteArray("\0\1\2\3", 4) << QStringLiteral("no table");
    }
    void malformedCsv_isRefusedWithItsLine()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, says);
        const auto read = tableFromCsv({text.data(), static_cast<std::size_t>(text.size())});
        QVERIFY(!read);
        QVERIFY2(QString::fromStdString(read.error().what).contains(says), read.error().what.c_str());
    }

    void columns_areGuessed()
    {
        const auto columns = guessColumns(table());
        const std::vector<Role> roles{Role::Ignore,    Role::Parameter, Role::Parameter, Role::Objective,
                                      Role::Objective, Role::Objective, Role::Ignore};
        for (std::size_t i = 0; i < roles.size(); ++i)
            QVERIFY2(columns[i].role == roles[i], columns[i].name.c_str());
        QCOMPARE(columns[3].name, std::string("energy"));
        QCOMPARE(columns[3].unit, std::string("J"));
        QCOMPARE(columns[4].name, std::string("latency"));
        QCOMPARE(columns[4].unit, std::string("ms"));
        QVERIFY(columns[5].better == problem::Direction::Maximize);
    }

    void study_answersFromItsRows()
    {
        const auto study = studyOfTable(table(), guessColumns(table()), "Measured");
        QVERIFY2(study, study ? "" : study.error().text().c_str());
        QCOMPARE(study->problem->space().size(), std::size_t(2));
        QCOMPARE(study->problem->objectives().size(), std::size_t(3));
        const auto designs = problem::tableDesigns(*study->problem);
        QCOMPARE(designs.size(), std::size_t(4));
        const problem::Outcome second = study->problem->evaluate(designs[1], {});
        QVERIFY(second.verdict == problem::Verdict::Feasible);
        QCOMPARE(second.metrics, (std::vector<double>{0.25, 4.0, 0.92}));
        const problem::Outcome third = study->problem->evaluate(designs[2], {});
        QVERIFY(third.verdict == problem::Verdict::Infeasible && std::isnan(third.metrics[0]));
        QCOMPARE(third.reason, std::string("no value for energy"));
        const problem::Outcome none = study->problem->evaluate(space::Design({16, 1}), {});
        QVERIFY(none.verdict == problem::Verdict::Failed);
        const auto again = studyFromDocument(*study->document, "again"); // what a session keeps
        QVERIFY(again);
        QCOMPARE(problem::tableDesigns(*again->problem), designs);
    }

    void session_holdsEveryRow()
    {
        const auto study = studyOfTable(table(), guessColumns(table()), "Measured");
        QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath(QStringLiteral("t.pscope")).toStdString();
        const Status written = writeTableSession(*study, file);
        QVERIFY2(written, written ? "" : written.error().text().c_str());
        const auto session = Session::open(file);
        QVERIFY(session);
        const auto trials = session.value()->trials();
        QVERIFY(trials);
        QCOMPARE(trials->size(), std::size_t(4));
        QCOMPARE((*trials)[3].outcome.metrics[0], 0.75);
        QVERIFY(!writeTableSession(*study, file)); // never over another
    }

    void tableWithoutAQuestion_isRefused()
    {
        auto columns = guessColumns(table());
        for (ImportColumn& column : columns)
            column.role = column.role == Role::Objective ? Role::Metric : column.role;
        const auto none = studyOfTable(table(), columns, "x");
        QVERIFY(!none);
        QVERIFY(none.error().what.find("No column is an objective") != std::string::npos);
        columns = guessColumns(table());
        columns[1].name = "dataflow";
        QVERIFY(!studyOfTable(table(), columns, "x"));
    }

    void malformedDocument_isRefused_data()
    {
        QTest::addColumn<QByteArray>("problem");
        QTest::newRow("no rows") << QByteArray(R"({"columns": [{"name": "a", "role": "parameter"}]})");
        QTest::newRow("row") << QByteArray(
            R"({"columns": [{"name": "a", "role": "parameter"}], "rows": [3]})");
        QTest::newRow("role") << QByteArray(R"({"columns": [{"name": "a", "role": "hero"}], "rows": [[3]]})");
        QTest::newRow("text") << QByteArray(
            R"({"columns": [{"name": "a", "role": "parameter"}, {"name": "b", "role": "objective"}], "rows": [[1, "x"]]})");
        QTest::newRow("null") << QByteArray(
            R"({"columns": [{"name": "a", "role": "parameter"}, {"name": "b", "role": "objective"}], "rows": [[null, 1]]})");
        QTest::newRow("nested") << QByteArray(
            R"({"columns": [{"name": "a", "role": "parameter"}, {"name": "b", "role": "objective"}], "rows": [[[1], 1]]})");
    }
    void malformedDocument_isRefused()
    {
        QFETCH(QByteArray, problem);
        nlohmann::json document{{"format", "paretoscope-study"}, {"version", 1}, {"name", "x"}};
        document["problem"] = nlohmann::json::parse(problem.toStdString());
        document["problem"]["model"] = "table";
        document["method"] = {{"name", "random"}};
        const auto study = studyFromDocument(document, "test");
        QVERIFY(!study);
        QVERIFY(study.error().text().size() > 15);
    }
};

QTEST_APPLESS_MAIN(TestTableImport)
#include "tst_table_import.moc"
