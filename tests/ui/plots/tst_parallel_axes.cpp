// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/parallel_axes_view.h"

#include "tests/ui/plots/fabricated_document.h"
#include "ui/plots/convergence_view.h"
#include "ui/plots/energy_bars.h"
#include "ui/plots/layer_bars.h"
#include "ui/plots/roofline_plot.h"
#include "ui/plots/value_range.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QSignalSpy>
#include <QTest>

using namespace paretoscope;
using namespace paretoscope::ui::plots;

namespace {

void drag(QWidget& view, QPointF from, QPointF to, Qt::KeyboardModifiers keys = {})
{
    QTest::mousePress(&view, Qt::LeftButton, keys, from.toPoint());
    for (int step = 1; step <= 4; ++step) {
        const QPointF point = from + (to - from) * step / 4.0;
        QMouseEvent move(QEvent::MouseMove, point, view.mapToGlobal(point), Qt::NoButton, Qt::LeftButton,
                         keys);
        QCoreApplication::sendEvent(&view, &move);
    }
    QTest::mouseRelease(&view, Qt::LeftButton, keys, to.toPoint());
}

/// The entry of the menu that is open on the view.
QAction* menuEntry(QWidget& view, const QString& text)
{
    for (QMenu* menu : view.findChildren<QMenu*>()) {
        for (QAction* action : menu->actions()) {
            if (action->text().startsWith(text))
                return action;
        }
    }
    return nullptr;
}

void openMenu(QWidget& view, QPointF at)
{
    QContextMenuEvent event(QContextMenuEvent::Mouse, at.toPoint(), view.mapToGlobal(at.toPoint()));
    QCoreApplication::sendEvent(&view, &event);
}

void closeMenus(QWidget& view)
{
    for (QMenu* menu : view.findChildren<QMenu*>())
        menu->close();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

} // namespace

class TestParallelAxes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void dragOnAnAxis_pinsARangeInOneUndoStep()
    {
        test::FabricatedDocument made(300);
        ParallelAxesView view(made.document());
        view.resize(900, 320);
        view.show();
        const QString voltage = QStringLiteral("voltage");
        drag(view, view.placeOf(voltage, 0.7), view.placeOf(voltage, 0.9));
        const study::Pin* pin = made.document().pinOn(voltage);
        QVERIFY(pin);
        QVERIFY(std::abs(pin->minimum - 0.7) < 0.01);
        QVERIFY(std::abs(pin->maximum - 0.9) < 0.01);
        QCOMPARE(made.document().undoStack().count(), 1);

        drag(view, view.placeOf(voltage, pin->maximum), view.placeOf(voltage, 0.8)); // its upper edge
        QVERIFY(std::abs(made.document().pinOn(voltage)->maximum - 0.8) < 0.01);
        QVERIFY(std::abs(made.document().pinOn(voltage)->minimum - 0.7) < 0.01);
        QCOMPARE(made.document().undoStack().count(), 2);
        QTest::keyClick(&view, Qt::Key_Delete);
        QVERIFY(!made.document().pinOn(voltage));
    }

    void minimisedObjective_hasItsBestOnTop()
    {
        test::FabricatedDocument made(300);
        ParallelAxesView view(made.document());
        view.resize(900, 320);
        const QString energy = QStringLiteral("energy");
        QVERIFY(view.placeOf(energy, 0.002).y() < view.placeOf(energy, 0.004).y());
        QTest::keyClick(&view, Qt::Key_F);
        QVERIFY(view.placeOf(energy, 0.002).y() > view.placeOf(energy, 0.004).y());
    }

    void titleDrag_reordersAxes()
    {
        test::FabricatedDocument made(50);
        ParallelAxesView view(made.document());
        view.resize(900, 320);
        view.show();
        const QString first = view.axisOrder().front();
        const QPointF third = view.placeOf(view.axisOrder()[2], 1.0);
        drag(view, QPointF(view.placeOf(first, 0.002).x() - 10.0, 12.0), QPointF(third.x(), 12.0));
        QCOMPARE(view.axisOrder()[2], first);
        QTest::keyClick(&view, Qt::Key_Left, Qt::ControlModifier);
        QCOMPARE(view.axisOrder()[1], first);
    }

