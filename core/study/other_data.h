// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <string>

namespace paretoscope::study {

/// Whether a study trains networks, so that it has data that can be replaced.
[[nodiscard]] bool learnsFromData(const nlohmann::json& document);

/// The same question about networks that learn from other images: a copy of a study's document that says so
/// in its name. Of files at most 6,000 images are learnt from and 1,000 judged by, so that a training takes
/// seconds (our choice; the study may be edited). Reads the files to see that they are what they should be.
/// \param kind "glyphs", drawn by the program, "idx" or "cifar" \param folder of the files; unused for glyphs
/// Errors: those of reading the files; InvalidInput where the study trains nothing.
[[nodiscard]] Result<nlohmann::json> withData(const nlohmann::json& document, const std::string& kind,
                                              const std::filesystem::path& folder);

} // namespace paretoscope::study
