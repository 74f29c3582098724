// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/proposals.h"

#include "core/study/safe_evaluation.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace paretoscope::study {

namespace {

/// How far the metric lies outside its bounds, as a share of the bound (of 1 where that is 0); how much room
/// is left, as a negative number, where it lies inside.
double constraintValue(double value, const problem::MetricConstraint& constraint)
{
    const auto share = [](double excess, double bound) {
        return excess / (bound != 0.0 ? std::abs(bound) : 1.0);
    };
    const double above = std::isfinite(constraint.maximum)
                             ? share(value - constraint.maximum, constraint.maximum)
                             : -INFINITY;
    const double below = std::isfinite(constraint.minimum)
                             ? share(constraint.minimum - value, constraint.minimum)
                             : -INFINITY;
    return std::max(above, below);
}

/// Objectives beyond their numbers, and which parameters are the network's.
void describeObjectives(const std::shared_ptr<const problem::Problem>& problem,
                        optimizer::SearchProblem& search)
{
    const std::optional<problem::Codesign> codesign = problem->codesign();
    bool anyFree = false;
    for (const problem::Objective& objective : problem->objectives()) {
        const problem::Metric& metric = problem->metrics()[objective.metric];
        const bool minimized = metric.better == problem::Direction::Minimize;
        optimizer::ObjectiveDoc doc;
        doc.name = minimized ? metric.name : "negative " + metric.name; // which is what a method minimises
        doc.unit = metric.unit;
        doc.logarithmic = minimized && metric.scale == problem::Scale::Logarithmic;
        doc.free = problem->isFree(objective.metric);
        doc.quality = codesign
                      && std::count(codesign->quality.begin(), codesign->quality.end(), objective.metric) > 0;
        anyFree = anyFree || doc.free;
        search.objectiveDocs.push_back(std::move(doc));
    }
    if (anyFree)
        search.free = [problem](const space::Design& design) {
            return minimisedObjectives(*problem, problem->freeMetrics(design));
        };
    if (codesign) {
        optimizer::CodesignParts parts{std::vector<bool>(search.space.size(), false), codesign->reference};
        for (const std::size_t parameter : codesign->software)
            parts.software[parameter] = true;
        search.parts = std::move(parts);
    }
}

} // namespace

/// The budget is left out, because extending it must not change what has been proposed.
optimizer::SearchProblem searchProblemOf(const Study& study)
{
    optimizer::SearchProblem search{study.problem->space(), study.problem->objectives().size()};
    for (const problem::MetricConstraint& constraint : study.problem->constraints())
        search.constraints.push_back({study.problem->metrics()[constraint.metric].name});
    describeObjectives(study.problem, search);
    search.noisy = study.problem->isNoisy();
    search.features = [problem = study.problem](const space::Design& design) {
        return problem->features(design);
    };
    if (study.reference && study.reference->size() == search.objectives) {
        search.reference = study.reference;
        for (std::size_t i = 0; i < search.objectives; ++i) {
            const std::size_t metric = study.problem->objectives()[i].metric;
            if (study.problem->metrics()[metric].better == problem::Direction::Maximize)
                (*search.reference)[i] *= -1.0;
        }
    }
    return search;
}

optimizer::Observation observationOf(const Trial& trial, const problem::Problem& problem)
{
    optimizer::Observation observation;
    observation.id = trial.id;
    observation.design = trial.design;
    observation.metrics = trial.outcome.metrics;
    observation.violation = trial.outcome.violation;
    if (trial.outcome.verdict != problem::Verdict::Failed) {
        for (const problem::MetricConstraint& constraint : problem.constraints()) {
            if (constraint.metric < observation.metrics.size()
                && std::isfinite(observation.metrics[constraint.metric]))
                observation.constraints.push_back(
                    constraintValue(observation.metrics[constraint.metric], constraint));
        }
        if (observation.constraints.size() != problem.constraints().size())
            observation.constraints.clear();
        observation.objectives = minimisedObjectives(problem, trial.outcome.metrics);
        const bool known = std::all_of(observation.objectives.begin(), observation.objectives.end(),
                                       [](double value) { return std::isfinite(value); });
        if (!known)
            observation.objectives.clear();
    }
    return observation;
}

Proposals::Proposals(const Study& study, std::unique_ptr<optimizer::Optimizer> optimizer, unsigned lookahead)
    : m_problem(study.problem)
    , m_optimizer(std::move(optimizer))
    , m_lookahead(std::max(lookahead, 1U))
{ }

void Proposals::replay(const TrialLog& log, Breaks breaks, std::uint64_t budget)
{
    m_breaks = std::move(breaks);
    m_journal = &log;
    std::size_t passed = 0; // breaks behind us
    for (;;) {
        for (; passed < m_breaks.size() && m_breaks[passed].told <= m_told; ++passed) {
            m_exhausted = false;
            if (m_breaks[passed].pins)
                m_optimizer->constrain(steeringOf(*m_breaks[passed].pins, *m_problem));
        }
        // Ids behind a break to come are asked for only there: what was asked before was withdrawn.
        m_budget = budget;
        for (std::size_t i = passed; i < m_breaks.size(); ++i)
            m_budget = std::min(m_budget, m_breaks[i].id);
        refill();
        if (m_told == log.size())
            break;
        learn(log[m_told]);
    }
    m_journal = nullptr;
    m_breaks.resize(passed); // a break behind the journal's end never happened
    m_budget = budget;
    refill();
}

