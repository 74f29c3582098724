// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/worker_arena.h"

#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/task_arena.h>

#include <sys/resource.h>
#include <unistd.h>

#include <utility>

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
void beCourteous()
{
    constexpr int kNice = 10;
    thread_local bool isCourteous = false;
    // Linux keeps the nice value per thread; a refusal changes nothing but the courtesy.
    if (!std::exchange(isCourteous, true))
        static_cast<void>(::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kNice));
}

} // namespace

struct WorkerArena::Arena
{
    tbb::task_arena threads;
};

WorkerArena::WorkerArena(unsigned workers)
{
    allowAnyNumberOfWorkers();
    // No place is reserved: the submitting thread takes no part.
    m_arena = std::make_unique<Arena>(Arena{tbb::task_arena(static_cast<int>(workers), 0)});
}

WorkerArena::~WorkerArena() = default;

void WorkerArena::enqueue(void (*visit)(void*), void* context)
{
    m_arena->threads.enqueue([visit, context] {
        beCourteous();
        visit(context);
    });
}

} // namespace paretoscope::study
