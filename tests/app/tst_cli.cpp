// SPDX-License-Identifier: GPL-3.0-or-later
#include <nlohmann/json.hpp>

#include <QtTest>

#include <csignal>
#include <sys/wait.h>

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

constexpr int kLong_ms = 60'000; ///< only what hangs takes so long

Answer ask(const QStringList& arguments)
{
    QProcess process;
    process.start(program(), arguments);
    if (!process.waitForFinished(kLong_ms) || process.exitStatus() != QProcess::NormalExit)
        return {-1, process.readAllStandardOutput(), process.readAllStandardError()};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

} // namespace

class TestCli : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_files = 0;
    QString m_searched;

    QString path(const QString& name) const { return m_folder.filePath(name); }
    QString fresh() { return path(QStringLiteral("session%1").arg(++m_files)); }

    /// A study file with a test function; `more` is merged over it.
    QString study(const json& more = json::object())
    {
        json document{{"format", "paretoscope-study"},
                      {"version", 1},
                      {"name", "a test"},
                      {"problem", {{"model", "test"}, {"function", "zdt1"}, {"variables", 3}}},
                      {"evaluations", 40},
                      {"seed", 3}};
        document.merge_patch(more);
        const QString name = path(QStringLiteral("study%1.json").arg(++m_files));
        QFile file(name);
        if (file.open(QIODevice::WriteOnly))
            file.write(QByteArray::fromStdString(document.dump()));
        return name;
    }

    /// A session of that study with all its trials, for those that only read it.
    QString searched()
    {
        if (m_searched.isEmpty()) {
            m_searched = fresh();
            if (const Answer answer = ask({"run", study(), "--session", m_searched}); answer.code != 0)
                qWarning() << answer.error;
        }
        return m_searched;
    }

    /// Starts a study that does not end by itself and ends it with SIGKILL while a checkpoint stands beside
    /// its session.
    static bool isKilledWhileItTrains(const QString& study, const QString& session)
    {
        const QDir left(session + QStringLiteral("-interrupted"));
        QProcess process;
        process.start(program(),
                      {"run", study, "--session", session, "--workers", "1", "--progress", "none"});
        const QDeadlineTimer limit(kLong_ms);
        while (!process.waitForFinished(5) && !limit.hasExpired()) {
            if (left.entryList({"*.training"}, QDir::Files).isEmpty())
                continue;
            // It stands still while we look again: a checkpoint goes when its trial has been recorded.
            const pid_t id = static_cast<pid_t>(process.processId());
            ::kill(id, SIGSTOP);
            int status = 0;
            ::waitpid(id, &status, WUNTRACED);
            const bool stands = !left.entryList({"*.training"}, QDir::Files).isEmpty();
            ::kill(id, stands ? SIGKILL : SIGCONT);
            if (stands)
                return process.waitForFinished(kLong_ms);
        }
        process.kill();
        process.waitForFinished(kLong_ms);
        return false;
    }

    /// A study over a script for sh that leaves a trace when it is started.
    QString commandStudy()
    {
        const char* const script = R"(touch started
            while read -r l; do echo '{"metrics": {"time": 3, "rest": 1}}'; done)";
        return study({{"problem",
                       {{"model", "command"},
                        {"function", nullptr},
                        {"variables", nullptr},
                        {"command", {"sh", "-c", script}},
                        {"metrics", {{{"name", "time"}, {"unit", "s"}}, {{"name", "rest"}}}}}},
                      {"objectives", {"time", "rest"}},
                      {"method", {{"name", "random"}}},
                      {"parameters", {{{"name", "x"}, {"kind", "real"}, {"min", 0}, {"max", 1}}}}});
    }

