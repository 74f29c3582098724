// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <filesystem>

namespace paretoscope::study {

/// Says "somebody writes this file" with a lock on a file beside it. The kernel drops the lock when its
/// holder dies, however it dies, so a killed process leaves nothing that blocks the next one.
class FileLock
{
public:
    /// Locks `<file>.lock`. Errors: Busy (held by another session, here or elsewhere), Io (cannot be made).
    [[nodiscard]] static Result<FileLock> acquire(const std::filesystem::path& file);

    FileLock(FileLock&& other) noexcept;
    FileLock& operator=(FileLock&&) = delete;
    ~FileLock(); ///< removes the lock file

private:
    FileLock(std::filesystem::path path, int descriptor);
    std::filesystem::path m_path;
    int m_descriptor;
};

} // namespace paretoscope::study
