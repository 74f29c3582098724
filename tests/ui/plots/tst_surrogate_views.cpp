// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/analyst.h"
#include "tests/ui/panels/panel_checks.h"
#include "tests/ui/plots/fabricated_document.h"
#include "ui/plots/importance_chart.h"
#include "ui/plots/importance_view.h"
#include "ui/plots/slice_view.h"
#include "ui/plots/surrogate_map.h"
#include "ui/plots/validation_plot.h"

#include <QComboBox>
#include <QLabel>
#include <QTest>
#include <QThreadPool>
#include <QToolButton>

using namespace paretoscope;
using namespace paretoscope::ui;

namespace {

constexpr int kPatience_ms = 60'000;

/// Everything that the labels of a view say.
QString saidBy(const QWidget& view)
{
    QStringList texts;
    for (const QLabel* label : view.findChildren<QLabel*>())
        if (label->isVisible())
            texts << label->text() << label->toolTip();
    return texts.join(QLatin1Char('\n'));
}

} // namespace

class TestSurrogateViews : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void fewDesigns_sayWhatIsNeeded();
    void importance_showsQualityAndWhatMatters();
    void clickedBar_putsItsParameterFirst();
    void arrowKeys_chooseBars();
    void measure_changesTheBars();
    void slices_passThroughTheFocus();
    void hoveredCurve_isReadOut();
    void clickedDot_isFocused();
    void oneAlone_andAllAgain();
    void map_showsWhatIsAskedFor();
    void hoveredCell_isReadOut();
    void growthByATenth_fitsAnew();
    void hiddenView_asksForNothing();
    void closedDuringAFit_leavesNothingBehind();
    void everyFocusableWidget_hasAName();
    void themes_bothDraw();

private:
    [[nodiscard]] session::AnalysisDesk& desk() { return session::AnalysisDesk::of(m_shared->document()); }
    /// Slices of the present question, finely drawn.
    bool waitForSlices(const plots::SliceView& view, std::size_t first);
    std::unique_ptr<test::FabricatedDocument> m_shared; ///< its models are fitted once
};

void TestSurrogateViews::initTestCase()
{
    m_shared = std::make_unique<test::FabricatedDocument>(80);
    plots::ImportanceView view(m_shared->document());
    view.show();
    QTRY_VERIFY_WITH_TIMEOUT(desk().analyst() != nullptr, kPatience_ms);
}

bool TestSurrogateViews::waitForSlices(const plots::SliceView& view, std::size_t first)
{
    return QTest::qWaitFor(
        [&] {
            const auto& curves = view.plots().curves();
            // The voltage is the only number without a list: 41 places when finely drawn.
            return curves.size() == 4 && curves.front().parameter == first
                   && std::any_of(curves.begin(), curves.end(), [](const plots::SliceCurve& curve) {
                          return curve.parameter == 2 && curve.response.positions.size() == 41;
                      });
        },
        kPatience_ms);
}

void TestSurrogateViews::fewDesigns_sayWhatIsNeeded()
{
    test::FabricatedDocument few(30);
    plots::ImportanceView importance(few.document());
    plots::SliceView slices(few.document());
    for (QWidget* view : {static_cast<QWidget*>(&importance), static_cast<QWidget*>(&slices)}) {
        view->show();
        QTRY_VERIFY(saidBy(*view).contains(QStringLiteral("Needs 50")));
        QVERIFY(saidBy(*view).contains(QStringLiteral("30 so far")));
    }
    QVERIFY(!session::AnalysisDesk::of(few.document()).isBusy());
}

