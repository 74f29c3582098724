// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/session/study_file.h"
#include "ui/session/study_document.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include <limits>

using namespace paretoscope;
using namespace paretoscope::ui;
using session::StudyDocument;
using study::RunState;

namespace {

constexpr double kFree = std::numeric_limits<double>::infinity();

std::unique_ptr<StudyDocument> opened(const StudyFile& file)
{
    Result<StudyDocument::Opened> result = StudyDocument::open(file.study.toStdString(),
                                                               file.session.toStdString(), {});
    if (!result) {
        qWarning("%s", result.error().text().c_str());
        return nullptr;
    }
    return std::make_unique<StudyDocument>(std::move(result).value());
}

quint64 passingByHand(const StudyDocument& document)
{
    quint64 passing = 0;
    const study::SnapshotPtr snapshot = document.snapshot();
    for (std::size_t i = 0; i < snapshot->trials.size(); ++i) {
        const study::Trial& trial = snapshot->trials[i];
        passing += trial.outcome.verdict == problem::Verdict::Feasible && document.passesPins(trial) ? 1 : 0;
    }
    return passing;
}

study::Pin firstAxisPin(const StudyDocument& document, double maximum)
{
    return {document.axes().front().name.toStdString(), -kFree, maximum, false};
}

} // namespace

class TestStudyDocument : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void run_goesThroughItsStates();
    void pins_countUndoAndMerge();
    void nonsensePins_areIgnored();
    void tray_isUndoable();
    void notes_areUndoable();
    void reopened_everythingIsThere();
    void finished_staysFinished();
    void explanation_arrivesOrSaysWhyNot();
    void badFiles_sayWhatIsWrong_data();
    void badFiles_sayWhatIsWrong();
    void openTwice_isBusy();
    void manyTrials_openAndCount();
};

