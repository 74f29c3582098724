// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/race.h"

#include "core/study/executor.h"
#include "core/study/race_lane.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <limits>
#include <mutex>
#include <thread>
#include <utility>

namespace paretoscope::study {

std::uint64_t RaceSnapshot::done() const
{
    std::uint64_t sum = 0;
    for (const RaceLanePtr& lane : lanes)
        sum += lane->evaluations;
    return sum;
}

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kNever = std::numeric_limits<std::uint64_t>::max();

/// One coordinator thread decides which lane may go how far; workers move them. Public methods only leave it
/// a command.
class ThreadRace final : public Race
{
public:
    ThreadRace(const Study& study, const RacePlan& plan, RaceField field, Options options)
        : m_study(study)
        , m_plan(plan)
        , m_options(std::move(options))
        , m_methods(std::move(field.methods))
        , m_leftOut(std::move(field.leftOut))
        , m_evaluations(study.problem)
    {
        m_options.publishPerSecond = std::clamp(m_options.publishPerSecond, 0.1, 30.0);
        for (RaceField::Starter& starter : field.starters) {
            Lane& lane = m_lanes.emplace_back();
            lane.run = std::make_unique<RaceLaneRun>(std::move(starter), m_plan, m_evaluations);
            lane.shown = lane.run->publish();
        }
        if (m_plan.reference)
            m_reference = *m_plan.reference;
        m_needsReference = !m_plan.reference;
        if (!m_needsReference)
            handOutReference();
        publish();
        m_executor = makeThreadExecutor(m_options.workers);
        m_thread = std::jthread([this](const std::stop_token& stop) { coordinate(stop); });
    }
    ~ThreadRace() override
    {
        m_hold = true; // lanes come back soon; the thread is joined before the executor waits for them
    }

    void start() override
    {
        command([this] { begin(kNever); });
    }
    void pause() override
    {
        command([this] {
            if (m_state == RunState::Running)
                enter(RunState::Paused);
        });
    }
    void stop() override
    {
        command([this] {
            if (m_state != RunState::Running && m_state != RunState::Paused)
                return;
            enter(RunState::Stopping);
            m_executor->cancel();
        });
    }
    void setPace(std::uint64_t evaluations) override
    {
        command([this, evaluations] {
            m_pace = evaluations;
            m_frame = slowest() + evaluations;
        });
    }
    void step(std::uint64_t evaluations) override
    {
        command([this, evaluations] { begin(slowest() + std::max<std::uint64_t>(evaluations, 1)); });
    }

    RaceSnapshotPtr snapshot() const override
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
    struct Lane
    {
        std::unique_ptr<RaceLaneRun> run; ///< its worker's, while it is out
        RaceLanePtr shown;                ///< guarded by the mutex while the lane is out
        bool out = false;                 ///< the coordinator only
    };

    /// Brings a lane back when its turn is over, or was dropped before it began.
    class Turn
    {
    public:
        Turn(ThreadRace& race, std::size_t lane)
            : m_race(race)
            , m_lane(lane)
        { }
        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;
        ~Turn()
        {
            const std::scoped_lock lock(m_race.m_mutex);
            m_race.m_back.push_back(m_lane);
            m_race.m_news.notify_one();
        }

    private:
        ThreadRace& m_race;
        std::size_t m_lane;
    };

    // ---- any thread

    void command(std::function<void()> work)
    {
        const std::scoped_lock lock(m_mutex);
        m_commands.push_back(std::move(work));
        m_news.notify_one();
    }

    // ---- workers

    void advance(Lane& lane, std::uint64_t target, const std::stop_token& stop)
    {
        constexpr auto kSlice = std::chrono::milliseconds(30); // a picture's time
        lane.run->advance(target, {Clock::now() + kSlice, m_hold, stop});
        RaceLanePtr shown = lane.run->publish();
        const std::scoped_lock lock(m_mutex);
        lane.shown = std::move(shown);
    }

    void findReference(const std::stop_token& stop)
    {
        std::vector<double> found;
        try {
            found = raceReference(m_study, m_plan.lookahead, m_evaluations, stop);
        } catch (const std::exception&) { // the lane of the same method will say what is wrong with it
            found.clear();
        }
        const std::scoped_lock lock(m_mutex);
        m_reference = std::move(found);
        m_needsReference = stop.stop_requested();
    }

