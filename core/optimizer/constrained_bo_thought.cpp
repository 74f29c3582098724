// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/constrained_bo.h"

#include <cmath>

/// What constrained Bayesian optimization says of itself.
namespace paretoscope::optimizer {

Thought ConstrainedBo::thought() const
{
    if (!m_last)
        return {};
    const std::string seen = std::to_string(m_last->feasible) + " of " + std::to_string(m_last->tried);
    if (!m_last->fromModel)
        return {"Warming up",
                {"A random design that keeps all known constraints.",
                 "So far " + seen + " designs were feasible; a model needs three that are."},
                {},
                {}};
    Thought thought;
    thought.phase = "Improving";
    thought.fromModel = true;
    thought.sentences = {
        "One model learnt how good the feasible designs are, another which designs are feasible: " + seen
            + " were.",
        m_options.acquisition == ConstrainedBoOptions::Acquisition::Improvement
            ? "Among " + std::to_string(m_options.candidates)
                  + " designs that keep all known constraints, this one has the largest expected improvement "
                    "times the probability to be feasible, "
                  + std::to_string(std::lround(100.0 * m_last->chance)) + " %."
            : "Among " + std::to_string(m_options.candidates)
                  + " designs that keep all known constraints and are more likely feasible than not, this "
                    "one "
                    "has the lowest value that the model finds possible."};
    return thought;
}

Result<Beliefs> ConstrainedBo::beliefs(std::span<const space::Design> designs)
{
    if (designs.empty() || !update())
        return Error{ErrorCode::NotFound, "too little has been evaluated for a model.", "insight", {}};
    const Belief belief = believed(designs);
    Beliefs found;
    for (std::size_t j = 0; m_problem.objectives > 1 && j < m_problem.objectives; ++j) {
        auto objective = believedOf(j, designs);
        if (!objective)
            return Error{ErrorCode::NotFound, "an objective's model cannot be fitted.", "insight", {}};
        found.outcomes.push_back(std::move(*objective));
    }
    OutcomeBelief outcome;
    outcome.outcome = m_problem.objectives == 1 ? "objective 1" : "sum of logarithms";
    const auto told = [&](double value) { return m_ofLogarithm ? std::exp(value) : value; };
    for (surrogate::Index i = 0; i < belief.mean.size(); ++i) {
        outcome.median.push_back(told(belief.mean(i)));
        outcome.low.push_back(told(belief.mean(i) - belief.deviation(i)));
        outcome.high.push_back(told(belief.mean(i) + belief.deviation(i)));
    }
    found.outcomes.push_back(std::move(outcome));
    found.feasibility.assign(belief.feasible.begin(), belief.feasible.end());
    found.acquisition.assign(belief.acquisition.begin(), belief.acquisition.end());
    return found;
}

Method constrainedBoMethod()
{
    MethodDoc doc{
        "cbo",
        "Constrained Bayesian optimization",
        "Draws many designs that keep all known constraints and proposes the one with the largest expected "
        "improvement times the probability to be feasible, both learnt. Made for searching machines whose "
        "mappings are searched as well; several objectives are searched by the sum of their logarithms.",
        {
            {"warm_up", "First designs", 10, 2, 10'000, "Random designs before the first model.", "",
             "the authors' later code", true},
            {"candidates", "Candidates", 1'000, 10, 100'000,
             "Designs drawn for every proposal, of which the most promising one is taken.", "", "", true},
            {"kernel",
             "Model",
             0,
             0,
             0,
             "A Matern 5/2 process with a length scale for every feature, or a linear one; both with noise.",
             "",
             "",
             false,
             {"matern", "linear"}},
            {"acquisition",
             "Acquisition",
             0,
             0,
             0,
             "Expected improvement times the probability of feasibility, or the lower confidence bound among "
             "what is more likely feasible than not.",
             "",
             "",
             false,
             {"improvement", "lower_bound"}},
            {"lambda", "Confidence", 1, 0, 10,
             "How many standard deviations the lower confidence bound lies below the mean.",
             "standard deviations", "Shi et al. 2020 (from memory)"},
        }};
    return {
        std::move(doc),
        [](const SearchProblem& problem, const ChosenOptions& chosen, std::uint64_t seed) -> Method::Made {
            ConstrainedBoOptions options;
            options.warmUp = chosen.count("warm_up");
            options.candidates = chosen.count("candidates");
            options.lambda = chosen.number("lambda");
            if (chosen.count("kernel") == 1)
                options.kernel = ConstrainedBoOptions::Kernel::Linear;
            if (chosen.count("acquisition") == 1)
                options.acquisition = ConstrainedBoOptions::Acquisition::LowerBound;
            return std::unique_ptr<Optimizer>(std::make_unique<ConstrainedBo>(problem, seed, options));
        }};
}

} // namespace paretoscope::optimizer
