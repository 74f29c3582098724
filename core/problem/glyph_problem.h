// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/crossbar_layers.h"
#include "core/problem/judgement.h"
#include "core/problem/problem.h"

#include <memory>
#include <optional>
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
    std::vector<Limit> limits{};
    /// Every cell's value is times 1 + cellNoise normal, see accuracy::CrossbarFormat; 0 to 1. A condition of
    /// the problem: What-if may change it without training anew.
    double cellNoise = 0.0;
};
/// \errors those of judgementOf(); InvalidInput for a noise out of its range
[[nodiscard]] Result<std::shared_ptr<const Problem>> makeGlyphProblem(GlyphQuestion question);

/// The layers of a glyph problem's design on their crossbars, with column sums counted while pictures run
/// through the trained network; absent for other problems. One per layer of the explanation.
/// \cost some milliseconds, and a training where the network has not been trained yet
/// \errors Cancelled; NotFound where the training has run away
[[nodiscard]] std::optional<Result<std::vector<CrossbarLayerView>>>
glyphLayerViews(const Problem& problem, const space::Design& design, const std::stop_token& stop);

/// In the order of the problem's metrics: error, energy, area, latency.
[[nodiscard]] const std::vector<Metric>& glyphMetrics();

} // namespace paretoscope::problem
