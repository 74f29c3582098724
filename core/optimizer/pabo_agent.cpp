// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/pabo_agent.h"

#include "core/optimizer/acquisition.h"
#include "core/pareto/dominance.h"

#include <cmath>

namespace paretoscope::optimizer {

void PaboAgent::describe(PaboTurn& turn) const
{
    const surrogate::Matrix row = m_models.features().encode(turn.design);
    std::vector<double> known;
    if (m_problem.free)
        known = m_problem.free(turn.design);
    for (std::size_t j = 0; j < m_problem.objectives; ++j) {
        const OutcomeModel& model = m_models.objectives()[j];
        const surrogate::Prediction expected = model.model().predict(row);
        const double mean = expected.mean(0);
        const double deviation = deviationOf(expected.variance(0), model.model());
        turn.views.push_back({j, model.fromModel(mean), model.fromModel(mean - deviation),
                              model.fromModel(mean + deviation),
                              model.fromModel(mean - m_kappa * deviation)});
        if (j < known.size() && std::isfinite(known[j])) {
            turn.views.back().optimistic = known[j];
            if (j == turn.owner)
                turn.known = known[j];
        }
    }
}

bool PaboAgent::vetoes(PaboTurn& turn) const
{
    std::vector<double> view(m_problem.objectives, -INFINITY);
    view[turn.owner] = turn.views[turn.owner].optimistic;
    for (std::size_t j = 0; j < view.size(); ++j)
        if (isFree(j))
            view[j] = turn.views[j].optimistic;
    for (std::size_t j = 0; j < view.size(); ++j) {
        if (j == turn.owner || isFree(j))
            continue;
        view[j] = turn.views[j].optimistic;
        turn.dominating = dominatorOf(view);
        if (turn.dominating)
            return true;
    }
    return false;
}

std::optional<std::uint64_t> PaboAgent::dominatorOf(const std::vector<double>& objectives) const
{
    for (const Observation& seen : m_models.told())
        if (m_models.isFeasible(seen) && pareto::dominates(seen.objectives, objectives))
            return seen.id;
    return {};
}

void PaboAgent::settle(PaboLedger& ledger, const Observation& observation, bool shared) const
{
    for (auto turn = ledger.turns.rbegin(); turn != ledger.turns.rend(); ++turn) {
        if (turn->trial != observation.id || turn->design != observation.design)
            continue;
        turn->told = true;
        turn->shared = shared;
        turn->updatesSkipped = shared ? 0 : m_problem.objectives - 1;
        if (m_models.isMeasured(observation))
            turn->dominating = dominatorOf(observation.objectives);
        return;
    }
}

void PaboAgent::forget(PaboLedger& ledger, std::uint64_t id)
{
    std::erase_if(ledger.turns, [id](const PaboTurn& turn) { return turn.trial == id && !turn.told; });
}

} // namespace paretoscope::optimizer
