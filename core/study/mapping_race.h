// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/codesign/mapping_search.h"
#include "core/study/race_curves.h"

#include <functional>

namespace paretoscope::study {

/// Ways to search the mappings of one layer on one machine, at equal evaluations and over several seeds.
struct MappingRace
{
    codesign::LayerShape layer;
    codesign::Machine machine;
    codesign::MappingSearchOptions options; ///< all but the method and the seed
    std::vector<codesign::InnerMethod> methods;
    std::size_t seeds = 7; ///< numbered from options.seed on
};

/// The methods that an evaluator allows: the program's own mapper knows the exact one only.
[[nodiscard]] std::vector<codesign::InnerMethod> mappingRaceMethods(codesign::EvaluatorKind evaluator);
/// For people: "Model among valid mappings".
[[nodiscard]] std::string innerMethodTitle(codesign::InnerMethod method);

/// Where a race stands once some seeds are done with all methods.
struct MappingRaceState
{
    std::vector<RaceBand> bands;   ///< best energy times delay so far in J s; `method` is an InnerMethod
    std::vector<std::size_t> none; ///< per band: seeds that found no valid mapping at all
    std::size_t searches = 0, all = 0;
    std::size_t seeds = 0; ///< done with all methods
};

/// Runs the race seed by seed, so that the bands always compare equal numbers of seeds.
/// \param report  takes each newer state; false ends the race
void raceMappings(const MappingRace& race, const std::stop_token& stop,
                  const std::function<bool(const MappingRaceState&)>& report);

} // namespace paretoscope::study