void TestStudyDocument::run_goesThroughItsStates()
{
    const StudyFile file(100'000, 0.001);
    const auto document = opened(file);
    QVERIFY(document);
    QCOMPARE(document->left(), StudyDocument::Left::New);
    QSignalSpy snapshots(document.get(), &StudyDocument::snapshotChanged);
    document->startAsLeft();
    QTRY_COMPARE(document->snapshot()->state, RunState::Running);
    QTRY_VERIFY(!document->snapshot()->trials.empty());
    document->pause();
    QTRY_COMPARE(document->snapshot()->state, RunState::Paused);
    document->start();
    QTRY_COMPARE(document->snapshot()->state, RunState::Running);
    document->stop();
    QTRY_COMPARE(document->snapshot()->state, RunState::Stopped);
    const quint64 done = document->snapshot()->trials.size();
    document->extendTo(200'000);
    QTRY_COMPARE(document->snapshot()->budget, 200'000U);
    QVERIFY(document->trial(done - 1) != nullptr);
    QVERIFY(document->trial(done + 1'000'000) == nullptr);
    QVERIFY(snapshots.size() >= 4);
}

void TestStudyDocument::pins_countUndoAndMerge()
{
    const StudyFile file(300);
    const auto document = opened(file);
    QVERIFY(document);
    document->start();
    QTRY_COMPARE(document->snapshot()->state, RunState::Finished);
    QTRY_COMPARE(document->passing(), document->snapshot()->feasible);
    document->setPin(firstAxisPin(*document, 0.5));
    QTRY_COMPARE(document->passing(), passingByHand(*document));
    QVERIFY(document->passing() < document->snapshot()->feasible);
    for (int step = 1; step <= 10; ++step)
        document->setPin(firstAxisPin(*document, 0.5 - step * 0.02), 7);
    QCOMPARE(document->undoStack().count(), 2); // the drag is one step
    document->undoStack().undo();
    QCOMPARE(document->pins().front().maximum, 0.5);
    document->undoStack().undo();
    QVERIFY(document->pins().empty());
    QTRY_COMPARE(document->passing(), document->snapshot()->feasible);
    document->undoStack().redo();
    QVERIFY(document->pinOn(document->axes().front().name) != nullptr);
    document->removePin(document->axes().front().name);
    QVERIFY(document->pins().empty());
}

void TestStudyDocument::nonsensePins_areIgnored()
{
    const StudyFile file(10);
    const auto document = opened(file);
    QVERIFY(document);
    document->setPin(firstAxisPin(*document, std::nan("")));
    document->setPin({"no such axis", 0.0, 1.0});
    document->removePin(QStringLiteral("nothing here"));
    QVERIFY(document->pins().empty());
    QCOMPARE(document->undoStack().count(), 0);
}

void TestStudyDocument::tray_isUndoable()
{
    const StudyFile file(20);
    const auto document = opened(file);
    QVERIFY(document);
    document->start();
    QTRY_COMPARE(document->snapshot()->state, RunState::Finished);
    for (session::TrialId id = 0; id < 10; ++id)
        document->addToTray(id);
    QCOMPARE(document->selection().tray(), (std::vector<session::TrialId>{0, 1, 2, 3, 4, 5, 6, 9}));
    document->addToTray(99'999); // no such design
    document->removeFromTray(0);
    document->clearTray();
    QVERIFY(document->selection().tray().empty());
    document->undoStack().undo();
    document->undoStack().undo();
    QCOMPARE(document->selection().tray().front(), session::TrialId(0));
}

void TestStudyDocument::notes_areUndoable()
{
    const StudyFile file(5);
    const auto document = opened(file);
    QVERIFY(document);
    QSignalSpy changed(document.get(), &StudyDocument::noteChanged);
    document->setNote(2, QStringLiteral("fits the package"));
    document->setNote(2, QStringLiteral("fits the package"));
    QCOMPARE(changed.size(), 1);
    document->undoStack().undo();
    QCOMPARE(document->note(2), QString());
    document->undoStack().redo();
    QCOMPARE(document->note(2), QStringLiteral("fits the package"));
}

void TestStudyDocument::reopened_everythingIsThere()
{
    const StudyFile file(100'000, 0.001);
    std::size_t trials = 0;
    study::Pin pin;
    {
        const auto document = opened(file);
        QVERIFY(document);
        document->start();
        QTRY_VERIFY(document->snapshot()->trials.size() >= 10);
        pin = firstAxisPin(*document, 0.25);
        document->setPin(pin);
        document->addToTray(3);
        document->setNote(4, QStringLiteral("näher ansehen"));
        document->selection().setFocus(5);
        document->setViewSetting(QStringLiteral("front/x"), QStringLiteral("f2"));
        QCoreApplication::processEvents();
        trials = document->snapshot()->trials.size();
    }
    const auto again = opened(file);
    QVERIFY(again);
    QCOMPARE(again->left(), StudyDocument::Left::Running);
    QVERIFY(again->snapshot()->trials.size() >= trials);
    QCOMPARE(again->pins(), study::Pins{pin});
    QCOMPARE(again->selection().tray(), (std::vector<session::TrialId>{3}));
    QCOMPARE(again->note(4), QStringLiteral("näher ansehen"));
    QCOMPARE(again->selection().focus(), std::optional<session::TrialId>(5));
    QCOMPARE(again->viewSetting(QStringLiteral("front/x")).toString(), QStringLiteral("f2"));
    again->startAsLeft();
    QTRY_COMPARE(again->snapshot()->state, RunState::Running);
}

void TestStudyDocument::finished_staysFinished()
{
    const StudyFile file(20);
    {
        const auto document = opened(file);
        QVERIFY(document);
        document->start();
        QTRY_COMPARE(document->snapshot()->state, RunState::Finished);
    }
    const auto again = opened(file);
    QVERIFY(again);
    QCOMPARE(again->left(), StudyDocument::Left::Ended);
    again->startAsLeft();
    QTest::qWait(60);
    QVERIFY(again->snapshot()->state != RunState::Running);
    QCOMPARE(again->snapshot()->trials.size(), std::size_t(20));
}

void TestStudyDocument::explanation_arrivesOrSaysWhyNot()
{
    const StudyFile file(20);
    const auto document = opened(file);
    QVERIFY(document);
    document->start();
    QTRY_COMPARE(document->snapshot()->state, RunState::Finished);
    QSignalSpy explained(document.get(), &StudyDocument::explained);
    QVERIFY(document->explanation(3) == nullptr);
    QTRY_COMPARE(explained.size(), 1);
    QVERIFY((document->explanation(3) != nullptr) != !document->explanationError(3).isEmpty());
    QTest::qWait(20);
    QCOMPARE(explained.size(), 1);
}

void TestStudyDocument::badFiles_sayWhatIsWrong_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("empty") << QString();
    QTest::newRow("not JSON") << QStringLiteral("hello");
    QTest::newRow("another format") << QStringLiteral(R"({"format": "x"})");
    QTest::newRow("only the magic") << QStringLiteral("SQLite format 3");
    QTest::newRow("an array") << QStringLiteral("[1, 2]");
}

void TestStudyDocument::badFiles_sayWhatIsWrong()
{
    QFETCH(QString, text);
    const StudyFile file(5);
    StudyFile::write(file.study, text);
    const auto result = StudyDocument::open(file.study.toStdString(), file.session.toStdString(), {});
    QVERIFY(!result);
    QVERIFY(!result.error().what.empty());
    QVERIFY(!QFile::exists(file.session));
}

void TestStudyDocument::openTwice_isBusy()
{
    const StudyFile file(5);
    const auto document = opened(file);
    QVERIFY(document);
    const auto second = StudyDocument::open(file.session.toStdString(), {}, {});
    QVERIFY(!second);
    QCOMPARE(second.error().code, ErrorCode::Busy);
}

void TestStudyDocument::manyTrials_openAndCount()
{
    const StudyFile file(10);
    {
        auto study = study::readStudy(file.study.toStdString());
        QVERIFY(study);
        auto made = study::Session::create(file.session.toStdString(), *study);
        QVERIFY(made);
        Rng rng(1);
        std::vector<study::Trial> trials(50'000);
        for (std::size_t i = 0; i < trials.size(); ++i) {
            trials[i].id = i;
            trials[i].design = *study->problem->space().sample(rng);
            trials[i].outcome = study->problem->evaluate(trials[i].design, {});
        }
        QVERIFY(made.value()->append(trials));
    }
    QElapsedTimer clock;
    clock.start();
    const auto document = opened(file);
    QVERIFY(document);
    const qint64 opening_ms = clock.restart();
    document->setPin(firstAxisPin(*document, 0.5));
    const qint64 pinning_ms = clock.elapsed();
    QTRY_COMPARE(document->passing(), passingByHand(*document));
    qInfo("50,000 trials: open %lld ms, pin %lld ms on the UI thread", opening_ms, pinning_ms);
}

QTEST_MAIN(TestStudyDocument)
#include "tst_study_document.moc"
