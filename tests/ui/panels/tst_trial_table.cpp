// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/panels/panel_checks.h"
#include "tests/ui/plots/fabricated_document.h"
#include "ui/panels/trial_table.h"
#include "ui/session/design_marks.h"
#include "ui/session/reference_shelf.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QScrollBar>
#include <QTableView>
#include <QTest>

#include <cmath>

using namespace paretoscope;
using namespace paretoscope::ui;
using panels::TrialFilter;
using panels::TrialTable;
using panels::TrialTableModel;
using test::FabricatedDocument;

namespace {

constexpr int kEnergyColumn = TrialTableModel::kFirstAxisColumn;

QTableView& viewOf(const TrialTable& table)
{
    return *table.findChild<QTableView*>();
}

std::optional<session::TrialId> currentId(const TrialTable& table)
{
    return table.findChild<TrialTableModel*>()->idAt(viewOf(table).currentIndex().row());
}

double energyOf(session::StudyDocument& document, session::TrialId id)
{
    return document.trial(id)->outcome.metrics[0];
}

} // namespace

class TestTrialTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void arrivingTrials_leaveTheModelConsistent();
    void sorted_ordersByValueAndKeepsUnknownLast();
    void references_standFirstHoweverItIsSorted();
    void filters_listWhatTheySay();
    void csv_hasUnitsAndFullPrecision();
    void currentRow_isTheFocusBothWays();
    void sorting_keepsTheDesignInFocus();
    void arrivingTrials_leaveTheReadersPlace();
    void keys_putIntoTheComparison();
    void copied_isTheRow();
    void filterBox_filtersAndCounts();
    void everythingFocusable_hasAName();
    void theme_losesNothing();
};

void TestTrialTable::arrivingTrials_leaveTheModelConsistent()
{
    FabricatedDocument fabricated(40);
    TrialTableModel model(fabricated.document());
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    quint64 trials = 40;
    for (const TrialFilter filter : {TrialFilter::All, TrialFilter::Feasible, TrialFilter::Front,
                                     TrialFilter::Passing, TrialFilter::Brushed}) {
        model.setFilter(filter);
        for (const int column :
             {TrialTableModel::kIdColumn, TrialTableModel::kStandingColumn, kEnergyColumn}) {
            model.sort(column, column % 2 == 0 ? Qt::AscendingOrder : Qt::DescendingOrder);
            fabricated.growTo(trials += 25);
            fabricated.document().selection().setBrush({3, 5, trials - 1});
            model.refresh();
            QCOMPARE(model.rowOf(*model.idAt(model.rowCount() - 1)), model.rowCount() - 1);
        }
    }
    model.setFilter(TrialFilter::All);
    QCOMPARE(model.rowCount(), static_cast<int>(trials));
    QVERIFY(!model.idAt(-1));
    QVERIFY(!model.idAt(model.rowCount()));
    QCOMPARE(model.rowOf(1'000'000), -1);
}

void TestTrialTable::sorted_ordersByValueAndKeepsUnknownLast()
{
    FabricatedDocument fabricated(10);
    constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
    fabricated.addTrial(kUnknown, kUnknown, kUnknown); // the eleventh: infeasible
    fabricated.growTo(200);
    session::StudyDocument& document = fabricated.document();
    TrialTableModel model(document);
    for (const Qt::SortOrder order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
        model.sort(kEnergyColumn, order);
        for (int row = 1; row + 1 < model.rowCount(); ++row) {
            const double above = energyOf(document, *model.idAt(row - 1)),
                         here = energyOf(document, *model.idAt(row));
            QVERIFY(order == Qt::AscendingOrder ? above <= here : above >= here);
        }
        QCOMPARE(*model.idAt(model.rowCount() - 1), session::TrialId(10));
    }
}

