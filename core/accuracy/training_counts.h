// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accuracy/training_log.h"

#include <cstddef>
#include <map>
#include <set>
#include <string>

namespace paretoscope::accuracy {

/// What has become of many trainings.
struct TrainingCounts
{
    std::size_t running = 0;
    std::size_t finished = 0;
    std::size_t early = 0; ///< of the finished ones, before all epochs
    std::size_t outranked = 0;
    std::size_t broken = 0;            ///< cancelled or failed
    std::size_t epochs = 0;            ///< trained in all
    std::map<int, std::size_t> passed; ///< by the epochs of a rung, those that went on from there
    std::set<int> rungs;               ///< epochs after which any training was judged
    std::string remark;                ///< of the newest training that has one
};

[[nodiscard]] TrainingCounts countTrainings(const TrainingCurves& curves);

/// Finished before all its epochs, because it no longer improved.
[[nodiscard]] bool endedEarly(const TrainingCurve& curve);

} // namespace paretoscope::accuracy
