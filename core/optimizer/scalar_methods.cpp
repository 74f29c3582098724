// SPDX-License-Identifier: GPL-3.0-or-later
// What the searches for one number say of themselves, and how they are made from what was chosen.
#include "core/optimizer/scalar_search.h"

namespace paretoscope::optimizer {

namespace {

using Goal = ScalarOptions::Goal;

Method::Made made(const SearchProblem& problem, const ChosenOptions& options, std::uint64_t seed,
                  ScalarOptions chosen)
{
    if (chosen.goal == Goal::One && chosen.objective >= problem.objectives)
        return refusedMethod(
            "objective " + std::to_string(chosen.objective + 1) + " is to be optimized alone, and there "
            + (problem.objectives == 1 ? "is one." : "are " + std::to_string(problem.objectives) + "."));
    chosen.search = modelSearchFrom(options, problem);
    return std::unique_ptr<Optimizer>(std::make_unique<ScalarSearch>(problem, seed, chosen));
}

} // namespace

Method singleMethod()
{
    MethodDoc doc{"single", "Bayesian, one number",
                  "Bayesian optimization of a single number with one model: the sum of all objectives on "
                  "comparable scales, or one objective alone. What a search that does not know of fronts "
                  "finds.",
                  modelSearchOptions()};
    doc.options.push_back({"goal",
                           "Goal",
                           0,
                           0,
                           2,
                           "The number that is to be small: all objectives added up, each from 0 at its best "
                           "to 1 at its worst, or one of them.",
                           "",
                           "",
                           false,
                           {"sum", "first", "second"}});
    return {std::move(doc),
            [](const SearchProblem& problem, const ChosenOptions& options, std::uint64_t seed) {
                const std::size_t goal = options.count("goal");
                return made(problem, options, seed,
                            {goal == 0 ? Goal::Sum : Goal::One, goal == 0 ? 0 : goal - 1, {}, "single"});
            }};
}

Method singleFirstMethod()
{
    return {{"single_first", "Bayesian, first objective alone",
             "Bayesian optimization of the first objective as if there were no other.", modelSearchOptions()},
            [](const SearchProblem& problem, const ChosenOptions& options, std::uint64_t seed) {
                return made(problem, options, seed, {Goal::One, 0, {}, "single_first"});
            }};
}

Method singleSecondMethod()
{
    return {{"single_second", "Bayesian, second objective alone",
             "Bayesian optimization of the second objective as if there were no other.",
             modelSearchOptions()},
            [](const SearchProblem& problem, const ChosenOptions& options, std::uint64_t seed) {
                return made(problem, options, seed, {Goal::One, 1, {}, "single_second"});
            }};
}

Method paregoOneModelMethod()
{
    return {{"parego_one", "ParEGO, one model",
             "ParEGO as it was published: for every proposal the objectives are weighted into one number, "
             "which one model is fitted to. \"ParEGO\" here keeps a model per objective, which finds better "
             "fronts and takes longer to think.",
             modelSearchOptions()},
            [](const SearchProblem& problem, const ChosenOptions& options, std::uint64_t seed) {
                return made(problem, options, seed, {Goal::Weighting, 0, {}, "parego_one"});
            }};
}

} // namespace paretoscope::optimizer
