// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/parallel_axes_view.h"

#include "tests/ui/plots/fabricated_document.h"
#include "ui/plots/convergence_view.h"
#include "ui/plots/energy_bars.h"
#include "ui/plots/layer_bars.h"
#include "ui/plots/roofline_plot.h"
#include "ui/plots/value_range.h"

#include <QMouseEvent>
#include <QSignalSpy>
#include <QTest>

using namespace paretoscope;
using namespace paretoscope::ui::plots;

namespace {

void drag(QWidget& view, QPointF from, QPointF to)
{
    QTest::mousePress(&view, Qt::LeftButton, {}, from.toPoint());
    for (int step = 1; step <= 4; ++step) {
        const QPointF point = from + (to - from) * step / 4.0;
        QMouseEvent move(QEvent::MouseMove, point, view.mapToGlobal(point), Qt::NoButton, Qt::LeftButton, {});
        QCoreApplication::sendEvent(&view, &move);
    }
    QTest::mouseRelease(&view, Qt::LeftButton, {}, to.toPoint());
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

    void accumulatedPicture_countsLitOverDark()
    {
        auto table = std::make_shared<ParallelTable>();
        table->columns = 2;
        table->values = {0.25, 0.25, 0.75, 0.75};
        table->rows = {ParallelTable::Row::Lit, ParallelTable::Row::Dark};
        ParallelRequest request;
        request.table = table;
        request.axes = {{0, {0.0, 1.0}, false, false}, {1, {0.0, 1.0}, false, false}};
        request.x = {0.0, 40.0};
        request.size = QSize(41, 101);
        request.canvas = Qt::white;
        request.lit = Qt::blue;
        request.dark = Qt::gray;
        QImage image;
        accumulateParallel(
            request, [] { return false; }, [&image](const QImage& drawn) { image = drawn; });
        const QColor litPixel = image.pixelColor(20, 75);
        const QColor darkPixel = image.pixelColor(20, 25);
        QVERIFY(litPixel.blue() > litPixel.red());
        QVERIFY(std::abs(darkPixel.red() - darkPixel.blue()) <= 4);
        QCOMPARE(image.pixelColor(20, 50).alpha(), 0);
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
