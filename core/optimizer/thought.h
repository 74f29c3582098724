// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/design.h"

#include <cstdint>
#include <string>
#include <vector>

/// What goes on inside a method, as plain data that a window draws and a teacher reads aloud.
namespace paretoscope::optimizer {

/// What a model expects of some designs, in their order.
struct OutcomeBelief
{
    std::string outcome;           ///< "objective 1", "constraint 2", "metric 1", "feasibility"
    std::vector<double> median;    ///< in the outcome's own units
    std::vector<double> low, high; ///< so many standard deviations either way, in the same units
};

/// What a method believes of some designs, in their order.
struct Beliefs
{
    std::vector<OutcomeBelief> outcomes;
    std::vector<double> feasibility; ///< probability that every learnt restriction holds
    /// Logarithm of what a proposal maximizes; only differences mean something. Empty: nothing of the kind.
    std::vector<double> acquisition;
};

/// What a method did when it last proposed a design, and out of what.
struct Thought
{
    std::string phase;                     ///< "First designs", "Breeding"; empty: the method does not say
    std::vector<std::string> sentences;    ///< why this design, for people
    std::vector<std::uint64_t> population; ///< trials that it breeds from, where it does
    std::vector<std::uint64_t> parents;    ///< trials that the design was made of
    bool fromModel = false;                ///< it rests on what Optimizer::beliefs tells
};

} // namespace paretoscope::optimizer
