// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench_problems.h"

#include <span>

namespace paretoscope::bench {

using Values = std::span<const double>;

struct Bounds
{
    double low = 0.0;
    double high = 1.0;
    bool whole = false;
};

/// A problem that is a formula over a box.
[[nodiscard]] BenchProblem boxProblem(const std::string& name, const std::vector<Bounds>& bounds,
                                      std::vector<double> ideal, std::vector<double> nadir,
                                      std::size_t constraints, std::function<Evaluation(Values)> formula);

} // namespace paretoscope::bench
