// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/machine_problem.h"
#include "core/problem/problem.h"

#include <memory>
#include <string>
#include <vector>

namespace paretoscope::problem {

/// A network that reads small digits, and the analog crossbars that run it, chosen together: nine ordinal
/// parameters, four of the network and five of the hardware, 1,658,880 designs (our choice). An evaluation
/// trains the network, which is costly, and runs it on the quantized crossbars; energy, area and latency come
/// from a formula and are free.
///
///   error    share of 500 pictures read wrongly on the crossbars, see accuracy::crossbarError
///   energy   J per picture, see cost::crossbar::liteCost; likewise area and latency
///
/// Networks are trained once each, from a seed that their shape and training determine, and their results are
/// kept by design: searches that share a problem share its evaluations. That changes what a search takes in
/// time, not what it finds.
struct GlyphQuestion
{
    std::string name = "glyphs";
    std::vector<std::string> objectives{"error", "energy"}; ///< 1 to 4 of error, energy, area, latency
    std::vector<MachineQuestion::Limit> limits{};
};
/// \errors InvalidInput: no objective, an unknown metric, one named twice
[[nodiscard]] Result<std::shared_ptr<const Problem>> makeGlyphProblem(GlyphQuestion question);

/// In the order of the problem's metrics: error, energy, area, latency.
[[nodiscard]] const std::vector<Metric>& glyphMetrics();

} // namespace paretoscope::problem
