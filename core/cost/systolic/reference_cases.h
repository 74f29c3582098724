// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/cost/case_result.h"
#include "core/cost/systolic/gemm.h"
#include "core/hardware/systolic_array.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace paretoscope::cost::systolic {

/// How far a figure of ours may be from the reference's: |ours - theirs| <= absolute + relative * theirs.
struct Tolerance
{
    double relative = 0.0;
    double absolute = 0.0;
    bool onlyBelow = false; ///< any smaller value agrees: ours is a lower bound
};

/// One layer on one array, or one application on a published chip, with the reference's figures.
struct ReferenceCase
{
    std::string id;
    hardware::SystolicArray array;
    Gemm gemm;
    bool givenBandwidth = false; ///< the simulator's "user" mode; otherwise its stall-free mode
    struct Chip
    {
        std::string application;
        double macsPerWeightByte = 0.0;
    };
    std::optional<Chip> chip; ///< a published chip: no layer, only the weights' reuse is known
    std::map<std::string, double> expected;
    std::map<std::string, std::string> tolerance; ///< in the file's words
};

/// Reads a file of family "systolic", schema version 1. Keys that say where figures come from are passed
/// over; a figure that is missing or of the wrong type is an error with file and JSON pointer.
[[nodiscard]] Result<std::vector<ReferenceCase>> readReferenceCases(const std::filesystem::path& file);

/// The tolerance that a file states: "exact", "30 %", "0.5 % rel", "0.01 abs", "0.5 % + one line of C words"
/// (C = columns). Nothing for "informative" and for words that are none of these.
[[nodiscard]] std::optional<Tolerance> toleranceFrom(const std::string& words, std::int64_t columns);

/// Compares, each at the tolerance that the case itself states:
/// - cycles, folds, on-chip accesses, efficiencies: the closed forms, exactly (efficiencies to 0.01 percent
///   points, the printed digits);
/// - DRAM reads of stall-free cases: exactly, by the word-for-word replay, and once more to 10 % by the
/// faster
///   one that studies use;
/// - reported cycles of given-bandwidth cases: the lower estimate of preloaded_windows.h, to 30 % where the
///   simulator stalls once per window, exactly where it never stalls, and as a lower bound where it thrashes;
///   the bandwidth bound that goes with them: what evaluate() says, to 0.5 % and a line of output words;
/// - published TPU v1 throughput: at least 0.97 of the measured one, and for MLPs and CNN0 at most 1.35 of
/// it.
[[nodiscard]] CaseResult checkCase(const ReferenceCase& reference);
[[nodiscard]] Result<std::vector<CaseResult>> checkReferenceFile(const std::filesystem::path& file);

} // namespace paretoscope::cost::systolic
