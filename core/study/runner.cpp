// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/runner.h"

#include "core/study/executor.h"
#include "core/study/run_course.h"
#include "core/study/safe_evaluation.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace paretoscope::study {

namespace {

using Clock = std::chrono::steady_clock;

/// One coordinator thread does everything in turn: what a person asks for, what workers bring back, journal,
/// optimizer, snapshot. Public methods only leave it a command. What is done then, RunCourse decides.
class ThreadRunner final : public Runner
{
public:
    ThreadRunner(Session& session, Options options, RunJournal journal,
                 std::unique_ptr<optimizer::Optimizer> optimizer)
        : m_problem(session.study().problem)
        , m_options(std::move(options))
        , m_course(session, std::move(journal), std::move(optimizer))
    {
        m_options.publishPerSecond = std::clamp(m_options.publishPerSecond, 0.1, 30.0);
        publish();
        m_executor = makeThreadExecutor(m_options.workers);
        m_thread = std::jthread([this](const std::stop_token& stop) { coordinate(stop); });
    }
    ~ThreadRunner() override =
        default; // joins the thread, which cancels; then the executor waits for workers

    void start() override
    {
        command([this] { m_course.begin(); });
    }
    void pause() override
    {
        command([this] { m_course.pause(); });
    }
    void stop() override
    {
        command([this] {
            if (m_course.stop())
                m_executor->cancel();
        });
    }
    void extendTo(std::uint64_t evaluations) override
    {
        command([this, evaluations] { m_course.extendTo(evaluations); });
    }
    void setPins(const Pins& pins) override
    {
        command([this, pins] { m_course.setPins(pins); });
    }
    void inject(const space::Design& design) override
    {
        command([this, design] { m_course.inject(design); });
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
            if (m_dirty || m_course.state() == RunState::Running)
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
        m_course.fail(what);
        publish();
    }

    void step(const std::vector<std::function<void()>>& commands, std::vector<Finished>& finished)
    {
        const RunState before = m_course.state();
        for (const auto& work : commands)
            work();
        for (Finished& item : finished)
            m_course.finish(item.candidate, std::move(item.outcome));
        if (m_course.record())
            m_executor->cancel();
        for (CandidatePtr& candidate : m_course.takeWork())
            m_executor->submit([this, candidate = std::move(candidate)](const std::stop_token& stop) {
                evaluate(candidate, stop);
            });
        m_course.settle();
        m_dirty = m_dirty || !finished.empty() || !commands.empty();
        const bool due = Clock::now() - m_published >= publishInterval();
        const RunState after = m_course.state();
        if (after != before || (due && (m_dirty || after == RunState::Running)))
            publish();
    }

    void publish()
    {
        const std::shared_ptr<Snapshot> next = m_course.snapshot();
        next->revision = ++m_revision;
        {
            const std::scoped_lock lock(m_mutex);
            m_snapshot = next;
        }
        m_published = Clock::now();
        m_dirty = false;
        if (m_revision > 1 && m_options.wake) // the first is there before make() returns
            m_options.wake();
    }

    const std::shared_ptr<const problem::Problem> m_problem;
    Options m_options;

    // The coordinator's alone.
    RunCourse m_course;
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
    Result<RunJournal> journal = readJournal(session, options.lookahead);
    if (!journal)
        return journal.error();
    study.problem->resume(pastOf(session, journal->log));
    return std::unique_ptr<Runner>(std::make_unique<ThreadRunner>(
        session, std::move(options), std::move(journal).value(), std::move(optimizer).value()));
}

} // namespace paretoscope::study
