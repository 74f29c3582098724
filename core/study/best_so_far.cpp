// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/best_so_far.h"

namespace paretoscope::study {

BestSoFar::BestSoFar(const problem::Problem& problem)
    : m_problem(problem)
    , m_steps(problem.objectives().size())
{ }

void BestSoFar::follow(const TrialLog& log)
{
    if (log.size() < m_seen) {
        m_steps.assign(m_steps.size(), {});
        m_seen = 0;
    }
    for (; m_seen < log.size(); ++m_seen) {
        const Trial& trial = log[m_seen];
        if (trial.outcome.verdict != problem::Verdict::Feasible)
            continue;
        for (std::size_t k = 0; k < m_steps.size(); ++k) {
            const std::size_t metric = m_problem.objectives()[k].metric;
            const double value = trial.outcome.metrics[metric];
            const bool down = m_problem.metrics()[metric].better == problem::Direction::Minimize;
            if (m_steps[k].empty()
                || (down ? value < m_steps[k].back().value : value > m_steps[k].back().value))
                m_steps[k].push_back({m_seen + 1, trial.at_s, value});
        }
    }
}

} // namespace paretoscope::study
