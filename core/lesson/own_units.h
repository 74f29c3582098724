// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizer/pabo_ledger.h"
#include "core/optimizer/thought.h"
#include "core/problem/problem.h"

#include <vector>

/// Methods minimise everything; people see what they asked for.
namespace paretoscope::lesson {

/// Turns what is believed of maximised objectives round. Outcomes beyond the objectives stay as they are.
void toOwnUnits(std::vector<optimizer::OutcomeBelief>& outcomes, const problem::Problem& problem);

/// The same for a turn of an agent: its views, what is known, and its marks.
void toOwnUnits(optimizer::PaboTurn& turn, const problem::Problem& problem);

} // namespace paretoscope::lesson
