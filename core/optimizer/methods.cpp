// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/grid_search.h"
#include "core/optimizer/nsga2.h"
#include "core/optimizer/optimizer.h"
#include "core/optimizer/random_search.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace paretoscope::optimizer {

namespace {

using Options = std::map<std::string, double>;

Error refused(std::string what)
{
    return {ErrorCode::InvalidInput, std::move(what), "method", {}};
}

template <class Items> std::string namesOf(const Items& items)
{
    std::string names;
    for (const auto& item : items)
        names += (names.empty() ? "" : ", ") + item.name;
    return names;
}

std::string printed(double value)
{
    const std::string text = std::to_string(value); // "0.900000"
    const std::size_t last = text.find_last_not_of('0');
    return text.substr(0, text[last] == '.' ? last : last + 1);
}

/// The defaults, overridden by what is chosen.
Result<Options> optionsOf(const MethodDoc& method, const MethodChoice& choice)
{
    Options options;
    for (const OptionDoc& doc : method.options)
        options[doc.name] = doc.fallback;
    for (const auto& [name, value] : choice.options) {
        const auto doc = std::find_if(
            method.options.begin(), method.options.end(),
            [&, &wanted = name](const OptionDoc& option) { return option.name == wanted; });
        if (doc == method.options.end()) {
            const std::string known = method.options.empty() ? "none" : namesOf(method.options);
            return refused("\"" + name + "\" is no option of " + method.label + "; known are: " + known
                           + ".");
        }
        if (!(value >= doc->minimum && value <= doc->maximum)) {
            return refused("the option \"" + name + "\" is " + printed(value) + "; a number from "
                           + printed(doc->minimum) + " to " + printed(doc->maximum) + " is expected.");
        }
        options[name] = value;
    }
    return options;
}

Result<std::unique_ptr<Optimizer>> makeNsga2(const Options& options, const space::Space& space,
                                             std::size_t objectives, std::uint64_t seed)
{
    const double population = options.at("population");
    if (std::trunc(population) != population)
        return refused("the option \"population\" is " + printed(population)
                       + "; a whole number is expected.");
    Nsga2Options chosen;
    chosen.population = static_cast<std::size_t>(population);
    chosen.crossover = options.at("crossover");
    chosen.crossoverIndex = options.at("crossover_index");
    chosen.mutation = options.at("mutation");
    return std::unique_ptr<Optimizer>(std::make_unique<Nsga2>(space, objectives, seed, chosen));
}

Result<std::unique_ptr<Optimizer>> makeGrid(const space::Space& space, std::uint64_t seed)
{
    const auto count = space.count();
    if (!count || *count > Candidates::kMostEnumerated) {
        return refused("grid search visits every design, and this space has "
                       + (count ? std::to_string(*count) + " of them"
                                : std::string("too many to count, or real parameters"))
                       + "; at most " + std::to_string(Candidates::kMostEnumerated) + " are allowed.");
    }
    return std::unique_ptr<Optimizer>(std::make_unique<GridSearch>(space, seed));
}

} // namespace

const std::vector<MethodDoc>& methods()
{
    static const std::vector<MethodDoc> kMethods{
        {"random",
         "Random search",
         "Draws designs uniformly and never one twice. The yardstick for every other method.",
         {}},
        {"grid",
         "Grid search",
         "Visits every design once, in an order that covers the space early. For up to a million designs.",
         {}},
        {"nsga2",
         "NSGA-II",
         "Breeds new designs from the best so far, ranked by dominance and kept apart along the front (Deb, "
         "Pratap, Agarwal, Meyarivan 2002).",
         {{"population", "Population", 64, 4, 2'000,
           "Designs that breed. The paper uses 100; 64 is our choice, for budgets of a few thousand trials."},
          {"crossover", "Crossover probability", 0.9, 0, 1,
           "Share of children with two parents. 0.9 as in the paper, section IV B."},
          {"crossover_index", "Crossover index", 20, 0, 200,
           "How close children stay to their parents in real and wide integer parameters; larger is closer. "
           "20 as "
           "in the paper, section IV B."},
          {"mutation", "Mutations per child", 1, 0, 200,
           "Parameters of a child that mutate, on average; 1 is the probability 1/n per parameter of the "
           "paper, "
           "section IV B."}}},
    };
    return kMethods;
}

Result<std::unique_ptr<Optimizer>> makeOptimizer(const MethodChoice& choice, const space::Space& space,
                                                 std::size_t objectives, std::uint64_t seed)
{
    const auto& known = methods();
    const auto method = std::find_if(known.begin(), known.end(),
                                     [&](const MethodDoc& doc) { return doc.name == choice.name; });
    if (method == known.end())
        return refused("\"" + choice.name + "\" is no method; known are: " + namesOf(known) + ".");
    if (space.size() == 0 || objectives == 0)
        return refused("a search needs at least one parameter and one objective.");
    const auto options = optionsOf(*method, choice);
    if (!options)
        return options.error();
    if (choice.name == "nsga2")
        return makeNsga2(*options, space, objectives, seed);
    if (choice.name == "grid")
        return makeGrid(space, seed);
    return std::unique_ptr<Optimizer>(std::make_unique<RandomSearch>(space, seed));
}

} // namespace paretoscope::optimizer
