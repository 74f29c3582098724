// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/scatter_matrix_view.h"

#include "tests/ui/plots/fabricated_document.h"
#include "ui/plots/cloud_raster.h"
#include "ui/plots/front_view.h"

#include <QMenu>
#include <QMouseEvent>
#include <QTest>
#include <QToolButton>

#include <cmath>

using namespace paretoscope;
using namespace paretoscope::ui::plots;

namespace {

const QString kEnergy = QStringLiteral("energy");
const QString kLatency = QStringLiteral("latency");
const QString kVoltage = QStringLiteral("voltage");

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

struct Shown
{
    explicit Shown(std::uint64_t trials)
        : made(trials)
        , view(made.document())
    {
        view.resize(1000, 700);
        view.show();
    }
    [[nodiscard]] bool isReady() const { return view.isSettled() && !view.picture().isNull(); }
    test::FabricatedDocument made;
    ScatterMatrixView view;
};

} // namespace

class TestScatterMatrix : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fewDesigns_saysWhatItNeeds()
    {
        Shown shown(2);
        QCOMPARE(DesignFieldKeeper::of(shown.made.document()).field()->feasible, 2U);
        QVERIFY(shown.view.picture().isNull());
        shown.made.growTo(20);
        QTRY_VERIFY(shown.isReady());
    }

    void atFirst_objectivesAndTheParametersThatVaryMost()
    {
        Shown shown(400);
        const QStringList axes = shown.view.axesShown();
        QCOMPARE(axes.mid(0, 3), (QStringList{kEnergy, kLatency, QStringLiteral("area")}));
        QCOMPARE(axes.size(), 6);
        shown.view.setAxesShown({kVoltage, kEnergy, QStringLiteral("nonsense")});
        QCOMPARE(shown.view.axesShown(), (QStringList{kVoltage, kEnergy}));
        ScatterMatrixView later(shown.made.document());
        QCOMPARE(later.axesShown(), (QStringList{kVoltage, kEnergy}));
    }

    void dragInACell_brushesTheDesignsInTheBox()
    {
        Shown shown(800);
        QTRY_VERIFY(shown.isReady());
        const QRectF cell = shown.view.cellRect(kEnergy, kLatency);
        drag(shown.view, cell.topLeft() + QPointF(3, 3), cell.center());
        const auto brush = shown.made.document().selection().brush();
        QVERIFY(!brush.empty() && brush.size() < 700);
        for (std::uint64_t id = 0; id < 800; ++id) {
            if (shown.made.document().trial(id)->outcome.verdict != problem::Verdict::Feasible)
                continue;
            const QPointF at = *shown.view.placeOf(id, kEnergy, kLatency);
            const bool inside = QRectF(cell.topLeft() + QPointF(3, 3), cell.center()).contains(at);
            const bool onEdge = std::abs(at.x() - cell.center().x()) < 1.0
                                || std::abs(at.y() - cell.center().y()) < 1.0;
            QVERIFY(onEdge || std::binary_search(brush.begin(), brush.end(), id) == inside);
        }
        QTRY_VERIFY(shown.isReady());
        QCOMPARE(DesignFieldKeeper::of(shown.made.document()).field()->lit, brush.size());
        QTest::keyClick(&shown.view, Qt::Key_Escape);
        QVERIFY(shown.made.document().selection().brush().empty());
    }

    void controlDrag_addsToTheBrush()
    {
        Shown shown(400);
        shown.view.setAxesShown({kEnergy, kVoltage});
        QTRY_VERIFY(shown.isReady());
        const QRectF cell = shown.view.cellRect(kVoltage, kVoltage); // its histogram
        drag(shown.view, cell.bottomLeft() + QPointF(2, -4),
             QPointF(cell.left() + 0.3 * cell.width(), cell.top() + 9));
        const auto left = shown.made.document().selection().brush();
        drag(shown.view, QPointF(cell.left() + 0.7 * cell.width(), cell.top() + 9),
             cell.bottomRight() - QPointF(2, 4), Qt::ControlModifier);
        const auto both = shown.made.document().selection().brush();
        QVERIFY(!left.empty() && both.size() > left.size());
        for (const auto id : both) {
            const double volts = shown.made.document().trial(id)->design.row()[2];
            QVERIFY(volts < 0.8 || volts > 0.9);
        }
        QVERIFY(std::includes(both.begin(), both.end(), left.begin(), left.end()));
    }

    void click_focusesAndSendsThePairToTheFront()
    {
        Shown shown(60);
        FrontView front(shown.made.document());
        front.resize(600, 400);
        shown.view.setAxesShown({kEnergy, kLatency, kVoltage});
        QTRY_VERIFY(shown.isReady());
        const QPointF at = *shown.view.placeOf(4, kEnergy, kVoltage);
        QTest::mouseClick(&shown.view, Qt::LeftButton, {}, at.toPoint());
        QVERIFY(shown.made.document().selection().focus());
        QCOMPARE(shown.made.document().viewSetting(QStringLiteral("front/x")).toString(), kEnergy);
        QCOMPARE(shown.made.document().viewSetting(QStringLiteral("front/y")).toString(), kVoltage);
        QCOMPARE(front.activeAxis(), kVoltage); // the front view follows
    }

    void enter_sendsTheChosenCell()
    {
        Shown shown(60);
        shown.view.setAxesShown({kEnergy, kLatency, kVoltage});
        QTest::keyClick(&shown.view, Qt::Key_Down);
        QTest::keyClick(&shown.view, Qt::Key_Right);
        QTest::keyClick(&shown.view, Qt::Key_Return);
        QCOMPARE(shown.made.document().viewSetting(QStringLiteral("front/x")).toString(), kLatency);
        QCOMPARE(shown.made.document().viewSetting(QStringLiteral("front/y")).toString(), kVoltage);
    }

    void hover_isEchoedAndEndsWithTheMouse()
    {
        Shown shown(60);
        shown.view.setAxesShown({kEnergy, kVoltage});
        QTRY_VERIFY(shown.isReady());
        const QPointF at = *shown.view.placeOf(4, kEnergy, kVoltage);
        QTest::mouseMove(&shown.view, at.toPoint());
        QTRY_VERIFY(shown.made.document().selection().hover());
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(&shown.view, &leave);
        QVERIFY(!shown.made.document().selection().hover());
    }

    void pin_dimsWhatBreaksIt()
    {
        Shown shown(5000);
        shown.view.setAxesShown({kEnergy, kVoltage});
        QTRY_VERIFY(shown.isReady());
        // Coloured pixels at the top of the cell of voltage over energy, where voltage is high.
        const auto coloured = [&] {
            const QRect cell = QRect(0, shown.view.picture().height() / 2, shown.view.picture().width() / 2,
                                     shown.view.picture().height() / 4);
            int saturated = 0;
            for (int y = cell.top() + 2; y < cell.bottom(); ++y) {
                for (int x = cell.left() + 2; x < cell.right(); ++x) {
                    const QColor pixel = shown.view.picture().pixelColor(x, y);
                    saturated += pixel.alpha() == 255 && pixel.hsvSaturation() > 60;
                }
            }
            return saturated;
        };
        const int before = coloured();
        QVERIFY(before > 500);
        study::Pin pin;
        pin.axis = "voltage";
        pin.maximum = 0.7;
        shown.made.document().setPin(pin);
        QTRY_VERIFY(shown.isReady() && coloured() < before / 20);
    }

    void axesMenu_addsAndRemoves()
    {
        Shown shown(60);
        shown.view.setAxesShown({kEnergy, kLatency});
        auto* button = shown.view.findChild<QToolButton*>();
        QVERIFY(button && !button->accessibleName().isEmpty());
        Q_EMIT button->menu()->aboutToShow();
        QAction* voltage = nullptr;
        for (QAction* action : button->menu()->actions()) {
            if (action->text() == QStringLiteral("Voltage"))
                voltage = action;
        }
        QVERIFY(voltage);
        voltage->trigger();
        QCOMPARE(shown.view.axesShown(), (QStringList{kEnergy, kLatency, kVoltage}));
    }

    void raster_drawsLitOverContextAndStaysInside()
    {
        CloudRaster raster(QSize(20, 20), 1);
        raster.addContext(10, 10);
        raster.addLit(10, 10);
        raster.addContext(3, 3);
        raster.addLit(19, 19);
        CloudStyle style;
        style.canvas = Qt::white;
        style.lit = Qt::blue;
        style.context = Qt::gray;
        style.mark = QSize(5, 5);
        QImage image(30, 30, QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::transparent);
        raster.paint(image, QPoint(2, 2), style);
        QVERIFY(image.pixelColor(12, 12).blue() > image.pixelColor(12, 12).red());
        QVERIFY(std::abs(image.pixelColor(5, 5).blue() - image.pixelColor(5, 5).red()) <= 4);
        QCOMPARE(image.pixelColor(5, 5).alpha(), 255);
        QCOMPARE(image.pixelColor(21, 21).alpha(), 255);
        QCOMPARE(image.pixelColor(22, 22).alpha(), 0); // the mark ends with the raster
    }
};

QTEST_MAIN(TestScatterMatrix)
#include "tst_scatter_matrix.moc"
