// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "tests/ui/panels/panel_checks.h"
#include "tests/ui/panels/realistic_explanation.h"
#include "tests/ui/plots/fabricated_document.h"
#include "ui/panels/inspector_panel.h"
#include "ui/session/reference_shelf.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHeaderView>
#include <QJsonDocument>
#include <QJsonObject>
#include <QScrollArea>
#include <QScrollBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace paretoscope;
using namespace paretoscope::ui;
using panels::InspectorPanel;
using test::FabricatedDocument;

namespace {

constexpr session::TrialId kInfeasible = 10; ///< of a fabricated document

Result<problem::Explanation> explain(const space::Design&)
{
    return test::realisticExplanation();
}

bool shows(const InspectorPanel& panel, const QString& words)
{
    for (const QLabel* label : panel.findChildren<QLabel*>())
        if (label->isVisible() && label->text().contains(words))
            return true;
    return false;
}

void choosePage(const InspectorPanel& panel, const char* title)
{
    QTest::mouseClick(test::named<QToolButton>(panel, QLatin1String(title)), Qt::LeftButton);
}

QString mappingText(const InspectorPanel& panel)
{
    return panel.findChild<panels::LoopNestView*>()->asText();
}

QString nestOfLayer(int layer)
{
    const auto explanation = test::realisticExplanation();
    return QString::fromStdString(
        problem::printNest(explanation.layers[static_cast<std::size_t>(layer)].nest));
}

/// The layers' own table: the one with a column for the layer's name.
QTableView* layersTable(const InspectorPanel& panel)
{
    return panel.findChild<panels::LayersPage*>()->findChild<QTableView*>();
}

} // namespace

class TestInspector : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void focus_isFollowed();
    void reference_isExplainedAndComparedWith();
    void infeasible_saysWhy();
    void unexplained_saysSoAndKeepsTheNumbers();
    void pages_switch();
    void clickedBar_changesTheLayerOnEveryPage();
    void chosenLayer_isShownOnEveryPage();
    void clickedBlock_leadsToItsEnergy();
    void copied_isJson();
    void compareButtonAndKey_toggle();
    void note_isKeptWithItsDesign();
    void narrowDock_needsNoHorizontalScrolling_data();
    void narrowDock_needsNoHorizontalScrolling();
    void realStudy_fitsANarrowDock();
    void everythingFocusable_hasAName();
    void theme_losesNothing();
};

void TestInspector::focus_isFollowed()
{
    FabricatedDocument fabricated(60, explain);
    session::StudyDocument& document = fabricated.document();
    InspectorPanel panel(document);
    panel.show();
    QTRY_VERIFY(shows(panel, QStringLiteral("Click a design")));
    const auto* overview = panel.findChild<panels::OverviewPage*>();
    for (const session::TrialId id : {session::TrialId(3), document.snapshot()->front[0]}) {
        document.selection().setFocus(id);
        QTRY_VERIFY(shows(panel, QStringLiteral("Design #%1").arg(id)));
        QCOMPARE(overview->valueText(QStringLiteral("energy")),
                 document.axes()[0].text(document.trial(id)->outcome.metrics[0]));
    }
    // By energy ascending, the front begins with the best of it.
    QCOMPARE(overview->contextText(QStringLiteral("energy")), QStringLiteral("best"));
    QVERIFY(overview->contextText(QStringLiteral("latency")).startsWith(QLatin1Char('+')));
    document.selection().setFocus({});
    QTRY_VERIFY(shows(panel, QStringLiteral("Click a design")));
}

void TestInspector::infeasible_saysWhy()
{
    FabricatedDocument fabricated(60, explain);
    InspectorPanel panel(fabricated.document());
    panel.show();
    const std::string reason = fabricated.document().trial(kInfeasible)->outcome.reason;
    QVERIFY(!reason.empty());
    fabricated.document().selection().setFocus(kInfeasible);
    QTRY_VERIFY(shows(panel, QStringLiteral("infeasible")));
    QTRY_COMPARE(panel.statusText().toLower(), QString::fromStdString(reason).toLower() + QLatin1Char('.'));
    fabricated.document().selection().setFocus(1);
    QTRY_COMPARE(panel.statusText(), QString());
}

