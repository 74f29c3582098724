// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/problem.h"
#include "core/study/snapshot.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace paretoscope::study {

/// Where an outcome would stand if it joined a front.
struct FrontPlace
{
    bool feasible = false;                  ///< false: nothing below means anything
    std::vector<std::uint64_t> dominatedBy; ///< designs of the front, in the front's order
    std::vector<std::uint64_t> dominates;   ///< designs of the front that it would push off
    std::optional<std::uint64_t> equals;    ///< a design of the front with the same objectives
    /// Growth of the front's hypervolume as a share of what it is, >= 0. Absent without a reference, for
    /// other than 2 to 6 objectives, and while the front has no volume.
    std::optional<double> hypervolumeGain;

    [[nodiscard]] bool onFront() const { return feasible && dominatedBy.empty() && !equals; }
};

/// \param outcome of a design that need not be among the trials
/// \cost one pass over the front, and the hypervolume of it: some ms for a thousand designs in three
/// objectives, so not on the UI thread
[[nodiscard]] FrontPlace placeInFront(const problem::Outcome& outcome, const Snapshot& snapshot,
                                      const problem::Problem& problem);

} // namespace paretoscope::study
