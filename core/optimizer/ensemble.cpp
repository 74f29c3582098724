// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/ensemble.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::optimizer {

namespace {

constexpr std::size_t kFront = 200;
constexpr std::uint64_t kMethodStream = 0x656e73656dULL; // of a trial's method, apart from its design

} // namespace

Ensemble::Ensemble(const SearchProblem& problem, std::uint64_t seed,
                   std::vector<std::unique_ptr<Optimizer>> members, EnsembleOptions options)
    : TeamSearch(problem, seed, std::move(members))
    , m_options(options)
    , m_history(problem.objectives)
    , m_front(problem.objectives, problem.reference, kFront)
    , m_gains(memberCount(), 1.0)
    , m_uses(memberCount(), 1.0)
{ }

std::optional<std::size_t> Ensemble::blind(std::uint64_t id) const
{
    Rng rng(seed() ^ kMethodStream, id);
    if (!rng.chance(m_options.exploration))
        return {};
    return rng.below(memberCount());
}

std::size_t Ensemble::due(std::uint64_t id) const
{
    if (const auto member = blind(id))
        return *member;
    std::vector<double> shares;
    double best = 0.0;
    for (std::size_t i = 0; i < memberCount(); ++i) {
        shares.push_back(m_gains[i] / m_uses[i]);
        best = std::max(best, shares.back());
    }
    double sum = 0.0;
    for (double& share : shares)
        sum += share = std::exp((best > 0.0 ? share / best : 0.0) / m_options.temperature);
    double drawn = sum * Rng(seed() ^ ~kMethodStream, id).uniform();
    std::size_t member = 0;
    while (member + 1 < shares.size() && drawn >= shares[member])
        drawn -= shares[member++];
    return member;
}

void Ensemble::learnt(const Observation& observation)
{
    if (!m_history.learn(observation, candidates()))
        return;
    const std::size_t row = m_history.size() - 1;
    const double gain = m_history.violation(row) == 0.0 ? m_front.insert(row, m_history.objectives(row))
                                                        : 0.0;
    if (const auto member = blind(observation.id)) {
        m_gains[*member] = m_options.memory * m_gains[*member] + gain;
        m_uses[*member] = m_options.memory * m_uses[*member] + 1.0;
    }
}

void Ensemble::askedAnew()
{
    m_history.judgeAnew(candidates());
    m_front.clear();
    for (std::size_t row = 0; row < m_history.size(); ++row)
        if (m_history.violation(row) == 0.0)
            m_front.insert(row, m_history.objectives(row));
}

Method ensembleMethod()
{
    return {
        {"p3bo",
         "Ensemble of methods",
         "Shares trials out among NSGA-II, SMS-EMOA, MOEA/D, regularized evolution, annealing and local "
         "search "
         "by what they gain (after P3BO, Angermueller and others 2020).",
         {{.name = "temperature",
           .label = "Temperature",
           .fallback = 0.3,
           .minimum = 0.01,
           .maximum = 100,
           .help = "How evenly trials are shared out; smaller prefers the best method more."},
          {.name = "memory",
           .label = "Memory",
           .fallback = 0.98,
           .minimum = 0.5,
           .maximum = 1,
           .help = "What is left of a gain one trial of the same method later."},
          {.name = "exploration",
           .label = "Blind share",
           .fallback = 0.3,
           .minimum = 0.05,
           .maximum = 1,
           .help = "Share of the trials that go to any method; gains are learnt from these."}}},
        [](const SearchProblem& problem, const ChosenOptions& options, std::uint64_t seed) -> Method::Made {
            std::vector<std::unique_ptr<Optimizer>> members;
            for (const char* name : {"nsga2", "smsemoa", "moead", "aging", "annealing", "local"}) {
                auto made = makeOptimizer({name, {}}, problem, scatter(seed ^ members.size()));
                if (!made)
                    return made.error();
                members.push_back(std::move(made).value());
            }
            return std::unique_ptr<Optimizer>(std::make_unique<Ensemble>(
                problem, seed, std::move(members),
                EnsembleOptions{options.number("temperature"), options.number("memory"),
                                options.number("exploration")}));
        }};
}

} // namespace paretoscope::optimizer
