// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/snapshot.h"

#include <cstdint>
#include <vector>

namespace paretoscope::analysis {

/// Some of a study's trials, few enough to reckon with.
struct TrialSample
{
    std::vector<std::uint64_t> ids; ///< in random order, so that the first n are a sample as well
    std::uint64_t of = 0;           ///< trials to choose from: all but those whose evaluation failed
};

/// The front, where the answers lie, and a random part of the rest, which shows the whole: at most half of
/// the first `few` are of the front, evenly spread along it where it has more. Behind them follow others up
/// to `most` (our choice). Failed evaluations say nothing about a design and are left out. The same snapshot
/// and seed give the same sample.
[[nodiscard]] TrialSample sampleTrials(const study::Snapshot& snapshot, std::size_t few, std::size_t most,
                                       std::uint64_t seed);

} // namespace paretoscope::analysis
