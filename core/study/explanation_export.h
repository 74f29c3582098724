// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/explanation.h"

#include <nlohmann/json_fwd.hpp>

#include <string>

/// Why a design is as good as it is, for reading in a terminal and for other programs. Base units.
namespace paretoscope::study {

[[nodiscard]] std::string explanationToText(const problem::Explanation& explanation);
[[nodiscard]] nlohmann::json explanationToJson(const problem::Explanation& explanation);

} // namespace paretoscope::study
