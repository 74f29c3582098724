// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lesson/inner_searches.h"
#include "core/lesson/stage.h"
#include "core/optimizer/insight.h"
#include "core/optimizer/optimizer.h"
#include "core/optimizer/pabo_ledger.h"
#include "core/study/trial.h"

#include <functional>
#include <memory>
#include <stop_token>

namespace paretoscope::lesson {

/// What is watched: a method at work on a problem, one design at a time.
struct LessonSetup
{
    std::shared_ptr<const problem::Problem> problem;
    optimizer::MethodChoice method;
    std::uint64_t seed = 1;
    std::uint64_t steps = 40;
    /// What the hypervolume is measured from, in the objectives' own units; empty: none is measured.
    std::vector<double> reference{};
};

/// One decision and what came of it, kept so that it can be gone back to.
struct LessonStep
{
    study::Trial trial;
    optimizer::Thought thought;
    optimizer::Beliefs beliefs;       ///< at the designs of the stage, before the result; empty: no model
    optimizer::Beliefs expected;      ///< of the proposed design alone; empty: no model
    InnerSearchesPtr inner;           ///< of a machine whose mappings were searched; else null
    std::vector<std::uint64_t> front; ///< trials that nothing beats, after the result; ascending
    std::vector<std::string> why;     ///< what is said before the result is shown
    std::vector<std::string> what;    ///< what is said of the result

    // Where a problem has more parameters than a picture: one slice per parameter that is a number, empty
    // where the stage shows all, and where there is no model.
    std::vector<optimizer::Slice> aroundProposal;
    std::vector<optimizer::Slice> aroundIncumbent; ///< see incumbentOf
    /// Of an agent, in people's directions: the turns that it vetoed, then the one whose design was
    /// evaluated, which knows the result. Empty for first designs and for other methods.
    std::vector<optimizer::PaboTurn> turns;
    optimizer::PaboCounters counters; ///< of the agent, after the result
    optimizer::Effort effort;         ///< of the method, after the result
    double hypervolume = 0.0;         ///< after the result, see Lesson::byDecades; 0 without a reference
};

/// A whole course of decisions. Immutable: views walk through it forwards and backwards.
struct Lesson
{
    LessonSetup setup;
    std::string method; ///< its name for people
    Stage stage;
    /// Objectives that have a unit and reach over a factor of ten or more, up to the reference. They count by
    /// their decimal logarithm in the hypervolume and on axes, so that a decade is worth the same everywhere.
    std::vector<bool> byDecades;
    bool byAgent = false;          ///< an agent between models is at work, see LessonStep::turns
    std::vector<LessonStep> steps; ///< fewer than asked for where the method had nothing left to propose
    std::string end;               ///< why it ended early; empty if it did not
};
using LessonPtr = std::shared_ptr<const Lesson>;

/// Runs the method to its end, one evaluation after another, and keeps everything. Same setup, same lesson.
/// \param progress called with the number of steps done; may be empty
/// \errors InvalidInput as of makeOptimizer; Cancelled when `stop` was asked for
[[nodiscard]] Result<LessonPtr> giveLesson(const LessonSetup& setup, const std::stop_token& stop,
                                           const std::function<void(std::uint64_t)>& progress = {});

} // namespace paretoscope::lesson
