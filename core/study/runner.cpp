// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/runner.h"

#include "core/problem/command_problem.h"
#include "core/study/executor.h"
#include "core/study/proposals.h"
#include "core/study/run_bookkeeping.h"
#include "core/study/run_history.h"
#include "core/study/safe_evaluation.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <thread>
#include <utility>

namespace paretoscope::study {

namespace {

using Clock = std::chrono::steady_clock;
using nlohmann::json;

constexpr const char* kLookaheadKey = "lookahead";

double seconds(Clock::duration duration)
{
    return std::chrono::duration<double>(duration).count();
}

/// What a session knows of its run besides the trials.
struct Journalled
{
    TrialLog log;
    Breaks breaks;
    std::vector<SteeringMark> marks;
    Pins pins;
    std::uint64_t budget = 0;
    unsigned lookahead = 0;
};

Result<Journalled> readJournal(Session& session, unsigned lookahead)
{
    const std::string file = session.file().string();
    Journalled found;
    Result<TrialLog> log = session.trials();
    if (!log)
        return log.error();
    found.log = std::move(log).value();
    Result<Breaks> breaks = breaksFromJson(session.get(kBreaksKey), file);
    if (!breaks)
        return breaks.error();
    found.breaks = std::move(breaks).value();
    Result<std::vector<SteeringMark>> marks = marksFromJson(session.get(kMarksKey), file);
    if (!marks)
        return marks.error();
    found.marks = std::move(marks).value();
    if (const json pins = session.get(kPinsKey); !pins.is_null()) {
        Result<Pins> read = pinsFromJson(pins, file);
        if (!read)
            return read.error();
        found.pins = std::move(read).value();
    }
    const json budget = session.get(kBudgetKey);
    found.budget = budget.is_number_unsigned() ? budget.get<std::uint64_t>() : session.study().evaluations;
    const json before = session.get(kLookaheadKey);
    const bool kept = before.is_number_unsigned() && before.get<std::uint64_t>() <= 65'536;
    found.lookahead = std::max(kept ? before.get<unsigned>() : lookahead, 1U);
    if (!kept)
        session.put(kLookaheadKey, found.lookahead);
    return found;
}

/// What an interrupted evaluation leaves stands beside the journal.
problem::Past pastOf(const Session& session, const TrialLog& log)
{
    problem::Past past;
    past.scratch = session.file();
    past.scratch += "-interrupted";
    for (std::size_t i = 0; i < log.size(); ++i)
        past.trials.push_back({log[i].id, &log[i].design, &log[i].outcome});
    return past;
}

/// One coordinator thread does everything in turn: what a person asks for, what workers bring back, journal,
/// optimizer, snapshot. Public methods only leave it a command.
class ThreadRunner final : public Runner
{
public:
    ThreadRunner(Session& session, Options options, Journalled journal,
                 std::unique_ptr<optimizer::Optimizer> optimizer)
        : m_session(session)
        , m_problem(session.study().problem)
        , m_options(std::move(options))
        , m_log(std::move(journal.log))
        , m_marks(std::move(journal.marks))
        , m_pins(std::move(journal.pins))
        , m_books(session.study())
        , m_proposals(session.study(), std::move(optimizer), journal.lookahead)
    {
        m_options.publishPerSecond = std::clamp(m_options.publishPerSecond, 0.1, 30.0);
        rebuildBooks();
        if (!m_log.empty() && std::isfinite(m_log[m_log.size() - 1].at_s))
            m_ran_s = m_log[m_log.size() - 1].at_s;
        m_proposals.replay(m_log, std::move(journal.breaks), journal.budget);
        if (steeringChanged(replayedPins(), m_pins))
            m_proposals.steer(m_pins);
        publish();
        m_executor = makeThreadExecutor(m_options.workers);
        m_thread = std::jthread([this](const std::stop_token& stop) { coordinate(stop); });
    }
    ~ThreadRunner() override =
        default; // joins the thread, which cancels; then the executor waits for workers

