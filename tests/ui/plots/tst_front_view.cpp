// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/front_view.h"

#include "tests/ui/plots/fabricated_document.h"
#include "ui/plots/pin_limits.h"

#include <QLineEdit>
#include <QTest>

using namespace paretoscope;
using ui::plots::FrontView;

namespace {

struct Scene
{
    explicit Scene(std::uint64_t trials)
        : made(trials)
        , view(made.document())
    {
        view.resize(800, 560);
        view.show();
        QCoreApplication::processEvents();
    }
    ui::session::StudyDocument& document() { return made.document(); }
    ui::session::Selection& selection() { return made.document().selection(); }
    QWidget* canvas() { return view.canvas(); }
    QPoint at(ui::session::TrialId id) { return view.pixelOf(id).value(); }
    QPoint inArea(double x, double y) const
    {
        const QRectF area = view.plane().area;
        return QPointF(area.left() + x * area.width(), area.top() + y * area.height()).toPoint();
    }
    void drag(QPoint from, QPoint to, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mousePress(canvas(), Qt::LeftButton, modifiers, from);
        for (int step = 1; step <= 4; ++step) {
            const QPointF point = from + QPointF(to - from) * step / 4.0;
            QMouseEvent move(QEvent::MouseMove, point, canvas()->mapToGlobal(point), Qt::NoButton,
                             Qt::LeftButton, modifiers);
            QCoreApplication::sendEvent(canvas(), &move);
        }
        QTest::mouseRelease(canvas(), Qt::LeftButton, modifiers, to);
        QCoreApplication::processEvents();
    }

    test::FabricatedDocument made;
    FrontView view;
};

} // namespace

