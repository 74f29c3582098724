// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

namespace paretoscope::study {

/// Threads from oneTBB that call a function when asked; no more than `workers` at a time, and really that
/// many. Alone in its file because the distribution's oneTBB is not built for ThreadSanitizer, which would
/// report the hand-over of every task: this file is compiled without it, everything that the threads call is
/// not.
class WorkerArena
{
public:
    explicit WorkerArena(unsigned workers); ///< at most kMostWorkers
    ~WorkerArena();
    /// Some thread calls `visit(context)` soon. `context` must live until then.
    void enqueue(void (*visit)(void*), void* context);

    static constexpr unsigned kMostWorkers = 1'024; ///< our choice: beyond any machine, far below what hurts

private:
    struct Arena;
    std::unique_ptr<Arena> m_arena;
};

} // namespace paretoscope::study
