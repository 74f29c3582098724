// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <span>

namespace paretoscope::pareto {

/// What every indicator that compares a front with a reference set asks of the two: k at least 1, rows of k
/// finite values, at least one row each. \errors InvalidInput, with what is wrong in which set
[[nodiscard]] Status checkIndicatorInput(std::span<const double> front, std::span<const double> reference,
                                         std::size_t k);

} // namespace paretoscope::pareto
