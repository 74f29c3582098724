// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/tpe.h"

#include "core/optimizer/parted_history.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::optimizer {

namespace {

/// Log of the relative density ratio 1 / (share + (1 - share) / ratio) (Watanabe, Hutter 2023):
/// how much likelier than on average the good side is here, at most 1 / share.
double logRelativeRatio(double logRatio, double share)
{
    return -std::log(share + (1.0 - share) * std::exp(-logRatio));
}

} // namespace

Tpe::Tpe(const SearchProblem& problem, std::uint64_t seed, const TpeOptions& options)
    : m_candidates(problem)
    , m_history(problem.objectives)
    , m_kernelSpace(problem.space)
    , m_reference(problem.reference)
    , m_options(options)
    , m_seed(seed)
{
    if (problem.initial > 0)
        m_options.startup = problem.initial;
}

/// A density around rows of the history, and around what is being evaluated where `pending` says so. A
/// proposal costs as many kernels as there are rows, so of very many only some are taken, evenly.
ParzenEstimator Tpe::around(const std::vector<std::size_t>& rows, bool pending) const
{
    constexpr std::size_t kMostKernels = 500; // our choice: a proposal stays below some milliseconds
    const std::size_t taken = std::min(rows.size(), kMostKernels);
    std::vector<const space::Design*> centres;
    for (std::size_t i = 0; i < taken; ++i)
        centres.push_back(&m_history.design(rows[i * rows.size() / taken]));
    if (pending)
        for (const auto& [id, design] : m_candidates.pending())
            centres.push_back(&design);
    return {m_kernelSpace, std::move(centres), m_options.kernels};
}

/// Absent when all that is drawn is known already or not allowed.
std::optional<space::Design> Tpe::proposed(Rng& rng) const
{
    constexpr std::size_t kAttempts = 10; // draws per candidate that is compared
    const auto told = static_cast<double>(m_history.size());
    const auto good = static_cast<std::size_t>(
        std::clamp(std::ceil(m_options.quantile * told), 1.0, double{TpeOptions::kMostGood}));
    const Parted parted = partedByQuality(m_history, good, m_reference);
    const ParzenEstimator best = around(parted.best, false);
    const ParzenEstimator rest = around(parted.rest, true);
    std::vector<std::size_t> feasible;
    std::vector<std::size_t> infeasible;
    for (std::size_t row = 0; m_options.densities && row < m_history.size(); ++row)
        (m_history.violation(row) > 0.0 ? infeasible : feasible).push_back(row);
    const bool constrained = !feasible.empty() && !infeasible.empty();
    const ParzenEstimator holds = around(feasible, false);
    const ParzenEstimator fails = around(infeasible, false);
    const double feasibleShare = static_cast<double>(feasible.size()) / told;

    std::optional<space::Design> winner;
    double highest = 0.0;
    std::size_t compared = 0;
    const auto drawn = [&](Rng& from) {
        space::Design design = best.sample(from);
        m_candidates.space().activate(design, &from);
        m_candidates.settle(design, from);
        return design;
    };
    for (std::size_t draw = 0; draw < kAttempts * m_options.candidates; ++draw) {
        if (m_candidates.wantsAnnouncements() && draw % m_options.candidates == 0) {
            Rng ahead = rng;
            std::vector<space::Design> next;
            for (std::size_t i = 0; i < m_options.candidates; ++i)
                next.push_back(drawn(ahead));
            m_candidates.announce(next);
        }
        space::Design design = drawn(rng);
        if (!m_candidates.isNew(design) || !m_candidates.isLegal(design))
            continue;
        const std::vector<double> code = m_kernelSpace.coded(design);
        double score = logRelativeRatio(best.logDensity(code) - rest.logDensity(code), m_options.quantile);
        if (constrained)
            score += logRelativeRatio(holds.logDensity(code) - fails.logDensity(code), feasibleShare);
        if (!winner || score > highest) {
            winner = std::move(design);
            highest = score;
        }
        if (++compared == m_options.candidates)
            break;
    }
    return winner;
}

