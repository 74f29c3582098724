// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/hardware/technology.h"

#include <nlohmann/json.hpp>

#include <string>

namespace paretoscope::hardware {

/// The technology that a machine's description names: a file relative to it, or a technology written out in
/// its place, brought to the node and voltage of the chip.
struct TechnologyChoice
{
    Technology technology;   ///< already scaled
    nlohmann::json document; ///< the content before scaling, for keeping inside a session
};

/// \param value  the description's "technology"; `file` is the description's own, `where` the place of the
/// key \param node_nm,voltage_V  0 = those of the table
[[nodiscard]] Result<TechnologyChoice> chooseTechnology(const nlohmann::json& value, double node_nm,
                                                        double voltage_V, const std::string& file,
                                                        const std::string& where);

} // namespace paretoscope::hardware
