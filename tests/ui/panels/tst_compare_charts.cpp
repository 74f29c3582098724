// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/panels/panel_checks.h"
#include "tests/ui/panels/realistic_explanation.h"
#include "tests/ui/plots/fabricated_document.h"
#include "ui/panels/area_tiles.h"
#include "ui/panels/compare_panel.h"

#include <QTableView>
#include <QTest>
#include <QToolButton>

#include <cmath>

using namespace paretoscope;
using namespace paretoscope::ui;
using panels::BlockCompare;
using panels::CompareCharts;
using panels::ComparePanel;
using plots::MetricDesign;
using plots::MetricRow;
using problem::Direction;
using test::FabricatedDocument;

namespace {

/// Every design a machine of another size.
Result<problem::Explanation> explain(const space::Design& design)
{
    return test::realisticExplanation(static_cast<int>(design.row()[0]), 12);
}

double area(const QPolygonF& polygon)
{
    double twice = 0.0;
    for (qsizetype i = 0; i < polygon.size(); ++i) {
        const QPointF a = polygon[i], b = polygon[(i + 1) % polygon.size()];
        twice += a.x() * b.y() - b.x() * a.y();
    }
    return std::abs(twice) / 2.0;
}

double length(QPointF a, QPointF b)
{
    return std::hypot(a.x() - b.x(), a.y() - b.y());
}

} // namespace

