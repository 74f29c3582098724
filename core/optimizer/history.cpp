// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/history.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::optimizer {

namespace {

/// Maps [0, infinity) onto [0, 1) and infinity onto 1, keeping the order.
double squashed(double violation)
{
    return std::isinf(violation) ? 1.0 : violation / (1.0 + violation);
}

double known(double violation)
{
    return std::isnan(violation) ? INFINITY : std::max(violation, 0.0);
}

} // namespace

double History::judged(const Observation& observation, const Candidates& candidates) const
{
    const bool measured = observation.objectives.size() == m_objectives
                          && std::all_of(observation.objectives.begin(), observation.objectives.end(),
                                         [](double objective) { return std::isfinite(objective); });
    if (!measured)
        return 1.0 + squashed(known(observation.violation));
    const Steering& steering = candidates.steering();
    const double outside = steering.allows(candidates.space(), observation.design) ? 0.0 : 1.0;
    const double sum = known(observation.violation) + steering.violation(observation.metrics) + outside;
    return std::min(squashed(sum), std::nextafter(1.0, 0.0));
}

bool History::learn(const Observation& observation, const Candidates& candidates)
{
    if (observation.design.row().size() != candidates.space().slotCount())
        return false;
    m_violations.push_back(judged(observation, candidates));
    for (std::size_t j = 0; j < m_objectives; ++j)
        m_rows.push_back(measured(size()) ? observation.objectives[j] : 0.0);
    m_told.push_back(observation);
    return true;
}

void History::judgeAnew(const Candidates& candidates)
{
    for (std::size_t row = 0; row < size(); ++row)
        m_violations[row] = judged(m_told[row], candidates);
}

} // namespace paretoscope::optimizer
