// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>

namespace paretoscope::study {

/// True if the file says of itself that it describes a network. False for what cannot be read, too.
[[nodiscard]] bool looksLikeNetwork(const std::filesystem::path& file);

/// The same question about another network: a copy of a study's document (with what it names embedded) that
/// has the network of `file` in the place of its own and says so in its name.
/// Errors: those of reading the network; InvalidInput where the study has no network to replace.
[[nodiscard]] Result<nlohmann::json> withNetwork(const nlohmann::json& document,
                                                 const std::filesystem::path& file);

} // namespace paretoscope::study
