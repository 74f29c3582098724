// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accuracy/training_engine.h"

#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

namespace paretoscope::accuracy {

enum class TrainingState { Running, Finished, Stopped, Failed };

/// One training as it can be watched. Immutable once published.
struct TrainingCurve
{
    std::string title; ///< for people, which network it is
    int plannedEpochs = 0;
    TrainingState state = TrainingState::Running;
    std::vector<EpochRecord> epochs; ///< so far
    std::string problem;             ///< why it failed, one sentence; empty otherwise
};
using TrainingCurves = std::vector<std::shared_ptr<const TrainingCurve>>;

/// What all trainings of a study have come to, epoch by epoch: workers write, a view reads snapshots.
/// Thread-safe. A curve that did not change is the same object in the next snapshot.
class TrainingLog
{
public:
    using Id = std::size_t;
    /// \param stop ends the training; cancel() asks it to
    [[nodiscard]] Id begin(std::string title, int plannedEpochs,
                           std::stop_source stop = std::stop_source(std::nostopstate));
    void add(Id training, const EpochRecord& record);
    void end(Id training, TrainingState state, std::string problem = {});

    /// Asks a training to end; nothing where it has ended. Returns at once: its end follows as any other.
    void cancel(Id training) const;

    /// Oldest first.
    [[nodiscard]] std::shared_ptr<const TrainingCurves> snapshot() const;

    /// Called after every change, on the thread that trained, without any lock: to ask for a repaint, not to
    /// paint. Set it before the first training; it must outlive the last.
    void setListener(std::function<void()> listener) { m_listener = std::move(listener); }

private:
    template <class Change> void change(Id training, Change apply);

    mutable std::mutex m_mutex;
    std::shared_ptr<const TrainingCurves> m_curves = std::make_shared<TrainingCurves>();
    std::vector<std::stop_source> m_stops; ///< one per curve
    std::function<void()> m_listener;
};

} // namespace paretoscope::accuracy
