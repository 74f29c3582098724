// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/executor.h"

#include "core/study/worker_arena.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

namespace paretoscope::study {

namespace {

using Task = std::function<void(const std::stop_token&)>;

/// What the arena's threads share with the executor; it outlives the last visit, see ~ArenaExecutor.
struct Queue
{
    std::mutex mutex;
    std::condition_variable allDone;
    std::deque<Task> waiting;
    std::size_t outstanding = 0; ///< visits of threads announced and not over
    std::stop_source stop;

    /// One visit of a thread: takes the oldest task, if cancel() left one. An arena's own order is only
    /// roughly that of submission, so the visits carry no task of their own.
    void visit()
    {
        std::unique_lock lock(mutex);
        if (!waiting.empty()) {
            Task task = std::move(waiting.front());
            waiting.pop_front();
            const std::stop_token token = stop.get_token();
            lock.unlock();
            task(token);
            task = nullptr; // what it owns is released outside the lock
            lock.lock();
        }
        if (--outstanding == 0)
            allDone.notify_all(); // still locked: whoever waits may destroy this as soon as the lock is free
    }
};

/// oneTBB orders a submission before its visit, but inside a library that the thread sanitizer does not see
/// into; these two say the same where it looks.
std::atomic<unsigned> handOver{0};
void beforeVisit()
{
    handOver.fetch_add(1, std::memory_order_release);
}
void inVisit()
{
    static_cast<void>(handOver.load(std::memory_order_acquire));
}

class ArenaExecutor final : public Executor
{
public:
    explicit ArenaExecutor(unsigned workers)
        : m_workers(workers)
        , m_arena(workers)
    { }
    ~ArenaExecutor() override
    {
        std::unique_lock lock(m_queue.mutex);
        m_queue.allDone.wait(lock, [this] { return m_queue.outstanding == 0; });
    }

    unsigned workers() const override { return m_workers; }

    void submit(Task task) override
    {
        {
            const std::scoped_lock lock(m_queue.mutex);
            m_queue.waiting.push_back(std::move(task));
            ++m_queue.outstanding;
        }
        beforeVisit();
        m_arena.enqueue(
            [](void* queue) {
                inVisit();
                static_cast<Queue*>(queue)->visit();
            },
            &m_queue);
    }

    void cancel() override
    {
        std::deque<Task> dropped;
        std::stop_source stopped;
        {
            const std::scoped_lock lock(m_queue.mutex);
            dropped.swap(m_queue.waiting);
            std::swap(stopped, m_queue.stop); // later tasks get a fresh token
        }
        stopped.request_stop(); // outside the lock: it runs the callbacks of those that wait for it
    }

private:
    unsigned m_workers;
    Queue m_queue;
    WorkerArena m_arena;
};

} // namespace

std::unique_ptr<Executor> makeThreadExecutor(unsigned workers)
{
    if (workers == 0)
        workers = std::thread::hardware_concurrency();
    return std::make_unique<ArenaExecutor>(std::clamp(workers, 1U, WorkerArena::kMostWorkers));
}

} // namespace paretoscope::study
