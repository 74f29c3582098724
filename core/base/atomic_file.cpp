// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"

#include <algorithm>
#include <fstream>
#include <string>
#include <system_error>
#include <vector>

#include <unistd.h>

namespace paretoscope {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kWriting = ".writing-"; ///< between a file's name and the writer's process number

bool isHalfWritten(const fs::path& file)
{
    const std::string name = file.filename().string();
    const std::size_t at = name.rfind(kWriting);
    if (at == std::string::npos || at == 0)
        return false;
    const std::string_view process = std::string_view(name).substr(at + kWriting.size());
    return !process.empty() && std::ranges::all_of(process, [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

Status writeFileAtomically(const fs::path& file, std::string_view bytes)
{
    const fs::path temporary = file.string() + std::string(kWriting) + std::to_string(::getpid());
    std::ofstream stream(temporary, std::ios::binary | std::ios::trunc);
    stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    stream.close();
    std::error_code problem;
    if (stream)
        fs::rename(temporary, file, problem);
    if (!stream || problem) {
        std::error_code ignored;
        fs::remove(temporary, ignored);
        return Error{ErrorCode::Io, "cannot be written.", file.string(),
                     "Choose a folder that you may write to."};
    }
    return success();
}

void removeHalfWrittenFiles(const fs::path& folder)
{
    std::error_code ignored; // a folder that is not there, or that nobody may list, has nothing to remove
    std::vector<fs::path> halves;
    for (fs::directory_iterator entry(folder, ignored), end; entry != end; entry.increment(ignored))
        if (entry->is_regular_file(ignored) && isHalfWritten(entry->path()))
            halves.push_back(entry->path());
    for (const fs::path& half : halves)
        fs::remove(half, ignored);
}

} // namespace paretoscope
