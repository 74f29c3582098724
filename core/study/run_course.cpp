// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/run_course.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace paretoscope::study {

namespace {

bool steeringChanged(const Pins& before, const Pins& after)
{
    const auto steering = [](Pins pins) {
        std::erase_if(pins, [](const Pin& pin) { return !pin.steer; });
        return pins;
    };
    return steering(before) != steering(after);
}

} // namespace

RunCourse::RunCourse(Session& session, RunJournal journal, std::unique_ptr<optimizer::Optimizer> optimizer)
    : m_session(session)
    , m_problem(session.study().problem)
    , m_log(std::move(journal.log))
    , m_marks(std::move(journal.marks))
    , m_pins(std::move(journal.pins))
    , m_books(session.study())
    , m_proposals(session.study(), std::move(optimizer), journal.lookahead)
{
    rebuildBooks();
    if (!m_log.empty() && std::isfinite(m_log[m_log.size() - 1].at_s))
        m_ran_s = m_log[m_log.size() - 1].at_s;
    m_proposals.replay(m_log, std::move(journal.breaks), journal.budget);
    if (steeringChanged(replayedPins(), m_pins))
        m_proposals.steer(m_pins);
    dropLeftovers();
}

void RunCourse::begin()
{
    if (m_state == RunState::Running)
        return;
    if (m_state == RunState::Finished && m_proposals.exhausted()) {
        m_proposals.retry();
        keepBreaks();
    }
    m_message.clear();
    if (canEvaluate())
        enter(RunState::Running);
}

/// Otherwise the run has failed, and says why.
bool RunCourse::canEvaluate()
{
    const Status ready = m_problem->ready({});
    if (!ready)
        fail(ready.error().text());
    return ready.hasValue();
}

void RunCourse::pause()
{
    if (m_state != RunState::Running)
        return;
    m_proposals.holdBack();
    m_askedBelow = 0;
    enter(RunState::Paused);
}

bool RunCourse::stop()
{
    if (m_state != RunState::Running && m_state != RunState::Paused)
        return false;
    m_proposals.holdBack();
    m_askedBelow = 0;
    enter(RunState::Stopping);
    return true;
}

void RunCourse::extendTo(std::uint64_t evaluations)
{
    m_proposals.setBudget(evaluations);
    keepBudget();
    goOnIfFinished();
}

void RunCourse::setPins(const Pins& pins)
{
    const bool steers = steeringChanged(m_pins, pins);
    m_pins = pins;
    m_session.put(kPinsKey, pinsToJson(pins));
    if (!steers)
        return;
    m_proposals.steer(pins);
    dropLeftovers();
    keepBreaks();
    // A pin that is dragged changes many times before the next proposal; only the last one counts.
    const std::uint64_t from = m_proposals.breaks().back().id;
    while (!m_marks.empty() && m_marks.back().trials >= from)
        m_marks.pop_back();
    m_marks.push_back({from, describeSteering(pins, *m_problem)});
    m_session.put(kMarksKey, marksToJson(m_marks));
    goOnIfFinished();
}

void RunCourse::inject(const space::Design& design)
{
    const space::Space& space = m_problem->space();
    Status allowed = design.row().size() == space.slotCount()
                         ? space.check(design)
                         : Status(Error{ErrorCode::InvalidInput, "it belongs to another space.", {}, {}});
    if (!allowed) {
        m_message = "The design was refused: " + allowed.error().text();
        return;
    }
    m_proposals.inject(design);
    m_askedBelow = m_proposals.endOfChosen();
    keepBudget();
    goOnIfFinished();
}

void RunCourse::finish(const CandidatePtr& candidate, std::optional<problem::Outcome> outcome)
{
    m_proposals.finish(candidate, std::move(outcome));
}

bool RunCourse::record()
{
    if (m_state == RunState::Failed)
        return false;
    std::vector<Trial> batch;
    for (const CandidatePtr& candidate : m_proposals.ready()) {
        Trial trial{candidate->id,     candidate->design, *candidate->outcome,
                    candidate->origin, running_s(),       0.0};
        trial.hypervolume = m_books.add(trial);
        batch.push_back(std::move(trial));
    }
    if (batch.empty())
        return false;
    if (const Status status = m_session.append(batch); !status) {
        rebuildBooks(); // the batch stays with the proposals until a later begin() gets it written
        fail(status.error().text());
        m_unkept = true;
        return false;
    }
    m_unkept = false;
    bool anyFailed = false;
    for (Trial& trial : batch) {
        anyFailed = anyFailed || trial.outcome.verdict == problem::Verdict::Failed;
        m_problem->recorded(trial.id, trial.design);
        m_proposals.tell(trial);
        m_log.append(std::move(trial));
    }
    if (!anyFailed || m_state != RunState::Running || canEvaluate())
        return false;
    m_proposals.holdBack();
    return true;
}

