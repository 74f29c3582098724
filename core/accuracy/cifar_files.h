// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accuracy/data_set.h"

#include <filesystem>
#include <span>

namespace paretoscope::accuracy {

enum class CifarKind {
    Cifar10, ///< a byte with the label, then the image
    Cifar100 ///< a byte with the coarse label, one with the fine label, which counts, then the image
};

/// Reads files of CIFAR's binary version: records of 1 or 2 bytes of labels and 32x32 pixels in red, then
/// green, then blue. (Krizhevsky 2009, the format as told on the data set's page; from memory.)
/// Errors: those of readBinaryFile(); a length that is no multiple of a record's, a label that is no class.
[[nodiscard]] Result<ImageSet> readCifarImages(std::span<const std::filesystem::path> files, CifarKind kind);

/// The files of a folder as they are distributed: data_batch_1.bin to data_batch_5.bin and test_batch.bin of
/// CIFAR-10, or train.bin and test.bin of CIFAR-100.
[[nodiscard]] Result<DataSet> readCifarFolder(const std::filesystem::path& folder);

} // namespace paretoscope::accuracy
