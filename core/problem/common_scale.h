// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/problem.h"

#include <span>
#include <vector>

namespace paretoscope::problem {

/// How several designs stand on one metric, on a scale that is the same for every metric: 1 is the best of
/// them, 0.5 half as good. That is best over value where less is better, value over best where more is.
/// Unknown values stay NaN; where the best is zero, it stands at 1 and the rest at 0. Negative values mean
/// nothing here and are NaN.
[[nodiscard]] std::vector<double> sharesOfBest(std::span<const double> values, Direction better);

} // namespace paretoscope::problem