void TestSurrogateViews::importance_showsQualityAndWhatMatters()
{
    plots::ImportanceView view(m_shared->document());
    view.resize(900, 240);
    view.show();
    QTRY_VERIFY(saidBy(view).contains(QStringLiteral("Based on 80 of 80 designs; explains")));
    QVERIFY(saidBy(view).contains(QStringLiteral("(cross-validated)")));
    const auto& outcomes = desk().analyst()->outcomes();
    QCOMPARE(outcomes.size(), std::size_t{4}); // three objectives, and whether it works
    // Area is 0.09 columns + 0.006 buffer/KiB + 0.15 dataflow: columns and buffer rule, voltage has no part.
    const auto& area = outcomes[2];
    QVERIFY(area.everywhere.shares[1] > 0.3 && area.everywhere.shares[2] < 0.05);
    QVERIFY(area.validation.determination > 0.9);
    auto* validation = view.findChild<plots::ValidationPlot*>();
    QVERIFY(validation != nullptr && validation->isVisible());
    QVERIFY(validation->accessibleDescription().contains(QStringLiteral("explains")));
    QTest::mouseMove(validation, validation->place(0).toPoint());
    QTRY_VERIFY(saidBy(*validation).contains(QStringLiteral("measured")));
}

void TestSurrogateViews::clickedBar_putsItsParameterFirst()
{
    plots::ImportanceView importance(m_shared->document());
    importance.resize(900, 240);
    importance.show();
    plots::SliceView slices(m_shared->document());
    slices.resize(900, 260);
    slices.show();
    auto* chart = importance.findChild<plots::ImportanceChart*>();
    QTRY_VERIFY(!chart->cell(2, 1).isEmpty());
    QTest::mouseClick(chart, Qt::LeftButton, {}, chart->cell(2, 1).center().toPoint());
    QCOMPARE(desk().parameter(), std::size_t{2});
    QCOMPARE(desk().outcome(), std::size_t{1});
    QVERIFY(waitForSlices(slices, 2));
    QCOMPARE(m_shared->document().viewSetting(QStringLiteral("analysis/parameter")).toString(),
             QStringLiteral("voltage"));
    QTest::mouseClick(chart, Qt::LeftButton, {}, chart->cell(0, 0).center().toPoint());
    QVERIFY(waitForSlices(slices, 0));
}

void TestSurrogateViews::arrowKeys_chooseBars()
{
    plots::ImportanceView view(m_shared->document());
    view.resize(900, 240);
    view.show();
    auto* chart = view.findChild<plots::ImportanceChart*>();
    QTRY_VERIFY(!chart->cell(0, 0).isEmpty());
    desk().setOutcome(0);
    QTRY_VERIFY(chart->accessibleDescription().contains(QStringLiteral("Energy")));
    chart->setFocus();
    QTest::keyClick(chart, Qt::Key_Right);
    QCOMPARE(desk().outcome(), std::size_t{1});
    QVERIFY(chart->accessibleDescription().contains(QStringLiteral("Latency")));
    for (int i = 0; i < 4; ++i)
        QTest::keyClick(chart, Qt::Key_Up);
    const std::size_t top = desk().parameter();
    QTest::keyClick(chart, Qt::Key_Down);
    QVERIFY(desk().parameter() != top);
    QTest::keyClick(chart, Qt::Key_Left);
    QCOMPARE(desk().outcome(), std::size_t{0});
}

void TestSurrogateViews::measure_changesTheBars()
{
    plots::ImportanceView view(m_shared->document());
    view.resize(900, 240);
    view.show();
    auto* box = test::named<QComboBox>(view, QStringLiteral("How importance"));
    QVERIFY(box != nullptr);
    auto* chart = view.findChild<plots::ImportanceChart*>();
    const QString before = chart->accessibleDescription();
    QTest::keyClick(box, Qt::Key_End);
    QVERIFY(view.measure() == plots::ImportanceView::Measure::Lengths);
    QTRY_VERIFY(chart->accessibleDescription() != before);
    QTest::keyClick(box, Qt::Key_Home);
    QTRY_COMPARE(chart->accessibleDescription(), before);
}

void TestSurrogateViews::slices_passThroughTheFocus()
{
    session::StudyDocument& document = m_shared->document();
    plots::SliceView view(document);
    view.resize(900, 260);
    view.show();
    document.selection().setFocus(7);
    QTRY_VERIFY_WITH_TIMEOUT(saidBy(view).contains(QStringLiteral("#7")), kPatience_ms);
    QVERIFY(waitForSlices(view, desk().parameter()));
    const space::Space& space = document.problem().space();
    QTRY_VERIFY_WITH_TIMEOUT(view.plots().curves().front().response.designs.front().row()[2]
                                     == document.trial(7)->design.row()[2]
                                 || desk().parameter() == 2,
                             kPatience_ms);
    for (const plots::SliceCurve& curve : view.plots().curves())
        QCOMPARE(curve.centre, space.parameter(curve.parameter)
                                   .axisPosition(space.value(document.trial(7)->design, curve.parameter)));
}

