// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/file_lock.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace paretoscope::study {

namespace {

/// The previous holder removes the file as it leaves, so the file we locked may no longer be the one that
/// others will find.
bool stillThere(const std::filesystem::path& path, int descriptor)
{
    struct stat ours
    { };
    struct stat named
    { };
    return ::fstat(descriptor, &ours) == 0 && ::stat(path.c_str(), &named) == 0 && ours.st_ino == named.st_ino
           && ours.st_dev == named.st_dev;
}

} // namespace

Result<FileLock> FileLock::acquire(const std::filesystem::path& file)
{
    std::filesystem::path path = file;
    path += ".lock";
    for (;;) {
        const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
        if (descriptor < 0)
            return Error{ErrorCode::Io, std::string("cannot be written here: ") + std::strerror(errno) + '.',
                         file.string(), "Choose a folder you may write to."};
        if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
            const int reason = errno;
            ::close(descriptor);
            if (reason == EINTR)
                continue;
            if (reason == EWOULDBLOCK)
                return Error{ErrorCode::Busy, "is open for writing elsewhere.", file.string(),
                             "Close it there, or open it for reading only."};
            return Error{ErrorCode::Io,
                         std::string("cannot be locked: ") + std::strerror(reason) + '.',
                         file.string(),
                         {}};
        }
        if (stillThere(path, descriptor))
            return FileLock(std::move(path), descriptor);
        ::close(descriptor);
    }
}

FileLock::FileLock(std::filesystem::path path, int descriptor)
    : m_path(std::move(path))
    , m_descriptor(descriptor)
{ }

FileLock::FileLock(FileLock&& other) noexcept
    : m_path(std::move(other.m_path))
    , m_descriptor(std::exchange(other.m_descriptor, -1))
{ }

FileLock::~FileLock()
{
    if (m_descriptor < 0)
        return;
    ::unlink(m_path.c_str()); // while locked, so that nobody locks a file about to vanish unnoticed
    ::close(m_descriptor);
}

} // namespace paretoscope::study
