// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/space.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace paretoscope::optimizer {

/// A constraint of the question, apart from the expressions that the space itself carries.
struct ConstraintDoc
{
    std::string name;
    bool known = false; ///< SearchProblem::known can tell it without an evaluation
};

/// An objective, apart from its values.
struct ObjectiveDoc
{
    std::string name;         ///< for sentences, "energy"
    std::string unit = {};    ///< base unit; empty for shares and counts
    bool logarithmic = false; ///< equal ratios matter equally
    bool free = false;        ///< SearchProblem::free can tell it without an evaluation
    bool quality = false;     ///< what a machine that is chosen after the network must not spoil
};

/// Which parameters are the network's, for methods that choose it first and the machine after it.
struct CodesignParts
{
    std::vector<bool> software; ///< one per parameter; the others are the machine's
    space::Design reference;    ///< its machine stands in until one is chosen
};

/// What a method is told of the problem before it starts. All but the first two may be left out.
struct SearchProblem
{
    space::Space space;
    std::size_t objectives = 0;
    /// What bounds the hypervolume, one number per objective, all minimised; results beyond it count for
    /// nothing to whoever set it.
    std::optional<std::vector<double>> reference = {};
    std::vector<ConstraintDoc> constraints = {};
    /// The values of the known constraints, in their order among `constraints`, at most 0 where they hold.
    /// Must be a function of the design alone. Free of charge, so methods ask it before they propose.
    std::function<std::vector<double>(const space::Design&)> known = {};
    /// One per objective, or none.
    std::vector<ObjectiveDoc> objectiveDocs = {};
    /// The objectives of a design, all minimised, NaN for those that take an evaluation. Set only where some
    /// are free. A pure function, free of charge, that any thread may call.
    std::function<std::vector<double>(const space::Design&)> free = {};
    std::optional<CodesignParts> parts = {};
    /// Tells whoever answers `known` which designs it will be asked about next, so that one who has to ask
    /// somebody else asks once for all. Answers must not depend on it.
    std::function<void(std::span<const space::Design>)> announce = {};
    /// Numbers derived from a design that explain results better than its parameters do; as many for every
    /// design, none where the parameters will do. Must be a function of the design alone.
    std::function<std::vector<double>(const space::Design&)> features = {};
    std::uint64_t budget = 0; ///< evaluations that are meant to be made; 0 = nobody knows
    std::size_t initial = 0;  ///< of these, meant for an initial design; 0 = as the method sees fit
    std::size_t batch = 1;    ///< designs that are evaluated at a time
    bool noisy = false;       ///< an evaluation repeated may have another result
    bool repeats = false;     ///< a design may be proposed again, which only noise makes worth while
};

} // namespace paretoscope::optimizer
