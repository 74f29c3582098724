// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <string_view>

namespace paretoscope {

/// Replaces `file` in one step (write beside it, then rename), so that it is never half-written. Errors: Io.
[[nodiscard]] Status writeFileAtomically(const std::filesystem::path& file, std::string_view bytes);

/// Removes what processes that were killed while they wrote files of `folder` left beside them. Only for a
/// folder that nobody else writes to at the time; files of other names stay.
void removeHalfWrittenFiles(const std::filesystem::path& folder);

} // namespace paretoscope
