// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/race_curves.h"

namespace paretoscope::study {

/// What a method of a race has spent on thinking so far, over its seeds.
struct RaceEffort
{
    std::size_t method = 0;
    Quartiles evaluations;
    Quartiles modelFits, acquisitions; ///< NaN for methods that do not count
    Quartiles method_s;                ///< processor time of the method alone
};
/// One per method that takes part, in their order.
[[nodiscard]] std::vector<RaceEffort> raceEfforts(const RaceSnapshot& race);

} // namespace paretoscope::study
