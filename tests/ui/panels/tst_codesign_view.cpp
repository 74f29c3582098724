// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/codesign_view.h"

#include "core/codesign/mapping_features.h"
#include "tests/ui/panels/panel_checks.h"
#include "tests/ui/session/study_file.h"
#include "ui/panels/attribution_page.h"
#include "ui/panels/codesign_funnel.h"
#include "ui/panels/codesign_race.h"
#include "ui/panels/codesign_search.h"
#include "ui/panels/codesign_timeline.h"
#include "ui/session/reference_shelf.h"

#include <QCheckBox>
#include <QComboBox>
#include <QPushButton>
#include <QSpinBox>
#include <QTest>

using namespace paretoscope;
using ui::panels::CodesignView;

namespace {

constexpr int kLong_ms = 20'000;

/// A co-design study that takes a fraction of a second: two layers, eight machines.
const QString kStudy = QStringLiteral(
    R"({"format": "paretoscope-study", "version": 1, "name": "Small", "description": "For tests.",
        "problem": {"model": "codesign", "evaluator": "lite",
          "network": {"format": "paretoscope-network", "version": 1, "name": "two layers",
            "description": "a convolution and a product", "source": "made up", "layers": [
              {"name": "conv", "kind": "convolution", "filter": [3, 3], "output": [8, 8],
               "input_channels": 8, "output_channels": 16},
              {"name": "product", "kind": "fully_connected", "inputs": 64, "outputs": 32}]},
          "mapping_search": {"evaluations": 24, "warm_up": 12, "pool": 16}},
        "objectives": ["latency", "energy"], "method": {"name": "random"}, "evaluations": 8, "seed": 1})");

struct Scene
{
    explicit Scene(bool codesign = true)
        : file(8)
    {
        if (codesign)
            ui::StudyFile::write(file.study, kStudy);
        auto opened = ui::session::StudyDocument::open(file.study.toStdString(), file.session.toStdString(),
                                                       {});
        document = std::make_unique<ui::session::StudyDocument>(std::move(opened).value());
        view = std::make_unique<CodesignView>(*document);
        view->resize(1100, 700);
        view->show();
        QCoreApplication::processEvents();
    }
    /// The study done, and the searches of one machine at hand.
    void finish()
    {
        document->start();
        QTRY_COMPARE_WITH_TIMEOUT(document->snapshot()->trials.size(), std::size_t{8}, kLong_ms);
        QVERIFY(!document->snapshot()->front.empty());
        document->selection().setFocus(document->snapshot()->front.front());
        QTRY_VERIFY_WITH_TIMEOUT(view->desk().shown() == document->selection().focus(), kLong_ms);
        QTRY_VERIFY_WITH_TIMEOUT(view->desk().record() != nullptr, kLong_ms);
    }

    ui::StudyFile file;
    std::unique_ptr<ui::session::StudyDocument> document;
    std::unique_ptr<CodesignView> view;
};

} // namespace

