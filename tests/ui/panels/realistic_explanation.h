// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/explanation.h"

namespace paretoscope::test {

/// An explanation of the size that people look at: a residual network of 21 layers on an array of processing
/// elements with five memory levels. The numbers are made up, but they fit each other: energies add up, times
/// follow from work and utilization, tiles fit their memories.
[[nodiscard]] problem::Explanation realisticExplanation(int columns = 14, int rows = 12);

} // namespace paretoscope::test
