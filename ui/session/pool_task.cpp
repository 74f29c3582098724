// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/pool_task.h"

#include <QRunnable>
#include <QThreadPool>

#include <atomic>
#include <utility>

namespace paretoscope::ui::session {

namespace {

/// The pool orders a task's making before its running, but inside a library that the thread sanitizer does
/// not see into; these two operations say the same where it looks.
std::atomic<unsigned> handOver{0};

class PoolTask final : public QRunnable
{
public:
    explicit PoolTask(std::function<void()> work)
        : m_work(std::move(work))
    { }
    void run() override
    {
        static_cast<void>(handOver.load(std::memory_order_acquire));
        m_work();
        m_work = nullptr; // what it owns is released on this thread, before the pool deletes the task
    }

private:
    std::function<void()> m_work;
};

} // namespace

void startInPool(std::function<void()> work)
{
    auto* task = new PoolTask(std::move(work)); // the pool deletes it
    handOver.fetch_add(1, std::memory_order_release);
    QThreadPool::globalInstance()->start(task);
}

} // namespace paretoscope::ui::session
