// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/command_problem.h"

#include "core/problem/command_protocol.h"
#include "core/problem/command_words.h"
#include "core/space/space_json.h"
#include "core/study/proposals.h"
#include "core/study/race.h"
#include "core/study/race_plan.h"
#include "core/study/runner.h"
#include "tests/core/hardware/schema_walker.h"

#include <nlohmann/json.hpp>

#include <QtTest>

#include <cmath>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <thread>

#include <fcntl.h>
#include <unistd.h>

using namespace paretoscope;
using namespace paretoscope::problem;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

constexpr double kLong_s = 20.0;

/// Reads x and y of a question, answers with their sum and a trade-off.
constexpr const char* kGood = R"(
answer() {
  x=${line#*'"x":'}; x=${x%%[,\}]*}; y=${line#*'"y":'}; y=${y%%[,\}]*}
  printf '{"metrics": {"time": %d, "energy": %d}}\n' $((x + y)) $((100 - x))
}
while read -r line; do answer; done
)";

json documentOf(const std::vector<std::string>& command, const fs::path& folder)
{
    json document = json::parse(R"({"format": "paretoscope-study", "version": 1, "name": "asked",
        "evaluations": 40, "method": {"name": "random"}, "objectives": ["time", "energy"], "parameters": [
            {"name": "x", "kind": "integer", "min": 0, "max": 31},
            {"name": "y", "kind": "integer", "min": 0, "max": 31}],
        "problem": {"model": "command", "timeout_s": 10, "metrics": [
            {"name": "time", "unit": "s"}, {"name": "energy", "unit": "J", "better": "less"}]}})");
    document["problem"]["command"] = command;
    document["problem"]["folder"] = folder.string();
    return document;
}

/// What makes two runs the same; times differ.
std::string trialsOf(const study::TrialLog& log)
{
    json all = json::array();
    for (std::size_t i = 0; i < log.size(); ++i) {
        const auto row = log[i].design.row();
        all.push_back({std::vector<double>(row.begin(), row.end()), log[i].outcome.metrics,
                       static_cast<int>(log[i].outcome.verdict), log[i].outcome.reason});
    }
    return all.dump();
}

/// Gone, or dead and waiting for init to notice.
bool isDead(const fs::path& fileWithNumber)
{
    std::string number;
    std::ifstream(fileWithNumber) >> number;
    std::ifstream status("/proc/" + number + "/stat");
    std::string pid, name, state;
    return !number.empty() && (!(status >> pid >> name >> state) || state == "Z");
}

const std::vector<Metric> kMetrics{{"time", "Time", "s", Direction::Minimize, Scale::Linear, ""},
                                   {"energy", "Energy", "J", Direction::Minimize, Scale::Linear, ""}};

} // namespace

class TestCommandProblem : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_files = 0;

    fs::path path(const char* name) const { return m_folder.filePath(QLatin1String(name)).toStdString(); }

    /// A study of a script for sh, not allowed to run yet.
    study::Study studyOf(const std::string& script, const json& more = json::object())
    {
        json document = documentOf({"sh", "-c", script}, m_folder.path().toStdString());
        document.merge_patch(more);
        auto made = study::studyFromDocument(document, "study.json");
        if (!made)
            qFatal("%s", made.error().text().c_str());
        return made.value();
    }
    std::shared_ptr<const Problem> problemOf(const std::string& script, const json& more = json::object())
    {
        auto problem = studyOf(script, more).problem;
        allowCommand(*problem);
        return problem;
    }
    static Outcome outcomeOf(const Problem& problem, double x, double y, const std::stop_token& stop = {})
    {
        return problem.evaluate(space::Design({x, y}), stop);
    }

    struct Run
    {
        std::unique_ptr<study::Session> session;
        std::unique_ptr<study::Runner> runner;
        study::SnapshotPtr finish(std::uint64_t evaluations = 0)
        {
            if (evaluations > 0)
                runner->extendTo(evaluations);
            runner->start();
            runner->waitUntilQuiet(kLong_s);
            return runner->snapshot();
        }
    };
    Run runOf(const study::Study& study, unsigned workers, bool allowed = true)
    {
        const fs::path file = path(("session" + std::to_string(++m_files)).c_str());
        Run run;
        run.session = study::Session::create(file, study).value();
        if (allowed)
            allowCommand(*run.session->study().problem);
        run.runner = study::Runner::make(*run.session, {workers, 8, {}, 30.0}).value();
        return run;
    }