    // ---- the coordinator

    void coordinate(const std::stop_token& stop)
    {
        std::unique_lock lock(m_mutex);
        while (!stop.stop_requested()) {
            const auto news = [this] { return !m_commands.empty() || !m_back.empty(); };
            if (m_dirty || m_state == RunState::Running)
                m_news.wait_until(lock, stop, m_ticked + tickInterval(), news);
            else
                m_news.wait(lock, stop, news);
            if (stop.stop_requested())
                break;
            const auto commands = std::exchange(m_commands, {});
            const auto back = std::exchange(m_back, {});
            m_busy = true;
            lock.unlock();
            guarded([&] { turn(commands, back); });
            lock.lock();
            m_busy = false;
            m_quiet.notify_all();
        }
        lock.unlock();
        m_executor->cancel();
    }

    [[nodiscard]] Clock::duration tickInterval() const
    {
        return std::chrono::duration_cast<Clock::duration>(
            std::chrono::duration<double>(1.0 / m_options.publishPerSecond));
    }

    /// Libraries below may throw (out of memory); that ends the race, not the program.
    template <class Work> void guarded(Work work)
    {
        std::string what = "The race failed";
        try {
            work();
            return;
        } catch (const std::exception& exception) {
            what += std::string(": ") + exception.what() + '.';
        } catch (...) {
            what += '.';
        }
        m_message = what;
        enter(RunState::Failed);
        publish();
    }

    void turn(const std::vector<std::function<void()>>& commands, const std::vector<std::size_t>& back)
    {
        const RunState before = m_state;
        for (const std::size_t lane : back)
            bringBack(lane);
        for (const auto& work : commands)
            work();
        settle();
        const bool due = Clock::now() - m_ticked >= tickInterval();
        if (due)
            m_ticked = Clock::now();
        if (due && m_pace > 0 && slowest() >= m_frame)
            m_frame = slowest() + m_pace;
        if (m_state == RunState::Running)
            send();
        m_dirty = m_dirty || !back.empty() || !commands.empty();
        if (m_state != before || (due && m_dirty))
            publish();
    }

    void bringBack(std::size_t lane)
    {
        if (lane < m_lanes.size()) {
            m_lanes[lane].out = false;
            return;
        }
        m_preparing = false;
        if (!m_needsReference)
            handOutReference();
    }

    void handOutReference()
    {
        for (const Lane& lane : m_lanes)
            lane.run->setReference(m_reference);
    }

    /// Gives every lane that may go on and is at home to the workers, the one that is behind first.
    void send()
    {
        if (m_preparing)
            return;
        if (m_needsReference) {
            m_preparing = true;
            m_dirty = true;
            m_executor->submit([this, turn = std::make_shared<Turn>(*this, m_lanes.size())](
                                   const std::stop_token& stop) { findReference(stop); });
            return;
        }
        const std::uint64_t target = limit();
        std::vector<std::size_t> ready;
        for (std::size_t i = 0; i < m_lanes.size(); ++i)
            if (!m_lanes[i].out && !m_lanes[i].shown->over && m_lanes[i].shown->evaluations < target)
                ready.push_back(i);
        std::stable_sort(ready.begin(), ready.end(), [this](std::size_t a, std::size_t b) {
            return m_lanes[a].shown->evaluations < m_lanes[b].shown->evaluations;
        });
        for (const std::size_t i : ready) {
            m_lanes[i].out = true;
            m_executor->submit([this, target, turn = std::make_shared<Turn>(*this, i),
                                i](const std::stop_token& stop) { advance(m_lanes[i], target, stop); });
        }
    }

    /// Evaluations of the lane that is farthest behind.
    [[nodiscard]] std::uint64_t slowest() const
    {
        const std::scoped_lock lock(m_mutex);
        std::uint64_t least = kNever;
        for (const Lane& lane : m_lanes)
            if (!lane.shown->over)
                least = std::min(least, lane.shown->evaluations);
        return least == kNever ? m_plan.evaluations : least;
    }

