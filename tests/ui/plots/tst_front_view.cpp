// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/front_view.h"

#include "tests/ui/plots/fabricated_document.h"
#include "ui/plots/pin_limits.h"
#include "ui/plots/trade_off.h"

#include <QLineEdit>
#include <QTest>

#include <algorithm>

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
        dragAlong({from, to}, modifiers);
    }
    void dragAlong(const QList<QPoint>& corners, Qt::KeyboardModifiers modifiers)
    {
        QTest::mousePress(canvas(), Qt::LeftButton, modifiers, corners.first());
        for (qsizetype i = 1; i < corners.size(); ++i) {
            for (int step = 1; step <= 4; ++step) {
                const QPointF point = corners[i - 1] + QPointF(corners[i] - corners[i - 1]) * step / 4.0;
                QMouseEvent move(QEvent::MouseMove, point, canvas()->mapToGlobal(point), Qt::NoButton,
                                 Qt::LeftButton, modifiers);
                QCoreApplication::sendEvent(canvas(), &move);
            }
        }
        QTest::mouseRelease(canvas(), Qt::LeftButton, modifiers, corners.last());
        QCoreApplication::processEvents();
    }
    void hover(QPoint at)
    {
        QMouseEvent move(QEvent::MouseMove, at, canvas()->mapToGlobal(QPointF(at)), Qt::NoButton,
                         Qt::NoButton, {});
        QCoreApplication::sendEvent(canvas(), &move);
        QCoreApplication::processEvents();
    }
    QImage picture()
    {
        QCoreApplication::processEvents();
        return canvas()->grab().toImage();
    }
    /// Feasible designs beside the front, with no other design within a marker's reach.
    std::vector<ui::session::TrialId> lonely()
    {
        std::vector<ui::session::TrialId> found;
        const study::SnapshotPtr snapshot = document().snapshot();
        for (std::size_t id = 0; id < snapshot->trials.size(); ++id) {
            const std::optional<QPoint> here = view.pixelOf(id);
            const bool drawn = snapshot->trials[id].outcome.verdict == problem::Verdict::Feasible;
            bool alone = here && drawn
                         && std::find(snapshot->front.begin(), snapshot->front.end(), id)
                                == snapshot->front.end();
            for (std::size_t other = 0; alone && other < snapshot->trials.size(); ++other) {
                const std::optional<QPoint> there = view.pixelOf(other);
                alone = other == id || !there || (*there - *here).manhattanLength() > 16;
            }
            if (alone)
                found.push_back(id);
        }
        return found;
    }
    /// Colours of the middle of designs' markers, without a colour axis. Two levels: lit and dimmed.
    bool looksLit(const QImage& image, ui::session::TrialId id)
    {
        const ui::look::Colours colours = ui::look::coloursFor(view.palette());
        const QColor seen(image.pixel(at(id)));
        const auto distance = [&seen](const QColor& to) {
            return std::abs(seen.red() - to.red()) + std::abs(seen.green() - to.green())
                   + std::abs(seen.blue() - to.blue());
        };
        return distance(colours.dominated) < distance(colours.dimmed);
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

    void lasso_lightsWhatItEncloses()
    {
        Scene scene(150);
        scene.view.setAxes(QStringLiteral("latency"), QStringLiteral("energy"), QString());
        QCoreApplication::processEvents();
        const std::vector<ui::session::TrialId> lonely = scene.lonely();
        QVERIFY(lonely.size() > 4);
        const QPoint at = scene.at(lonely[1]);
        const QPoint r(7, 0), d(0, 7);
        scene.dragAlong({at - r - d, at + r - d, at + r + d, at - r + d}, Qt::AltModifier);
        QCOMPARE(scene.selection().brush(), std::vector<ui::session::TrialId>{lonely[1]});
        const QImage image = scene.picture();
        QVERIFY(scene.looksLit(image, lonely[1]));
        for (const std::size_t i : {0, 2, 3, 4})
            QVERIFY(!scene.looksLit(image, lonely[i]));

        scene.view.setTool(ui::plots::FrontTool::Lasso); // the same without a key, and Ctrl adds
        const QPoint other = scene.at(lonely[3]);
        scene.dragAlong({other - r - d, other + r - d, other + r + d, other - r + d}, Qt::ControlModifier);
        QCOMPARE(scene.selection().brush(), (std::vector<ui::session::TrialId>{lonely[1], lonely[3]}));
        QVERIFY(scene.looksLit(scene.picture(), lonely[3]));
    }

    void brushInTheMaking_lightsButSelectsNothing_andEscapeForgetsIt()
    {
        Scene scene(150);
        scene.view.setAxes(QStringLiteral("latency"), QStringLiteral("energy"), QString());
        QCoreApplication::processEvents();
        const std::vector<ui::session::TrialId> lonely = scene.lonely();
        const QPoint from = scene.at(lonely[0]) - QPoint(6, 6);
        QTest::mousePress(scene.canvas(), Qt::LeftButton, {}, from);
        const QPointF to = from + QPoint(12, 12);
        QMouseEvent move(QEvent::MouseMove, to, scene.canvas()->mapToGlobal(to), Qt::NoButton, Qt::LeftButton,
                         {});
        QCoreApplication::sendEvent(scene.canvas(), &move);
        QVERIFY(!scene.looksLit(scene.picture(), lonely[1]));
        QVERIFY(scene.selection().brush().empty());
        QTest::keyClick(scene.canvas(), Qt::Key_Escape);
        QVERIFY(scene.looksLit(scene.picture(), lonely[1]));
    }

    void draggedPin_dimsTheRightDesigns()
    {
        Scene scene(150);
        scene.view.setAxes(QStringLiteral("latency"), QStringLiteral("energy"), QString());
        QCoreApplication::processEvents();
        const QRectF area = scene.view.plane().area;
        const QPoint middle = scene.inArea(0.5, 0.5);
        scene.drag(QPoint(static_cast<int>(area.left()) - 20, middle.y() - 40), middle);
        QVERIFY(scene.document().pinOn(QStringLiteral("energy")));
        QCOMPARE(scene.view.pinMarks().size(), std::size_t{1});
        const QRectF chip = scene.view.pinMarks().front().chip;
        const QRectF notes = scene.view.pinMarks().front().notesArea;
        const QImage image = scene.picture();
        int lit = 0, dim = 0;
        for (const ui::session::TrialId id : scene.lonely()) {
            const QPoint at = scene.at(id);
            if (chip.contains(at) || notes.contains(at) || std::abs(at.y() - middle.y()) < 6)
                continue;
            const bool passes = scene.document().passesPins(*scene.document().trial(id));
            QCOMPARE(passes, at.y() > middle.y());
            QCOMPARE(scene.looksLit(image, id), passes);
            ++(passes ? lit : dim);
        }
        QVERIFY(lit > 1 && dim > 1);
    }

    void pin_tellsWhatPassesAndWhatItCosts()
    {
        Scene scene(400);
        study::Pin pin;
        pin.axis = "latency";
        pin.maximum = 0.005;
        scene.document().setPin(pin);
        QTRY_COMPARE(scene.view.pinMarks().size(), std::size_t{1});
        const auto notes = [&scene] { return scene.view.pinMarks().front().notes; };
        QTRY_VERIFY(notes()[0].startsWith(QString::number(scene.document().passing()) + QLatin1Char(' ')));
        QTRY_COMPARE(notes().size(), qsizetype{2});
        QTRY_VERIFY(notes()[1].contains(QStringLiteral("hypervolume")));
        // A limit that only one end of the front obeys costs on the other axis.
        QVERIFY(notes()[1].contains(QStringLiteral("Energy")));
    }

    void ruler_tellsWhatTheStepCostsAndBuys()
    {
        Scene scene(400);
        scene.view.setTool(ui::plots::FrontTool::Ruler);
        const std::vector<ui::session::TrialId>& front = scene.document().snapshot()->front;
        scene.drag(scene.at(front.front()), scene.at(front.back()));
        QVERIFY(scene.selection().brush().empty());
        const QString text = scene.view.tradeOffText();
        QVERIFY2(text.contains(QStringLiteral(" buys ")), qPrintable(text));
        QVERIFY(scene.view.accessibleDescription().contains(text));
        QTest::keyClick(scene.canvas(), Qt::Key_Escape);
        QVERIFY(scene.view.tradeOffText().isEmpty());
    }

    void focus_isComparedWithHoverAndWithTrayA()
    {
        Scene scene(400);
        const std::vector<ui::session::TrialId>& front = scene.document().snapshot()->front;
        scene.document().addToTray(front[1]);
        scene.selection().setFocus(front[0]);
        QVERIFY(scene.view.tradeOffText().startsWith(QStringLiteral("A → #%1").arg(front[0])));
        scene.selection().setHover(front[2]);
        QVERIFY(
            scene.view.tradeOffText().startsWith(QStringLiteral("#%1 → #%2").arg(front[0]).arg(front[2])));
    }

    void tradeOff_isToldByItsSigns()
    {
        Scene scene(0);
        scene.made.addTrial(0.001, 0.010, 3.0);
        scene.made.addTrial(0.002, 0.005, 3.0);
        scene.made.addTrial(0.003, 0.020, 3.0);
        scene.made.growTo(3);
        const std::vector<ui::session::Axis>& axes = scene.document().axes();
        const ui::session::Axis& energy = axes[0];
        const ui::session::Axis& latency = axes[1];
        const auto told = [&](ui::session::TrialId from, ui::session::TrialId to) {
            return ui::plots::tradeOff(scene.document(), from, to, latency, energy);
        };
        QCOMPARE(told(0, 1), QStringLiteral("+100\u00a0% Energy buys −50\u00a0% Latency"));
        QCOMPARE(told(1, 0), QStringLiteral("+100\u00a0% Latency buys −50\u00a0% Energy"));
        QVERIFY(told(0, 2).endsWith(QStringLiteral("worse in both")));
        QVERIFY(told(2, 0).endsWith(QStringLiteral("better in both")));
        QVERIFY(told(1, 1).isEmpty());
        QVERIFY(told(1, 99).isEmpty());
    }

    void upAndDown_takeTheSmallestStepThatIsBetter()
    {
        Scene scene(400);
        QTest::keyClick(scene.canvas(), Qt::Key_K);
        const auto metrics = [&scene] {
            return scene.document().trial(*scene.selection().focus())->outcome.metrics;
        };
        for (const auto& [key, metric] : {std::pair(Qt::Key_Up, 0U), std::pair(Qt::Key_Down, 1U)}) {
            const double before = metrics()[metric];
            double nextBetter = 0.0;
            for (const ui::session::TrialId id : scene.document().snapshot()->front) {
                const double value = scene.document().trial(id)->outcome.metrics[metric];
                if (static_cast<float>(value) < static_cast<float>(before))
                    nextBetter = std::max(nextBetter, value);
            }
            QTest::keyClick(scene.canvas(), key);
            QVERIFY(std::abs(metrics()[metric] - nextBetter) < 1e-6 * before);
        }
        for (int i = 0; i < 500; ++i)
            QTest::keyClick(scene.canvas(), Qt::Key_Up);
        const auto best = scene.selection().focus(); // nothing is better: it stays
        QTest::keyClick(scene.canvas(), Qt::Key_Up);
        QCOMPARE(scene.selection().focus(), best);
    }

    void knees_areWalkedInTurn()
    {
        Scene scene(400);
        QTest::keyClick(scene.canvas(), Qt::Key_K);
        QCOMPARE(scene.selection().focus(), scene.document().snapshot()->knee);
        std::vector<ui::session::TrialId> seen{*scene.selection().focus()};
        for (int i = 0; i < 10; ++i) {
            QTest::keyClick(scene.canvas(), Qt::Key_K);
            if (*scene.selection().focus() == seen.front())
                break;
            seen.push_back(*scene.selection().focus());
        }
        QCOMPARE(scene.selection().focus(), scene.document().snapshot()->knee); // round
        QVERIFY(seen.size() > 1);
    }

    void ghost_isDrawnWhereItsMetricsAre()
    {
        Scene scene(150);
        const QImage before = scene.picture();
        const ui::plots::PlaneMap& map = scene.view.plane();
        const QPoint at = scene.inArea(0.9, 0.1); // far from the front
        ui::session::Ghost& ghost = scene.document().ghost();
        const auto pointAt = [&map](QPoint pixel) {
            return ui::session::GhostPoint{{map.yAt(pixel.y()), map.xAt(pixel.x()), 2.0}, {}, true};
        };
        ghost.setGhost(pointAt(at - QPoint(60, 0)));
        ghost.setGhost(pointAt(at));
        const QImage after = scene.picture();
        const auto changed = [&](QRect where) {
            int pixels = 0;
            for (int y = where.top(); y <= where.bottom(); ++y)
                for (int x = where.left(); x <= where.right(); ++x)
                    pixels += before.pixel(x, y) != after.pixel(x, y) ? 1 : 0;
            return pixels;
        };
        QVERIFY(changed(QRect(at - QPoint(9, 9), QSize(19, 19))) > 30);
        QVERIFY(changed(QRect(at - QPoint(50, 1), QSize(30, 3))) > 10); // the trail
        QCOMPARE(changed(QRect(at + QPoint(-40, 15), QSize(60, 20))), 0);
        ghost.setGhost(std::nullopt);
        QCOMPARE(scene.picture(), before);
    }

    void sizeAxis_growsTheMarkers()
    {
        Scene scene(60);
        const auto inked = [&scene] {
            const QColor ground = ui::look::coloursFor(scene.view.palette()).front;
            const QImage image = scene.picture();
            int pixels = 0;
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x)
                    pixels += QColor(image.pixel(x, y)) == ground ? 1 : 0;
            return pixels;
        };
        scene.view.setAxes(QStringLiteral("latency"), QStringLiteral("energy"), QString());
        const int usual = inked();
        scene.view.setAxes(QStringLiteral("latency"), QStringLiteral("energy"), QString(),
                           QStringLiteral("energy"));
        QVERIFY(inked() != usual);
    }

    void tenThousandDesigns_areADensityThatKeepsUp()
    {
        Scene scene(9000);
        const ui::look::Colours colours = ui::look::coloursFor(scene.view.palette());
        const auto cloudPixels = [&](const QRectF& where) {
            const QImage image = scene.picture();
            int pixels = 0;
            for (int y = static_cast<int>(where.top()); y < static_cast<int>(where.bottom()); ++y)
                for (int x = static_cast<int>(where.left()); x < static_cast<int>(where.right()); ++x)
                    pixels += QColor(image.pixel(x, y)) != colours.canvas ? 1 : 0;
            return pixels;
        };
        QVERIFY(cloudPixels(scene.view.plane().area) > 5000);
        // A design far away from all others is seen at once, although it is one among thousands.
        scene.made.addTrial(0.011, 0.035, 3.0);
        scene.made.growTo(9001);
        QTest::qWait(100);
        const std::optional<QPoint> at = scene.view.pixelOf(9000);
        QVERIFY(at);
        QVERIFY(cloudPixels(QRectF(*at - QPoint(4, 4), QSizeF(9, 9))) > 3);
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
