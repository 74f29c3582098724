// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lesson/inner_searches.h"

#include "core/base/quantity_words.h"
#include "core/codesign/codesign_problem.h"

namespace paretoscope::lesson {

InnerSearchesPtr innerSearchesOf(const problem::Problem& problem, const space::Design& design,
                                 const std::stop_token& stop)
{
    const codesign::CodesignView* view = codesign::codesignOf(problem);
    if (view == nullptr)
        return nullptr;
    const codesign::MachineResult result = codesign::searchMachine(view->layers(), view->machine(design),
                                                                   view->question().inner, stop);
    if (stop.stop_requested())
        return nullptr;
    auto searches = std::make_shared<InnerSearches>();
    for (const codesign::CodesignLayer& layer : view->layers())
        searches->layers.push_back(layer.name);
    for (const codesign::MappingRecord& record : result.layers)
        searches->best_Js.push_back(record.bestSoFar_Js());
    searches->drawn = result.funnel;
    return searches;
}

std::string innerWords(const InnerSearches& searches)
{
    const codesign::Funnel& drawn = searches.drawn;
    if (drawn.raw == 0)
        return {};
    return "For its mappings " + std::to_string(drawn.raw) + " were drawn at random, of which "
           + std::to_string(drawn.valid) + " (" + quantityWords(100.0 * drawn.validShare(), "%")
           + ") kept all rules.";
}

} // namespace paretoscope::lesson
