// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/convergence_view.h"

#include "tests/ui/plots/fabricated_document.h"
#include "tests/ui/session/study_file.h"
#include "ui/session/race_desk.h"

#include <QTest>

#include <qcustomplot.h>

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
};

QTEST_MAIN(TestConvergence)
#include "tst_convergence.moc"
