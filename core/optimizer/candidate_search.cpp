// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/candidate_search.h"

#include "core/base/cpu_time.h"
#include "core/base/quantity_words.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::optimizer {

namespace {

constexpr std::size_t kInitial = 10;

ModelOptions modelOptions(bool noisy, std::size_t period)
{
    ModelOptions options;
    options.noisy = noisy;
    options.byScale = true;
    options.period = period;
    return options;
}

} // namespace

CandidateSearch::CandidateSearch(const SearchProblem& problem, std::uint64_t seed, ModelSearchOptions options)
    : m_problem(problem)
    , m_seed(seed)
    , m_options(options)
    , m_candidates(problem)
    , m_models(problem, modelOptions(options.noisy, kPeriod))
{
    if (m_options.initial == 0)
        m_options.initial = problem.initial > 0 ? problem.initial : kInitial;
    m_effort.counted = true;
}

std::optional<space::Design> CandidateSearch::ask(std::uint64_t id)
{
    const CpuMeter meter(m_effort.cpu_s);
    Rng rng(m_seed, id);
    m_thought = {};
    std::optional<space::Design> design = isFirst(id) ? first(id, rng) : modelled(id, rng);
    if (m_thought.sentences.empty()) {
        m_thought.phase = "First designs";
        m_thought.sentences = {"The first " + std::to_string(m_options.initial)
                               + " designs are drawn at random, so that the models have something to go by."};
    }
    if (!design)
        design = m_candidates.fresh(rng);
    if (design)
        m_candidates.asked(id, *design);
    return design;
}

std::optional<space::Design> CandidateSearch::first(std::uint64_t /*id*/, Rng& rng)
{
    return m_candidates.fresh(rng);
}

void CandidateSearch::tell(std::span<const Observation> observations)
{
    const CpuMeter meter(m_effort.cpu_s);
    for (const Observation& observation : observations) {
        m_candidates.told(observation);
        learn(observation);
    }
}

void CandidateSearch::withdraw(std::span<const std::uint64_t> ids)
{
    for (const std::uint64_t id : ids) {
        m_candidates.withdrawn(id);
        forget(id);
    }
}

void CandidateSearch::constrain(const Steering& steering)
{
    m_candidates.constrain(steering);
    m_models.constrain(steering);
}

Effort CandidateSearch::effort() const
{
    Effort effort = m_effort;
    effort.modelFits = m_models.fits();
    return effort;
}

std::vector<space::Design> CandidateSearch::pooled(Candidates& candidates,
                                                   std::span<const space::Design> parents, Rng& rng) const
{
    SearchEffort effort;
    effort.around = parents.empty() ? 0 : m_options.candidates / 2;
    effort.random = m_options.candidates - effort.around;
    return pool(candidates, parents, effort, rng);
}

std::optional<space::Design> CandidateSearch::mostPromising(std::span<const space::Design> designs)
{
    if (designs.empty())
        return {};
    m_effort.acquisitionEvaluations += designs.size();
    surrogate::Index best = 0;
    scoreOf(designs).maxCoeff(&best);
    return designs[static_cast<std::size_t>(best)];
}

std::vector<space::Design> CandidateSearch::designsAt(std::span<const std::size_t> rows) const
{
    std::vector<space::Design> designs;
    for (const std::size_t row : rows)
        designs.push_back(m_models.told()[row].design);
    return designs;
}

std::string CandidateSearch::nameOf(std::size_t objective) const
{
    return objective < m_problem.objectiveDocs.size() ? m_problem.objectiveDocs[objective].name
                                                      : "objective " + std::to_string(objective + 1);
}

std::string CandidateSearch::printed(std::size_t objective, double value) const
{
    const bool documented = objective < m_problem.objectiveDocs.size();
    return quantityWords(value, documented ? m_problem.objectiveDocs[objective].unit : std::string());
}

double CandidateSearch::scaled(std::size_t objective, double value) const
{
    constexpr double kLeast = 1e-300;
    return isLogarithmic(objective) ? std::log(std::max(value, kLeast)) : value;
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
