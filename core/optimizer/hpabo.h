// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizer/anchored_score.h"
#include "core/optimizer/model_search.h"
#include "core/optimizer/pabo_agent.h"

namespace paretoscope::optimizer {

struct HpaboOptions
{
    std::size_t trials = 60; ///< evaluations that the two levels are planned for; they go on after these
    std::size_t kept = 5;    ///< networks of the first level that the second one takes up
    double tolerance = 0.1;  ///< share by which the second level may lose quality
    ModelSearchOptions search;
};

/// The hierarchical form: the network first, on a machine of reference, then machines for the best networks.
///
///   level 1  half of the trials: quality and the first cost, over the network's parameters
///   level 2  the rest, in equal parts for each network kept (the front of level 1, the least crowded first):
///            the costs, over the machine's parameters, where quality does not get worse by more than the
///            tolerance
///
/// Both levels improve one point of their front at a time, as anchored PABO does. For problems whose
/// parameters are marked (SearchProblem::parts).
/// \source two levels: Parsa et al. 2020, abstract (first-hand); the procedure: our choice
class Hpabo final : public ModelSearch
{
public:
    Hpabo(const SearchProblem& problem, std::uint64_t seed, HpaboOptions options);

    [[nodiscard]] std::string name() const override { return "hpabo"; }
    [[nodiscard]] const PaboLedger* ledger() const override { return &m_ledger; }
    [[nodiscard]] bool isFirstLevel(std::uint64_t trial) const { return trial < m_hpabo.trials / 2; }
    /// Trials whose networks the second level takes up, by all that was told, in order.
    [[nodiscard]] std::vector<std::uint64_t> keptNetworks() const;

private:
    /// What a turn looks for, and among which results.
    struct Task
    {
        bool firstLevel = true;
        const Observation* network = nullptr; ///< second level: whose network is kept
        std::vector<std::size_t> objectives;  ///< that are improved by turns
        std::vector<std::size_t> front;       ///< rows of what was told
        std::vector<double> limits;           ///< one per objective; infinite: none
        space::Design frozen;                 ///< what is not to be chosen comes from here
    };
    [[nodiscard]] std::optional<space::Design> first(std::uint64_t id, Rng& rng) override;
    [[nodiscard]] std::optional<space::Design> proposed(std::uint64_t id, Believer& believer,
                                                        Rng& rng) override;
    void learn(const Observation& observation) override;
    void forget(std::uint64_t id) override;
    [[nodiscard]] surrogate::Vector scoreOf(std::span<const space::Design> designs) const override;

    [[nodiscard]] Task taskOf(std::uint64_t id) const;
    [[nodiscard]] std::vector<std::size_t> keptRows() const;
    [[nodiscard]] bool hasSameNetwork(const space::Design& a, const space::Design& b) const;
    void freeze(space::Design& design, const Task& task, Rng& rng) const;
    void explain(const Task& task, std::size_t owner);

    HpaboOptions m_hpabo;
    std::vector<std::size_t> m_quality, m_costs; ///< objectives
    Marks m_marks;
    PaboAgent m_agent;
    PaboLedger m_ledger;
};

[[nodiscard]] Method hpaboMethod();
/// The first trial of the second level; absent for other methods.
[[nodiscard]] std::optional<std::uint64_t> firstOfLevelTwo(const MethodChoice& choice);

} // namespace paretoscope::optimizer