void TestInspector::unexplained_saysSoAndKeepsTheNumbers()
{
    FabricatedDocument fabricated(60);
    InspectorPanel panel(fabricated.document());
    panel.show();
    fabricated.document().selection().setFocus(1);
    QTRY_VERIFY(panel.statusText().contains(QStringLiteral("A toy explains nothing.")));
    QVERIFY(!panel.findChild<panels::OverviewPage*>()->valueText(QStringLiteral("area")).isEmpty());
    QCOMPARE(mappingText(panel), QString());
}

void TestInspector::pages_switch()
{
    FabricatedDocument fabricated(60, explain);
    InspectorPanel panel(fabricated.document());
    panel.show();
    fabricated.document().selection().setFocus(1);
    QTRY_VERIFY(!mappingText(panel).isEmpty());
    const std::vector<std::pair<const char*, QWidget*>> pages{
        {"Machine", panel.findChild<panels::MachinePage*>()},
        {"Layers", panel.findChild<panels::LayersPage*>()},
        {"Roofline", panel.findChild<panels::RooflinePage*>()},
        {"Mapping", panel.findChild<panels::MappingPage*>()},
        {"Energy", panel.findChild<panels::EnergyPage*>()},
        {"Overview", panel.findChild<panels::OverviewPage*>()}};
    for (const auto& [title, wanted] : pages) {
        choosePage(panel, title);
        for (const auto& [other, page] : pages)
            QVERIFY2(page->isVisible() == (page == wanted), title);
    }
    panel.showPage(InspectorPanel::Mapping);
    QVERIFY(pages[3].second->isVisible());
}

void TestInspector::clickedBar_changesTheLayerOnEveryPage()
{
    FabricatedDocument fabricated(60, explain);
    InspectorPanel panel(fabricated.document());
    panel.resize(480, 700);
    panel.show();
    fabricated.document().selection().setFocus(1);
    QTRY_COMPARE(mappingText(panel), nestOfLayer(0));
    choosePage(panel, "Layers");
    auto* bars = panel.findChild<plots::LayerBars*>();
    QTest::mouseClick(bars, Qt::LeftButton, {}, {bars->width() * 6 / 10, bars->height() / 2});
    const int layer = panel.layer();
    QVERIFY(layer > 5 && layer < 18);
    QCOMPARE(bars->highlighted(), layer);
    QCOMPARE(mappingText(panel), nestOfLayer(layer));
    QCOMPARE(layersTable(panel)->currentIndex().row(), layer);
    QCOMPARE(panel.findChild<panels::MappingPage*>()->findChild<QComboBox*>()->currentIndex(), layer);
    fabricated.document().selection().setFocus(2); // of another design, the same layer
    QTRY_VERIFY(shows(panel, QStringLiteral("Design #2")));
    QCOMPARE(panel.layer(), layer);
}

void TestInspector::chosenLayer_isShownOnEveryPage()
{
    FabricatedDocument fabricated(60, explain);
    InspectorPanel panel(fabricated.document());
    panel.resize(480, 700);
    panel.show();
    fabricated.document().selection().setFocus(1);
    QTRY_COMPARE(mappingText(panel), nestOfLayer(0));
    choosePage(panel, "Mapping");
    auto* box = panel.findChild<panels::MappingPage*>()->findChild<QComboBox*>();
    QCOMPARE(box->count(), 21);
    QTest::keyClick(box, Qt::Key_Down);
    QCOMPARE(panel.layer(), 1);
    choosePage(panel, "Layers");
    QTest::keyClick(layersTable(panel), Qt::Key_Down);
    QCOMPARE(panel.layer(), 2);
    QCOMPARE(mappingText(panel), nestOfLayer(2));
}

void TestInspector::clickedBlock_leadsToItsEnergy()
{
    FabricatedDocument fabricated(60, explain);
    InspectorPanel panel(fabricated.document());
    panel.resize(480, 900);
    panel.show();
    fabricated.document().selection().setFocus(1);
    QTRY_VERIFY(!mappingText(panel).isEmpty());
    choosePage(panel, "Machine");
    auto* diagram = panel.findChild<panels::BlockDiagram*>();
    QTest::mouseClick(diagram, Qt::LeftButton, {}, diagram->areaOf(1).center().toPoint()); // the buffer
    auto* energy = panel.findChild<panels::EnergyPage*>();
    QVERIFY(energy->isVisible());
    const auto rows = energy->findChild<QTableView*>()->selectionModel()->selectedRows();
    QCOMPARE(rows.size(), 3); // inputs, outputs, leakage
    for (const QModelIndex& row : rows)
        QCOMPARE(row.data().toString(), QStringLiteral("global buffer"));
}