void TestTrialTable::references_standFirstHoweverItIsSorted()
{
    FabricatedDocument fabricated(120);
    session::StudyDocument& document = fabricated.document();
    TrialTableModel model(document);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    document.references().make(*document.trial(30));
    const session::TrialId id = document.references().all().front().trial.id;
    model.refresh();
    QCOMPARE(model.rowCount(), 121);
    for (const Qt::SortOrder order : {Qt::AscendingOrder, Qt::DescendingOrder})
        for (const TrialFilter filter : {TrialFilter::All, TrialFilter::Front}) {
            model.setFilter(filter);
            model.sort(kEnergyColumn, order);
            QCOMPARE(model.idAt(0).value_or(0), id);
        }
    QCOMPARE(model.index(0, TrialTableModel::kIdColumn).data().toString(), QStringLiteral("★ Design 30"));
    QCOMPARE(model.index(0, TrialTableModel::kStandingColumn).data().toString(), QStringLiteral("reference"));
    QVERIFY(model.asCsv().contains(QStringLiteral("\nDesign 30,reference,")));
    document.undoStack().undo();
    model.refresh();
    QVERIFY(model.idAt(0).value_or(id) != id);
}

void TestTrialTable::filters_listWhatTheySay()
{
    FabricatedDocument fabricated(300);
    session::StudyDocument& document = fabricated.document();
    TrialTableModel model(document);
    model.setFilter(TrialFilter::Feasible);
    QCOMPARE(static_cast<quint64>(model.rowCount()), document.snapshot()->feasible);
    model.setFilter(TrialFilter::Front);
    QCOMPARE(static_cast<std::size_t>(model.rowCount()), document.snapshot()->front.size());
    document.setPin({"area", 0.0, 3.0, false});
    model.setFilter(TrialFilter::Passing);
    QVERIFY(model.rowCount() > 0);
    for (int row = 0; row < model.rowCount(); ++row)
        QVERIFY(document.trial(*model.idAt(row))->outcome.metrics[2] <= 3.0);
    document.selection().setBrush({30, 10, 20});
    model.setFilter(TrialFilter::Brushed);
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(*model.idAt(0), session::TrialId(10));
}

void TestTrialTable::csv_hasUnitsAndFullPrecision()
{
    FabricatedDocument fabricated(60);
    session::StudyDocument& document = fabricated.document();
    const QStringList lines = TrialTableModel(document).asCsv().split(QLatin1Char('\n'));
    QCOMPARE(lines.front(), QStringLiteral("design,standing,energy_J,latency_s,area_mm²,columns,buffer_B,"
                                           "voltage_V,dataflow,tags,note"));
    document.marks().setTags(7, {QStringLiteral("candidate"), QStringLiteral("8bit")});
    document.setNote(7, QStringLiteral("small, \"cheap\""));
    QVERIFY(TrialTableModel(document).asCsv().contains(
        QStringLiteral("_stationary,candidate 8bit,\"small, \"\"cheap\"\"\"\n")));
    QCOMPARE(lines.size(), 60 + 2); // header, and the end of the last line
    for (session::TrialId id = 0; id < 60; ++id) {
        const QStringList cells = lines[static_cast<qsizetype>(id) + 1].split(QLatin1Char(','));
        QCOMPARE(cells.size(), 11);
        QCOMPARE(cells[0].toULongLong(), id);
        for (std::size_t metric = 0; metric < 3; ++metric) // the very same bits
            QVERIFY(cells[static_cast<qsizetype>(metric) + 2].toDouble()
                    == document.trial(id)->outcome.metrics[metric]);
        QVERIFY(cells[8].endsWith(QStringLiteral("_stationary")));
    }
}

void TestTrialTable::currentRow_isTheFocusBothWays()
{
    FabricatedDocument fabricated(100);
    session::Selection& selection = fabricated.document().selection();
    TrialTable table(fabricated.document());
    table.resize(700, 300);
    table.show();
    selection.setFocus(42);
    QTRY_COMPARE(currentId(table), std::optional<session::TrialId>(42));
    QVERIFY(
        viewOf(table).viewport()->rect().intersects(viewOf(table).visualRect(viewOf(table).currentIndex())));
    QTest::keyClick(&viewOf(table), Qt::Key_Down);
    QCOMPARE(selection.focus(), std::optional<session::TrialId>(43));
    const QModelIndex sixth = viewOf(table).model()->index(5, 0);
    viewOf(table).scrollTo(sixth);
    QTest::mouseClick(viewOf(table).viewport(), Qt::LeftButton, {}, viewOf(table).visualRect(sixth).center());
    QCOMPARE(selection.focus(), std::optional<session::TrialId>(5));
}

