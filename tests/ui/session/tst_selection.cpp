// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/refresh_gate.h"
#include "ui/session/selection.h"

#include <QSignalSpy>
#include <QTest>

using namespace paretoscope::ui::session;

class TestSelection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void changes_areToldOncePerTurn();
    void brush_isSortedAndUnique();
    void tray_hasEightPlaces();
    void hiddenWidget_refreshesOnceWhenShown();
};

void TestSelection::changes_areToldOncePerTurn()
{
    Selection selection;
    QSignalSpy focus(&selection, &Selection::focusChanged), hover(&selection, &Selection::hoverChanged);
    for (TrialId id = 0; id < 10; ++id)
        selection.setFocus(id);
    QCOMPARE(focus.size(), 0);
    QTRY_COMPARE(focus.size(), 1);
    QCOMPARE(hover.size(), 0);
    selection.setFocus(9);
    QCoreApplication::processEvents();
    QCOMPARE(focus.size(), 1); // nothing changed
}

void TestSelection::brush_isSortedAndUnique()
{
    Selection selection;
    selection.setBrush({5, 1, 5, 3});
    QCOMPARE(selection.brush(), (std::vector<TrialId>{1, 3, 5}));
}

void TestSelection::tray_hasEightPlaces()
{
    Selection selection;
    selection.setTray({0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
    QCOMPARE(selection.tray().size(), std::size_t{8});
    QCOMPARE(selection.trayPlace(7), 7);
    QCOMPARE(selection.trayPlace(8), -1);
}

void TestSelection::hiddenWidget_refreshesOnceWhenShown()
{
    QWidget widget;
    int refreshed = 0;
    RefreshGate gate(
        &widget, [&] { ++refreshed; }, 100.0);
    gate.request();
    gate.request();
    QTest::qWait(30);
    QCOMPARE(refreshed, 0);
    widget.show();
    QTRY_COMPARE(refreshed, 1);
    QTest::qWait(30);
    QCOMPARE(refreshed, 1);
    for (int i = 0; i < 50; ++i)
        gate.request();
    QTRY_COMPARE(refreshed, 2);
}

QTEST_MAIN(TestSelection)
#include "tst_selection.moc"
