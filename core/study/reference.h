// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json_reader.h"
#include "core/base/result.h"
#include "core/problem/problem.h"
#include "core/study/study.h"
#include "core/study/trial.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace paretoscope::study {

// A reference design is a known machine that stands on every view beside what the search finds. It looks like
// a trial, so that whatever shows, explains or compares a trial can take it, and it is none: it is not in the
// log, not on the front, not told to the method and costs no budget. (A design "kept" by hand is the other
// way round: a trial of the log, counted and told.) Its id comes from a range of its own, which no log
// reaches, so that one number still says which design is meant, in the selection as in notes and tray.

/// The first id of reference designs; a log of trials ends far below.
inline constexpr std::uint64_t kFirstReference = std::uint64_t{1} << 40U;
[[nodiscard]] constexpr bool isReference(std::uint64_t id)
{
    return id >= kFirstReference;
}
inline constexpr std::size_t kMostReferences = 32; ///< more would hide what was found (our choice)

/// Bytes; a label on a plot.
inline constexpr std::size_t kLongestReferenceName = 60;

struct Reference
{
    Trial trial; ///< design empty where it lies outside of the space; outcome Failed until evaluated
    std::string name;
    std::string note; ///< what it is and how well that is known; may be empty
    bool evaluated = false;
    bool own = false; ///< made by the person, not by the study
    /// Measures one without a design; see problem::ReferenceDesign.
    std::function<problem::Outcome(const std::stop_token&)> measure;
};
using References = std::vector<Reference>;

/// Reads `"references": [{"name", "note", "parameters": {...}}]` of a study file; empty when absent. Every
/// active parameter needs a value of its own; known constraints among parameters may be broken, because a
/// machine that exists need not keep the study's rules. Errors are left in `study` as well.
[[nodiscard]] Result<std::vector<problem::ReferenceDesign>> referenceDesigns(JsonReader& study,
                                                                             const problem::Problem& problem);

/// Those of a new session: the file's, then the problem's own of other names. Not evaluated.
[[nodiscard]] References referencesOf(const Study& study);

/// Measures one as the search's designs are measured. Absent when `stop` ended it.
[[nodiscard]] std::optional<problem::Outcome>
evaluateReference(const problem::Problem& problem, const Reference& reference, const std::stop_token& stop);

// As kept in a session under kReferencesKey, what was measured included.
[[nodiscard]] nlohmann::json referencesToJson(std::span<const Reference> references);
/// Takes whatever a damaged or foreign file holds and keeps what makes sense. Null = a new session, which
/// gets referencesOf().
[[nodiscard]] References referencesFromJson(const nlohmann::json& kept, const Study& study);

/// An id that none of these has and none had before, as far as they show.
[[nodiscard]] std::uint64_t freeReferenceId(std::span<const Reference> references);

} // namespace paretoscope::study
