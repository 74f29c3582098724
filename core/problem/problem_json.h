// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json_reader.h"
#include "core/problem/problem.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace paretoscope::problem {

/// A kind of problem: what a study calls it, and how it is read from the study and from its "problem".
struct Model
{
    std::string name;
    std::function<Result<std::shared_ptr<const Problem>>(JsonReader& study, JsonReader& description)> read;
};

/// Builds the problem that a study's JSON describes: reads the keys "problem", "parameters",
/// "input_constraints", "objectives" and "limits" of `study`. Networks and machines must be embedded objects
/// already (core/study/study.cpp sees to that). Problems with the text end up in `study`; problems with what
/// it says are returned. Check study.finish() too.
/// \param others  kinds of problems that this folder does not know
[[nodiscard]] Result<std::shared_ptr<const Problem>> problemFromJson(JsonReader& study,
                                                                     const std::vector<Model>& others = {});

} // namespace paretoscope::problem
