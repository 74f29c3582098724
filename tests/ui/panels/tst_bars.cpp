// SPDX-License-Identifier: GPL-3.0-or-later
//
// The bars around the views: run control, pins, and why designs did not work.
#include "tests/ui/panels/panel_checks.h"
#include "tests/ui/plots/fabricated_document.h"
#include "ui/look/quantity.h"
#include "ui/panels/pin_bar.h"
#include "ui/panels/reasons_panel.h"
#include "ui/panels/run_bar.h"
#include "ui/session/reference_shelf.h"

#include <QMenu>
#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace paretoscope;
using namespace paretoscope::ui;
using panels::PinBar;
using panels::ReasonsPanel;
using panels::RunBar;
using study::RunState;
using test::FabricatedDocument;

namespace {

bool shows(const QWidget& panel, const QString& words)
{
    for (const QLabel* label : panel.findChildren<QLabel*>())
        if (label->isVisible() && label->text().contains(words))
            return true;
    return false;
}

QPushButton* toggleOf(const RunBar& bar)
{
    return bar.findChildren<QPushButton*>().front();
}

void typePin(PinBar& bar, const QString& text)
{
    if (auto* add = test::named<QPushButton>(bar, QStringLiteral("Add a pin")))
        QTest::mouseClick(add, Qt::LeftButton);
    auto* line = test::named<QLineEdit>(bar, QStringLiteral("Pin, for example"));
    line->clear();
    QTest::keyClicks(line, text);
    QTest::keyClick(line, Qt::Key_Return);
}

} // namespace

class TestBars : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void run_buttonSaysWhatItDoes();
    void run_progressAndHypervolumeAreSaid();
    void run_tellsTheBestAgainstTheReference();
    void run_extendsByHalf();
    void hypervolume_saysHowMuchTheLastFifthBrought();
    void reasons_areCountedAndLeadToAnExample();
    void reasons_keepTheChosenRowWhileTrialsArrive();
    void typedPin_limitsCountsAndUndoes();
    void wrongPin_isRefusedInPlace();
    void everythingFocusable_hasAName();
    void theme_losesNothing();
};

void TestBars::run_buttonSaysWhatItDoes()
{
    FabricatedDocument fabricated;
    RunBar bar(fabricated.document(), nullptr);
    bar.show();
    QPushButton* toggle = toggleOf(bar);
    auto* stop = test::named<QPushButton>(bar, QStringLiteral("Stop the search"));
    QCOMPARE(toggle->text(), QStringLiteral("Start"));
    QVERIFY(!stop->isEnabled());
    QTest::mouseClick(toggle, Qt::LeftButton);
    QTRY_COMPARE(toggle->text(), QStringLiteral("Pause"));
    QCOMPARE(toggle->accessibleName(), QStringLiteral("Pause the search"));
    QTest::mouseClick(toggle, Qt::LeftButton);
    QTRY_COMPARE(toggle->text(), QStringLiteral("Resume"));
    QVERIFY(stop->isEnabled());
    QTest::mouseClick(stop, Qt::LeftButton);
    QTRY_COMPARE(fabricated.document().snapshot()->state, RunState::Stopped);
    QTRY_VERIFY(!stop->isEnabled());
    QTest::keyClick(toggle, Qt::Key_Space);
    QTRY_COMPARE(fabricated.document().snapshot()->state, RunState::Running);
}

