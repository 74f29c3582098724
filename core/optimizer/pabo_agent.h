// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizer/outcome_models.h"
#include "core/optimizer/pabo_ledger.h"

namespace paretoscope::optimizer {

/// The agent between the models: what each of them expects of a design, and whether that is worth an
/// evaluation. Reads what the models know at the time it is asked.
class PaboAgent
{
public:
    /// \param kappa  standard deviations to the good that the gate lets a model hope
    PaboAgent(const SearchProblem& problem, const OutcomeModels& models, double kappa)
        : m_problem(problem)
        , m_models(models)
        , m_kappa(kappa)
    { }

    /// Fills in what every model expects of the turn's design, and what is known of it for nothing.
    void describe(PaboTurn& turn) const;

    /// Rule G, our reading. What costs nothing is known before anything else; what takes an evaluation is
    /// looked at one model after the other, in the order of the objectives, and the first that says no ends
    /// it. An objective not looked at yet is as good as can be.
    /// \returns whether the design is vetoed; then the turn names a result that is better in everything
    [[nodiscard]] bool vetoes(PaboTurn& turn) const;

    /// The first feasible result that dominates these objectives.
    [[nodiscard]] std::optional<std::uint64_t> dominatorOf(const std::vector<double>& objectives) const;

    /// Completes the turn that proposed a result, before any model learns of it.
    /// \param shared  the partners' models learn of it as well
    void settle(PaboLedger& ledger, const Observation& observation, bool shared) const;

    /// Takes out the turn of a proposal that was withdrawn.
    static void forget(PaboLedger& ledger, std::uint64_t id);

private:
    [[nodiscard]] bool isFree(std::size_t objective) const
    {
        return objective < m_problem.objectiveDocs.size() && m_problem.objectiveDocs[objective].free;
    }

    const SearchProblem& m_problem;
    const OutcomeModels& m_models;
    double m_kappa;
};

} // namespace paretoscope::optimizer
