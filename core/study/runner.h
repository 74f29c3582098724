// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/study/session.h"
#include "core/study/snapshot.h"

#include <cstdint>
#include <functional>
#include <memory>

namespace paretoscope::study {

/// The run of one session's study on a thread of its own. Every method may be called from any thread and
/// returns at once.
///
/// Trials are proposed with a fixed lookahead: trial k is asked for as soon as all trials up to k - lookahead
/// have been told. So the trials depend on the seed alone, not on the number of workers or on timing, and a
/// run resumed from its journal continues as an uninterrupted one would have. (Pins set while it runs act on
/// the next proposals; candidates that had not started are withdrawn.)
class Runner
{
public:
    struct Options
    {
        unsigned workers = 0; ///< 0 = one per core
        /// Candidates in flight; at least the number of workers to keep all busy. A session keeps the value
        /// it was started with, because its trials depend on it.
        unsigned lookahead = 8;
        /// Called from the run's thread after a newer snapshot() is there, at most 30 times a second.
        std::function<void()> wake;
        double publishPerSecond = 20.0;
    };

    /// Loads the trials, rebuilds front, hypervolume and optimizer state. Blocks (50,000 trials: under a
    /// second); does not start searching. `session` must outlive the runner.
    [[nodiscard]] static Result<std::unique_ptr<Runner>> make(Session& session, Options options);
    virtual ~Runner() = default; ///< stops, waits for the evaluations in flight, joins

    virtual void start() = 0; ///< from Idle or Stopped; also resumes from Paused
    virtual void pause() = 0; ///< evaluations in flight finish
    virtual void stop() = 0;  ///< evaluations in flight are abandoned; state Stopped
    virtual void
    extendTo(std::uint64_t evaluations) = 0;    ///< new total budget; Finished becomes Running again
    virtual void setPins(const Pins& pins) = 0; ///< journalled; steering ones reach the optimizer
    /// Adds a design chosen by a person; evaluated before the next proposal. A run that rests evaluates it as
    /// well, after the few that had been proposed before, and rests on. One that the space does not allow is
    /// refused with a message in the snapshot.
    virtual void inject(const space::Design& design) = 0;

    [[nodiscard]] virtual SnapshotPtr snapshot() const = 0; ///< the newest; never null
    /// Waits until the state is neither Running nor Stopping, or the time is over. For tests and batch use.
    virtual bool waitUntilQuiet(double seconds) = 0;
};

} // namespace paretoscope::study
