// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/panels/panel_checks.h"
#include "tests/ui/panels/realistic_explanation.h"
#include "ui/panels/loop_nest_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QScrollBar>
#include <QTest>

using namespace paretoscope;
using namespace paretoscope::ui;
using panels::LoopNestView;

namespace {

std::shared_ptr<const problem::Explanation> explanation()
{
    static const auto made = std::make_shared<problem::Explanation>(test::realisticExplanation());
    return made;
}

QString printed(int layer)
{
    return QString::fromStdString(
        problem::printNest(explanation()->layers[static_cast<std::size_t>(layer)].nest));
}

QString clipboard()
{
    return QGuiApplication::clipboard()->text();
}

} // namespace

class TestLoopNest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void text_isThePrintedNest();
    void copied_isTheWholeNestOrTheSelection();
    void keys_selectAndCopy();
    void mouse_selectsLines();
    void noLayer_isEmpty();
    void everyWidth_scrollsToTheLastLine();
    void theme_keepsTheSelection();
};

void TestLoopNest::text_isThePrintedNest()
{
    LoopNestView view;
    for (int layer = 0; layer < static_cast<int>(explanation()->layers.size()); ++layer) {
        view.setLayer(explanation(), layer);
        QCOMPARE(view.asText(), printed(layer));
        QCOMPARE(view.accessibleDescription(), printed(layer)); // what a screen reader hears
    }
    QVERIFY(!view.accessibleName().isEmpty());
}

void TestLoopNest::copied_isTheWholeNestOrTheSelection()
{
    LoopNestView view;
    view.setLayer(explanation(), 3);
    view.copy();
    QCOMPARE(clipboard(), printed(3));
    view.selectLines(2, 1);
    view.copy();
    const QStringList lines = printed(3).split(QLatin1Char('\n'));
    QCOMPARE(clipboard(), lines[1] + QLatin1Char('\n') + lines[2] + QLatin1Char('\n'));
    view.selectLines(-1, -1);
    QCOMPARE(view.selectedText(), printed(3));
    view.selectLines(0, 10'000); // more than there is
    QCOMPARE(view.selectedText(), printed(3));
}

void TestLoopNest::keys_selectAndCopy()
{
    LoopNestView view;
    view.setLayer(explanation(), 0);
    view.resize(300, 200);
    view.show();
    QTest::keyClick(&view, Qt::Key_Down);
    QTest::keyClick(&view, Qt::Key_Down);
    QTest::keyClick(&view, Qt::Key_Down, Qt::ShiftModifier);
    QTest::keySequence(&view, QKeySequence::Copy);
    const QStringList lines = printed(0).split(QLatin1Char('\n'));
    QCOMPARE(clipboard(), lines.mid(1, 2).join(QLatin1Char('\n')) + QLatin1Char('\n'));
    QTest::keySequence(&view, QKeySequence::SelectAll);
    QTest::keySequence(&view, QKeySequence::Copy);
    QCOMPARE(clipboard(), printed(0));
    view.setLayer(explanation(), 1); // another layer starts without a selection
    QCOMPARE(view.selectedText(), printed(1));
}

void TestLoopNest::mouse_selectsLines()
{
    LoopNestView view;
    view.setLayer(explanation(), 0);
    view.resize(400, 600);
    view.show();
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, {60, 12});
    QCOMPARE(view.selectedText(), printed(0).section(QLatin1Char('\n'), 0, 0) + QLatin1Char('\n'));
    QTest::mouseClick(view.viewport(), Qt::LeftButton, Qt::ShiftModifier, {60, 590});
    QCOMPARE(view.selectedText(), printed(0));
}

void TestLoopNest::noLayer_isEmpty()
{
    LoopNestView view;
    QGuiApplication::clipboard()->setText(QStringLiteral("what was there"));
    view.setLayer(explanation(), 0);
    for (const int layer : {-1, 21, 1'000}) {
        view.setLayer(explanation(), layer);
        QCOMPARE(view.asText(), QString());
    }
    view.setLayer(nullptr, 0);
    QTest::keyClick(&view, Qt::Key_Down);
    view.copy();
    QCOMPARE(clipboard(), QStringLiteral("what was there"));
    QVERIFY(!view.grab().isNull());
}

void TestLoopNest::everyWidth_scrollsToTheLastLine()
{
    LoopNestView view;
    view.setLayer(explanation(), 0);
    view.show();
    for (const int width : {180, 260, 300, 480, 900}) {
        view.resize(width, 160);
        QTest::keyClick(&view, Qt::Key_Up);
        for (int i = 0; i < 40; ++i)
            QTest::keyClick(&view, Qt::Key_Down);
        QVERIFY(view.selectedText().contains(QStringLiteral("multiply-accumulate")));
        QVERIFY(view.verticalScrollBar()->value() > view.verticalScrollBar()->maximum() - 20);
        QVERIFY(!view.grab().isNull());
    }
}

void TestLoopNest::theme_keepsTheSelection()
{
    LoopNestView view;
    view.setLayer(explanation(), 2);
    view.resize(300, 300);
    view.show();
    view.selectLines(1, 3);
    const QString selected = view.selectedText();
    const QImage before = view.grab().toImage();
    test::switchTheme(view);
    QVERIFY(view.grab().toImage() != before);
    QCOMPARE(view.selectedText(), selected);
}

QTEST_MAIN(TestLoopNest)
#include "tst_loop_nest.moc"
