// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accuracy/idx_files.h"

#include "core/accuracy/binary_file.h"

#include <algorithm>

namespace paretoscope::accuracy {

namespace {

using Path = std::filesystem::path;

struct Idx
{
    std::vector<std::uint64_t> sizes;
    std::vector<std::uint8_t> bytes; ///< without the header
};

Error wrong(const Path& file, std::string what, std::string hint = {})
{
    return {ErrorCode::InvalidInput, std::move(what), file.string(), std::move(hint)};
}

std::uint64_t bigEndian(const std::vector<std::uint8_t>& bytes, std::size_t at)
{
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < 4; ++i)
        value = (value << 8U) | bytes[at + i];
    return value;
}

Result<Idx> readIdx(const Path& file, std::size_t dimensions)
{
    auto read = readBinaryFile(file);
    if (!read)
        return read.error();
    std::vector<std::uint8_t>& bytes = read.value();
    if (bytes.size() >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b)
        return wrong(file, "is packed with gzip.", "Unpack it first: gunzip -k FILE.");
    const std::size_t header = 4 + 4 * dimensions;
    if (bytes.size() < header || bytes[0] != 0 || bytes[1] != 0 || bytes[2] != 8 || bytes[3] != dimensions)
        return wrong(file, "is not an IDX file of bytes in " + std::to_string(dimensions)
                               + (dimensions == 1 ? " dimension." : " dimensions."));
    Idx idx;
    // Saturates long before it can wrap round: a size is below 2^32 and the product is checked at each step.
    std::uint64_t expected = 1;
    for (std::size_t i = 0; i < dimensions; ++i) {
        idx.sizes.push_back(bigEndian(bytes, 4 + 4 * i));
        if (idx.sizes[i] == 0)
            return wrong(file, "says that it is empty.");
        expected *= idx.sizes[i];
        if (expected > bytes.size())
            break;
    }
    const std::size_t found = bytes.size() - header;
    if (expected != found)
        return wrong(file, "holds " + std::to_string(found) + " bytes of data, not the "
                               + (expected > bytes.size() ? "many more" : std::to_string(expected))
                               + " that its first bytes announce.");
    bytes.erase(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(header));
    idx.bytes = std::move(bytes);
    return idx;
}

/// "train-images" with the ending that is there.
Path present(const Path& folder, const std::string& stem, const std::string& ending)
{
    const Path dotted = folder / (stem + "." + ending);
    std::error_code ignored;
    return std::filesystem::exists(dotted, ignored) ? dotted : folder / (stem + "-" + ending);
}

} // namespace

Result<ImageSet> readIdxImages(const Path& images, const Path& labels)
{
    auto pictures = readIdx(images, 3);
    if (!pictures)
        return pictures.error();
    auto names = readIdx(labels, 1);
    if (!names)
        return names.error();
    const std::vector<std::uint64_t>& sizes = pictures->sizes;
    constexpr std::uint64_t kWidest = 1024;
    if (sizes[1] > kWidest || sizes[2] > kWidest)
        return wrong(images, "has images of more than 1024 pixels a side.");
    if (sizes[0] != names->sizes[0])
        return wrong(labels, "has " + std::to_string(names->sizes[0]) + " labels for "
                                 + std::to_string(sizes[0]) + " images.");
    ImageSet set;
    set.shape = {1, static_cast<int>(sizes[1]), static_cast<int>(sizes[2])};
    set.pixels = std::move(pictures.value().bytes);
    set.labels = std::move(names.value().bytes);
    set.classes = *std::max_element(set.labels.begin(), set.labels.end()) + 1;
    return set;
}

Result<DataSet> readIdxFolder(const Path& folder)
{
    DataSet data{folder.filename().string(), "IDX files in " + folder.string(), {}, {}};
    for (const bool training : {true, false}) {
        const std::string stem = training ? "train" : "t10k";
        auto images = readIdxImages(present(folder, stem + "-images", "idx3-ubyte"),
                                    present(folder, stem + "-labels", "idx1-ubyte"));
        if (!images)
            return images.error();
        (training ? data.training : data.validation) = std::move(images).value();
    }
    // A class may be missing from one half by chance.
    data.training.classes = data.validation.classes = std::max(data.training.classes,
                                                               data.validation.classes);
    if (const Status status = data.validate(); !status)
        return wrong(folder, status.error().what);
    return data;
}

} // namespace paretoscope::accuracy
