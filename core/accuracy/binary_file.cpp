// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accuracy/binary_file.h"

#include <fstream>

namespace paretoscope::accuracy {

Result<std::vector<std::uint8_t>> readBinaryFile(const std::filesystem::path& file)
{
    constexpr std::uintmax_t kMost_bytes = std::uintmax_t{2} << 30U;
    std::error_code problem;
    const auto status = std::filesystem::status(file, problem);
    if (!std::filesystem::exists(status))
        return Error{ErrorCode::NotFound, "there is no such file.", file.string(), {}};
    if (!std::filesystem::is_regular_file(status))
        return Error{ErrorCode::InvalidInput, "is not a file.", file.string(), {}};
    const std::uintmax_t size_bytes = std::filesystem::file_size(file, problem);
    if (problem)
        return Error{ErrorCode::Io, "cannot be read.", file.string(), {}};
    if (size_bytes == 0 || size_bytes > kMost_bytes)
        return Error{ErrorCode::InvalidInput,
                     size_bytes == 0 ? "is empty."
                                     : "has more than 2 GiB, which no data set of images needs.",
                     file.string(),
                     {}};
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(size_bytes));
    std::ifstream stream(file, std::ios::binary);
    if (!stream.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size())))
        return Error{ErrorCode::Io, "cannot be read.", file.string(), {}};
    return bytes;
}

} // namespace paretoscope::accuracy