    void clickOnALine_focusesItsDesign()
    {
        test::FabricatedDocument made(5);
        ParallelAxesView view(made.document());
        view.resize(900, 320);
        view.show();
        const QStringList order = view.axisOrder();
        const study::Trial* trial = made.document().trial(2);
        const auto place = [&](const QString& name) {
            const auto& axes = made.document().axes();
            const auto& axis = axes[static_cast<std::size_t>(ui::session::axisNamed(axes, name))];
            return view.placeOf(name, axis.value(*trial, made.document().problem()));
        };
        const QPointF middle = (place(order[1]) + place(order[2])) / 2.0;
        QTest::mouseClick(&view, Qt::LeftButton, {}, middle.toPoint());
        QCOMPARE(made.document().selection().focus(), std::optional<ui::session::TrialId>(2));
    }

    void shiftDrag_brushesAndBrushesCombine()
    {
        test::FabricatedDocument made(600);
        ParallelAxesView view(made.document());
        view.resize(900, 320);
        view.show();
        const QString voltage = QStringLiteral("voltage");
        const QString columns = QStringLiteral("columns");
        const auto value = [&](ui::session::TrialId id, const QString& name) {
            const auto& axes = made.document().axes();
            const auto& axis = axes[static_cast<std::size_t>(ui::session::axisNamed(axes, name))];
            return axis.value(*made.document().trial(id), made.document().problem());
        };
        drag(view, view.placeOf(voltage, 0.7), view.placeOf(voltage, 0.9), Qt::ShiftModifier);
        const auto first = made.document().selection().brush();
        QVERIFY(!first.empty());
        QVERIFY(made.document().pins().empty());
        for (const auto id : first)
            QVERIFY(value(id, voltage) > 0.69 && value(id, voltage) < 0.91);

        drag(view, view.placeOf(columns, 7.0), view.placeOf(columns, 17.0), Qt::ShiftModifier);
        const auto both = made.document().selection().brush();
        QVERIFY(!both.empty() && both.size() < first.size());
        std::size_t expected = 0;
        for (const auto id : first)
            expected += value(id, columns) >= 8.0 && value(id, columns) <= 16.0;
        QCOMPARE(both.size(), expected);

        QTest::mouseClick(&view, Qt::LeftButton, Qt::ShiftModifier, view.placeOf(columns, 20.0).toPoint());
        QCOMPARE(made.document().selection().brush(), first);
        QTest::keyClick(&view, Qt::Key_Escape);
        QVERIFY(made.document().selection().brush().empty());
    }

    void shiftArrows_brushTheUpperPart()
    {
        test::FabricatedDocument made(300);
        ParallelAxesView view(made.document());
        view.resize(900, 320);
        view.show();
        while (view.activeAxis() != QStringLiteral("voltage"))
            QTest::keyClick(&view, Qt::Key_Right);
        for (int i = 0; i < 10; ++i)
            QTest::keyClick(&view, Qt::Key_Up, Qt::ShiftModifier);
        const auto brush = made.document().selection().brush();
        QVERIFY(!brush.empty());
        for (const auto id : brush)
            QVERIFY(made.document().trial(id)->design.row()[2] > 0.849);
    }

    void titleDraggedOffTheEdge_hidesUntilTheMenuBringsItBack()
    {
        test::FabricatedDocument made(50);
        ParallelAxesView view(made.document());
        view.resize(900, 320);
        view.show();
        const QString voltage = QStringLiteral("voltage");
        const double x = view.placeOf(voltage, 0.8).x() - 10.0;
        drag(view, QPointF(x, 12.0), QPointF(x, -40.0));
        QVERIFY(!view.axisOrder().contains(voltage));
        QCOMPARE(view.hiddenAxes(), QStringList{voltage});

        ParallelAxesView later(made.document()); // a view made later finds it so
        QCOMPARE(later.hiddenAxes(), QStringList{voltage});

        openMenu(view, QPointF(3.0, 150.0));
        QAction* all = menuEntry(view, QStringLiteral("Show all"));
        QVERIFY(all);
        all->trigger();
        closeMenus(view);
        QVERIFY(view.axisOrder().contains(voltage) && view.hiddenAxes().isEmpty());
    }

