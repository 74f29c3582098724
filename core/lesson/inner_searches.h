// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/codesign/mapping_sampler.h"
#include "core/problem/problem.h"

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace paretoscope::lesson {

/// What the searches of a machine's mappings did, for a class to see why the machine scored as it did.
struct InnerSearches
{
    std::vector<std::string> layers;          ///< of the network, also those not reached
    std::vector<std::vector<double>> best_Js; ///< of every layer searched, after each evaluation
    codesign::Funnel drawn;                   ///< all mappings drawn at random, rule by rule
};
using InnerSearchesPtr = std::shared_ptr<const InnerSearches>;

/// Null where the problem does not search machines and mappings together, and where it was stopped.
[[nodiscard]] InnerSearchesPtr innerSearchesOf(const problem::Problem& problem, const space::Design& design,
                                               const std::stop_token& stop);
/// What is said of them.
[[nodiscard]] std::string innerWords(const InnerSearches& searches);

} // namespace paretoscope::lesson
