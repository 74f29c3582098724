// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/pool_task.h"

#include <QObject>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>

namespace paretoscope::ui::plots {

/// Work for a picture, done in the background, where only the newest request matters: a newer one makes the
/// older stale, which then returns early, and its result is dropped. A result arrives on the thread of
/// `context`; nothing arrives after the LatestJob is gone. Work must own what it reads.
class LatestJob
{
public:
    /// True once a newer request makes the work pointless; ask it every few milliseconds.
    using Stale = std::function<bool()>;

    explicit LatestJob(QObject* context)
        : m_shared(std::make_shared<Shared>())
    {
        m_shared->context = context;
    }
    LatestJob(const LatestJob&) = delete;
    LatestJob& operator=(const LatestJob&) = delete;
    ~LatestJob()
    {
        cancel();
        const std::scoped_lock lock(m_shared->mutex);
        m_shared->context = nullptr;
    }

    void cancel() { ++m_shared->generation; }

    /// \param work computes off the UI thread: Work(const Stale&, const Deliver&), may deliver several times,
    ///             each result finer than the one before
    /// \param done takes each result on the UI thread
    template <class T>
    void run(std::function<void(const Stale&, const std::function<void(T)>&)> work,
             std::function<void(T)> done)
    {
        const std::uint64_t mine = ++m_shared->generation;
        session::startInPool([shared = m_shared, mine, work = std::move(work), done = std::move(done)] {
            const Stale stale = [shared, mine] { return shared->generation != mine; };
            if (stale())
                return;
            work(stale, [shared, stale, done](T result) {
                const std::scoped_lock lock(shared->mutex);
                if (!shared->context || stale())
                    return;
                const auto hand = [stale, done, result = std::move(result)] {
                    if (!stale())
                        done(result);
                };
                QMetaObject::invokeMethod(shared->context, hand, Qt::QueuedConnection);
            });
        });
    }

private:
    struct Shared
    {
        std::mutex mutex; ///< guards context, so that no result is posted to an object that is dying
        QObject* context = nullptr;
        std::atomic<std::uint64_t> generation = 0;
    };
    std::shared_ptr<Shared> m_shared;
};

} // namespace paretoscope::ui::plots