    void axisMenu_hidesFlipsAndPinsToTheFocus()
    {
        test::FabricatedDocument made(50);
        ParallelAxesView view(made.document());
        view.resize(900, 320);
        view.show();
        made.document().selection().setFocus(3);
        const QString columns = QStringLiteral("columns");
        const double low = view.placeOf(columns, 4.0).y();
        openMenu(view, view.placeOf(columns, 12.0));
        QVERIFY(menuEntry(view, QStringLiteral("Flip")));
        menuEntry(view, QStringLiteral("Flip"))->trigger();
        QVERIFY(view.placeOf(columns, 4.0).y() < low);
        QVERIFY(menuEntry(view, QStringLiteral("Pin to 12")));
        menuEntry(view, QStringLiteral("Pin to 12"))->trigger();
        QCOMPARE(made.document().pinOn(columns)->minimum, 12.0);
        menuEntry(view, QStringLiteral("Pin to the focus"))->trigger();
        const study::Pin* pin = made.document().pinOn(columns);
        QVERIFY(pin);
        QCOMPARE(pin->minimum, made.document().trial(3)->design.row()[0]);
        QCOMPARE(pin->maximum, pin->minimum);
        closeMenus(view);
        openMenu(view, view.placeOf(columns, 12.0));
        menuEntry(view, QStringLiteral("Remove the pin"))->trigger();
        QVERIFY(!made.document().pinOn(columns));
        menuEntry(view, QStringLiteral("Hide"))->trigger();
        QCOMPARE(view.hiddenAxes(), QStringList{columns});
        closeMenus(view);
    }

    void logarithmicAxis_putsRatiosApartEqually()
    {
        test::FabricatedDocument made(300);
        ParallelAxesView view(made.document());
        view.resize(900, 320);
        view.show();
        const QString energy = QStringLiteral("energy");
        const auto share = [&] {
            const double a = view.placeOf(energy, 0.002).y();
            const double b = view.placeOf(energy, 0.004).y();
            return (view.placeOf(energy, 0.008).y() - b) / (b - a);
        };
        QVERIFY(std::abs(share() - 2.0) < 0.1); // linear: twice as far
        view.setLogarithmic(energy, true);
        QVERIFY(view.isLogarithmic(energy));
        QVERIFY(std::abs(share() - 1.0) < 0.05);
        ParallelAxesView later(made.document());
        QVERIFY(later.isLogarithmic(energy));
    }

    void accumulatedPicture_countsLitOverDark()
    {
        test::FabricatedDocument made(2);
        study::Pin pin; // keeps the first of the two designs
        const auto& a = made.document().trial(0)->outcome.metrics;
        const auto& b = made.document().trial(1)->outcome.metrics;
        pin.axis = "energy";
        (a[0] < b[0] ? pin.maximum : pin.minimum) = (a[0] + b[0]) / 2.0;
        made.document().setPin(pin);
        DesignFieldKeeper& keeper = DesignFieldKeeper::of(made.document());
        keeper.request();
        QCOMPARE(keeper.field()->lit, 1U);

        ParallelRequest request;
        request.field = keeper.field();
        request.frame.axes = {{0, {0.0, 2.0 * std::max(a[0], b[0])}, false, false},
                              {0, {0.0, 2.0 * std::max(a[0], b[0])}, false, false}};
        request.frame.x = {0, 40};
        request.frame.size = QSize(41, 101);
        request.canvas = Qt::white;
        request.lit = Qt::blue;
        request.dark = Qt::gray;
        ParallelPicture drawn;
        const auto draw = [&] {
            accumulateParallel(
                request, [] { return false; }, [&drawn](const ParallelPicture& p) { drawn = p; });
        };
        draw();
        const auto row = [&](double energy_J) {
            return 100 - static_cast<int>(request.frame.axes[0].height(energy_J) * 100.0 + 0.5);
        };
        const QColor litPixel = drawn.image.pixelColor(20, row(a[0]));
        const QColor darkPixel = drawn.image.pixelColor(20, row(b[0]));
        QVERIFY(litPixel.blue() > litPixel.red());
        QCOMPARE(darkPixel.alpha(), 255);
        QVERIFY(std::abs(darkPixel.red() - darkPixel.blue()) <= 4);
        QCOMPARE(drawn.image.pixelColor(20, 5).alpha(), 0);

        // Grown by one design, the picture is the same as when all are counted anew.
        made.growTo(9);
        keeper.request();
        request.field = keeper.field();
        request.former = drawn.counts;
        draw();
        const QImage grown = drawn.image;
        request.former = nullptr;
        draw();
        QCOMPARE(grown, drawn.image);
    }

