// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/quantity_words.h"
#include "core/lesson/narration.h"
#include "core/lesson/scenes.h"
#include "core/pareto/dominance.h"
#include "core/study/safe_evaluation.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace paretoscope;
using namespace paretoscope::lesson;

namespace {

LessonPtr given(const LessonSetup& setup)
{
    auto lesson = giveLesson(setup, {});
    return lesson ? lesson.value() : nullptr;
}

LessonSetup laneOf(const char* title, std::size_t lane = 0)
{
    for (const Scene& scene : scenes())
        if (scene.title == title)
            return scene.lanes.at(lane);
    return {};
}

std::vector<double> objectivesOf(const Lesson& lesson, std::uint64_t trial)
{
    return study::minimisedObjectives(*lesson.setup.problem, lesson.steps[trial].trial.outcome.metrics);
}

} // namespace

class TestLesson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyScene_runsToItsEnd_data();
    void everyScene_runsToItsEnd();
    void method_hasItsSceneOrTheFirst();
    void sameSetup_givesTheSameLesson();
    void stage_isWhereTheProblemIs();
    void model_isSureWhereItMeasured();
    void proposal_isNearTheBestOfTheAcquisition();
    void model_beatsGuessing();
    void front_isWhatNothingBeats();
    void parents_breedAndAreOfThePopulation();
    void words_sayWhatHappened();
    void machines_showTheirInnerSearches();
    void unknownMethod_isRefused();
    void stopped_saysSo();
};

void TestLesson::everyScene_runsToItsEnd_data()
{
    QTest::addColumn<int>("scene");
    for (std::size_t i = 0; i < scenes().size(); ++i)
        QTest::newRow(scenes()[i].title.c_str()) << static_cast<int>(i);
}

void TestLesson::everyScene_runsToItsEnd()
{
    QFETCH(const int, scene);
    const Scene& shown = scenes()[static_cast<std::size_t>(scene)];
    QVERIFY(!shown.text.empty());
    for (LessonSetup setup : shown.lanes) {
        if (setup.problem->name() == "glyphs")
            setup.steps = 10; // each trains a network; two are by models
        const LessonPtr lesson = given(setup);
        QVERIFY(lesson);
        QCOMPARE(lesson->steps.size(), setup.steps);
        for (const LessonStep& step : lesson->steps) {
            QVERIFY(!step.why.empty());
            QVERIFY(!step.what.empty());
            QVERIFY(!step.thought.phase.empty());
        }
    }
}

void TestLesson::method_hasItsSceneOrTheFirst()
{
    for (const char* method : {"pabo_literal", "cbo", "nsga2"}) {
        const Scene& scene = scenes().at(sceneForMethod(method));
        QCOMPARE(scene.lanes.front().method.name, std::string(method));
    }
    QCOMPARE(sceneForMethod("pabo"), sceneForMethod("pabo_literal")); // the simplest scene of the agent
    QCOMPARE(sceneForMethod("astrology"), std::size_t{0});
}

void TestLesson::sameSetup_givesTheSameLesson()
{
    const LessonPtr a = given(laneOf("A model of a curve"));
    const LessonPtr b = given(laneOf("A model of a curve"));
    for (std::size_t i = 0; i < a->steps.size(); ++i) {
        QVERIFY(a->steps[i].trial.design == b->steps[i].trial.design);
        QVERIFY(a->steps[i].beliefs.acquisition == b->steps[i].beliefs.acquisition);
    }
}

void TestLesson::stage_isWhereTheProblemIs()
{
    const LessonPtr curve = given(laneOf("A model of a curve"));
    QVERIFY(curve->stage.isLine());
    // The function's least value is -6.0207 at 0.7572 (closed form; the stage is a grid).
    const auto least = std::min_element(curve->stage.truth.begin(), curve->stage.truth.end());
    QVERIFY(std::abs(*least + 6.0207) < 0.01);
    const auto place = static_cast<std::size_t>(least - curve->stage.truth.begin());
    QVERIFY(std::abs(curve->stage.designs[place].row()[0] - 0.7572) < 0.005);
    const LessonPtr map = given(laneOf("A model of a map"));
    QCOMPARE(map->stage.truth.size(), map->stage.columns * map->stage.rows);
    QVERIFY(std::abs(*std::min_element(map->stage.truth.begin(), map->stage.truth.end()) - 0.398) < 0.2);
    QVERIFY(given(laneOf("Guessing against evolution", 1))->stage.empty());
}

void TestLesson::model_isSureWhereItMeasured()
{
    const LessonPtr lesson = given(laneOf("A model of a curve"));
    const LessonStep& late = lesson->steps.back();
    const optimizer::OutcomeBelief& belief = late.beliefs.outcomes.at(0);
    double widest = 0.0;
    for (std::size_t i = 0; i < belief.low.size(); ++i)
        widest = std::max(widest, belief.high[i] - belief.low[i]);
    for (std::size_t i = 0; i + 1 < lesson->steps.size(); ++i) {
        const double x = lesson->steps[i].trial.design.row()[0];
        const auto at = static_cast<std::size_t>(std::lround(x * static_cast<double>(belief.low.size() - 1)));
        QVERIFY(belief.high[at] - belief.low[at] < std::max(0.25 * widest, 0.5));
    }
}

