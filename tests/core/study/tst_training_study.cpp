// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accuracy/training_engine.h"
#include "core/base/json_reader.h"
#include "core/problem/training_problem.h"
#include "core/study/export.h"
#include "core/study/runner.h"
#include "core/study/sqlite.h"

#include <QtTest>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <thread>
#include <vector>

using namespace paretoscope;
using namespace paretoscope::study;
using accuracy::TrainingState;
using nlohmann::json;

namespace {

constexpr double kLong_s = 30.0;

/// Networks small enough to train in a moment; several trials share one.
json smallStudy(int epochs, bool halving)
{
    json document = json::parse(R"({"format": "paretoscope-study", "version": 1, "name": "small",
        "problem": {"model": "training", "patience": 0, "judged_images": 32,
                    "data": {"kind": "glyphs", "side": 12, "training": 96, "validation": 64}},
        "parameters": [
            {"name": "depth", "kind": "ordinal", "values": [0, 1]},
            {"name": "hidden", "kind": "ordinal", "values": [4, 8, 16]},
            {"name": "rate", "kind": "ordinal", "values": [0.001, 0.03, 0.1, 50], "sets": "learning_rate"},
            {"name": "bits", "kind": "ordinal", "values": [3, 8], "sets": "weight_bits"},
            {"name": "kernel", "kind": "ordinal", "values": [3, 3.9]}],
        "objectives": ["error", "macs"], "method": {"name": "random"}, "evaluations": 18, "seed": 5})");
    document["problem"]["epochs"] = epochs;
    if (halving)
        document["problem"]["halving"] = {{"keep", 2}, {"fewest_epochs", 1}};
    return document;
}

/// A session and its run.
struct Sitting
{
    Sitting(const std::filesystem::path& file, const json& document, unsigned workers = 1)
    {
        auto opened = std::filesystem::exists(file)
                          ? Session::open(file)
                          : Session::create(file, studyFromDocument(document, "small.json").value());
        session = std::move(opened).value();
        Runner::Options options;
        options.workers = workers;
        runner = std::move(Runner::make(*session, options)).value();
        log = problem::trainingLogOf(*session->study().problem);
    }
    ~Sitting() { runner.reset(); }
    [[nodiscard]] bool finish()
    {
        runner->start();
        return runner->waitUntilQuiet(kLong_s) && runner->snapshot()->state == RunState::Finished;
    }
    /// Runs until some training has done so many epochs in this sitting, which are then interrupted.
    [[nodiscard]] bool stopAfter(std::size_t epochs)
    {
        log->setListener([this, epochs] {
            const auto curves = log->snapshot();
            for (const auto& curve : *curves)
                if (curve->state == TrainingState::Running && curve->epochs.size() >= epochs) {
                    runner->stop();
                    // The training stands still until it has been told, however fast it is.
                    while (runner->snapshot()->state == RunState::Running)
                        std::this_thread::sleep_for(std::chrono::milliseconds(1));
                }
        });
        runner->start();
        return runner->waitUntilQuiet(kLong_s) && runner->snapshot()->state == RunState::Stopped;
    }
    [[nodiscard]] std::string remarks() const
    {
        std::string all;
        const auto curves = log->snapshot();
        for (const auto& curve : *curves)
            all += curve->remark;
        return all;
    }

    std::unique_ptr<Session> session;
    std::shared_ptr<accuracy::TrainingLog> log; ///< outlives the run below
    std::unique_ptr<Runner> runner;
};

/// Designs and what came of them, to the last bit, but for processor time.
std::string bytes(const Sitting& sitting)
{
    const SnapshotPtr snapshot = sitting.runner->snapshot();
    std::string text;
    for (std::size_t i = 0; i < snapshot->trials.size(); ++i) {
        const Trial& trial = snapshot->trials[i];
        json object = trialToJson(sitting.session->study(), trial);
        object["metrics"].erase("training_time_s");
        text += object.dump() + '\n';
        if (trial.outcome.record == nullptr)
            continue;
        const auto& record = *trial.outcome.record;
        for (std::size_t n = 0; n < record.size(); ++n)
            text += (record.size() - n) % 4 == 1 && n > 4 ? "" : exactNumber(record[n]) + ' ';
    }
    return text;
}