class TestCodesignView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void otherStudies_haveOneSentence()
    {
        Scene scene(false);
        QVERIFY(scene.view->sentence().contains(QStringLiteral("Learned co-design")));
        QVERIFY(scene.view->desk().model() == nullptr);
    }

    void beforeTheFirstMachine_itSaysSo()
    {
        Scene scene;
        QVERIFY(scene.view->sentence().contains(QStringLiteral("No machine has been tried yet")));
        QCOMPARE(test::namelessWidgets(*scene.view), QString());
    }

    void referenceMachine_isMeasuredBesideTheTrials()
    {
        Scene scene;
        scene.finish();
        QTRY_VERIFY_WITH_TIMEOUT(scene.document->references().baseline() != nullptr, kLong_ms);
        const study::Reference& hand = *scene.document->references().baseline();
        QCOMPARE(hand.name, std::string("Eyeriss"));
        QCOMPARE(hand.trial.outcome.metrics[1], 1.0);
        scene.document->selection().setFocus(hand.trial.id);
        QTRY_VERIFY_WITH_TIMEOUT(scene.view->desk().machine() == codesign::eyeriss(168), kLong_ms);
    }

    void funnel_narrowsAndARuleTakenAwayLetsMoreThrough()
    {
        Scene scene;
        scene.finish();
        scene.view->showPage(CodesignView::Funnel);
        auto& funnel = scene.view->funnel();
        QTRY_VERIFY_WITH_TIMEOUT(!funnel.chart().stages().empty(), kLong_ms);
        QTRY_VERIFY_WITH_TIMEOUT(funnel.chart().stages().front().left >= 100'000, kLong_ms);
        const auto before = funnel.chart().stages();
        for (std::size_t i = 1; i < before.size(); ++i)
            QVERIFY(before[i].left <= before[i - 1].left);
        const double share = static_cast<double>(before.back().left)
                             / static_cast<double>(before.front().left);
        QTest::mouseClick(funnel.rule(2), Qt::LeftButton, {}, QPoint(8, funnel.rule(2)->height() / 2));
        QVERIFY(!funnel.rule(2)->isChecked());
        const auto& after = funnel.chart().stages();
        QVERIFY(!after[3].enforced);
        QVERIFY(static_cast<double>(after.back().left) / static_cast<double>(after.front().left) > share);
    }

    void search_stepsThroughEvaluations()
    {
        Scene scene;
        scene.finish();
        scene.view->showPage(CodesignView::Search);
        auto& search = scene.view->search();
        QTRY_COMPARE_WITH_TIMEOUT(search.curves().content().values.size(), std::size_t{24}, kLong_ms);
        QCOMPARE(search.step(), 23);
        QVERIFY(search.strip().moment().has_value());
        QCOMPARE(search.strip().moment()->trial, std::size_t{23});
        QCOMPARE(search.weights().weights().size(), codesign::kMappingFeatures);
        QTRY_COMPARE_WITH_TIMEOUT(search.curves().content().bands.size(), std::size_t{1}, kLong_ms);
        const QPoint early(static_cast<int>(search.curves().pixelOf(3)), 60);
        QTest::mouseClick(search.curves().canvas(), Qt::LeftButton, {}, early);
        QCOMPARE(search.step(), 3);
        QVERIFY(!search.strip().moment().has_value());
        QTest::mouseClick(test::named<QAbstractButton>(search, QStringLiteral("One evaluation on")),
                          Qt::LeftButton);
        QCOMPARE(search.step(), 4);
    }

    void timeline_choosesMachineAndLayer()
    {
        Scene scene;
        scene.finish();
        auto& timeline = scene.view->timeline().timeline();
        QTRY_COMPARE_WITH_TIMEOUT(timeline.columns().size(), std::size_t{8}, kLong_ms);
        QTRY_VERIFY_WITH_TIMEOUT(timeline.columns().back().known, kLong_ms);
        const auto& column = timeline.columns()[5];
        QTest::mouseClick(&timeline, Qt::LeftButton, {}, timeline.cellOf(5, 1).center().toPoint());
        QCOMPARE(scene.document->selection().focus(), std::optional(column.id));
        QCOMPARE(scene.view->desk().layer(), std::size_t{1});
        timeline.setFocus();
        QTRY_COMPARE_WITH_TIMEOUT(scene.view->desk().shown(), std::optional(column.id), kLong_ms);
        QTRY_VERIFY_WITH_TIMEOUT(scene.view->desk().result() != nullptr, kLong_ms);
        QCoreApplication::processEvents();
        QTest::keyClick(&timeline, Qt::Key_Left);
        QTRY_COMPARE(scene.document->selection().focus(), std::optional(timeline.columns()[4].id));
    }

    void race_runsAllMethodsAndCanBeCancelled()
    {
        Scene scene;
        scene.finish();
        scene.view->showPage(CodesignView::Race);
        auto& race = scene.view->race();
        test::named<QSpinBox>(race, QStringLiteral("Seeds"))->setValue(3);
        QTest::mouseClick(race.startButton(), Qt::LeftButton);
        QVERIFY(race.isRunning());
        QTest::mouseClick(race.startButton(), Qt::LeftButton);
        QVERIFY(!race.isRunning());
        QCOMPARE(race.words(), QStringLiteral("Cancelled."));
        QTest::mouseClick(race.startButton(), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!race.isRunning(), kLong_ms);
        QCOMPARE(race.curves().content().bands.size(), std::size_t{4});
        QVERIFY(race.words().startsWith(QStringLiteral("3 seeds, 24 evaluations")));
    }

    void attribution_fillsAllFourPlaces()
    {
        Scene scene;
        scene.finish();
        ui::panels::AttributionPage page(*scene.document);
        page.setDesign(*scene.document->selection().focus());
        page.resize(360, 500);
        page.show();
        QTRY_VERIFY_WITH_TIMEOUT(page.words().contains(QStringLiteral("hand-made machine"))
                                     || page.words().contains(QStringLiteral("cannot be shared out")),
                                 kLong_ms);
        QVERIFY(page.cellText(0, 0).contains(QStringLiteral("J")));
        for (std::size_t row = 0; row < 2; ++row)
            for (std::size_t column = 0; column < 2; ++column)
                QVERIFY(page.cellText(row, column) != QStringLiteral("…"));
    }
};

QTEST_MAIN(TestCodesignView)
#include "tst_codesign_view.moc"