void TestInspector::copied_isJson()
{
    FabricatedDocument fabricated(60, explain);
    InspectorPanel panel(fabricated.document());
    panel.show();
    fabricated.document().selection().setFocus(kInfeasible);
    QTRY_VERIFY(shows(panel, QStringLiteral("Design #10")));
    QTest::mouseClick(test::named<QToolButton>(panel, QStringLiteral("Copy this design")), Qt::LeftButton);
    const QJsonObject design = QJsonDocument::fromJson(QGuiApplication::clipboard()->text().toUtf8())
                                   .object();
    const study::Trial& trial = *fabricated.document().trial(kInfeasible);
    QCOMPARE(design[QStringLiteral("id")].toString(), QStringLiteral("10"));
    QCOMPARE(design[QStringLiteral("verdict")].toString(), QStringLiteral("infeasible"));
    QCOMPARE(design[QStringLiteral("reason")].toString().toStdString(), trial.outcome.reason);
    const QJsonObject energy =
        design[QStringLiteral("metrics")].toObject()[QStringLiteral("energy")].toObject();
    QVERIFY(energy[QStringLiteral("value")].toDouble() == trial.outcome.metrics[0]);
    QCOMPARE(energy[QStringLiteral("unit")].toString(), QStringLiteral("J"));
    QCOMPARE(design[QStringLiteral("parameters")].toObject().keys(),
             (QStringList{QStringLiteral("buffer"), QStringLiteral("columns"), QStringLiteral("dataflow"),
                          QStringLiteral("voltage")}));
}

void TestInspector::compareButtonAndKey_toggle()
{
    FabricatedDocument fabricated(60, explain);
    session::Selection& selection = fabricated.document().selection();
    InspectorPanel panel(fabricated.document());
    panel.show();
    selection.setFocus(4);
    QTRY_VERIFY(shows(panel, QStringLiteral("Design #4")));
    auto* button = test::named<QToolButton>(panel, QStringLiteral("Add to the comparison"));
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(selection.trayPlace(4), 0);
    QTRY_VERIFY(button->text().startsWith(QStringLiteral("Remove")));
    QTest::keyClick(&panel, Qt::Key_B);
    QCOMPARE(selection.trayPlace(4), -1);
    QTRY_VERIFY(button->text().startsWith(QStringLiteral("Compare")));
}

void TestInspector::note_isKeptWithItsDesign()
{
    FabricatedDocument fabricated(60, explain);
    session::StudyDocument& document = fabricated.document();
    InspectorPanel panel(document);
    panel.show();
    document.selection().setFocus(4);
    QTRY_VERIFY(shows(panel, QStringLiteral("Design #4")));
    QVERIFY(test::named<QLineEdit>(panel, QStringLiteral("Note on")) == nullptr);
    QTest::mouseClick(test::named<QToolButton>(panel, QStringLiteral("Write a note")), Qt::LeftButton);
    auto* line = test::named<QLineEdit>(panel, QStringLiteral("Note on"));
    QVERIFY(line != nullptr);
    QTest::keyClicks(line, QStringLiteral("fits the package"));
    QTest::keyClick(line, Qt::Key_Return);
    QCOMPARE(document.note(4), QStringLiteral("fits the package"));
    document.selection().setFocus(5);
    QTRY_VERIFY(!line->isVisible());
    document.selection().setFocus(4);
    QTRY_COMPARE(line->text(), QStringLiteral("fits the package"));
    document.undoStack().undo();
    QTRY_COMPARE(line->text(), QString());
}

void TestInspector::narrowDock_needsNoHorizontalScrolling_data()
{
    QTest::addColumn<int>("width");
    for (const int width : {290, 300, 360, 480, 620, 900})
        QTest::addRow("%d px", width) << width;
}