void TestSurrogateViews::hoveredCurve_isReadOut()
{
    plots::SliceView view(m_shared->document());
    view.resize(900, 260);
    view.show();
    QVERIFY(waitForSlices(view, desk().parameter()));
    const QPoint inside(view.plots().width() / 8 + 40, view.plots().height() / 3);
    QTest::mouseMove(&view.plots(), inside);
    QTRY_VERIFY(view.plots().cardText().contains(QStringLiteral("about")));
    QVERIFY(view.plots().cardText().contains(QStringLiteral("from")));
    QTest::mouseMove(&view.plots(), QPoint(1, 1));
    QTRY_VERIFY(view.plots().cardText().isEmpty());
}

void TestSurrogateViews::clickedDot_isFocused()
{
    session::StudyDocument& document = m_shared->document();
    document.selection().setFocus(7);
    plots::SliceView view(document);
    view.resize(1200, 400);
    view.show();
    QVERIFY(waitForSlices(view, desk().parameter()));
    for (const plots::SliceCurve& curve : view.plots().curves()) {
        for (const analysis::NearTrial& trial : curve.trials) {
            const auto place = view.plots().placeOf(curve.parameter, trial.id);
            if (trial.id == 7 || !place || !view.plots().rect().contains(place->toPoint()))
                continue;
            QTest::mouseMove(&view.plots(), place->toPoint());
            QTRY_VERIFY(document.selection().hover().has_value());
            QTest::mouseClick(&view.plots(), Qt::LeftButton, {}, place->toPoint());
            QCOMPARE(document.selection().focus(), document.selection().hover());
            QVERIFY(document.selection().focus() != std::optional<session::TrialId>(7));
            return;
        }
    }
    QFAIL("no dot to click");
}

void TestSurrogateViews::oneAlone_andAllAgain()
{
    plots::SliceView view(m_shared->document());
    view.resize(900, 260);
    view.show();
    QVERIFY(waitForSlices(view, desk().parameter()));
    plots::SlicePlots& plots = view.plots();
    plots.setFocus();
    QTest::keyClick(&plots, Qt::Key_Return);
    QVERIFY(plots.alone().has_value());
    const std::size_t first = *plots.alone();
    QTest::keyClick(&plots, Qt::Key_Right);
    QVERIFY(plots.alone() && *plots.alone() != first);
    QTest::keyClick(&plots, Qt::Key_Escape);
    QVERIFY(!plots.alone());
    QTest::mouseClick(&plots, Qt::LeftButton, {}, QPoint(plots.width() - 30, 8)); // the last one's title
    QCOMPARE(plots.alone(), std::optional(plots.curves().back().parameter));
    QTest::mouseClick(&plots, Qt::LeftButton, {}, QPoint(plots.width() - 30, 8));
    QVERIFY(!plots.alone());
}

void TestSurrogateViews::map_showsWhatIsAskedFor()
{
    plots::SliceView view(m_shared->document());
    view.resize(900, 320);
    view.show();
    view.showMap(true);
    const plots::MapCanvas& canvas = view.map().canvas();
    QTRY_VERIFY_WITH_TIMEOUT(canvas.isVisible() && !canvas.content().values.empty(), kPatience_ms);
    const auto& content = canvas.content();
    QCOMPARE(content.values.size(), content.xs.size() * content.ys.size());
    QVERIFY(content.x.name != content.y.name);
    auto* what = test::named<QComboBox>(view, QStringLiteral("What the map"));
    QVERIFY(what != nullptr);
    QTest::keyClick(what, Qt::Key_Down);
    QVERIFY(view.map().quantity() == plots::SurrogateMap::Quantity::Doubt);
    for (const double width : canvas.content().values)
        QVERIFY(width >= 0.0);
    QTest::keyClick(what, Qt::Key_Down);
    QVERIFY(canvas.content().share);
    for (const double probability : canvas.content().values)
        QVERIFY(probability >= 0.0 && probability <= 1.0);
    QTest::keyClick(what, Qt::Key_Down);
    const auto& promise = canvas.content().values;
    QCOMPARE(*std::max_element(promise.begin(), promise.end()), 1.0);
    auto* other = test::named<QComboBox>(view, QStringLiteral("Parameter from bottom"));
    const QString before = canvas.content().y.name;
    QTest::keyClick(other, other->currentIndex() == 3 ? Qt::Key_Home : Qt::Key_End);
    QTRY_VERIFY_WITH_TIMEOUT(canvas.content().y.name != before, kPatience_ms);
    QTest::keyClick(what, Qt::Key_Home);
}