    void start() override
    {
        command([this] { begin(); });
    }
    void pause() override
    {
        command([this] {
            if (m_state == RunState::Running) {
                m_proposals.holdBack();
                m_askedBelow = 0;
                enter(RunState::Paused);
            }
        });
    }
    void stop() override
    {
        command([this] {
            if (m_state == RunState::Running || m_state == RunState::Paused) {
                m_proposals.holdBack();
                m_askedBelow = 0;
                m_executor->cancel();
                enter(RunState::Stopping);
            }
        });
    }
    void extendTo(std::uint64_t evaluations) override
    {
        command([this, evaluations] {
            m_proposals.setBudget(evaluations);
            keepBudget();
            goOnIfFinished();
        });
    }
    void setPins(const Pins& pins) override
    {
        command([this, pins] { applyPins(pins); });
    }
    void inject(const space::Design& design) override
    {
        command([this, design] { place(design); });
    }

    SnapshotPtr snapshot() const override
    {
        const std::scoped_lock lock(m_mutex);
        return m_snapshot;
    }
    bool waitUntilQuiet(double limit_s) override
    {
        std::unique_lock lock(m_mutex);
        return m_quiet.wait_for(lock, std::chrono::duration<double>(std::clamp(limit_s, 0.0, 1e6)), [this] {
            return m_commands.empty() && !m_busy && isQuiet(m_snapshot->state);
        });
    }

private:
    struct Finished
    {
        CandidatePtr candidate;
        std::optional<problem::Outcome> outcome;
    };

    // ---- any thread

    void command(std::function<void()> work)
    {
        const std::scoped_lock lock(m_mutex);
        m_commands.push_back(std::move(work));
        m_news.notify_one();
    }

    // ---- workers

    void evaluate(const CandidatePtr& candidate, const std::stop_token& stop)
    {
        if (!candidate->claim(Candidate::Stage::Started))
            return; // taken back meanwhile
        std::optional<problem::Outcome> outcome = evaluateTrialSafely(*m_problem, candidate->id,
                                                                      candidate->design, stop);
        const std::scoped_lock lock(m_mutex);
        m_finished.push_back({candidate, std::move(outcome)});
        m_news.notify_one();
    }

    // ---- the coordinator

    void coordinate(const std::stop_token& stop)
    {
        std::unique_lock lock(m_mutex);
        while (!stop.stop_requested()) {
            const auto news = [this] { return !m_commands.empty() || !m_finished.empty(); };
            if (m_dirty || m_state == RunState::Running)
                m_news.wait_until(lock, stop, m_published + publishInterval(), news);
            else
                m_news.wait(lock, stop, news);
            if (stop.stop_requested())
                break;
            const auto commands = std::exchange(m_commands, {});
            auto finished = std::exchange(m_finished, {});
            m_busy = true;
            lock.unlock();
            guarded([&] { step(commands, finished); });
            lock.lock();
            m_busy = false;
            m_quiet.notify_all();
        }
        // What a person asked for last (a pin, a longer budget) is journalled even where the search goes no
        // further.
        const auto last = std::exchange(m_commands, {});
        lock.unlock();
        guarded([&last] {
            for (const auto& work : last)
                work();
        });
        m_executor->cancel();
    }

    /// An idle clock on the screen moves twice a second; results come as often as the options say.
    [[nodiscard]] Clock::duration publishInterval() const
    {
        constexpr double kHeartbeat_s = 0.5;
        const double interval_s = m_dirty ? 1.0 / m_options.publishPerSecond : kHeartbeat_s;
        return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(interval_s));
    }

    /// Libraries below may throw (out of memory); that ends the run, not the program.
    template <class Work> void guarded(Work work)
    {
        std::string what = "The search failed";
        try {
            work();
            return;
        } catch (const std::exception& exception) {
            what += std::string(": ") + exception.what() + '.';
        } catch (...) {
            what += '.';
        }
        fail(what);
        publish();
    }

