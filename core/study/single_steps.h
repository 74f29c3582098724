// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/problem.h"
#include "core/space/space.h"

#include <cstddef>
#include <functional>
#include <span>
#include <stop_token>
#include <vector>

namespace paretoscope::study {

/// A design that differs from another in one parameter, by one step of it.
struct SingleStep
{
    std::size_t parameter = 0;
    space::Design design;
    problem::Outcome outcome; ///< once evaluated
};

/// Every legal design one step away (Parameter::neighbours), in the order of the parameters. Conditional
/// parameters that a step switches on start at their first value.
[[nodiscard]] std::vector<SingleStep> singleSteps(const space::Space& space, const space::Design& design);

/// Evaluates the steps in order. \param told after each one, with how many are done
/// \returns false when stopped; the steps from there on are as they were
bool evaluateSteps(std::vector<SingleStep>& steps, const problem::Problem& problem,
                   const std::stop_token& stop, const std::function<void(std::size_t)>& told);

/// A step that improves what it was asked to improve.
struct HelpfulStep
{
    std::size_t step = 0; ///< place in the steps given
    double gain = 0.0;    ///< relative, > 0: 0.11 = better by 11 %
    double price = 0.0;   ///< relative loss, summed over the other objectives that get worse; >= 0
};

/// The feasible steps that improve an objective over `from`, cheapest first: what costs nothing by gain, then
/// by price a unit of gain (our choice). Values are relative to those of `from`; against a zero any change
/// counts as the whole.
/// \param objective place in Problem::objectives()
[[nodiscard]] std::vector<HelpfulStep> helpfulSteps(std::span<const SingleStep> steps,
                                                    const problem::Outcome& from,
                                                    const problem::Problem& problem, std::size_t objective);

} // namespace paretoscope::study
