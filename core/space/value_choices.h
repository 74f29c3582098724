// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/space.h"

#include <cstddef>
#include <vector>

namespace paretoscope::space {

/// One value that a parameter of a design could be given instead of its own.
struct ValueChoice
{
    std::vector<double> value; ///< as many slots as the parameter is wide
    const InputConstraint* breaks =
        nullptr; ///< the first rule it would break, owned by the space; null = legal
};

/// The design with one parameter set to `value`, conditional parameters switched on and off as that asks.
[[nodiscard]] Design withValue(const Space& space, const Design& design, std::size_t parameter,
                               std::span<const double> value);

/// The first known constraint that a design breaks; null where it breaks none.
[[nodiscard]] const InputConstraint* brokenBy(const Space& space, const Design& design);

/// What a person can set a parameter of `design` to, in the parameter's own order: every value where there
/// are no more than `most`, else `most` of them evenly spaced (real ones in the axis' scale). Factorizations
/// and permutations beyond `most` offer the values one step away. The design's own value is always there.
[[nodiscard]] std::vector<ValueChoice> choicesFor(const Space& space, const Design& design,
                                                  std::size_t parameter, std::size_t most);

/// Place of the design's own value among its choices.
[[nodiscard]] std::size_t placeOf(const std::vector<ValueChoice>& choices, std::span<const double> value);

} // namespace paretoscope::space
