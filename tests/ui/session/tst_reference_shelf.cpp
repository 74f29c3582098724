// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/reference_shelf.h"

#include "tests/ui/session/study_file.h"
#include "ui/session/design_name.h"
#include "ui/session/study_document.h"

#include <QSignalSpy>
#include <QTest>

using namespace paretoscope;
using namespace paretoscope::ui;
using session::ReferenceShelf;
using session::StudyDocument;
using study::RunState;

namespace {

/// A study of two parameters with one reference.
struct WithReference : StudyFile
{
    explicit WithReference(double evaluation_s = 0.0, const char* x1 = "0.25")
        : StudyFile(60)
    {
        write(study, QStringLiteral(R"({"format": "paretoscope-study", "version": 1, "name": "Small",
            "problem": {"model": "test", "function": "zdt1", "variables": 2, "evaluation_s": %1},
            "references": [{"name": "Corner", "note": "our choice", "parameters": {"x1": %2, "x2": 0.5}}],
            "method": {"name": "random"}, "evaluations": 60, "seed": 3})")
                         .arg(evaluation_s)
                         .arg(QLatin1String(x1)));
    }
    [[nodiscard]] std::unique_ptr<StudyDocument> opened() const
    {
        auto result = StudyDocument::open(study.toStdString(), session.toStdString(), {});
        return result ? std::make_unique<StudyDocument>(std::move(result).value()) : nullptr;
    }
};

} // namespace

class TestReferenceShelf : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void opened_isMeasuredWithoutARun()
    {
        const WithReference file;
        const auto document = file.opened();
        QVERIFY(document);
        ReferenceShelf& shelf = document->references();
        QCOMPARE(shelf.all().size(), std::size_t{1});
        QTRY_COMPARE(shelf.waiting(), std::size_t{0});
        const study::Reference* baseline = shelf.baseline();
        QVERIFY(baseline != nullptr);
        const session::TrialId id = baseline->trial.id;
        QCOMPARE(document->trial(id), &baseline->trial);
        QCOMPARE(session::designName(*document, id), QStringLiteral("Corner"));
        const auto direct = document->problem().evaluate(baseline->trial.design, {});
        QCOMPARE(baseline->trial.outcome.metrics, direct.metrics);
        QVERIFY(document->snapshot()->trials.empty()); // no trial of the search
        QVERIFY(session::ratioText(*document, baseline->trial).isEmpty());
    }

    void run_spendsItsWholeBudgetOnItsOwn()
    {
        const WithReference file;
        const auto document = file.opened();
        document->startAsLeft();
        QTRY_COMPARE(document->snapshot()->state, RunState::Finished);
        QCOMPARE(document->snapshot()->trials.size(), std::size_t{60});
        QTRY_COMPARE(document->references().waiting(), std::size_t{0});
        const study::Trial& trial = document->snapshot()->trials[0];
        const double ratio = trial.outcome.metrics[0] / 0.25; // zdt1's first objective is x1
        const QString text = session::ratioText(*document, trial);
        QVERIFY2(text.contains(QStringLiteral("× Corner")), qPrintable(text));
        QCOMPARE(text.section(QLatin1Char(' '), 0, 0).toDouble() > 1.0, ratio > 1.0);
    }

    void reopened_comesBackMeasured()
    {
        const WithReference file;
        session::TrialId own = 0;
        {
            const auto document = file.opened();
            document->startAsLeft();
            QTRY_COMPARE(document->snapshot()->state, RunState::Finished);
            QTRY_COMPARE(document->references().waiting(), std::size_t{0});
            document->references().make(document->snapshot()->trials[5]);
            own = document->references().all().back().trial.id;
            document->selection().setFocus(own);
            document->addToTray(own);
            QCoreApplication::processEvents();
        }
        const auto document = file.opened();
        const ReferenceShelf& shelf = document->references();
        QCOMPARE(shelf.all().size(), std::size_t{2});
        QCOMPARE(shelf.waiting(), std::size_t{0});
        QVERIFY(shelf.all().back().own);
        QCOMPARE(shelf.all().back().trial.id, own);
        QCOMPARE(shelf.all().back().trial.outcome.metrics, document->snapshot()->trials[5].outcome.metrics);
        QCOMPARE(document->selection().focus().value_or(0), own);
        QCOMPARE(document->selection().tray(), std::vector<session::TrialId>{own});
    }

    void making_isUndoable()
    {
        const WithReference file;
        const auto document = file.opened();
        document->startAsLeft();
        QTRY_COMPARE(document->snapshot()->state, RunState::Finished);
        ReferenceShelf& shelf = document->references();
        QTRY_COMPARE(shelf.waiting(), std::size_t{0});
        QSignalSpy changes(&shelf, &ReferenceShelf::changed);
        shelf.make(document->snapshot()->trials[3]);
        QCOMPARE(shelf.all().size(), std::size_t{2});
        shelf.make(document->snapshot()->trials[3]); // it is one already
        QCOMPARE(shelf.all().size(), std::size_t{2});
        const session::TrialId made = shelf.all().back().trial.id;
        document->selection().setFocus(made);
        document->addToTray(made);
        document->undoStack().undo(); // the tray
        document->undoStack().undo();
        QCOMPARE(shelf.all().size(), std::size_t{1});
        QVERIFY(!document->selection().focus()); // nobody looks at what is gone
        document->undoStack().redo();
        QCOMPARE(shelf.all().back().trial.id, made);
        document->undoStack().redo();
        QCOMPARE(document->selection().tray(), std::vector<session::TrialId>{made});
        QVERIFY(changes.count() >= 3);
    }

    void removing_isUndoableAndRemembered()
    {
        const WithReference file;
        {
            const auto document = file.opened();
            ReferenceShelf& shelf = document->references();
            QTRY_COMPARE(shelf.waiting(), std::size_t{0});
            const study::Reference before = shelf.all().front();
            document->addToTray(before.trial.id);
            shelf.remove(before.trial.id);
            QVERIFY(shelf.all().empty());
            QVERIFY(document->selection().tray().empty());
            QVERIFY(document->trial(before.trial.id) == nullptr);
            document->undoStack().undo();
            QCOMPARE(shelf.all().size(), std::size_t{1});
            QVERIFY(shelf.all().front().evaluated);
            document->undoStack().redo();
        }
        QVERIFY(file.opened()->references().all().empty());
    }

    void removedWhileMeasured_comesBackAndIsMeasured()
    {
        const WithReference file(0.05);
        const auto document = file.opened();
        ReferenceShelf& shelf = document->references();
        QCOMPARE(shelf.waiting(), std::size_t{1});
        shelf.remove(shelf.all().front().trial.id);
        document->undoStack().undo();
        QTRY_COMPARE(shelf.waiting(), std::size_t{0});
        QVERIFY(shelf.baseline() != nullptr);
    }

    void closedWhileMeasuring_returnsSoon()
    {
        const WithReference file(8.0);
        auto document = file.opened();
        QCOMPARE(document->references().waiting(), std::size_t{1});
        QTest::qWait(20); // into the measurement
        document.reset(); // a test of two seconds would be killed if it waited for the eight
        document = file.opened();
        QCOMPARE(document->references().waiting(), std::size_t{1}); // it is asked for again
    }
};

QTEST_MAIN(TestReferenceShelf)
#include "tst_reference_shelf.moc"