void Proposals::refill()
{
    while (!m_exhausted && m_next < std::min(m_budget, m_told + m_lookahead)) {
        const bool journalled = m_journal != nullptr && m_next < m_journal->size();
        if (journalled && (*m_journal)[m_next].origin == Origin::Manual) {
            ++m_next;
            continue;
        }
        if (std::optional<space::Design> design = m_optimizer->ask(m_next))
            add(m_next++, std::move(*design), Origin::Search);
        else if (journalled)
            ++m_next; // the journal holds a trial after all: some break was never written
        else
            m_exhausted = true;
    }
}

void Proposals::add(std::uint64_t id, space::Design design, Origin origin)
{
    auto candidate = std::make_shared<Candidate>();
    candidate->id = id;
    candidate->design = std::move(design);
    candidate->origin = origin;
    m_candidates[id] = std::move(candidate);
}

/// Several breaks between two tells are one to the optimizer.
void Proposals::noteBreak(std::optional<Pins> pins)
{
    if (m_breaks.empty() || m_breaks.back().told != m_told)
        m_breaks.push_back({m_next, m_told, {}});
    m_breaks.back().id = std::min(m_breaks.back().id, m_next);
    if (pins)
        m_breaks.back().pins = std::move(pins);
    m_exhausted = false;
}

void Proposals::setBudget(std::uint64_t budget)
{
    const bool wasDue = m_next >= m_budget && m_next < m_told + m_lookahead;
    if (wasDue && budget > m_budget)
        noteBreak({});
    m_budget = budget;
    refill();
}

void Proposals::retry()
{
    noteBreak({});
    refill();
}

void Proposals::steer(const Pins& pins)
{
    std::vector<std::uint64_t> withdrawn;
    std::deque<space::Design> chosen; // by a person: these stay, under new ids
    while (!m_candidates.empty()) {
        const CandidatePtr last = m_candidates.rbegin()->second;
        if (last->outcome || !last->claim(Candidate::Stage::Withdrawn))
            break; // workers start in order of id, so everything below has started as well
        if (last->origin == Origin::Manual)
            chosen.push_front(last->design);
        else
            withdrawn.insert(withdrawn.begin(), last->id);
        m_next = last->id;
        m_candidates.erase(last->id);
    }
    m_optimizer->withdraw(withdrawn);
    m_optimizer->constrain(steeringOf(pins, *m_problem));
    noteBreak(pins);
    for (space::Design& design : chosen)
        inject(std::move(design));
    refill();
}

void Proposals::inject(space::Design design)
{
    add(m_next++, std::move(design), Origin::Manual);
    m_budget = std::max(m_budget, m_next);
}

std::uint64_t Proposals::endOfChosen() const
{
    std::uint64_t end = 0;
    for (const auto& [id, candidate] : m_candidates)
        if (candidate->origin == Origin::Manual)
            end = id + 1;
    return end;
}

std::vector<CandidatePtr> Proposals::takeUnsubmitted(std::uint64_t below)
{
    std::vector<CandidatePtr> taken;
    for (const auto& [id, candidate] : m_candidates) {
        if (id < below && !candidate->submitted && !candidate->outcome) {
            candidate->submitted = true;
            taken.push_back(candidate);
        }
    }
    return taken;
}

void Proposals::holdBack()
{
    std::vector<CandidatePtr> held;
    for (const auto& [id, candidate] : m_candidates)
        if (candidate->submitted && candidate->claim(Candidate::Stage::Withdrawn))
            held.push_back(candidate);
    for (const CandidatePtr& candidate : held)
        add(candidate->id, candidate->design, candidate->origin); // a fresh one; the old is a husk
}

void Proposals::finish(const CandidatePtr& candidate, std::optional<problem::Outcome> outcome)
{
    const auto found = m_candidates.find(candidate->id);
    if (found == m_candidates.end() || found->second != candidate)
        return;
    if (outcome)
        candidate->outcome = std::move(outcome);
    else
        add(candidate->id, candidate->design, candidate->origin);
}

std::vector<CandidatePtr> Proposals::ready() const
{
    std::vector<CandidatePtr> ready;
    for (const auto& [id, candidate] : m_candidates) {
        if (id != m_told + ready.size() || !candidate->outcome)
            break;
        ready.push_back(candidate);
    }
    return ready;
}

void Proposals::learn(const Trial& trial)
{
    const optimizer::Observation observation = observationOf(trial, *m_problem);
    m_optimizer->tell(std::span(&observation, 1));
    m_candidates.erase(trial.id);
    m_told = trial.id + 1;
    m_next = std::max(m_next, m_told);
}

void Proposals::tell(const Trial& trial)
{
    learn(trial);
    refill();
}

std::vector<space::Design> Proposals::awaited() const
{
    std::vector<space::Design> designs;
    for (const auto& [id, candidate] : m_candidates)
        designs.push_back(candidate->design);
    return designs;
}

std::size_t Proposals::running() const
{
    return static_cast<std::size_t>(
        std::count_if(m_candidates.begin(), m_candidates.end(), [](const auto& entry) {
            return entry.second->stage == Candidate::Stage::Started && !entry.second->outcome;
        }));
}

} // namespace paretoscope::study
