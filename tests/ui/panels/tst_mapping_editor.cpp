// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/json_reader.h"
#include "core/interchange/timeloop_yaml.h"
#include "tests/ui/panels/panel_checks.h"
#include "ui/panels/factor_list.h"
#include "ui/panels/inspector_panel.h"
#include "ui/panels/mapping_compare.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QListWidget>
#include <QMenu>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>

using namespace paretoscope;
using namespace paretoscope::ui;
using namespace paretoscope::cost::spatial;
using panels::InspectorPanel;
using panels::MappingCanvas;
using panels::MappingEditing;

namespace {

/// A finished study of a few machines, with mappings, in a folder of its own.
class SmallStudy
{
public:
    SmallStudy()
    {
        // The buffer may store weights or not, as a mapping likes.
        const std::string resources = PARETOSCOPE_RESOURCE_DIR "/hardware/";
        auto machine = *readJsonFile(resources + "eyeriss_class.json");
        machine["technology"] = resources + machine["technology"].get<std::string>();
        machine["levels"][1].erase("bypasses");
        const bool hasMachine = bool(writeFileAtomically(file("machine.json"), machine.dump()));
        const nlohmann::json study{{"format", "paretoscope-study"},
                                   {"version", 1},
                                   {"name", "small"},
                                   {"problem",
                                    {{"model", "spatial"},
                                     {"network", PARETOSCOPE_RESOURCE_DIR "/networks/dqn.json"},
                                     {"architecture", file("machine.json")},
                                     {"mapper", {{"evaluations", 200}}}}},
                                   {"parameters",
                                    {{{"name", "columns"},
                                      {"kind", "integer"},
                                      {"min", 8},
                                      {"max", 16},
                                      {"sets", "pe_array.columns"}}}},
                                   {"objectives", {"latency", "energy"}},
                                   {"method", {{"name", "random"}}},
                                   {"evaluations", 4},
                                   {"seed", 3}};
        written = hasMachine && bool(writeFileAtomically(file("study.json"), study.dump()));
        reopen();
        document->start();
    }

    void reopen()
    {
        document.reset();
        auto opened = session::StudyDocument::open(file("study.json"), file("study.pscope"), {});
        document = opened ? std::make_unique<session::StudyDocument>(std::move(opened).value()) : nullptr;
    }
    [[nodiscard]] bool ready() const
    {
        return written && document && document->snapshot()->trials.size() == 4;
    }
    [[nodiscard]] std::string file(const char* name) const
    {
        return folder.filePath(QLatin1String(name)).toStdString();
    }

    QTemporaryDir folder;
    bool written = false;
    std::unique_ptr<session::StudyDocument> document;
};

/// An inspector that edits the first layer of the first design.
class Editor
{
public:
    explicit Editor(session::StudyDocument& document)
        : panel(document)
    {
        panel.resize(420, 1400);
        panel.show();
        document.selection().setFocus(0);
        page = panel.findChild<panels::MappingPage*>();
        panel.showPage(InspectorPanel::Mapping);
        editor = panel.findChild<panels::MappingEditor*>();
    }
    [[nodiscard]] bool ready() const { return editing().state() == MappingEditing::State::Ready; }
    [[nodiscard]] MappingEditing& editing() const { return editor->editing(); }
    [[nodiscard]] MappingCanvas& canvas() const { return editor->canvas(); }
    [[nodiscard]] bool measured() const
    {
        return editing().shown() && editing().shown()->mapping == editing().draft();
    }
    /// A loop that has another one of its dimension outside, so that factors can go either way.
    [[nodiscard]] LoopPlace someLoop() const
    {
        const Mapping& draft = editing().draft();
        for (std::size_t l = 1; l < draft.levels.size(); ++l)
            for (std::size_t i = 0; i < draft.levels[l].temporal.size(); ++i)
                return {{l, Lane::Time}, i};
        return {};
    }

