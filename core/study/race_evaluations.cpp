// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/race_evaluations.h"

#include "core/study/safe_evaluation.h"

#include <utility>

namespace paretoscope::study {

RaceEvaluations::RaceEvaluations(std::shared_ptr<const problem::Problem> problem)
    : m_problem(std::move(problem))
{ }

std::optional<problem::Outcome> RaceEvaluations::evaluate(const space::Design& design,
                                                          const std::stop_token& stop)
{
    std::shared_ptr<Entry> entry;
    {
        std::unique_lock lock(m_mutex);
        while (const auto found = m_entries.contains(design) ? m_entries[design] : nullptr) {
            if (!m_settled.wait(lock, stop, [&found] { return found->stage != Stage::Busy; }))
                return std::nullopt;
            if (found->stage == Stage::Done) {
                ++m_counts.saved;
                return found->outcome;
            }
        }
        entry = std::make_shared<Entry>();
        if (m_entries.size() < kMostKept)
            m_entries.emplace(design, entry);
    }
    std::optional<problem::Outcome> outcome = evaluateSafely(*m_problem, design, stop);
    {
        const std::scoped_lock lock(m_mutex);
        entry->stage = outcome ? Stage::Done : Stage::Abandoned;
        if (outcome) {
            entry->outcome = *outcome;
            ++m_counts.evaluated;
        } else if (const auto found = m_entries.find(design);
                   found != m_entries.end() && found->second == entry) {
            m_entries.erase(found);
        }
    }
    m_settled.notify_all();
    return outcome;
}

RaceEvaluations::Counts RaceEvaluations::counts() const
{
    const std::scoped_lock lock(m_mutex);
    return m_counts;
}

} // namespace paretoscope::study
