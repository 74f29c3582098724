// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <stop_token>

namespace paretoscope::study {

/// Where evaluations run. In-process worker threads by default; other places (ranks of a cluster) implement
/// the same interface. Thread-safe.
class Executor
{
public:
    virtual ~Executor() = default; ///< waits for everything submitted
    [[nodiscard]] virtual unsigned workers() const = 0;
    /// Runs `task` on some worker, first come first served. The task polls the token itself.
    virtual void submit(std::function<void(const std::stop_token&)> task) = 0;
    /// Asks tasks that run to stop and drops those that wait.
    virtual void cancel() = 0;
};

/// A oneTBB arena of `workers` threads (0 = one per core); the calling thread takes no part.
[[nodiscard]] std::unique_ptr<Executor> makeThreadExecutor(unsigned workers);

} // namespace paretoscope::study
