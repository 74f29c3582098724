// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/race_search.h"

#include "core/base/cpu_time.h"
#include "core/study/run_bookkeeping.h"
#include "core/study/safe_evaluation.h"

#include <algorithm>
#include <utility>

namespace paretoscope::study {

RaceSearch::RaceSearch(const Study& study, std::unique_ptr<optimizer::Optimizer> optimizer,
                       unsigned lookahead, std::uint64_t budget, RaceEvaluations& evaluations)
    : m_proposals(study, std::move(optimizer), lookahead)
    , m_budget(budget)
    , m_evaluations(evaluations)
{ }

void RaceSearch::begin()
{
    const CpuMeter meter(m_method_s);
    m_proposals.replay(TrialLog(), {}, m_budget);
    m_begun = true;
}

std::optional<Trial> RaceSearch::next(const std::stop_token& stop)
{
    if (!m_begun)
        begin();
    for (CandidatePtr& candidate : m_proposals.takeUnsubmitted(m_budget))
        m_waiting.push_back(std::move(candidate));
    if (m_waiting.empty()) {
        m_over = true;
        return std::nullopt;
    }
    const CandidatePtr candidate = m_waiting.front();
    std::optional<problem::Outcome> outcome = m_evaluations.evaluate(candidate->design, stop);
    if (!outcome)
        return std::nullopt;
    m_waiting.pop_front();
    m_evaluation_s += outcome->cost_s;
    Trial trial{candidate->id, candidate->design, *outcome, candidate->origin, 0.0, 0.0};
    m_proposals.finish(candidate, std::move(outcome));
    {
        const CpuMeter meter(m_method_s);
        m_proposals.tell(trial);
    }
    trial.at_s = at_s();
    m_over = m_proposals.told() >= m_budget;
    return trial;
}

std::string RaceSearch::whyOver() const
{
    return m_over && m_proposals.told() < m_budget ? m_proposals.whyNone() : std::string();
}

std::vector<double> objectiveSigns(const problem::Problem& problem)
{
    std::vector<double> signs;
    for (const problem::Objective& objective : problem.objectives())
        signs.push_back(problem.metrics()[objective.metric].better == problem::Direction::Minimize ? 1.0
                                                                                                   : -1.0);
    return signs;
}

std::vector<double> raceReference(const Study& study, unsigned lookahead, RaceEvaluations& evaluations,
                                  const std::stop_token& stop)
{
    constexpr std::uint64_t kMostTrials = 512;
    const std::vector<double> signs = objectiveSigns(*study.problem);
    if (!hasHypervolume(signs.size()))
        return {};
    if (study.reference)
        return *study.reference;
    auto optimizer = optimizer::makeOptimizer(study.method, searchProblemOf(study), study.seed);
    if (!optimizer)
        return {};
    RaceSearch search(study, std::move(optimizer).value(), lookahead, kMostTrials, evaluations);
    std::vector<std::vector<double>> points;
    while (points.size() < kReferenceTrials) {
        const std::optional<Trial> trial = search.next(stop);
        if (!trial && !search.over())
            return {}; // stopped
        if (trial && trial->outcome.verdict == problem::Verdict::Feasible)
            points.push_back(minimisedObjectives(*study.problem, trial->outcome.metrics));
        if (search.over())
            break;
    }
    if (points.empty())
        return {};
    std::vector<double> reference = referenceBeyond(points);
    for (std::size_t i = 0; i < signs.size(); ++i)
        reference[i] *= signs[i];
    return reference;
}

} // namespace paretoscope::study
