// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/convergence_view.h"

#include "tests/ui/plots/fabricated_document.h"
#include "tests/ui/session/study_file.h"
#include "ui/plots/plot_style.h"
#include "ui/plots/race_bands.h"
#include "ui/session/race_desk.h"

#include <QTest>

#include <qcustomplot.h>

#include <cmath>

using namespace paretoscope;
using ui::plots::ConvergenceView;

namespace {

constexpr int kLong_ms = 20'000;

QPointF pixelOf(const ConvergenceView& view, double x)
{
    const auto* plot = static_cast<QCustomPlot*>(view.canvas());
    return {plot->xAxis->coordToPixel(x), plot->height() / 2.0};
}

void moveTo(const ConvergenceView& view, double x)
{
    const QPointF point = pixelOf(view, x);
    QMouseEvent move(QEvent::MouseMove, point, view.canvas()->mapToGlobal(point), Qt::NoButton, Qt::NoButton,
                     {});
    QCoreApplication::sendEvent(view.canvas(), &move);
    QCoreApplication::processEvents();
}

void show(ConvergenceView& view)
{
    view.resize(700, 300);
    view.show();
    QCoreApplication::processEvents();
}

} // namespace

class TestConvergence : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bestValue_fallsAndEndsAtTheBestDesign()
    {
        test::FabricatedDocument made(300);
        ConvergenceView view(made.document());
        show(view);
        view.setMeasure({0});
        double best = std::numeric_limits<double>::infinity();
        const study::SnapshotPtr snapshot = made.document().snapshot();
        for (std::size_t i = 0; i < snapshot->trials.size(); ++i)
            if (snapshot->trials[i].outcome.verdict == problem::Verdict::Feasible)
                best = std::min(best, snapshot->trials[i].outcome.metrics[0]);
        QCOMPARE(view.samples().back().value, best);
        QCOMPARE(view.samples().back().trials, std::uint64_t{300});
        for (std::size_t i = 1; i < view.samples().size(); ++i)
            QVERIFY(view.samples()[i].value <= view.samples()[i - 1].value);
        made.growTo(400);
        QTRY_COMPARE(view.samples().back().trials, std::uint64_t{400});
    }

    void pointing_echoesTheDesignThatMadeTheStepAndAClickFocusesIt()
    {
        test::FabricatedDocument made(300);
        ConvergenceView view(made.document());
        show(view);
        view.setMeasure({1});
        const study::HypervolumeSample& last = view.samples()[view.samples().size() - 2];
        moveTo(view, 299.0);
        QCOMPARE(made.document().selection().hover(), std::optional<std::uint64_t>(last.trials - 1));
        QTest::mouseClick(view.canvas(), Qt::LeftButton, {}, pixelOf(view, 299.0).toPoint());
        QCOMPARE(made.document().selection().focus(), std::optional<std::uint64_t>(last.trials - 1));
        QCOMPARE(made.document().trial(last.trials - 1)->outcome.metrics[1], last.value);
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(view.canvas(), &leave);
        QVERIFY(!made.document().selection().hover());
    }

    void choice_isRememberedWithTheStudy()
    {
        test::FabricatedDocument made(100);
        {
            ConvergenceView view(made.document());
            view.setMeasure({2});
            view.setOverSeconds(true);
        }
        const ConvergenceView again(made.document());
        QCOMPARE(again.measure().objective, 2);
        QVERIFY(again.overSeconds());
    }

    void race_liesBehindTheRun()
    {
        ui::StudyFile file(60);
        auto opened = ui::session::StudyDocument::open(file.study.toStdString(), file.session.toStdString(),
                                                       {});
        ui::session::StudyDocument document(std::move(opened).value());
        document.start();
        QTRY_COMPARE_WITH_TIMEOUT(document.snapshot()->state, study::RunState::Finished, kLong_ms);
        ConvergenceView view(document);
        show(view);
        QVERIFY(view.bands().empty());
        study::RacePlan plan = study::racePlanFor(document.study(), {"nsga2", "random"});
        plan.evaluations = 50;
        document.race().begin(plan); // finds the reference point of the run by itself
        QTRY_VERIFY_WITH_TIMEOUT(view.bands().size() == 2 && view.bands()[1].x.back() == 50.0, kLong_ms);
        view.setWithRace(false);
        QVERIFY(view.bands().empty());
        view.setWithRace(true);
        QTRY_COMPARE_WITH_TIMEOUT(view.bands().size(), std::size_t{2}, kLong_ms);

        plan.reference = std::vector<double>{3.0, 30.0};
        document.race().begin(plan);
        QTRY_VERIFY_WITH_TIMEOUT(document.race().snapshot()->reference == *plan.reference, kLong_ms);
        QTRY_VERIFY_WITH_TIMEOUT(view.bands().empty(), kLong_ms); // other volumes do not compare
        view.setMeasure({0});
        QTRY_COMPARE_WITH_TIMEOUT(view.bands().size(), std::size_t{2}, kLong_ms); // best values do
    }

    void counts_haveWholeTicks_data()
    {
        QTest::addColumn<double>("end");
        for (const double end : {1.0, 3.0, 7.0, 12.0, 100.0, 25'000.0})
            QTest::addRow("%g", end) << end;
    }
    void counts_haveWholeTicks()
    {
        QFETCH(double, end);
        QCustomPlot plot;
        plot.resize(400, 200);
        plot.xAxis->setRange(0.0, end);
        ui::plots::dressAxis(*plot.xAxis, {.caption = QStringLiteral("Evaluations"),
                                           .unit = {},
                                           .logarithmic = false,
                                           .categories = {},
                                           .whole = true});
        plot.replot(QCustomPlot::rpImmediateRefresh);
        QVERIFY(plot.xAxis->tickVector().size() >= 2);
        for (const double tick : plot.xAxis->tickVector())
            QCOMPARE(tick, std::round(tick));
    }

    void names_useAllTheHeightThereIs()
    {
        using ui::plots::placeNames;
        // Room enough beside the plot: near their values, apart, inside.
        const auto roomy = placeNames({10.0, 12.0, 100.0}, 14.0, {0.0, 155.0}, {0.0, 210.0});
        QCOMPARE(roomy.line, 14.0);
        QCOMPARE(roomy.centres, (std::vector<double>{10.0, 24.0, 100.0}));
        // Twelve lines of 14 do not fit into 155, but into 210.
        const auto full = placeNames(std::vector<double>(12, 150.0), 14.0, {5.0, 160.0}, {0.0, 210.0});
        QCOMPARE(full.line, 14.0);
        QVERIFY(full.centres.front() - 7.0 >= 0.0 && full.centres.back() + 7.0 <= 210.0);
        for (std::size_t i = 1; i < full.centres.size(); ++i)
            QVERIFY(full.centres[i] - full.centres[i - 1] >= 14.0 - 1e-9);
        // And where nothing is enough they move together.
        const auto tight = placeNames(std::vector<double>(12, 50.0), 14.0, {0.0, 60.0}, {0.0, 120.0});
        QCOMPARE(tight.line, 10.0);
        QCOMPARE(tight.centres.front(), 5.0);
        QCOMPARE(tight.centres.back(), 115.0);
    }
};

QTEST_MAIN(TestConvergence)
#include "tst_convergence.moc"
