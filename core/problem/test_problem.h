// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/problem.h"

#include <memory>
#include <string>
#include <vector>

namespace paretoscope::problem {

/// Closed-form problems whose fronts are known, for learning how a method behaves and for testing it:
/// "zdt1", "zdt2", "zdt3" (Zitzler, Deb, Thiele 2000), "dtlz2" with three objectives (Deb et al. 2002), and
/// "bnh" with two constraints (Binh, Korn 1997).
///
/// And two small enough to draw, with one objective, for lessons: "forrester" of one variable (Forrester,
/// Sobester, Keane 2008, from memory) and "branin" of two (Dixon, Szego 1978, from memory).
struct TestProblemOptions
{
    std::string function = "zdt1";
    std::size_t variables =
        10; ///< real variables in [0, 1]; 2 to 100; ignored where the function says how many
    double evaluation_s = 0.0; ///< time an evaluation takes, to be waited for; 0 to 10 s
};
/// Those that a study may name: the ones with several objectives.
[[nodiscard]] const std::vector<std::string>& testFunctions();
/// Errors: InvalidInput for an unknown function or a value out of its range.
[[nodiscard]] Result<std::shared_ptr<const Problem>> makeTestProblem(const TestProblemOptions& options);

} // namespace paretoscope::problem
