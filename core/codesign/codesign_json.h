// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/problem_json.h"

namespace paretoscope::codesign {

/// Builds the problem that a study's `"problem": {"model": "codesign", ...}` describes. Problems with the
/// text end up in the readers; problems with what it says are returned.
[[nodiscard]] Result<std::shared_ptr<const problem::Problem>> codesignFromJson(JsonReader& study,
                                                                               JsonReader& description);

} // namespace paretoscope::codesign
