// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/aging_evolution.h"
#include "core/optimizer/annealing.h"
#include "core/optimizer/auto_search.h"
#include "core/optimizer/bayesian_search.h"
#include "core/optimizer/constrained_bo.h"
#include "core/optimizer/ensemble.h"
#include "core/optimizer/grid_search.h"
#include "core/optimizer/hpabo.h"
#include "core/optimizer/latin_hypercube.h"
#include "core/optimizer/local_search.h"
#include "core/optimizer/mc_ehvi.h"
#include "core/optimizer/method.h"
#include "core/optimizer/moead.h"
#include "core/optimizer/nsga2.h"
#include "core/optimizer/nsga3.h"
#include "core/optimizer/pabo.h"
#include "core/optimizer/portfolio.h"
#include "core/optimizer/random_search.h"
#include "core/optimizer/scalar_search.h"
#include "core/optimizer/smsemoa.h"
#include "core/optimizer/sobol_search.h"
#include "core/optimizer/tpe.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::optimizer {

namespace {

/// Every method there is. A new one adds its line here.
const std::vector<Method>& registry()
{
    static const std::vector<Method> kRegistry{
        autoMethod(),           bayesianMethod(),  paregoMethod(),         paregoOneModelMethod(),
        constrainedBoMethod(),  portfolioMethod(), paboMethod(),           paboLiteralMethod(),
        hpaboMethod(),          mcEhviMethod(),    singleMethod(),         singleFirstMethod(),
        singleSecondMethod(),   tpeMethod(),       nsga2Method(),          nsga3Method(),
        smsEmoaMethod(),        moeadMethod(),     agingEvolutionMethod(), annealingMethod(),
        localSearchMethod(),    ensembleMethod(),  randomMethod(),         sobolMethod(),
        latinHypercubeMethod(), gridMethod(),
    };
    return kRegistry;
}

std::string listed(const std::vector<std::string>& names)
{
    std::string text;
    for (const std::string& name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text.empty() ? "none" : text;
}

template <class Items> std::string namesOf(const Items& items)
{
    std::vector<std::string> names;
    for (const auto& item : items)
        names.push_back(item.name);
    return listed(names);
}

std::string printed(double value)
{
    const std::string text = std::to_string(value); // "0.900000"
    const std::size_t last = text.find_last_not_of('0');
    return text.substr(0, text[last] == '.' ? last : last + 1);
}

Result<const OptionDoc*> optionNamed(const MethodDoc& method, const std::string& name, bool choice)
{
    const auto doc = std::find_if(method.options.begin(), method.options.end(),
                                  [&](const OptionDoc& option) { return option.name == name; });
    if (doc == method.options.end()) {
        return refusedMethod("\"" + name + "\" is no option of " + method.label
                             + "; known are: " + namesOf(method.options) + ".");
    }
    if (choice != !doc->choices.empty()) {
        return refusedMethod("the option \"" + name + "\" is a " + (choice ? "text" : "number") + "; "
                             + (choice ? "a number" : "one of " + listed(doc->choices)) + " is expected.");
    }
    return &*doc;
}

/// The defaults, overridden by what is chosen.
Result<ChosenOptions> optionsOf(const MethodDoc& method, const MethodChoice& choice)
{
    ChosenOptions options;
    for (const OptionDoc& doc : method.options)
        options.set(doc.name, doc.fallback);
    for (const auto& [name, value] : choice.options) {
        const auto doc = optionNamed(method, name, false);
        if (!doc)
            return doc.error();
        const OptionDoc& option = *doc.value();
        if (!(value >= option.minimum && value <= option.maximum)) {
            return refusedMethod("the option \"" + name + "\" is " + printed(value) + "; a number from "
                                 + printed(option.minimum) + " to " + printed(option.maximum)
                                 + " is expected.");
        }
        if (option.whole && std::trunc(value) != value) {
            return refusedMethod("the option \"" + name + "\" is " + printed(value)
                                 + "; a whole number is expected.");
        }
        options.set(name, value);
    }
    for (const auto& [name, text] : choice.choices) {
        const auto doc = optionNamed(method, name, true);
        if (!doc)
            return doc.error();
        const auto& known = doc.value()->choices;
        const auto found = std::find(known.begin(), known.end(), text);
        if (found == known.end()) {
            return refusedMethod("the option \"" + name + "\" is \"" + text.substr(0, 40) + "\"; one of "
                                 + listed(known) + " is expected.");
        }
        options.set(name, static_cast<double>(found - known.begin()));
    }
    return options;
}

/// What every method relies on.
Status checkProblem(const SearchProblem& problem)
{
    if (problem.space.size() == 0 || problem.objectives == 0)
        return refusedMethod("a search needs at least one parameter and one objective.");
    if (!problem.reference)
        return success();
    if (problem.reference->size() != problem.objectives) {
        return refusedMethod("the reference point has " + std::to_string(problem.reference->size())
                             + " numbers; one per objective, " + std::to_string(problem.objectives)
                             + ", is expected.");
    }
    if (!std::all_of(problem.reference->begin(), problem.reference->end(),
                     [](double value) { return std::isfinite(value); }))
        return refusedMethod("the reference point holds a number that is not finite.");
    return success();
}

} // namespace

Error refusedMethod(std::string what)
{
    return {ErrorCode::InvalidInput, std::move(what), "method", {}};
}

const std::vector<MethodDoc>& methods()
{
    static const std::vector<MethodDoc> kDocs = [] {
        std::vector<MethodDoc> docs;
        for (const Method& method : registry())
            docs.push_back(method.doc);
        return docs;
    }();
    return kDocs;
}

Result<std::unique_ptr<Optimizer>> makeOptimizer(const MethodChoice& choice, const SearchProblem& problem,
                                                 std::uint64_t seed)
{
    const auto& known = registry();
    const auto method = std::find_if(known.begin(), known.end(),
                                     [&](const Method& entry) { return entry.doc.name == choice.name; });
    if (method == known.end()) {
        return refusedMethod("\"" + choice.name + "\" is no method; known are: " + namesOf(methods()) + ".");
    }
    if (Status status = checkProblem(problem); !status)
        return status.error();
    const auto options = optionsOf(method->doc, choice);
    if (!options)
        return options.error();
    return method->make(problem, *options, seed);
}

} // namespace paretoscope::optimizer
