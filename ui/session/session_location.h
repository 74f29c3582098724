// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/session.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace paretoscope::ui::session {

/// Where the session of a study file lives when nobody names one: among the program's own data, under a name
/// made of the file's name and the study's fingerprint, so that the same study opened again goes on and a
/// changed one starts afresh.
[[nodiscard]] std::filesystem::path sessionFileFor(const std::filesystem::path& studyFile,
                                                   std::uint64_t fingerprint);

/// Where a study goes that is made from another by searching it again, when nobody names a place: among the
/// program's own data, under a name made of the study's, the method's and the fingerprint.
[[nodiscard]] std::filesystem::path studyFileFor(const std::string& name, const std::string& method,
                                                 std::uint64_t fingerprint);

/// True if the file begins as every SQLite file does.
[[nodiscard]] bool looksLikeSession(const std::filesystem::path& file);

/// Opens the session of a study file, or creates it. Blocking. \param sessionFile empty: where it lives when
/// nobody names a place \param isNew tells whether it was created
/// Errors: those of reading and opening; InvalidInput when the session belongs to another study.
[[nodiscard]] Result<std::unique_ptr<study::Session>>
openSessionOf(const std::filesystem::path& studyFile, std::filesystem::path sessionFile, bool& isNew);

} // namespace paretoscope::ui::session
