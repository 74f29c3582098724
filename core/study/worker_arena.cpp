// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/worker_arena.h"

#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/task_arena.h>
#include <oneapi/tbb/task_scheduler_observer.h>

#include <sys/resource.h>
#include <unistd.h>

namespace paretoscope::study {

namespace {

/// oneTBB never runs more threads than the machine has cores unless told so, and of several such wishes the
/// smallest wins. So the process wishes once, generously, and each arena sets its own limit.
void allowAnyNumberOfWorkers()
{
    static const tbb::global_control control(tbb::global_control::max_allowed_parallelism,
                                             WorkerArena::kMostWorkers + 1);
}

/// Evaluations run at a lower priority than the threads that draw and answer: where cores are short, a click
/// waits for nobody. Costs nothing on an idle machine.
class Courtesy : public tbb::task_scheduler_observer
{
public:
    explicit Courtesy(tbb::task_arena& arena)
        : task_scheduler_observer(arena)
    {
        observe(true);
    }
    ~Courtesy() override { observe(false); }
    Courtesy(const Courtesy&) = delete;
    Courtesy& operator=(const Courtesy&) = delete;

    void on_scheduler_entry(bool isWorker) override
    {
        constexpr int kNice = 10;
        if (isWorker) // Linux keeps the nice value per thread; a refusal changes nothing but the courtesy
            static_cast<void>(::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kNice));
    }
};

} // namespace

struct WorkerArena::Arena
{
    explicit Arena(int workers)
        : threads(workers, 0) // no place is reserved: the submitting thread takes no part
        , courtesy(threads)
    { }
    tbb::task_arena threads;
    Courtesy courtesy;
};

WorkerArena::WorkerArena(unsigned workers)
{
    allowAnyNumberOfWorkers();
    m_arena = std::make_unique<Arena>(static_cast<int>(workers));
}

WorkerArena::~WorkerArena() = default;

void WorkerArena::enqueue(void (*visit)(void*), void* context)
{
    m_arena->threads.enqueue([visit, context] { visit(context); });
}

} // namespace paretoscope::study