void TestInspector::narrowDock_needsNoHorizontalScrolling()
{
    QFETCH(int, width);
    FabricatedDocument fabricated(60, explain);
    InspectorPanel panel(fabricated.document());
    panel.resize(width, 640);
    panel.show();
    QVERIFY(panel.minimumSizeHint().width() <= 290);
    fabricated.document().selection().setFocus(1);
    QTRY_VERIFY(!mappingText(panel).isEmpty());
    QCoreApplication::processEvents();
    QCOMPARE(test::named<QScrollArea>(panel, QStringLiteral("Overview"))->horizontalScrollBar()->maximum(),
             0);
    choosePage(panel, "Layers");
    QCoreApplication::processEvents();
    const QTableView& table = *layersTable(panel);
    const QHeaderView& header = *table.horizontalHeader();
    int used = 0;
    for (int column = 0; column < header.count(); ++column) {
        used += header.sectionSize(column);
        const bool isWhole = header.isSectionHidden(column)
                             || header.sectionSize(column) >= header.sectionSizeHint(column);
        QVERIFY(isWhole);
    }
    QVERIFY(!header.isSectionHidden(1));
    QCOMPARE(header.isSectionHidden(header.count() - 1), width < 600);
    QVERIFY(used <= table.viewport()->width());
    const int longest = table.fontMetrics().horizontalAdvance(QStringLiteral("layer4.0.downsample"));
    QVERIFY(header.sectionSize(0) > longest); // other columns are not shown at its cost
    QCOMPARE(table.horizontalScrollBar()->maximum(), 0);
    // What is left out is in the tip.
    QVERIFY(table.model()->index(0, 0).data(Qt::ToolTipRole).toString().contains(QStringLiteral("7x7 conv")));
}

void TestInspector::realStudy_fitsANarrowDock()
{
    const QTemporaryDir folder;
    auto opened = session::StudyDocument::open(PARETOSCOPE_RESOURCE_DIR "/studies/eyeriss-resnet18.json",
                                               folder.filePath(QStringLiteral("s.pscope")).toStdString(), {});
    QVERIFY(opened);
    session::StudyDocument document(std::move(opened).value());
    panels::OverviewPage page(document);
    Rng rng(1);
    for (int i = 0; i < 20; ++i) {
        study::Trial trial;
        trial.design = *document.problem().space().sample(rng);
        trial.outcome.verdict = problem::Verdict::Feasible;
        trial.outcome.metrics.assign(document.problem().metrics().size(), 0.123'456);
        page.setTrial(trial);
        QVERIFY2(page.minimumSizeHint().width() <= 256, // 290 px less margins and a vertical scroll bar
                 qPrintable(QString::number(page.minimumSizeHint().width())));
    }
}

void TestInspector::reference_isExplainedAndComparedWith()
{
    FabricatedDocument fabricated(60, explain);
    session::StudyDocument& document = fabricated.document();
    InspectorPanel panel(document);
    panel.show();
    document.references().make(*document.trial(20));
    const session::TrialId id = document.references().all().front().trial.id;
    document.selection().setFocus(id);
    const auto* overview = panel.findChild<panels::OverviewPage*>();
    QTRY_COMPARE(overview->valueText(QStringLiteral("energy")),
                 document.axes()[0].text(document.trial(20)->outcome.metrics[0]));
    QTRY_VERIFY(document.explanation(id) != nullptr);
    QVERIFY(overview->ratioText().isEmpty()); // against itself nothing is said
    document.selection().setFocus(21);
    QTRY_VERIFY(overview->ratioText().contains(QStringLiteral("× Design 20 (Energy)")));
    QVERIFY(overview->ratioText().contains(QStringLiteral("Latency ")));
}

void TestInspector::everythingFocusable_hasAName()
{
    FabricatedDocument fabricated(60, explain);
    const InspectorPanel panel(fabricated.document());
    QCOMPARE(test::namelessWidgets(panel), QString());
}

void TestInspector::theme_losesNothing()
{
    FabricatedDocument fabricated(60, explain);
    InspectorPanel panel(fabricated.document());
    panel.show();
    fabricated.document().selection().setFocus(kInfeasible);
    QTRY_VERIFY(!mappingText(panel).isEmpty());
    choosePage(panel, "Mapping");
    panel.selectLayer(7);
    const QString status = panel.statusText();
    const QColor before = panel.findChild<panels::BlockDiagram*>()->grab().toImage().pixelColor(4, 4);
    test::switchTheme(panel);
    QVERIFY(panel.findChild<panels::BlockDiagram*>()->grab().toImage().pixelColor(4, 4) != before);
    QVERIFY(panel.findChild<panels::MappingPage*>()->isVisible());
    QCOMPARE(panel.layer(), 7);
    QCOMPARE(mappingText(panel), nestOfLayer(7));
    QCOMPARE(panel.statusText(), status);
    QVERIFY(shows(panel, QStringLiteral("Design #10")));
}

QTEST_MAIN(TestInspector)
#include "tst_inspector.moc"