std::vector<CandidatePtr> RunCourse::takeWork()
{
    std::uint64_t below = 0;
    if (m_state == RunState::Running)
        below = m_proposals.nextId();
    else if (isQuiet(m_state) && m_state != RunState::Failed)
        below = m_askedBelow;
    return m_proposals.takeUnsubmitted(below);
}

void RunCourse::settle()
{
    if (m_state == RunState::Stopping && m_proposals.running() == 0)
        enter(RunState::Stopped);
    if (m_state != RunState::Running || m_proposals.inFlight() > 0)
        return;
    const bool spent = m_proposals.told() >= m_proposals.budget();
    if (spent || m_proposals.exhausted()) {
        dropLeftovers();
        m_message = spent ? std::string() : m_proposals.whyNone();
        enter(RunState::Finished);
    }
}

void RunCourse::fail(std::string message)
{
    m_message = std::move(message);
    enter(RunState::Failed);
}

std::shared_ptr<Snapshot> RunCourse::snapshot()
{
    auto next = std::make_shared<Snapshot>();
    next->state = m_state;
    next->message = m_message;
    next->unkept = m_unkept;
    next->trials = m_log;
    next->front = m_books.front();
    next->knee = m_books.knee();
    next->reference = m_books.reference();
    next->hypervolume = m_books.hypervolumeHistory();
    next->marks = m_marks;
    next->reasons = m_books.reasons();
    next->feasible = m_books.feasible();
    next->budget = m_proposals.budget();
    next->inFlight = m_proposals.inFlight();
    next->running_s = running_s();
    if (m_state == RunState::Running) {
        m_pace.note(next->running_s, m_log.size());
        next->evaluationsPerSecond = m_pace.perSecond();
        if (next->budget > m_log.size())
            next->remaining_s = m_pace.remaining_s(next->budget - m_log.size());
    }
    next->effort = m_proposals.effort();
    next->ledger = ledgerNow();
    return next;
}

void RunCourse::goOnIfFinished()
{
    if (m_state == RunState::Finished
        && (m_proposals.inFlight() > 0 || m_proposals.told() < m_proposals.budget()))
        begin();
}

void RunCourse::keepBudget()
{
    m_session.put(kBudgetKey, m_proposals.budget());
    keepBreaks();
}

void RunCourse::keepBreaks()
{
    m_session.put(kBreaksKey, breaksToJson(m_proposals.breaks()));
}

/// Nobody goes on from an interrupted evaluation whose trial was withdrawn.
void RunCourse::dropLeftovers()
{
    m_problem->awaits(m_proposals.awaited());
}

void RunCourse::enter(RunState state)
{
    if (m_state == RunState::Running)
        m_ran_s = running_s();
    if (state == RunState::Running) {
        m_since = Clock::now();
        m_pace.restart(m_ran_s);
    }
    m_state = state;
}

void RunCourse::rebuildBooks()
{
    m_books = Bookkeeping(m_session.study());
    for (std::size_t i = 0; i < m_log.size(); ++i)
        m_books.add(m_log[i]);
}

double RunCourse::running_s() const
{
    if (m_state != RunState::Running)
        return m_ran_s;
    return m_ran_s + std::chrono::duration<double>(Clock::now() - m_since).count();
}

/// The pins that the replayed breaks left with the optimizer.
Pins RunCourse::replayedPins() const
{
    const Breaks& breaks = m_proposals.breaks();
    const auto last = std::find_if(breaks.rbegin(), breaks.rend(),
                                   [](const Break& item) { return item.pins.has_value(); });
    return last == breaks.rend() ? Pins{} : *last->pins;
}

/// A copy of the agent's ledger; made anew only where there is news, which is at most once a design.
std::shared_ptr<const optimizer::PaboLedger> RunCourse::ledgerNow()
{
    const optimizer::PaboLedger* ledger = m_proposals.ledger();
    if (ledger == nullptr)
        return nullptr;
    const bool same = m_ledger && m_ledgerTold == m_proposals.told()
                      && m_ledger->turns.size() == ledger->turns.size();
    if (!same)
        m_ledger = std::make_shared<const optimizer::PaboLedger>(*ledger);
    m_ledgerTold = m_proposals.told();
    return m_ledger;
}

} // namespace paretoscope::study