    void curves_meetLinesOnTheAxesOnly()
    {
        QCOMPARE(curveShare(0.0, true), 0.0);
        QCOMPARE(curveShare(1.0, true), 1.0);
        QCOMPARE(curveShare(0.25, false), 0.25);
        for (double along = 0.0; along < 1.0; along += 0.05)
            QVERIFY(curveShare(along + 0.05, true) > curveShare(along, true));
        test::FabricatedDocument made(200);
        ParallelAxesView view(made.document());
        view.resize(900, 320);
        view.show();
        QTRY_VERIFY(view.isSettled() && !view.lines().isNull());
        const QImage straight = view.lines();
        view.setCurved(true);
        QTRY_VERIFY(view.isSettled() && view.lines() != straight);
        ParallelAxesView later(made.document());
        QVERIFY(later.isCurved());
    }

    void brushElsewhere_dimsTheLines()
    {
        test::FabricatedDocument made(20'000);
        ParallelAxesView view(made.document());
        view.resize(700, 300);
        view.show();
        QTRY_VERIFY_WITH_TIMEOUT(view.isSettled() && !view.lines().isNull(), 10000);
        const QImage before = view.lines();
        made.document().selection().setBrush({1, 2, 3});
        QTRY_VERIFY_WITH_TIMEOUT(view.isSettled() && view.lines() != before, 10000);
        QCOMPARE(DesignFieldKeeper::of(made.document()).field()->lit, 3U);
    }

    void layerClick_namesTheLayer()
    {
        LayerBars bars;
        bars.resize(500, 200);
        bars.setData({QStringLiteral("conv1"), QStringLiteral("conv2"), QStringLiteral("fc")},
                     QStringLiteral("s"),
                     {{QStringLiteral("A"), Qt::blue, {1e-3, 2e-3, 5e-4}, {0.9, 0.5, 0.1}}});
        bars.show();
        QSignalSpy clicks(&bars, &LayerBars::layerClicked);
        QTest::mouseClick(&bars, Qt::LeftButton, {}, QPoint(260, 100));
        QCOMPARE(clicks.takeFirst().front().toInt(), 1);
        bars.setHighlighted(1);
        QTest::keyClick(&bars, Qt::Key_Right);
        QCOMPARE(clicks.takeFirst().front().toInt(), 2);
    }

    void rooflineClick_namesTheLayer()
    {
        RooflinePlot plot;
        plot.resize(500, 320);
        RooflineSeries series{QStringLiteral("A"), Qt::blue, {1e12, {{"DRAM", 1e10}, {"buffer", 1e11}}}, {}};
        series.dots = {{QStringLiteral("conv1"), 100.0, 8e11, 0.6}, {QStringLiteral("fc"), 2.0, 1.5e10, 0.4}};
        plot.setData({series});
        plot.show();
        QCoreApplication::processEvents();
        QSignalSpy clicks(&plot, &RooflinePlot::layerClicked);
        QTest::mouseClick(plot.canvas(), Qt::LeftButton, {}, plot.pixelOf(0, 1));
        QCOMPARE(clicks.takeFirst().front().toInt(), 1);
    }

    void roundedRange_containsItsDataAndKeepsStill()
    {
        const ValueRange range = roundedAround(0.0021, 0.0089, false);
        QVERIFY(range.contains(0.0021) && range.contains(0.0089));
        QCOMPARE(roundedAround(0.00212, 0.00888, false), range);
        const ValueRange logarithmic = roundedAround(1e-3, 1.0, true);
        QVERIFY(logarithmic.low > 0.0 && logarithmic.contains(1e-3) && logarithmic.contains(1.0));
        QVERIFY(roundedAround(5.0, 5.0, false).contains(5.0));
        QVERIFY(roundedAround(0.0, 0.0, false).contains(0.0));
    }
};

QTEST_MAIN(TestParallelAxes)
#include "tst_parallel_axes.moc"
