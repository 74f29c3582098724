// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/problem.h"

#include <cstdint>
#include <functional>
#include <optional>

namespace paretoscope::study {

/// Evaluates at the boundary of a worker thread: whatever the evaluator does, an outcome that the rest of the
/// run can rely on comes back. Exceptions, a wrong number of metrics and "feasible" results that are not
/// numbers become failed outcomes that say so; infeasible ones get a violation above 0 (infinity when nothing
/// is known). Absent when `stop` ended the evaluation, so there is nothing to record.
[[nodiscard]] std::optional<problem::Outcome>
evaluateSafely(const problem::Problem& problem, const space::Design& design, const std::stop_token& stop);

/// The same for a trial of a run.
[[nodiscard]] std::optional<problem::Outcome> evaluateTrialSafely(const problem::Problem& problem,
                                                                  std::uint64_t number,
                                                                  const space::Design& design,
                                                                  const std::stop_token& stop);

/// The same for what is measured in another way than by evaluate().
[[nodiscard]] std::optional<problem::Outcome>
measureSafely(const problem::Problem& problem,
              const std::function<problem::Outcome(const std::stop_token&)>& measure,
              const std::stop_token& stop);

/// The checking half of the above.
[[nodiscard]] problem::Outcome madeReliable(problem::Outcome outcome, const problem::Problem& problem);

/// The objectives' values, all to be minimised (maximised ones change sign).
[[nodiscard]] std::vector<double> minimisedObjectives(const problem::Problem& problem,
                                                      const std::vector<double>& metrics);

} // namespace paretoscope::study