void TestSurrogateViews::hoveredCell_isReadOut()
{
    plots::SliceView view(m_shared->document());
    view.resize(900, 320);
    view.show();
    view.showMap(true);
    plots::MapCanvas& canvas = view.map().canvas();
    QTRY_VERIFY_WITH_TIMEOUT(canvas.isVisible() && !canvas.content().values.empty(), kPatience_ms);
    QTest::mouseMove(&canvas, canvas.placeOf(1, 1).toPoint());
    QTRY_VERIFY(canvas.cardText().contains(canvas.content().x.label));
    QVERIFY(canvas.cardText().contains(canvas.content().y.label));
    view.showMap(false);
}

void TestSurrogateViews::growthByATenth_fitsAnew()
{
    test::FabricatedDocument growing(60);
    session::AnalysisDesk& models = session::AnalysisDesk::of(growing.document());
    plots::ImportanceView view(growing.document());
    view.show();
    QTRY_VERIFY_WITH_TIMEOUT(models.analyst() != nullptr, kPatience_ms);
    growing.growTo(64, study::RunState::Paused);
    QTRY_VERIFY(saidBy(view).contains(QStringLiteral("4 are newer")));
    QVERIFY(!models.isBusy());
    auto* anew = view.findChild<QToolButton*>();
    QTRY_VERIFY(anew->isVisible());
    QTest::mouseClick(anew, Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(models.analyst()->outOf(), 64U, kPatience_ms);
    growing.growTo(72, study::RunState::Paused);
    QTRY_COMPARE_WITH_TIMEOUT(models.analyst()->outOf(), 72U, kPatience_ms);
}

void TestSurrogateViews::hiddenView_asksForNothing()
{
    test::FabricatedDocument fabricated(60);
    plots::ImportanceView importance(fabricated.document());
    plots::SliceView slices(fabricated.document());
    fabricated.growTo(70);
    QTest::qWait(50);
    QVERIFY(!session::AnalysisDesk::of(fabricated.document()).isBusy());
    QVERIFY(session::AnalysisDesk::of(fabricated.document()).analyst() == nullptr);
}

void TestSurrogateViews::closedDuringAFit_leavesNothingBehind()
{
    for (int i = 0; i < 3; ++i) {
        test::FabricatedDocument fabricated(300);
        plots::ImportanceView view(fabricated.document());
        view.show();
        QTRY_VERIFY(session::AnalysisDesk::of(fabricated.document()).isBusy());
    }
    QVERIFY(QThreadPool::globalInstance()->waitForDone(kPatience_ms));
    QCoreApplication::processEvents();
}

void TestSurrogateViews::everyFocusableWidget_hasAName()
{
    plots::ImportanceView importance(m_shared->document());
    plots::SliceView slices(m_shared->document());
    QCOMPARE(test::namelessWidgets(importance), QString());
    QCOMPARE(test::namelessWidgets(slices), QString());
}

void TestSurrogateViews::themes_bothDraw()
{
    plots::SliceView view(m_shared->document());
    view.resize(900, 260);
    view.show();
    QVERIFY(waitForSlices(view, desk().parameter()));
    for (int i = 0; i < 2; ++i) {
        test::switchTheme(view);
        const QImage image = view.plots().grab().toImage();
        QCOMPARE(image.pixelColor(1, 1), look::coloursFor(view.palette()).canvas);
    }
}

QTEST_MAIN(TestSurrogateViews)
#include "tst_surrogate_views.moc"
