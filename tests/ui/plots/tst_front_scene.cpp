// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/brush_shape.h"
#include "ui/plots/density_image.h"
#include "ui/plots/front_scene.h"

#include "tests/ui/plots/fabricated_document.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace paretoscope;
using namespace paretoscope::ui::plots;

namespace {

const ui::session::Axis& axis(ui::session::StudyDocument& document, const char* name)
{
    return document
        .axes()[static_cast<std::size_t>(ui::session::axisNamed(document.axes(), QString::fromLatin1(name)))];
}

struct Placed
{
    explicit Placed(std::uint64_t trials, bool logarithmic = false)
        : made(trials)
    {
        scene.setAxes({axis(document(), "latency"),
                       axis(document(), "energy"),
                       axis(document(), "area"),
                       {},
                       logarithmic,
                       logarithmic});
        follow();
    }
    ui::session::StudyDocument& document() { return made.document(); }
    void follow()
    {
        scene.follow(*document().snapshot(), document().problem());
        scene.refilter(*document().snapshot(), document().pins(), document().problem());
    }
    /// A map of the whole scene, a little inside it, so that some points are out of view.
    PlaneMap map() const
    {
        const FrontScene::Extent extent = *scene.extent(false);
        const auto inner = [](ValueRange range) {
            const double span = range.high - range.low;
            return ValueRange{range.low + 0.01 * span, range.high - 0.3 * span};
        };
        return {inner(extent.x), inner(extent.y), scene.logX(), scene.logY(), QRectF(20, 10, 400, 300)};
    }

    test::FabricatedDocument made;
    FrontScene scene;
};

DensityStyle plainStyle()
{
    return {false, Qt::white, Qt::darkBlue, Qt::lightGray, {}, false};
}

} // namespace

