// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizer/insight.h"
#include "core/optimizer/optimizer.h"
#include "core/problem/problem.h"

#include <vector>

namespace paretoscope::lesson {

/// What a method believes along every parameter of `centre` that is a number, in people's directions: a
/// problem of many parameters is looked at one parameter at a time. Parameters that are inactive in `centre`
/// have no slice.
/// \param steps places along a real parameter, and at most along the others
/// \returns nothing where the method has no model
[[nodiscard]] std::vector<optimizer::Slice> slicesThrough(const problem::Problem& problem,
                                                          optimizer::Optimizer& optimizer,
                                                          const space::Design& centre,
                                                          std::size_t steps = 41);

/// The slice along a parameter; null where there is none.
[[nodiscard]] const optimizer::Slice* sliceAlong(const std::vector<optimizer::Slice>& slices,
                                                 std::size_t parameter);

} // namespace paretoscope::lesson
