// SPDX-License-Identifier: GPL-3.0-or-later
#include <nlohmann/json.hpp>

#include <QtTest>

using nlohmann::json;

namespace {

struct Answer
{
    int code = -1;
    QByteArray out;
    QByteArray error;
};

Answer ask(const QStringList& arguments)
{
    QProcess process;
    process.start(QStringLiteral(PARETOSCOPE_BIN_DIR "/paretoscope-cli"), arguments);
    if (!process.waitForFinished(20'000) || process.exitStatus() != QProcess::NormalExit)
        return {-1, process.readAllStandardOutput(), process.readAllStandardError()};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

QStringList linesOf(const QByteArray& text)
{
    return QString::fromUtf8(text).split('\n', Qt::SkipEmptyParts);
}

} // namespace

class TestCliRace : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString study()
    {
        const QString name = m_folder.filePath(QStringLiteral("study.json"));
        QFile file(name);
        if (file.open(QIODevice::WriteOnly))
            file.write(R"({"format": "paretoscope-study", "version": 1, "name": "a test", "seed": 3,
                           "problem": {"model": "test", "function": "zdt1", "variables": 3}})");
        return name;
    }

private Q_SLOTS:
    void race_printsEveryMethodAtThreeShares()
    {
        const Answer answer = ask(
            {"race", study(), "--methods", "nsga2,random", "--seeds", "2", "--evaluations", "40"});
        QVERIFY2(answer.code == 0, answer.error);
        const QStringList lines = linesOf(answer.out);
        QCOMPARE(lines.size(), 1 + 1 + 6 + 1);
        QVERIFY(lines[1].startsWith(QStringLiteral("method")));
        QVERIFY(lines[2].contains(QStringLiteral("25 %")) && lines[2].contains(QStringLiteral("10")));
        QVERIFY(lines[7].startsWith(QStringLiteral("random")) && lines[7].contains(QStringLiteral("100 %")));
        QVERIFY(lines[8].startsWith(QStringLiteral("160 evaluations")));
    }

    void json_isTheSameWithAnyNumberOfWorkers()
    {
        json answers[2];
        for (const int workers : {1, 2}) {
            const Answer answer = ask({"race", study(), "--methods", "nsga2,random", "--seeds", "3",
                                       "--evaluations", "60", "--json", "--workers",
                                       QString::number(workers)});
            QVERIFY2(answer.code == 0, answer.error);
            json& found = answers[workers - 1] = json::parse(answer.out.toStdString());
            for (json& standing : found["standings"])
                for (const char* measured : {"seconds_s", "method_s"}) // what depends on the machine
                    standing.erase(measured);
        }
        QCOMPARE(answers[0], answers[1]);
        QCOMPARE(answers[0]["done"], 360);
        const json& last = answers[0]["standings"][2];
        QCOMPARE(last["method"], "nsga2");
        QCOMPARE(last["evaluations"], 60);
        QVERIFY(last["hypervolume"]["lower"] <= last["hypervolume"]["median"]);
        QVERIFY(last["hypervolume"]["median"] <= last["hypervolume"]["upper"]);
    }

    void out_writesEveryStep()
    {
        const QString file = m_folder.filePath(QStringLiteral("race.csv"));
        const Answer answer = ask({"race", study(), "--methods", "random", "--seeds", "2", "--evaluations",
                                   "30", "--out", file, "--quiet"});
        QVERIFY2(answer.code == 0, answer.error);
        QFile csv(file);
        QVERIFY(csv.open(QIODevice::ReadOnly));
        const QStringList lines = linesOf(csv.readAll());
        QVERIFY(lines.size() > 3);
        QCOMPARE(lines[0],
                 QStringLiteral("method,seed,evaluations,seconds_s,hypervolume,f1,f2,best_f1,best_f2"));
        QVERIFY(lines.last().startsWith(QStringLiteral("random,4,30,")));
    }

    void methodThatCannotSearch_isNamed()
    {
        const Answer some = ask({"race", study(), "--methods", "grid,random", "--evaluations", "10"});
        QCOMPARE(some.code, 0);
        QVERIFY(some.out.contains("left out: grid: "));
        const Answer none = ask({"race", study(), "--methods", "grid"});
        QCOMPARE(none.code, 2);
        QVERIFY2(none.error.contains("grid"), none.error);
        const Answer unknown = ask({"race", study(), "--methods", "guess"});
        QCOMPARE(unknown.code, 2);
        QVERIFY2(unknown.error.contains("guess"), unknown.error);
    }

    void nonsense_isRefused()
    {
        QCOMPARE(ask({"race"}).code, 2);
        QCOMPARE(ask({"race", study(), "--seeds", "0"}).code, 2);
        QCOMPARE(ask({"race", study(), "--evaluations", "0"}).code, 2);
        QCOMPARE(ask({"race", m_folder.filePath(QStringLiteral("nothing.json"))}).code, 2);
    }
};

QTEST_GUILESS_MAIN(TestCliRace)
#include "tst_cli_race.moc"