std::set<std::string> filesIn(const std::filesystem::path& folder)
{
    std::set<std::string> names;
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator(folder, none))
        names.insert(entry.path().string());
    return names;
}

std::filesystem::path leftBy(std::filesystem::path session)
{
    return session += "-interrupted";
}

} // namespace

class TestTrainingStudy : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::filesystem::path file(const char* name) const
    {
        return m_folder.filePath(QString::fromLatin1(name)).toStdString();
    }
    /// A small study of 9 epochs as it ends when nothing interrupts it.
    const Sitting& whole(bool halving)
    {
        std::unique_ptr<Sitting>& sitting = m_whole[halving ? 1 : 0];
        if (!sitting) {
            sitting = std::make_unique<Sitting>(file(halving ? "halved" : "whole"), smallStudy(9, halving));
            if (!sitting->finish())
                qWarning("the small study did not end");
        }
        return *sitting;
    }

    std::array<std::unique_ptr<Sitting>, 2> m_whole; ///< goes before its folder

private Q_SLOTS:
    void initTestCase()
    {
        const Status available = accuracy::trainingAvailable();
        if (!available)
            QSKIP(available.error().text().c_str());
    }

    void halving_stopsMostTrainingsAndSaysSo()
    {
        const Sitting& sitting = whole(true);
        const auto& metrics = sitting.session->study().problem->metrics();
        QCOMPARE(metrics[3].name, std::string("epochs"));
        // The same trainings to their ends say what each had at each rung, so who should have gone on.
        const auto halved = sitting.log->snapshot(), full = whole(false).log->snapshot();
        QCOMPARE(halved->size(), full->size());
        std::map<int, std::vector<double>> reached; // errors by rung
        std::size_t cut = 0;
        for (std::size_t i = 0; i < full->size(); ++i) {
            const auto& epochs = (*full)[i]->epochs;
            std::size_t expected = epochs.size();
            for (const int rung : {1, 2, 4, 8}) {
                if (epochs.size() < static_cast<std::size_t>(rung))
                    break; // it ran away
                const double error = 1.0 - epochs[static_cast<std::size_t>(rung) - 1].validationAccuracy;
                std::vector<double>& others = reached[rung];
                const auto better = std::count_if(others.begin(), others.end(),
                                                  [&](double other) { return other <= error; });
                others.push_back(error);
                if (better >= std::max<std::ptrdiff_t>(1, std::ssize(others) / 2)) {
                    expected = static_cast<std::size_t>(rung);
                    break;
                }
            }
            QCOMPARE((*halved)[i]->title, (*full)[i]->title);
            QCOMPARE((*halved)[i]->epochs.size(), expected);
            const bool isCut = expected < epochs.size();
            QCOMPARE((*halved)[i]->state == TrainingState::Outranked, isCut);
            cut += isCut ? 1 : 0;
        }
        QVERIFY(cut >= 4 && cut < full->size());
        const SnapshotPtr snapshot = sitting.runner->snapshot();
        bool anyCut = false;
        for (std::size_t i = 0; i < snapshot->trials.size(); ++i) {
            const problem::Outcome& outcome = snapshot->trials[i].outcome;
            if (outcome.verdict != problem::Verdict::Feasible)
                continue;
            const auto curve = accuracy::TrainingCurves(*sitting.log->snapshot());
            const std::string title = problem::trainingTitleOf(*sitting.session->study().problem,
                                                               snapshot->trials[i].design);
            const auto own = std::find_if(curve.begin(), curve.end(),
                                          [&](const auto& other) { return other->title == title; });
            QCOMPARE(outcome.metrics[3], static_cast<double>((*own)->epochs.size()));
            anyCut = anyCut || outcome.metrics[3] < 9;
            if (outcome.metrics[3] < 9) {
                const auto why = sitting.session->study().problem->explain(snapshot->trials[i].design, {});
                QVERIFY(why->notes.back().find("because others were better") != std::string::npos);
            }
        }
        QVERIFY(anyCut);
    }

    void halving_isTheSameWithManyWorkersAndAfterInterruptions()
    {
        const json document = smallStudy(9, true);
        Sitting together(file("together"), document, 3);
        QVERIFY(together.finish());
        QCOMPARE(bytes(together), bytes(whole(true)));
        for (const std::size_t epochs : {3U, 2U, 5U}) {
            Sitting part(file("parts"), document, 2);
            (void)part.stopAfter(epochs);
        }
        Sitting rest(file("parts"), document, 2);
        QVERIFY(rest.finish());
        QCOMPARE(bytes(rest), bytes(whole(true)));
        QVERIFY(filesIn(leftBy(file("together"))).empty());
    }

    void interruptedTraining_goesOnFromItsLastEpoch()
    {
        const json document = smallStudy(9, false);
        {
            Sitting part(file("stopped"), document, 2);
            QVERIFY(part.stopAfter(5));
        }
        const std::set<std::string> left = filesIn(leftBy(file("stopped")));
        QVERIFY(!left.empty() && left.size() <= 2);
        std::ofstream(*left.begin() + ".writing-4711") << "what a kill in the middle of writing leaves";
        {
            Sitting rest(file("stopped"), document, 2);
            QVERIFY(rest.finish());
            QCOMPARE(bytes(rest), bytes(whole(false)));
            int continued = 0;
            const auto curves = rest.log->snapshot();
            for (const auto& curve : *curves)
                continued += curve->continuedFrom > 0 && curve->continuedFrom <= 9 ? 1 : 0;
            QVERIFY(continued >= 1 && continued <= 2);
            QCOMPARE(rest.remarks(), std::string());
            QVERIFY(filesIn(leftBy(file("stopped"))).empty());
        }
        QVERIFY(!std::filesystem::exists(leftBy(file("stopped"))));
    }

    void withdrawnTraining_leavesNothing()
    {
        json document = smallStudy(9, false);
        document["parameters"] = json::parse(
            R"([{"name": "hidden", "kind": "ordinal", "values": [4, 8, 16, 32]}])");
        document["evaluations"] = 3;
        const std::filesystem::path folder = leftBy(file("withdrawn"));
        Sitting sitting(file("withdrawn"), document);
        QVERIFY(sitting.stopAfter(5));
        QCOMPARE(filesIn(folder).size(), std::size_t{1});
        const problem::Problem& problem = *sitting.session->study().problem;
        Pins pins; // that exclude the network whose training was stopped
        for (const double hidden : {4.0, 8.0, 16.0, 32.0})
            if (problem::trainingTitleOf(problem, space::Design({hidden}))
                == sitting.log->snapshot()->back()->title)
                pins = {{"hidden", hidden, hidden, true, true}};
        QCOMPARE(pins.size(), std::size_t{1});
        sitting.runner->setPins(pins);
        QVERIFY(sitting.runner->waitUntilQuiet(kLong_s));
        QVERIFY(filesIn(folder).empty());
    }

    void finishedStudy_leavesNothingWhenItIsOpenedAgain()
    {
        const std::filesystem::path folder = leftBy(file("tidied"));
        QVERIFY(Sitting(file("tidied"), smallStudy(1, false)).finish());
        std::filesystem::create_directory(folder);
        std::ofstream(folder / "0123456789abcdef.training") << "what an earlier version left";
        std::ofstream(folder / "notes.txt") << "a person's own";
        const Sitting again(file("tidied"), {});
        QCOMPARE(filesIn(folder), std::set<std::string>{(folder / "notes.txt").string()});
    }

    void brokenCheckpoint_isSaidAndTheTrainingBeginsAnew()
    {
        const json document = smallStudy(9, false);
        {
            Sitting part(file("broken"), document);
            QVERIFY(part.stopAfter(5));
        }
        for (const std::string& name : filesIn(leftBy(file("broken")))) {
            std::filesystem::resize_file(name, std::filesystem::file_size(name) / 2);
        }
        Sitting rest(file("broken"), document);
        QVERIFY(rest.finish());
        QVERIFY2(rest.remarks().find("Begins at the start") != std::string::npos, rest.remarks().c_str());
        QCOMPARE(bytes(rest), bytes(whole(false)));
    }

    void placeThatCannotBeWritten_isSaidAndTheTrainingGoesOn()
    {
        std::ofstream(leftBy(file("nowhere"))) << "a file where the folder would be";
        Sitting sitting(file("nowhere"), smallStudy(3, false));
        QVERIFY(sitting.finish());
        QVERIFY2(sitting.remarks().find("cannot be kept") != std::string::npos, sitting.remarks().c_str());
    }

    void damagedRecords_costTheirCurvesAlone()
    {
        const json document = smallStudy(2, true);
        std::size_t curves = 0;
        std::string whole;
        {
            Sitting sitting(file("damaged"), document);
            QVERIFY(sitting.finish());
            curves = sitting.log->snapshot()->size();
            whole = trialsToCsv(sitting.session->study(), sitting.runner->snapshot()->trials,
                                std::vector<std::uint64_t>{0, 1, 2});
        }
        const auto damage = [&](const std::string& sql) {
            auto database = sqlite::Database::open(file("damaged"), sqlite::Database::Mode::ReadWrite);
            return database && database.value().run(sql);
        };
        const auto curvesNow = [&](std::size_t* count) {
            Sitting again(file("damaged"), document);
            *count = again.log->snapshot()->size();
            return trialsToCsv(again.session->study(), again.runner->snapshot()->trials,
                               std::vector<std::uint64_t>{0, 1, 2});
        };
        std::size_t now = 0;
        QVERIFY(damage("UPDATE records SET numbers=x'0011223344' WHERE id=0"));
        QCOMPARE(curvesNow(&now), whole);
        QVERIFY(now + 1 >= curves && now <= curves); // another trial may share the training
        QVERIFY(damage("UPDATE records SET numbers=zeroblob(4000)"));
        QCOMPARE(curvesNow(&now), whole);
        QCOMPARE(now, 0U);
        QVERIFY(damage("UPDATE records SET numbers='text'"));
        QCOMPARE(curvesNow(&now), whole);
        QVERIFY(damage("DROP TABLE records")); // as a study of an earlier version
        QCOMPARE(curvesNow(&now), whole);
        QCOMPARE(now, 0U);
    }

    void curves_areThereWhenTheStudyIsOpenedAgain()
    {
        const json document = smallStudy(3, true);
        accuracy::TrainingCurves before;
        std::string csv;
        {
            Sitting sitting(file("kept"), document);
            QVERIFY(sitting.finish());
            before = *sitting.log->snapshot();
            csv = curvesToCsv(sitting.runner->snapshot()->trials);
        }
        Sitting again(file("kept"), document);
        const auto after = again.log->snapshot();
        QCOMPARE(after->size(), before.size());
        for (std::size_t i = 0; i < before.size(); ++i) {
            QCOMPARE((*after)[i]->title, before[i]->title);
            QCOMPARE((*after)[i]->epochs, before[i]->epochs);
            QCOMPARE((*after)[i]->state, before[i]->state);
            QCOMPARE((*after)[i]->rungs, before[i]->rungs);
            QCOMPARE((*after)[i]->problem, before[i]->problem);
        }
        QCOMPARE(problem::trainingsOf(*again.session->study().problem), 0U); // nothing was trained for that
        QCOMPARE(curvesToCsv(again.runner->snapshot()->trials), csv);
        QVERIFY(csv.find("\n0,1,") != std::string::npos);
        // Explaining a design trains its network again, for as long as it was trained, in its curve's place.
        const Trial trial = again.runner->snapshot()->trials[0];
        QVERIFY(again.session->study().problem->explain(trial.design, {}));
        QCOMPARE(again.log->snapshot()->size(), before.size());
        QCOMPARE(again.log->snapshot()->front()->rungs, before.front()->rungs);
        QCOMPARE(again.log->snapshot()->front()->state, before.front()->state);
        // More trials: those of a longer run from the start.
        again.runner->extendTo(30);
        QVERIFY(again.finish());
        json longer = document;
        longer["evaluations"] = 30;
        Sitting atOnce(file("longer"), longer);
        QVERIFY(atOnce.finish());
        QCOMPARE(bytes(again), bytes(atOnce));
    }
};

QTEST_APPLESS_MAIN(TestTrainingStudy)
#include "tst_training_study.moc"
