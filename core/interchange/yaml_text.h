// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

/// Small pieces of YAML text.
namespace paretoscope::interchange {

/// Letters, digits and underscores, no digit first: what every tool takes as a name.
[[nodiscard]] bool isIdentifier(const std::string& name);

/// An identifier as YAML, in quotes where YAML would take it for a truth value or for nothing.
[[nodiscard]] std::string word(const std::string& name);

/// "[a, b]"
[[nodiscard]] std::string list(const std::vector<std::string>& words);

} // namespace paretoscope::interchange