private Q_SLOTS:
    void studyOverACommand_runsItOnlyWhereThatIsSaid()
    {
        const QString name = commandStudy();
        const QString session = fresh();
        const Answer valid = ask({"validate", name});
        QVERIFY2(valid.code == 0 && valid.out.contains("(not run)"), valid.error);
        for (const QStringList& arguments : {QStringList{"run", name, "--session", session},
                                             QStringList{"race", name, "--evaluations", "5"}}) {
            const Answer refused = ask(arguments);
            QCOMPARE(refused.code, 2);
            QVERIFY2(refused.error.contains("runs the command \"sh -c")
                         && refused.error.contains("--allow-command"),
                     refused.error);
        }
        QVERIFY(!QFileInfo::exists(session));
        QVERIFY(!QFileInfo::exists(path("started")));
        const Answer allowed = ask({"run", name, "--session", session, "--evaluations", "30", "--progress",
                                    "none", "--allow-command"});
        QVERIFY2(allowed.code == 0 && allowed.out.startsWith("30 evaluations, 30 feasible"), allowed.error);
        QVERIFY(QFileInfo::exists(path("started")));
        const Answer told = ask({"explain", session, "--trial", "3"});
        QVERIFY2(told.out.contains("what the study's command answered: sh -c"), told.out);
        const Answer race = ask({"race", name, "--methods", "random,sobol", "--seeds", "1", "--evaluations",
                                 "10", "--quiet", "--allow-command"});
        QVERIFY2(race.code == 0 && race.out.contains("20 evaluations"), race.error + race.out);
    }

    void shippedEvaluator_answersItsStudy()
    {
        if (QStandardPaths::findExecutable("python3").isEmpty())
            QSKIP("there is no python3 here");
        const Answer answer = ask({"run", PARETOSCOPE_RESOURCE_DIR "/studies/own-evaluator.json", "--session",
                                   fresh(), "--evaluations", "40", "--progress", "none", "--workers", "1",
                                   "--allow-command"});
        QVERIFY2(answer.code == 0 && answer.out.startsWith("40 evaluations, "), answer.error);
        QVERIFY2(!answer.out.contains(", 0 feasible"), answer.out);
    }

    void versionAndHelp_areAnswered()
    {
        QCOMPARE(ask({"--version"}).code, 0);
        const Answer help = ask({"--help"});
        QCOMPARE(help.code, 0);
        for (const char* word : {"run", "front", "explain", "validate", "check", "Examples"})
            QVERIFY2(help.out.contains(word), word);
    }

    void run_createsASessionAndTellsTheResult()
    {
        const QString session = fresh();
        const Answer answer = ask({"run", study(), "--session", session, "--progress", "none"});
        QVERIFY2(answer.code == 0, answer.error);
        QVERIFY2(answer.out.startsWith("40 evaluations, 40 feasible, front of "), answer.out);
        QCOMPARE(answer.out.count('\n'), 1);
        QVERIFY2(answer.error.isEmpty(), answer.error);
        QVERIFY(QFileInfo::exists(session));
        QVERIFY(!QFileInfo::exists(session + ".lock"));
    }

    void window_keepsTheSessionWhereItIsTold()
    {
        const QString window = QStringLiteral(PARETOSCOPE_BIN_DIR "/paretoscope");
        if (!QFileInfo::exists(window))
            QSKIP("Built without a window.");
        const QString session = fresh(), picture = path(QStringLiteral("window.png"));
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
        environment.insert(QStringLiteral("HOME"), m_folder.path());
        process.setProcessEnvironment(environment);
        process.start(window, {study(), "--session", session, "--screenshot", picture, "--after", "0.3"});
        QVERIFY(process.waitForFinished(kLong_ms));
        QCOMPARE(process.exitCode(), 0);
        QVERIFY(QFileInfo::exists(picture));
        QVERIFY2(QFileInfo::exists(session), process.readAllStandardError());
    }

    void run_measuresTheReferencesBesideTheSearch()
    {
        const QString session = fresh();
        const QString file = study(
            {{"references",
              json::array({{{"name", "Known"}, {"parameters", {{"x1", 0.5}, {"x2", 0.5}, {"x3", 0.5}}}}})}});
        const Answer answer = ask({"run", file, "--session", session, "--progress", "none"});
        QVERIFY2(answer.code == 0, answer.error);
        QVERIFY2(answer.out.contains(" x Known (f1)"), answer.out);
        const json front = json::parse(ask({"front", session, "--format", "json"}).out.toStdString());
        QCOMPARE(front["evaluations"].get<int>(), 40); // it costs no budget
        const json& known = front["references"][0];
        QCOMPARE(known["reference"].get<std::string>(), std::string("Known"));
        QCOMPARE(known["metrics"]["f1"].get<double>(), 0.5); // zdt1: f1 = x1
        const QByteArray again = ask({"run", file, "--session", session, "--progress", "none"}).out;
        QVERIFY2(again.contains(" x Known (f1)"), again); // as kept
    }

    void run_continuesASessionAndRefusesAnotherStudys()
    {
        const QString session = fresh();
        const QString file = study();
        QCOMPARE(ask({"run", file, "--session", session, "--evaluations", "10"}).code, 0);
        QCOMPARE(ask({"run", file, "--session", session, "--evaluations", "25"}).code, 0);
        const json front = json::parse(ask({"front", session, "--format", "json"}).out.toStdString());
        QCOMPARE(front["evaluations"].get<int>(), 25);
        const QString other = study({{"problem", {{"function", "zdt2"}}}});
        const Answer refused = ask({"run", other, "--session", session});
        QCOMPARE(refused.code, 2);
        QVERIFY2(refused.error.contains("belongs to another study"), refused.error);
        QCOMPARE(ask({"run", file, "--session", session, "--seed", "99"}).code, 2);
    }

    void workersAndSeed_decideOnlyWhatTheyShould()
    {
        const QString file = study();
        const auto frontOf = [&](const QStringList& more) {
            const QString session = fresh();
            ask(QStringList{"run", file, "--session", session} + more);
            return ask({"front", session, "--format", "csv"}).out;
        };
        const QByteArray one = frontOf({"--workers", "1"});
        QVERIFY(one.count('\n') > 3);
        QVERIFY(one == frontOf({"--workers", "8"}));
        QVERIFY(one != frontOf({"--seed", "4"}));
    }

    void front_isPrintedAsCsvAndJson()
    {
        const QString session = searched();
        const Answer csv = ask({"front", session, "--format", "csv"});
        QCOMPARE(csv.code, 0);
        const auto lines = csv.out.trimmed().split('\n');
        QCOMPARE(lines.front(), QByteArray("trial,x1,x2,x3,f1,f2"));
        const json front = json::parse(ask({"front", session, "--format", "json"}).out.toStdString());
        QCOMPARE(front["front"].size(), static_cast<std::size_t>(lines.size() - 1));
        for (qsizetype i = 1; i < lines.size(); ++i) {
            const auto fields = lines[i].split(',');
            const json& trial = front["front"][static_cast<std::size_t>(i - 1)];
            QCOMPARE(fields[0].toInt(), trial["trial"].get<int>());
            QCOMPARE(fields[4].toDouble(), trial["metrics"]["f1"].get<double>()); // every digit
        }
    }

    void explain_tellsAboutOneTrial()
    {
        const QString session = searched();
        const Answer text = ask({"explain", session, "--trial", "7"});
        QCOMPARE(text.code, 0);
        QVERIFY2(text.out.startsWith("trial 7 (feasible)"), text.out);
        const Answer object = ask({"explain", session, "--trial", "7", "--format", "json"});
        QCOMPARE(json::parse(object.out.toStdString())["trial"].get<int>(), 7);
        const Answer beyond = ask({"explain", session, "--trial", "40"});
        QCOMPARE(beyond.code, 2);
        QVERIFY2(beyond.error.contains("has no trial 40; its trials count from 0 to 39."), beyond.error);
    }

    void validate_summarisesTheSpace()
    {
        const Answer answer = ask({"validate", study()});
        QCOMPARE(answer.code, 0);
        QVERIFY2(answer.out.startsWith("ok\n"), answer.out);
        QVERIFY2(answer.out.contains("3 parameters"), answer.out);
    }

    void check_answersForTheFamilyOfTheFile()
    {
        // 4 x 5 x 6 on an output-stationary array of 2 x 3: 2 x 2 folds of 2 + 3 + 5 - 2 = 8 cycles.
        const QString document = R"({"schema_version": 1, "family": "systolic", "cases": [{"id": "by_hand",
            "inputs": {"array_rows": 2, "array_cols": 3, "dataflow": "os", "ifmap_sram_kib": 1,
              "filter_sram_kib": 1, "ofmap_sram_kib": 1, "bytes_per_word": 1, "memory_mode": "stall_free",
              "layer": {"kind": "gemm", "M": 4, "N": 6, "K": 5}},
            "expected": {"active_cycles": %1}, "tolerance": {"active_cycles": "exact"}}]})";
        for (const int cycles : {32, 33}) {
            const QString file = path("reference.json");
            QFile written(file);
            QVERIFY(written.open(QIODevice::WriteOnly));
            written.write(document.arg(cycles).toUtf8());
            written.close();
            const Answer answer = ask({"check", file});
            QCOMPARE(answer.code, cycles == 32 ? 0 : 4);
            QVERIFY2(answer.out.contains("by_hand"), answer.out);
            QVERIFY2(answer.out.endsWith(cycles == 32 ? "1 passed, 0 failed\n" : "0 passed, 1 failed\n"),
                     answer.out);
        }
    }

    void check_namesFiguresThatNoModelHas()
    {
        // 2 operations a nanosecond of a peak of 4 are a half; nobody here knows of colours.
        const QString file = path("chips.json");
        QFile written(file);
        QVERIFY(written.open(QIODevice::WriteOnly));
        written.write(R"({"schema_version": 1, "family": "eyeriss_and_others", "cases": [{"id": "peak",
            "group": "edge_tpu", "inputs": {"network": "any", "peak_tops": 4, "gop_per_image": 2},
            "expected": {"latency_ms": 1.0, "utilization": 0.5, "colour": 3},
            "tolerance": {"latency_ms": "lower bound check"}}]})");
        written.close();
        const Answer answer = ask({"check", file});
        QCOMPARE(answer.code, 0);
        QVERIFY2(answer.out.contains("not predicted, colour"), answer.out);
        QVERIFY2(answer.out.endsWith("2 figures compared\n1 passed, 0 failed\n"), answer.out);
    }

    void timeloopExport_isEvaluatedAlikeWhenImported()
    {
        const std::string resources = PARETOSCOPE_RESOURCE_DIR;
        const json machines{{"format", "paretoscope-study"},
                            {"version", 1},
                            {"name", "machines"},
                            {"problem",
                             {{"model", "spatial"},
                              {"network", resources + "/networks/dqn.json"},
                              {"architecture", resources + "/hardware/eyeriss_class.json"},
                              {"mapper", {{"evaluations", 100}}}}},
                            {"parameters",
                             {{{"name", "columns"},
                               {"kind", "integer"},
                               {"min", 1},
                               {"max", 32},
                               {"sets", "pe_array.columns"}}}},
                            {"objectives", {"latency", "energy"}},
                            {"evaluations", 5}};
        QFile file(path("machines.json"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray::fromStdString(machines.dump()));
        file.close();
        const QString session = fresh();
        QCOMPARE(ask({"run", file.fileName(), "--session", session, "--progress", "none"}).code, 0);
        const auto exported = [&](const QString& trial, const QString& layer, const QString& folder) {
            return ask({"export-timeloop", session, "--trial", trial, "--layer", layer, "--out", folder});
        };

        const QString out = path("timeloop/here");
        const Answer written = exported("2", "DQN-K1", out);
        QVERIFY2(written.code == 0, written.error);
        const Answer read = ask({"import-timeloop", "--architecture", out + "/arch.yaml", "--problem",
                                 out + "/problem.yaml", "--mapping", out + "/mapping.yaml"});
        QVERIFY2(read.code == 0, read.error);
        QVERIFY2(read.out.startsWith("cycles "), read.out);
        QVERIFY2(written.out.endsWith(read.out), written.out + read.out);

        const Answer unknown = exported("2", "x", out);
        QCOMPARE(unknown.code, 2);
        QVERIFY2(unknown.error.contains("It has: DQN-K1, DQN-K2."), unknown.error);
        QCOMPARE(exported("9", "DQN-K1", out).code, 2);
        QCOMPARE(exported("2", "DQN-K1", "/dev/null/x").code, 4);
        const Answer swapped = ask({"import-timeloop", "--architecture", out + "/mapping.yaml", "--problem",
                                    out + "/problem.yaml", "--mapping", out + "/mapping.yaml"});
        QCOMPARE(swapped.code, 2);
        QVERIFY2(swapped.error.contains("mapping.yaml"), swapped.error);
        QCOMPARE(swapped.error.count('\n'), 1);
    }

    void timeloopExportOfATestFunction_isRefused()
    {
        const Answer refused = ask(
            {"export-timeloop", searched(), "--trial", "1", "--layer", "x", "--out", path("y")});
        QCOMPARE(refused.code, 2);
        QVERIFY2(refused.error.contains("no spatial accelerators"), refused.error);
    }

    void badUsage_isOneLineAndCode2_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("nothing") << QStringList{};
        QTest::newRow("unknown command") << QStringList{"fly"};
        QTest::newRow("unknown option") << QStringList{"validate", "x.json", "--loud"};
        QTest::newRow("no session") << QStringList{"run", "x.json"};
        QTest::newRow("missing study") << QStringList{"validate", "/nowhere/x.json"};
        QTest::newRow("missing session") << QStringList{"front", "/nowhere/x", "--format", "csv"};
        QTest::newRow("folder as session") << QStringList{"front", "/tmp", "--format", "csv"};
        QTest::newRow("device as session") << QStringList{"front", "/dev/null", "--format", "csv"};
        QTest::newRow("format") << QStringList{"front", "x", "--format", "xml"};
        QTest::newRow("negative") << QStringList{"run", "x.json", "--session", "y", "--evaluations", "-5"};
        QTest::newRow("absurd") << QStringList{"run", "x.json", "--session", "y", "--evaluations", "1e99"};
        QTest::newRow("fraction") << QStringList{"run", "x.json", "--session", "y", "--workers", "1.5"};
        QTest::newRow("progress") << QStringList{"run", "x.json", "--session", "y", "--progress", "loud"};
        QTest::newRow("trial") << QStringList{"explain", "x", "--trial", "one"};
        QTest::newRow("no reference file") << QStringList{"check", "/nowhere/x.json"};
    }
    void badUsage_isOneLineAndCode2()
    {
        QFETCH(QStringList, arguments);
        const Answer answer = ask(arguments);
        QVERIFY2(answer.code == 2, answer.error);
        QVERIFY2(answer.error.startsWith("paretoscope-cli: "), answer.error);
        QCOMPARE(answer.error.count('\n'), 1);
        QVERIFY2(answer.out.isEmpty(), answer.out);
    }

    void badStudies_areNamed_data()
    {
        QTest::addColumn<QString>("patch");
        QTest::addColumn<QString>("word");
        QTest::newRow("version") << R"({"version": 9})"
                                 << "version";
        QTest::newRow("function") << R"({"problem": {"function": "zdt99"}})"
                                  << "function";
        QTest::newRow("method") << R"({"method": {"name": "magic"}})"
                                << "method";
        QTest::newRow("grid over reals") << R"({"method": {"name": "grid"}})"
                                         << "grid";
        QTest::newRow("unknown key") << R"({"colour": "red"})"
                                     << "colour";
        QTest::newRow("budget") << R"({"evaluations": 0})"
                                << "evaluations";
        QTest::newRow("reference") << R"({"reference": [1]})"
                                   << "reference";
    }
    void badStudies_areNamed()
    {
        QFETCH(QString, patch);
        QFETCH(QString, word);
        const QString file = study(json::parse(patch.toStdString()));
        for (const QStringList& arguments :
             {QStringList{"validate", file}, QStringList{"run", file, "--session", fresh()}}) {
            const Answer answer = ask(arguments);
            QVERIFY2(answer.code == 2, answer.error);
            QVERIFY2(answer.error.contains(word.toUtf8()), answer.error);
            QCOMPARE(answer.error.count('\n'), 1);
        }
    }

    void interrupt_stopsCleanlyAndTheRestFollowsLater()
    {
        const QString session = fresh();
        const QString file = study({{"problem", {{"evaluation_s", 0.005}}},
                                    {"method", {{"name", "random"}}},
                                    {"evaluations", 100'000}});
        QProcess process;
        process.start(program(), {"run", file, "--session", session, "--progress", "json"});
        QVERIFY(process.waitForStarted());
        process.setReadChannel(QProcess::StandardError);
        while (!process.canReadLine())
            QVERIFY(process.waitForReadyRead(kLong_ms));
        const json progress = json::parse(process.readLine().toStdString());
        QVERIFY(progress["evaluations"].get<int>() > 0);
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(kLong_ms));
        QCOMPARE(process.exitCode(), 3);
        const json front = json::parse(ask({"front", session, "--format", "json"}).out.toStdString());
        QVERIFY(front["evaluations"].get<int>() >= progress["evaluations"].get<int>());
        const int more = front["evaluations"].get<int>() + 20;
        QCOMPARE(ask({"run", file, "--session", session, "--evaluations", QString::number(more)}).code, 0);
    }

    void closedAndFullOutputs_areHandled()
    {
        const QString session = searched();
        QProcess shell;
        shell.start("bash", {"-c", program() + " front " + session
                                       + " --format json | head -c 1; exit ${PIPESTATUS[0]}"});
        QVERIFY(shell.waitForFinished(kLong_ms));
        QCOMPARE(shell.exitCode(), 0);
        shell.start("bash", {"-c", program() + " front " + session + " --format json > /dev/full"});
        QVERIFY(shell.waitForFinished(kLong_ms));
        QCOMPARE(shell.exitCode(), 4);
    }

    void trainingThatWasKilled_goesOnFromItsLastEpoch()
    {
        const QString name = study(json::parse(R"({
            "problem": {"model": "training", "function": null, "variables": null, "epochs": 6, "patience": 0,
                        "judged_images": 32,
                        "data": {"kind": "glyphs", "side": 12, "training": 96, "validation": 64}},
            "parameters": [{"name": "hidden", "kind": "ordinal", "values": [4, 8, 16, 32]},
                           {"name": "rate", "kind": "real", "min": 0.001, "max": 0.1, "scale": "log",
                            "sets": "learning_rate"}],
            "objectives": ["error", "macs"], "method": {"name": "random"}, "evaluations": 2000})"));
        const QString killed = path("killed"), whole = path("whole");
        if (!isKilledWhileItTrains(name, killed)) {
            QVERIFY(ask({"curves", killed}).out.count('\n') < 2); // none was trained before, either
            QSKIP("networks cannot be trained here");
        }
        // What one training had come to, processor times included, which no repetition would meet again.
        const QDir left(killed + QStringLiteral("-interrupted"));
        QByteArrayList before;
        for (const QString& checkpoint : left.entryList({"*.training"}, QDir::Files)) {
            QFile file(left.filePath(checkpoint));
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray bytes = file.readAll();
            const json document = json::from_cbor(bytes.begin(), bytes.end(), true, false);
            QVERIFY(document.is_object() && !document["records"].empty());
            for (const json& record : document["records"])
                before += QByteArray::number(record[3].get<double>(), 'g', 17);
        }
        QVERIFY(!before.isEmpty());
        const Answer rest = ask({"run", name, "--session", killed, "--evaluations", "2"});
        QVERIFY2(rest.code == 0, rest.error);
        const QString trials = QString::number(rest.out.split(' ').front().toInt()); // with those in flight
        QCOMPARE(ask({"run", name, "--session", whole, "--evaluations", trials}).code, 0);
        // Every loss and accuracy is the same to the last bit; the last column is a time.
        const auto columns = [](const QByteArray& table, bool times) {
            QByteArrayList rows;
            for (const QByteArray& row : table.split('\n')) {
                const auto comma = row.lastIndexOf(',');
                rows << (times ? QByteArray::number(row.mid(comma + 1).toDouble(), 'g', 17)
                               : row.left(comma));
            }
            return rows;
        };
        const QByteArray curves = ask({"curves", killed}).out;
        QVERIFY(curves.count('\n') > 2);
        QCOMPARE(columns(curves, false), columns(ask({"curves", whole}).out, false));
        const QByteArrayList times = columns(curves, true);
        for (const QByteArray& time : before)
            QVERIFY2(times.contains(time), time);
        QVERIFY(!left.exists());
    }
};

QTEST_APPLESS_MAIN(TestCli)
#include "tst_cli.moc"
