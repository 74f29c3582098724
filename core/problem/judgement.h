// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json_reader.h"
#include "core/problem/problem.h"

#include <limits>
#include <string>
#include <vector>

/// What a study asks of the metrics that its model measures: which to improve, and which to keep within
/// limits.
namespace paretoscope::problem {

/// A bound on a metric, in the metric's base unit.
struct Limit
{
    std::string metric;
    double minimum = -std::numeric_limits<double>::infinity();
    double maximum = std::numeric_limits<double>::infinity();
};

/// A study's "limits". Those that limit nothing or cannot be met end up as errors in `study`.
[[nodiscard]] std::vector<Limit> readLimits(JsonReader& study);

/// Objectives and limits, resolved to metrics.
struct Judgement
{
    std::vector<Objective> objectives;
    std::vector<MetricConstraint> constraints;
};

/// Errors: an objective or a limit that is no metric, an objective named twice, none or more than four, a
/// limit that cannot be met.
[[nodiscard]] Result<Judgement> judgementOf(const std::vector<Metric>& metrics,
                                            const std::vector<std::string>& objectives,
                                            const std::vector<Limit>& limits);

/// Feasible when every limit holds; otherwise by how much it does not, relative to the limit, or as it is
/// where the limit is 0. What was not measured breaks every limit on it.
void judge(const Judgement& judgement, const std::vector<Metric>& metrics, Outcome& outcome);

} // namespace paretoscope::problem
