// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/panels/panel_checks.h"
#include "tests/ui/panels/realistic_explanation.h"
#include "tests/ui/plots/fabricated_document.h"
#include "ui/look/quantity.h"
#include "ui/panels/compare_panel.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QTableView>
#include <QTest>
#include <QToolButton>

#include <cmath>

using namespace paretoscope;
using namespace paretoscope::ui;
using panels::CompareModel;
using panels::ComparePanel;
using test::FabricatedDocument;

namespace {

Result<problem::Explanation> explain(const space::Design&)
{
    return test::realisticExplanation();
}

QString cell(const QAbstractItemModel& model, int row, int column)
{
    return model.index(row, column).data().toString();
}

/// Row of an axis by its label; -1 when it is not shown.
int rowOf(const QAbstractItemModel& model, const QString& label)
{
    for (int row = 0; row < model.rowCount(); ++row)
        if (model.headerData(row, Qt::Vertical, Qt::DisplayRole).toString() == label)
            return row;
    return -1;
}

void fill(session::StudyDocument& document, std::initializer_list<session::TrialId> ids)
{
    for (const session::TrialId id : ids)
        document.addToTray(id);
    QCoreApplication::processEvents();
}

} // namespace

class TestCompare : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void changingTray_leavesTheModelConsistent();
    void reference_decidesThePercents();
    void reference_staysWithItsDesign();
    void differencesOnly_hidesEqualRows();
    void csv_hasUnitsAndFullPrecision();
    void copyKey_copiesTheTableForSpreadsheets();
    void difference_isToldAsAsked();
    void clickedHeader_becomesTheReference();
    void removed_goesAndComesBack();
    void charts_showEveryDesign();
    void everythingFocusable_hasAName();
    void theme_losesNothing();
};

void TestCompare::changingTray_leavesTheModelConsistent()
{
    FabricatedDocument fabricated(60);
    session::StudyDocument& document = fabricated.document();
    CompareModel model(document);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    for (session::TrialId id = 0; id < 8; ++id) {
        document.addToTray(id);
        fabricated.growTo(60 + 10 * (id + 1)); // trials keep arriving
        model.refresh();
        model.setReference(static_cast<int>(id));
        QVERIFY(model.reference() < model.columnCount());
        model.setDifferencesOnly(id % 2 == 1);
    }
    QCOMPARE(model.columnCount(), 8);
    document.clearTray();
    model.refresh();
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.columnCount(), 0);
}

void TestCompare::reference_decidesThePercents()
{
    FabricatedDocument fabricated(60);
    session::StudyDocument& document = fabricated.document();
    fill(document, {1, 2});
    const double first_J = document.trial(1)->outcome.metrics[0];
    const double second_J = document.trial(2)->outcome.metrics[0];
    QVERIFY(first_J != second_J);
    CompareModel model(document);
    QCOMPARE(cell(model, 0, 0), document.axes()[0].text(first_J)); // the reference stands alone
    QVERIFY(cell(model, 0, 1).contains(look::relativeChange(first_J, second_J, QStringLiteral("J"))));
    QVERIFY(cell(model, 0, 1).endsWith(second_J < first_J ? QStringLiteral("▲") : QStringLiteral("▼")));
    model.setReference(1);
    QCOMPARE(cell(model, 0, 1), document.axes()[0].text(second_J));
    QVERIFY(cell(model, 0, 0).contains(look::relativeChange(second_J, first_J, QStringLiteral("J"))));
    QVERIFY(cell(model, 0, 0).endsWith(first_J < second_J ? QStringLiteral("▲") : QStringLiteral("▼")));
}

void TestCompare::reference_staysWithItsDesign()
{
    FabricatedDocument fabricated(60);
    session::StudyDocument& document = fabricated.document();
    fill(document, {1, 2, 3});
    CompareModel model(document);
    model.setReference(1);
    document.removeFromTray(1);
    model.refresh();
    QCOMPARE(document.selection().tray()[static_cast<std::size_t>(model.reference())], session::TrialId(2));
    document.removeFromTray(2); // the reference itself: another takes its place
    model.refresh();
    QCOMPARE(model.reference(), 0);
}

void TestCompare::differencesOnly_hidesEqualRows()
{
    FabricatedDocument fabricated(200);
    session::StudyDocument& document = fabricated.document();
    const auto dataflowOf = [&](session::TrialId id) {
        return document.problem().space().value(document.trial(id)->design, 3)[0];
    };
    session::TrialId equal = 1, other = 1;
    while (dataflowOf(equal) != dataflowOf(0))
        ++equal;
    while (dataflowOf(other) == dataflowOf(0))
        ++other;
    fill(document, {0, equal});
    CompareModel model(document);
    QCOMPARE(model.rowCount(), static_cast<int>(document.axes().size()));
    model.setDifferencesOnly(true);
    QCOMPARE(rowOf(model, QStringLiteral("Dataflow")), -1);
    QVERIFY(rowOf(model, QStringLiteral("Energy")) >= 0);
    document.addToTray(other);
    model.refresh();
    QVERIFY(rowOf(model, QStringLiteral("Dataflow")) >= 0);
}

void TestCompare::csv_hasUnitsAndFullPrecision()
{
    FabricatedDocument fabricated(60);
    session::StudyDocument& document = fabricated.document();
    fill(document, {4, 9});
    const QStringList lines = CompareModel(document).asCsv().split(QLatin1Char('\n'));
    QCOMPARE(lines[0], QStringLiteral("quantity,unit,design_4,design_9"));
    const QStringList energy = lines[1].split(QLatin1Char(','));
    QCOMPARE(energy.mid(0, 2), (QStringList{QStringLiteral("energy"), QStringLiteral("J")}));
    QVERIFY(energy[2].toDouble() == document.trial(4)->outcome.metrics[0]);
    QVERIFY(energy[3].toDouble() == document.trial(9)->outcome.metrics[0]);
}