    InspectorPanel panel;
    panels::MappingPage* page = nullptr;
    panels::MappingEditor* editor = nullptr;
};

void drag(MappingCanvas& canvas, QPoint from, QPoint to, bool drop = true)
{
    QTest::mousePress(canvas.viewport(), Qt::LeftButton, {}, from);
    const auto move = [&](QPoint at) {
        QMouseEvent event(QEvent::MouseMove, at, canvas.viewport()->mapToGlobal(at), Qt::NoButton,
                          Qt::LeftButton, {});
        QCoreApplication::sendEvent(canvas.viewport(), &event);
    };
    move(from + QPoint(0, 6));
    move((from + to) / 2);
    move(to);
    if (drop)
        QTest::mouseRelease(canvas.viewport(), Qt::LeftButton, {}, to);
}

} // namespace

class TestMappingEditor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QTRY_VERIFY(m_study.ready()); }
    void cleanup() { m_study.document->undoStack().setIndex(0); } // a failed case must not taint the next

    void keyE_opensAndCloses()
    {
        Editor e(*m_study.document);
        QTRY_VERIFY(!e.page->nest().asText().isEmpty());
        QTest::keyClick(&e.page->nest(), Qt::Key_E);
        QTRY_VERIFY(e.ready());
        QVERIFY(e.canvas().isVisible());
        QCOMPARE(e.editing().draft(), e.editing().bench()->searched());
        // The same figures as the explanation that the other pages draw.
        const auto told = m_study.document->explanation(0);
        QCOMPARE(e.editing().start()->energy_J, told->layers.front().energy_J);
        QVERIFY(e.editor->costs().asText().contains(QStringLiteral("Energy")));
        QTest::keyClick(&e.canvas(), Qt::Key_E);
        QVERIFY(!e.canvas().isVisible());
        QCOMPARE(e.editing().state(), MappingEditing::State::Closed);
    }

    void draggedLoop_movesWholeAndCosts()
    {
        Editor e(*m_study.document);
        e.page->setEditing(true);
        QTRY_VERIFY(e.ready());
        const LoopPlace from = e.someLoop();
        const Loop moved = *loopAt(e.editing().draft(), from);
        const QRect line = e.canvas().spotOf(from, MappingCanvas::Spot::Line);
        // Into the list of the outermost level, right below its header.
        const QRect first = e.canvas().spotOf({{0, Lane::Time}, 0}, MappingCanvas::Spot::Line);
        const QRect empty = e.canvas().emptyLane({0, Lane::Time});
        const QPoint target = first.isNull() ? empty.center() : QPoint(60, first.top() + 3);
        drag(e.canvas(), {60, line.center().y()}, target, false);
        QVERIFY(e.canvas().isDragging());
        // The cost of what would be is shown before the loop is dropped, and the mapping is as it was.
        const Mapping before = e.editing().draft();
        const auto expected = moveLoop(before, from, {{0, Lane::Time}, 0});
        QTRY_VERIFY(e.editing().shown()->mapping == expected->mapping);
        QCOMPARE(e.editing().draft(), before);
        QTest::mouseRelease(e.canvas().viewport(), Qt::LeftButton, {}, target);
        QCOMPARE(e.editing().draft(), expected->mapping);
        QCOMPARE(loopAt(e.editing().draft(), *e.canvas().currentLoop())->dimension, moved.dimension);
        QTRY_VERIFY(e.measured());
        QCOMPARE(e.editing().shown()->edp_Js, e.editing().bench()->evaluate(expected->mapping).edp_Js);
        m_study.document->undoStack().undo();
        QCOMPARE(e.editing().draft(), before);
        m_study.document->undoStack().redo();
        QCOMPARE(e.editing().draft(), expected->mapping);
    }

    void escapeDuringADrag_leavesAllAsItWas()
    {
        Editor e(*m_study.document);
        e.page->setEditing(true);
        QTRY_VERIFY(e.ready());
        const Mapping before = e.editing().draft();
        const QRect line = e.canvas().spotOf(e.someLoop(), MappingCanvas::Spot::Line);
        drag(e.canvas(), {60, line.center().y()}, {60, 60}, false);
        QTest::keyClick(&e.canvas(), Qt::Key_Escape);
        QTest::mouseRelease(e.canvas().viewport(), Qt::LeftButton, {}, {60, 60});
        QVERIFY(!e.canvas().isDragging());
        QCOMPARE(e.editing().draft(), before);
        QTRY_VERIFY(e.measured());
        QCOMPARE(m_study.document->undoStack().index(), 0);
    }

    void keysWheelAndButtons_stepFactors()
    {
        Editor e(*m_study.document);
        e.page->setEditing(true);
        QTRY_VERIFY(e.ready());
        const LoopPlace loop = e.someLoop();
        const Mapping before = e.editing().draft();
        const Mapping down = stepFactor(before, loop, Step::Down)->mapping;
        e.canvas().setCurrentLoop(loop);
        QTest::keyClick(&e.canvas(), Qt::Key_Minus);
        QCOMPARE(e.editing().draft(), down);
        m_study.document->undoStack().undo();

        e.canvas().setCurrentLoop(loop);
        QTest::mouseClick(e.canvas().viewport(), Qt::LeftButton, {},
                          e.canvas().spotOf(loop, MappingCanvas::Spot::Less).center());
        QCOMPARE(e.editing().draft(), down);
        m_study.document->undoStack().undo();

        // The wheel turns the factor only over its box; elsewhere it scrolls.
        const QRect line = e.canvas().spotOf(loop, MappingCanvas::Spot::Line);
        int turned = 0;
        for (int x = line.left(); x < line.right() && turned == 0; x += 6) {
            const QPoint at(x, line.center().y());
            QWheelEvent wheel(at, e.canvas().viewport()->mapToGlobal(at), {}, {0, -120}, Qt::NoButton, {},
                              Qt::NoScrollPhase, false);
            QCoreApplication::sendEvent(e.canvas().viewport(), &wheel);
            if (e.editing().draft() != before)
                turned = x;
        }
        QVERIFY(turned > line.left());
        QCOMPARE(e.editing().draft(), down);
    }

    void factorsList_saysWhatRemains()
    {
        Editor e(*m_study.document);
        e.page->setEditing(true);
        QTRY_VERIFY(e.ready());
        const LoopPlace loop = e.someLoop();
        const Mapping before = e.editing().draft();
        e.canvas().setCurrentLoop(loop);
        QTest::keyClick(&e.canvas(), Qt::Key_Return);
        auto* list = e.canvas().findChild<panels::FactorList*>();
        QVERIFY(list != nullptr);
        auto* factors = list->findChild<QListWidget*>();
        QVERIFY(factors->count() > 1);
        factors->setCurrentRow(0);
        QVERIFY(factors->currentItem()->text().startsWith(QStringLiteral("1 ")));
        QTest::keyClick(factors, Qt::Key_Return);
        QCOMPARE(e.editing().draft(), setFactor(before, loop, 1, partnerOf(before, loop))->mapping);
    }

    void carriedWithKeys_crossesLevels()
    {
        Editor e(*m_study.document);
        e.page->setEditing(true);
        QTRY_VERIFY(e.ready());
        const Mapping before = e.editing().draft();
        e.canvas().setCurrentLoop(e.someLoop());
        const std::size_t level = e.canvas().currentLoop()->in.level;
        for (int i = 0; i < 40 && e.canvas().currentLoop()->in.level == level; ++i)
            QTest::keyClick(&e.canvas(), Qt::Key_Up, Qt::AltModifier);
        QVERIFY(e.canvas().currentLoop()->in.level < level);
        QVERIFY(e.editing().draft() != before);
    }

    void overfullMemory_isSaidAndTheLastFiguresStay()
    {
        Editor e(*m_study.document);
        e.page->setEditing(true);
        QTRY_VERIFY(e.ready());
        // All of a large dimension into the innermost register file does not fit.
        const std::size_t last = e.editing().draft().levels.size() - 1;
        for (std::size_t l = 0; l < last; ++l)
            while (!e.editing().draft().levels[l].temporal.empty())
                QVERIFY(e.editing().move({{l, Lane::Time}, 0}, {{last, Lane::Time}, 0}));
        QTRY_VERIFY(e.measured());
        QVERIFY(!e.editing().shown()->runs());
        QVERIFY(e.editor->costs().sentence().startsWith(QStringLiteral("Cannot run.")));
        QVERIFY(e.editor->costs().sentence().contains(QStringLiteral("words")));
        QVERIFY(e.editing().lastThatRuns()->runs());
        const int height = e.editor->costs().height();
        e.editing().reset();
        QTRY_VERIFY(e.measured() && e.editing().shown()->runs());
        QCOMPARE(e.editor->costs().height(), height);
        QVERIFY(!e.editing().isEdited());
        m_study.document->undoStack().undo(); // the reset
        QVERIFY(e.editing().isEdited());
    }

    void chips_toggleWhereTheMachineLetsThem()
    {
        Editor e(*m_study.document);
        e.page->setEditing(true);
        QTRY_VERIFY(e.ready());
        const auto* bench = e.editing().bench();
        int locked = 0;
        int stored = 0;
        for (std::size_t l = 0; l < e.editing().draft().levels.size(); ++l) {
            for (std::size_t t = 0; t < bench->layer().operation.tensors.size(); ++t) {
                const Mapping before = e.editing().draft();
                QTest::mouseClick(e.canvas().viewport(), Qt::LeftButton, {},
                                  e.canvas().chipOf(l, t).center());
                const bool isLocked = !bench->lock(l, t).empty();
                locked += isLocked ? 1 : 0;
                stored += isLocked ? 0 : 1;
                QCOMPARE(e.editing().draft() == before, isLocked);
                QCOMPARE(e.editing().draft().levels[l].keeps[t] != before.levels[l].keeps[t], !isLocked);
            }
        }
        QVERIFY(locked > 0);
        QVERIFY(stored > 0);
        // Space takes back what a click on the same tensor did.
        QTest::mouseClick(e.canvas().viewport(), Qt::LeftButton, {}, e.canvas().chipOf(1, 0).center());
        const Mapping clicked = e.editing().draft();
        QTest::keyClick(&e.canvas(), Qt::Key_Space);
        QCOMPARE(e.editing().draft() == clicked, !bench->lock(1, 0).empty());
        QVERIFY(bench->lock(1, 0).empty());
    }

    void undo_turnsToTheLayerItChanges()
    {
        Editor e(*m_study.document);
        e.page->setEditing(true);
        QTRY_VERIFY(e.ready());
        QVERIFY(e.editing().step(e.someLoop(), Step::Down));
        const QString layer = e.editing().key().layer;
        e.panel.selectLayer(1);
        e.panel.showPage(InspectorPanel::Energy);
        QTRY_VERIFY(e.ready() && e.editing().key().layer != layer);
        m_study.document->undoStack().undo();
        QTRY_VERIFY(e.ready() && e.editing().key().layer == layer);
        QVERIFY(e.canvas().isVisible());
        QVERIFY(!e.editing().isEdited());
    }

    void kept_survivesReopening()
    {
        Mapping kept;
        {
            Editor e(*m_study.document);
            e.page->setEditing(true);
            QTRY_VERIFY(e.ready());
            QVERIFY(e.editing().step(e.someLoop(), Step::Down));
            kept = e.editing().draft();
            e.editing().keep(QStringLiteral("mine"));
        }
        m_study.reopen();
        Editor e(*m_study.document);
        QTRY_VERIFY(m_study.document->snapshot()->trials.size() == 4);
        e.page->setEditing(true);
        QTRY_VERIFY(e.ready());
        QCOMPARE(e.editing().draft(), e.editing().bench()->searched()); // drafts end with the document
        auto* choices = test::named<QComboBox>(e.panel, QStringLiteral("Mappings of this layer"));
        const int mine = choices->findText(QStringLiteral("mine"));
        QVERIFY(mine > 0);
        Q_EMIT choices->activated(mine);
        QCOMPARE(e.editing().draft(), kept);
        QCOMPARE(choices->currentText(), QStringLiteral("mine"));
        m_study.document->mappings().forget(e.editing().key(), QStringLiteral("mine"));
        QVERIFY(choices->findText(QStringLiteral("mine")) < 0);
        QVERIFY(!e.editing().useKept(QStringLiteral("mine")));
    }

    void exported_readsBack()
    {
        Editor e(*m_study.document);
        e.page->setEditing(true);
        QTRY_VERIFY(e.ready());
        QVERIFY(e.editing().step(e.someLoop(), Step::Down));
        const std::string yaml = m_study.file("mapping.yaml");
        QVERIFY(e.editor->exportTo(QString::fromStdString(yaml)));
        const auto read = interchange::readTimeloopFiles({yaml, yaml, yaml});
        QVERIFY2(read, read ? "" : read.error().text().c_str());
        QCOMPARE(read->mapping, e.editing().draft());
        const std::string json = m_study.file("mapping.json");
        QVERIFY(e.editor->exportTo(QString::fromStdString(json)));
        const auto back = e.editing().bench()->fromJson(*readJsonFile(json), json);
        QVERIFY(back);
        QCOMPARE(*back, e.editing().draft());
        QVERIFY(!e.editor->exportTo(QStringLiteral("/no/such/folder/mapping.json")));
        QTRY_VERIFY(e.measured());
        e.editor->copy();
        QCOMPARE(QGuiApplication::clipboard()->text(),
                 QString::fromStdString(problem::printNest(e.editing().shown()->nest)));
    }

    void comparison_marksWhatDiffers()
    {
        Editor e(*m_study.document);
        e.page->setEditing(true);
        QTRY_VERIFY(e.ready());
        const QString layer = e.editing().key().layer;
        panels::MappingCompare same(*m_study.document, {0}, layer);
        QTRY_COMPARE(same.summary(), QStringLiteral("Both mappings are the same."));
        QVERIFY(e.editing().step(e.someLoop(), Step::Down));
        // An open comparison follows the edits.
        QTRY_VERIFY(same.summary().startsWith(QStringLiteral("Loops that differ")));
        QVERIFY(same.nest(0).asText() != same.nest(1).asText());
        QVERIFY(!same.grab().isNull());
        panels::MappingCompare two(*m_study.document, {0, 1}, layer);
        QTRY_VERIFY(!two.nest(1).asText().isEmpty());
        const auto other = problem::MappingBench::make(
            m_study.document->problem(), m_study.document->trial(1)->design, layer.toStdString());
        QCOMPARE(two.nest(1).asText().toStdString(),
                 problem::printNest(other->evaluate(other->searched()).nest));
        QCOMPARE(test::namelessWidgets(two), QString());
    }

    void everythingFocusable_hasAName_andNarrowFits()
    {
        Editor e(*m_study.document);
        e.page->setEditing(true);
        QTRY_VERIFY(e.ready());
        QCOMPARE(test::namelessWidgets(e.panel), QString());
        QVERIFY2(e.panel.minimumSizeHint().width() <= 290,
                 qPrintable(QString::number(e.panel.minimumSizeHint().width())));
        for (const int width : {290, 360, 700}) {
            e.panel.resize(width, 700);
            QVERIFY(!e.panel.grab().isNull());
        }
        test::switchTheme(e.panel);
        QTRY_VERIFY(e.ready());
    }

    void systolicStudy_hasNothingToEdit()
    {
        const QTemporaryDir folder;
        auto opened = session::StudyDocument::open(PARETOSCOPE_RESOURCE_DIR "/studies/systolic-resnet50.json",
                                                   folder.filePath(QStringLiteral("s.pscope")).toStdString(),
                                                   {});
        QVERIFY(opened);
        session::StudyDocument document(std::move(opened).value());
        panels::MappingPage page(document);
        page.show();
        QVERIFY(test::named<QToolButton>(page, QStringLiteral("Edit")) == nullptr);
        QTest::keyClick(&page, Qt::Key_E);
        page.setEditing(true);
        QVERIFY(!page.isEditing());
    }

private:
    SmallStudy m_study;
};

QTEST_MAIN(TestMappingEditor)
#include "tst_mapping_editor.moc"
