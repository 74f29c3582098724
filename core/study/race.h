// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/study/race_snapshot.h"

#include <cstdint>
#include <functional>
#include <memory>

namespace paretoscope::study {

/// Several methods on one problem, side by side: equal budgets, equal seeds, one reference point. Every
/// method runs once from every seed; these lanes advance evenly, each on one worker at a time, and share what
/// has been evaluated. What a lane finds depends on the plan alone, not on workers, pace or timing. Every
/// method may be called from any thread and returns at once, except where it says otherwise.
class Race
{
public:
    struct Options
    {
        unsigned workers = 0; ///< 0 = one per core
        /// Called from the race's thread after a newer snapshot() is there, at most 30 times a second.
        std::function<void()> wake;
        double publishPerSecond = 30.0;
    };

    /// Makes every lane's method; blocks while it does. A method that cannot search this space is left out
    /// and named in the snapshot. Errors, InvalidInput: no method is left, none is named or one twice, a
    /// number in the plan is out of range, the reference does not fit the objectives.
    [[nodiscard]] static Result<std::unique_ptr<Race>> make(const Study& study, const RacePlan& plan,
                                                            Options options);
    virtual ~Race() = default; ///< stops, waits for the evaluations in flight, joins

    virtual void start() = 0; ///< from Idle or Stopped; also resumes from Paused
    virtual void pause() = 0; ///< evaluations in flight finish
    virtual void stop() = 0;  ///< evaluations in flight are abandoned; start() goes on where it was
    /// \param evaluations of every lane between two snapshots, for people who want to watch; 0 = as fast as
    /// it goes
    virtual void setPace(std::uint64_t evaluations) = 0;
    /// Every lane makes this many evaluations more, then the race is paused.
    virtual void step(std::uint64_t evaluations) = 0;

    [[nodiscard]] virtual RaceSnapshotPtr snapshot() const = 0; ///< the newest; never null
    /// Waits until the state is neither Running nor Stopping, or the time is over. For tests and batch use.
    virtual bool waitUntilQuiet(double seconds) = 0;

    static constexpr unsigned kMostSeeds = 100;
    static constexpr std::uint64_t kMostEvaluations = 1'000'000;
};

} // namespace paretoscope::study