void TestCompare::copyKey_copiesTheTableForSpreadsheets()
{
    FabricatedDocument fabricated(60);
    fill(fabricated.document(), {4, 9});
    ComparePanel panel(fabricated.document());
    panel.resize(900, 500);
    panel.show();
    auto* table = panel.findChild<QTableView*>();
    table->selectRow(0);
    QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
    const QString copied = QGuiApplication::clipboard()->text();
    QCOMPARE(copied, panel.findChild<CompareModel*>()->asTsv());
    QCOMPARE(copied.section(QLatin1Char('\n'), 0, 0), QStringLiteral("quantity\tunit\tdesign_4\tdesign_9"));
}

void TestCompare::difference_isToldAsAsked()
{
    FabricatedDocument fabricated(60);
    session::StudyDocument& document = fabricated.document();
    fill(document, {1, 2});
    CompareModel model(document);
    const double first_J = document.trial(1)->outcome.metrics[0];
    const double second_J = document.trial(2)->outcome.metrics[0];
    model.setDifference(CompareModel::Difference::Ratio);
    QVERIFY(cell(model, 0, 1).contains(QStringLiteral("× ") + look::quantity(second_J / first_J, {})));
    model.setDifference(CompareModel::Difference::Value);
    QVERIFY(cell(model, 0, 1).contains(document.axes()[0].text(std::abs(second_J - first_J))));
}

void TestCompare::clickedHeader_becomesTheReference()
{
    FabricatedDocument fabricated(60);
    fill(fabricated.document(), {1, 2, 3});
    ComparePanel panel(fabricated.document());
    panel.resize(900, 500);
    panel.show();
    auto* header = panel.findChild<QTableView*>()->horizontalHeader();
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {},
                      {header->sectionViewportPosition(2) + 10, header->height() / 2});
    QCOMPARE(panel.findChild<CompareModel*>()->reference(), 2);
}

void TestCompare::removed_goesAndComesBack()
{
    FabricatedDocument fabricated(60);
    session::StudyDocument& document = fabricated.document();
    fill(document, {1, 2, 3});
    ComparePanel panel(document);
    panel.resize(600, 600);
    panel.show();
    const CompareModel& model = *panel.findChild<CompareModel*>();
    QTest::mouseClick(test::named<QToolButton>(panel, QStringLiteral("Take design B")), Qt::LeftButton);
    QTRY_COMPARE(model.columnCount(), 2);
    QCOMPARE(document.selection().tray(), (std::vector<session::TrialId>{1, 3}));
    document.undoStack().undo();
    QTRY_COMPARE(model.columnCount(), 3);
    QTest::mouseClick(test::named<QToolButton>(panel, QStringLiteral("Show design C")), Qt::LeftButton);
    QCOMPARE(document.selection().focus(), std::optional<session::TrialId>(3));
    QTest::mouseClick(test::named<QToolButton>(panel, QStringLiteral("Copy the comparison")), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), model.asCsv());
    QTest::mouseClick(test::named<QToolButton>(panel, QStringLiteral("Take every design")), Qt::LeftButton);
    QTRY_COMPARE(model.columnCount(), 0);
    QVERIFY(!panel.findChild<QTableView*>()->isVisible()); // a hint instead
}

void TestCompare::charts_showEveryDesign()
{
    FabricatedDocument fabricated(60, explain);
    fill(fabricated.document(), {1, 2});
    ComparePanel panel(fabricated.document());
    panel.resize(900, 600);
    panel.show();
    auto* bars = panel.findChild<plots::EnergyBars*>();
    QTest::mouseClick(test::named<QToolButton>(panel, QStringLiteral("Energy")), Qt::LeftButton);
    QTRY_VERIFY(bars->accessibleDescription().contains(QStringLiteral("B")));
    QVERIFY(bars->accessibleDescription().contains(QStringLiteral("DRAM")));
    QVERIFY(bars->isVisible());
    QTest::mouseClick(test::named<QToolButton>(panel, QStringLiteral("Layers")), Qt::LeftButton);
    QVERIFY(panel.findChild<plots::LayerBars*>()->isVisible());
    QVERIFY(!bars->isVisible());
}

void TestCompare::everythingFocusable_hasAName()
{
    FabricatedDocument fabricated(60, explain);
    fill(fabricated.document(), {1, 2});
    const ComparePanel panel(fabricated.document());
    QCOMPARE(test::namelessWidgets(panel), QString());
}

void TestCompare::theme_losesNothing()
{
    FabricatedDocument fabricated(60, explain);
    fill(fabricated.document(), {1, 2, 3, 4, 5});
    ComparePanel panel(fabricated.document());
    panel.resize(600, 600);
    panel.show();
    panel.findChild<QCheckBox*>()->click();
    panel.findChild<CompareModel*>()->setReference(1);
    QTest::mouseClick(test::named<QToolButton>(panel, QStringLiteral("Roofline")), Qt::LeftButton);
    // Amber, the fifth colour, is darkened on white and left as it is on black.
    const QString before = test::named<QToolButton>(panel, QStringLiteral("Show design E"))->styleSheet();
    test::switchTheme(panel);
    QVERIFY(test::named<QToolButton>(panel, QStringLiteral("Show design E"))->styleSheet() != before);
    QCOMPARE(panel.findChild<CompareModel*>()->reference(), 1);
    QVERIFY(panel.findChild<QCheckBox*>()->isChecked());
    QVERIFY(panel.findChild<plots::RooflinePlot*>()->isVisible());
}

QTEST_MAIN(TestCompare)
#include "tst_compare.moc"