class TestFrontView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void click_focusesTheFrontDesignUnderIt()
    {
        Scene scene(400);
        for (const ui::session::TrialId id : scene.document().snapshot()->front) {
            const QPoint at = scene.at(id);
            QTest::mouseClick(scene.canvas(), Qt::LeftButton, {}, at);
            QVERIFY(scene.selection().focus().has_value());
            // Another member of the front may lie under the same pixel; none may lie nearer.
            QVERIFY((scene.at(*scene.selection().focus()) - at).manhattanLength() <= 1);
        }
    }

    void controlClick_putsTheDesignInTheTray()
    {
        Scene scene(400);
        const ui::session::TrialId id = scene.document().snapshot()->front.front();
        QTest::mouseClick(scene.canvas(), Qt::LeftButton, Qt::ControlModifier, scene.at(id));
        QCOMPARE(scene.selection().tray().size(), std::size_t{1});
        QVERIFY(!scene.selection().focus());
        scene.document().undoStack().undo();
        QVERIFY(scene.selection().tray().empty());
    }

    void dragFromTheAxis_makesOnePinInOneUndoStep()
    {
        Scene scene(400);
        const QRectF area = scene.view.plane().area;
        scene.drag(QPoint(static_cast<int>(area.left()) - 20, scene.inArea(0, 0.2).y()),
                   scene.inArea(0.4, 0.5));
        const study::Pin* pin = scene.document().pinOn(QStringLiteral("energy"));
        QVERIFY(pin);
        QVERIFY(std::isfinite(pin->maximum)); // energy is to be minimised: the limit is an upper bound
        QVERIFY(!std::isfinite(pin->minimum));
        const double expected = scene.view.plane().yAt(scene.inArea(0, 0.5).y());
        QVERIFY(std::abs(pin->maximum - expected) < 0.01 * expected);
        QCOMPARE(scene.view.activeAxis(), QStringLiteral("energy"));
        QCOMPARE(scene.document().undoStack().count(), 1);

        const QPointF line = scene.view.pinMarks().front().line.center();
        scene.drag(line.toPoint(), line.toPoint() + QPoint(0, 60));
        QCOMPARE(scene.document().undoStack().count(), 2);
        QVERIFY(scene.document().pinOn(QStringLiteral("energy"))->maximum < expected);
        scene.document().undoStack().undo();
        QVERIFY(std::abs(scene.document().pinOn(QStringLiteral("energy"))->maximum - expected)
                < 0.01 * expected);
        scene.document().undoStack().undo();
        QVERIFY(!scene.document().pinOn(QStringLiteral("energy")));
    }

    void crossOfAPin_removesIt()
    {
        Scene scene(400);
        study::Pin pin;
        pin.axis = "latency";
        pin.maximum = 0.008;
        scene.document().setPin(pin);
        QCoreApplication::processEvents();
        QCOMPARE(scene.view.pinMarks().size(), std::size_t{1});
        QTest::mouseClick(scene.canvas(), Qt::LeftButton, {},
                          scene.view.pinMarks().front().cross.center().toPoint());
        QVERIFY(!scene.document().pinOn(QStringLiteral("latency")));
    }

    void doubleClickOnAPin_takesATypedQuantity()
    {
        Scene scene(400);
        study::Pin pin;
        pin.axis = "latency";
        pin.maximum = 0.008;
        scene.document().setPin(pin);
        QCoreApplication::processEvents();
        QTest::mouseDClick(scene.canvas(), Qt::LeftButton, {},
                           scene.view.pinMarks().front().chip.center().toPoint());
        auto* editor = scene.canvas()->findChild<QLineEdit*>();
        QVERIFY(editor);
        editor->selectAll();
        QTest::keyClicks(editor, QStringLiteral("nonsense"));
        QTest::keyClick(editor, Qt::Key_Return);
        QCOMPARE(scene.document().pinOn(QStringLiteral("latency"))->maximum, 0.008);
        editor->selectAll();
        QTest::keyClicks(editor, QStringLiteral("6.5 ms"));
        QTest::keyClick(editor, Qt::Key_Return);
        QVERIFY(std::abs(scene.document().pinOn(QStringLiteral("latency"))->maximum - 0.0065) < 1e-12);
    }

    void arrows_walkTheFrontInOrderOfX()
    {
        Scene scene(400);
        QTest::keyClick(scene.canvas(), Qt::Key_K);
        QCOMPARE(scene.selection().focus(), scene.document().snapshot()->knee);
        double before = -1.0;
        scene.selection().setFocus(std::nullopt);
        for (std::size_t i = 0; i < scene.document().snapshot()->front.size(); ++i) {
            QTest::keyClick(scene.canvas(), Qt::Key_Right);
            const study::Trial* trial = scene.document().trial(*scene.selection().focus());
            QVERIFY(trial->outcome.metrics[1] >= before);
            before = trial->outcome.metrics[1];
        }
        const auto last = scene.selection().focus();
        QTest::keyClick(scene.canvas(), Qt::Key_Right);
        QCOMPARE(scene.selection().focus(), last);
        QTest::keyClick(scene.canvas(), Qt::Key_Left);
        QVERIFY(scene.selection().focus() != last);
    }

    void drag_brushesAndEscapeStepsBack()
    {
        Scene scene(400);
        scene.drag(scene.inArea(0.05, 0.3), scene.inArea(0.6, 0.95));
        QVERIFY(!scene.selection().brush().empty());
        QTest::keyClick(scene.canvas(), Qt::Key_K);
        scene.drag(scene.inArea(0.1, 0.4), scene.inArea(0.6, 0.9), Qt::ShiftModifier);
        QVERIFY(scene.view.isZoomed());
        QTest::keyClick(scene.canvas(), Qt::Key_Escape);
        QVERIFY(!scene.selection().focus());
        QTest::keyClick(scene.canvas(), Qt::Key_Escape);
        QVERIFY(scene.selection().brush().empty());
        QTest::keyClick(scene.canvas(), Qt::Key_Escape);
        QVERIFY(!scene.view.isZoomed());
    }

    void zoomedView_staysWhileDesignsArriveAndCountsThem()
    {
        Scene scene(400);
        QTest::keyClick(scene.canvas(), Qt::Key_Plus);
        const ui::plots::ValueRange x = scene.view.plane().x;
        QVERIFY(scene.view.chipText().isEmpty());
        scene.made.addTrial(0.02, 0.2, 3.0);
        scene.made.growTo(401);
        QTRY_VERIFY(!scene.view.chipText().isEmpty());
        QCOMPARE(scene.view.plane().x, x);
        QTest::keyClick(scene.canvas(), Qt::Key_0);
        QVERIFY(scene.view.plane().x.contains(0.2));
        QVERIFY(scene.view.chipText().isEmpty());
    }

    void wheel_keepsThePointUnderThePointer()
    {
        Scene scene(400);
        const QPoint at = scene.inArea(0.3, 0.6);
        const double before = scene.view.plane().xAt(at.x());
        QWheelEvent wheel(at, scene.canvas()->mapToGlobal(at), {}, QPoint(0, 240), Qt::NoButton,
                          Qt::NoModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(scene.canvas(), &wheel);
        QVERIFY(scene.view.isZoomed());
        QVERIFY(std::abs(scene.view.plane().xAt(at.x()) - before) < 1e-9);
    }

    void frontMarker_wearsTheColourOfItsValue()
    {
        Scene scene(60);
        scene.view.setAxes(QStringLiteral("latency"), QStringLiteral("energy"), QString());
        QCoreApplication::processEvents();
        const QImage image = scene.canvas()->grab().toImage();
        const QColor front = ui::look::coloursFor(scene.view.palette()).front;
        int matched = 0;
        for (const ui::session::TrialId id : scene.document().snapshot()->front)
            matched += QColor(image.pixel(scene.at(id))) == front ? 1 : 0;
        QVERIFY(matched * 2 > static_cast<int>(scene.document().snapshot()->front.size()));
    }

    void emptyDocument_saysWhatToDo()
    {
        Scene scene(0);
        QVERIFY(scene.view.accessibleDescription().contains(QStringLiteral("No designs yet")));
        QTest::keyClick(scene.canvas(), Qt::Key_K);
        QTest::keyClick(scene.canvas(), Qt::Key_Right);
        QTest::mouseClick(scene.canvas(), Qt::LeftButton, {}, QPoint(300, 200));
        QVERIFY(!scene.selection().focus());
    }
};

QTEST_MAIN(TestFrontView)
#include "tst_front_view.moc"
