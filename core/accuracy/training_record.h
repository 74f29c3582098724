// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accuracy/training_log.h"

#include <optional>
#include <span>
#include <vector>

namespace paretoscope::accuracy {

/// A training that has ended, as plain numbers to be kept with a study: version 1, state, planned epochs, the
/// rungs passed, then four numbers an epoch. Its title follows from the design; its remark is not kept.
[[nodiscard]] std::vector<double> toRecord(const TrainingCurve& curve);

/// The curve without its title; absent for anything that toRecord() does not write: another version, numbers
/// too many, too few or out of range.
[[nodiscard]] std::optional<TrainingCurve> fromRecord(std::span<const double> record);

} // namespace paretoscope::accuracy