    void step(const std::vector<std::function<void()>>& commands, std::vector<Finished>& finished)
    {
        const RunState before = m_state;
        for (const auto& work : commands)
            work();
        for (Finished& item : finished)
            m_proposals.finish(item.candidate, std::move(item.outcome));
        if (m_state != RunState::Failed)
            record();
        submit();
        settle();
        m_dirty = m_dirty || !finished.empty() || !commands.empty();
        const bool due = Clock::now() - m_published >= publishInterval();
        if (m_state != before || (due && (m_dirty || m_state == RunState::Running)))
            publish();
    }

    /// Journals all that is ready in one transaction, then lets the optimizer learn it one by one.
    void record()
    {
        std::vector<Trial> batch;
        for (const CandidatePtr& candidate : m_proposals.ready()) {
            Trial trial{candidate->id,     candidate->design, *candidate->outcome,
                        candidate->origin, running_s(),       0.0};
            trial.hypervolume = m_books.add(trial);
            batch.push_back(std::move(trial));
        }
        if (batch.empty())
            return;
        if (const Status status = m_session.append(batch); !status) {
            rebuildBooks(); // the batch stays with the proposals until a later start() gets it written
            fail(status.error().text());
            return;
        }
        bool anyFailed = false;
        for (Trial& trial : batch) {
            anyFailed = anyFailed || trial.outcome.verdict == problem::Verdict::Failed;
            m_problem->recorded(trial.id, trial.design);
            m_proposals.tell(trial);
            m_log.append(std::move(trial));
        }
        if (anyFailed && m_state == RunState::Running && !canEvaluate()) {
            m_proposals.holdBack();
            m_executor->cancel(); // what is under way would fail as well
        }
    }

    /// A run that rests still evaluates what a person asks for, and what was proposed before it: trials are
    /// recorded in the order of their ids.
    void submit()
    {
        std::uint64_t below = 0;
        if (m_state == RunState::Running)
            below = m_proposals.nextId();
        else if (isQuiet(m_state) && m_state != RunState::Failed)
            below = m_askedBelow;
        for (CandidatePtr& candidate : m_proposals.takeUnsubmitted(below))
            m_executor->submit([this, candidate = std::move(candidate)](const std::stop_token& stop) {
                evaluate(candidate, stop);
            });
    }

    void settle()
    {
        if (m_state == RunState::Stopping && m_proposals.running() == 0)
            enter(RunState::Stopped);
        if (m_state != RunState::Running || m_proposals.inFlight() > 0)
            return;
        const bool spent = m_proposals.told() >= m_proposals.budget();
        if (spent || m_proposals.exhausted()) {
            m_message = spent ? std::string() : m_proposals.whyNone();
            enter(RunState::Finished);
        }
    }

    void begin()
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
    [[nodiscard]] bool canEvaluate()
    {
        const Status ready = problem::readyToEvaluate(*m_problem, m_thread.get_stop_token());
        if (!ready)
            fail(ready.error().text());
        return ready.hasValue();
    }

    void goOnIfFinished()
    {
        if (m_state == RunState::Finished
            && (m_proposals.inFlight() > 0 || m_proposals.told() < m_proposals.budget()))
            begin();
    }

    void applyPins(const Pins& pins)
    {
        const bool steers = steeringChanged(m_pins, pins);
        m_pins = pins;
        m_session.put(kPinsKey, pinsToJson(pins));
        if (!steers)
            return;
        m_proposals.steer(pins);
        keepBreaks();
        // A pin that is dragged changes many times before the next proposal; only the last one counts.
        const std::uint64_t from = m_proposals.breaks().back().id;
        while (!m_marks.empty() && m_marks.back().trials >= from)
            m_marks.pop_back();
        m_marks.push_back({from, describeSteering(pins, *m_problem)});
        m_session.put(kMarksKey, marksToJson(m_marks));
        goOnIfFinished();
    }

    void place(const space::Design& design)
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

    void keepBudget()
    {
        m_session.put(kBudgetKey, m_proposals.budget());
        keepBreaks();
    }
    void keepBreaks() { m_session.put(kBreaksKey, breaksToJson(m_proposals.breaks())); }

