// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace paretoscope::accuracy {

/// The bytes of a file that a person pointed to. Errors, each one sentence with the file: NotFound,
/// InvalidInput for a folder, an empty file, or one of more than 2 GiB, Io where reading fails.
[[nodiscard]] Result<std::vector<std::uint8_t>> readBinaryFile(const std::filesystem::path& file);

} // namespace paretoscope::accuracy
