// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/hardware/schema_walker.h"

#include <nlohmann/json.hpp>

#include <QtTest>

#include <csignal>

using nlohmann::json;

namespace {

struct Answer
{
    int code = -1;
    QByteArray out;
    QByteArray error;
};

QString program()
{
    return QStringLiteral(PARETOSCOPE_BIN_DIR "/paretoscope-cli");
}

Answer ask(const QStringList& arguments)
{
    QProcess process;
    process.start(program(), arguments);
    const bool ended = process.waitForFinished(20'000) && process.exitStatus() == QProcess::NormalExit;
    return {ended ? process.exitCode() : -1, process.readAllStandardOutput(), process.readAllStandardError()};
}

/// The lines of a text that begin with one of the words.
QList<QByteArray> lines(const QByteArray& text, const QList<QByteArray>& words)
{
    QList<QByteArray> found;
    for (const QByteArray& line : text.split('\n'))
        for (const QByteArray& word : words)
            if (line.startsWith(word))
                found.push_back(line);
    return found;
}

} // namespace

class TestCliMap : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString path(const QString& name) const { return m_folder.filePath(name); }

    QString file(const QString& name, const json& document) const
    {
        QFile written(path(name));
        if (written.open(QIODevice::WriteOnly))
            written.write(QByteArray::fromStdString(document.dump()));
        return written.fileName();
    }

    static json read(const QString& name)
    {
        QFile opened(name);
        return opened.open(QIODevice::ReadOnly) ? json::parse(opened.readAll().toStdString()) : json();
    }

    /// A command about the DQN network on an Eyeriss-class machine.
    static QStringList about(const QString& command, const QStringList& more)
    {
        return QStringList{command, "--architecture", PARETOSCOPE_RESOURCE_DIR "/hardware/eyeriss_class.json",
                           "--network", "dqn"}
               + more;
    }

private Q_SLOTS:
    void mappedLayer_isEvaluatedAlikeFromItsFile()
    {
        const QString out = path("best.json");
        const Answer mapped = ask(
            about("map", {"--layer", "DQN-K1", "--evaluations", "300", "--seed", "4", "--out", out}));
        QVERIFY2(mapped.code == 0, mapped.error);
        for (const char* word : {"cycles ", "bound by ", "utilization ", "energy ", "global_buffer",
                                 "weights", "[DRAM]", "multiply-accumulate"})
            QVERIFY2(mapped.out.contains(word), word);
        QVERIFY2(mapped.error.contains("layer 1/1 DQN-K1: 300 mappings evaluated"), mapped.error);
        const Answer evaluated = ask(about("evaluate", {"--layer", "DQN-K1", "--mapping", out}));
        QVERIFY2(evaluated.code == 0, evaluated.error);
        QCOMPARE(evaluated.out, mapped.out);
        QCOMPARE(ask(about("map", {"--layer", "DQN-K1", "--evaluations", "300", "--seed", "4"})).out,
                 mapped.out);
    }

    void allLayers_addUp()
    {
        const QString out = path("all.json");
        const Answer mapped = ask(about("map", {"--evaluations", "100", "--out", out}));
        QVERIFY2(mapped.code == 0, mapped.error);
        const json document = read(out);
        QCOMPARE(document["mappings"].size(), std::size_t{2});
        SchemaWalker schema(read(PARETOSCOPE_RESOURCE_DIR "/schemas/mappings.schema.json"));
        QVERIFY2(schema.violation(document).empty(), schema.violation(document).c_str());
        QVERIFY(schema.unusedKeys().empty() && schema.undescribedKeys().empty());
        double energy = 0.0;
        for (const json& mapping : document["mappings"])
            energy += mapping["costs"]["energy_j"].get<double>();
        const QByteArray total = lines(mapped.out, {"network: "}).value(0);
        const double told = total.mid(total.indexOf("energy ") + 7).chopped(2).toDouble();
        QVERIFY2(std::abs(told - energy) <= 1e-12 * energy, total);
        QCOMPARE(ask(about("evaluate", {"--layer", "all", "--mapping", out})).code, 0);
    }

