// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizer/candidate_search.h"

#include <map>

namespace paretoscope::optimizer {

/// Of several objectives, the one number that is modelled.
struct ScalarOptions
{
    enum class Goal {
        Weighting, ///< ParEGO: max_j w_j n_j + 0.05 sum_j w_j n_j, with weights w drawn for every proposal
        Sum,       ///< sum_j n_j
        One        ///< n_j of one objective alone
    };
    Goal goal = Goal::Weighting;
    std::size_t objective = 0; ///< of Goal::One
    ModelSearchOptions search;
    std::string method = "single"; ///< the name under which it was asked for
};

/// Bayesian optimization of one number made of all objectives: one Gaussian process, expected improvement,
/// a set of candidates. Weighted, it is ParEGO as Knowles 2006 has it (from memory), with the weights of the
/// PABO specification, sections 5.1 and 6: multiples of a tenth that sum to 1, all equally likely.
///
///   n_j    the objective's place between its best and its worst value, by its logarithm where equal ratios
///          matter equally. Best: 0 for plain values that never reach it, or the best seen; worst: the
///          reference, or the worst seen (our choice)
///   model  hyper-parameters fitted anew every ten results, to a weighting of their own, and from there three
///          steps of the climb for each result since, so that a search resumed goes on as if never stopped
///
/// Noise is learnt, since a maximum has edges that a smooth model can only take for noise.
class ScalarSearch final : public CandidateSearch
{
public:
    ScalarSearch(const SearchProblem& problem, std::uint64_t seed, ScalarOptions options);

    [[nodiscard]] std::string name() const override { return m_scalar.method; }
    [[nodiscard]] Effort effort() const override;

private:
    [[nodiscard]] std::optional<space::Design> modelled(std::uint64_t id, Rng& rng) override;
    [[nodiscard]] surrogate::Vector scoreOf(std::span<const space::Design> designs) const override;

    [[nodiscard]] std::vector<double> drawnWeights(Rng& rng) const;
    [[nodiscard]] std::vector<std::size_t> measuredRows(std::size_t told) const;
    [[nodiscard]] std::vector<double> targetsOf(const std::vector<std::size_t>& rows,
                                                const std::vector<double>& weights) const;
    [[nodiscard]] const std::vector<double>& hyperParametersAt(std::size_t milestone);
    [[nodiscard]] bool fit(const std::vector<double>& weights);
    void explain(const std::vector<double>& weights);

    ScalarOptions m_scalar;
    surrogate::KernelPtr m_kernel;
    std::vector<std::vector<double>> m_lattice;                   ///< of weights
    std::map<std::size_t, std::vector<double>> m_hyperParameters; ///< by results they were fitted to
    std::optional<surrogate::GaussianProcess> m_model;            ///< of the last proposal
    std::optional<double> m_best;                                 ///< target of the best feasible result
    std::uint64_t m_fits = 0;
};

/// The best of one number: the sum of all objectives, or one of them.
[[nodiscard]] Method singleMethod();
/// The first or the second objective alone, under names of their own, so that they can race.
[[nodiscard]] Method singleFirstMethod();
[[nodiscard]] Method singleSecondMethod();
/// ParEGO with one model, under a name of its own, so that it can race with ours.
[[nodiscard]] Method paregoOneModelMethod();

} // namespace paretoscope::optimizer
