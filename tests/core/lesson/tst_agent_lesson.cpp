// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lesson/agent.h"
#include "core/lesson/own_units.h"
#include "core/lesson/slices.h"
#include "core/pareto/hypervolume.h"
#include "core/problem/glyph_problem.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace paretoscope;
using namespace paretoscope::lesson;
using optimizer::PaboTurn;

namespace {

constexpr std::size_t kFirst = 6;
constexpr std::size_t kSteps = 14;

std::shared_ptr<const problem::Problem> digits()
{
    static const auto kProblem = problem::makeGlyphProblem({}).value();
    return kProblem;
}

LessonPtr lessonBy(const std::string& method, std::vector<std::pair<std::string, std::string>> choices = {})
{
    LessonSetup setup;
    setup.problem = digits();
    setup.method = {method, {{"initial", kFirst}}, std::move(choices)};
    setup.steps = kSteps;
    setup.reference = {0.9, 1e-7};
    auto lesson = giveLesson(setup, {});
    return lesson ? lesson.value() : nullptr;
}

const Lesson& literal()
{
    static const LessonPtr kLesson = lessonBy("pabo_literal", {{"gate", "on"}});
    return *kLesson;
}

const Lesson& anchored()
{
    static const LessonPtr kLesson = lessonBy("pabo");
    return *kLesson;
}

} // namespace

class TestAgentLesson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void firstDesigns_haveNoTurns()
    {
        QVERIFY(literal().byAgent);
        for (std::size_t i = 0; i < kFirst; ++i) {
            QVERIFY(literal().steps[i].turns.empty());
            QVERIFY(literal().steps[i].aroundProposal.empty());
            QCOMPARE(knowledgeOf(literal().steps[i], 1), Knowledge::First);
        }
    }

    void everyTurn_isToldOnce()
    {
        std::size_t turns = 0, vetoes = 0, skipped = 0;
        for (std::size_t i = kFirst; i < kSteps; ++i) {
            const LessonStep& step = literal().steps[i];
            const PaboTurn* own = ownTurn(step);
            QVERIFY(own != nullptr);
            QCOMPARE(own->decision, PaboTurn::Decision::Proposed);
            QCOMPARE(own->trial.value_or(999), step.trial.id);
            QVERIFY(own->told);
            for (const PaboTurn& turn : step.turns) {
                ++turns;
                vetoes += turn.decision == PaboTurn::Decision::Vetoed ? 1U : 0U;
                skipped += turn.updatesSkipped;
            }
            QCOMPARE(step.counters.turns, std::uint64_t{turns});
            QCOMPARE(step.counters.vetoes, std::uint64_t{vetoes});
            QCOMPARE(step.counters.updatesSkipped, std::uint64_t{skipped});
            QVERIFY(step.effort.counted);
        }
        QVERIFY(skipped > 0); // otherwise this seed shows nothing of the rule
    }

    void models_knowWhatTheyOwnOrAreGiven()
    {
        for (std::size_t i = kFirst; i < kSteps; ++i) {
            const LessonStep& step = literal().steps[i];
            const PaboTurn& turn = *ownTurn(step);
            QCOMPARE(knowledgeOf(step, turn.owner), Knowledge::Owned);
            QCOMPARE(knowledgeOf(step, 1 - turn.owner), turn.shared ? Knowledge::Shared : Knowledge::None);
        }
    }

    void slices_goThroughTheProposal()
    {
        for (std::size_t i = kFirst; i < kSteps; ++i) {
            const LessonStep& step = literal().steps[i];
            QCOMPARE(step.aroundProposal.size(), digits()->space().size());
            const optimizer::Slice* slice = sliceAlong(step.aroundProposal, 6);
            QVERIFY(slice != nullptr);
            const auto own = std::find(slice->designs.begin(), slice->designs.end(), step.trial.design);
            QVERIFY(own != slice->designs.end());
            const auto place = static_cast<std::size_t>(own - slice->designs.begin());
            for (std::size_t j = 0; j < 2; ++j)
                QVERIFY(std::abs(slice->beliefs[j].median[place] / step.expected.outcomes[j].median[0] - 1.0)
                        < 1e-9);
            QVERIFY(std::is_sorted(slice->positions.begin(), slice->positions.end()));
            QCOMPARE(slice->acquisition.size(), slice->designs.size());
        }
        QVERIFY(sliceAlong({}, 0) == nullptr);
    }

    void incumbent_isTheAnchorOrTheBestOfTheOwner()
    {
        for (std::size_t i = kFirst; i < kSteps; ++i) {
            const auto anchor = incumbentOf(anchored(), anchored().steps[i]);
            const std::vector<std::uint64_t>& front = anchored().steps[i - 1].front;
            QVERIFY(anchor && std::binary_search(front.begin(), front.end(), *anchor));
            const PaboTurn& turn = *ownTurn(literal().steps[i]);
            const auto best = incumbentOf(literal(), literal().steps[i]);
            QVERIFY(best && *best < i);
            for (std::size_t k = 0; k < i; ++k)
                QVERIFY(literal().steps[k].trial.outcome.metrics[turn.owner]
                        >= literal().steps[*best].trial.outcome.metrics[turn.owner]);
        }
        QVERIFY(!incumbentOf(literal(), literal().steps[0]));
    }

    void hypervolume_isOfTheFrontByDecades()
    {
        const Lesson& lesson = anchored();
        QVERIFY(!lesson.byDecades[0]); // a share
        QVERIFY(lesson.byDecades[1]);  // an energy
        std::vector<double> points;
        for (const std::uint64_t id : lesson.steps.back().front) {
            const auto& metrics = lesson.steps[id].trial.outcome.metrics;
            points.insert(points.end(), {metrics[0], std::log10(metrics[1])});
        }
        const std::vector<double> reference{0.9, -7.0};
        const double expected = pareto::hypervolume(points, reference).value();
        QVERIFY(expected > 0.0);
        QVERIFY(std::abs(lesson.steps.back().hypervolume - expected) < 1e-9);
        for (std::size_t i = 1; i < kSteps; ++i)
            QVERIFY(lesson.steps[i].hypervolume >= lesson.steps[i - 1].hypervolume);
    }

    void words_sayWhatWasSpared()
    {
        bool spared = false;
        for (std::size_t i = kFirst; i < kSteps; ++i) {
            const std::vector<std::string> words = agentWords(literal().steps[i], *digits());
            QCOMPARE(words.size(), std::size_t{2});
            QVERIFY(words[1].find("not computed") != std::string::npos);
            const bool alone = words[0].find("spared") != std::string::npos;
            QCOMPARE(alone, !ownTurn(literal().steps[i])->shared);
            spared = spared || alone;
        }
        QVERIFY(spared);
        QVERIFY(agentWords(literal().steps[0], *digits()).empty());
    }

    void otherMethods_haveNoAgent()
    {
        const LessonPtr joint = lessonBy("ehvi");
        QVERIFY(joint);
        QVERIFY(!joint->byAgent);
        QVERIFY(joint->steps.back().turns.empty());
        QVERIFY(!joint->steps.back().aroundProposal.empty());
        QVERIFY(joint->steps.back().effort.acquisitionEvaluations > 0);
    }
};

QTEST_APPLESS_MAIN(TestAgentLesson)
#include "tst_agent_lesson.moc"
