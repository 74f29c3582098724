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

enum class TrainingState {
    Running,
    Finished, ///< all epochs, or early because it no longer improved
    Stopped,  ///< cancelled
    Failed,
    Outranked ///< ended at a rung of successive halving, where others were better
};

/// For files: "running", "finished", "cancelled", "failed", "outranked".
[[nodiscard]] const char* stateName(TrainingState state);

/// One training as it can be watched. Immutable once published.
struct TrainingCurve
{
    std::string title; ///< for people, which network it is
    int plannedEpochs = 0;
    TrainingState state = TrainingState::Running;
    std::vector<EpochRecord> epochs; ///< so far
    std::string problem;             ///< why it failed, one sentence; empty otherwise
    std::vector<int> rungs;          ///< epochs after which it was among the best and went on
    int continuedFrom = 0;           ///< epochs that were trained before an interruption
    bool isWaiting = false;          ///< at a rung, for trials below that are not there yet
    std::string remark;              ///< what a person should know besides, one sentence; or empty
};
using TrainingCurves = std::vector<std::shared_ptr<const TrainingCurve>>;

/// What all trainings of a study have come to, epoch by epoch: workers write, a view reads snapshots.
/// Thread-safe. A curve that did not change is the same object in the next snapshot.
class TrainingLog
{
public:
    using Id = std::size_t;
    /// Takes the place of a curve with the same title that has ended, which comes back if this one is
    /// stopped. \param stop ends the training; cancel() asks it to
    [[nodiscard]] Id begin(std::string title, int plannedEpochs,
                           std::stop_source stop = std::stop_source(std::nostopstate));
    void add(Id training, const EpochRecord& record);
    /// It goes on with what was trained before an interruption.
    void goOn(Id training, const std::vector<EpochRecord>& records);
    void waitAtRung(Id training);
    void passRung(Id training, int epochs);
    void remark(Id training, std::string remark);
    void end(Id training, TrainingState state, std::string problem = {});

    /// Adds curves of earlier sittings; one whose title is there already is left out.
    void restore(const std::vector<TrainingCurve>& curves);

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
    std::vector<std::stop_source> m_stops;                      ///< one per curve
    std::vector<std::shared_ptr<const TrainingCurve>> m_before; ///< whose place it took, or null; likewise
    std::function<void()> m_listener;
};

} // namespace paretoscope::accuracy
