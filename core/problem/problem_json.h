// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json_reader.h"
#include "core/problem/problem.h"

#include <memory>

namespace paretoscope::problem {

/// Builds the problem that a study's JSON describes: reads the keys "problem", "parameters",
/// "input_constraints", "objectives" and "limits" of `study`. Networks and machines must be embedded objects
/// already (core/study/study.cpp sees to that). Problems with the text end up in `study`; problems with what
/// it says are returned. Check study.finish() too.
[[nodiscard]] Result<std::shared_ptr<const Problem>> problemFromJson(JsonReader& study);

} // namespace paretoscope::problem
