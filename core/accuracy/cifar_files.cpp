// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accuracy/cifar_files.h"

#include "core/accuracy/binary_file.h"

#include <algorithm>

namespace paretoscope::accuracy {

namespace {

using Path = std::filesystem::path;

constexpr MapShape kShape{3, 32, 32};

Error wrong(const Path& file, std::string what)
{
    return {ErrorCode::InvalidInput, std::move(what), file.string(), {}};
}

Status append(const Path& file, CifarKind kind, ImageSet& images)
{
    const auto read = readBinaryFile(file);
    if (!read)
        return read.error();
    const std::vector<std::uint8_t>& bytes = read.value();
    const std::size_t labels = kind == CifarKind::Cifar10 ? 1 : 2;
    const std::size_t record = labels + kShape.values();
    if (bytes.size() % record != 0)
        return wrong(file, "has " + std::to_string(bytes.size()) + " bytes, no multiple of the "
                               + std::to_string(record) + " that an image of CIFAR-"
                               + std::to_string(images.classes) + " takes.");
    for (std::size_t at = 0; at < bytes.size(); at += record) {
        const std::uint8_t label = bytes[at + labels - 1];
        if (label >= images.classes)
            return wrong(file, "gives image " + std::to_string(at / record + 1) + " the label "
                                   + std::to_string(label) + ", but CIFAR-" + std::to_string(images.classes)
                                   + " has " + std::to_string(images.classes) + " classes.");
        images.labels.push_back(label);
        const auto first = bytes.begin() + static_cast<std::ptrdiff_t>(at + labels);
        images.pixels.insert(images.pixels.end(), first,
                             first + static_cast<std::ptrdiff_t>(kShape.values()));
    }
    return success();
}

} // namespace

Result<ImageSet> readCifarImages(std::span<const Path> files, CifarKind kind)
{
    if (files.empty())
        return Error{ErrorCode::InvalidInput, "No CIFAR file was given.", {}, {}};
    ImageSet images{kShape, kind == CifarKind::Cifar10 ? 10 : 100, {}, {}};
    for (const Path& file : files)
        if (const Status status = append(file, kind, images); !status)
            return status.error();
    return images;
}

Result<DataSet> readCifarFolder(const Path& folder)
{
    std::error_code ignored;
    const bool hundred = std::filesystem::exists(folder / "train.bin", ignored);
    const CifarKind kind = hundred ? CifarKind::Cifar100 : CifarKind::Cifar10;
    std::vector<Path> files;
    if (hundred)
        files.push_back(folder / "train.bin");
    for (int i = 1; i <= 5 && !hundred; ++i)
        files.push_back(folder / ("data_batch_" + std::to_string(i) + ".bin"));
    auto training = readCifarImages(files, kind);
    if (!training)
        return training.error();
    const Path test = folder / (hundred ? "test.bin" : "test_batch.bin");
    auto validation = readCifarImages(std::span(&test, 1), kind);
    if (!validation)
        return validation.error();
    return DataSet{hundred ? "CIFAR-100" : "CIFAR-10", "CIFAR files in " + folder.string(),
                   std::move(training).value(), std::move(validation).value()};
}

} // namespace paretoscope::accuracy