void TestTrialTable::sorting_keepsTheDesignInFocus()
{
    FabricatedDocument fabricated(100);
    TrialTable table(fabricated.document());
    table.show();
    fabricated.document().selection().setFocus(42);
    QTRY_COMPARE(currentId(table), std::optional<session::TrialId>(42));
    viewOf(table).sortByColumn(kEnergyColumn, Qt::DescendingOrder);
    QCOMPARE(currentId(table), std::optional<session::TrialId>(42));
    QCOMPARE(fabricated.document().selection().focus(), std::optional<session::TrialId>(42));
}

void TestTrialTable::arrivingTrials_leaveTheReadersPlace()
{
    FabricatedDocument fabricated(200);
    TrialTable table(fabricated.document());
    table.resize(700, 300);
    table.show();
    fabricated.document().selection().setFocus(20);
    QTRY_COMPARE(currentId(table), std::optional<session::TrialId>(20));
    viewOf(table).verticalScrollBar()->setValue(90);
    fabricated.growTo(320);
    QTRY_COMPARE(viewOf(table).model()->rowCount(), 320);
    QCOMPARE(viewOf(table).verticalScrollBar()->value(), 90);
    QCOMPARE(currentId(table), std::optional<session::TrialId>(20));
    QCOMPARE(fabricated.document().selection().focus(), std::optional<session::TrialId>(20));
}

void TestTrialTable::keys_putIntoTheComparison()
{
    FabricatedDocument fabricated(50);
    session::Selection& selection = fabricated.document().selection();
    TrialTable table(fabricated.document());
    table.show();
    selection.setFocus(7);
    QTRY_COMPARE(currentId(table), std::optional<session::TrialId>(7));
    QTest::keyClick(&viewOf(table), Qt::Key_B);
    QTest::keyClick(&viewOf(table), Qt::Key_Down);
    QTest::keyClick(&viewOf(table), Qt::Key_Return);
    QCOMPARE(selection.tray(), (std::vector<session::TrialId>{7, 8}));
}

void TestTrialTable::copied_isTheRow()
{
    FabricatedDocument fabricated(50);
    TrialTable table(fabricated.document());
    table.show();
    fabricated.document().selection().setFocus(7);
    QTRY_COMPARE(currentId(table), std::optional<session::TrialId>(7));
    QTest::keySequence(&viewOf(table), QKeySequence::Copy);
    const QStringList cells = QGuiApplication::clipboard()->text().split(QLatin1Char('\t'));
    QCOMPARE(cells.size(), 10);
    QCOMPARE(cells[0], QStringLiteral("7"));
    QCOMPARE(cells[3], fabricated.document().axes()[0].text(energyOf(fabricated.document(), 7)));
}

void TestTrialTable::filterBox_filtersAndCounts()
{
    FabricatedDocument fabricated(120);
    TrialTable table(fabricated.document());
    table.show();
    auto* box = table.findChild<QComboBox*>();
    box->setCurrentIndex(box->findText(QStringLiteral("On the front")));
    const auto front = static_cast<int>(fabricated.document().snapshot()->front.size());
    QCOMPARE(viewOf(table).model()->rowCount(), front);
    bool isSaid = false;
    for (const QLabel* label : table.findChildren<QLabel*>())
        isSaid = isSaid || label->text() == QStringLiteral("%1 listed").arg(front);
    QVERIFY(isSaid);
}

void TestTrialTable::everythingFocusable_hasAName()
{
    FabricatedDocument fabricated(20);
    const TrialTable table(fabricated.document());
    QCOMPARE(test::namelessWidgets(table), QString());
}

void TestTrialTable::theme_losesNothing()
{
    FabricatedDocument fabricated(100);
    TrialTable table(fabricated.document());
    table.show();
    fabricated.document().selection().setFocus(42);
    QTRY_COMPARE(currentId(table), std::optional<session::TrialId>(42));
    viewOf(table).sortByColumn(kEnergyColumn, Qt::AscendingOrder);
    test::switchTheme(table);
    QCOMPARE(currentId(table), std::optional<session::TrialId>(42));
    QCOMPARE(viewOf(table).horizontalHeader()->sortIndicatorSection(), kEnergyColumn);
}

QTEST_MAIN(TestTrialTable)
#include "tst_trial_table.moc"
