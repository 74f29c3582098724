// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/race_trace.h"
#include "core/study/snapshot.h"
#include "core/study/study.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace paretoscope::study {

/// Who runs, from which seeds, and how far.
struct RacePlan
{
    std::vector<optimizer::MethodChoice> methods;
    unsigned seeds = 3; ///< lanes a method
    /// Lane k of a method searches with this seed plus k.
    std::uint64_t firstSeed = 1;
    std::uint64_t evaluations = 500; ///< of every lane
    /// As Runner::Options::lookahead: with the same value a lane makes the trials that a run of the study
    /// with its method and seed would make.
    unsigned lookahead = 8;
    /// Hypervolume reference of all lanes, objectives' own units; absent: the study's, or the one that a run
    /// of the study would fix.
    std::optional<std::vector<double>> reference{};
};

/// One search of a race: a method from a seed. Immutable once published.
struct RaceLane
{
    std::size_t method = 0; ///< position in RaceSnapshot::methods
    std::uint64_t seed = 0;
    std::uint64_t evaluations = 0; ///< done
    std::uint64_t feasible = 0;
    /// Seconds that the lane would have taken alone, one evaluation at a time: what its evaluations cost,
    /// wherever they were made, and the processor time of the method itself.
    double at_s = 0.0;
    double method_s = 0.0;    ///< the method's part of it
    optimizer::Effort effort; ///< what the method says that it has spent so far
    /// at_s when each hundredth of the budget was done, from 0 % on; 101 numbers once all of it is.
    std::vector<double> pulse_s;
    bool over = false;
    std::string message; ///< why it ended before its budget
    RaceTrace trace;
};
using RaceLanePtr = std::shared_ptr<const RaceLane>;

/// A method that cannot search this problem, and why.
struct LeftOut
{
    std::string method;
    std::string reason;
};

/// What a race looks like at one moment. Immutable once published.
struct RaceSnapshot
{
    std::uint64_t revision = 0;
    RunState state = RunState::Idle;
    std::string message;              ///< why it failed
    std::vector<std::string> methods; ///< names of those that take part
    std::vector<LeftOut> leftOut;
    unsigned seeds = 0;
    std::uint64_t firstSeed = 0;
    std::uint64_t budget = 0; ///< of every lane
    unsigned lookahead = 0;
    bool preparing = false;         ///< the reference point is being looked for
    std::vector<double> reference;  ///< of all lanes, objectives' own units; empty when there is none
    std::vector<RaceLanePtr> lanes; ///< method by method, seeds ascending; none is null
    std::uint64_t evaluated = 0;    ///< designs, each once
    std::uint64_t saved = 0;        ///< evaluations that another lane had made already

    [[nodiscard]] std::uint64_t done() const; ///< evaluations counted by all lanes
    [[nodiscard]] std::uint64_t total() const { return budget * lanes.size(); }
};
using RaceSnapshotPtr = std::shared_ptr<const RaceSnapshot>;

} // namespace paretoscope::study