    /// How far a lane may go: not far ahead of the others, so that all are seen at the same point.
    [[nodiscard]] std::uint64_t limit() const
    {
        const std::uint64_t ahead = std::max<std::uint64_t>(m_plan.evaluations / 100, 1);
        const std::uint64_t far = m_pace > 0 ? m_frame : slowest() + ahead;
        return std::min({far, m_pauseAt, m_plan.evaluations});
    }

    void settle()
    {
        const bool home = !m_preparing && std::none_of(m_lanes.begin(), m_lanes.end(), [](const Lane& lane) {
            return lane.out;
        });
        if (!home)
            return;
        if (m_state == RunState::Stopping)
            enter(RunState::Stopped);
        if (m_state != RunState::Running)
            return;
        const bool over = std::all_of(m_lanes.begin(), m_lanes.end(),
                                      [](const Lane& lane) { return lane.shown->over; });
        if (over)
            enter(RunState::Finished);
        else if (slowest() >= m_pauseAt)
            enter(RunState::Paused);
    }

    void begin(std::uint64_t pauseAt)
    {
        if (m_state == RunState::Stopping || m_state == RunState::Finished || m_state == RunState::Failed)
            return;
        if (const Status ready = m_study.problem->ready(m_thread.get_stop_token()); !ready) {
            m_message = ready.error().text();
            return enter(RunState::Failed);
        }
        m_pauseAt = pauseAt;
        enter(RunState::Running);
    }

    void enter(RunState state)
    {
        m_state = state;
        m_hold = state != RunState::Running;
        m_dirty = true;
    }

    void publish()
    {
        auto next = std::make_shared<RaceSnapshot>();
        next->revision = ++m_revision;
        next->state = m_state;
        next->message = m_message;
        next->methods = m_methods;
        next->leftOut = m_leftOut;
        next->seeds = m_plan.seeds;
        next->firstSeed = m_plan.firstSeed;
        next->budget = m_plan.evaluations;
        next->lookahead = m_plan.lookahead;
        next->preparing = m_preparing;
        const RaceEvaluations::Counts counts = m_evaluations.counts();
        next->evaluated = counts.evaluated;
        next->saved = counts.saved;
        {
            const std::scoped_lock lock(m_mutex);
            next->reference = m_reference;
            for (const Lane& lane : m_lanes)
                next->lanes.push_back(lane.shown);
            m_snapshot = std::move(next);
        }
        m_dirty = false;
        if (m_options.wake)
            m_options.wake();
    }

    const Study m_study;
    const RacePlan m_plan;
    Options m_options;
    const std::vector<std::string> m_methods;
    const std::vector<LeftOut> m_leftOut;
    RaceEvaluations m_evaluations;
    std::deque<Lane> m_lanes; ///< a deque, whose elements stay where they are

    // Coordinator only, once its thread runs.
    RunState m_state = RunState::Idle;
    std::uint64_t m_pace = 0;
    std::uint64_t m_frame = 0; ///< how far lanes may go until the next picture
    std::uint64_t m_pauseAt = kNever;
    std::uint64_t m_revision = 0;
    bool m_preparing = false;
    bool m_dirty = false;
    Clock::time_point m_ticked;
    std::string m_message;

    std::atomic<bool> m_hold = false;
    mutable std::mutex m_mutex; ///< guards what follows
    std::condition_variable_any m_news;
    std::condition_variable m_quiet;
    std::vector<std::function<void()>> m_commands;
    std::vector<std::size_t> m_back; ///< lanes whose turn is over; their number stands for the reference
    std::vector<double> m_reference;
    bool m_needsReference = true; ///< written by a worker only while preparing
    bool m_busy = false;
    RaceSnapshotPtr m_snapshot;

    std::unique_ptr<Executor> m_executor; ///< waits for its workers before what they use goes
    std::jthread m_thread;                ///< last: joined first
};

} // namespace

Result<std::unique_ptr<Race>> Race::make(const Study& study, const RacePlan& plan, Options options)
{
    if (Status status = checkRacePlan(plan, *study.problem); !status)
        return status.error();
    Result<RaceField> field = fieldOf(study, plan);
    if (!field)
        return field.error();
    return std::unique_ptr<Race>(
        std::make_unique<ThreadRace>(study, plan, std::move(field).value(), std::move(options)));
}

} // namespace paretoscope::study
