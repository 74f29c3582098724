// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/race_panel.h"

#include "tests/ui/panels/panel_checks.h"
#include "tests/ui/session/study_file.h"
#include "ui/panels/race_setup.h"
#include "ui/plots/race_curves_view.h"
#include "ui/plots/race_fronts_view.h"
#include "ui/session/reference_shelf.h"

#include <QFileDialog>
#include <QMenu>
#include <QTableView>
#include <QTest>

using namespace paretoscope;
using study::RunState;
using test::named;
using ui::panels::RacePanel;

namespace {

constexpr int kLong_ms = 20'000;

struct Scene
{
    explicit Scene(double evaluation_s = 0.0)
        : file(1000, evaluation_s)
    {
        reopen();
    }
    void reopen()
    {
        panel.reset();
        document.reset();
        auto opened = ui::session::StudyDocument::open(file.study.toStdString(), file.session.toStdString(),
                                                       {});
        document = std::make_unique<ui::session::StudyDocument>(std::move(opened).value());
        panel = std::make_unique<RacePanel>(*document, nullptr);
        panel->resize(900, 700);
        panel->show();
        QCoreApplication::processEvents();
    }
    void choose(const std::vector<std::string>& methods, int seeds, int evaluations)
    {
        panel->setup().setMethods(methods);
        named<QSpinBox>(*panel, QStringLiteral("Seeds"))->setValue(seeds);
        named<QSpinBox>(*panel, QStringLiteral("Evaluations of every"))->setValue(evaluations);
    }
    void click(const QString& name)
    {
        auto* button = named<QAbstractButton>(*panel, name);
        QVERIFY2(button != nullptr, qPrintable(name));
        QTRY_VERIFY2(button->isEnabled(), qPrintable(name)); // a race that has ended shows it a moment later
        QTest::mouseClick(button, Qt::LeftButton);
    }
    [[nodiscard]] RunState state() const
    {
        const study::RaceSnapshotPtr race = document->race().snapshot();
        return race ? race->state : RunState::Idle;
    }
    /// A finished race of two methods and three seeds, and its pictures.
    void finishOne()
    {
        choose({"nsga2", "random"}, 3, 60);
        click(QStringLiteral("Start the race"));
        QTRY_COMPARE_WITH_TIMEOUT(state(), RunState::Finished, kLong_ms);
        QTRY_COMPARE_WITH_TIMEOUT(panel->curves().bands().size(), std::size_t{2}, kLong_ms);
        QTRY_COMPARE_WITH_TIMEOUT(panel->curves().bands()[0].x.back(), 60.0, kLong_ms);
        QTRY_COMPARE_WITH_TIMEOUT(panel->fronts().fronts().lanes.size(), std::size_t{6}, kLong_ms);
        QTRY_COMPARE_WITH_TIMEOUT(panel->fronts().fronts().lanes[5].evaluations, std::uint64_t{60}, kLong_ms);
    }
    void moveTo(double x) const
    {
        QWidget* canvas = panel->curves().canvas();
        const QPointF point(panel->curves().pixelOf(x), canvas->height() / 2.0);
        QMouseEvent move(QEvent::MouseMove, point, canvas->mapToGlobal(point), Qt::NoButton, Qt::NoButton,
                         {});
        QCoreApplication::sendEvent(canvas, &move);
    }

    ui::StudyFile file;
    std::unique_ptr<ui::session::StudyDocument> document;
    std::unique_ptr<RacePanel> panel;
};

} // namespace

class TestRacePanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void beforeARace_thePanelInvites()
    {
        const Scene scene;
        QCOMPARE(test::namelessWidgets(*scene.panel), QString());
        const std::vector<std::string> usual{"auto", "nsga2", "random"};
        QCOMPARE(scene.panel->setup().methods(), usual);
        QVERIFY(named<QAbstractButton>(*scene.panel, QStringLiteral("Stop the race")) == nullptr);
        QCOMPARE(scene.panel->setup().plan().evaluations, std::uint64_t{100});
    }

    void start_racesWhatIsChosen()
    {
        Scene scene;
        scene.finishOne();
        QCOMPARE(scene.panel->fronts().pictures(), std::size_t{2});
        QVERIFY(scene.panel->fronts().titleOf(0).startsWith(QStringLiteral("NSGA-II")));
        QVERIFY(scene.panel->fronts().titleOf(1).contains(QStringLiteral("hypervolume")));
        const auto* progress = named<QProgressBar>(*scene.panel, QStringLiteral("Evaluations of the race"));
        QVERIFY(progress->text().startsWith(QStringLiteral("360 of 360, ")));
        QVERIFY(named<QAbstractButton>(*scene.panel, QStringLiteral("Stop the race")) == nullptr);
        test::switchTheme(*scene.panel);
        QCOMPARE(test::namelessWidgets(*scene.panel), QString());
    }

    void efforts_areTold()
    {
        Scene scene;
        scene.choose({"pabo", "random"}, 2, 12);
        scene.click(QStringLiteral("Start the race"));
        QTRY_COMPARE_WITH_TIMEOUT(scene.state(), RunState::Finished, kLong_ms);
        const auto* table = named<QTableView>(*scene.panel, QStringLiteral("What the methods have spent"));
        QVERIFY(table != nullptr);
        const auto cell = [&](int row, int column) {
            return table->model()->index(row, column).data().toString();
        };
        QTRY_VERIFY_WITH_TIMEOUT(cell(0, 1).toInt() > 0, kLong_ms);
        QCOMPARE(cell(0, 0), QStringLiteral("PABO"));
        QVERIFY(cell(0, 2) != QStringLiteral("–"));
        QVERIFY(cell(0, 3).endsWith(QLatin1Char('s')));
        QCOMPARE(cell(1, 1), QStringLiteral("–")); // drawing at random fits no model
    }

    void withoutMethods_nothingStarts()
    {
        Scene scene;
        scene.choose({}, 2, 50);
        QVERIFY(!named<QAbstractButton>(*scene.panel, QStringLiteral("Start the race"))->isEnabled());
        scene.choose({"random"}, 2, 50);
        QVERIFY(named<QAbstractButton>(*scene.panel, QStringLiteral("Start the race"))->isEnabled());
    }

    void methodsMenu_staysOpenWhileTicking()
    {
        Scene scene;
        auto* button = named<QToolButton>(*scene.panel, QStringLiteral("Methods that race"));
        QMenu* menu = button->menu();
        menu->popup(scene.panel->mapToGlobal(QPoint(20, 20)));
        QAction* first = menu->actions().front();
        const bool before = first->isChecked();
        QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(first).center());
        QVERIFY(menu->isVisible());
        QCOMPARE(first->isChecked(), !before);
        QCOMPARE(button->text(), QStringLiteral("2 methods"));
        menu->close();
    }

    void pauseStepAndStop_doWhatTheySay()
    {
        Scene scene(0.001);
        scene.choose({"nsga2", "random"}, 2, 400);
        scene.click(QStringLiteral("Start the race"));
        QTRY_VERIFY_WITH_TIMEOUT(scene.state() == RunState::Running, kLong_ms);
        QTRY_VERIFY_WITH_TIMEOUT(named<QAbstractButton>(*scene.panel, QStringLiteral("Pause the race")),
                                 kLong_ms);
        QVERIFY(!named<QAbstractButton>(*scene.panel, QStringLiteral("Start the race"))->isEnabled());
        scene.click(QStringLiteral("Pause the race"));
        QTRY_VERIFY_WITH_TIMEOUT(scene.state() == RunState::Paused, kLong_ms);
        const auto least = [&scene] {
            std::uint64_t found = 400;
            for (const study::RaceLanePtr& lane : scene.document->race().snapshot()->lanes)
                found = std::min(found, lane->evaluations);
            return found;
        };
        const std::uint64_t before = least();
        scene.click(QStringLiteral("10 evaluations more"));
        QTRY_VERIFY_WITH_TIMEOUT(least() >= before + 10 && scene.state() == RunState::Paused, kLong_ms);
        scene.click(QStringLiteral("Stop the race"));
        QTRY_VERIFY_WITH_TIMEOUT(scene.state() == RunState::Stopped, kLong_ms);
        QTRY_VERIFY_WITH_TIMEOUT(
            named<QAbstractButton>(*scene.panel, QStringLiteral("Start the race"))->isEnabled(), kLong_ms);
    }

    void pointingAtAMoment_showsItsFronts()
    {
        Scene scene;
        scene.finishOne();
        scene.moveTo(20.0);
        for (std::size_t i = 0; i < 6; ++i)
            QTRY_COMPARE_WITH_TIMEOUT(scene.panel->fronts().fronts().lanes[i].evaluations, std::uint64_t{20},
                                      kLong_ms);
        QTest::keyClick(scene.panel->curves().canvas(), Qt::Key_Right);
        QTRY_COMPARE_WITH_TIMEOUT(scene.panel->fronts().fronts().lanes[0].evaluations, std::uint64_t{21},
                                  kLong_ms);
        QTest::keyClick(scene.panel->curves().canvas(), Qt::Key_Escape);
        QTRY_COMPARE_WITH_TIMEOUT(scene.panel->fronts().fronts().lanes[0].evaluations, std::uint64_t{60},
                                  kLong_ms);
    }

    void choiceOfMeasureAndClock_changesTheCurves()
    {
        Scene scene;
        scene.finishOne();
        auto* measure = named<QComboBox>(*scene.panel, QStringLiteral("What is followed"));
        measure->setCurrentIndex(2);
        QTRY_VERIFY_WITH_TIMEOUT(scene.panel->curves().bands()[1].y.back().median
                                     < scene.panel->curves().bands()[1].y[1].median,
                                 kLong_ms); // the best f2 falls
        scene.click(QStringLiteral("Draw over seconds"));
        QTRY_VERIFY_WITH_TIMEOUT(scene.panel->curves().bands()[0].x.back() < 60.0, kLong_ms);
        scene.reopen();
        QCOMPARE(scene.panel->curves().measure().objective, 1);
        QVERIFY(scene.panel->curves().clock() == study::RaceClock::Seconds);
    }

    void reference_isALineAmongBestValues()
    {
        Scene scene;
        scene.finishOne();
        study::Trial known;
        known.id = 5;
        known.outcome.metrics = {0.3, 0.7};
        known.outcome.verdict = problem::Verdict::Feasible;
        scene.document->references().make(known);
        const QString told = QStringLiteral("Design 5 0.7, a reference");
        const QWidget* canvas = scene.panel->curves().canvas();
        QVERIFY(!canvas->accessibleDescription().contains(told)); // one design has no hypervolume to compare
        named<QComboBox>(*scene.panel, QStringLiteral("What is followed"))->setCurrentIndex(2);
        QTRY_VERIFY2(canvas->accessibleDescription().contains(told),
                     qPrintable(canvas->accessibleDescription()));
    }

    void race_comesBackWithItsSession()
    {
        Scene scene;
        scene.finishOne();
        const study::RaceSnapshotPtr before = scene.document->race().snapshot();
        scene.reopen();
        const study::RaceSnapshotPtr after = scene.document->race().snapshot();
        QVERIFY(after);
        QVERIFY(!scene.document->race().isLive());
        QCOMPARE(after->lanes.size(), before->lanes.size());
        for (std::size_t i = 0; i < after->lanes.size(); ++i)
            QVERIFY(after->lanes[i]->trace == before->lanes[i]->trace);
        QTRY_COMPARE_WITH_TIMEOUT(scene.panel->fronts().pictures(), std::size_t{2}, kLong_ms);
        QVERIFY(named<QAbstractButton>(*scene.panel, QStringLiteral("Start the race"))->isEnabled());
        QVERIFY(named<QAbstractButton>(*scene.panel, QStringLiteral("Pause the race")) == nullptr);
    }

    void closedWhileItRuns_isKeptAsFarAsItCame()
    {
        Scene scene(0.001);
        scene.choose({"random"}, 2, 5000);
        scene.click(QStringLiteral("Start the race"));
        QTRY_VERIFY_WITH_TIMEOUT(
            scene.document->race().snapshot() && scene.document->race().snapshot()->done() > 5, kLong_ms);
        scene.reopen();
        QVERIFY(scene.document->race().snapshot());
        QVERIFY(scene.document->race().snapshot()->done() > 5);
        QCOMPARE(scene.state(), RunState::Stopped);
    }

    void methodThatCannotSearch_isSaid()
    {
        Scene scene;
        scene.choose({"random", "hpabo"}, 1, 20);
        scene.click(QStringLiteral("Start the race"));
        QTRY_COMPARE_WITH_TIMEOUT(scene.state(), RunState::Finished, kLong_ms);
        const auto says = [&scene](const QString& words) {
            for (const QLabel* label : scene.panel->findChildren<QLabel*>())
                if (label->isVisible() && label->text().contains(words))
                    return true;
            return false;
        };
        QTRY_VERIFY(says(QStringLiteral("was left out")));
        scene.choose({"hpabo"}, 1, 20);
        scene.click(QStringLiteral("Start the race"));
        QTRY_VERIFY_WITH_TIMEOUT(says(QStringLiteral("no method can search this problem")), kLong_ms);
    }

    void export_writesATable()
    {
        Scene scene;
        scene.finishOne();
        scene.click(QStringLiteral("Export the race"));
        auto* dialog = scene.panel->findChild<QFileDialog*>();
        QVERIFY(dialog);
        const QString path = scene.file.folder.filePath(QStringLiteral("race.csv"));
        Q_EMIT dialog->fileSelected(path);
        dialog->close();
        QTRY_VERIFY_WITH_TIMEOUT(QFileInfo(path).size() > 500, kLong_ms);
    }
};

QTEST_MAIN(TestRacePanel)
#include "tst_race_panel.moc"
