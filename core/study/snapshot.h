// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizer/optimizer.h"
#include "core/optimizer/pabo_ledger.h"
#include "core/study/pin.h"
#include "core/study/trial.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace paretoscope::study {

enum class RunState { Idle, Running, Paused, Stopping, Stopped, Finished, Failed };
/// Nothing is being evaluated.
[[nodiscard]] constexpr bool isQuiet(RunState state)
{
    return state != RunState::Running && state != RunState::Stopping;
}

/// One distinct reason why designs were infeasible or failed.
struct ReasonCount
{
    std::string reason;
    std::uint64_t count = 0;
    std::uint64_t example = 0; ///< id of one such trial, each equally likely
};

struct HypervolumeSample
{
    std::uint64_t trials = 0; ///< evaluations done
    double at_s = 0.0;
    double value = 0.0;
};

/// Pins that steer were changed before trial `trials` was proposed; hypervolume before and after answer
/// different questions.
struct SteeringMark
{
    std::uint64_t trials = 0;
    std::string text; ///< "area at most 5 mm²", "unpinned"
};

/// What a run looks like at one moment. Immutable once published; views keep the pointer as long as they
/// like.
struct Snapshot
{
    std::uint64_t revision = 0;
    RunState state = RunState::Idle;
    std::string message; ///< why it failed or ended; empty while all is well
    bool unkept = false; ///< failed because results could not be written; they wait in memory
    TrialLog trials;
    std::vector<std::uint64_t> front; ///< ids of non-dominated feasible trials, by first objective ascending
    std::optional<std::uint64_t> knee;
    std::vector<double> reference; ///< hypervolume's, in the objectives' own units; empty until known
    std::vector<HypervolumeSample> hypervolume; ///< where it changed, and the newest
    std::vector<SteeringMark> marks;
    std::vector<ReasonCount> reasons; ///< most frequent first
    std::uint64_t feasible = 0;
    std::uint64_t budget = 0;
    std::uint64_t inFlight = 0;
    double running_s = 0.0;
    double evaluationsPerSecond = 0.0; ///< over the last few seconds
    std::optional<double> remaining_s; ///< absent in the first 3 s and when not running
    /// What an agent between models did so far in this run, all minimised; null for other methods. The same
    /// object from one snapshot to the next where nothing was added.
    std::shared_ptr<const optimizer::PaboLedger> ledger;
    optimizer::Effort effort; ///< what the method says that it has spent so far, in this run
};
using SnapshotPtr = std::shared_ptr<const Snapshot>;

} // namespace paretoscope::study
