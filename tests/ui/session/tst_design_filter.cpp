// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/plots/fabricated_document.h"
#include "ui/session/design_filter.h"
#include "ui/session/design_marks.h"

#include <QSignalSpy>
#include <QTest>

using namespace paretoscope;
using namespace paretoscope::ui::session;

class TestDesignFilter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void expression_becomesTheBrush()
    {
        test::FabricatedDocument fabricated(300);
        StudyDocument& document = fabricated.document();
        QVERIFY(document.filter().set(QStringLiteral("design >= 290")));
        QTRY_VERIFY(document.filter().isComplete());
        QCOMPARE(document.filter().matching(), std::size_t(10));
        QCOMPARE(document.selection().brush().size(), std::size_t(10));
        QCOMPARE(document.selection().brush().front(), TrialId(290));
        QVERIFY(!document.selection().isDrawn());
        fabricated.growTo(320);
        QTRY_COMPARE(document.selection().brush().size(), std::size_t(30));
        QVERIFY(document.filter().set({}));
        QVERIFY(document.selection().brush().empty());
    }

    void nonsense_leavesWhatWasInForce()
    {
        test::FabricatedDocument fabricated(100);
        StudyDocument& document = fabricated.document();
        QVERIFY(document.filter().set(QStringLiteral("design < 10")));
        const Status refused = document.filter().set(QStringLiteral("design < "));
        QVERIFY(!refused);
        QVERIFY(refused.error().what.find("at character") != std::string::npos);
        QCOMPARE(document.filter().text(), QStringLiteral("design < 10"));
        QCOMPARE(document.selection().brush().size(), std::size_t(10));
    }

    void noMatch_hidesNothing()
    {
        test::FabricatedDocument fabricated(100);
        StudyDocument& document = fabricated.document();
        QVERIFY(document.filter().set(QStringLiteral("design > 1000000")));
        QTRY_VERIFY(document.filter().isComplete());
        QCOMPARE(document.filter().matching(), std::size_t(0));
        QVERIFY(document.selection().brush().empty());
    }

    void drawnBrush_narrowsTheFilter()
    {
        test::FabricatedDocument fabricated(100);
        Selection& selection = fabricated.document().selection();
        QVERIFY(fabricated.document().filter().set(QStringLiteral("design < 10")));
        selection.setBrush({5, 7, 50});
        QCOMPARE(selection.brush(), (std::vector<TrialId>{5, 7}));
        selection.setBrush({50, 60}); // nothing left: the filter stands alone
        QCOMPARE(selection.brush().size(), std::size_t(10));
        selection.setBrush({});
        QCOMPARE(selection.brush().size(), std::size_t(10));
        QVERIFY(!selection.isDrawn());
    }

    void marksAndNotes_areFoundAsTheyChange()
    {
        test::FabricatedDocument fabricated(100);
        StudyDocument& document = fabricated.document();
        QVERIFY(document.filter().set(QStringLiteral("tag:candidate or note:package or set:big")));
        QVERIFY(document.selection().brush().empty());
        document.marks().setTags(
            3, {QStringLiteral("Candidate"), QStringLiteral(" "), QStringLiteral("Candidate")});
        document.setNote(4, QStringLiteral("Fits the package"));
        document.marks().keep(QStringLiteral("Big"), {9, 8});
        QCOMPARE(document.selection().brush(), (std::vector<TrialId>{3, 4, 8, 9}));
        document.undoStack().undo();
        document.undoStack().undo();
        document.undoStack().undo();
        QVERIFY(document.selection().brush().empty());
        QVERIFY(document.marks().sets().isEmpty() && document.marks().allTags().isEmpty());
        document.undoStack().redo();
        QCOMPARE(document.marks().tags(3), QStringList(QStringLiteral("Candidate")));
    }

    void front_isFollowedWhileItGrows()
    {
        test::FabricatedDocument fabricated(200);
        StudyDocument& document = fabricated.document();
        QVERIFY(document.filter().set(QStringLiteral("front")));
        QCOMPARE(document.selection().brush().size(), document.snapshot()->front.size());
        fabricated.addTrial(1e-9, 1e-9, 1e-3);
        fabricated.growTo(201);
        QCOMPARE(document.snapshot()->front.size(), std::size_t(1));
        QTRY_COMPARE(document.selection().brush(), std::vector<TrialId>{200});
    }

    void sets_haveColoursOfTheirOwnAndSurviveTheirFile()
    {
        QUndoStack undo;
        nlohmann::json kept;
        DesignMarks marks(undo, [&kept](const nlohmann::json& all) { kept = all; });
        marks.keep(QStringLiteral("one"), {1, 2});
        marks.keep(QStringLiteral("two"), {2, 3});
        marks.keep(QStringLiteral("ONE"), {7});
        QCOMPARE(marks.sets().size(), 2);
        QCOMPARE(marks.set(QStringLiteral("one"))->ids, std::vector<TrialId>{7});
        QVERIFY(marks.sets()[0].colour != marks.sets()[1].colour);
        QCOMPARE(marks.colourOf(3), marks.sets()[1].colour);
        QCOMPARE(marks.colourOf(99), -1);
        marks.setTags(5, {QStringLiteral("fallback")});
        DesignMarks again(undo, [](const nlohmann::json&) {});
        again.restore(nlohmann::json::parse(kept.dump()));
        QCOMPARE(again.sets(), marks.sets());
        QCOMPARE(again.tags(5), marks.tags(5));
        marks.remove(QStringLiteral("two"));
        QCOMPARE(marks.sets().size(), 1);
    }

    void damagedMarks_areLeftOut()
    {
        QUndoStack undo;
        DesignMarks marks(undo, [](const nlohmann::json&) {});
        for (const char* text :
             {"null", "3", "[]", R"({"tags": 4, "sets": {"a": 1}})",
              R"({"tags": [{"trial": -1, "tags": ["a"]}, 7], "sets": [{"name": 3}, "x"]})"}) {
            marks.restore(nlohmann::json::parse(text));
            QVERIFY(marks.sets().isEmpty() && marks.allTags().isEmpty());
        }
        marks.restore(nlohmann::json::parse(
            R"({"sets": [{"name": "a", "colour": 99, "designs": [3, "x", 1, 3]}, {"name": "A"}]})"));
        QCOMPARE(marks.sets().size(), 1);
        QCOMPARE(marks.sets()[0].ids, (std::vector<TrialId>{1, 3}));
        QVERIFY(marks.sets()[0].colour < DesignMarks::kColours);
    }
};

QTEST_MAIN(TestDesignFilter)
#include "tst_design_filter.moc"
