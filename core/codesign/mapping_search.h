// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/codesign/cost_model.h"
#include "core/codesign/mapping_sampler.h"
#include "core/codesign/mapping_surrogate.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace paretoscope::codesign {

/// How the mappings of a layer are searched.
enum class InnerMethod {
    Random,        ///< valid mappings, drawn
    ConstrainedBo, ///< valid mappings are drawn, a model chooses among them: the paper's method
    RelaxAndRound, ///< mappings are drawn whether valid or not, a model chooses; invalid ones cost like
                   ///< others
    BoostedTrees,  ///< valid mappings are drawn, boosted trees choose, one in ten at random
    Direct         ///< the program's own mapper, under the exact evaluator
};
/// "random", "constrained_bo", "relax_and_round", "boosted_trees", "direct", in that order.
[[nodiscard]] const std::vector<std::string>& innerMethods();

enum class InnerAcquisition {
    LowerBound,         ///< mean minus lambda deviations
    ExpectedImprovement ///< on the best so far
};

struct MappingSearchOptions
{
    InnerMethod method = InnerMethod::ConstrainedBo;
    EvaluatorKind evaluator = EvaluatorKind::Lite;
    SurrogateKind surrogate = SurrogateKind::Linear; ///< of ConstrainedBo
    InnerAcquisition acquisition = InnerAcquisition::LowerBound;
    double lambda = 1.0;            ///< from memory; the authors' later code does the same (first-hand)
    std::int64_t evaluations = 250; ///< from memory
    std::int64_t warmUp = 30;       ///< valid mappings before the first model. The later code, first-hand
    std::size_t pool = 150;         ///< mappings that a model chooses among; from memory
    std::int64_t refitEvery = 5;    ///< evaluations; our choice
    std::int64_t giveUp = 20'000;   ///< refusals in a row after which there is no valid mapping; our choice
    std::uint64_t seed = 1;
    bool keepMoments = false; ///< whether the record tells of every choice; costs memory
};

/// One evaluation.
struct MappingTrial
{
    double value = std::numeric_limits<double>::quiet_NaN(); ///< ln(J * s); NaN where not valid
    double energy_J = std::numeric_limits<double>::quiet_NaN();
    double cycles = std::numeric_limits<double>::quiet_NaN();
    Rule broken = Rule::None;
};

/// One choice of a model among a pool.
struct PoolMoment
{
    std::size_t trial = 0;               ///< the evaluation that it led to
    std::vector<double> mean, deviation; ///< of ln(J * s)
    std::vector<double> score;           ///< the smallest is chosen
    std::size_t chosen = 0;              ///< index into the pool
};

/// What a search did; everything a window draws of it. Plain data.
struct MappingRecord
{
    std::vector<MappingTrial> trials;
    Funnel funnel; ///< of all raw samples drawn; of Direct, none
    std::optional<TiledMapping> best;
    MappingCost bestCost;
    bool gaveUp = false;  ///< no valid mapping was found where one was looked for
    bool stopped = false; ///< somebody asked to
    std::vector<PoolMoment> moments;
    std::vector<FeatureWeight> weights; ///< of the last linear model

    /// The best value after each evaluation; infinite before the first valid one.
    [[nodiscard]] std::vector<double> bestSoFar() const;
    [[nodiscard]] double bestValue() const;
    /// The same as energy times delay in J s; NaN before the first valid one.
    [[nodiscard]] std::vector<double> bestSoFar_Js() const;
};

/// Energy times delay in J s, of its logarithm; NaN where that is not finite: there is no valid mapping.
[[nodiscard]] double edp_Js(double logEdp);

/// Searches the mappings of a layer on a machine. A function of its arguments; with more evaluations it
/// begins as with fewer. What is evaluated is valid, but under RelaxAndRound; nothing is evaluated twice.
/// Thread-safe.
[[nodiscard]] MappingRecord searchMappings(const LayerShape& layer, const Machine& machine,
                                           const MappingSearchOptions& options,
                                           const std::stop_token& stop = {});

} // namespace paretoscope::codesign
