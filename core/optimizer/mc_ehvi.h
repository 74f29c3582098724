// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizer/box_decomposition.h"
#include "core/optimizer/model_search.h"

namespace paretoscope::optimizer {

/// Expected hypervolume improvement by sampling: of every candidate the growth of the hypervolume is averaged
/// over draws from the models' beliefs, the same draws for all. The expensive joint acquisition function that
/// cheaper methods are measured against. (The exact expectation is what "bayesian" uses; this one is meant to
/// cost what a sampled one costs. Our choice, in the place of entropy search over the Pareto set.)
///
/// Volumes are of the logarithm of objectives for which equal ratios matter equally (ObjectiveDoc).
class McEhvi final : public ModelSearch
{
public:
    McEhvi(const SearchProblem& problem, std::uint64_t seed, ModelSearchOptions options, std::size_t samples);

    [[nodiscard]] std::string name() const override { return "ehvi"; }

private:
    [[nodiscard]] std::optional<space::Design> proposed(std::uint64_t id, Believer& believer,
                                                        Rng& rng) override;
    [[nodiscard]] surrogate::Vector scoreOf(std::span<const space::Design> designs) const override;
    [[nodiscard]] BoxDecomposition regionLeft(const Believer& believer) const;
    [[nodiscard]] double gainOf(const std::vector<double>& point) const;

    std::size_t m_samples;
    BoxDecomposition m_region;     ///< that the front leaves, scaled; no boxes: nothing is feasible yet
    std::vector<double> m_normals; ///< samples x objectives
};

[[nodiscard]] Method mcEhviMethod();

} // namespace paretoscope::optimizer
