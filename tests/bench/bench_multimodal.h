// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench_problems.h"

namespace paretoscope::bench {

/// Problems of many local fronts, on which a search that settles early stays behind. No other optimizer was
/// raced on them here: they compare our methods with each other. The unit of the figures is such that the
/// first local fronts count, too.
[[nodiscard]] BenchProblem zdt4(const std::string& name, std::size_t d);  ///< Zitzler, Deb, Thiele 2000
[[nodiscard]] BenchProblem dtlz1(const std::string& name, std::size_t d); ///< Deb et al. 2002
[[nodiscard]] BenchProblem dtlz3(const std::string& name, std::size_t d); ///< Deb et al. 2002

} // namespace paretoscope::bench
