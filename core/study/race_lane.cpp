// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/race_lane.h"

#include "core/study/safe_evaluation.h"

#include <exception>
#include <utility>

namespace paretoscope::study {

RaceLaneRun::RaceLaneRun(RaceField::Starter starter, const RacePlan& plan, RaceEvaluations& evaluations)
    : m_problem(starter.study.problem)
    , m_budget(plan.evaluations)
    , m_search(starter.study, std::move(starter.optimizer), plan.lookahead, plan.evaluations, evaluations)
{
    m_lane.method = starter.method;
    m_lane.pulse_s.push_back(0.0);
    m_lane.seed = starter.study.seed;
    m_lane.trace.objectives = m_problem->objectives().size();
}

void RaceLaneRun::setReference(const std::vector<double>& reference)
{
    m_tracer.emplace(objectiveSigns(*m_problem), reference);
}

void RaceLaneRun::advance(std::uint64_t target, const Leave& leave)
{
    try {
        while (!m_lane.over && m_lane.evaluations < target && !leave.hold && !leave.stop.stop_requested()) {
            if (const std::optional<Trial> trial = m_search.next(leave.stop))
                record(*trial);
            if (m_search.over()) {
                m_lane.over = true;
                m_lane.message = m_search.whyOver();
            }
            if (std::chrono::steady_clock::now() >= leave.at)
                break;
        }
    } catch (const std::exception& exception) {
        m_lane.over = true;
        m_lane.message = std::string("the method failed: ") + exception.what();
    }
    m_lane.at_s = m_search.at_s();
    m_lane.method_s = m_search.method_s();
    m_lane.effort = m_search.effort();
}

void RaceLaneRun::record(const Trial& trial)
{
    m_lane.evaluations = trial.id + 1;
    for (std::uint64_t next = m_lane.pulse_s.size();
         next <= 100 && m_lane.evaluations * 100 >= next * m_budget; ++next)
        m_lane.pulse_s.push_back(trial.at_s);
    if (trial.outcome.verdict != problem::Verdict::Feasible)
        return;
    ++m_lane.feasible;
    m_tracer->add(trial.id, trial.at_s, minimisedObjectives(*m_problem, trial.outcome.metrics));
}

RaceLanePtr RaceLaneRun::publish() const
{
    auto lane = std::make_shared<RaceLane>(m_lane);
    if (m_tracer)
        lane->trace = m_tracer->trace();
    return lane;
}

} // namespace paretoscope::study
