// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/codesign/machine_search.h"
#include "core/problem/explanation.h"

namespace paretoscope::codesign {

/// Tells a searched machine the way the inspector draws it: blocks, energy by component and operand, every
/// layer with its loop nest. Sums agree with the score of the same evaluator.
/// \param network  inSearchedForm(), whose distinct layers `layers` are
[[nodiscard]] problem::Explanation explainMachine(const workload::Network& network,
                                                  const std::vector<CodesignLayer>& layers,
                                                  const MachineResult& result, EvaluatorKind evaluator);

} // namespace paretoscope::codesign