void TestBars::run_progressAndHypervolumeAreSaid()
{
    FabricatedDocument fabricated;
    RunBar bar(fabricated.document(), nullptr);
    bar.show();
    fabricated.growTo(500);
    auto* progress = bar.findChild<QProgressBar*>();
    QTRY_COMPARE(progress->value(), progress->maximum() / 4); // of 2,000
    QCOMPARE(progress->text(),
             QStringLiteral("%1 of %2 evaluations").arg(look::count(500), look::count(2'000)));
    QVERIFY(shows(bar, QStringLiteral("hypervolume ")));
}

void TestBars::run_tellsTheBestAgainstTheReference()
{
    FabricatedDocument fabricated(50);
    session::StudyDocument& document = fabricated.document();
    RunBar bar(document, nullptr);
    bar.show();
    QVERIFY(bar.referenceText().isEmpty());
    document.references().make(*document.trial(20));
    const auto expected = [&document] {
        double best = document.trial(0)->outcome.metrics[0];
        for (session::TrialId id = 0; id < document.snapshot()->trials.size(); ++id)
            if (document.trial(id)->outcome.verdict == problem::Verdict::Feasible)
                best = std::min(best, document.trial(id)->outcome.metrics[0]);
        const double ratio = best / document.trial(20)->outcome.metrics[0];
        return QStringLiteral("%1 × Design 20 (Energy)").arg(look::quantity(ratio, {}, 3));
    };
    QTRY_VERIFY(bar.referenceText().endsWith(expected()));
    const QString before = bar.referenceText();
    fabricated.growTo(2'000);
    QTRY_VERIFY(bar.referenceText() != before);
    QVERIFY(bar.referenceText().endsWith(expected()));
    document.undoStack().undo();
    QTRY_VERIFY(bar.referenceText().isEmpty());
}

void TestBars::run_extendsByHalf()
{
    FabricatedDocument fabricated(20);
    RunBar bar(fabricated.document(), nullptr);
    bar.show();
    QMenu* menu = test::named<QToolButton>(bar, QStringLiteral("Extend"))->menu();
    menu->actions().front()->trigger();
    QTRY_COMPARE(fabricated.document().snapshot()->budget, 3'000U);
    bar.toggle(); // it runs now: pause
    QTRY_COMPARE(fabricated.document().snapshot()->state, RunState::Paused);
    fabricated.growTo(3'000, RunState::Finished);
    bar.toggle(); // the budget is used up: half as much again
    QTRY_COMPARE(fabricated.document().snapshot()->budget, 4'500U);
}

void TestBars::hypervolume_saysHowMuchTheLastFifthBrought()
{
    study::Snapshot snapshot;
    QCOMPARE(panels::hypervolumeText(snapshot), QString());
    for (std::uint64_t i = 0; i < 100; ++i)
        snapshot.trials.append({});
    snapshot.hypervolume = {{10, 0.1, 0.25}, {80, 0.8, 0.5}, {95, 0.95, 0.75}};
    QCOMPARE(panels::hypervolumeText(snapshot),
             QStringLiteral("0.75 (%1 in the last fifth)").arg(look::relativeChange(0.5, 0.75, {})));
    snapshot.hypervolume.pop_back();
    QCOMPARE(panels::hypervolumeText(snapshot), QStringLiteral("0.5 (steady in the last fifth)"));
    snapshot.hypervolume = {{95, 0.95, std::nan("")}};
    QCOMPARE(panels::hypervolumeText(snapshot), QString());
}

void TestBars::reasons_areCountedAndLeadToAnExample()
{
    FabricatedDocument fabricated(400);
    session::StudyDocument& document = fabricated.document();
    ReasonsPanel panel(document, nullptr);
    panel.show();
    const auto* list = panel.findChild<QListWidget*>();
    const study::SnapshotPtr snapshot = document.snapshot();
    QCOMPARE(static_cast<std::size_t>(list->count()), snapshot->reasons.size());
    QVERIFY(list->count() == 2);
    const quint64 without = snapshot->trials.size() - snapshot->feasible;
    QVERIFY(shows(panel, QStringLiteral("Not working: %1 of 400 designs").arg(without)));
    for (int row = 0; row < list->count(); ++row) {
        const study::ReasonCount& reason = snapshot->reasons[static_cast<std::size_t>(row)];
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                          list->visualItemRect(list->item(row)).center());
        QCOMPARE(document.selection().focus(), std::optional<session::TrialId>(reason.example));
        QCOMPARE(document.trial(reason.example)->outcome.reason, reason.reason);
        QVERIFY(list->item(row)
                    ->data(Qt::AccessibleTextRole)
                    .toString()
                    .contains(QStringLiteral("%1 designs").arg(reason.count)));
    }
}

void TestBars::reasons_keepTheChosenRowWhileTrialsArrive()
{
    FabricatedDocument fabricated(5);
    ReasonsPanel panel(fabricated.document(), nullptr);
    panel.show();
    QVERIFY(shows(panel, QStringLiteral("Every design so far works")));
    auto* list = panel.findChild<QListWidget*>();
    fabricated.growTo(200);
    QTRY_COMPARE(list->count(), 2);
    list->setCurrentRow(1);
    fabricated.growTo(400);
    const auto saysCount = [&] {
        return list->item(1)
            ->data(Qt::AccessibleTextRole)
            .toString()
            .contains(QString::number(fabricated.document().snapshot()->reasons[1].count));
    };
    QTRY_VERIFY(saysCount());
    QCOMPARE(list->currentRow(), 1);
    QTest::keyClick(list, Qt::Key_Return);
    QCOMPARE(fabricated.document().selection().focus(),
             std::optional<session::TrialId>(fabricated.document().snapshot()->reasons[1].example));
}

void TestBars::typedPin_limitsCountsAndUndoes()
{
    FabricatedDocument fabricated(300);
    session::StudyDocument& document = fabricated.document();
    PinBar bar(document, nullptr);
    bar.resize(900, 40);
    bar.show();
    QVERIFY(shows(bar, QStringLiteral("No limits")));
    typePin(bar, QStringLiteral("area <= 3 mm²"));
    QCOMPARE(document.pins().size(), std::size_t(1));
    QCOMPARE(document.pins().front().maximum, 3.0);
    QTRY_VERIFY(document.passing() < document.snapshot()->feasible);
    const QString count =
        QStringLiteral("%1 of %2 pass").arg(document.passing()).arg(document.snapshot()->feasible);
    QTRY_VERIFY(shows(bar, count));
    QTest::mouseClick(test::named<QToolButton>(bar, QStringLiteral("Steer the search")), Qt::LeftButton);
    QVERIFY(document.pins().front().steer);
    typePin(bar, QStringLiteral("area <= 4 mm²")); // another bound, steering as before
    QVERIFY(document.pins().front().steer);
    QCOMPARE(document.pins().front().maximum, 4.0);
    QTest::mouseClick(test::named<QToolButton>(bar, QStringLiteral("Remove pin")), Qt::LeftButton);
    QVERIFY(document.pins().empty());
    document.undoStack().undo();
    QVERIFY(test::named<QToolButton>(bar, QStringLiteral("Remove pin")) != nullptr);
}

void TestBars::wrongPin_isRefusedInPlace()
{
    FabricatedDocument fabricated(30);
    PinBar bar(fabricated.document(), nullptr);
    bar.show();
    typePin(bar, QStringLiteral("weight <= 3"));
    auto* line = test::named<QLineEdit>(bar, QStringLiteral("Pin, for example"));
    QVERIFY(line != nullptr);
    QVERIFY(shows(bar, QStringLiteral("weight")));
    QVERIFY(fabricated.document().pins().empty());
    typePin(bar, QStringLiteral("columns >= 8"));
    QVERIFY(!line->isVisible());
    QCOMPARE(fabricated.document().pins().size(), std::size_t(1));
    bar.type(QStringLiteral("area <= 2"));
    QTest::keyClick(line, Qt::Key_Escape);
    QVERIFY(!line->isVisible());
    QCOMPARE(fabricated.document().pins().size(), std::size_t(1));
}

void TestBars::everythingFocusable_hasAName()
{
    FabricatedDocument fabricated(60);
    fabricated.document().setPin({"area", 0.0, 3.0, false});
    const RunBar run(fabricated.document(), nullptr);
    const PinBar pins(fabricated.document(), nullptr);
    const ReasonsPanel reasons(fabricated.document(), nullptr);
    for (const QWidget* panel : {static_cast<const QWidget*>(&run), static_cast<const QWidget*>(&pins),
                                 static_cast<const QWidget*>(&reasons)})
        QCOMPARE(test::namelessWidgets(*panel), QString());
}

void TestBars::theme_losesNothing()
{
    FabricatedDocument fabricated(200);
    PinBar pins(fabricated.document(), nullptr);
    ReasonsPanel reasons(fabricated.document(), nullptr);
    pins.show();
    reasons.show();
    pins.type(QStringLiteral("area <= 2"));
    auto* list = reasons.findChild<QListWidget*>();
    list->setCurrentRow(1);
    const QImage before = list->grab().toImage();
    test::switchTheme(pins);
    test::switchTheme(reasons);
    QCOMPARE(test::named<QLineEdit>(pins, QStringLiteral("Pin, for example"))->text(),
             QStringLiteral("area <= 2"));
    QCOMPARE(list->currentRow(), 1);
    QVERIFY(list->grab().toImage() != before);
}

QTEST_MAIN(TestBars)
#include "tst_bars.moc"