class TestCompareCharts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tiles_fillTheRoomInProportion()
    {
        const std::vector<double> areas{6.0, 0.0, 6.0, 4.0, 3.0, 2.0, 2.0, 1.0};
        const QRectF room(10.0, 20.0, 60.0, 40.0);
        const auto tiles = panels::areaTiles(areas, room);
        double sum = 0.0;
        for (std::size_t i = 0; i < areas.size(); ++i) {
            QVERIFY(std::abs(tiles[i].width() * tiles[i].height() - areas[i] / 24.0 * 2400.0) < 1e-6);
            sum += tiles[i].width() * tiles[i].height();
            if (areas[i] > 0.0)
                QVERIFY(room.adjusted(-1e-6, -1e-6, 1e-6, 1e-6).contains(tiles[i]));
            for (std::size_t k = 0; k < i; ++k)
                QVERIFY(!tiles[i].adjusted(1e-6, 1e-6, -1e-6, -1e-6).intersects(tiles[k]));
        }
        QVERIFY(std::abs(sum - 2400.0) < 1e-6);
        QVERIFY(panels::areaTiles({0.0, 0.0}, room)[1].isEmpty());
    }

    void waterfall_landsOnTheOtherTotal()
    {
        const problem::Explanation a = test::realisticExplanation(14, 12);
        problem::Explanation b = a;
        for (problem::EnergyPart& part : b.energy)
            part.energy_J *= part.component == "DRAM" ? 0.6 : 1.2;
        b.energy_J = 0.0;
        for (const problem::EnergyPart& part : b.energy)
            b.energy_J += part.energy_J;
        plots::WaterfallPlot plot;
        plot.resize(500, 300);
        plot.setData({QStringLiteral("A"), Qt::blue, a.energy_J}, {QStringLiteral("B"), Qt::red, b.energy_J},
                     problem::energySteps(a.energy, b.energy));
        QVERIFY(std::abs(plot.landing_J() - b.energy_J) <= 1e-9 * b.energy_J);
        QVERIFY(plot.accessibleDescription().contains(QStringLiteral("DRAM ▼")));
        QVERIFY(!plot.grab().isNull());
        plot.clear();
        QVERIFY(!plot.grab().isNull());
    }

    void radar_hasOneScaleForAllSpokes()
    {
        plots::RadarPlot plot;
        plot.resize(400, 400);
        plot.setData({{QStringLiteral("A"), Qt::blue}, {QStringLiteral("B"), Qt::red}},
                     {{QStringLiteral("Energy"), QStringLiteral("J"), Direction::Minimize, {1.0, 2.0}},
                      {QStringLiteral("Latency"), QStringLiteral("s"), Direction::Minimize, {8.0, 2.0}},
                      {QStringLiteral("Utilization"), {}, Direction::Maximize, {0.3, 0.6}}});
        const QPolygonF a = plot.outlineOf(0), b = plot.outlineOf(1);
        const auto share = [&](const QPolygonF& outline, int row) {
            return length(outline[row], plot.centre()) / length(plot.rimOf(row), plot.centre());
        };
        const double expected[2][3] = {{1.0, 0.25, 0.5}, {0.5, 1.0, 1.0}};
        for (int row = 0; row < 3; ++row) {
            QVERIFY(std::abs(share(a, row) - expected[0][row]) < 1e-9);
            QVERIFY(std::abs(share(b, row) - expected[1][row]) < 1e-9);
        }
        QVERIFY(area(b) > area(a));
        QVERIFY(!plot.grab().isNull());
    }

    void bars_haveOneScaleForAllDesigns()
    {
        plots::MetricBars bars;
        bars.resize(500, 300);
        bars.setData({{QStringLiteral("A"), Qt::blue}, {QStringLiteral("B"), Qt::red}},
                     {{QStringLiteral("Energy"), QStringLiteral("J"), Direction::Minimize, {1e-3, 4e-3}}});
        QVERIFY(std::abs(bars.barOf(0, 1).width() - 4.0 * bars.barOf(0, 0).width()) < 1e-6);
        QVERIFY(bars.accessibleDescription().contains(QStringLiteral("A is best in Energy")));
    }

    void chips_areDrawnToOneScale()
    {
        const auto small = std::make_shared<problem::Explanation>(test::realisticExplanation(8, 12));
        const auto large = std::make_shared<problem::Explanation>(test::realisticExplanation(32, 12));
        QVERIFY(large->area_mm2 > small->area_mm2);
        BlockCompare chips;
        chips.resize(700, 400);
        chips.setChips({{QStringLiteral("A"), QStringLiteral("A #1"), Qt::blue, small},
                        {QStringLiteral("B"), QStringLiteral("B #2"), Qt::red, large}},
                       0);
        const QRectF a = chips.outlineOf(0), b = chips.outlineOf(1);
        const double drawn = (b.width() * b.height()) / (a.width() * a.height());
        QVERIFY(std::abs(drawn - large->area_mm2 / small->area_mm2) < 1e-6);
        QVERIFY(!a.intersects(b));
        QVERIFY(QRectF(chips.rect()).contains(b));
        QVERIFY(!chips.grab().isNull());
    }

    void eightDesigns_areOnEveryPage()
    {
        FabricatedDocument fabricated(60, explain);
        for (session::TrialId id = 0; id < 8; ++id)
            fabricated.document().addToTray(id);
        ComparePanel panel(fabricated.document());
        panel.resize(640, 460);
        panel.show();
        auto* charts = panel.findChild<CompareCharts*>();
        QCOMPARE(panel.findChild<panels::CompareModel*>()->columnCount(), 8);
        charts->showPage(CompareCharts::Energy);
        auto* energy = panel.findChild<plots::EnergyBars*>();
        QTRY_VERIFY(energy->accessibleDescription().contains(QStringLiteral("H uses")));
        charts->showPage(CompareCharts::Chips);
        QTRY_VERIFY(
            panel.findChild<BlockCompare*>()->accessibleDescription().contains(QStringLiteral("H #7")));
        for (const auto page :
             {CompareCharts::Table, CompareCharts::Metrics, CompareCharts::Energy, CompareCharts::Waterfall,
              CompareCharts::Layers, CompareCharts::Roofline, CompareCharts::Chips}) {
            charts->showPage(page);
            QVERIFY(!panel.grab().isNull());
        }
        charts->showPage(CompareCharts::Waterfall);
        QVERIFY(panel.findChild<plots::WaterfallPlot*>()->accessibleDescription().startsWith(
            QStringLiteral("From A")));
        QVERIFY(panel.minimumSizeHint().width() <= 640);
    }

    void reference_startsTheWaterfall()
    {
        FabricatedDocument fabricated(60, explain);
        for (const session::TrialId id : {1, 2, 3})
            fabricated.document().addToTray(id);
        ComparePanel panel(fabricated.document());
        panel.resize(640, 460);
        panel.show();
        panel.findChild<CompareCharts*>()->showPage(CompareCharts::Waterfall);
        auto* plot = panel.findChild<plots::WaterfallPlot*>();
        QTRY_VERIFY(plot->accessibleDescription().contains(QStringLiteral("to B")));
        panel.findChild<panels::CompareModel*>()->setReference(2);
        QTRY_VERIFY(plot->accessibleDescription().startsWith(QStringLiteral("From C")));
    }

    void wideWindow_setsTheTableBesideThePictures()
    {
        FabricatedDocument fabricated(60, explain);
        for (const session::TrialId id : {1, 2})
            fabricated.document().addToTray(id);
        ComparePanel panel(fabricated.document());
        panel.resize(640, 460);
        panel.show();
        auto* charts = panel.findChild<CompareCharts*>();
        auto* table = panel.findChild<QTableView*>();
        QCOMPARE(charts->page(), CompareCharts::Table);
        QTRY_VERIFY(table->isVisible());
        panel.resize(1400, 800);
        QTRY_COMPARE(charts->page(), CompareCharts::Metrics);
        QVERIFY(table->isVisible());
        QCOMPARE(test::named<QToolButton>(panel, QStringLiteral("Table")), nullptr);
        panel.resize(640, 460);
        QTRY_VERIFY(table->isVisible());
        QCOMPARE(charts->page(), CompareCharts::Table);
    }
};

QTEST_MAIN(TestCompareCharts)
#include "tst_compare_charts.moc"