    void front_isATableOfTradeOffs()
    {
        const QString out = path("front.json");
        QStringList arguments = about(
            "map", {"--layer", "DQN-K2", "--objective", "pareto", "--evaluations", "3000", "--out", out});
        arguments[2] = PARETOSCOPE_RESOURCE_DIR "/hardware/simba_class.json";
        const Answer mapped = ask(arguments);
        QVERIFY2(mapped.code == 0, mapped.error);
        const json mappings = read(out)["mappings"];
        QVERIFY(mapped.out.contains("front of " + QByteArray::number(qulonglong(mappings.size())) + " map"));
        for (std::size_t i = 1; i < mappings.size(); ++i) {
            const json& faster = mappings[i - 1]["costs"];
            const json& slower = mappings[i]["costs"];
            QVERIFY(faster["cycles"].get<double>() < slower["cycles"].get<double>());
            QVERIFY(faster["energy_j"].get<double>() > slower["energy_j"].get<double>());
        }
    }

    void constraints_areObeyedAndChecked()
    {
        const json rules{{"format", "paretoscope-map-constraints"},
                         {"version", 1},
                         {"levels", {{{"level", "global_buffer"}, {"temporal", {{"C", {{"at_most", 1}}}}}}}}};
        const QString good = file("good.json", rules);
        const QString out = path("obedient.json");
        QCOMPARE(ask(about("map", {"--layer", "DQN-K2", "--constraints", good, "--out", out})).code, 0);
        const json mapped = read(out);
        for (const json& loop : mapped["mappings"][0]["levels"][1]["temporal"])
            QVERIFY(loop[0] != "C");
        QCOMPARE(ask(about("evaluate", {"--layer", "DQN-K2", "--mapping", out, "--constraints", good})).code,
                 0);
        json stricter = rules;
        stricter["minimum_parallelism"] = 1.0;
        stricter["levels"][0]["temporal"]["C"] = {{"exactly", 2}};
        const Answer broken = ask(about("evaluate", {"--layer", "DQN-K2", "--mapping", out, "--constraints",
                                                     file("stricter.json", stricter)}));
        QCOMPARE(broken.code, 2);
        QVERIFY2(broken.error.contains("the factor of C in time at global_buffer is 1; 2 is prescribed."),
                 broken.error);
        json wrong = rules;
        wrong["levels"][0]["level"] = "buffer";
        const Answer unknown = ask(
            about("map", {"--layer", "DQN-K2", "--constraints", file("wrong.json", wrong)}));
        QCOMPARE(unknown.code, 2);
        QVERIFY2(unknown.error.contains("wrong.json#/levels/0/level: There is no memory level \"buffer\"."),
                 unknown.error);
    }

    void timeloopFolder_isEvaluatedAndSearchedAlike()
    {
        const QString folder = path("timeloop");
        const QString rules = file("bound.json",
                                   {{"format", "paretoscope-map-constraints"},
                                    {"version", 1},
                                    {"dataflow", "any"},
                                    {"levels", {{{"level", "psum_spad"}, {"temporal", {{"R", "all"}}}}}}});
        const Answer mapped = ask(about("map", {"--layer", "DQN-K1", "--timeloop", folder, "--constraints",
                                                rules, "--evaluations", "500"}));
        QVERIFY2(mapped.code == 0, mapped.error);
        const QStringList subject{"import-timeloop", "--architecture", folder + "/arch.yaml", "--problem",
                                  folder + "/problem.yaml"};
        const Answer evaluated = ask(subject + QStringList{"--mapping", folder + "/mapping.yaml"});
        QVERIFY2(evaluated.code == 0, evaluated.error);
        QCOMPARE(lines(evaluated.out, {"cycles"}), lines(mapped.out, {"cycles"}));
        const QString told = path("told.json");
        const Answer searched = ask(subject + QStringList{"--constraints-out", told, "--evaluations", "500"});
        QVERIFY2(searched.code == 0, searched.error);
        QVERIFY2(searched.out.contains("[DRAM]"), searched.out);
        QCOMPARE(read(told)["levels"][0]["level"].get<std::string>(), std::string("psum_spad"));
        QCOMPARE(read(told)["levels"][0]["temporal"]["R"]["exactly"].get<int>(), 8); // all of it
        QCOMPARE(ask(subject + QStringList{"--mapping", folder + "/mapping.yaml", "--seed", "2"}).code, 2);
    }

