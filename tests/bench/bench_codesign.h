// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/codesign/codesign_problem.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace paretoscope::bench {

struct CodesignSettings
{
    std::uint64_t seeds = 11;
    codesign::EvaluatorKind evaluator = codesign::EvaluatorKind::Lite;
    std::vector<std::string> networks{"resnet", "dqn", "mlp", "transformer"};
    std::int64_t outer = 50, inner = 60;
    std::size_t pool = 60;
    bool slow = true; ///< inner: also the methods on Gaussian processes
};

[[nodiscard]] double processor_s(); ///< of this thread
[[nodiscard]] double median(const std::vector<double>& values);
/// Median and quartiles.
[[nodiscard]] std::string spread(const std::vector<double>& values);
/// Prints whether one is met.
void criterion(const char* name, const std::string& what, double measured, double threshold,
               const char* calibration);
[[nodiscard]] std::vector<codesign::CodesignLayer> layersOf(const std::string& network);

/// Best values after so many evaluations, one a seed.
struct Curves
{
    std::vector<std::vector<double>> runs;
    double spent_s = 0.0;
    std::int64_t evaluations = 0;
    std::int64_t broken = 0; ///< evaluations of mappings that break a rule

    [[nodiscard]] std::vector<double> at(std::size_t evaluation) const
    {
        std::vector<double> values;
        for (const auto& run : runs)
            values.push_back(run.empty() ? INFINITY : run[std::min(evaluation, run.size()) - 1]);
        return values;
    }
};

[[nodiscard]] Curves innerRuns(const codesign::LayerShape& layer, codesign::MappingSearchOptions options,
                               std::uint64_t seeds);

/// One outer search: best score after each evaluation, relative to the hand-made machine.
struct OuterRun
{
    std::vector<double> best;
    std::optional<space::Design> bestDesign;
    int early = 0, earlyInfeasible = 0, late = 0, lateInfeasible = 0; ///< within and after the warm-up
    double proposing_s = 0.0, slowest_s = 0.0;
};

[[nodiscard]] OuterRun outerRun(const problem::Problem& problem, const std::string& method,
                                std::uint64_t seed, std::int64_t evaluations);
[[nodiscard]] std::shared_ptr<const problem::Problem> problemOf(const std::string& network,
                                                                const CodesignSettings& settings,
                                                                codesign::InnerMethod method,
                                                                std::uint64_t seed);

void benchInner(const CodesignSettings& settings);  ///< C1 to C6
void benchNested(const CodesignSettings& settings); ///< C7 to C10

} // namespace paretoscope::bench
