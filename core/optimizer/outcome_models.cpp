// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/outcome_models.h"

#include "core/pareto/front_archive.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::optimizer {

namespace {

/// -1 where feasible, from 0.2 where hardly not to 1 where nothing could be measured (our choice): how far a
/// design is from feasible tells where to turn, but nothing tells how far a feasible one is from failing.
double label(double violation)
{
    constexpr double kHardly = 0.2;
    if (!(violation > 0.0) && !std::isnan(violation))
        return -1.0;
    const double share = std::isfinite(violation) ? violation / (1.0 + violation) : 1.0;
    return kHardly + (1.0 - kHardly) * share;
}

} // namespace

OutcomeModels::OutcomeModels(const SearchProblem& problem, ModelOptions options)
    : m_problem(problem)
    , m_options(options)
    , m_features(problem.space)
    , m_kernel(m_features.kernel(options.profile, options.warp))
{
    for (std::size_t i = 0; i < problem.objectives; ++i)
        m_objectives.emplace_back(Outcome{Outcome::Kind::Objective, i}, m_kernel, options.noisy,
                                  options.byScale && i < problem.objectiveDocs.size()
                                      && problem.objectiveDocs[i].logarithmic);
    rebuildRestrictions();
}

std::optional<double> OutcomeModels::valueOf(const Outcome& outcome, const Observation& observation) const
{
    const auto finite = [](const std::vector<double>& values, std::size_t index) {
        return index < values.size() && std::isfinite(values[index]) ? std::optional(values[index])
                                                                     : std::nullopt;
    };
    switch (outcome.kind) {
    case Outcome::Kind::Objective:
        return finite(observation.objectives, outcome.index);
    case Outcome::Kind::Constraint:
        return finite(observation.constraints, outcome.index);
    case Outcome::Kind::Metric: {
        const Steering::Bound& bound = m_steering.metrics[outcome.index];
        const auto value = finite(observation.metrics, bound.index);
        if (!value)
            return {};
        const double outside = std::max(*value - bound.maximum, bound.minimum - *value);
        return bound.excluded ? -outside : outside;
    }
    case Outcome::Kind::Feasible:
        if (!observation.constraints.empty())
            return {};
        return label(observation.violation);
    }
    return {};
}

void OutcomeModels::tell(const Observation& observation)
{
    tell(observation, std::vector<bool>(m_objectives.size(), true));
}

void OutcomeModels::tell(const Observation& observation, const std::vector<bool>& learns)
{
    if (observation.design.row().size() != m_problem.space.slotCount())
        return;
    m_told.push_back(observation);
    m_rows.push_back(m_features.encode(observation.design));
    for (std::vector<OutcomeModel>* models : {&m_objectives, &m_restrictions})
        for (OutcomeModel& model : *models) {
            if (model.outcome().kind == Outcome::Kind::Objective && !learns[model.outcome().index])
                continue;
            if (const auto value = valueOf(model.outcome(), observation))
                model.add(m_rows.back(), *value);
        }
}

void OutcomeModels::learn(std::size_t objective, const space::Design& design, double value)
{
    if (std::isfinite(value))
        m_objectives[objective].add(m_features.encode(design), value);
}

std::uint64_t OutcomeModels::fits() const
{
    std::uint64_t sum = 0;
    for (const std::vector<OutcomeModel>* models : {&m_objectives, &m_restrictions})
        for (const OutcomeModel& model : *models)
            sum += model.fits();
    return sum;
}

void OutcomeModels::constrain(const Steering& steering)
{
    m_steering = steering;
    rebuildRestrictions();
}

void OutcomeModels::rebuildRestrictions()
{
    std::vector<Outcome> outcomes;
    for (std::size_t i = 0; i < m_problem.constraints.size(); ++i)
        if (!m_problem.constraints[i].known || !m_problem.known)
            outcomes.push_back({Outcome::Kind::Constraint, i});
    for (std::size_t i = 0; i < m_steering.metrics.size(); ++i)
        outcomes.push_back({Outcome::Kind::Metric, i});
    outcomes.push_back({Outcome::Kind::Feasible, 0});
    m_restrictions.clear();
    for (const Outcome& outcome : outcomes) {
        const bool noisy = m_options.noisy && outcome.kind != Outcome::Kind::Feasible;
        m_restrictions.emplace_back(outcome, m_kernel, noisy);
        for (std::size_t i = 0; i < m_told.size(); ++i)
            if (const auto value = valueOf(outcome, m_told[i]))
                m_restrictions.back().add(m_rows[i], *value);
    }
}

