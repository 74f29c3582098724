// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lesson/lesson.h"

#include "core/lesson/agent.h"
#include "core/lesson/growth.h"
#include "core/lesson/narration.h"
#include "core/lesson/own_units.h"
#include "core/lesson/slices.h"
#include "core/pareto/dominance.h"
#include "core/pareto/front_archive.h"
#include "core/study/proposals.h"
#include "core/study/safe_evaluation.h"

#include <algorithm>

namespace paretoscope::lesson {

namespace {

std::string labelOf(const std::string& method)
{
    for (const optimizer::MethodDoc& doc : optimizer::methods())
        if (doc.name == method)
            return doc.label;
    return method;
}

/// The steps of one lesson as they are taken.
class Course
{
public:
    Course(Lesson& lesson, optimizer::Optimizer& optimizer)
        : m_lesson(lesson)
        , m_problem(*lesson.setup.problem)
        , m_optimizer(optimizer)
        , m_front(m_problem.objectives().size())
    { }

    /// \returns false when the method has nothing left to propose
    bool propose()
    {
        const std::uint64_t id = m_lesson.steps.size();
        auto design = m_optimizer.ask(id);
        if (!design) {
            m_lesson.end = m_optimizer.whyNone();
            return false;
        }
        m_step = {};
        m_step.trial.id = id;
        m_step.trial.design = std::move(*design);
        m_step.thought = m_optimizer.thought();
        readLedger();
        if (m_step.thought.fromModel)
            believe();
        m_step.why = whyWords(m_step, m_problem);
        return true;
    }

    /// \returns false when it was stopped
    bool evaluate(const std::stop_token& stop)
    {
        auto outcome = study::evaluateSafely(m_problem, m_step.trial.design, stop);
        if (!outcome)
            return false;
        m_step.trial.outcome = std::move(*outcome);
        const optimizer::Observation seen = study::observationOf(m_step.trial, m_problem);
        judge(seen);
        m_step.inner = innerSearchesOf(m_problem, m_step.trial.design, stop);
        if (m_step.inner != nullptr)
            m_step.what.push_back(innerWords(*m_step.inner));
        m_optimizer.tell(std::span(&seen, 1));
        readLedger();
        m_turns += m_step.turns.size();
        m_step.effort = m_optimizer.effort();
        for (std::string& sentence : agentWords(m_step, m_problem))
            m_step.what.push_back(std::move(sentence));
        m_lesson.steps.push_back(std::move(m_step));
        return true;
    }

private:
    void believe()
    {
        if (!m_lesson.stage.empty())
            if (auto beliefs = m_optimizer.beliefs(m_lesson.stage.designs))
                m_step.beliefs = inOwnUnits(std::move(beliefs).value());
        if (auto expected = m_optimizer.beliefs(std::span(&m_step.trial.design, 1)))
            m_step.expected = inOwnUnits(std::move(expected).value());
        if (!m_lesson.stage.empty())
            return;
        m_step.aroundProposal = slicesThrough(m_problem, m_optimizer, m_step.trial.design);
        if (const auto incumbent = incumbentOf(m_lesson, m_step))
            m_step.aroundIncumbent = slicesThrough(m_problem, m_optimizer,
                                                   m_lesson.steps[*incumbent].trial.design);
    }

    [[nodiscard]] optimizer::Beliefs inOwnUnits(optimizer::Beliefs beliefs) const
    {
        toOwnUnits(beliefs.outcomes, m_problem);
        return beliefs;
    }

    /// The agent's turns since the last design, as its ledger has them now.
    void readLedger()
    {
        const optimizer::PaboLedger* ledger = m_optimizer.ledger();
        if (ledger == nullptr)
            return;
        m_lesson.byAgent = true;
        m_step.turns.assign(ledger->turns.begin() + static_cast<std::ptrdiff_t>(m_turns),
                            ledger->turns.end());
        for (optimizer::PaboTurn& turn : m_step.turns)
            toOwnUnits(turn, m_problem);
        m_step.counters = ledger->counters;
    }

    void judge(const optimizer::Observation& seen)
    {
        Before before{m_problem, m_best, {}, 0, false};
        if (seen.violation == 0.0 && !seen.objectives.empty()) {
            const std::size_t k = seen.objectives.size();
            for (std::size_t row = 0; row < m_front.size(); ++row)
                if (pareto::dominates(m_front.points().subspan(row * k, k), seen.objectives))
                    before.beatenBy.push_back(m_front.ids()[row]);
            std::sort(before.beatenBy.begin(), before.beatenBy.end());
            const auto change = m_front.insert(seen.id, seen.objectives);
            before.onFront = change.inserted;
            before.beats = change.removed.size();
            m_best = std::min(m_best.value_or(seen.objectives[0]), seen.objectives[0]);
        }
        m_step.front.assign(m_front.ids().begin(), m_front.ids().end());
        std::sort(m_step.front.begin(), m_step.front.end());
        m_step.what = whatWords(m_step, before);
    }

    Lesson& m_lesson;
    const problem::Problem& m_problem;
    optimizer::Optimizer& m_optimizer;
    pareto::FrontArchive m_front;
    std::optional<double> m_best;
    std::size_t m_turns = 0; ///< of the ledger that belong to earlier steps
    LessonStep m_step;
};

} // namespace

Result<LessonPtr> giveLesson(const LessonSetup& setup, const std::stop_token& stop,
                             const std::function<void(std::uint64_t)>& progress)
{
    study::Study study;
    study.problem = setup.problem;
    optimizer::SearchProblem search = study::searchProblemOf(study);
    search.budget = setup.steps;
    auto optimizer = optimizer::makeOptimizer(setup.method, search, setup.seed);
    if (!optimizer)
        return optimizer.error();
    auto lesson = std::make_shared<Lesson>();
    lesson->setup = setup;
    lesson->method = labelOf(setup.method.name);
    lesson->stage = stageOf(*setup.problem, stop);
    Course course(*lesson, *optimizer.value());
    for (std::uint64_t step = 0; step < setup.steps && course.propose(); ++step) {
        if (!course.evaluate(stop) || stop.stop_requested())
            return Error{ErrorCode::Cancelled, "The lesson was cancelled.", {}, {}};
        if (progress)
            progress(step + 1);
    }
    measureGrowth(*lesson);
    return LessonPtr(std::move(lesson));
}

} // namespace paretoscope::lesson
