// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/latest_job.h"

#include <functional>
#include <optional>
#include <utility>

namespace paretoscope::ui::plots {

/// Work for a picture that follows a hand: what is under way is finished and shown before the newest request
/// begins, and those between are skipped. (LatestJob gives up what is under way, so that a picture which
/// takes longer than a step of the hand would stand still until the hand rests.)
class SteadyJob
{
public:
    explicit SteadyJob(QObject* context)
        : m_job(context)
    { }

    [[nodiscard]] bool isBusy() const { return m_busy; }
    /// Forgets what is under way and what waits.
    void cancel()
    {
        m_job.cancel();
        m_busy = false;
        m_next = nullptr;
    }

    /// As LatestJob::run(); stale only when cancelled.
    template <class T>
    void run(std::function<void(const LatestJob::Stale&, const std::function<void(T)>&)> work,
             std::function<void(T)> done)
    {
        if (m_busy) {
            m_next = [this, work = std::move(work), done = std::move(done)] { run<T>(work, done); };
            return;
        }
        m_busy = true;
        // An empty result marks the end.
        m_job.run<std::optional<T>>(
            [work = std::move(work)](const LatestJob::Stale& stale, const auto& deliver) {
                work(stale, [&deliver](T result) { deliver(std::optional<T>(std::move(result))); });
                deliver(std::nullopt);
            },
            [this, done = std::move(done)](std::optional<T> result) {
                if (result) {
                    done(std::move(*result));
                    return;
                }
                m_busy = false;
                if (const std::function<void()> next = std::exchange(m_next, nullptr))
                    next();
            });
    }

private:
    LatestJob m_job;
    bool m_busy = false;
    std::function<void()> m_next;
};

} // namespace paretoscope::ui::plots
