// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json_reader.h"
#include "core/space/space.h"

#include <map>
#include <string>

namespace paretoscope::space {

/// What a study file says of its parameters: the space, and which knob of the problem each parameter turns.
struct SpaceDescription
{
    Space space;
    std::map<std::string, std::string> sets; ///< parameter name -> its "sets"; absent where none is given
};

/// Reads "parameters" and "input_constraints" of a study. Also refuses a space in which no design satisfies
/// the known constraints: 10,000 samples find none and, up to a million designs, neither does trying them
/// all.
[[nodiscard]] Result<SpaceDescription> spaceFromJson(JsonReader& study);

} // namespace paretoscope::space