    void interruptedSearch_tellsTheBestSoFar()
    {
        const QString out = path("interrupted.json");
        QProcess process;
        process.start(program(), about("map", {"--layer", "DQN-K1", "--seconds", "1000", "--out", out}));
        QVERIFY(process.waitForStarted());
        QTest::qWait(300);
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(10'000));
        QCOMPARE(process.exitCode(), 3);
        QVERIFY(process.readAllStandardOutput().contains("cycles "));
        QCOMPARE(read(out)["mappings"].size(), std::size_t{1});
    }

    void seconds_endTheSearch()
    {
        const Answer timed = ask(about("map", {"--seconds", "0.05"}));
        QVERIFY2(timed.code == 0, timed.error);
        QCOMPARE(lines(timed.out, {"cycles"}).size(), 2);
    }

    void mistakes_areOneLineEach_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("sentence");
        const auto row = [](const char* name, const QStringList& arguments, const char* sentence) {
            QTest::newRow(name) << arguments << QByteArray(sentence);
        };
        row("layer", about("map", {"--layer", "nowhere"}), "It has: DQN-K1, DQN-K2.");
        row("network",
            {"map", "--architecture", PARETOSCOPE_RESOURCE_DIR "/hardware/eyeriss_class.json", "--network",
             "nothing"},
            "There is no file and no network \"nothing\".");
        row("architecture", {"map", "--architecture", "/none.json", "--network", "dqn"}, "/none.json");
        row("systolic",
            {"map", "--architecture", PARETOSCOPE_RESOURCE_DIR "/hardware/tpu_v1_class.json", "--network",
             "dqn"},
            "paretoscope-systolic-array");
        row("objective", about("map", {"--objective", "beauty"}), "beauty");
        row("evaluations", about("map", {"--evaluations", "0"}), "evaluations");
        row("timeloop of all", about("map", {"--timeloop", "/tmp/none"}), "--timeloop writes one mapping");
        row("no mapping file", about("evaluate", {"--layer", "DQN-K1", "--mapping", "/none.json"}),
            "/none.json");
    }
    void mistakes_areOneLineEach()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, sentence);
        const Answer answer = ask(arguments);
        QCOMPARE(answer.code, 2);
        QVERIFY2(answer.error.contains(sentence), answer.error);
        QCOMPARE(answer.error.count('\n'), 1);
        QVERIFY(answer.out.isEmpty());
    }

    void mappingsThatAreNone_areNamed_data()
    {
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QByteArray>("sentence");
        const auto row = [](const char* name, const char* pointer, const char* value, const char* sentence) {
            QTest::newRow(name) << pointer << value << QByteArray(sentence);
        };
        row("format", "/format", R"("else")", "format");
        row("layer", "/mappings/0/layer", R"("other")", "has no mapping of the layer \"DQN-K1\"");
        row("level", "/mappings/0/levels/1/name", R"("buffer")", "are not those of the machine: DRAM, ");
        row("levels", "/mappings/0/levels", "[]", "are not those of the machine");
        row("tensor", "/mappings/0/levels/0/keep/0", R"("bias")", "names \"bias\"");
        row("loop", "/mappings/0/levels/0/temporal", R"([["Z", 2]])", "a pair of a dimension and a factor");
        row("no list", "/mappings/0/levels/0/temporal", "3", "must be a list of loops");
        row("factor", "/mappings/0/levels/0/temporal", R"([["C", 7]])", "its size is ");
        row("residency", "/mappings/0/levels/0/keep", "[]", "lets DRAM not bypass");
        row("unknown key", "/mappings/0/levels/0/more", "1", "more");
    }
    void mappingsThatAreNone_areNamed()
    {
        QFETCH(QString, pointer);
        QFETCH(QString, value);
        QFETCH(QByteArray, sentence);
        const QString out = path("correct.json");
        if (!QFile::exists(out))
            QCOMPARE(ask(about("map", {"--layer", "DQN-K1", "--evaluations", "50", "--out", out})).code, 0);
        json document = read(out);
        document[json::json_pointer(pointer.toStdString())] = json::parse(value.toStdString());
        const Answer answer = ask(
            about("evaluate", {"--layer", "DQN-K1", "--mapping", file("changed.json", document)}));
        QCOMPARE(answer.code, 2);
        QVERIFY2(answer.error.contains(sentence), answer.error);
        QCOMPARE(answer.error.count('\n'), 1);
    }
};

QTEST_APPLESS_MAIN(TestCliMap)
#include "tst_cli_map.moc"
