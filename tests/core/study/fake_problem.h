// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/study.h"
#include "core/study/trial.h"

#include <nlohmann/json.hpp>

#include <string>

/// A small study whose evaluator can misbehave on demand and whose optimizer is as touchy as the contract
/// permits: every proposal depends on everything told, on everything pending and on the steering. So any slip
/// in the rhythm of a run changes its trials. Both take the places of studyFromDocument() and makeOptimizer()
/// at link time; programs that use this file test a run, not loaders or search methods.
namespace paretoscope::study::fake {

/// Parameters columns and rows (1 to 64) and flow (a, b, c); metrics energy (minimised) and speed
/// (maximised). `behaviour`: "plain"; "jitter" (takes 0 to 0.4 ms, differing by design); "slow" (10 ms, polls
/// its token); "asleep" (until stopped); "throws", "nan", "short" (each for a third of the designs, else
/// plain).
[[nodiscard]] nlohmann::json document(const std::string& behaviour, std::uint64_t evaluations,
                                      std::uint64_t seed = 7);
[[nodiscard]] Study study(const std::string& behaviour, std::uint64_t evaluations, std::uint64_t seed = 7);
/// What makes two runs the same: designs, outcomes, origins and hypervolumes, not times.
[[nodiscard]] std::string bytes(const TrialLog& log);

} // namespace paretoscope::study::fake