bool OutcomeModels::update(const std::function<bool(double)>& goOn)
{
    // Place and number are those of all outcomes, and a limit is only what was given: nothing here may depend
    // on what was told after a milestone, or a search resumed from its journal would differ.
    const std::size_t count = m_objectives.size() + m_restrictions.size() - 1;
    const auto share = [count](std::size_t done) {
        return static_cast<double>(done) / static_cast<double>(count + 1);
    };
    for (std::size_t i = 0; i < m_objectives.size() && goOn(share(i)); ++i) {
        const auto limit = m_problem.reference ? std::optional((*m_problem.reference)[i]) : std::nullopt;
        m_objectives[i].update(i, count, limit, m_options.period);
    }
    for (std::size_t i = 0; i < m_restrictions.size() && goOn(share(m_objectives.size() + i)); ++i)
        updateRestriction(i, count);
    return std::all_of(m_objectives.begin(), m_objectives.end(),
                       [](const OutcomeModel& model) { return model.ready(); });
}

void OutcomeModels::updateRestrictions()
{
    for (std::size_t i = 0; i < m_restrictions.size(); ++i)
        updateRestriction(i, m_objectives.size() + m_restrictions.size() - 1);
}

/// What has always held needs no model: it would only say that it always holds.
void OutcomeModels::updateRestriction(std::size_t index, std::size_t count)
{
    const std::vector<double>& values = m_restrictions[index].values();
    if (std::any_of(values.begin(), values.end(), [](double value) { return value > 0.0; }))
        m_restrictions[index].update(m_objectives.size() + index, count, std::nullopt, m_options.period);
}

bool OutcomeModels::isMeasured(const Observation& observation) const
{
    return observation.objectives.size() == m_problem.objectives
           && std::all_of(observation.objectives.begin(), observation.objectives.end(),
                          [](double value) { return std::isfinite(value); });
}

double OutcomeModels::violation(const Observation& observation) const
{
    if (!isMeasured(observation) || std::isnan(observation.violation))
        return INFINITY;
    const double outside = isWithinPins(observation.design) ? 0.0 : 1.0;
    return std::max(observation.violation, 0.0) + m_steering.violation(observation.metrics) + outside;
}

bool OutcomeModels::isFeasible(const Observation& observation) const
{
    return violation(observation) == 0.0;
}

std::vector<std::size_t> OutcomeModels::front() const
{
    pareto::FrontArchive archive(m_problem.objectives);
    for (std::size_t i = 0; i < m_told.size(); ++i)
        if (isFeasible(m_told[i]))
            archive.insert(i, m_told[i].objectives);
    std::vector<std::size_t> rows(archive.ids().begin(), archive.ids().end());
    std::sort(rows.begin(), rows.end());
    return rows;
}

std::vector<double> OutcomeModels::reference() const
{
    if (m_problem.reference)
        return *m_problem.reference;
    const std::size_t k = m_problem.objectives;
    std::vector<double> low(k, INFINITY);
    std::vector<double> high(k, -INFINITY);
    const auto widen = [&](const Observation& seen) {
        for (std::size_t j = 0; j < k; ++j) {
            low[j] = std::min(low[j], seen.objectives[j]);
            high[j] = std::max(high[j], seen.objectives[j]);
        }
    };
    const std::vector<std::size_t> best = front();
    for (const std::size_t row : best)
        widen(m_told[row]);
    if (best.size() < 3) { // too few to show an extent
        for (const Observation& seen : m_told)
            if (isMeasured(seen))
                widen(seen);
    }
    std::vector<double> reference(k, 0.0);
    for (std::size_t j = 0; j < k; ++j)
        if (std::isfinite(low[j]))
            reference[j] = high[j] + 0.1 * std::max(high[j] - low[j], 1e-9);
    return reference;
}

} // namespace paretoscope::optimizer