private Q_SLOTS:
    void initTestCase() { std::signal(SIGPIPE, SIG_DFL); } // a broken pipe would end the program

    void goodAnswers_becomeOutcomes()
    {
        const auto problem = problemOf(kGood, {{"limits", {{{"metric", "time"}, {"maximum", 40}}}}});
        Outcome outcome = outcomeOf(*problem, 3, 4);
        QCOMPARE(outcome.verdict, Verdict::Feasible);
        QCOMPARE(outcome.metrics, (std::vector<double>{7.0, 97.0}));
        QVERIFY(outcome.cost_s > 0.0);
        outcome = outcomeOf(*problem, 30, 30);
        QCOMPARE(outcome.verdict, Verdict::Infeasible);
        QCOMPARE(outcome.reason, "Time above the study's limit");
        QCOMPARE(outcome.violation, 0.5);
    }

    void everyKindOfParameter_isWrittenAsPeopleReadIt()
    {
        const json parameters = json::parse(R"({"parameters": [
            {"name": "flow", "kind": "categorical", "values": ["ws", "os"]},
            {"name": "depth", "kind": "integer", "min": 1, "max": 9,
             "condition": {"parent": "flow", "values": ["ws"]}},
            {"name": "clock", "kind": "ordinal", "values": [0.5, 1, 2], "unit": "GHz"},
            {"name": "ratio", "kind": "real", "min": 0, "max": 1},
            {"name": "tiles", "kind": "factorization", "n": 12, "factors": 3},
            {"name": "order", "kind": "permutation", "items": ["k", "c", "x"]}]})");
        JsonReader reader(parameters, "study");
        const space::Space space = space::spaceFromJson(reader).value().space;
        const space::Design design({1, space::kInactive, 0.5, 0.25, 2, 3, 2, 2, 0, 1});
        const json question = json::parse(questionLine(7, space, design));
        QCOMPARE(question.dump(), R"({"id":7,"parameters":{"clock":0.5,"flow":"os","order":["x","k","c"],)"
                                  R"("ratio":0.25,"tiles":[2,3,2]}})");
    }

    void answers_areReadStrictly_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("reason");
        QTest::addColumn<bool>("understood");
        QTest::addColumn<bool>("inStep");
        const auto row = [](const char* line, const char* reason, bool understood, bool inStep) {
            QTest::newRow(line) << QString::fromUtf8(line) << QString::fromUtf8(reason) << understood
                                << inStep;
        };
        row(R"({"metrics": {"time": 1, "energy": 2, "more": "x"}, "id": 5})", "", true, true);
        row(R"({"metrics": {"time": 1}})", "the answer has no energy", false, true);
        row(R"({"metrics": {"time": "fast", "energy": 2}})",
            R"(the answer's time is "fast"; a number is expected)", false, true);
        row(R"({"metrics": [1, 2]})", R"(the answer's "metrics" is a list of 2; an object is expected)",
            false, true);
        row("{}", R"(the answer has no "metrics")", false, true);
        row(R"({"id": 4, "metrics": {"time": 1, "energy": 2}})", "the answer has the id 4 instead of 5",
            false, false);
        row(R"({"metrics": {"time": NaN, "energy": 2}})",
            R"(the answer holds NaN or Infinity, which are no JSON numbers: {"metrics": {"time": NaN, "energy": 2}})",
            false, true);
        row("loading…", R"(the answer "loading…" is not JSON)", false, false);
        row("[1]", "the answer [1] is no JSON object", false, false);
        row("", R"(the answer "" is not JSON)", false, false);
        row(R"({"failed": "no licence"})", "no licence", true, true);
        row(R"({"failed": 3})", R"(the answer's "failed" is 3; a sentence is expected)", false, true);
        row(R"({"infeasible": "does not fit", "metrics": {"energy": 2}, "violation": 0.5})", "does not fit",
            true, true);
        row(R"({"infeasible": "does not fit", "violation": -1})",
            "the answer's violation is -1; a number above 0 is expected", false, true);
        row(R"({"cost_s": -3, "metrics": {"time": 1, "energy": 2}})",
            "the answer's cost_s is -3; a number of seconds, at least 0, is expected", false, true);
    }
    void answers_areReadStrictly()
    {
        QFETCH(QString, line);
        QFETCH(QString, reason);
        const CommandAnswer answer = readAnswer(line.toStdString(), 5, kMetrics);
        QCOMPARE(QString::fromStdString(answer.outcome.reason), reason);
        QTEST(answer.isUnderstood, "understood");
        QTEST(answer.isInStep, "inStep");
        QCOMPARE(answer.outcome.metrics.size(), kMetrics.size());
        if (!answer.isUnderstood)
            QCOMPARE(answer.outcome.verdict, Verdict::Failed);
    }

    void schema_allowsWhatIsReadAndWritten()
    {
        SchemaWalker schema(
            readJsonFile(fs::path(PARETOSCOPE_RESOURCE_DIR) / "schemas/evaluator.schema.json").value());
        const study::Study study = studyOf(kGood);
        const auto violation = [&](const std::string& line) { return schema.violation(json::parse(line)); };
        QCOMPARE(violation(questionLine(3, study.problem->space(), space::Design({1, 2}))), "");
        for (
            const char* line :
            {R"({"metrics": {"time": 1, "energy": 2}, "id": 5, "cost_s": 0})", R"({"failed": "no licence"})",
             R"({"infeasible": "too big"})",
             R"({"infeasible": "too big", "metrics": {"energy": 2}, "violation": 0.5, "id": 5, "cost_s": 1})"}) {
            QCOMPARE(violation(line), "");
            QVERIFY2(readAnswer(line, 5, kMetrics).isUnderstood, line);
        }
        for (const char* line :
             {"{}", "[1]", R"({"metrics": 3})", R"({"failed": 3})", R"({"infeasible": true})",
              R"({"infeasible": "too big", "violation": 0})", R"({"metrics": {}, "cost_s": -1})",
              R"({"infeasible": "too big", "metrics": {"time": "long"}})"}) {
            QVERIFY2(!violation(line).empty(), line);
            QVERIFY2(!readAnswer(line, 5, kMetrics).isUnderstood, line);
        }
    }

    void exampleOfTheReadme_isTheShippedOne()
    {
        const auto contentOf = [](const fs::path& file) {
            std::ifstream stream(file);
            return std::string(std::istreambuf_iterator<char>(stream), {});
        };
        const fs::path resources = PARETOSCOPE_RESOURCE_DIR;
        const std::string script = contentOf(resources / "evaluators/layer_roofline.py");
        const std::size_t code = script.find("import json");
        QVERIFY(code != std::string::npos);
        QVERIFY(contentOf(resources / "../README.md").find(script.substr(code)) != std::string::npos);
    }

    void infeasibleAnswer_keepsItsReasonItsViolationAndItsCost()
    {
        const auto problem = problemOf(
            R"(while read -r l; do echo '{"infeasible": "too big", "violation": 2, "cost_s": 60,
            "metrics": {"time": 4}}' | tr -d '\n'; echo; done)");
        const Outcome outcome = outcomeOf(*problem, 1, 1);
        QCOMPARE(outcome.verdict, Verdict::Infeasible);
        QCOMPARE(outcome.reason, "too big");
        QCOMPARE(outcome.violation, 2.0);
        QCOMPARE(outcome.cost_s, 60.0);
        QCOMPARE(outcome.metrics[0], 4.0);
        QVERIFY(std::isnan(outcome.metrics[1]));
    }

    void anyBytes_becomeReadableText()
    {
        QCOMPARE(lastLineOf("first\n\x1b[31merror:\x1b[0m no\a file\r\n \n"), "error: no file");
        QCOMPARE(lastLineOf("\xff\xfe"), "\xef\xbf\xbd\xef\xbf\xbd");
        QCOMPARE(lastLineOf(" \n"), "");
        const std::string cut = lastLineOf(std::string(159, 'a') + "ééé");
        QCOMPARE(cut, std::string(159, 'a') + "...");
    }

    void misbehaviour_isAFailureThatSaysWhat_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char* name, const char* script, const char* reason) {
            QTest::newRow(name) << script << reason;
        };
        row("exit", "read l; echo 'cannot open model.bin' >&2; exit 3",
            "the command ended with exit code 3 and no answer: cannot open model.bin");
        row("crash", "read l; kill -SEGV $$",
            "the command ended with signal 11 (Segmentation fault) and no answer");
        row("half a line", "read l; printf '{\"metrics\": '; exit 0",
            "the command ended with exit code 0 in the middle of its answer");
        row("silence", "read l; echo thinking >&2; sleep 60", "no answer within 300 ms: thinking");
        row("no end", "read l; yes 1234567890 | tr -d '\\n'", "the answer has no line end within 1 MiB");
        row("nonsense", "read l; echo hello; sleep 60", "the answer \"hello\" is not JSON");
        row("output closed", "exec >&-; sleep 0.05; exit 4",
            "the command ended with exit code 4 and no answer");
        row("input closed", "exec <&-; sleep 0.05; exit 4",
            "the command ended with exit code 4 and no answer");
        row("a child holds the output", "read l; sleep 60 & exit 5",
            "the command ended with exit code 5 and no answer");
    }
    void misbehaviour_isAFailureThatSaysWhat()
    {
        QFETCH(QString, script);
        QFETCH(QString, reason);
        const auto problem = problemOf(script.toStdString(), {{"problem", {{"timeout_s", 0.3}}}});
        const Outcome outcome = outcomeOf(*problem, 1, 2);
        QCOMPARE(outcome.verdict, Verdict::Failed);
        QCOMPARE(QString::fromStdString(outcome.reason), reason);
        QCOMPARE(outcome.metrics.size(), std::size_t(2));
    }

    void crash_isFollowedByAnswersOfAnotherProcess()
    {
        const auto crashing = problemOf(
            R"(while read -r l; do case "$l" in *'"x":1,'*) kill -9 $$;; esac
               printf '{"metrics": {"time": %d, "energy": 1}}\n' $$; done)");
        const Outcome before = outcomeOf(*crashing, 2, 2);
        QCOMPARE(before.verdict, Verdict::Feasible);
        QCOMPARE(outcomeOf(*crashing, 3, 2).metrics[0], before.metrics[0]); // the same process
        QCOMPARE(outcomeOf(*crashing, 1, 2).reason, "the command ended with signal 9 (Killed) and no answer");
        const Outcome after = outcomeOf(*crashing, 2, 2);
        QCOMPARE(after.verdict, Verdict::Feasible);
        QVERIFY(after.metrics[0] != before.metrics[0]);
    }

    void commandThatAnswersOnce_isStartedForEveryDesign()
    {
        const auto problem = problemOf(R"(read -r l; printf '{"metrics": {"time": %d, "energy": 1}}\n' $$)");
        std::set<double> processes;
        for (int i = 0; i < 8; ++i) {
            const Outcome outcome = outcomeOf(*problem, i, 0);
            QVERIFY2(outcome.verdict == Verdict::Feasible, outcome.reason.c_str());
            processes.insert(outcome.metrics[0]);
        }
        QCOMPARE(processes.size(), std::size_t(8));
    }

    void muchOnStandardError_blocksNobody()
    {
        const auto problem = problemOf(
            R"(while read -r l; do head -c 300000 /dev/zero | tr '\0' 'e' >&2; echo >&2; echo last >&2
               echo '{"metrics": {"time": 1, "energy": 1}}'; done)");
        for (int i = 0; i < 3; ++i)
            QCOMPARE(outcomeOf(*problem, i, i).verdict, Verdict::Feasible);
        const auto told = exchangeOf(*problem, space::Design({1, 1}));
        QVERIFY(told && told->errors.ends_with("last\n"));
        QVERIFY(told->errors.size() <= 4096);
    }

    void stopped_endsTheProcessAndItsChildren_data()
    {
        QTest::addColumn<QString>("manners");
        QTest::newRow("willing") << "";
        QTest::newRow("deaf to SIGTERM") << "trap '' TERM;";
    }
    void stopped_endsTheProcessAndItsChildren()
    {
        QFETCH(QString, manners);
        fs::remove(path("own"));
        const auto problem = problemOf(manners.toStdString()
                                       + "sleep 100 & echo $! > child; echo $$ > own.part; mv own.part own;"
                                         "read -r l; wait; sleep 100");
        std::stop_source source;
        Outcome outcome;
        std::thread asker([&] { outcome = outcomeOf(*problem, 1, 1, source.get_token()); });
        QTRY_VERIFY_WITH_TIMEOUT(fs::exists(path("own")), 10'000);
        source.request_stop();
        asker.join();
        QCOMPARE(outcome.verdict, Verdict::Failed);
        QCOMPARE(outcome.reason, "stopped");
        QTRY_VERIFY(isDead(path("own")) && isDead(path("child")));
    }

    void problemThatGoes_leavesNoProcess()
    {
        {
            const auto problem = problemOf(std::string("echo $$ > last;") + kGood);
            QCOMPARE(outcomeOf(*problem, 1, 1).verdict, Verdict::Feasible);
            QVERIFY(!isDead(path("last"))); // it waits for the next design
        }
        QVERIFY(isDead(path("last")));
    }

    void openFiles_areNotHandedDown()
    {
        const int file = ::open("/dev/null", O_RDONLY);
        QCOMPARE(::dup2(file, 50), 50);
        const auto problem = problemOf(
            R"(while read -r l; do echo '{"failed": "files' $(ls /proc/self/fd) '"}'; done)");
        const std::string reason = outcomeOf(*problem, 1, 1).reason;
        ::close(50);
        ::close(file);
        QVERIFY2(reason.starts_with("files 0 1 2"), reason.c_str());
        QVERIFY2(reason.find("50") == std::string::npos, reason.c_str());
    }

    void notAllowed_nothingIsStarted()
    {
        const study::Study study = studyOf(std::string("touch started;") + kGood);
        QVERIFY(!study.problem->isAllowed());
        QCOMPARE(outcomeOf(*study.problem, 1, 1).reason, "the study's command has not been allowed to run");
        Run run = runOf(study, 2, false);
        const study::SnapshotPtr snapshot = run.finish();
        QCOMPARE(snapshot->state, study::RunState::Failed);
        QVERIFY(snapshot->message.find("has not been allowed") != std::string::npos);
        QVERIFY(snapshot->trials.empty());
        auto race = study::Race::make(study, study::racePlanFor(study, {"random"}), {}).value();
        race->start();
        QVERIFY(race->waitUntilQuiet(kLong_s));
        QCOMPARE(race->snapshot()->state, study::RunState::Failed);
        QVERIFY(!fs::exists(path("started")));
        allowCommand(*run.session->study().problem);
        QCOMPARE(run.finish()->state, study::RunState::Finished);
        QVERIFY(fs::exists(path("started")));
    }

    void commandThatCannotBeStarted_isSaidBeforeAnyTrial_data()
    {
        QTest::addColumn<QStringList>("command");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("no such file")
            << QStringList{"./nothing", "a b"} << "\"./nothing 'a b'\" cannot be started: there is no ";
        QTest::newRow("not executable") << QStringList{"./plain.txt"} << "plain.txt\" may not be executed.";
        QTest::newRow("not in PATH") << QStringList{"no-such-program-anywhere"}
                                     << "no folder of PATH has a program \"no-such-program-anywhere\".";
        QTest::newRow("no interpreter") << QStringList{"./orphan"} << "No such file or directory.";
        QTest::newRow("ends at once") << QStringList{"sh", "-c", "echo no module >&2; exit 1"}
                                      << "ended before it was asked anything, with exit code 1: no module";
    }
    void commandThatCannotBeStarted_isSaidBeforeAnyTrial()
    {
        QFETCH(QStringList, command);
        QFETCH(QString, sentence);
        std::ofstream(path("plain.txt")) << "echo\n";
        std::ofstream(path("orphan")) << "#!/no/such/interpreter\n";
        fs::permissions(path("orphan"), fs::perms::owner_all);
        std::vector<std::string> words;
        for (const QString& word : command)
            words.push_back(word.toStdString());
        const auto study = study::studyFromDocument(documentOf(words, m_folder.path().toStdString()), "s");
        QVERIFY(study); // validating it does not start it
        Run run = runOf(*study, 2);
        const study::SnapshotPtr snapshot = run.finish();
        QCOMPARE(snapshot->state, study::RunState::Failed);
        QVERIFY2(QString::fromStdString(snapshot->message).contains(sentence), snapshot->message.c_str());
        QVERIFY(snapshot->trials.empty());
    }

    void commandThatNeverAnswers_endsTheRunSoon()
    {
        Run run = runOf(studyOf("while read -r l; do echo working; done", {{"evaluations", 300}}), 2);
        const study::SnapshotPtr snapshot = run.finish();
        QCOMPARE(snapshot->state, study::RunState::Failed);
        QVERIFY2(snapshot->message.find("answered none of the first questions: the answer \"working\"")
                     != std::string::npos,
                 snapshot->message.c_str());
        QVERIFY(snapshot->trials.size() <= 8);
    }

    void failuresAmongAnswers_doNotEndTheRun()
    {
        Run run = runOf(studyOf(R"(
            while read -r line; do case "$line" in *'"x":1'*) exit 7;; esac
            echo '{"metrics": {"time": 1, "energy": 1}}'; done)"),
                        2);
        const study::SnapshotPtr snapshot = run.finish();
        QCOMPARE(snapshot->state, study::RunState::Finished);
        QCOMPARE(snapshot->trials.size(), std::size_t(40));
        QVERIFY(snapshot->feasible > 5 && snapshot->feasible < 40);
    }

    void sameSeed_sameTrialsWhateverTheWorkersAndAcrossAPause()
    {
        const study::Study study = studyOf(kGood);
        Run one = runOf(study, 1);
        Run four = runOf(study, 4);
        const std::string expected = trialsOf(one.finish()->trials);
        QCOMPARE(trialsOf(four.finish()->trials), expected);

        Run first = runOf(study, 3);
        QCOMPARE(first.finish(15)->trials.size(), std::size_t(15));
        const fs::path file = first.session->file();
        first.runner.reset();
        first.session.reset();
        Run again;
        again.session = study::Session::open(file).value();
        QVERIFY(!again.session->study().problem->isAllowed()); // a session comes from anywhere, too
        allowCommand(*again.session->study().problem);
        again.runner = study::Runner::make(*again.session, {2, 8, {}, 30.0}).value();
        QCOMPARE(trialsOf(again.finish(40)->trials), expected);
    }

    void processes_areAsManyAsWorkersOrAsTheStudySays()
    {
        const std::string script = R"(touch "process.$$"; while read -r l; do sleep 0.01
            echo '{"metrics": {"time": 1, "energy": 1}}'; done)";
        const auto started = [this] {
            std::size_t count = 0;
            for (const auto& entry : fs::directory_iterator(m_folder.path().toStdString()))
                if (entry.path().filename().string().starts_with("process.")) {
                    fs::remove(entry.path());
                    ++count;
                }
            return count;
        };
        const json few{{"evaluations", 16}, {"problem", {{"processes", 1}}}};
        Run four = runOf(studyOf(script, {{"evaluations", 16}}), 4);
        QCOMPARE(four.finish()->state, study::RunState::Finished);
        const std::size_t many = started();
        QVERIFY(many >= 2 && many <= 4);
        Run single = runOf(studyOf(script, few), 4);
        QCOMPARE(single.finish()->state, study::RunState::Finished);
        QCOMPARE(started(), std::size_t(1));
    }

    void exchange_isWhatWasSaid()
    {
        const auto problem = problemOf(std::string("echo ready >&2;") + kGood);
        const space::Design design({3, 4});
        const auto explained = problem->explain(design, {});
        QVERIFY(explained && explained->notes.front().find("while read -r line") != std::string::npos);
        QVERIFY(!exchangeOf(*problem, design)); // explaining asks nothing
        (void)outcomeOf(*problem, 3, 4);
        const auto told = exchangeOf(*problem, design);
        QVERIFY(told && told->question.ends_with(R"("parameters":{"x":3,"y":4}})"));
        QCOMPARE(told->answer, R"({"metrics": {"time": 7, "energy": 97}})");
        QCOMPARE(told->errors, "ready\n");
        QVERIFY(told->took_s > 0.0);
    }

    void studyFile_isReadWithItsFolderAndRefusedWithItsPlace()
    {
        json document = documentOf({"./evaluate"}, "..");
        std::ofstream(path("study.json")) << document.dump();
        const auto study = study::readStudy(path("study.json"));
        QVERIFY(study);
        const CommandTerms terms = *commandTermsOf(*study->problem);
        QCOMPARE(terms.command.folder, fs::path(m_folder.path().toStdString()).parent_path());
        QCOMPARE(terms.timeout_s, 10.0);
        document["problem"].erase("folder");
        document["problem"]["noisy"] = true;
        std::ofstream(path("study.json")) << document.dump();
        const auto beside = study::readStudy(path("study.json"));
        QCOMPARE(commandTermsOf(*beside->problem)->command.folder, fs::path(m_folder.path().toStdString()));
        QVERIFY(study::searchProblemOf(*beside).noisy);
        QVERIFY(!study::searchProblemOf(*study).noisy);
        const auto refused = [&](const char* pointer, const json& value) {
            json wrong = document;
            wrong[json::json_pointer(pointer)] = value;
            const auto made = study::studyFromDocument(wrong, "study.json");
            return made ? std::string("accepted") : made.error().where + " " + made.error().what;
        };
        const auto says = [&](const char* pointer, const json& value, const char* words) {
            const std::string text = refused(pointer, value);
            return text.find(words) != std::string::npos ? std::string() : text;
        };
        QCOMPARE(says("/problem/command", json::array(), "study.json#/problem/command names no program"), "");
        QCOMPARE(says("/problem/command", "./evaluate", "a list"), "");
        QCOMPARE(says("/problem/timeout_s", 0, "study.json#/problem/timeout_s"), "");
        QCOMPARE(says("/problem/metrics", json::array(), "from 1 to 64 are allowed"), "");
        QCOMPARE(says("/problem/metrics/1/name", "time", "Two metrics are called \"time\""), "");
        QCOMPARE(says("/problem/metrics/1/name", "x", "a parameter and a metric"), "");
        QCOMPARE(says("/problem/metrics/1/name", "a b", "letters, digits and _ are allowed"), "");
        QCOMPARE(says("/objectives/0", "speed", "is not a metric"), "");
        QCOMPARE(says("/problem/shell", true, "study.json#/problem/shell"), "");
        QCOMPARE(says("/parameters/0/sets", "array.rows", "say what they \"set\""), "");
    }
};

QTEST_GUILESS_MAIN(TestCommandProblem)
#include "tst_command_problem.moc"