void TestLesson::proposal_isNearTheBestOfTheAcquisition()
{
    const LessonPtr lesson = given(laneOf("A model of a curve"));
    for (const LessonStep& step : lesson->steps) {
        if (step.beliefs.acquisition.empty())
            continue;
        const auto& values = step.beliefs.acquisition;
        const double most = *std::max_element(values.begin(), values.end());
        const double x = step.trial.design.row()[0];
        const auto at = static_cast<std::size_t>(std::lround(x * static_cast<double>(values.size() - 1)));
        double near = -INFINITY;
        for (std::size_t i = at > 1 ? at - 2 : 0; i < std::min(values.size(), at + 3); ++i)
            near = std::max(near, values[i]);
        QVERIFY2(near >= most - 1.0, qPrintable(QString::number(near - most)));
    }
}

void TestLesson::model_beatsGuessing()
{
    const auto bestOf = [](const Lesson& lesson) {
        double best = INFINITY;
        for (const LessonStep& step : lesson.steps)
            best = std::min(best, step.trial.outcome.metrics[0]);
        return best;
    };
    const double guessed = bestOf(*given(laneOf("Guessing against a model", 0)));
    const double modelled = bestOf(*given(laneOf("Guessing against a model", 1)));
    QVERIFY(modelled < guessed);
    QVERIFY(modelled < -6.0);
}

void TestLesson::front_isWhatNothingBeats()
{
    const LessonPtr lesson = given(laneOf("Two goals at once"));
    const LessonStep& last = lesson->steps.back();
    QVERIFY(last.front.size() > 5);
    for (const LessonStep& step : lesson->steps) {
        if (step.trial.outcome.verdict != problem::Verdict::Feasible)
            continue;
        const bool member = std::binary_search(last.front.begin(), last.front.end(), step.trial.id);
        bool beaten = false;
        for (const LessonStep& other : lesson->steps)
            if (other.trial.outcome.verdict == problem::Verdict::Feasible)
                beaten = beaten
                         || pareto::dominates(objectivesOf(*lesson, other.trial.id),
                                              objectivesOf(*lesson, step.trial.id));
        QCOMPARE(member, !beaten);
    }
}

void TestLesson::parents_breedAndAreOfThePopulation()
{
    const LessonPtr lesson = given(laneOf("Two goals at once"));
    std::size_t bred = 0;
    for (const LessonStep& step : lesson->steps) {
        if (step.thought.parents.empty())
            continue;
        ++bred;
        QCOMPARE(step.thought.population.size(), std::size_t{16});
        for (const std::uint64_t parent : step.thought.parents) {
            QVERIFY(parent < step.trial.id);
            QVERIFY(std::count(step.thought.population.begin(), step.thought.population.end(), parent) == 1);
        }
    }
    QCOMPARE(bred, std::size_t{160 - 16});
}

void TestLesson::words_sayWhatHappened()
{
    const LessonPtr lesson = given(laneOf("A model of a curve"));
    double best = INFINITY;
    for (const LessonStep& step : lesson->steps) {
        const double value = step.trial.outcome.metrics[0];
        const bool saysBest = step.what[0].find("the best so far; before") != std::string::npos;
        QCOMPARE(saysBest, std::isfinite(best) && value < best);
        best = std::min(best, value);
    }
    QCOMPARE(quantityWords(0.01234, "mm²"), std::string("0.0123 mm²"));
    QCOMPARE(quantityWords(4.871e-8, "J"), std::string("48.7 nJ"));
    QCOMPARE(quantityWords(9.999e-7, "J"), std::string("1 µJ"));
    QCOMPARE(quantityWords(-2e-9, "s"), std::string("-2 ns"));
    QCOMPARE(quantityWords(0.0523, ""), std::string("0.0523"));
    QCOMPARE(quantityWords(0.0, "J"), std::string("0 J"));
}

void TestLesson::machines_showTheirInnerSearches()
{
    const LessonPtr lesson = given(laneOf("Machines and their mappings"));
    QVERIFY(lesson->stage.isLine());
    QVERIFY(std::any_of(lesson->stage.truth.begin(), lesson->stage.truth.end(),
                        [](double value) { return std::isnan(value); })); // too narrow for the dataflow
    for (const LessonStep& step : lesson->steps) {
        QVERIFY(step.inner != nullptr);
        const codesign::Funnel& drawn = step.inner->drawn;
        QVERIFY(drawn.raw >= drawn.array && drawn.array >= drawn.scratchpads
                && drawn.scratchpads >= drawn.valid);
        const bool works = step.trial.outcome.verdict == problem::Verdict::Feasible;
        QVERIFY(!works || step.inner->best_Js.size() == step.inner->layers.size());
        if (step.thought.fromModel) {
            QCOMPARE(step.beliefs.feasibility.size(), lesson->stage.designs.size());
            QCOMPARE(step.beliefs.acquisition.size(), lesson->stage.designs.size());
        }
    }
    QVERIFY(given(laneOf("A model of a curve"))->steps.front().inner == nullptr);
}

void TestLesson::unknownMethod_isRefused()
{
    LessonSetup setup = laneOf("A model of a curve");
    setup.method = {"astrology", {}};
    const auto lesson = giveLesson(setup, {});
    QVERIFY(!lesson);
    QVERIFY(lesson.error().what.find("astrology") != std::string::npos);
}

void TestLesson::stopped_saysSo()
{
    std::stop_source stop;
    std::uint64_t last = 0;
    const auto lesson = giveLesson(laneOf("A model of a map"), stop.get_token(), [&](std::uint64_t done) {
        last = done;
        if (done == 3)
            stop.request_stop();
    });
    QVERIFY(!lesson);
    QCOMPARE(lesson.error().code, ErrorCode::Cancelled);
    QVERIFY(last < 6);
}

QTEST_APPLESS_MAIN(TestLesson)
#include "tst_lesson.moc"