class TestFrontScene : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void places_areThoseOfTheMap_data()
    {
        QTest::addColumn<bool>("logarithmic");
        QTest::newRow("linear") << false;
        QTest::newRow("logarithmic") << true;
    }
    void places_areThoseOfTheMap()
    {
        QFETCH(bool, logarithmic);
        Placed placed(500, logarithmic);
        QCOMPARE(placed.scene.logX(), logarithmic);
        const PlaneMap map = placed.map();
        for (const std::uint64_t id : {0, 7, 123, 499}) {
            const study::Trial& trial = placed.document().snapshot()->trials[id];
            const QPointF exact = map.toPixel(trial.outcome.metrics[1], trial.outcome.metrics[0]);
            const PlanePoints& points = placed.scene.points();
            const QPointF off = map.scale().pixel(points.u[id], points.v[id]) - exact;
            QVERIFY(off.manhattanLength() < 0.01);
        }
    }

    void valueWithoutLogarithm_turnsTheAxisLinear()
    {
        Placed placed(300, true);
        placed.made.addTrial(0.003, -0.001, 2.0);
        placed.made.growTo(310);
        placed.follow();
        QVERIFY(!placed.scene.logX());
        QVERIFY(placed.scene.logY());
        QCOMPARE(placed.scene.trialsSeen(), std::uint64_t{310});
        const double first = placed.document().snapshot()->trials[0].outcome.metrics[1];
        QVERIFY(std::abs(static_cast<double>(placed.scene.points().u[0]) - first) < 1e-6 * first);
    }

    void staircase_isTheFrontOfWhatPasses()
    {
        Placed placed(3000);
        study::Pin pin;
        pin.axis = "buffer";
        pin.maximum = 131072;
        placed.document().setPin(pin);
        placed.follow();
        std::set<std::size_t> expected;
        const study::TrialLog& trials = placed.document().snapshot()->trials;
        const auto counts = [&](const study::Trial& trial) {
            return trial.outcome.verdict == problem::Verdict::Feasible && placed.document().passesPins(trial);
        };
        for (std::size_t i = 0; i < trials.size(); ++i) {
            bool dominated = !counts(trials[i]);
            for (std::size_t j = 0; j < trials.size() && !dominated; ++j) {
                const std::vector<double>& a = trials[j].outcome.metrics;
                const std::vector<double>& b = trials[i].outcome.metrics;
                dominated = counts(trials[j]) && a[0] <= b[0] && a[1] <= b[1] && (a[0] < b[0] || a[1] < b[1]);
            }
            if (!dominated)
                expected.insert(i);
        }
        const std::set<std::size_t> found(placed.scene.staircase().begin(), placed.scene.staircase().end());
        QCOMPARE(found, expected);
    }

    void movedPin_judgesEveryPointAgain()
    {
        Placed placed(2000);
        for (const double limit : {0.006, 0.003, 0.004}) {
            study::Pin pin;
            pin.axis = "energy";
            pin.maximum = limit;
            placed.document().setPin(pin);
            placed.follow();
            for (std::size_t id = 0; id < 2000; ++id)
                QCOMPARE(placed.scene.points().is(id, kPasses),
                         placed.document().passesPins(placed.document().snapshot()->trials[id]));
        }
    }

    void newDesigns_passOnlyIfTheyDo_andLeaveOthersAlone()
    {
        Placed placed(1000);
        study::Pin pin;
        pin.axis = "latency";
        pin.maximum = 0.006;
        placed.document().setPin(pin);
        placed.follow();
        const std::uint64_t revision = placed.scene.revision();
        placed.made.growTo(1500);
        placed.follow();
        QCOMPARE(placed.scene.revision(), revision);
        for (std::size_t id = 0; id < 1500; ++id)
            QCOMPARE(placed.scene.points().is(id, kPasses),
                     placed.document().passesPins(placed.document().snapshot()->trials[id]));
    }

    void density_countsWhatIsInView()
    {
        Placed placed(4000);
        const PlaneMap map = placed.map();
        DensityGrid grid(map, {100, 75}, plainStyle());
        grid.count(placed.scene.points());
        std::size_t expected = 0;
        for (std::size_t i = 0; i < 4000; ++i) {
            const study::Trial& trial = placed.document().snapshot()->trials[i];
            expected += trial.outcome.verdict == problem::Verdict::Feasible
                                && map.shows(trial.outcome.metrics[1], trial.outcome.metrics[0])
                            ? 1
                            : 0;
        }
        // A point on the very edge of the view may fall on either side of it in single precision.
        QVERIFY(expected > 1000);
        QVERIFY(std::abs(static_cast<double>(grid.inView()) - static_cast<double>(expected)) <= 2.0);
    }

    void density_ofGrownLog_isThatOfCountingAnew()
    {
        Placed placed(2000);
        const PlaneMap map = placed.map();
        DensityGrid grown(map, {100, 75}, plainStyle());
        grown.count(placed.scene.points());
        QVERIFY(!grown.image().isNull());
        placed.made.growTo(5000);
        placed.follow();
        grown.count(placed.scene.points());
        DensityGrid anew(map, {100, 75}, plainStyle());
        anew.count(placed.scene.points());
        QCOMPARE(grown.image(), anew.image());
    }

    void density_showsASingleDesign_andDimsWhatIsNotLit()
    {
        Placed placed(1);
        const PlanePoints& points = placed.scene.points();
        const auto place = static_cast<double>(points.u[0]);
        const auto height = static_cast<double>(points.v[0]);
        const PlaneMap map{{0.0, 2.0 * place}, {0.0, 2.0 * height}, false, false, QRectF(0, 0, 40, 40)};
        DensityGrid grid(map, {10, 10}, plainStyle());
        grid.count(points);
        const QImage lit = grid.image();
        QVERIFY(qAlpha(lit.pixel(5, 4)) == 255 || qAlpha(lit.pixel(5, 5)) == 255);
        placed.scene.setBrush(std::vector<ui::session::TrialId>{99});
        DensityGrid dimmed(map, {10, 10}, plainStyle());
        dimmed.count(placed.scene.points());
        QVERIFY(dimmed.image() != lit);
    }

    void shape_enclosesWhatAPolygonDoes()
    {
        Placed placed(3000);
        const PlaneMap map = placed.map();
        const QPolygonF shape({{60, 40}, {300, 30}, {200, 120}, {350, 280}, {90, 250}});
        const std::vector<std::uint8_t> inside = pointsInside(placed.scene.points(), map, shape);
        int checked = 0;
        for (std::size_t id = 0; id < 3000; ++id) {
            const QPointF at = map.scale().pixel(placed.scene.points().u[id], placed.scene.points().v[id]);
            const bool expected = shape.containsPoint(at, Qt::OddEvenFill);
            bool nearEdge = false; // within the stencil's pixel
            for (const QPointF off : {QPointF(1.5, 0), QPointF(-1.5, 0), QPointF(0, 1.5), QPointF(0, -1.5)})
                nearEdge = nearEdge || shape.containsPoint(at + off, Qt::OddEvenFill) != expected;
            if (nearEdge)
                continue;
            QCOMPARE(inside[id] != 0, expected);
            checked += expected ? 1 : 0;
        }
        QVERIFY(checked > 100);
    }
};

QTEST_MAIN(TestFrontScene)
#include "tst_front_scene.moc"