std::optional<space::Design> Tpe::ask(std::uint64_t id)
{
    Rng rng(m_seed, id);
    std::optional<space::Design> design;
    if (m_history.size() >= m_options.startup)
        design = proposed(rng);
    if (!design)
        design = m_candidates.fresh(rng);
    if (design)
        m_candidates.asked(id, *design);
    return design;
}

void Tpe::tell(std::span<const Observation> observations)
{
    for (const Observation& observation : observations) {
        m_candidates.told(observation);
        (void)m_history.learn(observation, m_candidates); // nothing to learn from other spaces' designs
    }
}

void Tpe::withdraw(std::span<const std::uint64_t> ids)
{
    for (const std::uint64_t id : ids)
        m_candidates.withdrawn(id);
}

void Tpe::constrain(const Steering& steering)
{
    m_candidates.constrain(steering);
    m_history.judgeAnew(m_candidates);
}

namespace {

std::vector<OptionDoc> tpeOptions()
{
    return {
        {.name = "startup",
         .label = "Random trials first",
         .fallback = 20,
         .minimum = 1,
         .maximum = 10'000,
         .help = "Trials drawn at random before densities are fitted, unless the study says how many "
                 "trials its initial design has.",
         .whole = true},
        {.name = "quantile",
         .label = "Share of good trials",
         .fallback = 0.1,
         .minimum = 0.001,
         .maximum = 0.9,
         .help = "Share of all trials that the density of the good ones is fitted to, at most 25 of them.",
         .source = "Ozaki, Tanigaki, Watanabe, Onishi 2020; Optuna (second-hand)"},
        {.name = "candidates",
         .label = "Candidates compared",
         .fallback = 64,
         .minimum = 1,
         .maximum = 10'000,
         .help = "Designs drawn for each proposal, of which the most promising is taken. More is greedier.",
         .whole = true},
        {.name = "width",
         .label = "Kernel width",
         .fallback = 0.1,
         .minimum = 0.001,
         .maximum = 1,
         .help = "Standard deviation of a lone kernel on a scale, as a share of the scale; kernels narrow "
                 "as they become many."},
        {.name = "category_share",
         .label = "Leaving a category",
         .fallback = 0.2,
         .minimum = 0.001,
         .maximum = 0.999,
         .help = "Probability that a kernel gives to the categories other than its own."},
        {.name = "prior",
         .label = "Weight of the uniform part",
         .fallback = 1,
         .minimum = 0.001,
         .maximum = 1'000,
         .help = "How many kernels the uniform density weighs as much as. More explores more.",
         .source = "Optuna (second-hand)"},
        {.name = "constraints",
         .label = "Constraints",
         .fallback = 0,
         .help = "How constraints are learnt: infeasible trials count as worse than all others, or, besides, "
                 "densities of the feasible and the infeasible ones are compared.",
         .source = "Watanabe, Hutter 2023 (from memory)",
         .choices = {"by rank", "by rank and density"}}};
}

} // namespace

Method tpeMethod()
{
    return {
        {"tpe", "TPE",
         "Tree-structured Parzen estimator: proposes what is likely among the good trials and unlikely among "
         "the rest. Learns constraints the same way. Strong on categories and small budgets (Bergstra, "
         "Bardenet, Bengio, Kegl 2011; Ozaki, Tanigaki, Watanabe, Onishi 2020; Watanabe, Hutter 2023).",
         tpeOptions()},
        [](const SearchProblem& problem, const ChosenOptions& options, std::uint64_t seed) -> Method::Made {
            TpeOptions chosen;
            chosen.startup = options.count("startup");
            chosen.quantile = options.number("quantile");
            chosen.candidates = options.count("candidates");
            chosen.densities = options.number("constraints") > 0.0;
            chosen.kernels.width = options.number("width");
            chosen.kernels.categoryShare = options.number("category_share");
            chosen.kernels.prior = options.number("prior");
            return std::unique_ptr<Optimizer>(std::make_unique<Tpe>(problem, seed, chosen));
        }};
}

} // namespace paretoscope::optimizer
