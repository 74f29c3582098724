// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/problem.h"

#include <cstdint>
#include <string>
#include <vector>

/// The lines that Paretoscope and an evaluator exchange: resources/schemas/evaluator.schema.json.
namespace paretoscope::problem {

/// {"id": 3, "parameters": {"tile": 64, "order": ["k", "c"]}}: numbers as numbers, categories as texts,
/// factorizations and permutations as lists; parameters that are not in use are left out.
[[nodiscard]] std::string questionLine(std::uint64_t id, const space::Space& space,
                                       const space::Design& design);

/// What a line of an evaluator says.
struct CommandAnswer
{
    Outcome outcome;          ///< not yet held against the study's limits; cost_s 0 where it was not told
    bool isUnderstood = true; ///< otherwise the outcome has failed, and its reason says what was wrong
    bool isInStep = true;     ///< it may belong to this question; otherwise nothing after it can be trusted
};
[[nodiscard]] CommandAnswer readAnswer(const std::string& line, std::uint64_t id,
                                       const std::vector<Metric>& metrics);

} // namespace paretoscope::problem
