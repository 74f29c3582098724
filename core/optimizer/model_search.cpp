// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/model_search.h"

#include "core/base/cpu_time.h"
#include "core/optimizer/insight.h"

#include <cstdio>

namespace paretoscope::optimizer {

namespace {

constexpr std::size_t kInitial = 10;
constexpr std::size_t kPeriod = 10;

ModelOptions modelOptions(bool noisy)
{
    ModelOptions options;
    options.noisy = noisy;
    options.period = kPeriod;
    return options;
}

} // namespace

ModelSearch::ModelSearch(const SearchProblem& problem, std::uint64_t seed, ModelSearchOptions options)
    : m_problem(problem)
    , m_seed(seed)
    , m_options(options)
    , m_candidates(problem)
    , m_models(problem, modelOptions(options.noisy))
{
    if (m_options.initial == 0)
        m_options.initial = problem.initial > 0 ? problem.initial : kInitial;
    m_effort.counted = true;
}

std::optional<space::Design> ModelSearch::ask(std::uint64_t id)
{
    const CpuMeter meter(m_effort.cpu_s);
    Rng rng(m_seed, id);
    m_thought = {};
    m_thought.phase = "First designs";
    m_thought.sentences = {"The first " + std::to_string(m_options.initial)
                           + " designs are drawn at random, so that the models have something to go by."};
    std::optional<space::Design> design;
    if (isFirst(id)) {
        design = first(id, rng);
    } else if (m_models.update()) {
        Believer believer(m_models, m_candidates.pending());
        m_thought = {};
        m_thought.fromModel = true;
        design = proposed(id, believer, rng);
    }
    if (!design)
        design = m_candidates.fresh(rng);
    if (design)
        m_candidates.asked(id, *design);
    return design;
}

std::optional<space::Design> ModelSearch::first(std::uint64_t /*id*/, Rng& rng)
{
    return m_candidates.fresh(rng);
}

void ModelSearch::tell(std::span<const Observation> observations)
{
    const CpuMeter meter(m_effort.cpu_s);
    for (const Observation& observation : observations) {
        m_candidates.told(observation);
        learn(observation);
    }
}

void ModelSearch::withdraw(std::span<const std::uint64_t> ids)
{
    for (const std::uint64_t id : ids) {
        m_candidates.withdrawn(id);
        forget(id);
    }
}

void ModelSearch::constrain(const Steering& steering)
{
    m_candidates.constrain(steering);
    m_models.constrain(steering);
}

Effort ModelSearch::effort() const
{
    Effort effort = m_effort;
    effort.modelFits = m_models.fits();
    return effort;
}

Result<Beliefs> ModelSearch::beliefs(std::span<const space::Design> designs)
{
    if (!m_models.update())
        return Error{ErrorCode::NotFound, "too little has been evaluated for a model.", "insight", {}};
    Beliefs found = beliefsOf(m_models, designs);
    const surrogate::Vector score = scoreAt(m_models.features().encode(designs));
    found.acquisition.assign(score.begin(), score.end());
    return found;
}

std::vector<space::Design> ModelSearch::pooled(Candidates& candidates, std::span<const space::Design> parents,
                                               Rng& rng) const
{
    SearchEffort effort;
    effort.around = parents.empty() ? 0 : m_options.candidates / 2;
    effort.random = m_options.candidates - effort.around;
    return pool(candidates, parents, effort, rng);
}

std::vector<space::Design> ModelSearch::designsAt(std::span<const std::size_t> rows) const
{
    std::vector<space::Design> designs;
    for (const std::size_t row : rows)
        designs.push_back(m_models.told()[row].design);
    return designs;
}

std::string ModelSearch::nameOf(std::size_t objective) const
{
    return objective < m_problem.objectiveDocs.size() ? m_problem.objectiveDocs[objective].name
                                                      : "objective " + std::to_string(objective + 1);
}

std::string ModelSearch::printed(std::size_t objective, double value) const
{
    char text[32];
    std::snprintf(text, sizeof text, "%.3g", value);
    const bool documented = objective < m_problem.objectiveDocs.size();
    const std::string unit = documented ? m_problem.objectiveDocs[objective].unit : std::string();
    return unit.empty() ? text : text + (" " + unit);
}

std::vector<OptionDoc> modelSearchOptions()
{
    return {{"initial", "Initial designs", 0, 0, 10'000,
             "Designs drawn at random before the first model. 0: as many as the study says, or 10.", "", "",
             true},
            {"candidates", "Candidates", 500, 10, 100'000,
             "Designs among which the most promising is looked for: half drawn anywhere, half variations of "
             "designs already known.",
             "", "", true}};
}

ModelSearchOptions modelSearchFrom(const ChosenOptions& options, const SearchProblem& problem)
{
    return {options.count("initial"), options.count("candidates"), problem.noisy};
}

} // namespace paretoscope::optimizer
