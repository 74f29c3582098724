// SPDX-License-Identifier: GPL-3.0-or-later
#include <nlohmann/json.hpp>

#include <QtTest>

#include <set>

using nlohmann::json;

namespace {

json problem()
{
    return json::parse(R"({"name": "sample",
        "variables": [{"name": "a length", "type": "real", "low": 0, "high": 2},
                      {"name": "n", "type": "int", "low": 1, "high": 40},
                      {"name": "o", "type": "ordinal", "values": [0.5, 1, 2, 4, 8]},
                      {"name": "c", "type": "cat", "values": ["p", "q", "r s"]}],
        "objectives": [{"name": "f1", "sense": "min"}, {"name": "f2", "sense": "max"}],
        "constraints": [{"name": "k", "kind": "known"}, {"name": "u", "kind": "unknown"}],
        "reference_point": [50, -50]})");
}

json firstLine(const std::string& method, int budget, int batch)
{
    return {{"type", "problem"}, {"protocol", 1},        {"method", method},
            {"seed", 3},         {"budget", budget},     {"initial", 20},
            {"batch", batch},    {"problem", problem()}, {"extra", "ignored"}};
}

double known(const json& design)
{
    return design[0].get<double>() * design[1].get<double>() / 20.0 - 1.0;
}

/// The other side of the conversation.
class Bench
{
public:
    explicit Bench(const QStringList& more = {})
    {
        m_process.start(QStringLiteral(PARETOSCOPE_BIN_DIR "/paretoscope-cli"),
                        QStringList{QStringLiteral("optimize")} + more);
    }
    ~Bench()
    {
        m_process.closeWriteChannel();
        m_process.waitForFinished(20'000);
    }
    void send(const QByteArray& line) { m_process.write(line + '\n'); }
    void send(const json& line) { send(QByteArray::fromStdString(line.dump())); }
    /// Null at the end of the stream.
    json receive()
    {
        while (!m_process.canReadLine())
            if (!m_process.waitForReadyRead(20'000))
                break;
        const QByteArray line = m_process.readLine();
        return line.isEmpty() ? json() : json::parse(line.toStdString(), nullptr, false);
    }
    int finish()
    {
        m_process.closeWriteChannel();
        return m_process.waitForFinished(20'000) ? m_process.exitCode() : -1;
    }

private:
    QProcess m_process;
};

struct Talk
{
    int asked = 0;      ///< designs
    int questions = 0;  ///< about known constraints
    int questioned = 0; ///< designs in them
    int broken = 0;     ///< designs that break the known constraint
    int code = -1;
    std::set<json> seen;
    std::set<json> knownOf; ///< designs that were asked about
};

/// Evaluates whatever is asked until the budget is used up.
Talk talk(Bench& bench, int budget)
{
    Talk talk;
    for (int left = budget; left > 0;) {
        const json line = bench.receive();
        if (!line.is_object() || line.at("type") == "error")
            break;
        json answer{{"type", line.at("type")}, {"id", line.at("id")}};
        if (line.at("type") == "known") {
            ++talk.questions;
            answer["g"] = json::array();
            for (const json& design : line.at("designs")) {
                ++talk.questioned;
                talk.knownOf.insert(design);
                answer["g"].push_back(json::array({known(design)}));
            }
            bench.send(answer);
            continue;
        }
        answer["type"] = "tell";
        answer["results"] = json::array();
        for (const json& x : line.at("designs")) {
            if (left == 0)
                break; // beyond the budget: no result
            ++talk.asked;
            talk.broken += known(x) > 0.0 ? 1 : 0;
            talk.seen.insert(x);
            const double o = x[2].get<double>();
            if (talk.asked % 11 == 0)
                answer["results"].push_back(json{{"f", nullptr}}); // failed
            else
                answer["results"].push_back(json{
                    {"f",
                     {x[0].get<double>() + 40.0 / x[1].get<double>() + o, -x[1].get<double>() - 8.0 / o}},
                    {"g", {known(x), o - 6.0}}});
            --left;
        }
        answer["left"] = left;
        bench.send(answer);
    }
    talk.code = bench.finish();
    return talk;
}

} // namespace

class TestOptimize : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knownConstraints_areAskedAboutTogetherAndOnce_data()
    {
        QTest::addColumn<QString>("method");
        QTest::newRow("bayesian") << "bayesian"; // looks at hundreds of designs for a proposal
        QTest::newRow("tpe") << "tpe";           // and this one at dozens
        QTest::newRow("random") << "random";
    }
    void knownConstraints_areAskedAboutTogetherAndOnce()
    {
        QFETCH(QString, method);
        Bench bench;
        bench.send(firstLine(method.toStdString(), 30, 1));
        const Talk spoken = talk(bench, 30);
        QCOMPARE(spoken.asked, 30);
        QCOMPARE(spoken.broken, 0);
        QVERIFY(spoken.questioned > 0);
        QCOMPARE(std::size_t(spoken.questioned), spoken.knownOf.size());
        QVERIFY2(
            spoken.questions <= spoken.questioned / 2,
            qPrintable(QString("%1 designs in %2 questions").arg(spoken.questioned).arg(spoken.questions)));
    }

    void wholeConversation_keepsToTheProtocol_data()
    {
        QTest::addColumn<QString>("method");
        QTest::addColumn<int>("batch");
        QTest::newRow("portfolio") << "portfolio" << 1;
        QTest::newRow("nsga2 in batches") << "nsga2" << 7; // 150 is no multiple
        QTest::newRow("sobol") << "sobol" << 1;
    }
    void wholeConversation_keepsToTheProtocol()
    {
        QFETCH(QString, method);
        QFETCH(int, batch);
        Bench bench;
        bench.send(firstLine(method.toStdString(), 150, batch));
        const Talk spoken = talk(bench, 150);
        QCOMPARE(spoken.asked, 150);
        QCOMPARE(spoken.seen.size(), 150U);
        QCOMPARE(spoken.broken, 0);
        QVERIFY(spoken.questions > 0);
        QCOMPARE(spoken.code, 0);
    }

    void withoutKnown_nothingIsAskedForFree()
    {
        Bench bench({QStringLiteral("--no-known")});
        bench.send(firstLine("nsga2", 100, 1));
        const Talk spoken = talk(bench, 100);
        QCOMPARE(spoken.asked, 100);
        QCOMPARE(spoken.questions, 0);
        QVERIFY(spoken.broken > 0);
        QCOMPARE(spoken.code, 0);
    }

    void values_areOfTheirVariables()
    {
        Bench bench({QStringLiteral("--no-known")});
        bench.send(firstLine("random", 60, 60));
        const json line = bench.receive();
        QCOMPARE(line.at("designs").size(), 60U);
        for (const json& x : line.at("designs")) {
            QVERIFY(x[0].is_number() && x[0] >= 0.0 && x[0] <= 2.0);
            QVERIFY(x[1].is_number_integer() && x[1] >= 1 && x[1] <= 40);
            QVERIFY((std::set<double>{0.5, 1, 2, 4, 8}.contains(x[2].get<double>())));
            QVERIFY((std::set<std::string>{"p", "q", "r s"}.contains(x[3].get<std::string>())));
        }
    }

    void doneOrSilence_endsTheProgram()
    {
        Bench done;
        done.send(firstLine("random", 60, 1));
        QVERIFY(done.receive().is_object());
        done.send(json{{"type", "done"}});
        QCOMPARE(done.finish(), 0);
        Bench silent;
        QCOMPARE(silent.finish(), 0);
    }

    void malformedLines_areAnsweredByAnError_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QString>("what");
        const auto row = [](const char* name, const json& line, const char* what) {
            QTest::newRow(name) << QByteArray::fromStdString(line.dump()) << what;
        };
        QTest::newRow("no JSON") << QByteArray("{\"type\":") << "not JSON";
        QTest::newRow("bytes") << QByteArray("\xff\xfe{}") << "not JSON";
        row("no object", json::array({1}), "an object");
        row("no type", json{{"id", 1}}, "\"type\"");
        row("too early", json{{"type", "tell"}}, "\"problem\" is expected");
        row("no problem", json{{"type", "problem"}, {"budget", 3}}, "an object is expected");
        json line = firstLine("nsga2", 10, 1);
        line["protocol"] = 2;
        row("protocol", line, "speaks 1");
        line = firstLine("nsga2", 10, 1);
        line["budget"] = -3;
        row("budget", line, "\"budget\" is -3");
        line = firstLine("no_such", 10, 1);
        row("method", line, "is no method");
        line = firstLine("nsga2", 10, 1);
        line["problem"]["variables"][1]["type"] = "complex";
        row("kind of variable", line, "variable 2");
        line = firstLine("nsga2", 10, 1);
        line["problem"]["variables"][0]["high"] = "wide";
        row("range", line, "variable 1");
        line = firstLine("nsga2", 10, 1);
        line["problem"]["variables"][2]["values"] = {1, 1};
        row("twice", line, "increase");
        line = firstLine("nsga2", 10, 1);
        line["problem"]["objectives"] = json::array();
        line["problem"].erase("reference_point");
        row("no objectives", line, "at least one");
        line = firstLine("nsga2", 10, 1);
        line["problem"]["reference_point"] = {1};
        row("reference", line, "reference_point");
        line["problem"] = problem();
        line["problem"]["noisy"] = "yes";
        row("noise", line, "\"noisy\" is \"yes\"");
    }
    void malformedLines_areAnsweredByAnError()
    {
        QFETCH(QByteArray, line);
        QFETCH(QString, what);
        Bench bench;
        bench.send(line);
        const json answer = bench.receive();
        QVERIFY(answer.is_object() && answer.at("type") == "error");
        const QString message = QString::fromStdString(answer.at("message").get<std::string>());
        QVERIFY2(message.contains(what), qPrintable(message));
        QVERIFY(bench.finish() != 0);
    }

    void malformedAnswers_areAnsweredByAnError_data()
    {
        QTest::addColumn<QByteArray>("line");
        const auto row = [](const char* name, const json& line) {
            QTest::newRow(name) << QByteArray::fromStdString(line.dump());
        };
        row("wrong question", json{{"type", "tell"}, {"id", 99}, {"left", 3}, {"results", json::array()}});
        row("too many", json{{"type", "tell"},
                             {"id", 1},
                             {"left", 3},
                             {"results", {{{"f", {1, 2}}, {"g", {0, 0}}}, 1, 2}}});
        row("objectives",
            json{{"type", "tell"}, {"id", 1}, {"left", 3}, {"results", {{{"f", {1}}, {"g", {0, 0}}}}}});
        row("text",
            json{{"type", "tell"}, {"id", 1}, {"left", 3}, {"results", {{{"f", {1, "x"}}, {"g", {0, 0}}}}}});
        row("constraints", json{{"type", "tell"}, {"id", 1}, {"left", 3}, {"results", {{{"f", {1, 2}}}}}});
        row("another type", json{{"type", "known"}, {"id", 1}, {"g", {{1}}}});
    }
    void malformedAnswers_areAnsweredByAnError()
    {
        QFETCH(QByteArray, line);
        Bench bench({QStringLiteral("--no-known")});
        bench.send(firstLine("nsga2", 10, 1));
        QVERIFY(bench.receive().at("type") == "ask");
        bench.send(line);
        const json answer = bench.receive();
        QVERIFY(answer.is_object() && answer.at("type") == "error");
        QVERIFY(bench.finish() != 0);
    }

    void wrongAnswerToKnown_isAnError()
    {
        Bench bench;
        bench.send(firstLine("random", 10, 1));
        QVERIFY(bench.receive().at("type") == "known");
        bench.send(json{{"type", "known"}, {"id", 1}, {"g", {{1, 2, 3}}}});
        QVERIFY(bench.receive().at("type") == "error");
        QVERIFY(bench.finish() != 0);
    }
};

QTEST_GUILESS_MAIN(TestOptimize)
#include "tst_optimize.moc"
