// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/test_problem.h"
#include "tests/ui/plots/fabricated_document.h"
#include "ui/panels/teach_view.h"
#include "ui/plots/lesson_twin.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace paretoscope;
using namespace paretoscope::ui;

namespace {

template <class Widget> Widget* named(const QWidget& parent, const QString& start)
{
    for (Widget* widget : parent.findChildren<Widget*>())
        if (widget->accessibleName().startsWith(start))
            return widget;
    return nullptr;
}

/// A view of the first scene, ready.
struct Shown
{
    Shown()
        : made(20)
        , view(made.document())
    {
        view.resize(900, 600);
        view.show();
    }
    bool ready()
    {
        return QTest::qWaitFor([this] { return !view.pictures().empty(); }, 20'000);
    }
    bool choose(int scene)
    {
        auto* box = named<QComboBox>(view, QStringLiteral("Scene"));
        box->setCurrentIndex(scene);
        Q_EMIT box->activated(scene);
        return ready();
    }
    bool give(const lesson::Scene& scene)
    {
        QSignalSpy ready(&view.player(), &session::LessonPlayer::prepared);
        view.player().give(scene);
        return ready.wait(20'000);
    }
    /// How many pixels of a picture differ from what it showed before.
    static int changed(const QImage& a, const QImage& b)
    {
        int count = 0;
        for (int y = 0; y < a.height(); ++y)
            for (int x = 0; x < a.width(); ++x)
                count += a.pixel(x, y) != b.pixel(x, y) ? 1 : 0;
        return count;
    }

    test::FabricatedDocument made;
    panels::TeachView view;
};

/// Two goals, five numbers, six first designs and four by models.
lesson::LessonSetup agentLane(const std::string& method)
{
    problem::TestProblemOptions options;
    options.function = "zdt1";
    options.variables = 5;
    lesson::LessonSetup setup;
    setup.problem = problem::makeTestProblem(options).value();
    setup.method = {method, {{"initial", 6}}};
    setup.steps = 10;
    setup.reference = {1.5, 8.0};
    return setup;
}

} // namespace

class TestTeach : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keys_walkTheClock();
    void sameBeat_looksTheSame();
    void truth_isDrawnOnRequest();
    void twoLanes_shareTheClock();
    void guess_isJudgedWhenRevealed();
    void playing_stopsAtTheEnd();
    void slider_goesAnywhere();
    void everyScene_isShown();
    void agentScene_showsModelsAndLedger();
    void markOfADesign_isDraggedToTheOther();
    void agentAndJointSearch_countTheirWork();
    void nextScene_takesThePicturesOfTheLastAway();
};

void TestTeach::keys_walkTheClock()
{
    Shown shown;
    QVERIFY(shown.ready());
    session::LessonPlayer& player = shown.view.player();
    QCOMPARE(player.beat(), 0);
    QTest::keyClick(&shown.view, Qt::Key_Right);
    QCOMPARE(player.beat(), 1);
    QVERIFY(player.isOpen());
    QVERIFY(shown.view.narration().contains(QStringLiteral("First designs")));
    QTest::keyClick(&shown.view, Qt::Key_Right);
    QVERIFY(shown.view.narration().contains(QStringLiteral("Result")));
    QTest::keyClick(&shown.view, Qt::Key_Left);
    QCOMPARE(player.beat(), 1);
    QTest::keyClick(&shown.view, Qt::Key_End);
    QCOMPARE(player.beat(), player.beats());
    QTest::keyClick(&shown.view, Qt::Key_Right);
    QCOMPARE(player.beat(), player.beats());
    QTest::keyClick(&shown.view, Qt::Key_Home);
    QCOMPARE(player.beat(), 0);
    QTest::keyClick(&shown.view, Qt::Key_Left);
    QCOMPARE(player.beat(), 0);
}

void TestTeach::sameBeat_looksTheSame()
{
    Shown shown;
    QVERIFY(shown.ready());
    session::LessonPlayer& player = shown.view.player();
    player.setBeat(13);
    QTest::qWait(20);
    const QImage first = shown.view.grab().toImage();
    player.setBeat(20);
    QTest::qWait(20);
    QVERIFY(Shown::changed(first, shown.view.grab().toImage()) > 500);
    player.setBeat(13);
    QTest::qWait(20);
    QCOMPARE(Shown::changed(first, shown.view.grab().toImage()), 0);
}

void TestTeach::truth_isDrawnOnRequest()
{
    Shown shown;
    QVERIFY(shown.ready());
    shown.view.player().setBeat(9);
    QTest::qWait(20);
    const QImage without = shown.view.pictures()[0]->grab().toImage();
    shown.view.findChildren<QCheckBox*>().front()->click();
    QTest::qWait(20);
    QVERIFY(Shown::changed(without, shown.view.pictures()[0]->grab().toImage()) > 100);
}

void TestTeach::twoLanes_shareTheClock()
{
    Shown shown;
    QVERIFY(shown.ready());
    QVERIFY(shown.choose(1));
    session::LessonPlayer& player = shown.view.player();
    QCOMPARE(shown.view.pictures().size(), std::size_t{2});
    player.setBeat(10);
    QCOMPARE(player.results(0), std::size_t{5});
    QCOMPARE(player.results(1), std::size_t{5});
    QVERIFY(shown.view.narration().contains(QStringLiteral("Random search")));
    QVERIFY(shown.view.narration().contains(QStringLiteral("Bayesian")));
    // Nothing can be guessed at where there are two.
    QVERIFY(!shown.view.findChildren<QCheckBox*>()[1]->isEnabled());
}

void TestTeach::guess_isJudgedWhenRevealed()
{
    Shown shown;
    QVERIFY(shown.ready());
    session::LessonPlayer& player = shown.view.player();
    shown.view.findChildren<QCheckBox*>()[1]->click();
    QVERIFY(player.isGuessing());
    player.setStepsPerSecond(100.0);
    player.play();
    QTRY_VERIFY(!player.isPlaying()); // it waits for the class
    QVERIFY(player.isOpen());
    QVERIFY(shown.view.narration().contains(QStringLiteral("Click where")));
    plots::LessonPicture* picture = shown.view.pictures()[0];
    const auto result = picture->resultOf(*player.current(0));
    QVERIFY(result.has_value());
    const QPoint place = picture->placeOf(result->x(), result->y()).toPoint();
    QWidget* canvas = picture->childAt(place);
    QTest::mouseClick(canvas, Qt::LeftButton, {}, canvas->mapFrom(picture, place));
    QVERIFY(player.guessed().has_value());
    QTest::keyClick(&shown.view, Qt::Key_Right);
    QCOMPARE(player.misses().size(), std::size_t{1});
    QVERIFY(player.misses()[0] < 0.02);
    QVERIFY(shown.view.narration().contains(QStringLiteral("Your last guess")));
    // Going back and forth does not count twice.
    QTest::keyClick(&shown.view, Qt::Key_Left);
    QTest::keyClick(&shown.view, Qt::Key_Right);
    QCOMPARE(player.misses().size(), std::size_t{1});
}

void TestTeach::playing_stopsAtTheEnd()
{
    Shown shown;
    QVERIFY(shown.ready());
    session::LessonPlayer& player = shown.view.player();
    player.setStepsPerSecond(100.0);
    player.setBeat(player.beats() - 3);
    QTest::keyClick(&shown.view, Qt::Key_Space);
    QVERIFY(player.isPlaying());
    QTRY_COMPARE(player.beat(), player.beats());
    QVERIFY(!player.isPlaying());
}

void TestTeach::slider_goesAnywhere()
{
    Shown shown;
    QVERIFY(shown.ready());
    auto* slider = named<QSlider>(shown.view, QStringLiteral("Time line"));
    QCOMPARE(slider->maximum(), shown.view.player().beats());
    slider->setValue(7);
    QCOMPARE(shown.view.player().beat(), 7);
}

void TestTeach::everyScene_isShown()
{
    Shown shown;
    QVERIFY(shown.ready());
    for (int scene = 2; scene < static_cast<int>(lesson::scenes().size()); ++scene) {
        if (lesson::scenes()[static_cast<std::size_t>(scene)].lanes[0].problem->name() == "glyphs")
            continue; // trains networks; see agentScene_showsModelsAndLedger
        QVERIFY(shown.choose(scene));
        session::LessonPlayer& player = shown.view.player();
        const QImage empty = shown.view.pictures()[0]->grab().toImage();
        player.setBeat(player.beats() - 1);
        QTest::qWait(20);
        QVERIFY(Shown::changed(empty, shown.view.pictures()[0]->grab().toImage()) > 300);
        QVERIFY(!shown.view.pictures()[0]->accessibleDescription().isEmpty());
    }
}

void TestTeach::agentScene_showsModelsAndLedger()
{
    Shown shown;
    QVERIFY(shown.ready());
    shown.view.resize(1300, 700); // where there is room for the models
    QVERIFY(shown.give({"literal", "", {agentLane("pabo_literal")}}));
    session::LessonPlayer& player = shown.view.player();
    auto* table = named<QTableView>(shown.view, QStringLiteral("Turns of the agent"));
    auto* along = named<QComboBox>(shown.view, QStringLiteral("Parameter of the slice"));
    QVERIFY(table != nullptr && along != nullptr);
    QCOMPARE(along->count(), 5);
    player.setBeat(13); // the first design by models is proposed, and its result is open
    QTest::qWait(20);
    QCOMPARE(table->model()->rowCount(), 1);
    QVERIFY(table->model()->index(0, 2).data().toString().contains(QStringLiteral("being evaluated")));
    QTest::keyClick(&shown.view, Qt::Key_Right);
    QVERIFY(table->model()->index(0, 2).data().toString().contains(QStringLiteral("learn")));
    QVERIFY(shown.view.narration().contains(QStringLiteral("not computed")));
    QTest::qWait(20);
    const QImage first = shown.view.pictures()[0]->grab().toImage();
    along->setCurrentIndex(3);
    QTest::qWait(20);
    QVERIFY(Shown::changed(first, shown.view.pictures()[0]->grab().toImage()) > 300);
    QTest::keyClick(&shown.view, Qt::Key_Home);
    QCOMPARE(table->model()->rowCount(), 0);
}

void TestTeach::markOfADesign_isDraggedToTheOther()
{
    using Through = plots::LessonTwin::Through;
    Shown shown;
    QVERIFY(shown.ready());
    shown.view.resize(1300, 700);
    QVERIFY(shown.give({"literal", "", {agentLane("pabo_literal")}}));
    auto* twin = shown.view.findChild<plots::LessonTwin*>();
    auto* along = named<QComboBox>(shown.view, QStringLiteral("Parameter of the slice"));
    QVERIFY(twin != nullptr && along != nullptr);
    QVERIFY(!twin->positionThrough(Through::Incumbent)); // no model yet
    shown.view.player().setBeat(15);
    QVERIFY(twin->positionThrough(Through::Proposal) && twin->positionThrough(Through::Incumbent));
    while (twin->positionThrough(Through::Proposal) == twin->positionThrough(Through::Incumbent)
           && along->currentIndex() + 1 < along->count())
        along->setCurrentIndex(along->currentIndex() + 1);
    QTest::qWait(20);
    const auto placeOf = [&](Through design) { return twin->placeOf(*twin->positionThrough(design), 1.0); };
    QWidget* plot = named<QWidget>(*twin, QStringLiteral("Model of"));
    QVERIFY(plot != nullptr);
    const auto send = [&](QEvent::Type type, Through design, Qt::MouseButton button) {
        const QPointF at(plot->mapFrom(twin, placeOf(design).toPoint()).x(), plot->height() / 2.0);
        QMouseEvent event(type, at, plot->mapToGlobal(at), button, Qt::LeftButton, {});
        QCoreApplication::sendEvent(plot, &event);
    };
    QCOMPARE(twin->through(), Through::Proposal);
    const QImage before = twin->grab().toImage();
    send(QEvent::MouseButtonPress, Through::Proposal, Qt::LeftButton);
    QCOMPARE(twin->through(), Through::Proposal);
    send(QEvent::MouseMove, Through::Incumbent, Qt::NoButton);
    send(QEvent::MouseButtonRelease, Through::Incumbent, Qt::LeftButton);
    QCOMPARE(twin->through(), Through::Incumbent);
    QCOMPARE(named<QComboBox>(*twin, QStringLiteral("Design that the slice"))->currentIndex(), 1);
    QTest::qWait(20);
    QVERIFY(Shown::changed(before, twin->grab().toImage()) > 100);
    send(QEvent::MouseMove, Through::Proposal, Qt::NoButton); // let go: moving changes nothing
    QCOMPARE(twin->through(), Through::Incumbent);
    send(QEvent::MouseButtonPress, Through::Proposal, Qt::LeftButton); // a click takes the other as well
    QCOMPARE(twin->through(), Through::Proposal);
}

void TestTeach::agentAndJointSearch_countTheirWork()
{
    Shown shown;
    QVERIFY(shown.ready());
    QVERIFY(shown.give({"both", "", {agentLane("pabo"), agentLane("ehvi")}}));
    shown.view.player().setBeat(shown.view.player().beats());
    int counting = 0;
    for (const QLabel* label : shown.view.findChildren<QLabel*>())
        counting += label->text().contains(QStringLiteral("acquisition evaluations")) ? 1 : 0;
    QCOMPARE(counting, 2);
    QCOMPARE(shown.view.pictures().size(), std::size_t{2});
}

void TestTeach::nextScene_takesThePicturesOfTheLastAway()
{
    Shown shown;
    QVERIFY(shown.ready());
    QCOMPARE(shown.view.pictures().size(), std::size_t{1});
    shown.view.player().give(lesson::scenes().front());
    QVERIFY(shown.view.pictures().empty());
    shown.view.grab(); // nothing is drawn of lessons that are gone
}

QTEST_MAIN(TestTeach)
#include "tst_teach.moc"
