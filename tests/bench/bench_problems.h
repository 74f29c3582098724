// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizer/optimizer.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

/// The fixed problems on which existing optimizers have been raced (README.md of the optimizers' reference
/// page, section 2; the sources of the formulas are named there). Everything is minimised.
namespace paretoscope::bench {

struct Evaluation
{
    std::vector<double> objectives;
    std::vector<double> constraints; ///< at most 0 where they hold
};

struct BenchProblem
{
    std::string name;
    optimizer::SearchProblem search;
    std::vector<double> ideal;
    std::vector<double> nadir;
    std::function<Evaluation(const space::Design&)> evaluate;
};

/// The standard problems and the accelerator toy by name, with "_d8" and the like for other dimensions.
/// \param tables  folder that holds nb201/ and nb201_hw/, for the tabular problems
/// Errors: NotFound for an unknown name; Io and InvalidInput for tables that cannot be read.
[[nodiscard]] Result<BenchProblem> benchProblem(const std::string& name, const std::filesystem::path& tables);

/// Names of the problems of the cheap setting (1,000 evaluations and more), then those of the expensive one.
[[nodiscard]] const std::vector<std::string>& cheapProblems();
[[nodiscard]] const std::vector<std::string>& expensiveProblems();
/// Problems of many local fronts on which no other optimizer was raced, see bench_multimodal.h. The
/// portfolio's mutation was chosen with them in view.
[[nodiscard]] const std::vector<std::string>& heldOutProblems();

} // namespace paretoscope::bench