    void fail(std::string message)
    {
        m_message = std::move(message);
        enter(RunState::Failed);
    }

    void enter(RunState state)
    {
        if (m_state == RunState::Running)
            m_ran_s = running_s();
        if (state == RunState::Running) {
            m_since = Clock::now();
            m_pace.restart(m_ran_s);
        }
        m_state = state;
        m_dirty = true;
    }

    [[nodiscard]] double running_s() const
    {
        return m_state == RunState::Running ? m_ran_s + seconds(Clock::now() - m_since) : m_ran_s;
    }

    void rebuildBooks()
    {
        m_books = Bookkeeping(m_session.study());
        for (std::size_t i = 0; i < m_log.size(); ++i)
            m_books.add(m_log[i]);
    }

    [[nodiscard]] bool steeringChanged(const Pins& before, const Pins& after) const
    {
        const auto steering = [](Pins pins) {
            std::erase_if(pins, [](const Pin& pin) { return !pin.steer; });
            return pins;
        };
        return steering(before) != steering(after);
    }

    /// The pins that the replayed breaks left with the optimizer.
    [[nodiscard]] Pins replayedPins() const
    {
        const Breaks& breaks = m_proposals.breaks();
        const auto last = std::find_if(breaks.rbegin(), breaks.rend(),
                                       [](const Break& item) { return item.pins.has_value(); });
        return last == breaks.rend() ? Pins{} : *last->pins;
    }

    /// A copy of the agent's ledger; made anew only where there is news, which is at most once a design.
    [[nodiscard]] std::shared_ptr<const optimizer::PaboLedger> ledgerNow()
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

    void publish()
    {
        auto next = std::make_shared<Snapshot>();
        next->revision = ++m_revision;
        next->state = m_state;
        next->message = m_message;
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
        {
            const std::scoped_lock lock(m_mutex);
            m_snapshot = std::move(next);
        }
        m_published = Clock::now();
        m_dirty = false;
        if (m_revision > 1 && m_options.wake) // the first is there before make() returns
            m_options.wake();
    }

    Session& m_session;
    const std::shared_ptr<const problem::Problem> m_problem;
    Options m_options;

    // The coordinator's alone.
    TrialLog m_log;
    std::vector<SteeringMark> m_marks;
    Pins m_pins;
    Bookkeeping m_books;
    Proposals m_proposals;
    Pace m_pace;
    std::shared_ptr<const optimizer::PaboLedger> m_ledger; ///< as last published
    std::uint64_t m_ledgerTold = 0;                        ///< results that it knows
    RunState m_state = RunState::Idle;
    std::string m_message;
    std::uint64_t m_askedBelow = 0; ///< ids below are evaluated even while the run rests
    double m_ran_s = 0.0;           ///< before m_since
    Clock::time_point m_since;
    Clock::time_point m_published;
    std::uint64_t m_revision = 0;
    bool m_dirty = false; ///< something changed since the newest snapshot

    mutable std::mutex m_mutex; ///< guards the rest
    std::condition_variable_any m_news;
    std::condition_variable m_quiet;
    std::vector<std::function<void()>> m_commands;
    std::vector<Finished> m_finished;
    bool m_busy = false;
    SnapshotPtr m_snapshot;

    std::unique_ptr<Executor> m_executor; ///< waits for workers before what they touch goes
    std::jthread m_thread;
};

} // namespace

Result<std::unique_ptr<Runner>> Runner::make(Session& session, Options options)
{
    const Study& study = session.study();
    Result<std::unique_ptr<optimizer::Optimizer>> optimizer = optimizer::makeOptimizer(
        study.method, searchProblemOf(study), study.seed);
    if (!optimizer)
        return optimizer.error();
    Result<Journalled> journal = readJournal(session, options.lookahead);
    if (!journal)
        return journal.error();
    study.problem->resume(pastOf(session, journal->log));
    return std::unique_ptr<Runner>(std::make_unique<ThreadRunner>(
        session, std::move(options), std::move(journal).value(), std::move(optimizer).value()));
}

} // namespace paretoscope::study
